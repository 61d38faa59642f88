"""The one door to a listing of the space."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from directory.models import ListedPage
from directory.rules import may


def get_managed_page(user, pk: int) -> ListedPage:
    """The specific page that this person tends; 404 otherwise, whether it exists or not."""
    page = get_object_or_404(ListedPage, pk=pk)
    if not may(user, "edit_listing", page):
        raise Http404
    return page.specific


def get_owned_page(user, pk: int) -> ListedPage:
    """The same for what only an owner does: the others of its people are refused, not misled."""
    page = get_managed_page(user, pk)
    if not may(user, "own_listing", page):
        raise PermissionDenied
    return page
