"""The seven groups of the team, one per role; the team may rename or merge them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from label.enums import GROUP_ROLES, Role
from label.roles import PERMISSION, group_of


@transaction.atomic
def ensure() -> dict[str, Group]:
    """Create the group of each role that has none; leave the others as the team set them."""
    groups = {}
    with override("fr"):
        for role in GROUP_ROLES:
            groups[role.value] = group_of(role) or _create(role)
    return groups


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
