"""Acts on a visit: its pair, its dates."""

from django.utils.translation import gettext_lazy as _

from label import visit_draws, visits
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.desks.acts.pool import in_words, people_of_the_pool
from label.desks.acts.randomness import randomness_fields, randomness_to_come
from label.enums import DrawState, VisitorKind, VisitState

V = VisitState


def draw_team(visit, *, by, **chosen):
    return visit_draws.commit(visit, by=by, **randomness_to_come(**chosen))


def waits_for_a_draw(visit) -> bool:
    """The team lacks its peer or its resident, and no draw is announced for them."""
    return (
        visit.procedure.visitors_drawn
        and bool(visit_draws.missing(visit))
        and not visit.draws.filter(state=DrawState.COMMITTED).exists()
    )


def name_expert(visit, *, by, member):
    return visits.assign_visitor(visit, member, by=by, kind=VisitorKind.EXPERT)


def _member():
    return fields.one_of(
        _("Personne du vivier"),
        people_of_the_pool(),
        said=in_words,
        help=_("Ni concurrent direct, ni même commune pour un pair, ni jury du dossier."),
    )


def _accepted(visit):
    accepted = visit.proposals.filter(is_accepted=True, was_missed=False, was_put_off=False)
    proposal = accepted.last()
    return proposal.proposed_for if proposal else None


def _fix(name: str, title: str, state: str, *, event: str) -> Act:
    return Act(
        name,
        title,
        SECRETARIAT,
        visits.schedule,
        lambda visit, by: {"at": fields.moment(_("Date et heure"), initial=_accepted(visit))},
        states=(state,),
        event=event,
        told=lambda values: {"scheduled_for": values["at"]},
    )


VISIT_ACTS = (
    Act(
        "annoncer-le-tirage-de-l-equipe",
        _("Annoncer le tirage de l’équipe de visite"),
        SECRETARIAT,
        draw_team,
        lambda visit, by: randomness_fields(),
        states=visit_draws.BEFORE,
        shown=waits_for_a_draw,
        help=_(
            "Un pair et une personne habitante du vivier. La liste des candidats se fige et son "
            "empreinte est publiée."
        ),
    ),
    Act(
        "designer",
        _("Désigner une personne pour la visite"),
        SECRETARIAT,
        visits.assign_visitor,
        lambda visit, by: {
            "member": _member(),
            "kind": fields.choice(_("En qualité de"), VisitorKind.choices),
        },
        states=visit_draws.BEFORE,
        shown=lambda visit: not visit.procedure.visitors_drawn,
    ),
    Act(
        "designer-un-expert",
        _("Désigner un expert pour la visite"),
        SECRETARIAT,
        name_expert,
        lambda visit, by: {"member": _member()},
        states=visit_draws.BEFORE,
        shown=lambda visit: visit.procedure.visitors_drawn,
        help=_("En plus du pair et de l’habitant, qui se tirent au sort."),
    ),
    Act(
        "proposer-une-date",
        _("Proposer une date de visite"),
        SECRETARIAT,
        visits.propose_date,
        lambda visit, by: {"proposed_for": fields.moment(_("Date et heure"))},
        states=(V.PLANNED, V.POSTPONED),
        help=_("Par écrit : l’opérateur répond dans son espace."),
    ),
    _fix("fixer", _("Fixer la visite"), V.PLANNED, event="schedule"),
    _fix("fixer-de-nouveau", _("Fixer la visite de nouveau"), V.POSTPONED, event="reschedule"),
    Act(
        "reporter",
        _("Reporter la visite"),
        SECRETARIAT,
        visits.postpone,
        states=(V.SCHEDULED,),
        event="postpone",
        help=_("Une seule fois."),
    ),
    Act(
        "visite-faite",
        _("Noter que la visite a eu lieu"),
        SECRETARIAT,
        visits.mark_done,
        states=(V.SCHEDULED,),
        event="visit",
        help=_("Le compte rendu est attendu dans les dix jours."),
    ),
)
VISITOR_ACTS = (
    Act(
        "retirer",
        _("Retirer de l’équipe de visite"),
        SECRETARIAT,
        visits.remove_visitor,
        shown=lambda visitor: visitor.visit.done_at is None,
        help=_("Si la personne a été tirée au sort, le rang suivant de son collège est appelé."),
    ),
)
PROPOSAL_ACTS = (
    Act(
        "manquee",
        _("Noter que personne n’était là"),
        SECRETARIAT,
        visits.note_missed,
        shown=lambda proposal: proposal.stands and proposal.visit.done_at is None,
    ),
)
