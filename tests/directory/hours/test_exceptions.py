"""Days apart outweigh the week."""

from datetime import date

import pytest

from directory.hours import DatedException, Hours
from tests.directory.hours.reading import CLOSED_FOR_A_WEEK, MONDAY, SHOP, paris, spaced


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2026-09-26T18:30", "Ouvert jusqu’à 19~h"),
        ("2026-09-26T20:00", "Fermé · rouvre le 6~oct. à 9~h"),
        ("2026-09-29T10:00", "Fermé · rouvre le 6~oct. à 9~h"),
        ("2026-10-05T10:00", "Fermé · rouvre mardi 9~h"),
    ],
)
def test_closure_hides_the_weekly_hours(at, sentence):
    assert Hours(SHOP, [CLOSED_FOR_A_WEEK]).state(paris(at)).sentence == spaced(sentence)


def test_exception_replaces_the_hours_of_its_days():
    special = DatedException(date(2026, 9, 22), date(2026, 9, 23), "10:00-11:00,20:00-01:00")
    found = Hours(SHOP, [special]).intervals(paris("2026-09-22T00:00"), paris("2026-09-24T12:00"))
    assert found == [
        (paris("2026-09-22T10:00"), paris("2026-09-22T11:00")),
        (paris("2026-09-22T20:00"), paris("2026-09-23T01:00")),
        (paris("2026-09-23T10:00"), paris("2026-09-23T11:00")),
        (paris("2026-09-23T20:00"), paris("2026-09-24T01:00")),
        (paris("2026-09-24T09:00"), paris("2026-09-24T12:00")),
    ]


@pytest.mark.parametrize(
    ("closed_on", "open_at"),
    [
        ("2026-09-25", {"2026-09-24T23:00", "2026-09-25T01:00", "2026-09-26T23:00"}),
        (
            "2026-09-26",
            {"2026-09-24T23:00", "2026-09-25T01:00", "2026-09-25T23:00", "2026-09-26T01:00"},
        ),
    ],
)
def test_closure_takes_the_whole_night_that_begins_on_its_day(closed_on, open_at):
    day = date.fromisoformat(closed_on)
    hours = Hours("Th-Sa 18:00-02:00", [DatedException(day, day)])
    moments = {
        *("2026-09-24T23:00", "2026-09-25T01:00", "2026-09-25T23:00"),
        *("2026-09-26T01:00", "2026-09-26T23:00"),
    }
    assert {moment for moment in moments if hours.state(paris(moment)).is_open} == open_at


def test_closure_cuts_day_and_night_at_midnight():
    hours = Hours("24/7", [DatedException(date(2026, 9, 22), date(2026, 9, 22))])
    found = hours.intervals(paris("2026-09-21T12:00"), paris("2026-09-24T12:00"))
    assert found == [
        (paris("2026-09-21T12:00"), paris("2026-09-22T00:00")),
        (paris("2026-09-23T00:00"), paris("2026-09-24T12:00")),
    ]


def test_shortest_exception_speaks_whatever_the_order():
    day = DatedException(date(2026, 10, 4), date(2026, 10, 4), "09:00-13:00", "ferme ouverte")
    for exceptions in ([CLOSED_FOR_A_WEEK, day], [day, CLOSED_FOR_A_WEEK]):
        found = Hours(SHOP, exceptions).intervals(
            paris("2026-09-27T00:00"), paris("2026-10-06T00:00")
        )
        assert found == [(paris("2026-10-04T09:00"), paris("2026-10-04T13:00"))]


def test_exception_speaks_even_when_weekly_hours_are_unknown():
    day = DatedException(date(2026, 10, 4), date(2026, 10, 4), "09:00-13:00")
    hours = Hours("", [day])
    assert hours.state(paris("2026-10-04T10:00")).kind == "open"
    assert hours.state(paris("2026-10-05T10:00")).kind == "unknown"


def test_closure_without_end_closes_for_good():
    hours = Hours(SHOP, [DatedException(MONDAY, date.max)])
    assert hours.state(paris("2026-09-22T10:00")).sentence == "Fermé"
    assert [(e["validFrom"], e["validThrough"]) for e in hours.specification(MONDAY)[-1:]] == [
        ("2026-09-21", "2027-09-22")
    ]


def test_closure_outweighs_appointments():
    hours = Hours('Th 15:00-19:00 || "sur rendez-vous"', [CLOSED_FOR_A_WEEK])
    assert hours.state(paris("2026-10-02T10:00")).sentence == spaced("Fermé · rouvre jeudi 15~h")


def test_exception_with_unreadable_hours_is_to_be_checked():
    hours = Hours(SHOP, [DatedException(date(2026, 9, 22), date(2026, 9, 22), "le matin")])
    assert hours.state(paris("2026-09-22T10:00")).sentence == "Horaires à vérifier"


def test_coming_exceptions_are_announced_in_order():
    exceptions = [
        DatedException(date(2026, 12, 25), date(2026, 12, 25)),
        CLOSED_FOR_A_WEEK,
        DatedException(date(2026, 10, 11), date(2026, 10, 11), "09:00-13:00", "ferme ouverte"),
        DatedException(date(2026, 10, 18), date(2026, 10, 20), "10:00-12:00,14:00-16:00"),
        DatedException(date(2027, 8, 1), date(2027, 8, 15)),
        DatedException(date(2026, 9, 1), date(2026, 9, 20)),
        DatedException(date(2026, 11, 3), date(2026, 11, 1)),
    ]
    assert Hours(SHOP, exceptions).announcements(MONDAY) == [
        spaced("Fermé du 28~sept. au 4~oct. (congés)"),
        spaced("Ouvert le 11~oct., 9~h – 13~h (ferme ouverte)"),
        spaced("Ouvert du 18 au 20~oct., 10~h – 12~h et 14~h – 16~h"),
        spaced("Fermé le 25~déc."),
        spaced("Fermé du 1er au 15~août 2027"),
    ]
