"""Filters of the admin's lists of producers and points of sale.

Each narrows by primary keys, so that Wagtail's search, which only knows indexed fields, can be
combined with them.
"""

from calendar import monthrange
from datetime import date

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from directory.enums import POINT_OF_SALE_KINDS
from directory.freshness import OLD_MONTHS, STALE_MONTHS
from directory.models import Commune, ListedPage, PointOfSalePage, ProducerPage, Source

FRESHNESS = [
    ("fresh", _("confirmée depuis moins de 6 mois")),
    ("old", _("entre 6 et 9 mois")),
    ("stale", _("9 mois et plus")),
    ("unknown", _("jamais confirmée")),
]
MISSING = [("position", _("position exacte")), ("hours", _("horaires"))]
LIVE = [("yes", _("publiée")), ("no", _("brouillon"))]


def months_before(today: date, months: int) -> date:
    """The same day so many months ago, or the last day of that month."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def of_freshness(level: str, today: date) -> Q:
    """Pages whose confirmation is « fresh », « old », « stale » or « unknown » (see freshness)."""
    old, stale = months_before(today, OLD_MONTHS), months_before(today, STALE_MONTHS)
    return {
        "fresh": Q(confirmed_on__gt=old),
        "old": Q(confirmed_on__lte=old, confirmed_on__gt=stale),
        "stale": Q(confirmed_on__lte=stale),
        "unknown": Q(confirmed_on=None),
    }[level]


def without(fact: str) -> Q:
    """Pages, of any type, whose « position » or « hours » are missing."""
    return Q(latitude=None) if fact == "position" else Q(pointofsalepage__opening_hours="")


def narrow(pages, condition: Q):
    return pages.filter(pk__in=ListedPage.objects.filter(condition).values("pk"))


class ListedPageFilterSet(WagtailFilterSet):
    """What producers and points of sale are filtered by."""

    commune = django_filters.ModelChoiceFilter(
        label=_("Commune"),
        queryset=lambda request: Commune.objects.filter(pages__isnull=False).distinct(),
        method="by_field",
    )
    source = django_filters.ModelChoiceFilter(
        label=_("Source"), queryset=Source.objects.all(), method="by_field"
    )
    freshness = django_filters.ChoiceFilter(
        label=_("Fraîcheur"), choices=FRESHNESS, method="by_freshness"
    )
    missing = django_filters.ChoiceFilter(
        label=_("Il manque"), choices=MISSING[:1], method="by_missing"
    )
    live = django_filters.ChoiceFilter(label=_("État"), choices=LIVE, method="by_live")

    class Meta:
        model = ListedPage
        fields = []

    def by_field(self, pages, name, value):
        return narrow(pages, Q(**{name: value}))

    def by_freshness(self, pages, name, value):
        return narrow(pages, of_freshness(value, timezone.localdate()))

    def by_missing(self, pages, name, value):
        return narrow(pages, without(value))

    def by_live(self, pages, name, value):
        return narrow(pages, Q(live=value == "yes"))


class ProducerFilterSet(ListedPageFilterSet):
    class Meta:
        model = ProducerPage
        fields = []


class PointOfSaleFilterSet(ListedPageFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Type"), choices=POINT_OF_SALE_KINDS, method="by_kinds"
    )
    missing = django_filters.ChoiceFilter(
        label=_("Il manque"), choices=MISSING, method="by_missing"
    )

    class Meta:
        model = PointOfSalePage
        fields = []

    def by_kinds(self, pages, name, value):
        return narrow(pages, Q(pointofsalepage__kind__in=value)) if value else pages
