"""Where the team hears of the label first: the home of the admin, « Mon espace »."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from directory.space.notices import Notice
from label import roles
from label.desks import waiting

FIRST = 0


class LabelPanel(Component):
    name = "label_desk"
    template_name = "label/admin/desks/home_panel.html"
    order = 40

    def get_context_data(self, parent_context):
        count, late = waiting.count_for(parent_context["request"].user, now=timezone.now())
        return {"count": count, "late": late}


def add_to(request, panels) -> None:
    if roles.group_roles(request.user):
        panels.append(LabelPanel())


def desk(user, now: datetime) -> Iterable[Notice]:
    """The way to the desk, for who has a role in the team: signing in leads to « Mon espace »."""
    if not roles.group_roles(user):
        return
    count, late = waiting.count_for(user, now=now)
    text = ngettext("%d chose vous attend.", "%d choses vous attendent.", count) % count
    yield Notice(
        rank=FIRST,
        title=_("Votre bureau du label"),
        url=reverse("label_desk:home"),
        text=text if count else _("Rien n’attend. Tout est à jour."),
        tag=ngettext("%d en retard", "%d en retard", late) % late if late else "",
        icon="people",
    )
