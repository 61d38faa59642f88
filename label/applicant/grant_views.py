"""The label of an operator: what it covers, sign, prove, declare, renew, renounce."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from label import grants, machine, remedies, reviews
from label.applicant import acts, evidence, starting, timeline
from label.applicant.access import get_grant
from label.applicant.act_forms import DeclarationForm, ProofForm, RenounceForm, SignForm
from label.applicant.on_paper import Signing
from label.applicant.screen import UNPROCESSABLE, attempt, show
from label.enums import EvidenceKind, GrantState, PaperAct
from label.machine import Refused
from label.models import Grant

METHODS = ["GET", "HEAD", "POST"]


def grant_url(grant: Grant) -> str:
    return reverse("label:case_grant", args=[grant.number])


def told_grant(user, number: str) -> Grant:
    """A label of this person, once its decision was notified."""
    grant = get_grant(user, number)
    if timeline.decision_told(grant.case) is None:
        raise Http404
    return grant


@never_cache
@require_safe
@login_required
def grant(request: HttpRequest, number: str) -> HttpResponse:
    found = told_grant(request.user, number)
    now = timezone.now()
    return show(
        request,
        "grant",
        found.operator.title,
        grant=found,
        acts=acts.of_grant(found, Signing(request, found.case).by, now=now),
        lines=found.lines.select_related("line__site__commune", "line__family"),
        reserves=found.reserves.select_related("criterion"),
        measures=found.measures.order_by("-signed_at"),
        opinions=found.panel_reviews.filter(
            given_at__isnull=False, measure__in=found.measures.values("kind")
        ),
        is_held=remedies.is_open(found),
        remedies=found.remedies.prefetch_related("evidence"),
        declarations=found.declarations.exclude(filed_at=None),
    )


@never_cache
@require_http_methods(METHODS)
@login_required
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """The agreement, and the plan where there are reserves."""
    found = told_grant(request.user, number)
    has_plan = found.open_reserves.exists()
    is_open = found.state == GrantState.PENDING_SIGNATURE and found.operator_signed_at is None
    signing = Signing(request, found.case, PaperAct.SIGN)

    def again(form, status=200):
        return show(
            request, "sign", _("La convention"), grant=found, status=status, form=form,
            is_open=is_open, back=grant_url(found), figures=found.procedure,
            reasons=grants.signing_faults(found, by=signing.by) if is_open else [],
            signing=signing if is_open else None,
            lines=found.lines.select_related("line__site__commune", "line__family"),
            reserves=found.open_reserves.select_related("criterion"),
        )  # fmt: skip

    if request.method != "POST":
        return again(SignForm(has_plan=has_plan))
    form = SignForm(request.POST, has_plan=has_plan)

    def act():
        grants.sign_as_operator(
            found, by=signing.by, with_plan=form.cleaned_data.get("with_plan", False)
        )

    said = _("Vous avez signé. Le label est en vigueur dès que l’autorité signe aussi.")
    return attempt(
        request, form, act, said=said, to=grant_url(found), again=again, signing=signing
    )  # fmt: skip


@never_cache
@require_http_methods(METHODS)
@login_required
def reserve(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The proof of a reserve, before its date."""
    found = told_grant(request.user, number)
    row = get_object_or_404(found.reserves.select_related("criterion", "evidence"), pk=pk)
    signing = Signing(request, found.case, PaperAct.RESERVE)

    def again(form, status=200):
        return show(
            request, "reserve", _("Prouver une réserve"), grant=found, status=status, form=form,
            reserve=row, back=grant_url(found), doubts=reviews.doubts(row),
            signing=None if row.lifted_on else signing,
        )  # fmt: skip

    if request.method != "POST":
        return again(ProofForm(initial={"text": row.proof_text}))
    form = ProofForm(request.POST, request.FILES)

    @transaction.atomic
    def act():
        piece = row.evidence
        if form.cleaned_data["file"]:
            piece = evidence.add(found.case, form, by=signing.by, kind=EvidenceKind.DOCUMENT)
        grants.prove_reserve(row, by=signing.by, text=form.cleaned_data["text"], evidence=piece)

    said = _("Votre preuve est partie. Trois membres du jury la regardent.")
    return attempt(
        request, form, act, said=said, to=grant_url(found), again=again, signing=signing
    )  # fmt: skip


@never_cache
@require_http_methods(METHODS)
@login_required
def declaration(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The yearly word, with what is known of the label beside it."""
    found = told_grant(request.user, number)
    row = get_object_or_404(found.declarations, pk=pk)
    signing = Signing(request, found.case, PaperAct.DECLARATION)

    def again(form, status=200):
        return show(
            request, "declaration", _("Ma déclaration annuelle"), grant=found, status=status,
            form=form, declaration=row, back=grant_url(found),
            signing=None if row.filed_at else signing,
            lines=found.lines.select_related("line__site__commune", "line__family"),
        )  # fmt: skip

    if request.method != "POST":
        return again(DeclarationForm(initial=_known(row)))
    form = DeclarationForm(request.POST)

    def act():
        grants.declare_year(row, form.answers, by=signing.by, changes=form.cleaned_data["changes"])

    said = _("Votre déclaration est reçue, merci.")
    return attempt(
        request, form, act, said=said, to=grant_url(found), again=again, signing=signing
    )  # fmt: skip


def _known(row) -> dict:
    """Everything as last year, for the operator to confirm or to correct."""
    if row.filed_at:
        words = {name: "yes" if value else "no" for name, value in row.answers.items()}
        return words | {"changes": row.changes}
    return dict.fromkeys(DeclarationForm.QUESTIONS, "yes")


@never_cache
@require_http_methods(METHODS)
@login_required
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """A new application for the same lines, filled with the last one."""
    found = told_grant(request.user, number)
    signing = Signing(request, found.case, PaperAct.RENEW)
    if request.method == "POST" and signing.is_valid():
        try:
            with transaction.atomic():
                signing.receive()
                case = starting.renewal(found, by=request.user, **_paper(signing))
        except Refused as refused:
            signing.give_back()
            messages.error(request, " ".join(refused.reasons))
            return redirect("label:case_grant", number)
        return redirect("label:case", case.reference)
    return show(
        request, "renew", _("Renouveler mon label"), grant=found, back=grant_url(found),
        signing=signing, status=200 if request.method != "POST" else UNPROCESSABLE,
    )  # fmt: skip


def _paper(signing: Signing) -> dict:
    """What is noted of a paper that asks for the renewal, as of any paper application."""
    if not signing.form:
        return {}
    given = signing.form.cleaned_data
    words = _("Papier du %(day)s, signé %(name)s") % {
        "day": given["signed_on"].isoformat(), "name": given["signed_by"],
    }  # fmt: skip
    return {"paper_mandate": words[:80], "paper_arrived_on": given["received_on"]}


@never_cache
@require_http_methods(METHODS)
@login_required
def renounce(request: HttpRequest, number: str) -> HttpResponse:
    found = told_grant(request.user, number)
    signing = Signing(request, found.case, PaperAct.RENOUNCE)
    if "renounce" not in machine.possible(found, by=signing.by):
        raise Http404

    def again(form, status=200):
        reasons = machine.reasons_against(found, "renounce", by=signing.by, text="…")
        return show(
            request, "renounce", _("Renoncer au label"), grant=found, status=status, form=form,
            back=grant_url(found), figures=found.procedure, reasons=reasons, signing=signing,
        )  # fmt: skip

    if request.method != "POST":
        return again(RenounceForm())
    form = RenounceForm(request.POST)
    return attempt(
        request, form,
        lambda: grants.renounce(found, by=signing.by, text=form.cleaned_data["text"]),
        said=_("Vous avez renoncé au label."), to=grant_url(found), again=again, signing=signing,
    )  # fmt: skip
