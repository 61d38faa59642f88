"""Open or not at a moment, and when: states and intervals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hours import DatedException, Hours
from tests.directory.hours.reading import CLOSED_FOR_A_WEEK, SHOP, paris, spaced


@pytest.mark.parametrize(
    ("expression", "at", "kind", "css", "sentence"),
    [
        (SHOP, "2026-09-22T10:00", "open", "open", "Ouvert jusqu’à 12~h~30"),
        (SHOP, "2026-09-22T08:59", "soon", "soon", "Ouvre à 9~h"),
        (SHOP, "2026-09-22T12:30", "soon", "soon", "Ouvre à 15~h"),
        (SHOP, "2026-09-22T19:00", "closed", "shut", "Fermé · rouvre mercredi 9~h"),
        (SHOP, "2026-09-26T20:00", "closed", "shut", "Fermé · rouvre mardi 9~h"),
        (SHOP, "2026-11-11T10:00", "closed", "shut", "Fermé · rouvre jeudi 9~h"),
        ("24/7", "2026-09-22T10:00", "open", "open", "Ouvert jour et nuit"),
        ("24/7; We off", "2026-09-22T10:00", "open", "open", "Ouvert jusqu’à minuit"),
        ("24/7; We off", "2026-09-17T10:00", "open", "open", "Ouvert jusqu’à mardi minuit"),
        ("Fr 18:00-02:00", "2026-09-25T23:00", "open", "open", "Ouvert jusqu’à 2~h"),
        ("Fr 18:00-02:00", "2026-09-26T01:00", "open", "open", "Ouvert jusqu’à 2~h"),
        (
            "Tu 17:00-19:00",
            "2026-09-22T20:00",
            "closed",
            "shut",
            "Fermé · rouvre le 29~sept. à 17~h",
        ),
        ("Tu 17:00-19:00", "2026-09-23T20:00", "closed", "shut", "Fermé · rouvre mardi 17~h"),
        (
            "Mar 3 09:00-12:00",
            "2026-09-22T10:00",
            "closed",
            "shut",
            "Fermé · rouvre le 3~mars à 9~h",
        ),
        (
            "May 1 09:00-12:00",
            "2026-09-22T10:00",
            "closed",
            "shut",
            "Fermé · rouvre le 1er~mai à 9~h",
        ),
        ("2020 Mar 3 09:00-12:00", "2026-09-22T10:00", "closed", "shut", "Fermé"),
        ("off", "2026-09-22T10:00", "closed", "shut", "Fermé"),
        ('"sur rendez-vous"', "2026-09-22T10:00", "conditional", "idle", "Sur rendez-vous"),
        ('Tu "sur rendez-vous"', "2026-09-22T10:00", "conditional", "idle", "Sur rendez-vous"),
        ('Tu "sur rendez-vous"', "2026-09-23T10:00", "closed", "shut", "Fermé · sur rendez-vous"),
        ("Tu unknown", "2026-09-22T10:00", "conditional", "idle", "Horaires à vérifier"),
        ('Th 15:00-19:00 || "sur rdv"', "2026-09-24T16:00", "open", "open", "Ouvert jusqu’à 19~h"),
        ('Th 15:00-19:00 || "sur rdv"', "2026-09-24T20:00", "conditional", "idle", "Sur rdv"),
        ("Sa 09:00+", "2026-09-26T10:00", "open", "open", "Ouvert · heure de fin non précisée"),
        ("", "2026-09-22T10:00", "unknown", "idle", "Horaires non communiqués"),
        ("le matin", "2026-09-22T10:00", "unknown", "idle", "Horaires non communiqués"),
    ],
)
def test_state_says_what_to_expect(expression, at, kind, css, sentence):
    state = Hours(expression).state(paris(at))
    assert (state.kind, state.css, state.sentence) == (kind, css, spaced(sentence))


def test_state_is_the_same_from_any_time_zone():
    hours = Hours(SHOP)
    at = paris("2026-09-22T10:00")
    assert (
        hours.state(at.astimezone(UTC)).until == hours.state(at).until == paris("2026-09-22T12:30")
    )


def test_state_gives_the_next_opening():
    assert Hours(SHOP).state(paris("2026-09-22T13:00")).opens == paris("2026-09-22T15:00")
    assert Hours(SHOP).next_opening(paris("2026-09-22T10:00")) == paris("2026-09-22T15:00")
    assert Hours(SHOP).next_opening(paris("2026-09-26T18:00")) == paris("2026-09-29T09:00")
    assert Hours("24/7").next_opening(paris("2026-09-26T18:00")) is None
    assert Hours("").next_opening(paris("2026-09-26T18:00")) is None


def test_intervals_are_certain_merged_and_clipped():
    hours = Hours('Mo 08:00-10:00,10:00-12:00; Tu "sur rendez-vous"; We 20:00-26:00')
    found = hours.intervals(paris("2026-09-21T09:00"), paris("2026-09-24T01:00"))
    assert found == [
        (datetime(2026, 9, 21, 7, tzinfo=UTC), datetime(2026, 9, 21, 10, tzinfo=UTC)),
        (datetime(2026, 9, 23, 18, tzinfo=UTC), datetime(2026, 9, 23, 23, tzinfo=UTC)),
    ]
    assert {moment.tzinfo for interval in found for moment in interval} == {UTC}


def test_open_ended_hours_stop_at_midnight():
    found = Hours("Sa 09:00+").intervals(paris("2026-09-26T00:00"), paris("2026-09-28T00:00"))
    assert found == [(paris("2026-09-26T09:00"), paris("2026-09-27T00:00"))]


@pytest.mark.parametrize(
    ("expression", "day", "opens", "closes"),
    [
        # 29 March 2026: 02:00 becomes 03:00, at 01:00 UTC.
        ("01:00-05:00", "2026-03-29", "00:00", "03:00"),
        ("02:30-05:00", "2026-03-29", "01:00", "03:00"),
        ("01:00-02:30", "2026-03-29", "00:00", "01:00"),
        # 25 October 2026: 03:00 becomes 02:00, at 01:00 UTC.
        ("04:00-05:00", "2026-10-25", "03:00", "04:00"),
        ("02:30-05:00", "2026-10-25", "00:30", "04:00"),
    ],
)
def test_intervals_follow_the_change_of_clocks(expression, day, opens, closes):
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    (interval,) = Hours(expression).intervals(start, start + timedelta(hours=12))
    assert [f"{moment:%H:%M}" for moment in interval] == [opens, closes]


clocks_change = st.sampled_from(
    [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        [
            SHOP,
            "24/7",
            "Mo-Su 22:00-02:30",
            "Sa 18:00-03:00; Su 02:15-02:45,10:00-12:00",
            "Mo-Su 01:30-02:30,02:45-05:00",
            'Mo-Fr 08:00-20:00; Sa,Su "sur rendez-vous"',
            "Apr-Sep 08:00-20:00; Oct-Mar 02:00-04:00",
        ]
    ),
    clocks_change,
    st.integers(-3 * 1440, 3 * 1440),
    st.sampled_from(
        [
            (),
            (CLOSED_FOR_A_WEEK,),
            (DatedException(date(2026, 3, 28), date(2026, 3, 29), "20:00-02:30"),),
        ]
    ),
)
def test_intervals_agree_with_state(expression, change, minutes, exceptions):
    hours = Hours(expression, exceptions)
    at = change + timedelta(minutes=minutes)
    found = hours.intervals(change - timedelta(days=4), change + timedelta(days=4))
    state = hours.state(at)
    assert state.is_open == any(start <= at < end for start, end in found)
    later = [start for start, _end in found if start > at]
    if later and state.opens is not None:
        assert state.opens.astimezone(UTC) == later[0]
