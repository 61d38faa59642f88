"""Hours told: the week, a description, schema.org."""

from datetime import date, timedelta

import pytest

from directory.hours import DatedException, Hours, describe
from tests.directory.hours.reading import CLOSED_FOR_A_WEEK, MONDAY, SHOP, paris, spaced


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
