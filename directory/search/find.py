"""Answer a search: one page of rows, and what to do next."""

from array import array
from collections.abc import Sequence
from functools import partial

from django.db.models import F, QuerySet
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from directory import freshness
from directory.enums import Kind
from directory.hours.engine import PARIS
from directory.listing import hours_of
from directory.models import Listing
from directory.models.listing import copies
from directory.search import facets, labels, names, steps, stock
from directory.search.among import Among
from directory.search.filters import matching
from directory.search.order import distance_km, ids_of, in_order, page_of
from directory.search.query import DISTANCE, Query
from directory.search.results import MOST_COUNTED, PAGE_SIZE, Results
from home import edition

A_ROW = 3_000  # bytes of a row in memory, about


def find(query: Query) -> Results:
    """One page of results, with the distance, the state and the freshness of each row."""
    ids = _ids(query)
    is_capped = len(ids) > MOST_COUNTED
    total = min(len(ids), MOST_COUNTED)
    # Results that are all known are named once for all: what follows does not search again.
    rows = SimpleLazyObject(
        lambda: (
            matching(query) if is_capped else Listing.objects.order_by().filter(Among(F("pk"), ids))
        )
    )
    pages = max(1, -(-total // PAGE_SIZE))
    if query.page > pages:
        warning = _("Il n’y a que %(pages)d pages : voici la dernière.") % {"pages": pages}
        if pages == 1:
            warning = _("Il n’y a qu’une page : la voici.")
        query = query.but(page=pages, warnings=(*query.warnings, warning))
    start = (query.page - 1) * PAGE_SIZE
    size = min(PAGE_SIZE, total - start)
    shown = _shown(query, ids, rows, is_capped=is_capped, total=total, start=start, size=size)
    return Results(
        query=query,
        rows=shown,
        total=total,
        is_capped=is_capped,
        page=query.page,
        pages=pages,
        title=labels.title(query),
        filters=labels.filters(query),
        named=names.named(query) if total else [],  # else, a step proposes the name
        steps=steps.steps(query) if total == 0 else [],
        count_open=partial(facets.open_now, query, ids, is_capped=is_capped),
        count_flags=partial(facets.flags, query, rows, total=total, is_capped=is_capped),
        count_groups=partial(facets.groups, query, rows, is_capped=is_capped),
    )


def _ids(query: Query) -> Sequence[int]:
    """The results, or one more than are counted at most."""
    key = ("ids", query.without_page.lasting)
    return edition.keep(key, lambda: array("q", ids_of(query)), weigh=lambda ids: 8 * len(ids))


def _shown(
    query: Query, ids: Sequence[int], rows: QuerySet, *, is_capped: bool, **page: int
) -> list[Listing]:
    """The rows of one page and what is said of each."""
    total, start, size = page["total"], page["start"], page["size"]

    def read():
        if not total:
            found = []
        elif query.sort == DISTANCE and not is_capped:  # the ids have come nearest first
            found = in_order(ids[start : start + size])
        else:
            found = page_of(query, rows, **page)
        return found, stock.of_listings([row.pk for row in found], query)

    key = ("rows", query.without_page.lasting, start, size)
    found, stocks = edition.keep(key, read, weigh=lambda _rows: A_ROW * size)
    shown = copies(found)  # others are shown the same rows at other minutes
    for row in shown:
        _tell(row, query, stocks.get(row.pk, stock.Stock()))
    return shown


def count(rows: QuerySet) -> int:
    """How many rows, or one more than is counted at most."""
    return rows.values("pk")[: MOST_COUNTED + 1].count()


def _tell(row, query: Query, asked: stock.Stock):
    """What the list says of a row beside its own facts."""
    row.distance_km = distance_km(query, row)
    row.freshness = freshness.level(row.confirmed_on, query.now.astimezone(PARIS).date())
    row.stock, row.absence = asked, asked.absence(query.month)
    row.chips = row.named_in(query.month, asked.names)
    is_told = row.kind == Kind.PRODUCER or row.absence  # open, but not with what is asked for
    row.state = None if is_told else hours_of(row).state(query.at)
