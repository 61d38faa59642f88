"""Propose a recipe: a form, a code received by mail, and a page that says what became of it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory import recipe_proposals
from directory.models import Proposal, RecipeIndexPage
from directory.proposal_forms import CodeForm, ProposalForm, as_typed
from directory.recipe_proposals import Refused
from directory.senders import sender_of
from home import navigation
from home.seo import Meta

REFUSED = 422
TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form; what is kept of it has an address that nobody guesses."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=REFUSED)
    try:
        proposal = recipe_proposals.begin(
            form.typed,
            form.cleaned_data["email"],
            sender=sender_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, status=TOO_MANY)
    return redirect("directory:proposal", proposal.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, token: str) -> HttpResponse:
    """The same form, filled with what was kept."""
    proposal = _proposal(token)
    if not proposal.is_draft or not proposal.typed:
        return redirect("directory:proposal", token)
    if request.method != "POST":
        form = ProposalForm(initial=as_typed(proposal.typed, proposal.email))
        return _form(request, form, proposal)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _form(request, form, proposal, status=REFUSED)
    try:
        kept = recipe_proposals.correct(
            proposal,
            form.typed,
            form.cleaned_data["email"],
            sender=sender_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, proposal, status=TOO_MANY)
    return redirect("directory:proposal", kept.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, token: str) -> HttpResponse:
    """The code to type, then what became of the recipe."""
    found = _proposal(token)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not found.is_draft or not found.typed:
        return _state(request, found)
    if request.method != "POST":
        return _code(request, found, form)
    if not form.is_valid():
        return _code(request, found, form, status=REFUSED)
    try:
        recipe_proposals.confirm(found, form.cleaned_data["code"], now=timezone.now())
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return _code(request, found, form, status=REFUSED)
    return redirect("directory:proposal", token)


@never_cache
@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    """Another code, by mail."""
    found = _proposal(token)
    try:
        recipe_proposals.send_again(found, now=timezone.now())
    except Refused as refusal:
        if not found.is_draft or not found.typed:
            return redirect("directory:proposal", token)
        return _code(request, found, CodeForm(), warning=str(refusal), status=TOO_MANY)
    return _code(request, found, CodeForm(), told=_("Un autre code est parti."))


def _proposal(token: str) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("page"), token=token)


def _form(request, form, proposal=None, *, status=200) -> HttpResponse:
    context = {"form": form, "proposal": proposal}
    context |= _around(request, _("Proposer une recette"), is_indexed=proposal is None)
    return render(request, "directory/proposal_form.html", context, status=status)


def _code(request, proposal, form, *, warning="", told="", status=200) -> HttpResponse:
    context = {"proposal": proposal, "form": form, "warning": warning, "told": told}
    context |= _around(request, _("Confirmer votre adresse"))
    return render(request, "directory/proposal_code.html", context, status=status)


def _state(request, proposal) -> HttpResponse:
    page = proposal.page
    address = page.get_url(request) if page and page.live else ""
    context = {"proposal": proposal, "address": address} | _around(request, _("Votre recette"))
    return render(request, "directory/proposal_state.html", context)


def _around(request, title: str, *, is_indexed: bool = False) -> dict:
    """Title and way back, under the index of recipes if there is one."""
    index = RecipeIndexPage.objects.live().first()
    above = navigation.breadcrumbs(index, request) if index else []
    trail = [replace(link, is_current=False) for link in above]
    here = navigation.Link(title, request.path, is_current=True)
    return {"title": title, "meta": Meta(title, is_indexed=is_indexed), "trail": [*trail, here]}
