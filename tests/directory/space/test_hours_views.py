"""Hours in the space: the week, days apart, « fermé cette semaine »."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import days_apart, editing
from directory.hours import DatedException
from directory.models import HoursException, Listing, PointOfSalePage, Presence
from directory.space import week_closing
from tests.directory.space.town import enter, sign_in
from tests.factories import UserFactory, add_member, add_place, add_producer
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db

WEEK = "Tu,Fr 17:00-19:00; Sa 09:00-12:00"


@pytest.fixture(scope="module")
def stall(module_rows) -> int:
    return add_place(title="La Cabane", opening_hours=WEEK).pk


@pytest.fixture(scope="module")
def keeper(stall):
    """Who tends it, signed in: parts of pages are kept from one request to the next."""
    user = sign_in(add_member(PointOfSalePage.objects.get(pk=stall)))
    commit()
    return user


@pytest.fixture
def place(stall, db):
    return PointOfSalePage.objects.get(pk=stall)


@pytest.fixture
def mireille(client, keeper, db):
    enter(client, keeper)
    return keeper


def url(page, end="horaires/"):
    return f"/espace/fiches/{page.pk}/{end}"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def fields(response) -> dict:
    """What a browser would send back without touching anything."""
    found = {}
    for box in soup(response).select("form[data-draft] :is(input, textarea)"):
        kind = box.get("type", "text")
        if kind in {"checkbox", "radio"} and not box.has_attr("checked"):
            continue
        found[box["name"]] = box.get("value", box.text if box.name == "textarea" else "")
    return found


def change(client, page, **typed):
    """Show the form, type something, send it; names of fields with « _ » in place of « - »."""
    typed = {name.replace("_", "-"): text for name, text in typed.items()}
    shown = client.get(url(page))
    return client.post(url(page), fields(shown) | typed)


def hours(page) -> str:
    return PointOfSalePage.objects.get(pk=page.pk).opening_hours


def errors(response) -> dict[str, str]:
    """The message beside each field, by its name."""
    found = {}
    for box in soup(response).select("[aria-invalid=true]"):
        message = soup(response).find(id=f"id_{box['name']}_error")
        assert message["id"] in box["aria-describedby"].split()
        found[box["name"]] = message.text.strip().replace("\u00a0", " ")
    return found


def exceptions(page) -> set:
    return {
        (e.start, e.end, e.hours, e.note) for e in HoursException.objects.filter(page_id=page.pk)
    }


# --- The week -------------------------------------------------------------------------------------


def test_saturday_changed_is_online_at_once(client, place, mireille):
    shown = client.get(url(place))
    assert fields(shown)["s0-5-0-de"] == "9h"
    answer = client.post(url(place), fields(shown) | {"s0-5-0-a": "13h30"}, follow=True)
    assert answer.redirect_chain == [(url(place), 302)]
    assert hours(place) == "Tu,Fr 17:00-19:00; Sa 09:00-13:30"
    assert Listing.objects.get(page=place.pk).hours == "Tu,Fr 17:00-19:00; Sa 09:00-13:30"
    assert PointOfSalePage.objects.get(pk=place.pk).latest_revision.user == mireille
    assert soup(answer).select_one(".alert.ok:not([hidden])").text == "C’est en ligne."
    read = [line.text for line in soup(answer).select("[aria-labelledby=lu] li")]
    assert [line.replace("\u00a0", " ") for line in read] == [
        "lundi fermé",
        "mardi 17 h – 19 h",
        "mercredi et jeudi fermé",
        "vendredi 17 h – 19 h",
        "samedi 9 h – 13 h 30",
        "dimanche fermé",
    ]
    assert "Prochaine ouverture" in soup(answer).text


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ({"s0_5_0_de": "", "s0_5_0_a": ""}, "Tu,Fr 17:00-19:00"),
        ({"s0_5_1_de": "15", "s0_5_1_a": "18h30"},
         "Tu,Fr 17:00-19:00; Sa 09:00-12:00,15:00-18:30"),
        ({"s0_6_0_de": "0930", "s0_6_0_a": "midi"},
         "Tu,Fr 17:00-19:00; Sa 09:00-12:00; Su 09:30-12:00"),
        ({"s0_6_0_de": "9h – 12h"}, "Tu,Fr 17:00-19:00; Sa,Su 09:00-12:00"),
        ({"s0_4_0_a": "1 h"}, "Tu 17:00-19:00, Fr 17:00-01:00, Sa 09:00-12:00"),
        ({"closed_on_holidays": "on"}, f"{WEEK}; PH off"),
        ({"otherwise": "sur « appel »"}, f'{WEEK} || "sur appel"'),
        ({"s0_5_2_de": "14h", "s0_5_2_a": "15h"},
         "Tu,Fr 17:00-19:00; Sa 09:00-12:00,14:00-15:00"),
    ],
)  # fmt: skip
def test_what_is_typed_is_stored_in_osm_syntax(client, place, mireille, typed, expression):
    names = {name: text for name, text in typed.items() if name[0] == "s"}
    others = {name: text for name, text in typed.items() if name[0] != "s"}
    shown = fields(client.get(url(place)))
    data = shown | {name.replace("_", "-"): text for name, text in names.items()} | others
    assert client.post(url(place), data).status_code == 302
    assert hours(place) == expression


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ({"s0_5_0_a": "bonjour"},
         {"s0-5-0-a": "Je ne comprends pas « bonjour ». Écrivez par exemple 9 h 30."}),
        ({"s0_5_0_a": ""}, {"s0-5-0-a": "Il manque l’heure de fin."}),
        ({"s0_5_0_de": ""}, {"s0-5-0-de": "Il manque l’heure de début."}),
        ({"s0_5_0_a": "8h"}, {"s0-5-0-a": "La fin, 8 h, vient avant le début, 9 h."}),
        ({"s0_5_1_de": "11h", "s0_5_1_a": "14h"},
         {"s0-5-1-de": "Ces deux créneaux se recouvrent : 9 h – 12 h et 11 h – 14 h."}),
        ({"s0_4_0_a": "3h", "s0_5_0_de": "2h"},
         {"s0-5-0-de": "Ces deux créneaux se recouvrent : 17 h – 3 h et 2 h – 12 h."}),
        ({"s0_0_0_de": "25h", "s0_0_0_a": "9h75"},
         {"s0-0-0-de": "Un jour a 24 heures. Écrivez par exemple 18 h 30.",
          "s0-0-0-a": "Une heure a 60 minutes. Écrivez par exemple 9 h 30."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client, place, mireille, typed, messages
):
    answer = change(client, place, **typed)
    assert answer.status_code == 422
    assert errors(answer) == messages
    assert fields(answer) | {n.replace("_", "-"): t for n, t in typed.items()} == fields(answer)
    assert hours(place) == WEEK


def test_periods_of_the_year(client, place, mireille):
    shown = fields(client.get(url(place)))
    asked = client.post(url(place), shown | {"faire": "ajouter"})
    added = fields(asked)
    assert asked.status_code == 200
    assert (added["saisons"], added["s1-periode"], added["s1-5-0-de"]) == ("1", "", "9h")
    added |= {"s1-periode": "d’avril à septembre", "s1-5-0-de": "8h"}
    assert client.post(url(place), added).status_code == 302
    assert hours(place) == f"{WEEK}; Apr-Sep Tu,Fr 17:00-19:00; Apr-Sep Sa 08:00-12:00"
    again = fields(client.get(url(place)))
    assert again["s1-periode"] == "d’avril à septembre"
    dropped = fields(client.post(url(place), again | {"faire": "enlever-1"}))
    client.post(url(place), dropped)
    assert hours(place) == WEEK


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("du 1er mars au 31 novembre", "Novembre a 30 jours. Écrivez « 30 novembre »."),
        ("", "De quand à quand ? Par exemple « d’avril à septembre »."),
    ],
)
def test_a_wrong_period_is_answered(client, place, mireille, period, message):
    shown = fields(client.get(url(place)))
    added = fields(client.post(url(place), shown | {"faire": "ajouter"}))
    answer = client.post(url(place), added | {"s1-periode": period, "s1-5-0-de": "8h"})
    assert answer.status_code == 422
    assert errors(answer) == {"s1-periode": message}


def test_periods_that_overlap_are_refused(client, place, mireille):
    data = fields(client.get(url(place))) | {
        "saisons": "2",
        "s1-periode": "d’avril à septembre",
        "s1-0-0-de": "9h-12h",
        "s2-periode": "en août",
        "s2-0-0-de": "9h-12h",
    }
    answer = client.post(url(place), data)
    assert [item.text.replace("\u00a0", " ") for item in soup(answer).select(".alert.err li")] == [
        "Deux périodes se recouvrent : « d’avril à septembre » et « en août »."
    ]


def test_a_preset_fills_the_week_in_and_saves_nothing(client, place, mireille):
    answer = client.post(
        url(place), fields(client.get(url(place))) | {"faire": "remplir-0-samedi-matin"}
    )
    filled = {name: text for name, text in fields(answer).items() if name[:2] == "s0" and text}
    assert filled == {"s0-5-0-de": "9h", "s0-5-0-a": "12h30"}
    assert hours(place) == WEEK
    assert soup(answer).select(".msg, .alert.err") == []


def test_a_day_is_copied_on_others(client, place, mireille):
    data = fields(client.get(url(place))) | {
        "faire": "copier-0",
        "s0-copier-de": "5",
        "s0-copier-sur": ["0", "6", "9", "x"],
    }
    copied = fields(client.post(url(place), data))
    client.post(url(place), copied)
    assert hours(place) == "Mo,Sa,Su 09:00-12:00; Tu,Fr 17:00-19:00"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"saisons": "9" * 5000},
        {"saisons": "-1"},
        {"faire": "enlever-7"},
        {"faire": f"enlever-{'9' * 5000}"},
        {"faire": "remplir-0-rien"},
        {"faire": "remplir"},
        {"faire": "copier-0", "s0-copier-de": "²"},
        {"s0-5-0-de": "9" * 300},
        {"s0-5-0-de": "\x00"},
        {"otherwise": '"; PH off'},
    ],
)
def test_nonsense_is_answered(client, place, mireille, nonsense):
    answer = client.post(url(place), fields(client.get(url(place))) | nonsense)
    assert answer.status_code in {200, 302, 422}
    assert PointOfSalePage.objects.get(pk=place.pk).opening_hours.startswith(WEEK)


def test_hours_that_no_grid_can_say_are_kept_until_one_chooses(client, place, mireille):
    market = add_place(title="Le Marché", opening_hours="Su[1] 08:00-12:00", slug="marche")
    client.force_login(add_member(market))
    shown = client.get(url(market))
    assert soup(shown).select_one(".how code").text == "Su[1] 08:00-12:00"
    answer = client.post(url(market), fields(shown), follow=True)
    assert soup(answer).select_one(".alert:not([hidden])").text == "Rien n’a changé."
    client.post(url(market), fields(shown) | {"s0-0-0-de": "9h-12h"})
    assert hours(market) == "Su[1] 08:00-12:00"
    wrong = client.post(url(market), fields(shown) | {"how": "texte", "text": "quand je peux"})
    assert list(errors(wrong)) == ["text"]
    spoken = {"how": "texte", "text": "2e dimanche du mois 9h-12h"}
    client.post(url(market), fields(shown) | spoken)
    assert hours(market) == "Su[2] 09:00-12:00"
    shown = client.get(url(market))
    client.post(url(market), fields(shown) | {"how": "grille", "s0-6-0-de": "9h-12h"})
    assert hours(market) == "Su 09:00-12:00"


def test_somebody_else_changed_the_hours_meanwhile(client, place, mireille):
    shown = client.get(url(place))
    other = add_member(place)

    def close_saturday(page):
        page.opening_hours = "Tu,Fr 17:00-19:00"

    editing.save(place, "hours", close_saturday, by=other, base=None)
    answer = client.post(url(place), fields(shown) | {"s0-5-0-a": "13h"})
    assert answer.status_code == 409
    assert hours(place) == "Tu,Fr 17:00-19:00"
    words = [label.text.replace("\u00a0", " ") for label in soup(answer).select(".pick")]
    assert ["samedi 9 h – 13 h" in text for text in words] == [True, False]
    again = {box["name"]: box["value"] for box in soup(answer).select("main form input")}
    client.post(url(place), again | {"choice-opening_hours": "yours"})
    assert hours(place) == "Tu,Fr 17:00-19:00; Sa 09:00-13:00"


def test_a_producer_is_led_to_the_places_it_sells_at(client, place):
    producer = add_producer()
    market = add_place(title="Le Marché", slug="marche", producers=[producer])
    Presence.objects.create(page=place, producer=producer)
    user = add_member(producer)
    add_member(place, email="autre@exemple.fr")
    place.memberships.create(user=user)
    client.force_login(user)
    page = soup(client.get(url(producer)))
    assert [a["href"] for a in page.select("main .place a")] == [url(place)]
    assert market.title in page.select_one("[aria-labelledby=aux-autres]").text
    assert client.post(url(producer)).status_code == 404
    assert client.get(url(producer, "horaires/jour-a-part/")).status_code == 404


def test_many_days_apart_cost_as_much_as_one(client, place, mireille):
    counts = []
    for days in ([1], range(2, 10)):
        HoursException.objects.bulk_create(
            HoursException(page=place, start=soon(n), end=soon(n)) for n in days
        )
        client.get(url(place))  # what a process reads once
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


# --- Days apart -----------------------------------------------------------------------------------


def soon(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def add_day(client, place, **typed):
    return client.post(url(place, "horaires/jour-a-part/"), typed, follow=True)


def test_a_day_apart_is_added_shown_and_removed(client, place, mireille):
    typed = {"start": soon(10), "is_open": "oui", "de0": "9h", "a0": "12h30", "note": "fête"}
    answer = add_day(client, place, **typed)
    assert exceptions(place) == {(soon(10), soon(10), "09:00-12:30", "fête")}
    button = soup(answer).select_one("button[name=jours]")
    assert "fête" in button.text
    assert Listing.objects.get(page=place.pk).hours_exceptions[0]["hours"] == "09:00-12:30"
    client.post(url(place, "horaires/jour-a-part/enlever/"), {"jours": button["value"]})
    assert exceptions(place) == set()


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ({}, {"start": "À remplir."}),
        ({"start": "le 30"}, {"start": "Écrivez une date, par exemple 24/12/2026."}),
        ({"start": "31/11/2030"}, {"start": "Écrivez une date, par exemple 24/12/2026."}),
        ({"start": soon(5), "end": soon(4)}, {"end": "La fin vient avant le début."}),
        ({"start": soon(-3)}, {"start": "Ces jours sont déjà passés."}),
        ({"start": soon(5), "end": soon(900)},
         {"end": "C’est dans plus de deux ans : vérifiez l’année."}),
        ({"start": soon(5), "is_open": "oui"},
         {"de0": "À quelle heure ? Par exemple de 9 h à 12 h."}),
        ({"start": soon(5), "is_open": "oui", "de0": "9h", "a0": "8h"},
         {"a0": "La fin, 8 h, vient avant le début, 9 h."}),
        ({"start": soon(5), "is_open": "oui", "de0": "9-12", "de1": "11-13"},
         {"de1": "Ces deux créneaux se recouvrent : 9 h – 12 h et 11 h – 13 h."}),
    ],
)  # fmt: skip
def test_a_wrong_day_apart_is_answered(client, place, mireille, typed, messages):
    answer = add_day(client, place, **typed)
    assert answer.status_code == 422
    assert errors(answer) == messages
    assert exceptions(place) == set()


# --- « Fermé cette semaine » ----------------------------------------------------------------------


def close_form(client, page) -> BeautifulSoup:
    return soup(client.get(url(page, "fermer-cette-semaine/")))


def test_the_week_is_closed_in_two_taps_and_opened_again(client, place, mireille):
    sunday = week_closing.ends(timezone.localdate())[0]
    page = close_form(client, place)
    assert exceptions(place) == set()  # the first tap shows, the second acts
    button = page.select_one("main button.yes")
    data = {"lieu": page.select_one("[name=lieu]")["value"], "jusqu": button["value"]}
    answer = client.post(url(place, "fermer-cette-semaine/"), data, follow=True)
    assert exceptions(place) == {(timezone.localdate(), sunday, "", "")}
    assert soup(answer).select_one(".state.shut").text.startswith("Fermé jusqu’au dimanche")
    assert Listing.objects.get(page=place.pk).hours_exceptions[0]["end"] == sunday.isoformat()
    client.post(url(place, "fermer-cette-semaine/"), {"rouvrir": place.pk})
    assert exceptions(place) == set()


def test_opening_again_gives_back_what_closing_had_cut(client, place, mireille):
    today = timezone.localdate()
    HoursException.objects.create(page=place, start=today, end=today, hours="20:00-22:00")
    sunday = week_closing.ends(today)[1]
    data = {"lieu": place.pk, "jusqu": sunday, "raison": "congés"}
    client.post(url(place, "fermer-cette-semaine/"), data)
    assert exceptions(place) == {(today, sunday, "", "congés")}
    client.post(url(place, "fermer-cette-semaine/"), {"rouvrir": place.pk})
    assert exceptions(place) == {(today, today, "20:00-22:00", "")}


def test_a_producer_closes_its_own_places_and_no_other(client, place):
    producer = add_producer()
    user = add_member(producer)
    market = add_place(title="Le Marché", slug="marche", producers=[producer])
    Presence.objects.create(page=place, producer=producer)
    place.memberships.create(user=user)
    client.force_login(user)
    sunday = week_closing.ends(timezone.localdate())[0]
    client.post(
        url(producer, "fermer-cette-semaine/"), {"lieu": [place.pk, market.pk], "jusqu": sunday}
    )
    assert exceptions(place) == {(timezone.localdate(), sunday, "", "")}
    assert exceptions(market) == set()


@pytest.mark.parametrize("jusqu", ["", "demain", "2026-02-30", "2031-01-01"])
def test_no_other_day_is_taken(client, place, mireille, jusqu):
    client.post(url(place, "fermer-cette-semaine/"), {"lieu": place.pk, "jusqu": jusqu})
    assert exceptions(place) == set()


def test_strangers_see_nothing(client, place):
    client.force_login(UserFactory())
    assert client.get(url(place, "fermer-cette-semaine/")).status_code == 404


# --- Closing, in memory ---------------------------------------------------------------------------

D = [date(2026, 9, 21) + timedelta(days=n) for n in range(14)]  # from a Monday


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # a longer one speaks less: it stays
        ([DatedException(D[0], D[13], "08:00-20:00")], {(0, 13), (1, 6)}),
        # a special opening within is cut out
        ([DatedException(D[4], D[4], "10:00-12:00")], {(1, 6)}),
        ([DatedException(D[0], D[2], "10:00-12:00")], {(0, 0), (1, 6)}),
        ([DatedException(D[5], D[8], "10:00-12:00")], {(7, 8), (1, 6)}),
        ([DatedException(D[8], D[9], "10:00-12:00")], {(8, 9), (1, 6)}),
        ([DatedException(D[1], D[6])], {(1, 6)}),
    ],
)
def test_closing_cuts_what_would_speak_louder(before, after):
    page = PointOfSalePage(title="x")
    page.hours_exceptions = [
        HoursException(start=e.start, end=e.end, hours=e.hours) for e in before
    ]
    kept = days_apart.cut_by(page, D[1], D[6])
    days_apart.close(page, D[1], D[6])
    assert {(D.index(e.start), D.index(e.end)) for e in page.hours_exceptions.all()} == after
    days_apart.reopen(page, D[1], D[6], kept)
    assert [(e.start, e.end, e.hours) for e in page.hours_exceptions.all()] == [
        (e.start, e.end, e.hours) for e in before
    ]


def test_the_way_to_it_is_on_the_first_screen_of_the_space(client, place, mireille):
    links = [a["href"] for a in soup(client.get("/espace/")).select("[aria-labelledby=semaine] a")]
    assert links == [url(place, "fermer-cette-semaine/"), url(place, "produits/ajouter/")]
