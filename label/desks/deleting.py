"""A listing with a history in the label stays: it is unpublished, never deleted."""

from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from directory.models import ListedPage


def is_held(page) -> bool:
    """Whether the page, or one below it, is named by a file of the label."""
    below = page.get_descendants(inclusive=True)
    held = (
        Q(producerpage__label_cases__isnull=False)
        | Q(producerpage__label_sites__isnull=False)
        | Q(pointofsalepage__label_charters__isnull=False)
        | Q(label_alerts__isnull=False)
    )
    return ListedPage.objects.filter(held, pk__in=below.values("pk")).exists()


def refuse_to_delete(request, page):
    """Say so in the admin, rather than fail (hook `before_delete_page`)."""
    if not is_held(page):
        return None
    return _refused(request, page)


def refuse_to_delete_in_bulk(request, action_type, objects, action):
    if action_type != "delete" or request.method != "POST":
        return None
    for page in objects:
        if hasattr(page, "get_descendants") and is_held(page):
            return _refused(request, page)
    return None


def _refused(request, page):
    messages.error(
        request,
        _("« %(title)s » a une histoire avec le label : dépubliez-la, elle ne se supprime pas.")
        % {"title": page.title},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
