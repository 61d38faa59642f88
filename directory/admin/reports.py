"""Reports: which listings to call, and which lack what a reader needs first."""

import django_filters
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from directory import freshness
from directory.admin.filters import FRESHNESS, MISSING, ListedPageFilterSet, of_freshness, without
from directory.models import ListedPage

PERMISSIONS = ["change", "publish"]


def stale_pages():
    """Live listings to refresh, those nobody ever confirmed first, then the oldest."""
    today = timezone.localdate()
    old = of_freshness("old", today) | of_freshness("stale", today) | of_freshness("unknown", today)
    return _open_pages().filter(old).order_by(F("confirmed_on").asc(nulls_first=True), "title")


def incomplete_pages():
    """Live listings without exact position, or places without hours."""
    return _open_pages().filter(without("position") | without("hours")).order_by("title")


def _open_pages():
    return ListedPage.objects.live().filter(closed_for_good=False)


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, PERMISSIONS)


class ListedPageReport(ReportView):
    """A list of listings with the way to reach those who keep them."""

    model = ListedPage
    permission_policy = page_permission_policy
    any_permission_required = PERMISSIONS
    results_template_name = "wagtailadmin/generic/listing_results.html"
    list_export = ["title", "place_name", "confirmed_on", "phone", "email"]
    export_headings = {
        "title": _("Nom"),
        "place_name": _("Commune"),
        "confirmed_on": _("Confirmée le"),
        "phone": _("Téléphone"),
        "email": _("Adresse e-mail"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Nom"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("type", label=_("Type"), accessor=lambda page: page.content_type.name),
        Column("place_name", label=_("Commune")),
        DateColumn("confirmed_on", label=_("Confirmée le")),
        Column(
            "freshness",
            label=_("Fraîcheur"),
            accessor=lambda page: freshness.stamp(page.confirmed_on, timezone.localdate()).sentence,
        ),
        Column("phone", label=_("Téléphone")),
        Column("email", label=_("Adresse e-mail")),
    ]

    def get_base_queryset(self):
        allowed = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, PERMISSIONS
        )
        pages = self.pages().filter(pk__in=allowed.values("pk"))
        return pages.select_related("commune", "content_type")


class StaleFilterSet(ListedPageFilterSet):
    freshness = django_filters.ChoiceFilter(
        label=_("Fraîcheur"), choices=FRESHNESS[1:], method="by_freshness"
    )
    live = None


class IncompleteFilterSet(ListedPageFilterSet):
    missing = django_filters.ChoiceFilter(
        label=_("Il manque"), choices=MISSING, method="by_missing"
    )
    live = None


class StaleReport(ListedPageReport):
    page_title = _("Fiches à rafraîchir")
    header_icon = "time"
    filterset_class = StaleFilterSet
    index_url_name = "directory_admin:stale"
    index_results_url_name = "directory_admin:stale_results"
    export_filename = "fiches-a-rafraichir"

    def pages(self):
        return stale_pages()


class IncompleteReport(ListedPageReport):
    page_title = _("Sans position ou sans horaires")
    header_icon = "warning"
    filterset_class = IncompleteFilterSet
    index_url_name = "directory_admin:incomplete"
    index_results_url_name = "directory_admin:incomplete_results"
    export_filename = "fiches-incompletes"

    def pages(self):
        return incomplete_pages()
