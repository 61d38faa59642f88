"""The people of a listing."""

from directory.models import ListedPage, Membership


def unite(kept: ListedPage, other: ListedPage) -> None:
    """Let those who tend one page tend the page that replaces it."""
    there = set(kept.memberships.values_list("user", flat=True))
    for membership in other.memberships.all():
        if membership.user_id not in there:
            Membership.objects.create(page=kept, user=membership.user, role=membership.role)
