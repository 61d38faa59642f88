"""Weeks filled in a form, and their OSM expressions: one says what the other says."""

import csv
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from directory.hours import MAX_LENGTH, Hours, normalise, validate
from directory.hours.engine import Rules, midnight
from directory.hours.grid import (
    ALL_DAY,
    CLOSED_WEEK,
    DAY,
    NIGHT_END,
    OPEN_WEEK,
    Grid,
    Period,
    Season,
    Slot,
    clashes,
    joined,
)
from directory.hours.grid_syntax import read_grid, write
from directory.hours.presets import PRESETS
from directory.hours.typed import (
    make_slot,
    parse_period,
    parse_time,
    show_period,
    show_time,
    split_times,
)

MORNING, AFTERNOON = Slot(9 * 60, 12 * 60 + 30), Slot(15 * 60, 19 * 60)
NIGHT = Slot(18 * 60, 26 * 60)
SUMMER = Period((4, 1), (9, 30))
WINTER = Period((10, 1), (3, 31))


def week(**days) -> tuple:
    """A week with the slots of a few days: `week(tu=[MORNING])`."""
    return tuple(tuple(days.get(name, ())) for name in ("mo", "tu", "we", "th", "fr", "sa", "su"))


def plain(messages) -> list[str]:
    """Messages without the no-break spaces of French typography."""
    return [message.replace("\u00a0", " ") for message in messages]


# --- Any grid ----------------------------------------------------------------------------------

quarters = st.integers(0, DAY // 15 - 1).map(lambda n: n * 15)


@st.composite
def days(draw, *, nights=False):
    bounds = sorted(draw(st.sets(st.integers(1, DAY // 15), max_size=6)))
    slots = [Slot(15 * (a - 1), 15 * b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    if nights and draw(st.booleans()):
        evening = 23 * 60 if not slots or slots[-1].end < 23 * 60 else None
        if evening:
            slots.append(Slot(evening, DAY + draw(st.integers(1, NIGHT_END // 15)) * 15))
    return joined(tuple(slots))


@st.composite
def weeks(draw, *, nights=False):
    """Weeks of at most three kinds of days, as weeks are."""
    kinds = [(), *(draw(days(nights=nights)) for _kind in range(3))]
    found = tuple(draw(st.sampled_from(kinds)) for _day in range(7))
    return found if not list(clashes(found)) else CLOSED_WEEK


month_days = st.integers(1, 12).flatmap(
    lambda month: st.tuples(st.just(month), st.integers(1, 28 if month == 2 else 30))
)


@st.composite
def grids(draw):
    nights = draw(st.integers(0, 3)) == 0
    bounds = sorted(draw(st.sets(month_days, min_size=2, max_size=5)))
    periods = [Period(a, (m, d - 1)) for a, (m, d) in pairwise(bounds) if d > 1]
    seasons = [Season(period, draw(weeks(nights=nights))) for period in periods]
    return Grid(
        draw(weeks(nights=nights)),
        tuple(seasons if draw(st.booleans()) else ()),
        draw(st.booleans()),
        draw(st.sampled_from(["", "sur rendez-vous", "appelez : 04 66 00 00 00; merci"])),
    )


@settings(max_examples=100, deadline=None)
@given(grids())
def test_any_grid_written_is_read_the_same(grid):
    normal = grid.normal()
    expression = write(grid)
    assume(len(expression) <= MAX_LENGTH)
    assert read_grid(expression) == normal
    assert normal.normal() == normal
    assert write(normal) == expression
    assert normalise(expression) == expression
    validate(expression)


@settings(max_examples=100, deadline=None)
@given(grids(), st.dates(date(2026, 1, 2), date(2028, 12, 30)))
def test_any_grid_written_opens_on_any_day_as_it_says(grid, day):
    reading = Hours(write(grid)).reading
    rules = Rules(reading.rules, holidays=False) if reading and reading.rules else None
    morning = midnight(day)
    spans = list(rules.spans(morning, morning + timedelta(days=1))) if rules else []
    opened = {
        quarter
        for quarter in range(DAY // 15)
        for span in spans
        if span.start <= morning + timedelta(minutes=15 * quarter) < span.end
    }
    eve = day - timedelta(days=1)
    today, before = grid.week_on(day)[day.weekday()], grid.week_on(eve)[eve.weekday()]
    assert opened == {
        quarter
        for quarter in range(DAY // 15)
        if any(slot.start <= 15 * quarter < slot.end for slot in today)
        or any(15 * quarter < slot.end - DAY for slot in before)
    }


@settings(max_examples=100, deadline=None)
@given(month_days, month_days)
def test_any_period_shown_is_read_the_same(start, end):
    period = Period(start, end)
    assert parse_period(show_period(period)) == period


@given(st.integers(0, DAY))
def test_any_time_shown_is_read_the_same(minutes):
    assert parse_time(show_time(minutes), ends=minutes > 0) == minutes


# --- Grids and expressions by hand ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("grid", "expression"),
    [
        (Grid(), ""),
        (Grid(otherwise="sur rendez-vous"), '"sur rendez-vous"'),
        (Grid(week(tu=[MORNING], fr=[MORNING], sa=[AFTERNOON])),
         "Tu,Fr 09:00-12:30; Sa 15:00-19:00"),
        (Grid(week(tu=[MORNING, AFTERNOON], we=[MORNING, AFTERNOON], th=[MORNING, AFTERNOON])),
         "Tu-Th 09:00-12:30,15:00-19:00"),
        (Grid(OPEN_WEEK), "24/7"),
        (Grid(week(sa=[MORNING]), closed_on_holidays=True, otherwise="sur appel"),
         'Sa 09:00-12:30; PH off || "sur appel"'),
        (Grid(week(sa=[MORNING]), (Season(SUMMER, week(su=[MORNING])),)),
         "Sa 09:00-12:30; Apr-Sep Su 09:00-12:30; Apr-Sep Sa off"),
        (Grid(week(sa=[MORNING]), (Season(Period((2, 1), (2, 28)), CLOSED_WEEK),)),
         "Sa 09:00-12:30; Feb off"),
        (Grid(seasons=(Season(Period((6, 15), (9, 15)), week(mo=[AFTERNOON])),)),
         "Jun 15-Sep 15 Mo 15:00-19:00"),
        # February is whole, its 29th included.
        (Grid(seasons=(Season(Period((11, 15), (2, 28)), week(mo=[AFTERNOON])),)),
         "Nov 15-30,Dec-Feb Mo 15:00-19:00"),
        # A night outlives its midnight because commas add.
        (Grid(week(fr=[NIGHT], sa=[MORNING])), "Fr 18:00-02:00, Sa 09:00-12:30"),
        (Grid(week(fr=[Slot(18 * 60, DAY)])), "Fr 18:00-24:00"),
    ],
)  # fmt: skip
def test_a_grid_is_written(grid, expression):
    assert write(grid) == expression
    assert read_grid(expression) == grid


def test_nights_make_each_season_say_its_dates():
    grid = Grid(week(fr=[NIGHT]), (Season(SUMMER, week(sa=[NIGHT])),))
    assert write(grid) == "Apr-Sep Sa 18:00-02:00, Oct-Mar Fr 18:00-02:00"
    assert read_grid(write(grid)) == Grid(
        seasons=(Season(SUMMER, week(sa=[NIGHT])), Season(WINTER, week(fr=[NIGHT])))
    )


@pytest.mark.parametrize(
    ("expression", "grid"),
    [
        ("Tu 09:00-12:30; Th-Fr off", Grid(week(tu=[MORNING]))),
        ("Mo-Su 09:00-12:30; PH,Mo-Fr off",
         Grid(week(sa=[MORNING], su=[MORNING]), closed_on_holidays=True)),
        ("mardi 9h-12h30", Grid(week(tu=[MORNING]))),
        ("Fr 18:00-26:00", Grid(week(fr=[NIGHT]))),
        ("Sa 09:00-12:30 open", Grid(week(sa=[MORNING]))),
        ("Tu 09:00-11:00,10:00-12:30", Grid(week(tu=[MORNING]))),
        ("Sa 09:00-12:30; Apr-Sep Su 09:00-12:30",
         Grid(week(sa=[MORNING]), (Season(SUMMER, week(sa=[MORNING], su=[MORNING])),))),
    ],
)  # fmt: skip
def test_other_ways_to_say_a_grid_are_read(expression, grid):
    assert read_grid(expression) == grid


@pytest.mark.parametrize(
    "expression",
    [
        "Sa[1] 09:00-12:00",  # the first of the month
        "week 1-53/2 Fr 17:00-19:00",
        "2026 Jul 14 off; Tu 08:00-12:00",
        "Mo-Sa 09:00-19:00; PH 09:00-12:30",
        "PH off; Sa 09:00-12:00",  # Saturday speaks last: open on a holiday that falls on it
        "Tu 09:00-12:00; PH,Tu off; Tu 14:00-16:00",
        'Sa 09:00-12:00 "sur rendez-vous"',
        "Mo-Fr 08:00-12:00; SH off",
        "Sa sunrise-12:00",
        "easter -2 days off; Sa 08:00-12:00",
        "off",
        "24/7 off",
        "Fr 18:00-09:00",  # a night that never ends
        "Tu 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00,16:00-17:00",
        "bonjour",
        "Feb 30 off",
    ],
)
def test_what_a_grid_cannot_say_is_left_as_it_is(expression):
    assert read_grid(expression) is None


def test_most_real_markets_are_grids_and_keep_their_hours(shared_data):
    with (shared_data / "marches_horaires_osm.csv").open(encoding="utf-8", newline="") as lines:
        texts = {row["opening_hours"] for row in csv.DictReader(lines)} - {""}
    grids = {text: read_grid(text) for text in texts}
    assert len(texts) == 430
    assert len([text for text, grid in grids.items() if grid is None]) == 25


# --- What is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9", 540), ("9h", 540), ("9 h", 540), ("9 heures", 540), ("9h30", 570), ("9 h 30", 570),
        ("9 H 30", 570), ("9:30", 570), ("09:30", 570), ("0930", 570), ("930", 570), ("9.30", 570),
        ("9h et demie", 570), ("midi", 720), ("minuit", 0), ("0h", 0), ("  ", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, minutes):
    assert parse_time(typed) == minutes


@pytest.mark.parametrize("typed", ["minuit", "0h", "24h", "00:00", "24:00"])
def test_a_day_may_end_at_midnight(typed):
    assert parse_time(typed, ends=True) == DAY


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("bonjour", "Je ne comprends pas « bonjour ». Écrivez par exemple 9 h 30."),
        ("9h5", "Je ne comprends pas « 9h5 ». Écrivez par exemple 9 h 30."),
        ("-3", "Je ne comprends pas « -3 ». Écrivez par exemple 9 h 30."),
        ("9h75", "Une heure a 60 minutes. Écrivez par exemple 9 h 30."),
        ("25h", "Un jour a 24 heures. Écrivez par exemple 18 h 30."),
        ("24h", "Un jour commence à 0 h."),
    ],
)
def test_a_wrong_time_is_answered(typed, message):
    with pytest.raises(ValidationError) as refusal:
        parse_time(typed)
    assert plain(refusal.value.messages) == [message]


@pytest.mark.parametrize(
    ("start", "end", "slot"),
    [
        (540, 750, Slot(540, 750)),
        (18 * 60, 120, Slot(18 * 60, 26 * 60)),
        (18 * 60, DAY, Slot(18 * 60, DAY)),
        (0, DAY, ALL_DAY[0]),
    ],
)
def test_two_times_make_a_slot(start, end, slot):
    assert make_slot(start, end) == slot


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (900, 720, "La fin, 12 h, vient avant le début, 15 h."),
        (120, 60, "La fin, 1 h, vient avant le début, 2 h."),
        (
            540,
            540,
            "Ce créneau commence et finit à la même heure. Pour jour et nuit : de 0 h à 24 h.",
        ),
    ],
)
def test_two_times_that_make_no_slot_are_answered(start, end, message):
    with pytest.raises(ValidationError) as refusal:
        make_slot(start, end)
    assert plain(refusal.value.messages) == [message]


def test_hours_typed_whole_in_the_first_field_are_shared():
    assert split_times("9h-12h30", "") == ("9h", "12h30")
    assert split_times("9 h à 12 h 30", "") == ("9 h", "12 h 30")
    assert split_times("9h", "12h") == ("9h", "12h")
    assert split_times("9h", "") == ("9h", "")


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("d’avril à septembre", SUMMER),
        ("Avril-Septembre", SUMMER),
        ("1/4 au 30/9", SUMMER),
        ("du 1er octobre au 31 mars", WINTER),
        ("juillet et août", Period((7, 1), (8, 31))),
        ("en juillet", Period((7, 1), (7, 31))),
        ("du 1er au 15 août", Period((8, 1), (8, 15))),
        ("du 15 nov. au 28 févr.", Period((11, 15), (2, 28))),
        ("du 15 novembre au 29 février", Period((11, 15), (2, 28))),
        ("du 15 juin à fin août", Period((6, 15), (8, 31))),
        ("le 3 mai", Period((5, 3), (5, 3))),
    ],
)
def test_a_part_of_the_year_is_read_as_people_write_it(typed, period):
    assert parse_period(typed) == period


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("du 1er mars au 31 novembre", "Novembre a 30 jours. Écrivez « 30 novembre »."),
        ("du 30 février au 3 mars", "Février a 29 jours. Écrivez « 29 février »."),
        (
            "quand il fait beau",
            "Je ne comprends pas « quand il fait beau ». Écrivez par exemple « d’avril à "
            "septembre » ou « du 1er mars au 30 novembre ».",
        ),
    ],
)
def test_a_wrong_part_of_the_year_is_answered(typed, message):
    with pytest.raises(ValidationError) as refusal:
        parse_period(typed)
    assert plain(refusal.value.messages) == [message]


# --- Clashes and presets --------------------------------------------------------------------------


def test_slots_that_overlap_are_found():
    late, long = Slot(11 * 60, 14 * 60), Slot(23 * 60, 30 * 60)
    early = Slot(5 * 60, 8 * 60)
    assert list(clashes(week(tu=[MORNING, AFTERNOON]))) == []
    assert list(clashes(week(tu=[late, MORNING]))) == [(1, MORNING, late)]
    assert list(clashes(week(su=[long], mo=[early]))) == [(0, long, early)]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.slug)
def test_a_preset_is_a_grid(preset):
    assert list(clashes(preset.week)) == []
    assert read_grid(write(Grid(preset.week))) == Grid(preset.week)
