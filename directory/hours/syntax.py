"""What people type, cleaned into OSM opening_hours."""

import re
import unicodedata
from functools import lru_cache

from .engine import is_readable
from .french import to_osm

MAX_LENGTH = 1000

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_TIME = r"\d\d:\d\d"
_PROPER = {word.lower(): word for word in (*DAYS, *MONTHS, "PH", "SH")}
_LOWER = "off|closed|open|unknown|week|easter|sunrise|sunset|dawn|dusk"

_TYPOGRAPHY = str.maketrans(
    {"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "ʼ": "'"}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("：∶", ":")
)
# Quoted comments step aside as one private character each, so that no rule below touches them.
_PRIVATE = 0xE000
_COMMENT = rf"[{chr(_PRIVATE)}-{chr(_PRIVATE + 0xFF)}]"


def _repeat_year(found: re.Match) -> str:
    """Say both years of « 2026 Mar 28-Apr 16 », which one engine of two refuses."""
    year, month, day, last_month = found.groups()
    turns = MONTHS.index(last_month) < MONTHS.index(month)
    return f"{year} {month} {day}-{int(year) + turns:04} {last_month}"


_SAYS_HOURS = re.compile(rf'{_TIME}|sun|dawn|dusk|24/7|"|\b(?:off|closed|open|unknown)\b')
_RULES = [
    (re.compile(pattern, flags), replacement)
    for pattern, replacement, flags in (
        (r"[^\S\n]+", " ", 0),
        (r" ?\n+ ?", "; ", 0),
        (
            rf"\b(?:{'|'.join(_PROPER)})\b(?=[^\w']|$)",
            lambda found: _PROPER[found[0].lower()],
            re.I,
        ),
        (rf"\b(?:{_LOWER})\b", lambda found: found[0].lower(), re.I),
        (r"(?<![\d:.+])(\d):(?=\d\d(?!\d))", r"0\1:", 0),
        (rf"({_TIME}|{_DAY}|{_MONTH}) ?- ?(?={_TIME}|{_DAY}|{_MONTH})", r"\1-", 0),
        (rf"({_MONTH} \d\d?) ?- ?(?=\d|{_MONTH})", r"\1-", 0),
        (rf"({_DAY}) \[", r"\1[", 0),
        (r"(?<=[\[,\d]) +(?=[\d,\]-][^\[;]*\])", "", 0),
        (r" ?, ?", ",", 0),
        (r" ;", ";", 0),
        (rf"({_DAY}|{_MONTH}|{_MONTH} \d\d?) :", r"\1:", 0),
        (rf"({_MONTH}(?: \d\d?)?),(?=(?!PH|SH){_DAY})", r"\1 ", 0),
        # A comma after hours adds a rule; the engines want a space there, and none elsewhere.
        (
            rf"({_TIME}\+?|off|open|closed|unknown|{_COMMENT}),(?!{_TIME}|sun|dawn|dusk|\()",
            r"\1, ",
            0,
        ),
        (rf"(?<=.) ?[;,] ?({_COMMENT})$", r" || \1", 0),
        (rf"(\b\d{{4}}) ({_MONTH}) (\d\d?)-({_MONTH})", _repeat_year, 0),
        (r"[\s;,]+$", "", 0),
        (r"^[\s;,]+", "", 0),
    )
]


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Write in OSM syntax the hours that a person or an import wrote almost so.

    Understands French days, months and times. What cannot be understood with certainty is given
    back as it was typed, trimmed.
    """
    typed = _tidy(text)
    if len(typed) > MAX_LENGTH:
        return typed
    previous, current = typed, _clean(typed)
    for _attempt in range(4):
        if current == previous:
            break
        previous, current = current, _clean(current)
    if current != previous or not is_readable(current):
        return typed
    # « Ouvert du mardi au samedi » says no hours: it must not become « jour et nuit ».
    return typed if rule_without_hours(current) and not is_readable(typed) else current


def rule_without_hours(expression: str) -> str:
    """Find the first rule that names days but no hours, which OSM takes for day and night."""
    commented = re.sub(r'"[^"]*"', '"', expression)
    for rule in re.split(r"; ?|, | \|\| ", commented):
        if rule.strip() and not _SAYS_HOURS.search(rule):
            return rule.strip(" :")
    return ""


def _tidy(text: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFC", text) if _is_text(c))
    return re.sub(r"\r\n?", "\n", text.translate(_TYPOGRAPHY)).strip()


def _is_text(character: str) -> bool:
    return character in "\n\t\r" or unicodedata.category(character) not in {"Cc", "Co", "Cs"}


def _clean(text: str) -> str:
    comments: list[str] = []

    def put_aside(comment: str) -> str:
        comments.append(comment)
        return chr(_PRIVATE + min(len(comments) - 1, 0xFF))

    text = re.sub(r'"[^"]*"', lambda found: put_aside(_trimmed(found[0])), text)
    text = to_osm(text, put_aside)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _keep_nights(text)
    return re.sub(_COMMENT, lambda found: _restore(found[0], comments), text)


def _trimmed(comment: str) -> str:
    return f'"{" ".join(comment[1:-1].split())}"'


def _restore(mark: str, comments: list[str]) -> str:
    index = ord(mark) - _PRIVATE
    return comments[index] if index < len(comments) else ""


_PLAIN_RULE = re.compile(rf"\s*({_DAY}(?:[-,]{_DAY})*) ({_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*)\s*")


def _keep_nights(text: str) -> str:
    """Join by commas plain rules of different days of which one lasts past midnight.

    After « ; » the rule of Saturday would erase the end of Friday's night, in every engine.
    """
    rules = text.split(";")
    matches = [_PLAIN_RULE.fullmatch(rule) for rule in rules]
    if not all(matches) or not any(_is_overnight(found[2]) for found in matches):
        return text
    covered: set[str] = set()
    for found in matches:
        days = _days_of(found[1])
        if not days.isdisjoint(covered):
            return text
        covered |= days
    return ", ".join(rule.strip() for rule in rules)


def _is_overnight(times: str) -> bool:
    return any(
        end > "24:00" or (end <= start and end != "00:00")
        for start, end in re.findall(rf"({_TIME})-({_TIME})", times)
    )


def _days_of(selector: str) -> set[str]:
    days: set[str] = set()
    for part in selector.split(","):
        first, _dash, last = part.partition("-")
        if not last or first not in DAYS or last not in DAYS:
            days.update(part.split("-"))
            continue
        start, length = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7
        days.update(DAYS[(start + step) % 7] for step in range(length + 1))
    return days
