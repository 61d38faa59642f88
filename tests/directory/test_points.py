"""The map: each place while they are few, groups that add up above; fresh, cached, honest."""

from datetime import datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from directory import months, search, synthetic
from directory.enums import KIND_LOOKS, Kind
from directory.listing import hours_of
from directory.models import HoursException, Listing
from directory.search.filters import matching
from home import edition
from tests.factories import (
    FamilyFactory,
    ProductFactory,
    add_place,
    add_producer,
    nimes,
    uzes,
)
from tests.home.test_edition import commit

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 9, 15, 10, 0, tzinfo=PARIS)
URL = "/ou-acheter/points.geojson"
grid = import_module("directory.search.points")
pytestmark = pytest.mark.django_db


def add_towns():
    nimes()
    uzes()
    family = FamilyFactory(name="Légumes", slug="legumes")
    ProductFactory(name="Tomate", family=family)
    ProductFactory(name="Miel", family=FamilyFactory(name="Miels", slug="miels"))


@pytest.fixture
def towns():
    add_towns()


def ask(params="", *, now=NOW):
    return search.points(search.parse(QueryDict(params), now=now))


def numbers(answer) -> list[int]:
    return [feature["properties"].get("nombre", 1) for feature in answer["features"]]


def test_a_point_tells_what_a_popup_needs(towns):
    now = timezone.now().astimezone(PARIS).replace(hour=10, minute=0)
    tomato = ProductFactory(name="Tomate")
    page = add_place(
        title="L’Étal",
        kind="marche",
        products=[tomato],
        latitude=43.9,
        longitude=4.4,
        opening_hours="Mo-Su 08:00-12:30",
    )
    assert ask(now=now) == {
        "type": "FeatureCollection",
        "total": 1,
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [4.4, 43.9]},
                "properties": {
                    "id": page.pk,
                    "nom": "L’Étal",
                    "type": "marche",
                    "url": page.url,
                    "ouvert": True,
                    "label": False,
                    "familles": ["legumes"],
                    "commune": "Nîmes",
                    "icone": KIND_LOOKS[Kind.OPEN_MARKET][0],
                    "encre": KIND_LOOKS[Kind.OPEN_MARKET][1],
                    "etat": "Ouvert jusqu’à 12\xa0h\xa030",
                },
            }
        ],
    }


@pytest.mark.parametrize(
    "hours",
    [
        "Mo-Su 08:00-12:30",
        "Mo-Su 14:00-19:00",
        "We 09:00-12:00",
        "24/7",
        'Mo-Su "sur rendez-vous"',
        'Mo-Fr 09:00-18:00 || "sur rendez-vous"',
        "Mo-Su 18:00+",
        "Mo-Su 20:00-02:00",
        "",
        "off",
        "Jan 01-02 10:00-12:00",
    ],
)
@pytest.mark.parametrize("hour", [0, 9, 13, 23])
def test_a_point_and_a_row_tell_the_same_state(hours, hour):
    add_place(opening_hours=hours)
    now = timezone.now().astimezone(PARIS) + timedelta(days=1)
    now = now.replace(hour=hour, minute=20, second=0, microsecond=0)
    (feature,) = ask(now=now)["features"]
    state = hours_of(Listing.objects.get()).state(now)
    told = feature["properties"]
    assert told["etat"] == state.sentence
    known = state.kind not in ("unknown", "conditional")
    assert told["ouvert"] == (state.is_open if known else None)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1, 1), (3, 4)])
@pytest.mark.parametrize("hours", ["", "10:00-12:00"])
def test_dated_exceptions_without_weekly_hours_tell_the_same_on_both(first, last, hours):
    now = timezone.now().astimezone(PARIS).replace(hour=11, minute=0) + timedelta(days=1)
    day = now.date()
    page = add_place()
    page.hours_exceptions = [
        HoursException(
            start=day + timedelta(days=first - 1), end=day + timedelta(days=last - 1), hours=hours
        )
    ]
    page.save_revision().publish()
    (feature,) = ask(now=now)["features"]
    state = hours_of(Listing.objects.get()).state(now)
    assert feature["properties"]["etat"] == state.sentence
    assert feature["properties"]["ouvert"] == (None if state.kind == "unknown" else state.is_open)


def test_a_place_published_again_keeps_its_number():
    page = add_place()
    before = ask()
    page.unpublish()
    page.save_revision().publish()
    assert ask() == before


@pytest.mark.parametrize("writing", ["fr", "en"])
def test_addresses_stay_in_the_language_of_the_map(client, writing):
    with override(writing):
        page = add_producer(slug="mas-rouge")
    assert page.listing.path == "/producteurs/mas-rouge/"
    for prefix in ("", "/en"):
        (feature,) = client.get(f"{prefix}{URL}").json()["features"]
        assert feature["properties"]["url"] == f"{prefix}/producteurs/mas-rouge/"


def test_a_producer_is_neither_open_nor_closed():
    add_producer()
    properties = ask()["features"][0]["properties"]
    assert (properties["ouvert"], properties["etat"]) == (None, "")


def test_two_hundred_places_are_all_there_and_one_more_makes_groups(towns):
    synthetic.make(200, hours_share=0, now=NOW)
    answer = ask()
    ids = {feature["properties"]["id"] for feature in answer["features"]}
    assert ids == {-pk for pk in Listing.objects.values_list("pk", flat=True)}
    synthetic.make(1, seed=2, hours_share=0, now=NOW)
    answer = ask()
    assert answer["total"] == sum(numbers(answer)) == 201
    assert max(numbers(answer)) > 1


@pytest.mark.parametrize("height", [0.002, 0.05, 0.079, 0.3])
def test_a_box_holds_the_same_places_whatever_its_height(towns, height):
    synthetic.make(400, seed=4, hours_share=0, now=NOW)
    for south in (43.8, 43.83, 43.86):
        params = f"bbox=4.3,{south},4.37,{south + height}"
        rows = matching(search.parse(QueryDict(params), now=NOW)).values_list("pk", flat=True)
        answer = ask(params)
        assert answer["total"] == len(rows)
        if len(rows) <= 200:
            assert {-feature["properties"]["id"] for feature in answer["features"]} == set(rows)


@pytest.mark.parametrize("params", ["bbox=4.3,43.8,4.4,43.9", "bbox=4.3,43.8,4.4,43.9&type=amap"])
def test_a_map_of_few_places_costs_two_queries_then_one(towns, django_assert_num_queries, params):
    for number in (20, 130):
        synthetic.make(number, seed=number, hours_share=0.5, now=NOW)
        commit()
        with edition.reading(), django_assert_num_queries(2 + 1):  # one reads the edition
            first = ask(params)
        assert first["features"]
        with edition.reading(), django_assert_num_queries(1 + 1):
            assert ask(params) == first


@pytest.mark.parametrize(
    "hours", ["Mo-Su 08:00-12:30", "24/7", 'Mo-Fr 09:00-18:00 || "sur rendez-vous"', "", "18:00+"]
)
def test_places_kept_for_an_edition_follow_the_clock_and_the_language(hours):
    add_place(opening_hours=hours)
    commit()
    noon = timezone.now().astimezone(PARIS).replace(hour=12, minute=29, second=59, microsecond=0)
    later = [timedelta(0), timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=6)]
    later += [timedelta(hours=12), timedelta(days=2), timedelta(0)]  # and back
    with edition.reading():
        for moment in [noon + time for time in later]:
            for language in ("fr", "en"):
                with override(language):
                    (feature,) = ask(now=moment)["features"]
                    state = hours_of(Listing.objects.get()).state(moment)
                    assert feature["properties"]["etat"] == state.sentence


def test_what_is_told_for_a_question_is_not_kept_for_another(towns):
    now = timezone.now().astimezone(PARIS).replace(hour=10, minute=0)
    lettuce = ProductFactory(name="Laitue", season_months=months.bit(now.month % 12 + 1))
    add_place(opening_hours="Mo-Su 08:00-12:30; We 14:00-19:00", products=[lettuce])
    wednesday = now + timedelta(days=(2 - now.weekday()) % 7 or 7)
    questions = ("", "produit=laitue", "", f"ouvert={wednesday:%Y-%m-%dT}15:00", "")
    commit()
    with edition.reading():
        answers = [ask(params, now=now)["features"][0]["properties"] for params in questions]
    plain, absent, again, then, once_more = answers
    assert plain == again == once_more
    assert absent == plain | {"absence": absent["absence"]}
    assert then["etat"] != plain["etat"]


def test_the_answer_is_cached_and_not_sent_twice(towns, client):
    add_producer()
    first = client.get(URL, {"bbox": "4,43,5,45"})
    assert first["Content-Type"] == "application/geo+json"
    assert "public" in first["Cache-Control"]
    assert "max-age=60" in first["Cache-Control"]
    again = client.get(URL, {"bbox": "4,43,5,45"}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    head = client.head(URL, {"bbox": "4,43,5,45"})
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    add_place()
    changed = client.get(URL, {"bbox": "4,43,5,45"}, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed.json()["total"]) == (200, 2)
    assert client.post(URL).status_code == 405


def test_what_is_not_understood_is_said_beside_the_points(client):
    add_producer()
    answer = client.get(URL, {"bbox": "nan,1,2,3", "type": "zzz"}).json()
    assert answer["total"] == 1
    assert len(answer["avertissements"]) == 2


def test_places_without_a_position_are_not_on_the_map():
    add_place(commune=None, locality="Ailleurs")
    assert ask() == {"type": "FeatureCollection", "total": 0, "features": []}
