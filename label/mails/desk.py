"""« Messages retenus » in the admin: the secretariat reads what is held, then sends it together."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from rules import has_perm
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from label.machine import Refused
from label.mails import batches

MOST_SHOWN = 200
LONGEST = 18  # digits of a number that the database knows


class HeldMessages(WagtailAdminTemplateMixin, TemplateView):
    """What waits, message by message with its words; one button sends those that are chosen."""

    page_title = gettext_lazy("Messages retenus")
    header_icon = "mail"
    template_name = "label/admin/held_messages.html"

    def dispatch(self, request, *args, **kwargs):
        if not has_perm("label.use_secretariat_desk", request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        waiting = batches.held()
        lines = batches.preview(waiting[:MOST_SHOWN])
        return super().get_context_data(**kwargs, lines=lines, number=waiting.count())

    def post(self, request, *args, **kwargs):
        sent = request.POST.getlist("message")
        chosen = [pk for pk in sent if pk.isdecimal() and len(pk) <= LONGEST]
        if not chosen:
            messages.error(request, _("Choisissez au moins un message."))
            return redirect("label_mails:held")
        try:
            number = batches.release(batches.held().filter(pk__in=chosen), by=request.user)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return redirect("label_mails:held")
        told = ngettext(
            "%(number)s message part avec le prochain envoi.",
            "%(number)s messages partent avec le prochain envoi.",
            number,
        )
        messages.success(request, told % {"number": number})
        return redirect("label_mails:held")


class HeldMessagesItem(MenuItem):
    def __init__(self):
        super().__init__(
            _("Messages retenus"),
            reverse("label_mails:held"),
            name="held-messages",
            icon_name="mail",
            order=170,
        )

    def is_shown(self, request):
        return has_perm("label.use_secretariat_desk", request.user)


app_name = "label_mails"
urlpatterns = [path("", HeldMessages.as_view(), name="held")]
