"""Times and parts of the year as people write them in a form, and how the form shows them."""

import re
import unicodedata
from calendar import monthrange
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from .grid import DAY, NIGHT_END, Period, Slot
from .wording import hour, month_name, period, time_of_day

_HALF = {"et demie": 30, "et quart": 15}
_TIME = re.compile(
    r"(?P<hours>\d{1,2})(?:\s*(?:h(?:eures?)?|:|\.|,)\s*(?P<minutes>\d\d)?\s*(?:min|mn|m)?)?"
)
_DIGITS = re.compile(r"(?P<hours>\d{1,2})(?P<minutes>\d\d)")
_BETWEEN = re.compile(r"\s*(?:-|–|—|à(?=\s|\d)|jusqu.a)\s*")
_MONTHS = (
    ("jan", "janv", "janvier"),
    ("fev", "fevr", "fevrier"),
    ("mars",),
    ("avr", "avril"),
    ("mai",),
    ("juin",),
    ("juil", "juillet"),
    ("aout",),
    ("sept", "septembre"),
    ("oct", "octobre"),
    ("nov", "novembre"),
    ("dec", "decembre"),
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_A_DATE = r"(?:(?P<{0}_day>\d{{1,2}})(?:er)?(?:\s+|/))?(?P<{0}_month>[a-z]+|(?<=/)\d{{1,2}})\.?"
_BARE_DAY = r"(?P<bare>\d{1,2})(?:er)?"
_PERIOD = re.compile(
    rf"(?:(?:du|de|d'|en|le|des)\s*)?(?:{_A_DATE.format('a')}|{_BARE_DAY})"
    rf"(?:\s*(?:-|a|au|et|jusqu'au|jusqu'a)\s*(?:fin\s+)?{_A_DATE.format('b')})?"
)
_LEAP_YEAR = 2024


def parse_time(text: str, *, ends: bool = False) -> int | None:
    """Minutes from midnight of « 9h », « 9 h 30 », « 0930 », « midi »; None when nothing is typed.

    `ends`: midnight is then the end of the day. Raises ValidationError.
    """
    words = " ".join(text.lower().split())
    if not words:
        return None
    if words in {"midi", "minuit"}:
        return 12 * 60 if words == "midi" else ends * DAY
    extra = next((minutes for said, minutes in _HALF.items() if words.endswith(said)), 0)
    if extra:
        words = words[: words.rindex("et")].strip()
    found = _DIGITS.fullmatch(words) or _TIME.fullmatch(words)
    if found is None:
        raise ValidationError(
            _("Je ne comprends pas « %(text)s ». Écrivez par exemple 9 h 30."),
            params={"text": text.strip()},
        )
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0) + extra
    if minutes > 59:
        raise ValidationError(_("Une heure a 60 minutes. Écrivez par exemple 9 h 30."))
    if hours > 24 or (hours == 24 and minutes):
        raise ValidationError(_("Un jour a 24 heures. Écrivez par exemple 18 h 30."))
    if hours == 24 and not ends:
        raise ValidationError(_("Un jour commence à 0 h."))
    total = hours * 60 + minutes
    return DAY if ends and total == 0 else total


def split_times(start: str, end: str) -> tuple[str, str]:
    """Share between two fields what was typed whole in the first: « 9h-12h »."""
    if end.strip() or not start.strip():
        return start, end
    parts = _BETWEEN.split(start.strip())
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else (start, end)


def make_slot(start: int, end: int) -> Slot:
    """A time slot from two times of day; what ends in the small hours is a night.

    Raises ValidationError.
    """
    if start == end:
        raise ValidationError(
            _("Ce créneau commence et finit à la même heure. Pour jour et nuit : de 0 h à 24 h.")
        )
    if end < start and (end > NIGHT_END or start < NIGHT_END):
        raise ValidationError(
            _("La fin, %(end)s, vient avant le début, %(start)s."),
            params={"start": time_of_day(_clock(start)), "end": hour(_clock(end))},
        )
    return Slot(start, end if end > start else end + DAY)


def show_time(minutes: int) -> str:
    """A time as a field shows it: « 9h30 »; the end of the day is « 24h », of a night « 2h »."""
    minutes = minutes if minutes <= DAY else minutes - DAY
    return f"{minutes // 60}h{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}h"


def say_slot(slot: Slot) -> str:
    """« 9 h – 12 h 30 », for a sentence."""
    words = {"start": time_of_day(_clock(slot.start)), "end": hour(_clock(slot.end))}
    return _("%(start)s – %(end)s") % words


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def parse_period(text: str) -> Period:
    """A part of the year: « d’avril à septembre », « du 1er mars au 30 novembre », « en juillet ».

    Raises ValidationError.
    """
    found = _PERIOD.fullmatch(_plain(text))
    first_month = found and _month(found["a_month"] or found["b_month"])
    last_month = found and (_month(found["b_month"]) if found["b_month"] else first_month)
    if not (first_month and last_month) or (found["bare"] and not found["b_day"]):
        raise ValidationError(
            _(
                "Je ne comprends pas « %(text)s ». Écrivez par exemple « d’avril à septembre » "
                "ou « du 1er mars au 30 novembre »."
            ),
            params={"text": text.strip()},
        )
    first = int(found["bare"] or found["a_day"] or 1)
    is_one_day = bool(found["a_day"]) and not found["b_month"]
    length = monthrange(_LEAP_YEAR, last_month)[1]
    last = int(found["b_day"]) if found["b_day"] else first if is_one_day else length
    return Period(_day(first_month, first), _day(last_month, last))


def show_period(value: Period) -> str:
    """The French words of a part of the year, that `parse_period` reads again."""
    with override("fr"):
        return period(value.first, value.last)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.replace("–", "-").replace("—", "-").split()).strip(" .")


def _month(name: str | None) -> int | None:
    if name and name.isdigit():
        return int(name) if 1 <= int(name) <= 12 else None
    return _NUMBERS.get(name or "")


def _day(month: int, day: int) -> tuple[int, int]:
    length = monthrange(_LEAP_YEAR, month)[1]
    if not 1 <= day <= length:
        name = month_name(month)
        raise ValidationError(
            _("%(Month)s a %(length)d jours. Écrivez « %(length)d %(month)s »."),
            params={"Month": name.capitalize(), "month": name, "length": length},
        )
    return month, min(day, monthrange(_LEAP_YEAR - 1, month)[1])
