"""What to propose when nothing is found: the nearest useful step, never a dead end."""

from dataclasses import dataclass, replace
from math import ceil
from urllib.parse import urlencode

from django.db.models import Min
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.hours.engine import PARIS
from directory.hours.wording import capitalised, hour, short_date, weekday
from directory.models import Listing
from directory.search import labels, order
from directory.search.filters import matching, opening
from directory.search.parse import parse
from directory.search.query import MAX_RADIUS_KM, QUOTES, Query
from directory.search.results import MOST_COUNTED

MOST_STEPS = 3
MOST_TRIED = 8  # filters taken away one by one

_NUMBERS = (
    *("", gettext_lazy("un"), gettext_lazy("deux"), gettext_lazy("trois"), gettext_lazy("quatre")),
    *(gettext_lazy("cinq"), gettext_lazy("six"), gettext_lazy("sept"), gettext_lazy("huit")),
    *(gettext_lazy("neuf"), gettext_lazy("dix")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A search that has results, and the sentence that proposes it."""

    sentence: str
    query: str
    total: int


def steps(query: Query) -> list[Step]:
    """At most three searches near this one, each with results."""
    wider = _wider(query)
    found = [
        _by_name(query),
        wider,
        _later(query),
        _without_one(query, near_is_told=wider is not None),
    ]
    found = [step for step in found if step is not None]
    if not found:
        found = [step for step in (_place_alone(query),) if step is not None]
    return found[:MOST_STEPS]


def _by_name(query: Query) -> Step | None:
    """The words as a name: « La Cabane aux figues » need not sell figs."""
    if not query.recognised:
        return None
    typed = " ".join(unit.strip(QUOTES) for unit in query.units)
    address = urlencode({"q": f'"{typed}"'})
    total = _count(_again(query, address))
    sentence = ngettext(
        "Un lieu porte ce nom : le voir ?",
        "%(number)s lieux portent ce nom : les voir ?",
        total,
    )
    return _step(sentence % {"number": capitalised(_number(total))}, address, total)


def _wider(query: Query) -> Step | None:
    place = query.place
    if place is None or query.bbox is not None or place.radius_km >= MAX_RADIUS_KM:
        return None
    wide = query.but(place=replace(place, radius_km=MAX_RADIUS_KM))
    first = order.nearest(wide, 1, from_km=place.radius_km * 1.5)
    if not first:
        return None
    row = Listing.objects.get(pk=first[0])
    radius = min(MAX_RADIUS_KM, max(ceil(order.distance_km(query, row)), 1))
    total = _count(query.but(place=replace(place, radius_km=radius)))
    words = {"radius": radius, "number": _number(total)}
    sentence = ngettext(
        "À %(radius)d km, il y en a un : le voir ?",
        "À %(radius)d km, il y en a %(number)s : les voir ?",
        total,
    )
    return _step(sentence % words, query.urlencode(rayon=radius), total)


def _later(query: Query) -> Step | None:
    if query.open_at is None:
        return None
    closed = matching(query.but(open_at=None)).filter(intervals_until__isnull=False)
    asked = closed.annotate(opens=opening(query.open_at, "start")).values("opens")
    opens = asked[:MOST_COUNTED].aggregate(first=Min("opens"))["first"]
    if opens is None:
        return None
    local = opens.astimezone(PARIS)
    total = _count(query.but(open_at=opens))
    mine = [r for r in query.recognised if r.entry.parameter == "ouvert"]
    changes = {"ouvert": f"{local:%Y-%m-%dT%H:%M}"}
    if mine:
        changes["q"] = query.without_words(mine)
    words = {
        "weekday": weekday(local.date()),
        "date": short_date(local.date(), query.now.astimezone(PARIS).date()),
        "hour": hour(local),
        "number": capitalised(_number(total)),
    }
    sentence = ngettext(
        "Tout est fermé. Un lieu ouvre %(weekday)s %(date)s à %(hour)s : le voir ?",
        "Tout est fermé. %(number)s lieux ouvrent %(weekday)s %(date)s à %(hour)s : les voir ?",
        total,
    )
    return _step(sentence % words, query.urlencode(**changes), total)


def _without_one(query: Query, *, near_is_told: bool) -> Step | None:
    """Take away the filter that keeps the most results out."""
    filters = labels.filters(query)
    if len(filters) < 2:
        return _everything(query) if filters and not near_is_told else None
    place = {filter_.remove for filter_ in labels.place_filters(query)}
    if near_is_told:
        filters = [filter_ for filter_ in filters if filter_.remove not in place]
    tried = []
    for filter_ in filters[:MOST_TRIED]:
        total = _count(_again(query, filter_.remove))
        if total:
            tried.append((total, filter_))
    if not tried:
        return None
    total, filter_ = max(tried, key=lambda pair: pair[0])
    words = {"label": filter_.label.strip(QUOTES), "number": _number(total)}
    sentence = ngettext(
        "Ailleurs, il y en a un : le voir ?",
        "Ailleurs, il y en a %(number)s : les voir ?",
        total,
    )
    if filter_.remove not in place:
        sentence = ngettext(
            "Sans « %(label)s », il y en a un : le voir ?",
            "Sans « %(label)s », il y en a %(number)s : les voir ?",
            total,
        )
    return _step(sentence % words, filter_.remove, total)


def _place_alone(query: Query) -> Step | None:
    if query.place is None:
        return _everything(query)
    town = query.values("ou") or tuple(
        r.entry.value for r in query.recognised if r.entry.parameter == "ou"
    )
    kept = {name: query.values(name) for name in ("lat", "lon", "rayon")}
    bare = Query(now=query.now, given=tuple(kept.items()), only=query.only, place=query.place)
    total = _count(bare)
    if not total:
        return _everything(query)
    sentence = ngettext(
        "Il y a un lieu %(where)s : le voir ?",
        "Il y a %(number)s lieux %(where)s : les voir ?",
        total,
    )
    where = labels.where(bare)
    return _step(
        sentence % {"number": _number(total), "where": where}, bare.urlencode(ou=town), total
    )


def _everything(query: Query) -> Step | None:
    total = _count(Query(now=query.now, only=query.only))
    if not total:
        return None
    sentence = ngettext(
        "L’annuaire compte un lieu : le voir ?",
        "L’annuaire compte %(number)s lieux : les voir tous ?",
        total,
    )
    return _step(sentence % {"number": _number(total)}, "", total)


def _step(sentence: str, query: str, total: int) -> Step | None:
    return Step(sentence, query, total) if total else None


def _again(query: Query, address: str) -> Query:
    return parse(QueryDict(address), now=query.now, only=query.only)


def _count(query: Query) -> int:
    return matching(query).values("pk")[: MOST_COUNTED + 1].count()


def _number(total: int) -> str:
    """A number as a sentence says it."""
    if total > MOST_COUNTED:
        return _("plus de %(number)d") % {"number": MOST_COUNTED}
    return str(_NUMBERS[total]) if total < len(_NUMBERS) else str(total)
