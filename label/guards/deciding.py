"""Guards of the authority's acts, of silence and of appeals (C21–C34)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from label import clock, deliberation_facts, judgement, roles, signed_papers
from label.enums import (
    AppealAdvice,
    AppealState,
    DecisionKind,
    Level,
    Outcome,
    VisitState,
)
from label.models import Decision

GRANTING = (Outcome.GRANT, Outcome.GRANT_WITH_COMMITMENT)
ANSWERED_VISIT = (VisitState.REPLIED, VisitState.REPLY_EXPIRED, VisitState.LOCKED)
FAVOURABLE = (DecisionKind.GRANTED, DecisionKind.GRANTED_WITH_RESERVES)


# Every decision ----------------------------------------------------------------------


def decision_is_written(case, attempt):
    """Reasons and the reference of the signatory's competence (I-17)."""
    reasons = []
    if not str(attempt.data.get("text") or "").strip():
        reasons.append(_("Écrivez les motifs de la décision."))
    if not str(attempt.data.get("competence_ref") or "").strip():
        reasons.append(_("Indiquez la délégation qui vous donne compétence."))
    return reasons


def opinion_is_followed_or_departure_says_why(*outcomes):
    """The opinion goes the same way, or the departure has reasons to publish (I-18)."""

    def opinion_is_followed(case, attempt):
        opinion = deliberation_facts.standing_opinion(case)
        if opinion is not None and opinion.outcome in outcomes:
            return []
        if str(attempt.data.get("departure_reasons") or "").strip():
            return []
        if opinion is None:
            return [_("Aucun avis : dites pourquoi vous décidez sans lui.")]
        return [_("La décision s’écarte de l’avis : dites pourquoi, ce sera publié.")]

    return opinion_is_followed


def everything_required_is_met(case, attempt):
    """Granted means that every E and O is met, whatever was said (I-13)."""
    found = judgement.unmet(case.panel)
    codes = [one.code for rows in found.values() for one in rows]
    if codes:
        return [_("Ne sont pas remplis : %(codes)s.") % {"codes": ", ".join(codes)}]
    return []


def reserves_cover_what_is_unmet(case, attempt):
    """All E met, one or two O unmet, all remediable, each with action, proof and date (I-13)."""
    found = judgement.unmet(case.panel)
    figures = case.procedure
    unmet = found[Level.MANDATORY]
    if found[Level.ELIMINATORY]:
        return [_("Un critère indispensable n’est pas rempli.")]
    if not 1 <= len(unmet) <= figures.reserves:
        return [
            _("Il faut de 1 à %(most)s critères attendus non remplis.") % {"most": figures.reserves}
        ]
    if not all(one.is_remediable for one in unmet):
        return [_("Un de ces critères ne peut pas devenir une réserve.")]
    return reserve_faults(
        attempt.data.get("reserves") or [],
        codes={one.code for one in unmet},
        today=attempt.today,
        months=figures.reserve_months,
    )


def reserve_faults(reserves, *, codes: set[str], today: date, months: int) -> list[str]:
    """What is wrong with a plan: one reserve per criterion, each precise, dated and near."""
    if {one.get("criterion") for one in reserves} != codes or len(reserves) != len(codes):
        return [_("Une réserve pour chacun : %(codes)s.") % {"codes": ", ".join(sorted(codes))}]
    reasons = []
    last = clock.add_months(today, months)
    for one in reserves:
        if not str(one.get("action", "")).strip() or not str(one.get("proof", "")).strip():
            reasons.append(
                _("%(code)s : dites l’action et la preuve.") % {"code": one["criterion"]}
            )
        due = as_day(one.get("due_on"))
        if due is None or not today < due <= last:
            reasons.append(
                _("%(code)s : une date dans les %(months)s mois.")
                % {"code": one["criterion"], "months": months}
            )
    return reasons


def as_day(value) -> date | None:
    """A date, or its ISO text as JSON keeps it."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def plan_is_accepted(case, attempt):
    if case.plan_accepted_at is None:
        return [_("L’opérateur n’a pas accepté le plan.")]
    return []


def unmet_criteria_are_explained(case, attempt):
    """A refusal gives its reasons criterion by criterion (rules.md 4.5)."""
    panel = case.panel
    if panel is None:
        return []
    found = judgement.unmet(panel) if panel.results.exists() else {}
    given = attempt.data.get("reasons") or {}
    codes = [
        one.code
        for rows in found.values()
        for one in rows
        if not str(given.get(one.code, "")).strip()
    ]
    if codes:
        return [_("Dites pourquoi : %(codes)s.") % {"codes": ", ".join(codes)}]
    return []


def operator_could_reply(case, attempt):
    """The visit's reply is in or its time over; without a visit, the operator was heard."""
    if case.procedure.visit_required:
        visit = case.visit
        return (
            []
            if visit is not None and visit.state in ANSWERED_VISIT
            else [_("L’opérateur n’a pas encore pu répondre au compte rendu.")]
        )
    panel = case.panel
    heard = panel is not None and (
        panel.hearings.filter(operator_heard_at__isnull=False).exists()
        or panel.hearings.filter(operator_declined=True).exists()
    )
    return [] if heard else [_("L’opérateur n’a pas été entendu.")]


def deferral_is_over_under_silence(case, attempt):
    """From DEFERRED, a refusal is signed only when the answer's time is over under silence."""
    if case.state != "deferred":
        return []
    if not case.has_silence_clock:
        return [_("Hors du régime du silence, le dossier devient caduc.")]
    if case.answer_due_on is None or attempt.today <= signed_papers.awaited_until(
        case, case.answer_due_on
    ):
        return [_("Le délai de réponse court encore.")]
    if case.deferral_rows.filter(number=case.deferrals, answered_at__isnull=False).exists():
        return [_("L’opérateur a répondu : le jury doit reprendre le dossier.")]
    return []


def appeal_did_not_worsen(case, attempt):
    """After the operator's own appeal, no worse than before it (I-20)."""
    before = case.decisions.filter(grant=None, kind__in=FAVOURABLE).first()
    if before is None:
        return []
    worse = attempt.move.target == "refused" or (
        before.kind == DecisionKind.GRANTED and attempt.move.target == "granted_with_reserves"
    )
    return [_("Un recours ne peut pas aggraver la situation de l’opérateur.")] if worse else []


# Silence ----------------------------------------------------------------------


def silence_has_decided(case, attempt):
    if not case.has_silence_clock:
        return [_("Le silence ne décide rien sous ce régime.")]
    if not clock.silence_decided(case.implicit_decision_on, attempt.now):
        return [_("La date légale n’est pas atteinte.")]
    return []


def opinion_or_reasons(case, attempt):
    if deliberation_facts.standing_opinion(case) is not None:
        return []
    if str(attempt.data.get("departure_reasons") or "").strip():
        return []
    return [_("Joignez l’avis du jury, ou des motifs à publier.")]


def retraction_is_in_time(case, attempt):
    since = clock.civil_day(case.implicit_at)
    if attempt.today > clock.add_months(since, case.procedure.retract_months):
        return [_("La décision implicite ne peut plus être retirée.")]
    return []


def implicit_decision_is_illegal(case, attempt):
    if not str(attempt.data.get("illegality") or "").strip():
        return [_("Dites en quoi la décision implicite est illégale.")]
    return []


def adversarial_phase_is_over(case, attempt):
    """The operator was told, and had fifteen days (I-19)."""
    windows = case.windows.filter(grant=None, measure=DecisionKind.REFUSED)
    return window_faults(windows, attempt.today, case.procedure.adversarial_days)


def window_faults(windows, today: date, days: int) -> list[str]:
    """Why no adversarial window allows a measure today; `days` it must have lasted."""
    for window in windows:
        is_long_enough = window.closes_on - window.opened_on >= timedelta(days=days)
        if is_long_enough and signed_papers.is_over(window, today):
            return []
    if not windows:
        return [_("Ouvrez d’abord une procédure contradictoire.")]
    return [_("La procédure contradictoire n’est pas close.")]


# Appeals ----------------------------------------------------------------------


def appeal_is_in_time(case, attempt):
    """Two months from the notice; without notice the time has not started (rules.md 4.5)."""
    if case.notified_on is None:
        return []
    told_on = signed_papers.told_on(attempt.by, attempt.now)
    if told_on > clock.add_months(case.notified_on, case.procedure.appeal_months):
        return [_("Le délai de recours est passé.")]
    return []


def no_appeal_yet(case, attempt):
    if hasattr(case, "appeal"):
        return [_("Un recours a déjà été déposé.")]
    return []


def grounds_are_given(case, attempt):
    if not str(attempt.data.get("grounds") or "").strip():
        return [_("Dites ce que vous contestez.")]
    return []


def appeal_panel_has_spoken(case, attempt):
    appeal = case.appeal
    allowed = {AppealState.OPINION}
    if attempt.move.event == "uphold":
        allowed.add(AppealState.INADMISSIBLE)
    if appeal.state not in allowed:
        return [_("Le jury de recours n’a pas rendu son avis.")]
    return []


def appeal_advice_is_followed(advice: AppealAdvice):
    def appeal_advice_is_followed(case, attempt):
        appeal = case.appeal
        if appeal.state == AppealState.INADMISSIBLE or appeal.advice == advice:
            return []
        if str(attempt.data.get("departure_reasons") or "").strip():
            return []
        return [_("La décision s’écarte de l’avis : dites pourquoi, ce sera publié.")]

    return appeal_advice_is_followed


def appeal_settles_what_was_unmet(case, attempt):
    """The appeal panel found met every E and O that was not, or all but the reserves (I-13)."""
    panel = case.panel
    if panel is None or not panel.results.exists():
        return [
            _("Le dossier n’a jamais été noté : seule une reprise de l’instruction est possible.")
        ]
    found = judgement.unmet(panel)
    settled = {code for code, why in case.appeal.findings.items() if str(why).strip()}
    left = [one for rows in found.values() for one in rows if one.code not in settled]
    if attempt.move.event == "reform_grant":
        if left:
            codes = ", ".join(one.code for one in left)
            return [_("Le jury de recours n’a pas revu : %(codes)s.") % {"codes": codes}]
        return []
    figures = case.procedure
    if any(one.level == Level.ELIMINATORY or not one.is_remediable for one in left) or not (
        1 <= len(left) <= figures.reserves
    ):
        return [_("Ce qui reste non rempli ne peut pas faire l’objet de réserves.")]
    return reserve_faults(
        attempt.data.get("reserves") or [],
        codes={one.code for one in left},
        today=attempt.today,
        months=figures.reserve_months,
    )


def remit_cannot_worsen(case, attempt):
    standing = case.decision
    if standing is not None and standing.kind == DecisionKind.GRANTED:
        return [_("Un recours ne peut pas aggraver la situation de l’opérateur.")]
    return []


def procedural_defect_is_named(case, attempt):
    if not str(attempt.data.get("defect") or "").strip():
        return [_("Dites quel vice de procédure justifie la reprise.")]
    return []


# Closing ----------------------------------------------------------------------


def appeal_time_is_over(case, attempt):
    if case.notified_on is None:
        return [_("La décision n’a pas été notifiée.")]
    last_day = clock.add_months(case.notified_on, case.procedure.appeal_months)
    if attempt.today <= signed_papers.awaited_until(case, last_day):
        return [_("Le délai de recours court encore.")]
    return []


def month_has_passed(case, attempt):
    since = clock.civil_day(case.state_since)
    if attempt.today < clock.add_months(since, case.procedure.ended_months):
        return [_("Le dossier est terminé depuis moins d’un mois.")]
    return []


def an_owner_acts(obj, attempt):
    """Giving up or contesting commits the operator: an editor of the listing does not do it."""
    if not roles.binds(attempt.by, obj):
        return [_("C’est à une personne propriétaire de la fiche de le faire.")]
    return []


def nothing_is_signed(case, attempt):
    """An operator desists before the decision is signed."""
    if (
        Decision.objects.filter(case=case, grant=None, superseded_by=None)
        .exclude(kind=DecisionKind.REMITTED)
        .exists()
    ):
        return [_("La décision est déjà signée.")]
    return []
