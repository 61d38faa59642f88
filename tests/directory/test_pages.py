"""The pages of a producer and of a point of sale: what they say, and what they never say."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.files.images import ImageFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from directory import freshness, months, place_facts, producer_facts, product_facts
from directory.models import HoursException, Photo
from home.models import SiteImage
from tests.factories import (
    AppellationFactory,
    FamilyFactory,
    ProductFactory,
    SignFactory,
    SourceFactory,
    add_place,
    add_producer,
    nimes,
    uzes,
)

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SATURDAY_MORNING = datetime(2026, 9, 12, 10, 0, tzinfo=PARIS)


def read(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(elements) -> list[str]:
    return [plain(element.get_text()) for element in elements]


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return " ".join(text.split())


def section(page, name) -> BeautifulSoup:
    """The section under a heading."""
    return page.find(id=name).find_parent("section")


def facts_of(place, *, now=SATURDAY_MORNING) -> dict:
    return place_facts.gather(place, RequestFactory().get(place.url), now=now)


# --- Point of sale ------------------------------------------------------------------------------


def test_a_place_says_what_it_is_and_where(client):
    page = read(client, add_place(title="La Halle", kind="magasin-producteurs", commune=uzes()))
    assert texts(page.main.find_all("h1")) == ["La Halle"]
    assert texts(page.main.find_all(class_="kick")) == ["Magasin de producteurs · Uzès"]
    assert page.title.text == "La Halle, Uzès – Made in Gard"
    description = page.find("meta", attrs={"name": "description"})["content"]
    assert description == "Magasin de producteurs à Uzès."


def test_hours_of_the_week_today_and_exceptions():
    place = add_place(opening_hours="Tu-Fr 09:00-12:30,15:00-19:00; Sa 09:00-19:00")
    place.hours_exceptions = [
        HoursException(start=date(2026, 9, 28), end=date(2026, 10, 4), note="congés")
    ]
    place.save_revision().publish()
    facts = facts_of(place)
    assert plain(facts["state"].sentence) == "Ouvert jusqu’à 19 h"
    assert [(day.name, plain(day.text), day.is_today) for day in facts["week"]] == [
        ("lundi", "fermé", False),
        ("mardi", "9 h – 12 h 30 · 15 h – 19 h", False),
        ("mercredi", "9 h – 12 h 30 · 15 h – 19 h", False),
        ("jeudi", "9 h – 12 h 30 · 15 h – 19 h", False),
        ("vendredi", "9 h – 12 h 30 · 15 h – 19 h", False),
        ("samedi", "9 h – 19 h", True),
        ("dimanche", "fermé", False),
    ]
    assert [plain(text) for text in facts["announcements"]] == [
        "Fermé du 28 sept. au 4 oct. (congés)"
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (SATURDAY_MORNING, ""),
        (datetime(2026, 9, 12, 7, tzinfo=PARIS), "aujourd’hui à 9 h"),
        (datetime(2026, 9, 12, 20, tzinfo=PARIS), "mardi 15 sept. à 9 h"),
    ],
)
def test_next_opening_of_a_closed_place(now, expected):
    place = add_place(opening_hours="Tu-Sa 09:00-19:00")
    assert plain(facts_of(place, now=now)["next_opening"]) == expected


def test_unknown_hours_are_said(client):
    page = read(client, add_place(phone="04 66 00 00 00", phone_is_public=True))
    assert texts(section(page, "horaires").find_all("p")) == [
        "Horaires non communiqués. Appelez avant de venir."
    ]
    assert page.find("table", class_="hours") is None


def test_products_in_season_come_first_with_who_sells_them():
    season = {"season_months": months.pack([9])}
    fig = ProductFactory(name="Figue", slug="figue", **season)
    onion = ProductFactory(name="Oignon doux", slug="oignon-doux", **season)
    strawberry = ProductFactory(name="Fraise", slug="fraise", season_months=months.pack([3, 4, 5]))
    signed = {
        "product": onion,
        "appellation": AppellationFactory(),
        "sign_number": "1",
        "sign_expires_on": timezone.localdate() + timedelta(days=30),
    }
    sellers = [
        add_producer(title="A", offers=[signed]),
        add_producer(title="B", offers=[onion, strawberry]),
    ]
    facts = facts_of(add_place(products=[{"product": fig, "note": "violette"}], producers=sellers))
    assert [(s.product.name, s.details, s.sellers) for s in facts["in_season"]] == [
        ("Figue", ["violette"], 0),
        ("Oignon doux", ["AOP (déclaré)"], 2),
    ]
    assert [sold.product.name for sold in facts["others"]] == ["Fraise"]


def test_nine_tickets_then_chips_that_lead_to_the_products(client):
    products = [ProductFactory(name=f"Produit {n}", slug=f"produit-{n}") for n in range(11)]
    page = read(client, add_place(products=products))
    assert len(page.find_all(class_="ticket")) == 9
    assert [a["href"] for a in page.select(".tags a")] == [  # chips alone leave the paper
        "/produits/produit-9/",
        "/produits/produit-10/",
    ]


def test_a_ticket_takes_the_look_of_its_family_or_its_parent(client):
    cheese = FamilyFactory(name="Fromages", slug="fromages", icon="cheese", ink="soleil")
    goat = FamilyFactory(name="De chèvre", slug="chevre", icon="", ink="", parent=cheese)
    product = ProductFactory(name="Pélardon", slug="pelardon", family=goat)
    ticket = read(client, add_place(products=[product])).find(class_="ticket")
    assert ticket["class"] == ["ticket", "f-soleil"]
    assert ticket.use["href"].endswith("#cheese")
    assert ticket.a["href"] == "/produits/pelardon/"


def test_only_public_producers_are_named(client):
    seen = add_producer(title="Ferme de Valmale", commune=uzes())
    draft = add_producer(title="Ferme cachée", live=False)
    gone = add_producer(title="Ferme fermée", closed_for_good=True)
    page = read(client, add_place(producers=[seen, draft, gone]))
    links = section(page, "qui").find_all("a")
    assert [(a.text, a["href"]) for a in links] == [
        ("Ferme de Valmale", "/producteurs/ferme-de-valmale/")
    ]


def test_how_to_come(client):
    place = add_place(
        address="14 chemin des Capitelles",
        postcode="30000",
        bus_line="32",
        bus_stop="Les Oliviers",
        has_bike_rack=True,
        step_free="yes",
        access_note="Porte de 90 cm",
        parking="20 places",
        latitude=43.84,
        longitude=4.35,
    )
    page = read(client, place)
    assert texts(section(page, "venir").find_all("li")) == [
        "Bus 32, arrêt Les Oliviers",
        "À vélo, arceaux sur place",
        "Accès en fauteuil : de plain-pied ou avec rampe. Porte de 90 cm",
        "Stationnement : 20 places",
        "14 chemin des Capitelles, 30000 Nîmes Ouvrir dans l’application de plans du téléphone",
    ]
    actions = [a["href"] for a in page.header.find_next("main").find_all("a", class_="btn")]
    assert actions[0] == "https://www.openstreetmap.org/directions?to=43.84%2C4.35"


def test_unknown_access_is_not_no(client):
    page = read(client, add_place(commune=nimes()))
    assert texts(section(page, "venir").find_all("li")) == [
        "Accès en fauteuil : non renseigné",
        "Nîmes",
    ]


def test_an_imported_place_names_its_source_and_licence(client):
    source = SourceFactory(name="Marchés", licence="ODbL 1.0", attribution="© les contributeurs")
    page = read(client, add_place(source=source))
    assert "Source : Marchés, © les contributeurs (ODbL 1.0)." in texts(
        page.find_all("p", class_="small")
    )


def test_a_place_closed_for_good_says_so(client):
    page = read(client, add_place(closed_for_good=True))
    assert texts(page.main.find_all(class_="state")) == ["Fermé définitivement"]


# --- Producer -----------------------------------------------------------------------------------


def test_a_producer_tells_products_month_by_month(client):
    tomato = ProductFactory(name="Tomate", slug="tomate", season_months=months.pack([7, 8, 9, 10]))
    page = read(
        client,
        add_producer(
            title="Les Jardins",
            is_raw=True,
            is_processed=True,
            offers=[{"product": tomato, "note": "de plein champ"}],
        ),
    )
    assert texts(page.main.find_all(class_="kick")) == [
        "Produits bruts, Produits transformés · Nîmes"
    ]
    row = section(page, "produits").li
    assert texts(row.find_all(["h3", "p"])) == ["Tomate", "De juillet à octobre · de plein champ"]
    strip = row.find(class_="months")
    assert strip["aria-hidden"] == "true"
    assert [(tag.name, tag.text) for tag in strip.find_all(["b", "i"])] == [
        *[("i", letter) for letter in "JFMAMJ"],
        *[("b", letter) for letter in "JASO"],
        *[("i", letter) for letter in "ND"],
    ]


def test_strip_marks_the_current_month():
    assert [month.is_now for month in product_facts.strip(0, 9)] == [n == 9 for n in range(1, 13)]


def test_where_to_buy_lists_places_that_are_public(client):
    producer = add_producer(title="Ferme")
    add_place(title="La Halle", kind="halle", producers=[producer])
    add_place(title="Le Marché caché", producers=[producer], live=False)
    rows = section(read(client, producer), "acheter").find_all("li", class_="place")
    assert [(row.h3.text, row.a["href"]) for row in rows] == [("La Halle", "/ou-acheter/la-halle/")]


def test_signs_are_shown_while_valid_and_said_checked_or_declared(client):
    today = timezone.localdate()
    sign = {"sign": SignFactory(), "sign_number": "FR-BIO-01"}
    valid = {"sign_expires_on": today + timedelta(days=1)}
    producer = add_producer(
        offers=[
            {"product": ProductFactory(name="Miel", slug="miel"), **sign, **valid,
             "sign_checked_on": date(2026, 9, 1)},
            {"product": ProductFactory(name="Cire", slug="cire"), **sign, **valid},
            {"product": ProductFactory(name="Pollen", slug="pollen"), **sign,
             "sign_expires_on": today - timedelta(days=1)},
        ]
    )  # fmt: skip
    card = section(read(client, producer), "signes")
    assert texts(card.find_all("p")) == [
        "Agriculture biologique (AB)",
        "Miel · vérifié le 1 septembre 2026",
        "Agriculture biologique (AB)",
        "Cire · déclaré, pas encore vérifié",
    ]


@pytest.mark.parametrize(("number", "cards"), [("2026-0017", 1), ("", 0)])
def test_kraft_is_for_the_label_alone(client, number, cards):
    producer = add_producer(label_number=number, label_scope="ses légumes")
    assert len(read(client, producer).main.find_all(class_="kraft")) == cards


def test_prices_have_their_unit_and_their_date(client):
    offer = {
        "product": ProductFactory(name="Miel", slug="miel"),
        "price": "12.50",
        "price_unit": "jar",
        "price_on": date(2026, 9, 1),
    }
    page = read(client, add_producer(offers=[offer]))
    assert texts(section(page, "prix").find_all("dd")) == [
        "12,50 € le pot prix du 1 septembre 2026"
    ]


def test_outlets_tell_their_state():
    producer = add_producer()
    add_place(title="Halle", opening_hours="Sa 09:00-19:00", producers=[producer])
    (row,) = producer_facts.outlets(producer, SATURDAY_MORNING)
    assert (row.name, plain(row.state.sentence)) == ("Halle", "Ouvert jusqu’à 19 h")


# --- Freshness ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confirmed_on", "level", "sentence"),
    [
        (None, "unknown", "Jamais confirmé"),
        (date(2026, 9, 12), "fresh", "Confirmé le 12 sept."),
        (date(2026, 3, 13), "fresh", "Confirmé le 13 mars"),
        (date(2026, 3, 12), "old", "À revérifier · 12 mars"),
        (date(2025, 12, 13), "old", "À revérifier · 13 déc."),
        (date(2025, 12, 12), "stale", "Sans nouvelles depuis 9 mois"),
        (date(2024, 9, 12), "stale", "Sans nouvelles depuis 24 mois"),
        (date(2026, 9, 20), "fresh", "Confirmé le 20 sept."),
    ],
)
def test_stamp_says_how_long_ago(confirmed_on, level, sentence):
    stamp = freshness.stamp(confirmed_on, date(2026, 9, 12))
    assert (stamp.level, plain(stamp.sentence)) == (level, sentence)


# --- Private, queries ---------------------------------------------------------------------------

PRIVATE = {
    "phone": "06 11 22 33 44",
    "email": "prive@exemple.fr",
    "address": "7 impasse Cachée",
    "latitude": 43.912345,
    "longitude": 4.298765,
    "precision": "commune",
}


@pytest.mark.parametrize("add", [add_place, add_producer])
def test_private_facts_are_in_no_answer(client, add):
    extra = {"siret": "12345678901234"} if add is add_producer else {}
    html = client.get(add(**PRIVATE, **extra).url).content.decode()
    secrets = [
        "06 11 22",
        "+33611",
        "prive@",
        "impasse",
        "43.91",
        "43,91",
        "4.29",
        "4,29",
        "123456789",
    ]
    assert [secret for secret in secrets if secret in html] == []


def test_a_page_offers_nothing_from_another_host_before_a_click(client):
    page = read(
        client, add_place(latitude=43.84, longitude=4.35, website="https://halle.exemple.fr")
    )
    asked = [tag.get("src") or tag.get("href") for tag in page.find_all(["script", "img", "link"])]
    outside = [a for a in asked if a and not a.startswith(("/", "http://127.0.0.1:8000/"))]
    assert outside == []


def make_image(name):
    data = BytesIO()
    Image.new("RGB", (64, 48), "#c8153a").save(data, "PNG")
    return SiteImage.objects.create(title=name, file=ImageFile(data, name=f"{name}.png"))


def test_photos_come_in_light_formats_with_their_words_and_their_place(client):
    place = add_place()
    place.photos = [
        Photo(image=make_image("un"), alt="Un étal"),
        Photo(image=make_image("deux"), alt="La cour"),
    ]
    place.save_revision().publish()
    pictures = read(client, place).find_all("picture")
    assert [[source["type"] for source in p.find_all("source")] for p in pictures] == [
        ["image/avif", "image/webp"],
        ["image/avif", "image/webp"],
    ]
    images = [picture.img for picture in pictures]
    assert [(img["alt"], img.get("loading")) for img in images] == [
        ("Un étal", None),
        ("La cour", "lazy"),
    ]
    assert all(img["width"] and img["height"] for img in images)


def queries_of(client, page) -> int:
    client.get(page.url)  # renditions and settings are made on the first visit
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    return len(queries)


def test_a_place_costs_the_same_with_more_of_everything(client):
    def place(name, number):
        products = [ProductFactory() for _ in range(number)]
        producers = [
            add_producer(title=f"{name} {n}", commune=uzes(), offers=products)
            for n in range(number)
        ]
        page = add_place(
            title=name, opening_hours="Sa 09:00-12:00", products=products, producers=producers
        )
        page.photos = [Photo(image=make_image(f"{name}{n}"), alt="a") for n in range(number)]
        page.save_revision().publish()
        return page

    assert queries_of(client, place("Petite", 1)) == queries_of(client, place("Grande", 2))


def test_a_producer_costs_the_same_with_more_of_everything(client):
    def producer(name, number):
        page = add_producer(title=name, offers=[ProductFactory() for _ in range(number)])
        for n in range(number):
            add_place(title=f"{name} {n}", opening_hours="Sa 09:00-12:00", producers=[page])
        return page

    assert queries_of(client, producer("Petite", 1)) == queries_of(client, producer("Grande", 4))


@pytest.mark.parametrize("add", [add_place, add_producer])
def test_an_editor_previews_a_page_with_what_is_not_saved_yet(add):
    page = add(title="Ferme")
    page.title = "Ferme renommée"
    page.photos = [Photo(image=make_image("neuve"), alt="La cour")]
    response = page.make_preview_request()
    html = BeautifulSoup(response.render().content, "html.parser")
    assert (html.h1.text, html.picture.img["alt"]) == ("Ferme renommée", "La cour")
