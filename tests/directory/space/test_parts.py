"""The forms of a listing: what they refuse, keep and say."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from directory import editing
from directory.models import PointOfSalePage, ProducerPage
from tests.directory.space.town import enter, sign_in
from tests.factories import UserFactory, add_member, add_place, add_producer
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def garden(module_rows) -> ProducerPage:
    return add_producer(title="Les Jardins", summary="Des légumes.")


@pytest.fixture(scope="module")
def mireille(garden):
    """Who tends it, signed in: parts of pages are kept from one request to the next."""
    user = sign_in(add_member(garden))
    commit()
    return user


@pytest.fixture
def farm(garden, db):
    return fresh(garden)


@pytest.fixture
def client(client, mireille):
    return enter(client, mireille)


def url(page, part="identity"):
    return reverse(f"directory:espace_{part}", args=[page.pk])


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def typed(client, page, part="identity", **changes):
    """What the browser would send: the form as it is shown, with some changes."""
    form = soup(client.get(url(page, part))).find("form", attrs={"data-draft": True})
    data = {}
    for field in form.select("input, select, textarea"):
        name, kind = field.get("name"), field.get("type")
        if not name or (kind in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            value = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            value = field.text.removeprefix("\n")
        else:
            value = field.get("value", "on" if kind == "checkbox" else "")
        data.setdefault(name, []).append(value)
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def test_a_save_leads_back_to_the_listing_and_says_what_became_of_it(client, farm):
    response = client.post(url(farm), typed(client, farm, summary="Des tomates."), follow=True)
    assert response.redirect_chain == [(reverse("directory:espace_listing", args=[farm.pk]), 302)]
    assert soup(response).select_one(".alert").text.strip() == "C’est en ligne."
    assert fresh(farm).summary == "Des tomates."


def test_what_waits_is_shown_beside_what_is_online(client, farm):
    client.post(url(farm), typed(client, farm, title="Le Grand Jardin"))
    page = soup(client.get(url(farm)))
    assert page.find("input", attrs={"name": "title"})["value"] == "Le Grand Jardin"
    waiting = page.select_one("dl.facts")
    assert [t.text for t in waiting.select("dt")] == ["Nom"]
    assert list(waiting.dd.stripped_strings) == ["Le Grand Jardin", "en ligne : Les Jardins"]


def test_a_form_has_the_fields_of_its_kind_of_page(client, farm, mireille):
    place = add_place()
    place.memberships.create(user=mireille)
    fields = [
        {f["name"] for f in soup(client.get(url(page))).select("form [name]")}
        for page in (farm, place)
    ]
    assert fields[0] - fields[1] == {"is_raw", "is_processed", "is_craft", "visits_welcome"}
    assert fields[1] - fields[0] == {"kind"}
    assert client.get(url(farm, "access")).status_code == 404
    assert client.get(url(place, "professionals")).status_code == 404


@pytest.mark.parametrize(
    ("part", "changes", "field", "sentence"),
    [
        ("identity", {"title": " "}, "title", "À remplir."),
        ("identity", {"summary": "x" * 201}, "summary", "Au plus 200 caractères : il y en a 201."),
        ("contacts", {"phone": "12"}, "phone", "Dix chiffres, par exemple 04 66 22 33 44."),
        ("contacts", {"website": "javascript://x"}, "website", "Ce n’est pas une adresse de site."),
        ("contacts", {"email": "odile"}, "email", "Ce n’est pas une adresse e-mail."),
        ("professionals", {"siret": "12345678901234"}, "siret", "Ce n’est pas un SIRET"),
    ],
)
def test_what_is_refused_is_told_beside_its_field_and_kept(
    client, farm, part, changes, field, sentence
):
    data = typed(client, farm, part, **changes)
    response = client.post(url(farm, part), data)
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one(f"#id_{field}_error").text.strip().startswith(sentence)
    control = page.find(attrs={"name": field})
    assert (control.get("value") or control.text).strip() == changes[field].strip()
    assert page.find("input", attrs={"name": "base"})["value"] == data["base"][0]
    assert client.post(url(farm, part), data, headers=JSON).json() == {"state": "invalid"}


@pytest.mark.parametrize(
    ("part", "sent", "kept"),
    [
        ("contacts", {"phone": "0466223344"}, {"phone": "04 66 22 33 44"}),
        ("contacts", {"phone": "+33 6 12.34.56.78"}, {"phone": "06 12 34 56 78"}),
        ("contacts", {"website": "www.exemple.fr"}, {"website": "https://www.exemple.fr"}),
        ("professionals", {"siret": "732 829 320 00074"}, {"siret": "73282932000074"}),
        ("professionals", {"siret": "35600000000048"}, {"siret": "35600000000048"}),
    ],
)
def test_what_is_typed_is_written_as_people_read_it(client, farm, part, sent, kept):
    assert client.post(url(farm, part), typed(client, farm, part, **sent)).status_code == 302
    assert {name: getattr(fresh(farm), name) for name in kept} == kept


def test_access_and_payment_of_a_place(client, mireille):
    place = add_place()
    place.memberships.create(user=mireille)
    data = typed(client, place, "access", payment=["carte", "especes"], has_bike_rack="no")
    assert client.post(url(place, "access"), data).status_code == 302
    row = PointOfSalePage.objects.get(pk=place.pk)
    assert (row.payment, row.has_bike_rack) == (["especes", "carte"], False)


# --- Two people -----------------------------------------------------------------------------------


@pytest.fixture
def overtaken(client, farm):
    """What Mireille sends after Paul has saved."""
    data = typed(client, farm, summary="De Mireille.", is_raw="on")

    def write(page):
        page.summary, page.visits_welcome = "De Paul.", True

    paul = UserFactory(first_name="Paul", last_name="Vidal")
    editing.save(farm, "identity", write, by=paul, base=None)
    return data


def test_second_to_save_chooses_field_by_field(client, farm, overtaken):
    response = client.post(url(farm), overtaken)
    page = soup(response)
    assert response.status_code == 409
    assert "Paul Vidal a changé cette rubrique" in page.select_one("[role=alert]").text
    assert [
        (f.legend.text, [r["value"] for r in f.select("input[checked]")])
        for f in page.select("fieldset")
    ] == [("En une phrase", []), ("Produits bruts", ["yours"]), ("Visites bienvenues", ["theirs"])]
    again = {i["name"]: i["value"] for i in page.select("main input[type=hidden]")}
    chosen = {
        "choice-summary": "theirs",
        "choice-is_raw": "yours",
        "choice-visits_welcome": "theirs",
    }
    assert client.post(url(farm), again | chosen).status_code == 302
    row = ProducerPage.objects.get(pk=farm.pk)
    assert (row.summary, row.is_raw, row.visits_welcome) == ("De Paul.", True, True)


def test_a_choice_left_open_is_asked_again(client, farm, overtaken):
    page = soup(client.post(url(farm), overtaken))
    again = {i["name"]: i["value"] for i in page.select("main input[type=hidden]")}
    response = client.post(url(farm), again)
    assert response.status_code == 409
    assert fresh(farm).summary == "De Paul."


def test_a_script_learns_of_the_conflict_in_one_word(client, farm, overtaken):
    response = client.post(url(farm), overtaken, headers=JSON)
    assert (response.status_code, response.json()) == (409, {"state": "conflict"})


# --- A session that has ended ---------------------------------------------------------------------


def test_what_was_sent_after_the_session_ended_waits_behind_the_sign_in(client, farm, mireille):
    data = typed(client, farm, summary="Écrit trop tard.")
    client.logout()
    response = client.post(url(farm), data)
    assert (response.status_code, response.url.endswith(f"?next={url(farm)}")) == (302, True)
    assert fresh(farm).summary == "Des légumes."
    client.force_login(mireille)
    page = soup(client.get(url(farm)))
    assert page.find("textarea", attrs={"name": "summary"}).text.strip() == "Écrit trop tard."
    assert "Voici ce que vous aviez écrit" in page.select_one("form .alert.ok").text
    assert "trop tard" not in client.get(url(farm)).content.decode()


def test_a_script_is_told_that_the_session_has_ended(client, farm):
    client.logout()
    response = client.post(url(farm), {}, headers=JSON)
    assert (response.status_code, response.json()["state"]) == (401, "signed_out")


def test_a_script_is_told_where_a_save_leads(client, farm):
    response = client.post(url(farm), typed(client, farm, summary="Court."), headers=JSON)
    listing = reverse("directory:espace_listing", args=[farm.pk])
    assert response.json() == {"state": "published", "next": listing}


def test_a_form_asks_a_fixed_number_of_queries(client, farm, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        client.get(url(farm))


def test_a_regulated_word_is_refused_beside_its_field_with_what_to_write(client, farm):
    response = client.post(url(farm), typed(client, farm, summary="Des légumes bio."))
    page = soup(response)
    assert response.status_code == 422
    assert (
        page.select_one("#id_summary_error")
        .text.strip()
        .startswith("« bio » : « Bio » est réservé")
    )
    assert page.select_one("#regulated-words")["type"] == "application/json"
    assert "data-words" in page.find("textarea", attrs={"name": "summary"}).attrs
