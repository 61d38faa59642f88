"""What every screen of the applicant has around it, and how an act answers."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.space import carry
from home.navigation import Link
from home.seo import Meta
from label.machine import Refused
from label.screens import space_link

UNPROCESSABLE = 422


def show(
    request,
    name: str,
    title: str,
    *,
    case=None,
    grant=None,
    status: int = 200,
    signing=None,
    **context,
):
    """A screen under « Mon espace », « Le label » and the case or the label it is about."""
    trail = [
        space_link(),
        Link(_("Mon label"), reverse("label:case_home")),
    ]
    if case is not None:
        trail.append(Link(case.reference, reverse("label:case", args=[case.reference])))
    if grant is not None:
        trail.append(Link(grant.number, reverse("label:case_grant", args=[grant.number])))
    if trail[-1].url == request.path:
        trail.pop()
    trail.append(Link(title, request.path, is_current=True))
    around = {"title": title, "meta": Meta(title, is_indexed=False), "trail": trail}
    around |= {"case": case, "grant": grant, "paper_form": signing and signing.form}
    return render(request, f"label/applicant/{name}.html", around | context, status=status)


def handed_in(request, case) -> HttpResponse:
    """What was open in a tab, or in a mail, once the application has left: its screens are no
    more, and the person is led to what goes on."""
    if carry.wants_json(request):
        return JsonResponse({"state": "conflict"}, status=409)
    messages.info(request, _("Votre demande est déposée : elle ne se modifie plus."))
    return redirect("label:case", case.reference)


def refuse(form, refused: Refused) -> None:
    """Every reason above the form."""
    for reason in refused.reasons:
        form.add_error(None, reason)


def attempt(
    request: HttpRequest,
    form,
    act: Callable[[], object],
    *,
    said: str,
    to: str,
    again: Callable,
    signing=None,
) -> HttpResponse:
    """Do what a valid form asks and go on; otherwise show it `again(form, status)` and say why.

    `signing`: who acts, where the paper that somebody without an account signed goes with the form.
    """
    is_valid = form.is_valid()
    if signing is not None:
        is_valid = signing.is_valid() and is_valid
    if is_valid:
        try:
            with transaction.atomic():
                if signing is not None:
                    signing.receive()
                act()
        except Refused as refused:
            refuse(form, refused)
            if signing is not None:
                signing.give_back()
        else:
            messages.success(request, said)
            return redirect(to)
    return again(form, UNPROCESSABLE)
