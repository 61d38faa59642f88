"""A juror's seats: invitations, interests, leaving, and one's line in each draw."""

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from label import panels, pool_draws
from label.enums import SeatState
from label.interest_form import InterestForm
from label.jury import duties, lots
from label.jury.access import KNOWING, own_seat
from label.jury.forms import RECUSE, LeaveForm
from label.machine import Refused
from label.models import PoolMember
from label.screens import REFUSED, private, show

SITTING = (SeatState.SEATED,)


def above(seat=None, name: str = "") -> list[tuple[str, str]]:
    """The screens above one of a seat."""
    links = [(_("Mes jurys"), reverse("label:jury_home"))]
    if seat is not None:
        links.append((name or name_of(seat), reverse("label:jury_seat", args=[seat.pk])))
    return links


def name_of(seat) -> str:
    known = duties.knows_the_case(seat)
    return seat.case.operator.title if known else seat.case.reference


@private
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    found = duties.lines(request.user, now=timezone.now())
    return show(
        request,
        "label/jury/home.html",
        _("Mes jurys"),
        pressing=duties.pressing(found),
        others=[line for line in found if line not in duties.pressing(found)],
        has_lines=lots.of_person(request.user).exists(),
    )


@private
@require_safe
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_seat(request.user, pk)
    [known] = [one for one in duties.known_of(request.user) if one.seat.pk == found.pk]
    line = duties.line_of(known, now=timezone.now())
    return show(
        request,
        "label/jury/seat.html",
        line.name,
        above=above(),
        seat=found,
        line=line,
        known=known,
        handed_in=known.is_in(1),
        may_leave=found.state in SITTING,
        hearing=known.hearing,
        attends=_may(request, "attend_hearing", known.hearing),
        is_convened=_may(request, "print_convocation", known.hearing),
    )


def _may(request: HttpRequest, what: str, hearing) -> bool:
    return hearing is not None and rules.has_perm(f"label.{what}", request.user, hearing)


@private
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no to an invitation, in one tap."""
    found = own_seat(request.user, pk)
    if request.POST.get("reponse") not in {"oui", "non"}:
        messages.warning(request, _("Répondez par oui ou par non."))
        return redirect("label:jury_seat", pk)
    accepts = request.POST["reponse"] == "oui"
    try:
        if accepts:
            panels.accept(found, by=request.user)
        else:
            note = request.POST.get("note", "").replace("\x00", "")[:1000]
            panels.decline(found, by=request.user, note=note)
    except Refused as refused:
        _tell(request, refused)
        return redirect("label:jury_seat", pk)
    if accepts:
        messages.success(request, _("Merci. Une dernière chose avant de siéger : vos liens."))
        return redirect("label:jury_interests", pk)
    messages.success(request, _("C’est noté, merci d’avoir répondu."))
    return redirect("label:jury_home")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire, before any access; a tie recuses, and is therefore asked twice."""
    found = own_seat(request.user, pk)
    if found.state not in KNOWING:
        raise Http404
    if found.state != SeatState.ACCEPTED:
        return redirect("label:jury_seat", pk)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        declared = form.declare(found.case, by=request.user, role=found.panel.juror_role)
        if declared is not None:
            messages.success(
                request,
                _("Merci : vous siégez. Nous vous écrirons à l’ouverture du dossier.")
                if declared.is_nil
                else _("Merci de l’avoir dit. La personne suivante est appelée."),
            )
            return redirect("label:jury_seat", pk)
    return show(
        request,
        "label/interests.html",
        _("Mes liens avec ce dossier"),
        above=above(found),
        status=REFUSED if form.errors else 200,
        form=form,
        operator=found.case.operator,
        back=reverse("label:jury_seat", args=[pk]),
        effect=_("Un seul oui, et vous ne siégez pas : c’est définitif pour ce dossier."),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_seat(request.user, pk)
    if found.state not in SITTING:
        raise Http404
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = panels.recuse if form.cleaned_data["why"] == RECUSE else panels.excuse
        try:
            act(found, by=request.user, note=form.cleaned_data["note"])
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, _("C’est noté. Merci pour le temps donné à ce dossier."))
            return redirect("label:jury_seat", pk)
    return show(
        request,
        "label/jury/leave.html",
        _("Quitter ce jury"),
        above=above(found),
        status=REFUSED if form.errors else 200,
        form=form,
        seat=found,
    )


@private
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """One's own line in each draw: pseudonym and rank, shown to that person alone."""
    lines = lots.lines(request.user, now=timezone.now())
    return show(
        request,
        "label/jury/draws.html",
        _("Ma ligne dans les tirages"),
        above=above(),
        lines=[line for line in lines if not line.is_past],
        past=[line for line in lines if line.is_past],
    )


@private
@require_POST
def give_up_term(request: HttpRequest) -> HttpResponse:
    """The place in the pool that a draw has just given goes to the next rank."""
    member = get_object_or_404(PoolMember, person=request.user)
    try:
        pool_draws.decline(member, by=request.user)
    except Refused as refused:
        _tell(request, refused)
    else:
        messages.success(request, _("C’est noté, merci. La place revient à la personne suivante."))
    return redirect("label:jury_draws")


def _tell(request: HttpRequest, refused: Refused) -> None:
    for reason in refused.reasons:
        messages.warning(request, reason)
