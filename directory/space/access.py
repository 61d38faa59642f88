"""The one door to a listing of the space."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from directory.models import ListedPage
from directory.people import assisting
from directory.rules import may


def get_managed_page(user, pk: int) -> ListedPage:
    """The specific page that this person tends; 404 otherwise, whether it exists or not.

    A member of the team enters under a mandate in force: `user.mandate` then says which, and every
    screen shows it.
    """
    page = get_object_or_404(ListedPage, pk=pk)
    user.mandate = None
    if not may(user, "edit_listing", page):
        user.mandate = assisting.mandate_of(user, page, now=timezone.now())
        if user.mandate is None:
            raise Http404
    return page.specific


def get_owned_page(user, pk: int) -> ListedPage:
    """The same for what only an owner does: the others of its people are refused, not misled."""
    page = get_managed_page(user, pk)
    if not may(user, "own_listing", page):
        raise PermissionDenied
    return page
