"""What the editor refuses, with a message that says what to write instead."""

import re
from calendar import monthrange

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .engine import SUN, comment_free, parse_error
from .syntax import MAX_LENGTH, MONTHS, normalise, rule_without_hours
from .wording import month_name

__all__ = ["MAX_LENGTH", "validate", "validate_times"]

_TIMES = re.compile(r"\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*")
_POSITION = re.compile(r"--> \d+:(\d+)")
_LEAP_YEAR = 2024


def validate(text: str) -> None:
    """Refuse hours that cannot be read, or that two engines read in two ways.

    Empty hours pass: they are unknown. Raises ValidationError.
    """
    if len(text) > MAX_LENGTH:
        raise ValidationError(
            _("Ces horaires sont trop longs : %(max)d caractères au plus."),
            code="too_long",
            params={"max": MAX_LENGTH},
        )
    expression = normalise(text)
    if not expression:
        return
    if error := parse_error(expression):
        raise ValidationError(_unreadable(expression, str(error)), code="unreadable")
    for pattern, code, message in _refusals():
        if pattern.search(comment_free(expression)):
            raise ValidationError(message, code=code)
    if days := rule_without_hours(expression):
        raise ValidationError(
            _(
                "Il manque les heures de « %(days)s ». "
                "Écrivez par exemple : %(days)s 09:00-12:30 ; "
                "ou, pour jour et nuit : %(days)s 00:00-24:00."
            ),
            code="no_hours",
            params={"days": days},
        )
    _refuse_impossible_dates(comment_free(expression))
    _refuse_empty_spans(comment_free(expression))


def validate_times(text: str) -> None:
    """Refuse what is not a list of times of one day, such as « 10:00-12:00,14:00-18:00 ».

    Empty text passes: closed all day. Raises ValidationError.
    """
    times = normalise(text)
    if times and not _TIMES.fullmatch(times):
        raise ValidationError(
            _("Je ne comprends pas « %(text)s ». Écrivez par exemple : 10:00-12:00,14:00-18:00."),
            code="unreadable",
            params={"text": text.strip()},
        )
    _refuse_empty_spans(times)


def _unreadable(expression: str, error: str) -> str:
    found = _POSITION.search(error)
    rest = expression[int(found[1]) - 1 :] if found else ""
    words = {"text": expression, "rest": rest}
    is_inside_word = expression[: -len(rest) or None][-1:].isalpha() and rest[:1].isalpha()
    if rest and rest != expression and not is_inside_word:
        return (
            _(
                "Je ne comprends pas « %(text)s » à partir de « %(rest)s ». "
                "Écrivez par exemple : mardi à vendredi 9 h – 12 h 30, samedi 9 h – 13 h."
            )
            % words
        )
    return (
        _(
            "Je ne comprends pas « %(text)s ». "
            "Écrivez par exemple : mardi à vendredi 9 h – 12 h 30, samedi 9 h – 13 h."
        )
        % words
    )


def _refusals() -> list[tuple[re.Pattern, str, str]]:
    return [
        (
            re.compile(r"\bSH\b"),
            "school_holidays",
            _(
                "Les vacances scolaires (SH) ne sont pas lues partout de la même façon. "
                "Écrivez les dates, par exemple : Jul 04-Aug 31 Tu 18:00-22:00."
            ),
        ),
        (
            re.compile(r"\bPH +(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"),
            "holiday_weekday",
            _(
                "« PH » suivi d’un jour n’est pas lu partout de la même façon. "
                "Séparez-les par une virgule, par exemple : PH,Su off."
            ),
        ),
        (
            re.compile(r"\d\+"),
            "open_ended",
            _(
                "Une heure de fin manque : « + » n’est pas lu partout de la même façon. "
                "Écrivez par exemple : Fr 18:00-23:00."
            ),
        ),
        (
            SUN,
            "sun",
            _(
                "Le lever et le coucher du soleil ne sont pas lus partout de la même façon. "
                "Écrivez des heures, par exemple : Apr-Sep 08:00-20:00; Oct-Mar 09:00-17:00."
            ),
        ),
    ]


def _refuse_impossible_dates(expression: str) -> None:
    for month, day, last_day in re.findall(
        rf"\b({'|'.join(MONTHS)}) (\d\d?)\b(?!:\d)(?:-(\d\d?)\b(?!:\d))?", expression
    ):
        number = MONTHS.index(month) + 1
        length = monthrange(_LEAP_YEAR, number)[1]
        wrong = next((d for d in (day, last_day) if d and not 1 <= int(d) <= length), None)
        if wrong:
            raise ValidationError(
                _("Le « %(day)s %(month)s » n’existe pas : ce mois a %(length)d jours."),
                code="impossible_date",
                params={"day": wrong, "month": month_name(number), "length": length},
            )


def _refuse_empty_spans(expression: str) -> None:
    for start, end in re.findall(r"(\d\d:\d\d)-(\d\d:\d\d)", expression):
        if start == end:
            raise ValidationError(
                _(
                    "« %(start)s-%(end)s » commence et finit à la même heure. "
                    "Pour toute la journée, écrivez 00:00-24:00."
                ),
                code="empty_span",
                params={"start": start, "end": end},
            )
