"""Places that sell most of some products together, near somewhere; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict

from directory import search
from directory.enums import Kind
from directory.hours.engine import PARIS
from directory.listing import hours_of
from directory.models import Commune, Listing, Product
from directory.models.listing import ListingProduct, copies
from directory.search.order import FEW, distance_km, ids_of, in_order, nearest, page_of
from directory.seasons.levels import has_some
from home import edition

COMPARED = 200  # the nearest places that sell at least one of the products
SHOWN = 4


@dataclass(frozen=True)
class Together:
    """What a page says of where to find its products."""

    rows: list[Listing]  # each with `found` (what it has now), `state` and `distance_km`
    total: int  # products looked for
    place: str  # near where
    near: str  # as the reader typed it
    query: str  # of the search of these products, there
    warnings: tuple[str, ...]


@edition.kept
def center() -> Commune | None:
    """The largest commune of the territory: near it while the reader says nothing."""
    return Commune.objects.in_perimeter().order_by("-population", "name").first()


def find(products: Sequence[Product], near: str, *, now: datetime) -> Together | None:
    """Places near a commune that have the most of the products now; None without products."""
    if not products:
        return None
    if near:  # too many are typed to be kept
        found = _best(products, near, now)
    else:
        key = ("together", *(product.pk for product in products), now.astimezone(PARIS).month)
        found = edition.keep(key, lambda: _best(products, near, now))
    rows = copies(found.rows)
    for row in rows:
        row.state = None if row.kind == Kind.PRODUCER else hours_of(row).state(now)
    return replace(found, rows=rows)


def _best(products: Sequence[Product], near: str, now: datetime) -> Together:
    """The same, without what changes with the minute."""
    query = _query(products, near, now)
    warnings = query.warnings
    if query.place is None and (middle := center()):
        query = _query(products, middle.slug, now)
    ids = compared(query)
    sold = sold_by(ids, products)
    found = {
        pk: [p for p in products if p.pk in sold[pk] and has_some(p, sold[pk][p.pk], query.month)]
        for pk in ids
    }
    best = sorted((pk for pk in ids if found[pk]), key=lambda pk: -len(found[pk]))
    rows = in_order(best[:SHOWN])
    for row in rows:
        row.found = found[row.pk]
        row.distance_km = distance_km(query, row)
    return Together(
        rows=rows,
        total=len(products),
        place=query.place.label if query.place else "",
        near=near,
        query=query.urlencode(),
        warnings=warnings,
    )


def compared(query: search.Query) -> list[int]:
    """Ids of the first results, the nearest if there is a place."""
    ids = ids_of(query)
    if len(ids) <= FEW:
        return ids[:COMPARED]
    if query.place is None:
        return [row.pk for row in page_of(query, total=len(ids), start=0, size=COMPARED)]
    return nearest(query, COMPARED)


def sold_by(ids: Iterable[int], products: Iterable[Product]) -> dict[int, dict[int, int]]:
    """The months of each product at each listing, by their ids; one query."""
    found = defaultdict(dict)
    lines = ListingProduct.objects.filter(listing__in=list(ids), product__in=products)
    for listing, product, mask in lines.values_list("listing", "product", "months"):
        found[listing][product] = mask
    return found


def _query(products: Sequence[Product], near: str, now: datetime) -> search.Query:
    params = QueryDict(mutable=True)
    params.setlist("produit", [product.slug for product in products])
    params["ou"] = near
    return search.parse(params, now=now)
