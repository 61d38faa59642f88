"""What the tests of hours share: a shop, a closure, moments in Paris, files of real hours."""

import csv
from datetime import date, datetime
from zoneinfo import ZoneInfo

from directory.hours import DatedException

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
