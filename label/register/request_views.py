"""Volunteer for the jury, report a problem: a form, a code by mail, and what happens next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory.codes import Refused
from directory.proposal_forms import CodeForm
from directory.senders import sender_of
from home.navigation import Link
from home.seo import Meta
from label import clock, how_it_works, public_requests, volunteering
from label.models import Grant, PublicRequest
from label.public import entry as entries
from label.register.forms import AlertForm, VolunteerForm
from label.site_tree import trail

REFUSED = 422
TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer(request: HttpRequest) -> HttpResponse:
    """« Devenir juré ou jurée »."""
    form = VolunteerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _volunteer(request, form)
    if not form.is_valid():
        return _volunteer(request, form, status=REFUSED)
    kept = _begin(request, PublicRequest.Kind.VOLUNTEER, form, form.typed)
    if kept is None:
        return _volunteer(request, form, status=TOO_MANY)
    return redirect("label:register_request", kept.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """« Signaler un problème » on a label that is, or was, in the register."""
    found = None
    if "\x00" not in number:
        found = entries.find(clock.civil_day(timezone.now()), number=number)
    if found is None or not found.operator:
        raise Http404
    form = AlertForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _report(request, found, form)
    if not form.is_valid():
        return _report(request, found, form, status=REFUSED)
    typed = form.typed | {"grant": Grant.objects.get(number=number).pk}
    if form.cleaned_data["email"]:
        kept = _begin(request, PublicRequest.Kind.ALERT, form, typed)
        if kept is None:
            return _report(request, found, form, status=TOO_MANY)
        return redirect("label:register_request", kept.token)
    try:
        public_requests.report_anonymously(typed, sender=sender_of(request), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _report(request, found, form, status=TOO_MANY)
    return _report(request, found, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The code to type, then what became of it, and the way out of the pool."""
    kept = _kept(token)
    if not kept.is_waiting:
        return _state(request, kept)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _code(request, kept, form)
    if not form.is_valid():
        return _code(request, kept, form, status=REFUSED)
    try:
        public_requests.confirm(kept, form.cleaned_data["code"], now=timezone.now())
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return _code(request, kept, form, status=REFUSED)
    return redirect("label:register_request", token)


@never_cache
@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    kept = _kept(token)
    try:
        public_requests.send_again(kept, now=timezone.now())
    except Refused as refusal:
        if not kept.is_waiting:
            return redirect("label:register_request", token)
        return _code(request, kept, CodeForm(), warning=str(refusal), status=TOO_MANY)
    return _code(request, kept, CodeForm(), told=_("Un autre code est parti."))


@never_cache
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Out of the pool, by the link that only the volunteer has."""
    public_requests.leave(_kept(token), now=timezone.now())
    return redirect("label:register_request", token)


def _begin(request, kind: str, form, typed: dict) -> PublicRequest | None:
    try:
        return public_requests.begin(
            kind,
            typed,
            form.cleaned_data["email"],
            sender=sender_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _kept(token: str) -> PublicRequest:
    if "\x00" in token:
        raise Http404
    return get_object_or_404(PublicRequest.objects.select_related("member"), token=token)


def _volunteer(request, form, *, status: int = 200) -> HttpResponse:
    title = _("Devenir juré ou jurée")
    context = {
        "form": form,
        "title": title,
        "procedure": how_it_works.current_procedure(),
        "trail": trail(request, Link(title, request.path, is_current=True)),
        "meta": Meta(
            title, _("Goûter, lire, dire ce qu’on pense : le jury est tiré au sort parmi vous.")
        ),
    }
    return render(request, "label/register/volunteer.html", context, status=status)


def _report(request, found, form, *, status: int = 200) -> HttpResponse:
    title = _("Signaler un problème")
    number = _("N° %(number)s") % {"number": found.number}
    links = trail(
        request,
        Link(_("Le registre"), reverse("label:register")),
        Link(number, reverse("label:register_entry", args=[found.number])),
        Link(title, request.path, is_current=True),
    )
    context = {
        "form": form,
        "entry": found,
        "title": title,
        "trail": links,
        "meta": Meta(title, is_indexed=False),
    }
    return render(request, "label/register/report.html", context, status=status)


def _code(request, kept, form, *, warning="", told="", status: int = 200) -> HttpResponse:
    title = _("Confirmer votre adresse")
    context = {
        "kept": kept,
        "form": form,
        "warning": warning,
        "told": told,
        "title": title,
        "trail": trail(request, Link(title, request.path, is_current=True)),
        "meta": Meta(title, is_indexed=False),
    }
    return render(request, "label/register/code.html", context, status=status)


def _state(request, kept) -> HttpResponse:
    is_volunteer = kept.kind == PublicRequest.Kind.VOLUNTEER
    title = _("Votre place au vivier") if is_volunteer else _("Votre signalement")
    context = {
        "kept": kept,
        "is_volunteer": is_volunteer,
        "sits": bool(kept.member) and volunteering.sits_now(kept.member),
        "title": title,
        "trail": trail(request, Link(title, request.path, is_current=True)),
        "meta": Meta(title, is_indexed=False),
    }
    return render(request, "label/register/state.html", context)
