"""The menu « Label » of the admin: what each role reads."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from label import roles
from label.desks.listings import LISTINGS
from label.desks.subjects import SUBJECTS

HOOK = "register_label_menu_item"  # other rooms put their own items in this menu


class TeamItem(MenuItem):
    """Shown to whoever has a role of the label, or reads this subject."""

    subject = None

    def is_shown(self, request):
        if self.subject is None:
            return bool(roles.group_roles(request.user))
        return self.subject.may_read(request.user)


def menu_item() -> SubmenuMenuItem:
    home = TeamItem(
        _("Ce qui m’attend"), reverse("label_desk:home"), "label-home", icon_name="home", order=1
    )
    items = [home]
    for order, (key, listing) in enumerate(LISTINGS.items(), 2):
        item = TeamItem(
            listing.title,
            reverse("label_desk:list", args=[key]),
            f"label-{key}",
            icon_name=listing.icon,
            order=order,
        )
        item.subject = SUBJECTS[key]
        items.append(item)
    return SubmenuMenuItem(
        _("Label"),
        Menu(register_hook_name=HOOK, items=items),
        name="label",
        icon_name="clipboard-list",
        order=170,
    )
