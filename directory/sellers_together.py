"""Places that sell most of some products together, near somewhere; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from directory import search
from directory.enums import Kind
from directory.listing import hours_of
from directory.models import Commune, Listing, Product
from directory.models.listing import ListingProduct
from directory.search.filters import matching
from directory.search.find import count
from directory.search.order import distance_km, page_of
from directory.seasons.levels import has_some

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


def center() -> Commune | None:
    """The largest commune of the territory: near it while the reader says nothing."""
    return Commune.objects.in_perimeter().order_by("-population", "name").first()


def find(products: Sequence[Product], near: str, *, now: datetime) -> Together | None:
    """Places near a commune that have the most of the products now; None without products."""
    if not products:
        return None
    query = _query(products, near, now)
    warnings = query.warnings
    if query.place is None and (middle := center()):
        query = _query(products, middle.slug, now)
    total = count(matching(query))
    rows = page_of(query, total=total, start=0, size=min(total, COMPARED)) if total else []
    sold = sold_by(rows, products)
    found = {
        row.pk: [
            p
            for p in products
            if p.pk in sold[row.pk] and has_some(p, sold[row.pk][p.pk], query.month)
        ]
        for row in rows
    }
    rows = sorted((row for row in rows if found[row.pk]), key=lambda row: -len(found[row.pk]))
    for row in rows[:SHOWN]:
        row.found = found[row.pk]
        row.distance_km = distance_km(query, row)
        row.state = None if row.kind == Kind.PRODUCER else hours_of(row).state(now)
    return Together(
        rows=rows[:SHOWN],
        total=len(products),
        place=query.place.label if query.place else "",
        near=near,
        query=query.urlencode(),
        warnings=warnings,
    )


def sold_by(rows: Iterable[Listing], products: Iterable[Product]) -> dict[int, dict[int, int]]:
    """The months of each product at each listing, by their ids; one query."""
    found = defaultdict(dict)
    lines = ListingProduct.objects.filter(
        listing__in=[row.pk for row in rows], product__in=products
    )
    for listing, product, mask in lines.values_list("listing", "product", "months"):
        found[listing][product] = mask
    return found


def _query(products: Sequence[Product], near: str, now: datetime) -> search.Query:
    params = QueryDict(mutable=True)
    params.setlist("produit", [product.slug for product in products])
    params["ou"] = near
    return search.parse(params, now=now)
