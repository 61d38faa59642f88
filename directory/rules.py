"""Who may do what with a listing. In the space, ask with `rules.has_perm`: see `may`."""

import rules
from wagtail.permissions import page_permission_policy

from directory.models import Membership


@rules.predicate
def is_active(user):
    return bool(user and user.is_authenticated and user.is_active)


@rules.predicate
def is_member(user, page):
    return page is not None and Membership.objects.of(user).filter(page=page.pk).exists()


@rules.predicate
def is_owner(user, page):
    if page is None:
        return False
    return Membership.objects.of(user).owners().filter(page=page.pk).exists()


@rules.predicate
def may_publish(user, page):
    return page is not None and page_permission_policy.user_has_permission_for_instance(
        user, "publish", page
    )


@rules.predicate
def may_change(user, page):
    return page is not None and page_permission_policy.user_has_permission_for_instance(
        user, "change", page
    )


rules.add_perm("directory.edit_listing", is_active & is_member)
rules.add_perm("directory.own_listing", is_active & is_owner)
rules.add_perm("directory.moderate_listing", is_active & may_publish)
rules.add_perm("directory.assist_listing", is_active & may_change)


def may(user, permission: str, page) -> bool:
    """Whether the rules above allow it.

    Django lets a superuser do anything before any rule is read. An administrator works in
    Wagtail; in the producers' space nobody stands above the people of a listing.
    """
    return rules.has_perm(f"directory.{permission}", user, page)
