"""Whether places have what is asked for: many have it at another time of the year."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory import months
from directory.models.listing import ListingProduct
from directory.search.query import Query
from directory.seasons.levels import has_some, presence


@dataclass
class Stock:
    """What a place has, of the products asked for; if it has none now, when it does."""

    names: list[str] = field(default_factory=list)
    months: int = 0

    def absence(self, month: int) -> str:
        """« Pas encore : dès avril », for a place that has none in that month."""
        if self.names or not self.months:
            return ""
        ahead = next(n for n in range(1, 12) if self.months & _bit(month + n))
        behind = next(n for n in range(1, 12) if self.months & _bit(month - n))
        back = {"month": months.NAMES[(month + ahead - 1) % 12]}
        if ahead <= behind:
            return _("Pas encore : dès %(month)s") % back
        return _("Saison finie : de retour en %(month)s") % back


def of_listings(ids: Iterable[int], query: Query) -> dict[int, Stock]:
    """The stock of each listing that sells products asked for, by id; one query if any is."""
    asked = [pk for entry in query.products for pk in entry.ids]
    if not asked:
        return {}
    lines = ListingProduct.objects.filter(listing__in=list(ids), product__in=asked)
    found: dict[int, Stock] = {}
    for line in lines.select_related("product").order_by("listing", "product__name", "product"):
        stock = found.setdefault(line.listing_id, Stock())
        if has_some(line.product, line.months, query.month):
            stock.names.append(line.product.name)
        else:
            stock.months |= presence(line.product, line.months)
    return found


def _bit(month: int) -> int:
    return months.bit((month - 1) % 12 + 1)
