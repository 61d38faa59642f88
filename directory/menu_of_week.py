"""« Au menu cette semaine »: a recipe of the season whose products are sold around a town."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from directory import geography
from directory.models import Commune, Listing, Product, RecipeFacts

AROUND_KM = 20
CONSIDERED = 200  # recipes in season
POOL = 6  # the best of them take turns, a week each
NAMED = 3
ENOUGH_FOUND = 0.75
_Sold = Listing.products.through


@dataclass(frozen=True)
class Menu:
    """A recipe, and how many of its products are sold around."""

    row: RecipeFacts
    names: str  # « Haricots cocos, courgette, basilic »
    found: int
    total: int
    place: str
    kilometres: int = AROUND_KM


def choose(center: Commune | None, today: date) -> Menu | None:
    """The recipe of the week, the same all week; None where nothing is sold. Three queries."""
    if center is None or center.latitude is None:
        return None
    rows = RecipeFacts.objects.in_season(today.month).order_by("sort_name", "pk")
    rows = list(rows.select_related("page").prefetch_related("products")[:CONSIDERED])
    ids = {product.pk for row in rows for product in row.products.all()}
    sold = _sold_around(ids, center)
    found = {row.pk: [p for p in row.products.all() if p.pk in sold] for row in rows}
    cookable = [row for row in rows if found[row.pk]]
    if not cookable:
        return None
    cookable.sort(key=lambda row: _merit(row, found[row.pk]), reverse=True)
    row = cookable[today.isocalendar().week % min(POOL, len(cookable))]
    products = sorted(found[row.pk], key=lambda p: (not p.is_in_season(today.month), p.pk))
    return Menu(
        row=row,
        names=", ".join(inside(n, p.name) for n, p in enumerate(products[:NAMED])),
        found=len(products),
        total=len(row.products.all()),
        place=center.name,
    )


def _sold_around(ids: set[int], center: Commune) -> set[int]:
    """Which of the products somebody sells in the square around a town."""
    box = geography.box_around(center.latitude, center.longitude, AROUND_KM)
    sellers = _Sold.objects.filter(
        product=OuterRef("pk"),
        listing__latitude__range=(box.south, box.north),
        listing__longitude__range=(box.west, box.east),
    )
    return set(Product.objects.filter(Exists(sellers), pk__in=ids).values_list("pk", flat=True))


def _merit(row: RecipeFacts, found: list[Product]) -> tuple:
    """Recipes tied to their season, of which enough is found, then those of which most is."""
    share = len(found) / len(row.products.all())
    return (not row.is_for_all_year, share >= ENOUGH_FOUND, len(found), share)


def inside(number: int, name: str) -> str:
    """A name as it stands in a list: a capital for the first alone."""
    return name if number == 0 else name[:1].lower() + name[1:]
