"""The label on the home of the admin: how much awaits, and where."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from label import roles
from label.desks import waiting


class LabelPanel(Component):
    name = "label_desk"
    template_name = "label/admin/desks/home_panel.html"
    order = 40

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        found = waiting.list_for(user, now=timezone.now())
        late = sum(one.due is not None and one.due.tone == "late" for one in found)
        return {"count": len(found), "late": late}


def add_to(request, panels) -> None:
    if roles.group_roles(request.user):
        panels.append(LabelPanel())
