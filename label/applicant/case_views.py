"""Begin, see, submit and withdraw an application; download a piece."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.models import SiteSettings
from label import application, cases, clock, machine, private_files
from label.applicant import acts, mails, starting, timeline
from label.applicant.access import get_case, get_draft, get_evidence, note_reading
from label.applicant.on_paper import Signing
from label.applicant.part_views import lacking, part_url
from label.applicant.screen import show
from label.enums import ApplicationPart, CaseState, ReadObject
from label.machine import Refused
from label.models import Case, Grant


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The labels and the applications of a person, and where another may begin."""
    today = clock.civil_day(timezone.now())
    found = Case.objects.of_operator(request.user).with_context()
    return show(
        request,
        "home",
        _("Mon label"),
        cases=[(case, timeline.stand(case, today=today)) for case in found.distinct()],
        grants=Grant.objects.of_operator(request.user).select_related("operator"),
        listings=starting.listings_of(request.user),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """What applying takes, then a draft with what the listing says."""
    page = get_object_or_404(starting.listings_of(request.user), pk=pk)
    if request.method == "POST":
        try:
            case = starting.begin(page, by=request.user)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return redirect("label:case_start", pk)
        return redirect("label:case", case.reference)
    from label.models import RulesVersion

    rules_version = RulesVersion.objects.in_force().first()
    grants = [one for one in page.label_grants.order_by("pk") if one.is_in_register]
    return show(
        request,
        "start",
        _("Étendre le label") if grants else _("Demander le label"),
        page_title=page.title,
        draft=starting.draft_of(page),
        open_cases=Case.objects.running().filter(operator=page.pk).order_by("pk"),
        grants=grants,
        is_open=rules_version is not None,
        procedure=rules_version.procedure if rules_version else None,
        parts=ApplicationPart.labels,
    )


@never_cache
@require_safe
@login_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """An application being filled, or where a case is and what can be done."""
    found = get_case(request.user, reference)
    if found.state == CaseState.DRAFT:
        return _draft(request, found)
    now = timezone.now()
    today = clock.civil_day(now)
    signing = Signing(request, found)
    return show(
        request,
        "case",
        found.operator.title,
        case=found,
        standing=timeline.stand(found, today=today),
        steps=timeline.steps(found),
        acts=acts.of_case(found, signing.by, now=now),
        is_typed=signing.is_typed,
        grants=_grants_told(found),
        decision=timeline.decision_told(found),
        site=SiteSettings.for_request(request),
    )


def _grants_told(found: Case):
    return found.grants.all() if timeline.decision_told(found) else ()


def _draft(request, found: Case) -> HttpResponse:
    today = clock.civil_day(timezone.now())
    rows = [
        (ApplicationPart(part).label, part_url(found, part), state, lack)
        for part, state, lack in application.progress(found, on=today)
    ]
    following = next((url for _label, url, state, _lack in rows if state != "done"), "")
    return show(
        request,
        "draft",
        found.operator.title,
        case=found,
        rows=rows,
        following=following,
        done=sum(state == "done" for _label, _url, state, _lack in rows),
        is_ready=not any(lack for *_about, lack in rows),
    )


@never_cache
@require_POST
@login_required
def send_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Mail oneself the way back, to go on elsewhere."""
    found = get_draft(request.user, reference)
    mails.send_begun(found, request.user)
    messages.success(request, _("Le lien est parti à %(email)s.") % {"email": request.user.email})
    return redirect("label:case", reference)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """What will happen, then the receipt with its dates."""
    found = get_draft(request.user, reference)
    now = timezone.now()
    reasons = machine.reasons_against(found, "submit", by=request.user, now=now)
    if request.method == "POST":
        try:
            cases.submit(found, by=request.user, now=now)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Votre demande est déposée. Voici votre accusé."))
            return redirect("label:case_receipt", reference)
    today = clock.civil_day(now)
    figures = found.procedure
    silence = figures.legal_regime == "silence_accepts"
    return show(
        request,
        "submit",
        _("Déposer ma demande"),
        case=found,
        status=422 if request.method == "POST" else 200,
        reasons=reasons,
        lacking=lacking(found, today),
        figures=figures,
        implicit_on=clock.implicit_decision_on(today, months=figures.silence_months)
        if silence
        else None,
    )


@never_cache
@require_safe
@login_required
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The dates that the law asks for, as the paper receipt has them."""
    found = get_case(request.user, reference)
    if found.submitted_at is None:
        raise Http404
    asked = found.document_requests.filter(answered_on=None).prefetch_related("items")
    return show(
        request,
        "receipt",
        _("Accusé de réception"),
        case=found,
        asked=asked,
        site=SiteSettings.for_request(request),
        is_waiting=found.state == CaseState.INCOMPLETE,
    )


@never_cache
@require_safe
@login_required
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A piece, downloaded by who may read it and never shown by the browser."""
    piece = get_evidence(request.user, pk)
    note_reading(request.user, piece.case, ReadObject.EVIDENCE, piece.pk)
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename, is_attached=True
    )


@never_cache
@require_POST
@login_required
def remove_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    piece = get_evidence(request.user, pk)
    found = get_draft(request.user, piece.case.reference)
    cases.remove_evidence(piece, by=request.user)
    messages.success(request, _("La pièce est retirée."))
    part = request.POST.get("part", "")
    if part in ApplicationPart.values:
        return redirect(part_url(found, part))
    return redirect("label:case_evidence", found.reference)


@never_cache
@require_safe
@login_required
def evidence_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Every piece of the case, and what each proves."""
    found = get_case(request.user, reference)
    pieces = found.evidence.usable().prefetch_related("assessments__criterion")
    return show(
        request,
        "evidence",
        _("Mes pièces"),
        case=found,
        pieces=pieces,
        is_draft=found.state == CaseState.DRAFT,
    )


@never_cache
@require_safe
@login_required
def reread(request: HttpRequest, reference: str) -> HttpResponse:
    """The application as it was handed in, to read or print."""
    found = get_case(request.user, reference)
    answers = {row.part: row.values for row in found.answers.all()}
    parts = [
        (part, [(one, answers.get(part, {}).get(one.name)) for one in application.QUESTIONS[part]])
        for part in ApplicationPart
    ]
    kept = {
        "sites": list(_sites(found)),
        "lines": list(found.scope_lines.select_related("line__site__commune", "line__family")),
        "assessments": list(found.assessments.select_related("criterion").exclude(answer="")),
        "ties": list(found.ties.all()),
    }
    return show(
        request,
        "reread",
        _("Ma demande"),
        case=found,
        parts=[
            (part.label, part.value, told, not (told or kept.get(_ROWS.get(part))))
            for part, told in ((part, _told(rows)) for part, rows in parts)
        ],
        **kept,
    )


# The rows that some parts hold besides their answers.
_ROWS = {
    ApplicationPart.SITES: "sites",
    ApplicationPart.SCOPE: "lines",
    ApplicationPart.ASSESSMENT: "assessments",
    ApplicationPart.INTERESTS: "ties",
}


def _sites(case: Case):
    """Those of its product lines; of a draft, all that the operator has written."""
    sites = case.operator.label_sites.select_related("commune").order_by("pk")
    if case.state == CaseState.DRAFT:
        return sites
    return sites.filter(pk__in=case.scope_lines.values("line__site"))


def _told(rows) -> list[tuple[str, str]]:
    """Answers in words; a question left alone is not told."""
    told = []
    for question, value in rows:
        if value in (None, ""):
            continue
        if isinstance(value, bool):
            value = _("oui") if value else _("non")
        elif question.choices:
            value = dict(question.choices).get(value, value)
        told.append((str(question.label), str(value)))
    return told
