"""French days, months and times turned into OSM words, where there is no doubt."""

import re
from collections.abc import Callable

_DAYS = {
    "Mo": r"lundis?|lun\.?|lu",
    "Tu": r"mardis?|mar\.|ma",
    "We": r"mercredis?|mer\.?|me",
    "Th": r"jeudis?|jeu\.?|je",
    "Fr": r"vendredis?|ven\.?|ve",
    "Sa": r"samedis?|sam\.?",
    "Su": r"dimanches?|dim\.?|di",
}
_MONTHS = {
    "Jan": r"janvier|janv\.?",
    "Feb": r"f[ée]vrier|f[ée]vr?\.?",
    "Mar": r"mars",
    "Apr": r"avril|avr\.?",
    "May": r"mai",
    "Jun": r"juin",
    "Jul": r"juillet|juil\.?",
    "Aug": r"ao[ûu]t",
    "Sep": r"septembre|sept\.?",
    "Oct": r"octobre|oct\.",
    "Nov": r"novembre|nov\.",
    "Dec": r"d[ée]cembre|d[ée]c\.",
}
_RANKS = {
    r"1ers?|premiers?|1": "1",
    r"2[eè](?:me)?s?|2nd|deuxi[èe]mes?|seconds?|2": "2",
    r"3[eè](?:me)?s?|troisi[èe]mes?|3": "3",
    r"4[eè](?:me)?s?|quatri[èe]mes?|4": "4",
    r"derniers?": "-1",
}
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_SELECTOR = rf"(?:{_DAY}|PH)(?:\s*(?:-|,)\s*(?:{_DAY}|PH))*"
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_TIME = r"\d{1,2}:\d\d"
_SPAN = rf"{_TIME}-{_TIME}"
_ANY_RANK = "|".join(_RANKS)
_ALWAYS = re.compile(
    r"(?:ouvert\s+)?(?:(?:7\s*j(?:ours)?\s*(?:/|sur)\s*7(?:\s*j)?|tous les jours),?\s*(?:et\s+)?)?"
    r"(?:24\s*h?\s*(?:/|sur)\s*24(?:\s*h)?|jour et nuit)"
    r"(?:,?\s*(?:et\s+|-\s*)?(?:7\s*j(?:ours)?\s*(?:/|sur)\s*7(?:\s*j)?|tous les jours))?",
    re.I,
)
_BY_APPOINTMENT = re.compile(r"\bsur\s+(?:rendez-vous|rdv|r\.?-?v\.?)(?!\w)", re.I)
_SAYS_MARDI = re.compile(
    rf"\d\s*h(?!\w*[a-gi-z])|\b(?:{'|'.join(v for k, v in _DAYS.items() if k != 'Sa')})(?!\w)", re.I
)


def _word(pattern: str) -> str:
    return rf"(?<![\w']){pattern}(?!\w)"


def _hour(found: re.Match) -> str:
    return f"{int(found[1]):02}:{found[2] or '00'}"


def _ranked_day(found: re.Match) -> str:
    ranks = re.findall(rf"(?<!\w)(?:{_ANY_RANK})(?!\w)", found[1], re.I)
    return f"{found[2]}[{','.join(_rank(rank) for rank in ranks)}]"


def _rank(word: str) -> str:
    return next(rank for pattern, rank in _RANKS.items() if re.fullmatch(pattern, word, re.I))


_REPLACEMENTS = [
    (re.compile(pattern, re.I), replacement)
    for pattern, replacement in (
        # times
        (r"(?<![\w-])midi(?!\w)", "12h"),
        (r"(?<=[-à] )minuit\b|(?<=[-à])minuit\b", "24h"),
        (r"(?<![\d:h.])(?<!\dh )(?<!\d h )(\d{1,2})\s*(?:-|à)\s*(?=\d{1,2}\s*h(?![a-z]))", r"\1h-"),
        (r"(?<![\d:])(\d{1,2})\s*h(?:eures?)?(?:\s*(\d\d)(?!\d|:|\s*h))?(?![a-z])", _hour),
        (r"(?<![\d.])(\d{1,2})\.(\d\d)\s*-\s*(\d{1,2})\.(\d\d)(?![\d.])", r"\1:\2-\3:\4"),
        (rf"(?:\bde\s+)?({_TIME})\s*(?:à|-)\s*({_TIME})", r"\1-\2"),
        (rf"({_SPAN})\s*(?:et\s+de|et|puis|/|&|,|\s)\s*(?={_SPAN})", r"\1,"),
        # days
        (_word(r"(?:tous les jours(?! f)|7\s*j(?:ours)?\s*(?:/|sur)\s*7(?:\s*j)?)"), "Mo-Su"),
        (_word(r"(?:(?:les\s+)?jours\s+f[ée]ri[ée]s|f[ée]ri[ée]s)"), "PH"),
        (_word(r"(?:pendant\s+)?(?:les\s+)?vacances(?:\s+scolaires)?"), "SH"),
        (
            rf"(?<!\w)(?:le\s+|les\s+)?((?:{_ANY_RANK})(?:(?:\s*,\s*|\s+et\s+)(?:{_ANY_RANK}))*)"
            rf"\s+({_DAY})\s+(?:du|de chaque)\s+mois(?!\w)",
            _ranked_day,
        ),
        (rf"(?<!\w)(?:tous\s+les|chaque|les|le)\s+(?={_DAY}|PH|{_MONTH})", ""),
        (rf"(?:\b(?:du|de)\s+)?({_DAY})\s*(?:\bau\b|à|-)\s*({_DAY})(?!\w)", r"\1-\2"),
        (rf"({_DAY}|\])\s*(?:\bet\b|&)\s*(?:\ble\s+)?(?={_DAY}|PH)", r"\1,"),
        (rf"({_DAY})\s*:\s*(?={_TIME}|ferm|off)", r"\1 "),
        # months
        (rf"(?<!\w)(?:de\s+|d'\s?|du\s+|en\s+)?({_MONTH}(?: \d\d?)?)\s*(?:\bau\b|à|-)\s*"
         rf"(?={_MONTH})", r"\1-"),
        (rf"(?<!\w)(?:de|en|du)\s+(?=(?:\d{{4}} )?{_MONTH})", ""),
        (rf"({_MONTH})\s+et\s+(?={_MONTH})", r"\1,"),
        # closing and joining
        (_word(r"ouvert(?:e|s|es)?"), ""),
        (_word(r"ferm[ée](?:e|s|es)?"), "off"),
        (rf"({_SELECTOR}),?\s+sauf(?:\s+(?:le|les))?\s+({_SELECTOR}),?\s+({_SPAN}(?:,{_SPAN})*)",
         r"\1 \3; \2 off"),
        (rf"\s*[,;]?\s*(?<!\w)(?:off|sauf)(?:\s+(?:le|les))?\s+({_SELECTOR})(?=\s*(?:[;,.]|$))",
         r"; \1 off"),
        (rf"({_SPAN})\s+et\s+(?={_DAY}|PH)", r"\1, "),
        (r"\s*\.\s*$", ""),
    )
]  # fmt: skip
_DAY_NAMES = [
    (re.compile(rf"(?<![\w'])(?:{names})(?!\w)", re.I), osm) for osm, names in _DAYS.items()
]
_MONTH_NAMES = "|".join(_MONTHS.values())
_DATED = re.compile(rf"(?<!\d)(\d\d?)(?:er)?\s+({_MONTH_NAMES})(?!\w)(?:\s+(\d{{4}})(?!\d))?", re.I)
_MONTH_NAME = re.compile(rf"(?<!\w)(?:{_MONTH_NAMES})(?!\w)", re.I)
_DAY_RANGE = re.compile(
    rf"(?<!\d)(\d\d?)(?:er)?\s*(?:au|-)\s*(\d\d?)(?:er)?\s+({_MONTH_NAMES})(?!\w)"
    r"(?:\s+(\d{4})(?!\d))?",
    re.I,
)


def to_osm(text: str, put_comment: Callable[[str], str]) -> str:
    """Translate the French words of hours; `put_comment` keeps a comment and gives its mark."""
    if _ALWAYS.fullmatch(text.strip(" .")):
        return "24/7"
    text = _BY_APPOINTMENT.sub(lambda _found: put_comment('"sur rendez-vous"'), text)
    text = re.sub(r"\s+(?:et|ou)\s+(?=[\ue000-\ue0ff]$)", " || ", text)
    if _SAYS_MARDI.search(text):
        text = re.sub(r"(?<!\w)mar\b\.?(?!\w)", "Tu", text, flags=re.I)
    text = _DAY_RANGE.sub(_day_range, text)
    text = _DATED.sub(_date, text)
    text = _MONTH_NAME.sub(lambda found: _month(found[0]), text)
    for pattern, osm in _DAY_NAMES:
        text = pattern.sub(osm, text)
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text


def _month(name: str) -> str:
    return next(osm for osm, names in _MONTHS.items() if re.fullmatch(names, name, re.I))


def _date(found: re.Match) -> str:
    day, month, year = found.groups()
    return f"{year + ' ' if year else ''}{_month(month)} {day}"


def _day_range(found: re.Match) -> str:
    first, last, month, year = found.groups()
    return f"{year + ' ' if year else ''}{_month(month)} {first}-{last}"
