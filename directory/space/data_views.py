"""What the site knows of somebody, to take away or to erase."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.codes import Refused
from directory.personal_data import erasing, gathering
from directory.space.access import get_owned_page
from directory.space.screen import show

REFUSED = 422


class SureForm(forms.Form):
    """The last question before what cannot be undone."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("Oui, effacer pour toujours"),
        error_messages={"required": gettext_lazy("Cochez la case si vous en êtes sûr.")},
    )


@never_cache
@require_safe
@login_required
def data(request: HttpRequest) -> HttpResponse:
    return show(request, "espace/data.html", _("Mes données"))


@never_cache
@require_safe
@login_required
def data_as_json(request: HttpRequest) -> HttpResponse:
    found = gathering.about(request.user, now=timezone.now())
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _named(response, "mes-donnees.json")


@never_cache
@require_safe
@login_required
def data_as_pdf(request: HttpRequest) -> HttpResponse:
    sheet = gathering.sheet(request.user, now=timezone.now())
    response = HttpResponse(sheet.content, content_type="application/pdf")
    return _named(response, "mes-donnees.pdf")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase_account(request: HttpRequest) -> HttpResponse:
    form = SureForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                erasing.erase_account(request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                logout(request)
                messages.success(request, _("Votre compte est effacé."))
                return redirect("account_login")
    title = _("Effacer mon compte")
    return show(request, "espace/erase_account.html", title, form=form, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase_listing(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_owned_page(request.user, pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                erasing.erase_listing(page, by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("La fiche est effacée."))
                return redirect("directory:espace_home")
    title = _("Effacer la fiche")
    context = {"form": form}
    return show(request, "espace/erase_listing.html", title, page=page, status=status, **context)


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
