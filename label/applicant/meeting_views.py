"""The visit and the panel, for the operator: dates, report and reply, names and challenge."""

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from label import clock, machine, panels, private_files, roles, signed_papers, visits
from label.applicant import acts
from label.applicant.access import get_case, note_reading
from label.applicant.act_forms import ChallengeForm, PaperVisitForm, ReplyForm
from label.applicant.on_paper import Signing
from label.applicant.screen import attempt, show
from label.enums import PaperAct, ReadObject, SeatState, VisitState
from label.machine import Refused
from label.models import Case, Criterion, Visit, VisitPhoto

METHODS = ["GET", "HEAD", "POST"]
REPORTED = (
    VisitState.REPORT_FILED,
    VisitState.REPLIED,
    VisitState.REPLY_EXPIRED,
    VisitState.LOCKED,
)


@never_cache
@require_http_methods(METHODS)
@login_required
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """A date to accept, who comes, then the report and the reply."""
    case = get_case(request.user, reference)
    found = case.visit
    if found is None or found.case_id != case.pk:
        raise Http404
    if signed_papers.is_open(case, request.user):
        return _on_paper(request, case, found)
    if request.method == "POST":
        for name, act in {"answer": _answer, "postpone": _postpone, "approve": _approve}.items():
            if name in request.POST:
                return act(request, case, found)
        return _reply(request, case, found)
    return _show_visit(request, case, found, ReplyForm())


def _on_paper(request, case: Case, found: Visit) -> HttpResponse:
    """The same screen, where one paper says one thing: an answer, a reply, that all was read."""
    signing = Signing(request, case, PaperAct.VISIT)
    today = signing.day

    def again(form, status=200):
        return _show_visit(request, case, found, form, status, signing=signing)

    if request.method != "POST":
        return again(PaperVisitForm(visit=found, today=today))
    form = PaperVisitForm(request.POST, visit=found, today=today)

    def act():
        what, _sign, number = form.cleaned_data["said"].partition(":")
        if what in ("yes", "no"):
            proposal = found.proposals.get(pk=number)
            visits.answer_proposal(proposal, by=signing.by, accepted=what == "yes")
        elif what == "reply":
            visits.reply(found, by=signing.by, text=form.cleaned_data["text"])
        elif what == "postpone":
            visits.postpone(found, by=signing.by)
        else:
            visits.approve_summary(found, by=signing.by)

    to = reverse("label:case_visit", args=[case.reference])
    return attempt(request, form, act, said=_("C’est noté."), to=to, again=again, signing=signing)


def _show_visit(
    request, case: Case, found: Visit, form, status=200, *, signing=None
) -> HttpResponse:
    now = timezone.now()
    today = clock.civil_day(now)
    is_reported = found.state in REPORTED and hasattr(found, "report")
    events = machine.possible(found, by=request.user, now=now)
    return show(
        request,
        "visit",
        _("La visite"),
        case=case,
        status=status,
        form=form,
        visit=found,
        proposals=found.proposals.all(),
        team=found.visitors.select_related("member__person"),
        report=found.report if is_reported else None,
        facts=_facts(case, found) if is_reported else (),
        addenda=found.addenda.all(),
        signing=signing,
        can_reply=found.state == VisitState.REPORT_FILED and today <= found.reply_until,
        can_postpone="postpone" in events
        and not machine.reasons_against(found, "postpone", by=request.user, now=now),
        back=reverse("label:case", args=[case.reference]),
    )


def _facts(case: Case, found: Visit) -> list[tuple[str, str]]:
    rows = Criterion.objects.filter(version=case.referential_id).order_by("position")
    titles = rows.values_list("code", "title")
    facts = found.report.facts
    return [(title, facts[code]) for code, title in titles if facts.get(code)]


def _answer(request, case: Case, found: Visit) -> HttpResponse:
    number, _sign, word = request.POST["answer"].partition(":")
    rows = found.proposals.filter(answered_at=None)
    proposal = next((one for one in rows if str(one.pk) == number), None)
    if proposal is None:
        raise Http404
    is_accepted = word == "oui"
    said = (
        _("C’est noté : vous êtes là ce jour-là.")
        if is_accepted
        else _("C’est noté : le secrétariat vous proposera une autre date.")
    )
    return _do(
        request, case, said, visits.answer_proposal, proposal, by=request.user,
        accepted=is_accepted,
    )  # fmt: skip


def _postpone(request, case: Case, found: Visit) -> HttpResponse:
    said = _("La visite est reportée. Le secrétariat vous proposera une autre date.")
    return _do(request, case, said, visits.postpone, found, by=request.user)


def _approve(request, case: Case, found: Visit) -> HttpResponse:
    said = _("Vous avez relu le résumé qui peut être publié.")
    return _do(request, case, said, visits.approve_summary, found, by=request.user)


def _do(request, case: Case, said: str, verb, *args, **options) -> HttpResponse:
    try:
        verb(*args, **options)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, said)
    return redirect("label:case_visit", case.reference)


def _reply(request, case: Case, found: Visit) -> HttpResponse:
    form = ReplyForm(request.POST)
    return attempt(
        request,
        form,
        lambda: visits.reply(found, by=request.user, text=form.cleaned_data["text"]),
        said=_("Votre réponse est jointe au compte rendu."),
        to=reverse("label:case", args=[case.reference]),
        again=lambda form, status: _show_visit(request, case, found, form, status),
    )


@never_cache
@require_safe
@login_required
def visit_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of the report, for the operator once it is filed; for visitors, panel and team."""
    photo = get_object_or_404(VisitPhoto.objects.select_related("report__visit__case"), pk=pk)
    found = photo.report.visit
    case, user = found.case, request.user
    is_let_in = rules.has_perm("label.read_visit_file", user, case) or rules.has_perm(
        "label.read_case", user, case
    )
    waits = found.state not in REPORTED and not roles.is_visitor(user, found)
    if not is_let_in or waits:
        raise Http404
    note_reading(user, case, ReadObject.PHOTO, photo.pk)
    return private_files.stream(
        photo.file, content_type="image/jpeg", filename=f"photo-{photo.pk}.jpg", is_attached=True
    )


@never_cache
@require_http_methods(METHODS)
@login_required
def panel(request: HttpRequest, reference: str) -> HttpResponse:
    """The names of the panel, by college, and the right to challenge one."""
    case = get_case(request.user, reference)
    found = acts.named_panel(case)
    if found is None or not rules.has_perm("label.see_panel_names", request.user, case):
        raise Http404
    seats = found.seats.filter(state__in=[SeatState.ACCEPTED, SeatState.SEATED]).select_related(
        "member__person"
    )
    if found.discharged_at:
        seats = found.seats.answering().select_related("member__person")
    signing = Signing(request, case, PaperAct.CHALLENGE)
    is_open = signing.day <= found.challenge_until and seats.exists()

    def again(form, status=200):
        made = case_challenges(found)
        return show(
            request, "panel", acts.names_of(found), case=case, status=status, form=form,
            panel=found, seats=seats.order_by("college", "pk"), is_open=is_open,
            challenges=made, back=reverse("label:case", args=[case.reference]),
            signing=signing if is_open else None,
        )  # fmt: skip

    if request.method != "POST":
        return again(ChallengeForm(seats=seats))
    form = ChallengeForm(request.POST, seats=seats)

    def act():
        panels.challenge(
            form.cleaned_data["seat"], by=signing.by, grounds=form.cleaned_data["grounds"]
        )

    said = _("Votre demande est partie. La réponse vous sera écrite.")
    to = reverse("label:case_panel", args=[reference])
    return attempt(request, form, act, said=said, to=to, again=again, signing=signing)


def case_challenges(found):
    """What was asked of this panel's members, and what was answered."""
    from label.models import Challenge

    rows = Challenge.objects.filter(seat__panel=found)
    return rows.select_related("seat__member__person")
