"""The menu « Demandes »: who asks for a listing, for whom the team writes, who tends what."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from directory.admin.claims import ClaimViewSet
from directory.admin.mandates import MandateViewSet
from directory.admin.members import MemberViewSet


class RequestsGroup(ViewSetGroup):
    menu_label = _("Demandes")
    menu_icon = "mail"
    menu_order = 160
    items = (
        ClaimViewSet("claims", url_prefix="demandes/fiches"),
        MandateViewSet("mandates", url_prefix="demandes/mandats"),
        MemberViewSet("members", url_prefix="demandes/responsables"),
    )
