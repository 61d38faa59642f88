"""What was written for somebody, handed to them by mail or on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.editing import PARTS
from directory.people import mandates, record
from directory.space.access import get_managed_page
from directory.space.screen import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """For the team, under a mandate: give the person what was written for them."""
    page = get_managed_page(request.user, pk)
    mandate = request.user.mandate
    if mandate is None:
        raise Http404
    if request.method == "POST":
        by_mail = request.POST.get("action") == "courrier" and bool(mandate.email)
        mandates.hand_over(mandate, by_mail=by_mail, by=request.user, now=timezone.now())
        told = _("Envoyé à %(email)s.") % {"email": mandate.email} if by_mail else _("C’est noté.")
        messages.success(request, told)
        return redirect("directory:espace_listing", pk)
    parts = [PARTS[name].label for name in mandates.parts_written(mandate) if name in PARTS]
    title = _("Remettre ce qui est écrit")
    return show(request, "espace/record.html", title, page=page, mandate=mandate, parts=parts)


@never_cache
@require_safe
@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the listing says, on paper."""
    page = get_managed_page(request.user, pk)
    mandate = request.user.mandate
    parts = mandates.parts_written(mandate) if mandate else []
    made = record.sheet(page, mandate=mandate, parts=parts, today=timezone.localdate())
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{page.slug}.pdf"'
    return response
