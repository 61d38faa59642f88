"""What an operator answers during the procedure: pieces, questions, observations, plan, appeal."""

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from label import appeals, cases, decisions, machine
from label.applicant import acts, evidence, timeline
from label.applicant.access import get_case
from label.applicant.act_forms import (
    AppealForm,
    DesistForm,
    ItemForm,
    ObservationsForm,
    PlanForm,
    QuestionsForm,
)
from label.applicant.on_paper import PaperForm, Signing
from label.applicant.screen import UNPROCESSABLE, attempt, show
from label.enums import CaseState, EvidenceKind, Outcome, PaperAct
from label.machine import Refused
from label.models import AdversarialWindow, Criterion

METHODS = ["GET", "HEAD", "POST"]


def case_url(case) -> str:
    return reverse("label:case", args=[case.reference])


@never_cache
@require_http_methods(METHODS)
@login_required
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """The pieces that the secretariat asked for: each given, or explained."""
    case = get_case(request.user, reference)
    asked = case.document_requests.filter(answered_on=None).order_by("-pk").first()
    if case.state != CaseState.INCOMPLETE or asked is None:
        raise Http404
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    forms = [ItemForm(*given, item=item) for item in asked.items.select_related("evidence")]
    signing = Signing(request, case, PaperAct.DOCUMENTS)
    is_sent = "send" in request.POST
    if signing.form and request.method == "POST" and not is_sent:
        signing.form = PaperForm()  # what is kept for later needs no signature yet
    reasons: list[str] = []
    checked = [form.is_valid() for form in forms] if request.method == "POST" else [False]
    if is_sent:
        checked += [signing.is_valid(), *[form.is_answered for form in forms]]
        if not all(checked):
            _keep_what_is_right(case, forms, request.user)
            for form in forms:
                form.ask_again()
    if all(checked):
        try:
            with transaction.atomic():
                if is_sent:
                    signing.receive()
                _answer_items(case, forms, signing.by if is_sent else request.user)
                if is_sent:
                    cases.provide_documents(case, by=signing.by)
        except Refused as refused:
            reasons = refused.reasons
            signing.give_back()
        else:
            if "send" in request.POST:
                messages.success(request, _("Vos pièces sont parties. Voici votre nouvel accusé."))
                return redirect("label:case_receipt", reference)
            messages.success(request, _("C’est gardé."))
            return redirect("label:case_documents", reference)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return show(
        request, "documents", _("Pièces demandées"), case=case, status=status, forms=forms,
        reasons=reasons, due_on=asked.due_on, signing=signing,
        to_correct=sum(len(form.faults) for form in forms),
    )  # fmt: skip


def _keep_what_is_right(case, forms, by) -> None:
    """Nothing is sent yet: what was given for a piece need not be chosen again."""
    try:
        with transaction.atomic():
            _answer_items(case, [form for form in forms if form.is_valid()], by)
    except Refused:
        return  # sent meanwhile, or withdrawn


def _answer_items(case, forms, by) -> None:
    """Keep what was given or written for each piece, even if another still waits."""
    for form in forms:
        item, piece = form.item, form.item.evidence
        if form.cleaned_data["file"]:
            piece = evidence.add(case, form, by=by, kind=EvidenceKind.DOCUMENT)
        cases.answer_item(item, by=by, evidence=piece, explanation=form.cleaned_data["explanation"])


@never_cache
@require_http_methods(METHODS)
@login_required
def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions of a deferral: answered before a day, then read again."""
    case = get_case(request.user, reference)
    deferral = case.deferral_rows.order_by("-number").first()
    if deferral is None:
        raise Http404
    signing = Signing(request, case, PaperAct.QUESTIONS)
    is_open = case.state == CaseState.DEFERRED and (
        signing.day <= (case.answer_due_on or deferral.answer_due_on)
    )

    def again(form, status=200):
        return show(
            request, "questions", _("Les questions du jury"), case=case, status=status,
            form=form, deferral=deferral, is_open=is_open, back=case_url(case),
            signing=signing if is_open else None,
        )  # fmt: skip

    if request.method != "POST":
        return again(QuestionsForm(deferral=deferral))
    form = QuestionsForm(request.POST, deferral=deferral)

    def act():
        cases.answer_deferral(case, form.answers, by=signing.by, text=form.cleaned_data["text"])

    said = _("Vos réponses sont parties. Le jury les lira.")
    return attempt(
        request, form, act, said=said, to=case_url(case), again=again, signing=signing
    )  # fmt: skip


@never_cache
@require_http_methods(METHODS)
@login_required
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """What is considered against the operator, and what they say of it."""
    rows = AdversarialWindow.objects.select_related("case__operator", "grant")
    row = get_object_or_404(rows, pk=pk)
    if not rules.has_perm("label.follow_application", request.user, row.case):
        raise Http404
    case, grant = row.case, row.grant
    back = reverse("label:case_grant", args=[grant.number]) if grant else case_url(case)
    signing = Signing(request, case, PaperAct.WINDOW)
    is_open = not row.is_over(signing.day)

    def again(form, status=200):
        return show(
            request, "window", _("Vos observations"), case=None if grant else case, grant=grant,
            status=status, form=form, window=row, is_open=is_open, back=back,
            signing=signing if is_open else None,
        )  # fmt: skip

    initial = {"observations": row.observations, "wants_hearing": row.wants_hearing}
    if request.method != "POST":
        return again(ObservationsForm(initial=initial))
    form = ObservationsForm(request.POST)

    def act():
        decisions.observe(row, by=signing.by, **form.cleaned_data)

    said = _("Vos observations sont parties. Elles seront lues avant toute décision.")
    return attempt(request, form, act, said=said, to=back, again=again, signing=signing)


@never_cache
@require_http_methods(METHODS)
@login_required
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan that the panel proposes, accepted by the operator before the decision."""
    case = get_case(request.user, reference)
    opinion = acts.standing_opinion(case)
    if opinion is None or opinion.outcome != Outcome.GRANT_WITH_RESERVES:
        raise Http404
    is_open = case.plan_accepted_at is None and case.state in {
        CaseState.OPINION_ISSUED,
        CaseState.UNDER_APPEAL,
    }
    signing = Signing(request, case, PaperAct.PLAN)

    def again(form, status=200):
        return show(
            request, "plan", _("Le plan de progrès"), case=case, status=status, form=form,
            opinion=opinion, unmet=_reasons_in_words(case, opinion.reasons), is_open=is_open,
            back=case_url(case), signing=signing if is_open else None,
        )  # fmt: skip

    if request.method != "POST":
        return again(PlanForm())
    form = PlanForm(request.POST)
    return attempt(
        request, form, lambda: decisions.accept_plan(case, by=signing.by),
        said=_("Vous avez accepté le plan."), to=case_url(case), again=again, signing=signing,
    )  # fmt: skip


@never_cache
@require_safe
@login_required
def opinion(request: HttpRequest, reference: str) -> HttpResponse:
    """The panel's opinion, in full."""
    case = get_case(request.user, reference)
    found = acts.standing_opinion(case)
    if found is None or not rules.has_perm("label.read_opinion", request.user, case):
        raise Http404
    return show(
        request, "opinion", _("L’avis du jury"), case=case, opinion=found,
        reasons=_reasons_in_words(case, found.reasons),
    )  # fmt: skip


@never_cache
@require_safe
@login_required
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """The last decision that was notified, and those it replaced."""
    case = get_case(request.user, reference)
    found = timeline.last_told(case)
    if found is None:
        raise Http404
    former = case.decisions.filter(grant=None).exclude(pk=found.pk).select_related("notice")
    return show(
        request, "decision", _("La décision"), case=case, decision=found,
        reasons=_reasons_in_words(case, found.reasons),
        reserves=_reserves_in_words(case, found.reserves),
        former=[one for one in former if hasattr(one, "notice")],
    )  # fmt: skip


def _titles(case) -> dict[str, str]:
    rows = Criterion.objects.filter(version=case.referential_id)
    return dict(rows.values_list("code", "title"))


def _reasons_in_words(case, reasons: dict) -> list[tuple[str, str]]:
    titles = _titles(case)
    return [(titles.get(code, code), words) for code, words in reasons.items()]


def _reserves_in_words(case, reserves: list[dict]) -> list[dict]:
    from label.guards.deciding import as_day

    titles = _titles(case)
    return [
        one | {"criterion": titles.get(one["criterion"]), "due_on": as_day(one["due_on"])}
        for one in reserves
    ]


@never_cache
@require_http_methods(METHODS)
@login_required
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """Contest a decision, or see where the appeal is."""
    case = get_case(request.user, reference)
    known = getattr(case, "appeal", None)
    if known is None and timeline.decision_told(case) is None:
        raise Http404
    signing = Signing(request, case, PaperAct.APPEAL)

    def again(form, status=200):
        reasons = (
            []
            if known
            else machine.reasons_against(case, "lodge_appeal", by=signing.by, grounds="…")
        )
        return show(
            request, "appeal", _("Contester la décision"), case=case, status=status, form=form,
            appeal=known, reasons=reasons, back=case_url(case),
            decision=known.decision if known else timeline.decision_told(case),
            signing=None if known or reasons else signing,
        )  # fmt: skip

    if request.method != "POST":
        return again(AppealForm())
    form = AppealForm(request.POST)

    def act():
        appeals.lodge(case, by=signing.by, **form.cleaned_data)

    said = _("Votre recours est déposé. Un autre jury va l’examiner.")
    return attempt(
        request, form, act, said=said, to=case_url(case), again=again, signing=signing
    )  # fmt: skip


@never_cache
@require_http_methods(METHODS)
@login_required
def desist(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw the application before the decision is signed."""
    case = get_case(request.user, reference)
    if not case.is_running:
        raise Http404
    signing = Signing(request, case, PaperAct.DESIST)

    def again(form, status=200):
        reasons = machine.reasons_against(case, "desist", by=signing.by)
        return show(
            request, "desist", _("Retirer ma demande"), case=case, status=status, form=form,
            reasons=reasons, back=case_url(case), signing=signing,
        )  # fmt: skip

    if request.method != "POST":
        return again(DesistForm())
    form = DesistForm(request.POST)
    return attempt(
        request, form, lambda: cases.desist(case, by=signing.by),
        said=_("Votre demande est retirée."), to=case_url(case), again=again, signing=signing,
    )  # fmt: skip
