"""How tests ask the search, and where they stand."""

from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.http import urlencode

from directory import search

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 9, 15, 10, 0, tzinfo=PARIS)  # a Tuesday
NIMES, UZES = (43.8367, 4.3601), (44.0121, 4.4197)


def ask(params="", *, now=NOW, **others):
    data = QueryDict(params if isinstance(params, str) else urlencode(params, doseq=True))
    return search.find(search.parse(data, now=now, **others))


def haversine(a, b) -> float:
    (la, oa), (lb, ob) = (map(radians, a), map(radians, b))
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((ob - oa) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(h))
