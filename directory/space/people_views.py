"""The people of a listing: who they are, invite, change, leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory.codes import Refused
from directory.models import ListedPage
from directory.models.people import Role
from directory.people import invitations, members
from directory.rules import may
from directory.space.access import get_managed_page, get_owned_page
from directory.space.people_forms import InviteForm
from directory.space.screen import show

UNPROCESSABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who tends the listing; its owners invite others."""
    if request.method != "POST":
        return _people(request, get_managed_page(request.user, pk), InviteForm())
    page = get_owned_page(request.user, pk)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invitations.invite(page, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            told = _("Invitation envoyée à %(email)s, valable deux semaines.")
            messages.success(request, told % form.cleaned_data)
            return redirect("directory:espace_people", pk)
    return _people(request, page, form, status=UNPROCESSABLE)


@never_cache
@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    page = get_owned_page(request.user, pk)
    invitations.withdraw(get_object_or_404(page.invitations, pk=invitation))
    messages.success(request, _("Invitation retirée : son lien ne mène plus à rien."))
    return redirect("directory:espace_people", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """One person: change what they may do, hand them the listing, or take them out of it."""
    page = get_owned_page(request.user, pk)
    membership = get_object_or_404(page.memberships.select_related("user"), pk=member)
    if membership.user == request.user:
        return redirect("directory:espace_leave", pk)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("action", ""))
        if act and _told(request, lambda: act(page, membership, request.user)):
            messages.success(request, _("C’est fait. La personne est prévenue par courrier."))
            return redirect("directory:espace_people", pk)
        if act is None:
            messages.warning(request, _("Choisissez ce qui change."))
    status = 200 if request.method != "POST" else UNPROCESSABLE
    title = str(membership.user)
    return show(
        request, "espace/member.html", title, page=page, membership=membership, status=status
    )


_ACTS = {
    "proprietaire": lambda page, one, by: members.change_role(one, Role.OWNER, by=by),
    "modifier": lambda page, one, by: members.change_role(one, Role.EDITOR, by=by),
    "confier": lambda page, one, by: members.transfer(page, to=one, by=by),
    "retirer": lambda page, one, by: members.remove(one, by=by),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop tending a listing, or give it back to the team."""
    page = get_managed_page(request.user, pk)
    mine = page.memberships.of(request.user).first()
    if mine is None:  # the team, on behalf of somebody
        raise PermissionDenied
    is_last_owner = mine.is_owner and page.memberships.owners().count() == 1
    if request.method == "POST" and _leave(request, page):
        return redirect("directory:espace_home")
    return show(
        request,
        "espace/leave.html",
        _("Ne plus tenir cette fiche"),
        page=page,
        is_last_owner=is_last_owner,
        others=page.memberships.exclude(pk=mine.pk).select_related("user"),
        status=200 if request.method != "POST" else UNPROCESSABLE,
    )


def _leave(request, page: ListedPage) -> bool:
    if request.POST.get("action") == "rendre":
        if not may(request.user, "own_listing", page):
            raise PermissionDenied
        members.give_back(page, by=request.user)
        messages.success(request, _("La fiche est rendue à l’équipe. Merci de l’avoir tenue."))
        return True
    if _told(request, lambda: members.leave(page, request.user)):
        messages.success(request, _("Vous ne tenez plus cette fiche. Merci de l’avoir tenue."))
        return True
    return False


def _told(request, act) -> bool:
    """Do it, or say why it is refused."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _people(request, page: ListedPage, form: InviteForm, *, status=200) -> HttpResponse:
    return show(
        request,
        "espace/people.html",
        _("Les personnes de la fiche"),
        page=page,
        memberships=page.memberships.select_related("user"),
        waiting=page.invitations.open_at(timezone.now()),
        is_owner=may(request.user, "own_listing", page),
        form=form,
        status=status,
    )
