"""The link of an invitation: what it is about, then yes or no."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.codes import Refused
from directory.models import Invitation
from directory.people import invitations
from directory.people.addresses import masked
from directory.proposal_forms import CodeForm
from directory.space.screen import show

GONE = 410
UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitations.of_token(token, now=timezone.now())
    if found is None:
        title = _("Cette invitation n’est plus valable")
        return _private(show(request, "espace/invitation_gone.html", title, status=GONE))
    if request.method != "POST":
        return _show(request, found, CodeForm())
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _ACTS.get(request.POST.get("action"), _accept)(request, found)


def _accept(request, found: Invitation) -> HttpResponse:
    """Yes; from another address than the invited one, with the code that was sent there."""
    form, code, now = CodeForm(), "", timezone.now()
    if not invitations.is_for(found, request.user):
        form = CodeForm(request.POST)
        if not form.is_valid():
            return _show(request, found, form, status=UNPROCESSABLE)
        code = form.cleaned_data["code"]
    try:
        membership = invitations.accept(found, request.user, code=code, now=now)
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return _show(request, found, form, status=UNPROCESSABLE)
    messages.success(request, _("C’est fait : vous tenez maintenant cette fiche."))
    return redirect("directory:espace_listing", membership.page_id)


def _decline(request, found: Invitation) -> HttpResponse:
    invitations.decline(found, now=timezone.now())
    messages.success(request, _("C’est noté : l’invitation est refusée."))
    return redirect("directory:espace_home")


def _send_code(request, found: Invitation) -> HttpResponse:
    try:
        invitations.send_code(found, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Un code est parti. Regardez aussi dans les indésirables."))
    return redirect(request.get_full_path())


_ACTS = {"refuser": _decline, "code": _send_code}


def _show(request, found: Invitation, form: CodeForm, *, status=200) -> HttpResponse:
    user = request.user
    response = show(
        request,
        "espace/invitation.html",
        _("Tenir la fiche « %(title)s »") % {"title": found.page.title},
        invitation=found,
        address=masked(found.email),
        is_for_me=user.is_authenticated and invitations.is_for(found, user),
        sign_in=redirect_to_login(request.get_full_path()).url,
        form=form,
        status=status,
    )
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
