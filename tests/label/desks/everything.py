"""One object of each subject of the desks, played by the real verbs where they allow it."""

from datetime import timedelta

from django.utils.timezone import localtime

from directory.models import PointOfSalePage
from label import appeals, charters, drawing, watch
from label.models import (
    Challenge,
    Evidence,
    Finding,
    Incident,
    OutboxMail,
    PoolMember,
    ReferentialVersion,
    VisitProposal,
)
from tests.factories import UserFactory, add_place
from tests.label import world as play


def make(world) -> dict:
    """Subject → an object."""
    case = play.granted_with_reserves(world)
    decision = play.notified(world, case)
    grant = play.signed(world, case)
    piece = Evidence.objects.create(
        case=case, kind="document", title="Comptes", file="rien", filename="comptes.pdf",
        content_type="application/pdf", size=1, sha256="0", is_confidential=True,
        added_at=world.now,
    )  # fmt: skip
    check = watch.open_check(grant, by=world.secretary, now=world.later())
    finding = Finding.objects.create(
        check_made=check,
        criterion=case.criteria()[0],
        severity="minor",
        text="Un écart.",
    )
    window = watch.open_window(
        grant, by=world.authority, measure="suspended", grounds="Motifs.", now=world.later()
    )
    alert = watch.report(
        matter="labelling", text="Étiquette.", grant=grant, name="Rosalie Témoin",
        email="rosalie@exemple.fr", now=world.later(),
    )  # fmt: skip
    appeals.lodge(case, by=world.operator, grounds="Le délai du plan.", now=world.later())
    case.refresh_from_db()
    appeals.admit(case.appeal, by=world.secretary, now=world.later())
    other = case.appeal_panel
    draw = drawing.commit_panel_draw(
        other,
        by=world.secretary,
        now=world.later(),
        **play.beacon(world.now + timedelta(hours=30)),
    )
    place = add_place(title="Halle de test", kind="halle")
    charter = charters.open_charter(
        PointOfSalePage.objects.get(pk=place.pk), by=world.secretary, now=world.later()
    )
    seat = case.panel.seats.order_by("pk").first()
    return {
        "dossier": case,
        "decision": decision,
        "recours": case.appeal,
        "contradictoire": window,
        "visite": case.visit,
        "visiteur": case.visit.visitors.first(),
        "proposition": VisitProposal.objects.create(
            visit=case.visit, proposed_for=world.now, sent_at=world.now
        ),
        "jury": other,
        "siege": seat,
        "recusation": Challenge.objects.create(
            seat=seat, grounds="Un doute.", lodged_at=world.now, due_on=world.today
        ),
        "avis": case.panel.opinions.get(),
        "tirage": draw,
        "seance": case.panel.hearings.get().session,
        "label": grant,
        "controle": check,
        "constat": finding,
        "signalement": alert,
        "charte": charter,
        "lettre": OutboxMail.objects.create(
            kind="complete", key="essai", case=case, is_letter=True, created_at=world.now
        ),
        "vivier": PoolMember.objects.create(
            person=UserFactory(), college="citizen", volunteered_at=world.now
        ),
        "referentiel": ReferentialVersion.objects.get(pk=case.referential_id),
        "critere": case.criteria()[0],
        "reglement": case.rules,
        "incident": Incident.objects.create(
            kind="missed_deadline", case=case, key="essai", text="Un retard.", raised_at=world.now
        ),
        "piece": piece,
    }


def local(moment) -> str:
    """As a form of the desks takes it."""
    return localtime(moment).strftime("%Y-%m-%dT%H:%M")
