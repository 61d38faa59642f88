"""The one door to a listing of the space."""

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
