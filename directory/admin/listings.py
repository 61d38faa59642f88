"""Producers and points of sale as flat lists, in the menu « Annuaire »."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from directory.admin.error_reports import ErrorReportViewSet
from directory.admin.filters import PointOfSaleFilterSet, ProducerFilterSet
from directory.models import PointOfSalePage, ProducerPage

_TITLE = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Nom"), sort_key="title", classname="title"),
]
_FACTS = [
    Column("place_name", label=_("Commune"), sort_key="commune__name"),
    DateColumn("confirmed_on", label=_("Confirmée le"), sort_key="confirmed_on"),
    Column("source", label=_("Source"), sort_key="source__name"),
    PageStatusColumn("status", label=_("État"), sort_key="live"),
]


class ListedPageIndexView(IndexView):
    """One query for the pages with their commune and source, instead of one for each."""

    def annotate_queryset(self, pages):
        return (
            pages.defer_streamfields()
            .select_related("commune", "source")
            .prefetch_related("content_type", "sites_rooted_here")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )


class ProducerListing(PageListingViewSet):
    model = ProducerPage
    index_view_class = ListedPageIndexView
    icon = "group"
    menu_label = _("Producteurs")
    add_to_admin_menu = False
    columns = [*_TITLE, *_FACTS]
    filterset_class = ProducerFilterSet


class PointOfSaleListing(PageListingViewSet):
    model = PointOfSalePage
    index_view_class = ListedPageIndexView
    icon = "home"
    menu_label = _("Points de vente")
    add_to_admin_menu = False
    columns = [
        *_TITLE,
        Column("get_kind_display", label=_("Type"), sort_key="kind"),
        *_FACTS,
    ]
    filterset_class = PointOfSaleFilterSet


class DirectoryGroup(ViewSetGroup):
    menu_label = _("Annuaire")
    menu_icon = "list-ol"
    menu_order = 150
    items = (
        PointOfSaleListing("points_of_sale", url_prefix="annuaire/points-de-vente"),
        ProducerListing("producers", url_prefix="annuaire/producteurs"),
        ErrorReportViewSet("error_reports", url_prefix="annuaire/signalements"),
    )
