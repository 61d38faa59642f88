"""A visitor's visits: what to do, interests, dates, the file, signature and additions."""

from pathlib import Path

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from label import case_file, private_files, read_log, visits
from label.enums import ApplicationPart, ReadObject, Role, VisitState
from label.interest_form import InterestForm
from label.machine import Refused
from label.models import VisitPhoto
from label.screens import REFUSED, private, show
from label.visit_draws import BEFORE
from label.visiting import duties
from label.visiting.access import cleared_visit, declarations_of, own_visit, stepped_aside
from label.visiting.forms import AddendumForm, LeaveForm, ScheduleForm

TO_FIX = (VisitState.PLANNED, VisitState.POSTPONED)
HOME = "label:visit_home"
WORKER = Path(__file__).with_name("worker.js")


def above(visit=None) -> list[tuple[str, str]]:
    links = [(_("Mes visites"), reverse("label:visit_home"))]
    if visit is not None:
        links.append((visit.case.operator.title, reverse("label:visit_one", args=[visit.pk])))
    return links


def tell(request: HttpRequest, refused: Refused) -> None:
    for reason in refused.reasons:
        messages.warning(request, reason)


@private
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    lines = duties.lines(request.user, now=timezone.now())
    return show(
        request,
        "label/visiting/home.html",
        _("Mes visites"),
        pressing=duties.pressing(lines),
        others=[line for line in lines if line.duty.rank > duties.TO_DO],
    )


@private
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return render_one(request, own_visit(request.user, pk))


def render_one(request: HttpRequest, visit, *, form=None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    declared = declarations_of(request.user, [visit]).get(visit.case_id)
    cleared = declared is not None and declared.is_nil
    line = duties.line_of(visit, declared, request.user, now=now)
    context = {}
    if cleared:
        proposals = list(visit.proposals.all())
        context = {
            "proposals": proposals,
            "to_fix": visit.state in TO_FIX,
            "accepted": [one for one in proposals if one.stands and one.proposed_for > now],
            "may_postpone": visit.state == VisitState.SCHEDULED and not visit.was_postponed,
            "form": form or ScheduleForm(),
            "team": list(visit.visitors.all()),
            "sites": _sites(visit.case),
            "contact": _contact(visit.case),
            "criteria": [one for one in visit.case.criteria() if "V" in one.verification],
            "is_writing": visit.state in duties.WRITING,
            "may_print_kit": rules.has_perm("label.print_visit_kit", request.user, visit),
        }
    return show(
        request,
        "label/visiting/one.html",
        visit.case.operator.title,
        above=above(),
        status=status,
        visit=visit,
        line=line,
        cleared=cleared,
        may_leave=visit.state in BEFORE and (declared is None or declared.is_nil),
        **context,
    )


def _sites(case) -> list:
    rows = case.scope_lines.select_related("line__site__commune")
    return list({row.line.site_id: row.line.site for row in rows}.values())


def _contact(case) -> dict:
    """Whom to call on the way: what the operator gave for it, and nothing more."""
    row = case.answers.filter(part=ApplicationPart.IDENTITY).first()
    values = row.values if row else {}
    return {"name": values.get("contact_name", ""), "phone": values.get("contact_phone", "")}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire, before any access to the file."""
    if stepped_aside(request.user, pk):  # a second tap
        return redirect("label:visit_home")
    visit = own_visit(request.user, pk)
    if declarations_of(request.user, [visit]):
        return redirect("label:visit_one", pk)
    form = InterestForm(request.POST or None)
    declared = None
    if request.method == "POST" and form.is_valid():
        declared = form.declare(visit.case, by=request.user, role=Role.VISITOR)
    if declared is not None and declared.is_nil:
        messages.success(request, _("C’est noté, merci."))
        return redirect("label:visit_one", pk)
    if declared is not None:
        messages.success(
            request, _("Merci d’avoir dit votre lien. Une autre personne fait cette visite.")
        )
        return redirect(HOME)
    return show(
        request,
        "label/interests.html",
        _("Mes liens avec ce dossier"),
        above=above(visit),
        status=REFUSED if form.errors else 200,
        form=form,
        operator=visit.case.operator,
        back=reverse("label:visit_one", args=[pk]),
        effect=_("Un seul oui, et une autre personne fait cette visite : c’est définitif."),
        confirm=_("Je confirme, je ne fais pas cette visite"),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Who cannot go says so; whoever was drawn is replaced by the next rank."""
    visit = own_visit(request.user, pk)
    if visit.state not in BEFORE:
        raise Http404
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            visits.withdraw(visit, by=request.user, note=form.cleaned_data["note"])
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, _("C’est noté, merci de l’avoir dit."))
            return redirect(HOME)
    return show(
        request,
        "label/visiting/leave.html",
        _("Je ne peux pas faire cette visite"),
        above=above(visit),
        status=REFUSED if form.errors else 200,
        form=form,
        visit=visit,
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the date, that which the operator accepted or another agreed with them."""
    visit = cleared_visit(request.user, pk)
    if request.method != "POST":
        return redirect("label:visit_one", pk)
    form = ScheduleForm(request.POST)
    if form.is_valid():
        try:
            visits.schedule(visit, by=request.user, at=form.cleaned_data["at"])
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            said = duties.moment(visit.scheduled_for)
            messages.success(request, _("Visite fixée : %(moment)s.") % {"moment": said})
            return redirect("label:visit_one", pk)
    return render_one(request, own_visit(request.user, pk), form=form, status=REFUSED)


@private
@require_POST
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    visit = cleared_visit(request.user, pk)
    try:
        visits.postpone(visit, by=request.user)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("Visite reportée : fixez une autre date."))
    return redirect("label:visit_one", pk)


@private
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    visit = cleared_visit(request.user, pk)
    note(request, visit, ReadObject.FILE)
    return show(
        request,
        "label/visiting/file.html",
        _("Le dossier"),
        above=above(visit),
        visit=visit,
        file=case_file.gather(visit.case),
        evidence_address="label:visit_evidence",
        photo_address="label:visit_photo",
        number=visit.pk,
    )


@private
@require_safe
def evidence(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    visit = cleared_visit(request.user, pk)
    piece = get_object_or_404(case_file.readable(visit.case), pk=evidence)
    note(request, visit, ReadObject.EVIDENCE, piece.pk)
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename
    )


@private
@require_safe
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    visit = cleared_visit(request.user, pk)
    found = get_object_or_404(VisitPhoto, pk=photo, report__visit=visit)
    note(request, visit, ReadObject.PHOTO, found.pk)
    return private_files.stream(
        found.file, content_type="image/jpeg", filename=f"photo-{found.pk}.jpg"
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it will be filed, what it lacks, and each one's signature."""
    visit = cleared_visit(request.user, pk)
    report = getattr(visit, "report", None)
    if report is None:
        raise Http404
    if request.method == "POST":
        try:
            is_filed = visits.sign_report(visit, by=request.user)
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(
                request,
                _("Compte rendu signé et déposé : l’opérateur le reçoit.")
                if is_filed
                else _("Signé. Il part avec la dernière signature."),
            )
        return redirect("label:visit_sign", pk)
    return render_report(request, visit)


def render_report(request: HttpRequest, visit, *, form=None, status: int = 200) -> HttpResponse:
    report = visit.report
    seen = [one for one in visit.case.criteria() if "V" in one.verification]
    is_open = visit.state == VisitState.DONE
    return show(
        request,
        "label/visiting/sign.html",
        _("Le compte rendu"),
        above=above(visit),
        status=status,
        visit=visit,
        report=report,
        facts=[(one, report.facts.get(one.code, "")) for one in seen],
        photos=list(report.photos.all()),
        addenda=list(visit.addenda.select_related("added_by")),
        team=list(visit.visitors.all()),
        lacking=visits.report_faults(visit) if is_open else [],
        is_open=is_open,
        has_signed=visit.visitors.filter(
            member__person=request.user, signed_at__isnull=False
        ).exists(),
        form=form or (AddendumForm() if visit.state == VisitState.LOCKED else None),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: HttpRequest, pk: int) -> HttpResponse:
    visit = cleared_visit(request.user, pk)
    if request.method != "POST":
        return redirect("label:visit_sign", pk)
    form = AddendumForm(request.POST)
    if form.is_valid():
        try:
            visits.add_addendum(visit, by=request.user, text=form.cleaned_data["text"])
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("Complément ajouté."))
        return redirect("label:visit_sign", pk)
    if getattr(visit, "report", None) is None:
        raise Http404
    return render_report(request, visit, form=form, status=REFUSED)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this room: it keeps the report form for when there is no network."""
    response = HttpResponse(WORKER.read_text(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def note(request: HttpRequest, visit, what: str, object_id: int | None = None) -> None:
    read_log.note(visit.case, what, by=request.user, role=Role.VISITOR, object_id=object_id)
