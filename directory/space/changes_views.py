"""What is online of a listing, what waits, what differs; and how the public would see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from directory import editing
from directory.editing import PARTS
from directory.models import Edit
from directory.space.access import get_managed_page
from directory.space.parts import part_url
from directory.space.screen import show

MOST_SHOWN = 20


@never_cache
@require_safe
@login_required
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    working = editing.working(page)
    is_sent = page.workflow_in_progress
    missing = [] if page.live or is_sent else editing.missing(working)
    edits = Edit.objects.filter(page=page.pk).select_related("by")[:MOST_SHOWN]
    return show(
        request,
        "espace/changes.html",
        _("Ce qui attend"),
        page=page,
        waiting=[(one, part_url(page, one.part)) for one in editing.differences(page)],
        is_sent=is_sent,
        can_send=not is_sent and not missing and (not page.live or page.has_unpublished_changes),
        missing=[(one, part_url(page, one.part)) for one in missing],
        refusal=editing.refusal(page),
        edits=[(edit, _part_label(edit)) for edit in edits],
    )


def _part_label(edit: Edit) -> str:
    part = PARTS.get(edit.part)
    return str(part.label) if part else _("Envoi à l’équipe")


@never_cache
@require_POST
@login_required
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over to the moderators what is not online yet."""
    page = get_managed_page(request.user, pk)
    try:
        editing.send(page, by=request.user)
    except editing.Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("C’est envoyé. L’équipe relit et vous répond par e-mail."))
    return redirect("directory:espace_changes", pk)


@never_cache
@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up what waits."""
    page = get_managed_page(request.user, pk)
    editing.withdraw(page, by=request.user)
    messages.success(request, _("Ce qui attendait est retiré. Rien n’a changé en ligne."))
    return redirect("directory:espace_listing", pk)


@never_cache
@require_safe
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as the public would see it with what waits."""
    page = editing.working(get_managed_page(request.user, pk))
    context = page.get_context(request) | {"preview_of": page.pk}
    response = TemplateResponse(request, page.get_template(request), context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
