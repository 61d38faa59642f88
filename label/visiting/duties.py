"""What a visitor has to do, visit by visit, and before when."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from home.templatetags.site import civil
from label import clock
from label.duty import Duty, before
from label.enums import VisitState
from label.models import InterestDeclaration, Visit
from label.visiting.access import declarations_of, own_visits

TO_DO, TO_WAIT, DONE = 20, 50, 80
WRITING = (VisitState.SCHEDULED, VisitState.DONE)


@dataclass(frozen=True)
class Line:
    visit: Visit
    name: str
    duty: Duty
    url: str


def lines(user, *, now: datetime) -> list[Line]:
    """The visits of a person, what presses most first. Four queries."""
    visits = list(own_visits(user))
    declared = declarations_of(user, visits)
    found = [line_of(visit, declared.get(visit.case_id), user, now=now) for visit in visits]
    return sorted(found, key=lambda line: line.duty.urgency)


def pressing(found: list[Line]) -> list[Line]:
    """The lines that ask for something now."""
    return [line for line in found if line.duty.rank <= TO_DO]


def line_of(visit: Visit, declared: InterestDeclaration | None, user, *, now) -> Line:
    url = reverse("label:visit_one", args=[visit.pk])
    return Line(visit, visit.case.operator.title, duty_of(visit, declared, user, now=now), url)


def duty_of(visit: Visit, declared: InterestDeclaration | None, user, *, now: datetime) -> Duty:
    """The next thing that this visit asks of one of its visitors."""
    if declared is None:
        return Duty(
            TO_DO - 2,
            _("À faire maintenant · trois minutes"),
            _("Déclarez vos liens avec ce dossier"),
            _("Huit questions, oui ou non. Sans cette déclaration, le dossier reste fermé."),
            _url("visit_interests", visit),
            _("Je réponds aux questions"),
            "edit",
        )
    if not declared.is_nil:
        return Duty(
            DONE,
            _("Terminé"),
            _("Vous ne faites pas cette visite"),
            _("Merci d’avoir dit votre lien. Le secrétariat désigne une autre personne."),
        )
    return _BY_STATE.get(visit.state, _filed)(visit, user, now)


def _to_schedule(visit, user, now):
    coming = [one for one in visit.proposals.all() if one.stands and one.proposed_for > now]
    if coming:
        return Duty(
            TO_DO,
            title=_("Une date est acceptée : fixez la visite"),
            text=moment(coming[-1].proposed_for),
            url=_url("visit_one", visit) + "#dates",
            button=_("Fixer la visite"),
            icon="calendar",
            **before(_("Avant le %(day)s"), visit.due_on, now),
        )
    return Duty(
        TO_WAIT,
        title=_("La date n’est pas encore fixée"),
        text=_(
            "Le secrétariat propose des dates à l’opérateur. Vous pouvez fixer celle qui convient."
        ),
        url=_url("visit_one", visit) + "#dates",
        button=_("Voir les dates"),
        icon="calendar",
        **before(_("Avant le %(day)s"), visit.due_on, now),
    )


def _scheduled(visit, user, now):
    if visit.scheduled_for <= now:
        return _to_write(visit, user, now)
    return Duty(
        TO_DO,
        _("Visite fixée"),
        moment(visit.scheduled_for),
        _("Ouvrez le formulaire une fois chez vous : il s’ouvrira ensuite sans réseau, sur place."),
        _url("visit_report", visit),
        _("Préparer le formulaire"),
        "edit",
        due=clock.civil_day(visit.scheduled_for),
    )


def _to_write(visit, user, now):
    due = visit.report_due_on
    if visit.state == VisitState.DONE and _has_signed(visit, user):
        return Duty(
            TO_WAIT,
            _("Vous avez signé"),
            _("On attend l’autre signature"),
            _("Le compte rendu part à l’opérateur avec la dernière."),
            _url("visit_sign", visit),
            _("Relire le compte rendu"),
            "list",
        )
    if any(one.signed_at is not None for one in visit.visitors.all()):
        return Duty(
            TO_DO - 1,
            title=_("Relisez le compte rendu, puis signez"),
            text=_(
                "Une autre personne de la visite l’a signé : il part avec la dernière signature."
            ),
            url=_url("visit_sign", visit),
            button=_("Relire et signer"),
            icon="check",
            **before(_("À signer avant le %(day)s"), due, now),
        )
    last = (
        before(_("À rendre avant le %(day)s"), due, now)
        if due
        else {"kick": _("À faire maintenant")}
    )
    return Duty(
        TO_DO - 1,
        title=_("Écrivez ce que vous avez vu"),
        text=_("Des faits, pas des notes. Tout se garde sur ce téléphone, même sans réseau."),
        url=_url("visit_report", visit),
        button=_("Écrire le compte rendu"),
        icon="edit",
        **last,
    )


def _filed(visit, user, now):
    says = {
        VisitState.REPORT_FILED: _("L’opérateur peut répondre jusqu’au %(day)s.")
        % {"day": civil(visit.reply_until)},
        VisitState.LOCKED: _("Une erreur ? Un complément daté s’ajoute, le compte rendu reste."),
    }
    return Duty(
        DONE - 10,
        _("Compte rendu déposé"),
        _("Merci, votre visite est faite"),
        says.get(visit.state, ""),
        _url("visit_sign", visit),
        _("Relire le compte rendu"),
        "list",
    )


def _has_signed(visit: Visit, user) -> bool:
    return any(
        one.signed_at is not None and one.member.person_id == user.pk
        for one in visit.visitors.all()
    )


def moment(at: datetime) -> str:
    """« 2 mars 2026 à 14 h 00 »"""
    there = at.astimezone(clock.PARIS)
    return _("%(day)s à %(hour)s") % {
        "day": civil(there.date()),
        "hour": f"{there.hour} h {there:%M}",
    }


def _url(name: str, visit: Visit) -> str:
    return reverse(f"label:{name}", args=[visit.pk])


_BY_STATE = {
    VisitState.PLANNED: _to_schedule,
    VisitState.POSTPONED: _to_schedule,
    VisitState.SCHEDULED: _scheduled,
    VisitState.DONE: _to_write,
}
