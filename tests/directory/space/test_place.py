"""Where a listing is: the commune is enough, the address service helps, hiding is done at once."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from madeingard.users.models import User

from directory import editing, geocoding
from directory.models import PointOfSalePage
from tests.directory.space.town import enter, sign_in
from tests.factories import add_member, add_place, nimes, uzes
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
HALLES = {
    "label": "5 Rue des Halles 30700 Uzès",
    "score": 0.92,
    "type": "housenumber",
    "citycode": "30334",
}
ANSWERS = {
    "5 rue des Halles 30700 Uzès": (200, [(HALLES, [4.4199, 44.0128])]),
    "nulle part 30700 Uzès": (200, []),
    "panne 30700 Uzès": (500, []),
}


class Service(BaseHTTPRequestHandler):
    """A small national address service."""

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query)
        status, found = ANSWERS.get(asked["q"][0], (200, []))
        features = [
            {"type": "Feature", "properties": facts, "geometry": {"coordinates": point}}
            for facts, point in found
        ]
        body = json.dumps({"features": features}) if status == 200 else "oups"
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address_service():
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/search"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def asked(settings, address_service):
    settings.GEOCODER_URL = address_service


@pytest.fixture(scope="module")
def stall(module_rows):
    """A place, and who tends it, signed in: what they change is online at once."""
    uzes()
    page = add_place(address="1 rue Neuve", postcode="30000", latitude=43.84, longitude=4.37)
    user = sign_in(add_member(page, is_superuser=True))
    commit()  # parts of pages are kept from one request to the next
    return page, user


@pytest.fixture
def place(stall, db):
    return PointOfSalePage.objects.get(pk=stall[0].pk)


@pytest.fixture
def client(client, stall, db):
    return enter(client, stall[1])


def post(client, place, **changes):
    data = {
        "base": editing.token(place, "place"),
        "commune": "Nîmes",
        "address": "1 rue Neuve",
        "postcode": "30000",
        "precision": "exact",
        "locality": "",
        "latitude": "43,84",
        "longitude": "4,37",
    }
    return client.post(reverse("directory:espace_place", args=[place.pk]), data | changes)


def where(place):
    row = PointOfSalePage.objects.get(pk=place.pk)
    return row.commune.name, row.address, row.latitude, row.longitude


TO_UZES = {"commune": "uzes", "address": "5 rue des Halles", "postcode": "30700"}


def test_without_a_service_a_place_that_moves_stands_at_its_commune(client, place):
    assert post(client, place, **TO_UZES).status_code == 302
    assert where(place) == ("Uzès", "5 rue des Halles", None, None)
    assert PointOfSalePage.objects.get(pk=place.pk).position == (44.0121, 4.4197)


def test_the_service_puts_the_point_at_a_sure_address(client, place, asked):
    post(client, place, **TO_UZES)
    assert where(place) == ("Uzès", "5 rue des Halles", 44.0128, 4.4199)


@pytest.mark.parametrize("address", ["nulle part", "panne"])
def test_an_address_that_is_not_found_stands_at_its_commune(client, place, asked, address):
    post(client, place, **TO_UZES | {"address": address})
    assert where(place) == ("Uzès", address, None, None)


def test_a_point_that_was_moved_is_kept(client, place, asked):
    post(client, place, **TO_UZES, latitude="44.01", longitude="4.42")
    assert where(place) == ("Uzès", "5 rue des Halles", 44.01, 4.42)


def test_addresses_are_looked_for_without_saving_and_one_is_chosen(client, place, asked):
    response = post(client, place, **TO_UZES, find="1")
    page = BeautifulSoup(response.content, "html.parser")
    choices = page.find_all("input", attrs={"name": "found"})
    assert [one["value"] for one in choices] == ["44.0128;4.4199", ""]
    assert where(place)[0] == "Nîmes"
    post(client, place, **TO_UZES, found="44.0128;4.4199")
    assert where(place) == ("Uzès", "5 rue des Halles", 44.0128, 4.4199)


def test_a_service_that_fails_is_told_and_nothing_is_lost(client, place, asked):
    response = post(client, place, **TO_UZES | {"address": "panne"}, find="1")
    page = BeautifulSoup(response.content, "html.parser")
    assert "ne répond pas" in page.select_one("form .alert[role=status].warn").text
    assert page.find("input", attrs={"name": "address"})["value"] == "panne"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"commune": "Uzès-les-Bains"},
            "commune",
            "Nous ne connaissons pas «\u00a0Uzès-les-Bains\u00a0»",
        ),
        (
            {"commune": "Nismes"},
            "commune",
            "Nous ne connaissons pas «\u00a0Nismes\u00a0». Est-ce Nîmes",
        ),
        ({"latitude": "nord"}, "latitude", "Un nombre de degrés, par exemple 43,8367."),
        ({"latitude": "inf"}, "latitude", "Un nombre de degrés, par exemple 43,8367."),
        ({"longitude": ""}, "latitude", "Indiquez les deux nombres, ou aucun."),
        ({"latitude": "4,37", "longitude": "43,84"}, "latitude", "Ce point est à"),
        ({"postcode": "3000"}, "postcode", "Cinq chiffres, par exemple 30000."),
        ({"locality": "Arles"}, "locality", "La commune suffit"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, place, changes, field, sentence):
    response = post(client, place, **changes)
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(f"#id_{field}_error").text.strip().startswith(sentence)


def test_a_postcode_alone_names_its_commune(client, place):
    nimes()
    post(client, place, commune="30700", postcode="")
    assert where(place)[0] == "Uzès"
    assert PointOfSalePage.objects.get(pk=place.pk).postcode == "30700"


def test_a_place_is_hidden_at_once_by_anybody_who_tends_it(client, place):
    person = User.objects.get()
    person.is_superuser = False
    person.save()
    assert post(client, place, precision="commune").status_code == 302
    row = PointOfSalePage.objects.get(pk=place.pk)
    assert (row.public_address, row.position) == ("", (43.8367, 4.3601))


def test_two_people_who_move_the_point_choose_it_whole(client, place):
    base = editing.token(place, "place")
    post(client, place, latitude="43,85", longitude="4,38")
    response = post(client, place, base=base, latitude="43,86", longitude="4,39")
    page = BeautifulSoup(response.content, "html.parser")
    assert [legend.text for legend in page.select("legend")] == ["Latitude"]
    again = {i["name"]: i["value"] for i in page.select("main input[type=hidden]")}
    post(client, place, **again | {"choice-latitude": "theirs"})
    assert where(place)[2:] == (43.85, 4.38)


def test_nonsense_from_the_service_is_no_address(settings):
    settings.GEOCODER_URL = "file:///etc/passwd"
    assert geocoding.find("5 rue des Halles") == geocoding.Answer(is_reached=False)
