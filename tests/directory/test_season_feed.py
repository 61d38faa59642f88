"""The starts of seasons as a calendar feed."""

import datetime as dt

import pytest
from icalendar import Calendar

from directory import months, seasons
from directory.models import Product
from directory.seasons.feed import feed
from tests.factories import FamilyFactory, ProductFactory

ADDRESS = "/saisons/calendrier.ics"


@pytest.fixture
def fruits(db):
    family = FamilyFactory(name="Fruits", slug="fruits")
    ProductFactory(
        name="Fraise",
        family=family,
        peak_months=months.pack([4, 5]),
        season_months=months.pack([3, 4, 5, 6]),
    )
    roots = FamilyFactory(name="Racines", slug="racines")
    ProductFactory(
        name="Radis", family=roots, season_months=months.pack([3, 4, 9, 10]), peak_months=0
    )
    ProductFactory(name="Œuf", slug="oeuf")
    ProductFactory(name="Salade", peak_months=8)


def events(content) -> list:
    return Calendar.from_ical(content).walk("VEVENT")


def test_each_season_starts_a_whole_day_every_year(fruits):
    found = events(feed(seasons.read()))
    assert [(str(e["uid"]), str(e["summary"]), e.decoded("dtstart")) for e in found] == [
        (
            "saison-fraise-1@127.0.0.1",
            "Fraise : la saison commence",
            dt.date(2025, 3, 1),
        ),
        ("saison-radis-1@127.0.0.1", "Radis : la saison commence", dt.date(2025, 3, 1)),
        ("saison-radis-2@127.0.0.1", "Radis : la saison commence", dt.date(2025, 9, 1)),
    ]
    first = found[0]
    assert first.decoded("dtend") == dt.date(2025, 3, 2)
    assert first["rrule"].to_ical() == b"FREQ=YEARLY"
    assert str(first["description"]) == "De mars à juin, pleine saison d’avril à mai."
    assert str(first["url"]) == "http://127.0.0.1:8000/produits/fraise/"
    assert str(first["transp"]) == "TRANSPARENT"


def test_a_season_that_moves_keeps_its_name(fruits):
    before = [str(event["uid"]) for event in events(feed(seasons.read()))]
    Product.objects.filter(slug="fraise").update(season_months=months.pack([4, 5]))
    after = events(feed(seasons.read()))
    assert sorted(str(event["uid"]) for event in after) == sorted(before)
    strawberry = next(e for e in after if str(e["uid"]).startswith("saison-fraise"))
    assert strawberry.decoded("dtstart") == dt.date(2025, 4, 1)


def test_same_catalogue_gives_the_same_bytes(fruits):
    assert feed(seasons.read()) == feed(seasons.read())


def test_feed_of_a_family(client, fruits):
    response = client.get(ADDRESS, {"famille": "fruits"})
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert str(calendar["x-wr-calname"]) == "De saison dans le Gard : Fruits"
    assert [str(e["uid"]) for e in events(response.content)] == ["saison-fraise-1@127.0.0.1"]


@pytest.mark.parametrize("family", ["xyz", "\0", "é" * 500])
def test_feed_of_an_unknown_family_is_not_found(client, fruits, family):
    assert client.get(ADDRESS, {"famille": family}).status_code == 404
