"""Places on the map, one by one: what a popup needs, written once and kept while it is true."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from json.encoder import encode_basestring
from math import inf
from typing import NamedTuple

from django.db import connection
from django.utils.translation import get_language

from directory.enums import KIND_LOOKS, Kind
from directory.hours import State
from directory.hours.engine import DAY, PARIS, midnight
from directory.listing import hours_of
from directory.models import Listing
from directory.search import stock
from directory.search.query import Query
from home import edition, seo

A_FEATURE = 300  # bytes of a feature beside its text, about
_text = encode_basestring  # a string of JSON, accents as they are

# As `filters.opening` asks, without the time it takes to build the query in Python.
_ROWS = """
    SELECT l.id, l.name, l.kind, l.path, l.latitude, l.longitude, l.is_labelled, l.family_slugs,
           l.place_name, l.page_id, l.hours, l.intervals_until,
           CASE WHEN l.intervals_until IS NOT NULL THEN
               (SELECT o.start || '/' || o."end" FROM directory_openinterval o
                WHERE o.listing_id = l.id AND o."end" > %s ORDER BY o."end" LIMIT 1)
           END
    FROM directory_listing l
    WHERE l.id IN ({ids})
"""


class Feature(NamedTuple):
    """A place as it is sent, and the moments (timestamps) between which that is true."""

    text: bytes
    since: float = -inf
    until: float = inf


def to_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_LOOKS = {
    kind.value: to_json({"type": kind.value, "icone": icon, "encre": ink})[1:-1]
    for kind, (icon, ink) in KIND_LOOKS.items()
}
_PRODUCER = Kind.PRODUCER.value
_NO_STATE = to_json({"ouvert": None, "etat": ""})[1:-1]
# Hours that need their words read: « sur rendez-vous », an end that is not said.
_WORDY = re.compile(r'["+]|\|\||unknown')


def features(ids: Sequence[int], query: Query) -> list[bytes]:
    """The places of some ids, in the order of these."""
    ids = sorted(ids)
    if query.open_at or query.products:  # what is told of a place depends on the question
        found = _made(ids, query)
    else:
        at = query.now.timestamp()
        found = edition.keep_each(
            "feature",
            ids,
            lambda missing: _made(missing, query),
            stale=lambda kept: [
                pk for pk, (_text, since, until) in kept.items() if not since <= at < until
            ],
            weigh=lambda feature: len(feature.text) + A_FEATURE,
        )
    return [found[pk].text for pk in ids if pk in found]


def _made(ids: list[int], query: Query) -> dict[int, Feature]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        at = connection.ops.adapt_datetimefield_value(query.at)
        cursor.execute(_ROWS.format(ids=", ".join(map(str, ids))), [at])
        rows = cursor.fetchall()
    told = _Told(query, rows)
    prefix = seo.in_language("/").rstrip("/")  # « /en » for readers of English
    found = {}
    for row in rows:
        pk, name, kind, path, latitude, longitude, labelled, families, place, page, *_hours = row
        state, until = (_NO_STATE, inf) if kind == _PRODUCER else told.state(row)
        absence = told.absences and told.absences.get(pk)
        text = (
            f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{longitude!r},'
            f'{latitude!r}]}},"properties":{{"id":{page or -pk},"nom":{_text(name)},'
            f'"url":{_text(prefix + path)},"label":{"true" if labelled else "false"},'
            f'"familles":{_texts(families)},"commune":{_text(place)},{_LOOKS[kind]},{state}'
            + (f',"absence":{_text(absence)}}}}}' if absence else "}}")
        )
        since = -inf if until == inf else told.since
        found[pk] = Feature(text.encode(errors="replace"), since, until)
    return found


class _Told:
    """Whether places are open, read from their known openings; their hours are parsed only when
    these do not tell all."""

    def __init__(self, query: Query, rows: list[tuple]):
        self.at = query.at
        self.since = query.at.timestamp()
        self.today = query.at.astimezone(PARIS).date()
        self.midnight = midnight(self.today + DAY).replace(tzinfo=PARIS).timestamp()
        self.language = get_language()
        wordy = [row[0] for row in rows if _needs_reading(row)]
        self.wordy = Listing.objects.in_bulk(wordy) if wordy else {}
        stocks = stock.of_listings([row[0] for row in rows], query)
        self.absences = {pk: has.absence(query.month) for pk, has in stocks.items()}

    def state(self, row: tuple) -> tuple[str, float]:
        """`ouvert` and `etat`, as they are written, and until when they hold."""
        pk, coming = row[0], row[-1]
        if pk in self.wordy:  # hours are written to the minute
            minute = self.at.replace(second=0, microsecond=0) + timedelta(minutes=1)
            return _answer(hours_of(self.wordy[pk]).state(self.at)), minute.timestamp()
        if coming is None:
            return _answer_at(None, False, self.today, self.language), inf
        opens, closes = _span(coming)
        is_open = opens <= self.at
        edge = (closes if is_open else opens).timestamp()
        told = _answer_at(coming, is_open, self.today, self.language)
        return told, min(edge, self.midnight)


def _needs_reading(row: tuple) -> bool:
    hours, known_until, coming = row[-3:]
    if not hours:  # dated exceptions alone, or nothing
        return known_until is not None
    return coming is None or _WORDY.search(hours) is not None


# A day's answers are few, and every map of that day asks for them: half of the work of a map.
@lru_cache(maxsize=10_000)
def _answer_at(coming: str | None, is_open: bool, today: date, language: str) -> str:
    """What is said of a place on a day, in the language in force."""
    # As seen at noon: the hour tells only « day and night » apart, whose end is weeks away.
    noon = datetime.combine(today, time(12), PARIS)
    if coming is None:
        return _answer(State("unknown", noon))
    opens, closes = _span(coming)
    if is_open:
        return _answer(State("open", noon, until=closes))
    return _answer(State("soon" if opens.date() == today else "closed", noon, opens=opens))


@lru_cache(maxsize=10_000)
def _span(coming: str) -> tuple[datetime, datetime]:
    """Start and end of an opening in Paris time; SQLite writes them in UTC without saying so."""
    edges = (datetime.fromisoformat(edge) for edge in coming.split("/"))
    opens, closes = (edge if edge.tzinfo else edge.replace(tzinfo=UTC) for edge in edges)
    return opens.astimezone(PARIS), closes.astimezone(PARIS)


def _answer(state: State) -> str:
    is_open = None if state.kind in ("unknown", "conditional") else state.is_open
    return to_json({"ouvert": is_open, "etat": state.sentence})[1:-1]


def _texts(words: str) -> str:
    """Words without spaces of their own, as a list of JSON."""
    return f"[{_text(words)}]".replace(" ", '","') if words else "[]"
