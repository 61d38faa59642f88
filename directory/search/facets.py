"""How many results each filter would give, the others in force: worth a click or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from directory import vocabulary
from directory.enums import Country, Kind
from directory.models import Listing
from directory.search.filters import matching, sold, there_in
from directory.search.query import Query
from directory.search.results import MOST_COUNTED
from home import edition

# Above, counting who is open would ask the hours of too many rows.
MOST_ASKED_FOR_HOURS = 1000

_ListingFamily = Listing.families.through

# As `opening` asks, without the time it takes to build the query in Python.
_OPEN = """
    SELECT COUNT(*) FROM directory_listing l
    WHERE l.id IN ({ids}) AND l.intervals_until IS NOT NULL AND (
        SELECT o.start FROM directory_openinterval o
        WHERE o.listing_id = l.id AND o."end" > %s ORDER BY o."end" LIMIT 1
    ) <= %s
"""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter. `count` is None where counting would cost too much: not zero."""

    value: str
    label: str
    count: int | None
    selected: bool
    toggle: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    options: list[Option]


def flags(
    query: Query, rows: QuerySet, *, total: int, is_capped: bool, open_now: int | None
) -> list[Facet]:
    """The filters of one click, each counted as if it were ticked too.

    `rows` are the results of the search, `open_now` how many of them are open.
    """
    counted = not is_capped
    asked = {
        "ouvert": ("maintenant", _("Ouvert maintenant"), query.open_at == query.now),
        "saison": ("1", _("De saison"), query.in_season),
        "bio": ("1", _("Bio"), query.organic),
        "label": ("1", _("Produits labellisés"), query.labelled),
        "acces": ("pmr", _("Accessible en fauteuil"), query.step_free),
    }
    counts = _lasting(query, "flag", lambda: _flag_counts(query, rows)) if counted else {}
    counts = counts | {"ouvert": open_now}
    found = []
    for name, (value, label, selected) in asked.items():
        count = total if selected and counted else counts.get(name)
        toggle = query.urlencode(**query.toggled(name, value, on=not selected))
        if selected or count != 0:
            found.append(Facet(name, label, [Option(value, label, count, selected, toggle)]))
    return found


def open_now(query: Query, ids: Sequence[int], *, is_capped: bool) -> int | None:
    """How many of some places are open now; None where that is not counted."""
    if is_capped or query.open_at is not None or len(ids) > MOST_ASKED_FOR_HOURS:
        return None
    at = connection.ops.adapt_datetimefield_value(query.now)

    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN.format(ids=", ".join(map(str, ids)) or "NULL"), [at, at])
            return cursor.fetchone()[0]

    return edition.keep(("open", query.minute, query.without_page.lasting), count)


def groups(query: Query, rows: QuerySet, *, is_capped: bool) -> list[Facet]:
    """The filters of several choices, each counted as if its own ticks were not there."""
    counted = not is_capped
    found = (
        None if query.only else _kinds(query, rows, counted=counted),
        _families(query, rows, counted=counted),
        None if query.has_area else _countries(query, rows, counted=counted),
    )
    return [facet for facet in found if facet is not None and facet.options]


def _kinds(query: Query, rows: QuerySet, *, counted: bool) -> Facet:
    counts = _by(query, rows, "kind", kinds=()) if counted else None
    labels = [(kind.value, str(kind.label)) for kind in Kind]
    return _facet(query, "type", _("Type de lieu"), labels, counts, query.kinds)


def _countries(query: Query, rows: QuerySet, *, counted: bool) -> Facet:
    counts = _by(query, rows, "commune__country", countries=()) if counted else None
    labels = [(country.value, str(country.label)) for country in Country]
    return _facet(query, "pays", _("Pays"), labels, counts, query.countries)


def _families(query: Query, rows: QuerySet, *, counted: bool) -> Facet:
    known = vocabulary.current()
    selected = tuple(entry.value for entry in query.families)
    shown = [known.families[slug] for slug in known.roots]
    shown += [entry for entry in query.families if entry not in shown]
    counts = _by_family(query, rows, shown) if counted else None
    labels = [(entry.value, entry.plural or entry.label) for entry in shown]
    return _facet(query, "famille", _("Produits"), labels, counts, selected)


def _by_family(query: Query, rows: QuerySet, shown: list) -> dict[str, int] | None:
    def count():
        wider = _without(query, rows, families=())
        return None if wider is None else _family_counts(query, wider, shown)

    return _lasting(query, "family", count)


def _family_counts(query: Query, wider: QuerySet, shown: list) -> dict[str, int]:
    if query.in_season:  # the family itself must be in season there
        lines = sold(query).filter(listing__in=wider.values("pk"))
        counts = [
            Count("listing", distinct=True, filter=Q(product__family__in=entry.ids))
            for entry in shown
        ]
        found = lines.aggregate(**{f"of_{n}": count for n, count in enumerate(counts)})
        return {entry.value: found[f"of_{n}"] for n, entry in enumerate(shown)}
    links = _ListingFamily.objects.filter(productfamily__in=[entry.ids[0] for entry in shown])
    if query.has_area or query.has_filters:
        links = links.filter(listing__in=wider.values("pk"))
    by_id = dict(links.order_by().values_list("productfamily").annotate(total=Count("listing")))
    return {entry.value: by_id.get(entry.ids[0], 0) for entry in shown}


def _flag_counts(query: Query, rows: QuerySet) -> dict[str, int]:
    rows = rows.alias(there=there_in("season_months", query), **_in_season(query))
    is_in_season = Q(there__gt=0, **dict.fromkeys(_in_season(query), True))
    counts = {
        "saison": Count("pk", filter=is_in_season),
        "bio": Count("pk", filter=Q(is_organic=True)),
        "label": Count("pk", filter=Q(is_labelled=True)),
        "acces": Count("pk", filter=Q(is_step_free=True)),
    }
    return rows.aggregate(**counts)


def _in_season(query: Query) -> dict:
    """What is asked for, if anything, must be in season itself, not something else sold there."""
    lines = sold(query.but(in_season=True)).filter(listing=OuterRef("pk"))
    found = {}
    if query.products:
        ids = [pk for entry in query.products for pk in entry.ids]
        found["product_now"] = Exists(lines.filter(product__in=ids))
    if query.families:
        ids = [pk for entry in query.families for pk in entry.ids]
        found["family_now"] = Exists(lines.filter(product__family__in=ids))
    return found


def _without(query: Query, rows: QuerySet, **ticks) -> QuerySet | None:
    """The results without the ticks of one filter; None if there are too many to count."""
    wider = query.but(**ticks)
    if wider == query:
        return rows
    found = matching(wider)
    is_too_wide = found.values("pk")[: MOST_COUNTED + 1].count() > MOST_COUNTED
    return None if is_too_wide else found


def _by(query: Query, rows: QuerySet, column: str, **ticks) -> dict | None:
    def count():
        wider = _without(query, rows, **ticks)
        return None if wider is None else dict(wider.values_list(column).annotate(Count("pk")))

    return _lasting(query, column, count)


def _lasting(query: Query, name: str, count: Callable):
    """Counts that hold until something is published, the hour turns, or the minute if it asks
    who is open."""
    asked = tuple((name, values) for name, values in query.given if name not in ("page", "tri"))
    return edition.keep(("facet", name, query.but(given=asked).lasting), count)


def _facet(query: Query, name: str, title: str, labels, counts: dict | None, selected) -> Facet:
    options = []
    for value, label in labels:
        count = counts.get(value, 0) if counts is not None else None
        on = value in selected
        if on or count != 0:
            toggle = query.urlencode(**query.toggled(name, value, on=not on))
            options.append(Option(value, label, count, on, toggle))
    return Facet(name, title, options)
