"""Follow, in the public rows, what the team corrects in the catalogue."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from directory import listing
from directory.models import (
    Appellation,
    Commune,
    Listing,
    Offer,
    PointOfSalePage,
    Product,
    ProductFamily,
    QualitySign,
    StockedProduct,
)

# The fields of the catalogue that the rows copy; the others are read where they are.
COPIED = {
    Commune: {"name", "latitude", "longitude"},
    ProductFamily: {"name", "slug", "parent"},
    Product: {"name", "synonyms", "family", "peak_months", "season_months"},
    QualitySign: {"is_organic"},
    Appellation: {"sign"},
}


def is_corrected(before: Model, after: Model) -> bool:
    """Whether a copied field of a row of the catalogue changes."""
    fields = (after._meta.get_field(name).attname for name in COPIED[type(after)])
    return any(getattr(before, name) != getattr(after, name) for name in fields)


def follow(corrected: Iterable[Model]) -> int:
    """Write again, once each, the rows that copy something of these; give their number."""
    pages: set[int] = set()
    by_model: dict[type[Model], list[int]] = {}
    for row in corrected:
        by_model.setdefault(type(row), []).append(row.pk)
    for model, ids in by_model.items():
        pages.update(_PAGES[model](ids))
    return listing.rewrite(pages)


def _listed(**those) -> QuerySet:
    rows = Listing.objects.filter(page__isnull=False, **those)
    return rows.values_list("page_id", flat=True).distinct()


def _signed(signed: Q) -> set[int]:
    """Pages that sell something under a sign, and the places where their producers are."""
    sellers = set(Offer.objects.filter(signed).values_list("page_id", flat=True))
    places = PointOfSalePage.objects.filter(presences__producer__in=sellers)
    stocked = StockedProduct.objects.filter(signed).values_list("page_id", flat=True)
    return sellers.union(places.values_list("pk", flat=True), stocked)


_PAGES = {
    Commune: lambda ids: _listed(commune__in=ids),
    ProductFamily: lambda ids: _listed(families__in=ids),
    Product: lambda ids: _listed(listingproduct__product__in=ids),
    QualitySign: lambda ids: _signed(Q(sign__in=ids) | Q(appellation__sign__in=ids)),
    Appellation: lambda ids: _signed(Q(appellation__in=ids)),
}
