import csv
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hours import (
    MAX_LENGTH,
    DatedException,
    Hours,
    describe,
    normalise,
    validate,
    validate_times,
)

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 9, 21)
SHOP = "Tu-Fr 09:00-12:30,15:00-19:00; Sa 09:00-19:00; PH,Su off"
CLOSED_FOR_A_WEEK = DatedException(date(2026, 9, 28), date(2026, 10, 4), note="congés")


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def spaced(text: str) -> str:
    """Put the no-break spaces of French typography in a text typed with « ~ »."""
    return text.replace("~", "\u00a0")


def read_csv(path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- Real expressions --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases(shared_data) -> list[dict]:
    return read_csv(shared_data / "horaires_osm_cas.csv")


def test_states_are_those_on_which_two_engines_agree(cases):
    agreed = [case for case in cases if case["accord_py_js"] == "1"]
    found, expected = {}, {}
    for case in agreed:
        hours = Hours(case["expression"])
        for column in (name for name in case if name.startswith("e_")):
            key = case["expression"], column
            state = hours.state(paris(column.removeprefix("e_")))
            expected[key] = case[column]
            found[key] = "1" if state.is_open else "0" if state.css in {"soon", "shut"} else "?"
    assert len(agreed) == 639
    assert len(expected) == 639 * 16
    assert {key: value for key, value in found.items() if expected[key] != value} == {}


def test_normalised_expressions_are_the_reference_ones(cases):
    differing = {
        normalise(case["expression"]): case["expression_normalisee"]
        for case in cases
        if case["expression_normalisee"]
        and normalise(case["expression"]) != case["expression_normalisee"]
    }
    # The reference text of these two cannot be read by the engine; ours can, with its meaning.
    assert differing == {
        "Tu 08:00-13:00, Th 08:00-13:00, Sa 08:00-13:00": (
            "Tu 08:00-13:00,Th 08:00-13:00,Sa 08:00-13:00"
        ),
        "Tu 09:00-16:00, Th 09:00-16:00": "Tu 09:00-16:00,Th 09:00-16:00",
    }


def test_all_cases_are_read_and_told_without_error(cases):
    unreadable = set()
    for case in cases:
        hours = Hours(case["expression"], [CLOSED_FOR_A_WEEK])
        if not hours.is_known:
            unreadable.add(case["expression"])
            continue
        assert len(hours.week(MONDAY)) == 7
        assert hours.words(paris("2026-09-21T08:00"))
        assert hours.specification(MONDAY)
    assert unreadable == {
        "",
        "Mardi et samedi matin",
        "Mo 09:00-08:00 Tu",
        "Mo-Fr 25:00-26:00",
        "Mo-Xx 09:00-12:00",
        "Tu 07:00-016:00",
    }


def test_real_markets_are_all_read_but_one(shared_data):
    markets = read_csv(shared_data / "marches_horaires_osm.csv")
    texts = [row["opening_hours"] for row in markets if row["opening_hours"]]
    assert len(texts) == 733
    assert [text for text in texts if not Hours(text).is_known] == ["Tu 07:00-016:00"]


# --- Normalise ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("We, Sa 07:00-13:00", "We,Sa 07:00-13:00"),
        ("Mo-Fr 09:00-12:00, 14:00-18:00", "Mo-Fr 09:00-12:00,14:00-18:00"),
        ("Mo-Fr 08:00-12:00, Sa 09:00-12:00", "Mo-Fr 08:00-12:00, Sa 09:00-12:00"),
        (
            "Mo 10:00-12:00, 14:00-16:00, Sa 9:00-12:00",
            "Mo 10:00-12:00,14:00-16:00, Sa 09:00-12:00",
        ),
        ("  mo – FR 9:00 — 12:00 ;", "Mo-Fr 09:00-12:00"),
        ("Sa [1, 3] 09:00-12:00", "Sa[1,3] 09:00-12:00"),
        ("May-Sep, Tu 18:00-21:00", "May-Sep Tu 18:00-21:00"),
        ("2026 Mar 28-Apr 16 off", "2026 Mar 28-2026 Apr 16 off"),
        ("2026 Dec 20-Jan 5 off", "2026 Dec 20-2027 Jan 5 off"),
        ("Fr 18:00-02:00; Sa 09:00-12:00", "Fr 18:00-02:00, Sa 09:00-12:00"),
        ("Fr-Sa 18:00-02:00; Sa 09:00-12:00", "Fr-Sa 18:00-02:00; Sa 09:00-12:00"),
        ('Sa 10:00-12:00; "sur rendez-vous"', 'Sa 10:00-12:00 || "sur rendez-vous"'),
        ("Sa 09:00-12:00 « Mo, Tu 9h »", 'Sa 09:00-12:00 "Mo, Tu 9h"'),
        ("Lu-Ve 9h-12h", "Mo-Fr 09:00-12:00"),
        ("Ma-Sa 09:30-19:00", "Tu-Sa 09:30-19:00"),
        ("mardi et jeudi 17h-19h", "Tu,Th 17:00-19:00"),
        ("mar-sam 9h-12h", "Tu-Sa 09:00-12:00"),
        ("Mar 09:00-12:00", "Mar 09:00-12:00"),
        ("lun., mar. et jeu. 9-12h", "Mo,Tu,Th 09:00-12:00"),
        ("du lundi au vendredi de 9h à 12h30 et de 14h à 18h", "Mo-Fr 09:00-12:30,14:00-18:00"),
        (
            "le mercredi de 8 h 30 à 12 h 30 et le samedi de 8 h à midi",
            "We 08:30-12:30, Sa 08:00-12:00",
        ),
        ("Lundi : 9h-12h\nMardi : 14h-18h", "Mo 09:00-12:00; Tu 14:00-18:00"),
        ("tous les jours sauf le lundi 9h-12h", "Mo-Su 09:00-12:00; Mo off"),
        ("mardi au samedi 9h-12h sauf jours fériés", "Tu-Sa 09:00-12:00; PH off"),
        ("Ma-Sa 9h-12h, fermé le dimanche et jours fériés", "Tu-Sa 09:00-12:00; Su,PH off"),
        ("d’avril à octobre : samedi 8h-13h", "Apr-Oct: Sa 08:00-13:00"),
        ("du 1er avril au 30 septembre, mardi 18h-20h", "Apr 1-Sep 30 Tu 18:00-20:00"),
        ("du 24 au 31 décembre 2026 fermé", "2026 Dec 24-31 off"),
        ("1er et 3e samedi du mois 9h-12h", "Sa[1,3] 09:00-12:00"),
        ("dernier dimanche du mois 8h-13h", "Su[-1] 08:00-13:00"),
        ("vendredi 18h-minuit", "Fr 18:00-24:00"),
        ("7j/7, 24h/24", "24/7"),
        ("Sur RDV", '"sur rendez-vous"'),
        ("samedi 9h-12h et sur rendez-vous", 'Sa 09:00-12:00 || "sur rendez-vous"'),
        # What leaves a doubt stays as it was typed.
        ("le samedi matin", "le samedi matin"),
        ("Lu-Sa 9h-12h sauf mercredi 14h-18h", "Lu-Sa 9h-12h sauf mercredi 14h-18h"),
        ("ouvert du mardi au samedi", "ouvert du mardi au samedi"),
        ("mercredi 8h-12h samedi 8h-12h", "mercredi 8h-12h samedi 8h-12h"),
    ],
)
def test_hours_as_people_type_them_become_osm(typed, expression):
    assert normalise(typed) == expression


WORDS = """
Mo Tu Sa PH SH lundi mar mardi Ve 9h 9:00 9h30 09:00-12:00 12h 24/7 14.30 midi minuit - – , ; et au
du de à le fermé off sauf || " : Apr avril 1er 15 2026 [1] [-1] week easter sur rendez-vous mois +
sunrise / . ( ) ’ jours fériés tous les
"""
words = st.sampled_from(WORDS.split())
phrases = st.lists(words, max_size=14).map(" ".join) | st.lists(words, max_size=14).map("".join)
anything = st.text(max_size=60) | phrases


@settings(max_examples=400, deadline=None)
@given(anything)
def test_normalise_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=400, deadline=None)
@given(anything, st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_no_text_breaks_hours(text, moment):
    at = moment.replace(tzinfo=UTC)
    hours = Hours(text, [CLOSED_FOR_A_WEEK, DatedException(MONDAY, MONDAY, text)])
    assert hours.state(at).sentence
    assert hours.intervals(at, at + timedelta(days=3)) is not None
    assert len(hours.week(at.date())) == 7
    with suppress(ValidationError):
        validate(text)
    with suppress(ValidationError):
        validate_times(text)


@settings(max_examples=60, deadline=None)
@given(phrases)
def test_no_text_breaks_the_description(text):
    hours = Hours(text)
    assert bool(hours.words(paris("2026-09-21T08:00"))) == hours.is_known
    assert isinstance(hours.specification(MONDAY), list)


# --- Validate ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Mardi et samedi matin",
            "Je ne comprends pas « Mardi et samedi matin ». "
            "Écrivez par exemple : Tu-Fr 09:00-12:30; Sa 09:00-13:00.",
        ),
        (
            "Mo-Fr 25:00-26:00",
            "Je ne comprends pas « Mo-Fr 25:00-26:00 » à partir de « 25:00-26:00 ». "
            "Écrivez par exemple : Tu-Fr 09:00-12:30; Sa 09:00-13:00.",
        ),
        (
            "Mo 09:00-12:00, Sa",
            "Il manque les heures de « Sa ». Écrivez par exemple : Sa 09:00-12:30 ; "
            "ou, pour jour et nuit : Sa 00:00-24:00.",
        ),
        ("Nov 20-31 off", "Le « 31 novembre » n’existe pas : ce mois a 30 jours."),
        ("Feb 30: Mo 09:00-12:00", "Le « 30 février » n’existe pas : ce mois a 29 jours."),
        (
            "Mo 09:00-09:00",
            "« 09:00-09:00 » commence et finit à la même heure. "
            "Pour toute la journée, écrivez 00:00-24:00.",
        ),
        ("x" * (MAX_LENGTH + 1), "Ces horaires sont trop longs : 1000 caractères au plus."),
    ],
)
def test_refused_hours_say_what_to_write(text, message):
    with pytest.raises(ValidationError) as refusal:
        validate(text)
    assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Fr 17:00-20:00; SH off", "school_holidays"),
        ("Mo-Sa 07:00-19:00; PH Su off", "holiday_weekday"),
        ("Mo-Fr 09:00+", "open_ended"),
        ("Mo-Su sunrise-sunset", "sun"),
    ],
)
def test_what_engines_read_in_two_ways_is_refused_but_still_evaluated(text, code):
    with pytest.raises(ValidationError) as refusal:
        validate(text)
    assert refusal.value.code == code
    assert Hours(text).is_known


@pytest.mark.parametrize(
    "text",
    ["", SHOP, "24/7", "off", '"sur rendez-vous"', "Sa[1] 09:00-12:00", 'Mo "SH sunset 9:00+"'],
)
def test_common_hours_pass(text):
    validate(text)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("", True),
        ("10:00-12:00", True),
        ("10h-12h et 14h-18h", True),
        ("20:00-02:00", True),
        ("Mo 10:00-12:00", False),
        ("10:00-10:00", False),
        ("matin", False),
    ],
)
def test_times_of_an_exception_are_times_only(text, accepted):
    if accepted:
        validate_times(text)
    else:
        with pytest.raises(ValidationError):
            validate_times(text)


# --- State -------------------------------------------------------------------------------------


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


# --- Intervals ---------------------------------------------------------------------------------


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


# --- Exceptions --------------------------------------------------------------------------------


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


# --- Week --------------------------------------------------------------------------------------


def test_week_begins_on_monday_and_shows_today():
    rows = Hours(SHOP).week(date(2026, 9, 26))
    assert [(row.date.day, row.name, row.text, row.is_today) for row in rows] == [
        (21, "lundi", "fermé", False),
        (22, "mardi", spaced("9~h – 12~h~30 · 15~h – 19~h"), False),
        (23, "mercredi", spaced("9~h – 12~h~30 · 15~h – 19~h"), False),
        (24, "jeudi", spaced("9~h – 12~h~30 · 15~h – 19~h"), False),
        (25, "vendredi", spaced("9~h – 12~h~30 · 15~h – 19~h"), False),
        (26, "samedi", spaced("9~h – 19~h"), True),
        (27, "dimanche", "fermé", False),
    ]
    assert [row.is_open for row in rows] == [False, True, True, True, True, True, False]


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("24/7", ["jour et nuit"] * 7),
        ("", ["non communiqué"] * 7),
        ('"sur rendez-vous"', ["sur rendez-vous"] * 7),
        ('Mo 09:00-12:00 || "sur rdv"', ["9~h – 12~h", *["sur rdv"] * 6]),
        (
            'Mo 09:00-12:00 "sur rdv"; Tu unknown',
            ["9~h – 12~h (sur rdv)", "à vérifier", *["fermé"] * 5],
        ),
        ("Mo 18:00-02:00; Tu 20:00-24:00", ["18~h – 2~h", "20~h – minuit", *["fermé"] * 5]),
        ("Mo 09:00+", ["à partir de 9~h", *["fermé"] * 6]),
        ("Mo 00:00-06:00", ["0~h – 6~h", *["fermé"] * 6]),
    ],
)
def test_week_tells_each_day(expression, texts):
    assert [row.text for row in Hours(expression).week(MONDAY)] == [spaced(text) for text in texts]


def test_week_marks_exceptions_and_public_holidays():
    half_day = DatedException(date(2026, 11, 13), date(2026, 11, 13), "09:00-10:00", "inventaire")
    rows = Hours("Mo-Fr 09:00-12:00; PH off", [half_day]).week(date(2026, 11, 11))
    assert [(row.text, row.is_holiday, row.exception, row.note) for row in rows[2:5]] == [
        ("fermé", True, None, "jour férié"),
        (spaced("9~h – 12~h"), False, None, ""),
        (spaced("9~h – 10~h"), False, half_day, "inventaire"),
    ]


# --- Description -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "lines"),
    [
        (
            SHOP,
            [
                "lundi fermé",
                "mardi à vendredi 9~h – 12~h~30 et 15~h – 19~h",
                "samedi 9~h – 19~h",
                "dimanche fermé",
                "fermé les jours fériés",
            ],
        ),
        ("24/7", ["tous les jours, jour et nuit"]),
        ("off", ["aucune ouverture dans les douze prochains mois"]),
        ("", []),
        ("le matin", []),
        ("Mo-Su 07:00-13:30", ["tous les jours 7~h – 13~h~30"]),
        ("Sa-Su 10:00-18:00", ["lundi à vendredi fermé", "samedi et dimanche 10~h – 18~h"]),
        ('"sur rendez-vous"', ["sur rendez-vous"]),
        ('Th 15:00-19:00 || "sur rendez-vous"', ["jeudi 15~h – 19~h", "sinon sur rendez-vous"]),
        (
            'Mo-Sa 09:00-12:00; Su "sur rendez-vous"',
            ["lundi à samedi 9~h – 12~h", "dimanche sur rendez-vous"],
        ),
        (
            "We, Sa 07:00-13:00",
            [
                "lundi et mardi fermé",
                "mercredi 7~h – 13~h",
                "jeudi et vendredi fermé",
                "samedi 7~h – 13~h",
                "dimanche fermé",
            ],
        ),
        ("Sa[1,3] 09:00-12:00", ["1er et 3e samedi du mois 9~h – 12~h"]),
        ("Su[-1] 08:00-13:00", ["dernier dimanche du mois 8~h – 13~h"]),
        ("week 1-53/2 Fr 17:00-19:00", ["vendredi des semaines impaires 17~h – 19~h"]),
        (
            "Apr-Sep: Tu-Sa 09:00-12:00; Oct-Mar: Tu-Sa 10:00-12:00",
            [
                "d’avril à septembre : mardi à samedi 9~h – 12~h",
                "d’octobre à mars : mardi à samedi 10~h – 12~h",
            ],
        ),
        (
            "Jul-Aug: Tu 18:00-22:00",
            ["en juillet et août : mardi 18~h – 22~h", "fermé le reste de l’année"],
        ),
        (
            "Dec: Sa 08:00-18:00; Jan-Nov: We 09:00-12:00; Jan-Nov: Sa 08:00-13:00",
            [
                "de janvier à novembre : mercredi 9~h – 12~h ; samedi 8~h – 13~h",
                "en décembre : samedi 8~h – 18~h",
            ],
        ),
        (
            "Jun 15-Sep 15: We 18:00-22:00",
            ["du 15~juin au 15~sept. : mercredi 18~h – 22~h", "fermé le reste de l’année"],
        ),
        (
            "2026 Nov 28-2026 Dec 24: Mo-Su 10:00-20:00",
            [
                "du 28~nov. au 24~déc. 2026 : tous les jours 10~h – 20~h",
                "fermé le reste de l’année",
            ],
        ),
        (
            "Mo-Sa 10:00-19:00; Aug 01-20 off",
            ["lundi à samedi 10~h – 19~h", "dimanche fermé", "fermé du 1er au 20~août"],
        ),
        (
            "Tu-Su 08:00-13:00; Dec 25 off; Jan 01 off",
            [
                "lundi fermé",
                "mardi à dimanche 8~h – 13~h",
                "fermé le 25~déc.",
                "fermé le 1er~janv.",
            ],
        ),
        (
            "Mo-Sa 09:00-19:00; PH 09:00-12:30",
            ["lundi à samedi 9~h – 19~h", "dimanche fermé", "jours fériés 9~h – 12~h~30"],
        ),
        (
            "PH off; Mo-Su 09:00-12:00",
            ["tous les jours 9~h – 12~h", "jours fériés comme les autres jours"],
        ),
        (
            "Fr 18:00-02:00; Sa 09:00-12:00",
            ["lundi à jeudi fermé", "vendredi 18~h – 2~h", "samedi 9~h – 12~h", "dimanche fermé"],
        ),
        (
            "Mo-Fr 09:00+",
            ["lundi à vendredi à partir de 9~h", "samedi et dimanche fermé"],
        ),
    ],
)
def test_description_tells_how_hours_are_understood(expression, lines):
    assert describe(expression, MONDAY) == [spaced(line) for line in lines]


@pytest.mark.parametrize("since", [date(2026, 1, 1) + timedelta(days=17 * n) for n in range(22)])
def test_description_of_seasons_does_not_depend_on_today(since):
    expression = "Apr-Oct Mo-Sa 17:00-19:00; Nov 15-Feb 15 Sa 10:00-12:00"
    assert set(describe(expression, since)) == {
        spaced("d’avril à octobre : lundi à samedi 17~h – 19~h"),
        spaced("du 15~nov. au 15~févr. : samedi 10~h – 12~h"),
        "fermé le reste de l’année",
    }


def test_words_add_the_coming_exceptions():
    hours = Hours("Sa 08:00-13:00", [CLOSED_FOR_A_WEEK])
    assert hours.words(paris("2026-09-21T08:00")) == [
        "lundi à vendredi fermé",
        spaced("samedi 8~h – 13~h"),
        "dimanche fermé",
        spaced("Fermé du 28~sept. au 4~oct. (congés)"),
    ]


# --- schema.org --------------------------------------------------------------------------------


def usual(days: str, opens: str, closes: str, **dates: str) -> dict:
    names = [f"https://schema.org/{day}" for day in days.split()]
    kind = "OpeningHoursSpecification"
    return {"@type": kind, "dayOfWeek": names, "opens": opens, "closes": closes, **dates}


def dated(start: str, end: str, opens: str, closes: str) -> dict:
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": start,
        "validThrough": end,
        "opens": opens,
        "closes": closes,
    }


def test_specification_gives_the_usual_week_then_what_differs():
    exceptions = [
        CLOSED_FOR_A_WEEK,
        DatedException(date(2026, 12, 24), date(2026, 12, 24), "09:00-12:00,14:00-17:00"),
    ]
    hours = Hours("Mo 00:00-24:00; Tu-Fr 09:00-12:00; Sa 18:00-02:00", exceptions)
    assert hours.specification(MONDAY) == [
        usual("Monday", "00:00", "23:59"),
        usual("Tuesday Wednesday Thursday Friday", "09:00", "12:00"),
        usual("Saturday", "18:00", "02:00"),
        dated("2026-09-28", "2026-10-04", "00:00", "00:00"),
        dated("2026-12-24", "2026-12-24", "09:00", "12:00"),
        dated("2026-12-24", "2026-12-24", "14:00", "17:00"),
    ]


def test_specification_dates_public_holidays_and_seasons():
    assert Hours("Nov We 09:00-12:00; PH off").specification(date(2026, 11, 2)) == [
        usual("Wednesday", "09:00", "12:00", validFrom="2026-11-02", validThrough="2026-11-29"),
        dated("2026-11-11", "2026-11-11", "00:00", "00:00"),
    ]


def test_specification_says_nothing_of_unknown_or_conditional_hours():
    assert Hours("").specification(MONDAY) == []
    assert Hours('"sur rendez-vous"').specification(MONDAY) == []
