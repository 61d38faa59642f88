"""Every act of the desks, by what it acts on. A verb is declared once, and has its form."""

from label.desks.acts import (
    cases,
    decisions,
    grants,
    letters,
    panels,
    pool,
    randomness,
    reviews,
    sessions,
    versions,
    visits,
    watch,
)
from label.desks.acts.declaration import Act

TEAM = "equipe"  # acts on nothing that exists yet

ACTS: dict[str, tuple[Act, ...]] = {
    "dossier": (*cases.ACTS, *decisions.ACTS),
    "decision": decisions.DECISION_ACTS,
    "recours": decisions.APPEAL_ACTS,
    "contradictoire": watch.WINDOW_ACTS,
    "visite": visits.VISIT_ACTS,
    "visiteur": visits.VISITOR_ACTS,
    "proposition": visits.PROPOSAL_ACTS,
    "jury": panels.PANEL_ACTS,
    "siege": panels.SEAT_ACTS,
    "recusation": panels.CHALLENGE_ACTS,
    "tirage": panels.DRAW_ACTS,
    "avis": sessions.MINUTES_ACTS,
    "seance": sessions.SESSION_ACTS,
    "label": (*grants.ACTS, *reviews.ACTS),
    "controle": watch.CHECK_ACTS,
    "constat": watch.FINDING_ACTS,
    "signalement": watch.ALERT_ACTS,
    "charte": watch.CHARTER_ACTS,
    "lettre": letters.ACTS,
    "vivier": pool.ACTS,
    "referentiel": versions.REFERENTIAL_ACTS,
    "critere": versions.CRITERION_ACTS,
    "reglement": versions.RULES_ACTS,
    "incident": watch.INCIDENT_ACTS,
    TEAM: (
        *sessions.TEAM_ACTS,
        *versions.TEAM_ACTS,
        *watch.CHARTER_TEAM_ACTS,
        *randomness.TEAM_ACTS,
    ),
}


def find(subject: str, name: str) -> Act | None:
    return next((act for act in ACTS.get(subject, ()) if act.name == name), None)


def open_to(subject: str, obj, user) -> list[Act]:
    """The acts that this person's role and the state of the object call for."""
    return [act for act in ACTS.get(subject, ()) if act.is_for(user, obj) and act.is_open(obj)]
