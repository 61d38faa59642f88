"""The seven groups of the team, one per role; the team may rename or merge them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from label.enums import GROUP_ROLES, Role
from label.roles import PERMISSION


@transaction.atomic
def ensure() -> dict[str, Group]:
    """Create the group of each role that has none; leave the others as the team set them."""
    known = _known()
    with override("fr"):
        return {role.value: known.get(role) or _create(role) for role in GROUP_ROLES}


def _known() -> dict[str, Group]:
    """The group of each role that has one."""
    prefix = PERMISSION.format("")
    rows = Permission.objects.filter(
        content_type__app_label="label", codename__startswith=prefix
    ).prefetch_related("group_set")
    return {
        row.codename.removeprefix(prefix): group
        for row in rows
        for group in sorted(row.group_set.all(), key=lambda one: one.pk)[:1]
    }


def join(user, *given: Role) -> None:
    """Put a person in the groups of some roles."""
    groups = ensure()
    user.groups.add(*[groups[role] for role in given])
    user.__dict__.pop("_label_roles", None)


def _create(role: Role) -> Group:
    group = Group.objects.create(name=_("Label : %(role)s") % {"role": role.label})
    group.permissions.add(
        Permission.objects.get(
            content_type__app_label="label", codename=PERMISSION.format(role.value)
        ),
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    return group
