"""The months that producers give to their own offers."""

from django.db.models import Count, F, Q

from directory import months
from directory.models import Offer

NOBODY = (0,) * 12


def producers_by_month(**only) -> dict[int, tuple[int, ...]]:
    """How many producers of the public search give each month, January first, by product id.

    Offers that follow the territory's calendar say nothing more than it and do not count.
    """
    offers = Offer.objects.filter(page__listing__isnull=False, months__gt=0, **only)
    flags = {f"in_{month}": F("months").bitand(months.bit(month)) for month in range(1, 13)}
    counts = {
        f"producers_{month}": Count("page", distinct=True, filter=Q(**{f"in_{month}__gt": 0}))
        for month in range(1, 13)
    }
    rows = offers.order_by().alias(**flags).values("product").annotate(**counts)
    return {
        row["product"]: tuple(row[f"producers_{month}"] for month in range(1, 13)) for row in rows
    }
