"""What is typed becomes OSM syntax, or is refused in words."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hours import MAX_LENGTH, DatedException, Hours, normalise, validate, validate_times
from tests.directory.hours.reading import CLOSED_FOR_A_WEEK, MONDAY, SHOP, paris


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
        # The example that a refusal gives.
        (
            "mardi à vendredi 9 h – 12 h 30, samedi 9 h – 13 h",
            "Tu-Fr 09:00-12:30, Sa 09:00-13:00",
        ),
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Mardi et samedi matin",
            "Je ne comprends pas « Mardi et samedi matin ». "
            "Écrivez par exemple : mardi à vendredi 9 h – 12 h 30, samedi 9 h – 13 h.",
        ),
        (
            "Mo-Fr 25:00-26:00",
            "Je ne comprends pas « Mo-Fr 25:00-26:00 » à partir de « 25:00-26:00 ». "
            "Écrivez par exemple : mardi à vendredi 9 h – 12 h 30, samedi 9 h – 13 h.",
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
