"""What an operator can do with a case or a label now, each with its screen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from home.templatetags.site import civil
from label import clock, machine
from label.applicant import timeline
from label.enums import TO_CORRECT, CaseState, GrantState, Outcome, SeatState, VisitState
from label.models import AdversarialWindow, Case, Grant, Panel


@dataclass(frozen=True)
class Act:
    """A link to a screen; `is_due`: it is waited for, `before` that day."""

    title: str
    url: str
    text: str = ""
    before: date | None = None
    is_due: bool = False
    icon: str = "edit"
    is_late: bool = False
    is_told: bool = False  # nothing to do now, yet not to be forgotten

    @property
    def tag(self) -> str:
        return tag_of(self.before, is_late=self.is_late)


def tag_of(day: date | None, *, is_late: bool) -> str:
    """The last day of what is waited for, in words; nothing for no day."""
    if day is None:
        return ""
    words = _("en retard, attendu avant le %(day)s") if is_late else _("avant le %(day)s")
    return words % {"day": civil(day)}


def of_case(case: Case, user, *, now: datetime) -> list[Act]:
    """Acts and readings of a case handed in, what is waited for first."""
    today = clock.civil_day(now)
    possible = set(machine.possible(case, by=user, now=now))
    return _in_order((act for source in _SOURCES for act in source(case, possible, today)), today)


def _in_order(found: Iterable[Act], today: date) -> list[Act]:
    acts = [replace(act, is_late=act.before is not None and act.before < today) for act in found]
    return sorted(acts, key=lambda act: not act.is_due)


def _url(name: str, *args) -> str:
    return reverse(f"label:{name}", args=args)


def _documents(case, possible, today):
    if "provide_documents" in possible:
        yield Act(
            _("Envoyer les pièces demandées"),
            _url("case_documents", case.reference),
            before=case.due_on,
            is_due=True,
        )


def _visit(case, possible, today):
    visit = case.visit
    if visit is None or visit.case_id != case.pk:
        return
    to_answer = visit.proposals.filter(answered_at=None).exists()
    to_reply = visit.state == VisitState.REPORT_FILED and today <= visit.reply_until
    title = _("La visite")
    if to_answer:
        title = _("Répondre à la date proposée")
    elif to_reply:
        title = _("Lire le compte rendu et y répondre")
    yield Act(
        title,
        _url("case_visit", case.reference),
        before=visit.reply_until if to_reply else None,
        is_due=to_answer or to_reply,
        icon="calendar",
    )


def named_panel(case: Case) -> Panel | None:
    """The panel whose names are told: that of the appeal, once it is, in place of the first."""
    found = (one for one in (case.appeal_panel, case.panel) if one and one.notified_on)
    return next(found, None)


def names_of(panel: Panel) -> str:
    return _("Les noms du jury") if panel.kind == "first" else _("Les noms du jury de recours")


def _panel(case, possible, today):
    if panel := named_panel(case):
        seats = panel.seats.filter(state__in=[SeatState.ACCEPTED, SeatState.SEATED])
        is_open = today <= panel.challenge_until and seats.exists()
        yield Act(
            names_of(panel),
            _url("case_panel", case.reference),
            _("Vous pouvez récuser quelqu’un, avec une raison.") if is_open else "",
            before=panel.challenge_until if is_open else None,
            icon="people",
        )


def _questions(case, possible, today):
    last = case.deferral_rows.order_by("-number").first()
    if last is None:
        return
    is_due = case.state == CaseState.DEFERRED and last.answered_at is None
    yield Act(
        _("Répondre aux questions du jury") if is_due else _("Les questions du jury"),
        _url("case_questions", case.reference),
        before=case.answer_due_on if is_due else None,
        is_due=is_due and today <= case.answer_due_on,
    )


def _plan(case, possible, today):
    if case.state not in {CaseState.OPINION_ISSUED, CaseState.UNDER_APPEAL}:
        return
    opinion = standing_opinion(case)
    if opinion and opinion.outcome == Outcome.GRANT_WITH_RESERVES:
        is_due = case.plan_accepted_at is None
        yield Act(
            _("Accepter le plan de progrès") if is_due else _("Le plan de progrès"),
            _url("case_plan", case.reference),
            before=case.due_on if is_due else None,
            is_due=is_due,
        )


def standing_opinion(case: Case):
    """The opinion that stands, once the panel is done with it."""
    from label import deliberation_facts

    return deliberation_facts.standing_opinion(case) if case.panel else None


def _windows(case, possible, today):
    for window in case.windows.filter(grant=None):
        yield window_act(window, today)


def window_act(window: AdversarialWindow, today: date) -> Act:
    is_due = window.observed_at is None and not window.is_over(today)
    title = _("Relire la mesure envisagée : %(measure)s")
    if is_due:
        title = _("Donner vos observations : %(measure)s")
    elif window.observed_at:
        title = _("Relire vos observations : %(measure)s")
    return Act(
        title % {"measure": window.get_measure_display()},
        _url("case_window", window.pk),
        before=window.closes_on if is_due else None,
        is_due=is_due,
        icon="warning" if is_due else "list",
    )


def _readings(case, possible, today):
    opinion = standing_opinion(case)
    if opinion and case.state not in _BEFORE_OPINION:
        yield Act(_("Lire l’avis du jury"), _url("case_opinion", case.reference), icon="list")
    if timeline.last_told(case):
        yield Act(_("Lire la décision"), _url("case_decision", case.reference), icon="list")
    yield Act(_("Accusé de réception"), _url("case_receipt", case.reference), icon="check")
    yield Act(_("Relire ma demande"), _url("case_reread", case.reference), icon="list")
    yield Act(_("Mes pièces"), _url("case_evidence", case.reference), icon="list")


_BEFORE_OPINION = (CaseState.SCORING, CaseState.DELIBERATION, CaseState.DEFERRED)


def _appeal(case, possible, today):
    if hasattr(case, "appeal"):
        yield Act(_("Votre recours"), _url("case_appeal", case.reference), icon="info")
    elif "lodge_appeal" in possible and timeline.decision_told(case):
        yield Act(
            _("Contester la décision"),
            _url("case_appeal", case.reference),
            _("Un autre jury examine votre dossier."),
            before=case.due_on,
            icon="info",
        )


def _desist(case, possible, today):
    if "desist" in possible:
        yield Act(_("Retirer ma demande"), _url("case_desist", case.reference), icon="close")


_SOURCES = (_documents, _windows, _questions, _plan, _visit, _panel, _readings, _appeal, _desist)


# A label ----------------------------------------------------------------------


def of_grant(grant: Grant, user, *, now: datetime) -> list[Act]:
    """Acts of a label, what is waited for first."""
    today = clock.civil_day(now)
    found = (act for source in _GRANT_SOURCES for act in source(grant, user, now, today))
    return _in_order(found, today)


def _measure(grant, user, now, today):
    """What was decided against the label comes before what it owes every year."""
    if grant.state not in TO_CORRECT:
        return
    url = _url("case_grant", grant.number) + "#mesures"
    last = grant.remedies.standing().first()
    is_shown = last is not None and last.answered_at is None
    if grant.state == GrantState.FORMAL_NOTICE and is_shown:
        yield Act(
            _("Correction envoyée : le secrétariat la regarde"), url, before=grant.notice_until,
            icon="clock", is_told=True,
        )  # fmt: skip
    elif grant.state == GrantState.FORMAL_NOTICE:
        yield Act(
            _("Corriger ce que demande la mise en demeure"),
            url,
            _("Il manque encore quelque chose : lisez la réponse du secrétariat.")
            if last
            else _("Puis montrez au secrétariat que c’est fait."),
            before=grant.notice_until,
            is_due=True,
            icon="warning",
        )
    else:
        yield Act(
            _("Votre label est suspendu : ce qui est demandé"),
            url,
            _("Retirez le logo. Le secrétariat regarde ce que vous avez corrigé.")
            if is_shown
            else _("Retirez le logo. Pour retrouver le label, montrez ce qui a changé."),
            is_due=True,
            icon="warning",
        )
    yield Act(
        _("Montrer autre chose que j’ai corrigé") if is_shown else _("Montrer ce que j’ai corrigé"),
        _url("case_remedy", grant.number),
        _("Un texte et des fichiers, autant de fois qu’il le faut."),
    )


def _sign(grant, user, now, today):
    if grant.state == GrantState.PENDING_SIGNATURE:
        is_due = grant.operator_signed_at is None
        yield Act(
            _("Signer la convention") if is_due else _("Relire la convention signée"),
            _url("case_sign", grant.number),
            before=grant.sign_before if is_due else None,
            is_due=is_due,
        )


def _reserves(grant, user, now, today):
    for reserve in grant.open_reserves.select_related("criterion"):
        is_due = reserve.proved_at is None
        yield Act(
            _("Prouver : %(action)s") % {"action": reserve.action}
            if is_due
            else _("Preuve envoyée : %(action)s") % {"action": reserve.action},
            _url("case_reserve", grant.number, reserve.pk),
            before=reserve.due_on if is_due else None,
            is_due=is_due and grant.is_in_register,
        )


def _declarations(grant, user, now, today):
    if not grant.is_in_register:
        return
    for row in grant.declarations.filter(filed_at=None):
        yield Act(
            _("Faire ma déclaration annuelle"),
            _url("case_declaration", grant.number, row.pk),
            _("Préremplie, dix minutes."),
            before=row.due_on,
            is_due=True,
        )


def _grant_windows(grant, user, now, today):
    for window in grant.windows.all():
        yield window_act(window, today)


def _renew(grant, user, now, today):
    if not grant.is_in_register:
        return
    farthest = max(grant.procedure.renewal_reminder_days)
    near = clock.days_left(grant.valid_to, today) <= farthest
    known = grant.renewals.order_by("-pk").first()
    if known:
        yield Act(_("Ma demande de renouvellement"), _url("case", known.reference), icon="next")
    elif near:
        yield Act(
            _("Renouveler mon label"),
            _url("case_renew", grant.number),
            before=grant.valid_to,
            is_due=True,
            icon="next",
        )
    yield Act(
        _("Étendre le label à d’autres gammes"),
        _url("case_start", grant.operator_id),
        icon="plus",
    )


def _renounce(grant, user, now, today):
    if "renounce" in machine.possible(grant, by=user, now=now):
        yield Act(_("Renoncer au label"), _url("case_renounce", grant.number), icon="close")


_GRANT_SOURCES = (_measure, _grant_windows, _sign, _reserves, _declarations, _renew, _renounce)
