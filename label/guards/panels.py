"""Guards of panels and seats (P02–P07, S02–S09)."""

from django.utils.translation import gettext as _

from label import eligibility, presence, quorum, signed_papers, wording
from label.enums import CaseState, ChallengeState, College, PanelState, Role
from label.models import Challenge, InterestDeclaration, Seat

BEFORE_SCORING = (CaseState.SUBMITTED, CaseState.INVESTIGATION, CaseState.UNDER_APPEAL)


# Panel ----------------------------------------------------------------------


def every_seat_is_filled(panel, attempt):
    """All seats held by accepted, non-conflicted persons; no college above its share (I-04)."""
    counts = presence.by_college(panel.seats.effective())
    missing = [
        _("%(college)s : %(missing)s place à pourvoir")
        % {"college": College(college).label, "missing": wanted - counts.get(college, 0)}
        for college, wanted in panel.quota.items()
        if counts.get(college, 0) < wanted
    ]
    if missing:
        return missing
    return wording.sentences(quorum.constitution_faults(counts, rules=presence.rules_of(panel)))


def challenge_time_is_over(panel, attempt):
    if panel.notified_on is None:
        return [_("L’opérateur n’a pas encore reçu les noms du jury.")]
    if attempt.today <= signed_papers.awaited_until(panel.case, panel.challenge_until):
        return [_("L’opérateur peut encore récuser un membre.")]
    if Challenge.objects.filter(seat__panel=panel, state=ChallengeState.OPEN).exists():
        return [_("Une récusation n’est pas tranchée.")]
    return []


def alternates_are_exhausted(panel, attempt):
    counts = presence.by_college(panel.seats.holding())
    short = [
        college
        for college, wanted in panel.quota.items()
        if counts.get(college, 0) < wanted and eligibility.next_alternate(panel, college) is None
    ]
    return [] if short else [_("Il reste des suppléants à appeler.")]


def new_draw_is_done(panel, attempt):
    draw = panel.draws.filter(state="drawn").order_by("-turn").first()
    if draw is None or draw.turn < 2 or not draw.candidates.filter(seat=None).exists():
        return [_("Le nouveau tirage n’est pas fait.")]
    return []


def a_seat_fell(panel, attempt):
    """A panel goes back to forming only before the scoring opens."""
    if panel.case.state not in BEFORE_SCORING:
        return [_("La notation est ouverte : le jury siège tel qu’il est.")]
    if not every_seat_is_filled(panel, attempt):
        return [_("Toutes les places sont pourvues.")]
    return []


# Seat ----------------------------------------------------------------------


def seat_is_in_order(seat, attempt):
    """A replacement is the next eligible rank of its college (I-05)."""
    if seat.candidate_id is None:
        return []
    earlier = seat.candidate.draw.candidates.filter(
        college=seat.college, rank__lt=seat.candidate.rank, seat=None
    )
    skipped = [one for one in earlier if eligibility.is_eligible(seat.panel, one.member)]
    return [_("Un rang précédent du tirage n’a pas été appelé.")] if skipped else []


def panel_is_forming(seat, attempt):
    """Or it is asked about a measure, and somebody takes over a place of it."""
    if seat.called_for_id and seat.called_for.given_at is None:
        return []
    if seat.panel.state not in {PanelState.FORMING, PanelState.CONSTITUTED}:
        return [_("Ce jury n’appelle plus personne.")]
    return []


def person_has_no_other_role(seat, attempt):
    held = seat.panel.case.involvements.filter(person=seat.member.person_id).first()
    if held is not None and held.role != seat.panel.juror_role:
        return [
            _("Cette personne intervient déjà sur ce dossier : %(role)s.")
            % {"role": Role(held.role).label}
        ]
    return []


def reply_time_is_over(seat, attempt):
    if seat.reply_until is None or attempt.today <= seat.reply_until:
        return [_("Le délai de réponse court encore.")]
    return []


def nil_declaration_is_there(seat, attempt):
    declared = _declaration(seat)
    if declared is None:
        return [_("Déclarez d’abord vos liens avec ce dossier.")]
    if not declared.is_nil:
        return [_("Vous avez déclaré un lien : vous ne pouvez pas siéger.")]
    return []


def recusal_has_a_cause(seat, attempt):
    """A tie declared, a challenge upheld, or the juror's own word."""
    if seat.challenges.filter(state=ChallengeState.UPHELD).exists():
        return []
    declared = _declaration(seat)
    if declared is not None and not declared.is_nil:
        return []
    own = attempt.by is not None and attempt.by.pk == seat.member.person_id
    if own and str(attempt.data.get("note") or "").strip():
        return []
    return [_("Un déport vient d’un lien déclaré ou d’une récusation admise.")]


def excuse_has_a_reason(seat, attempt):
    if not str(attempt.data.get("note") or "").strip():
        return [_("Dites l’empêchement.")]
    return []


def _declaration(seat: Seat) -> InterestDeclaration | None:
    return InterestDeclaration.objects.filter(
        case=seat.panel.case_id, person=seat.member.person_id, role=seat.panel.juror_role
    ).first()
