"""A case of the full procedure, every act of the team posted from the desks."""

from datetime import timedelta

import pytest

from label import cases, deliberation, grants, machine, panels, scoring, visits
from label.models import Case, Draw, Session
from tests.label import world as play
from tests.label.desks.everything import local

pytestmark = pytest.mark.django_db


def test_a_case_goes_from_the_receipt_to_the_register_by_the_desks(full, clock_of, act_as):
    world = clock_of(full)
    secretary, authority = world.secretary, world.authority

    def done(person, obj, act, **values):
        world.later()
        response = act_as(person, obj, act, **values)
        assert response.status_code == 302, (act, response.context["form"].errors)

    case = play.submitted(world)
    done(secretary, case, "suivre", to=secretary.pk)
    done(secretary, case, "demander-des-pieces", items="Plan du site\nFacture")
    request = case.document_requests.get()
    assert [item.label for item in request.items.all()] == ["Plan du site", "Facture"]
    for item in request.items.all():
        cases.answer_item(item, by=world.operator, explanation="Envoyé par courrier.")
    cases.provide_documents(case, by=world.operator, now=world.later())
    done(secretary, case, "declarer-complet")
    assert case.state == "investigation"

    visit = case.visit
    at = local(world.now + timedelta(hours=26))
    done(secretary, visit, "annoncer-le-tirage-de-l-equipe", kind="drand", at=at)
    draw = Draw.objects.get(visit=visit)
    world.later(days=2)
    done(secretary, draw, "saisir-alea", value=play.BEACON)
    done(world.guarantor, draw, "confirmer-alea", value=play.BEACON)
    peer, resident = play.pair_of(visit)
    for member in (peer, resident):
        panels.declare_interests(
            case, by=member.person, role="visitor", answers={}, now=world.later()
        )
    done(secretary, visit, "proposer-une-date", proposed_for=local(world.now + timedelta(days=3)))
    visits.answer_proposal(
        visit.proposals.get(), by=world.operator, accepted=True, now=world.later()
    )
    done(secretary, visit, "fixer", at=local(world.now + timedelta(days=3)))
    world.later(days=4)
    done(secretary, visit, "visite-faite")
    visits.save_report(visit, play.report_values(case), by=peer.person, now=world.later())
    for member in (peer, resident):
        visits.sign_report(visit, by=member.person, now=world.later())
    visits.reply(visit, by=world.operator, text="Rien à ajouter.", now=world.later())

    panel = case.panel
    done(
        secretary,
        panel,
        "annoncer-un-tirage",
        kind="drand",
        at=local(world.now + timedelta(hours=26)),
    )
    draw = Draw.objects.get(panel=panel)
    world.later(days=2)
    done(secretary, draw, "saisir-alea", value=play.BEACON)
    refused = act_as(secretary, draw, "confirmer-alea", value=play.BEACON)
    assert refused.context["form"].non_field_errors() == ["Une autre personne confirme l’aléa."]
    done(world.guarantor, draw, "confirmer-alea", value=play.BEACON)
    assert draw.state == "drawn"
    play.seat_everyone(world, panel)
    done(secretary, panel, "informer-operateur")
    world.later(days=6)
    done(secretary, panel, "constituer")
    done(secretary, case, "ouvrir-au-jury")

    done(
        secretary,
        None,
        "fixer-une-seance",
        starts_at=local(world.now + timedelta(days=12)),
        place="Maison des associations",
        facilitator=world.facilitator.pk,
    )
    session = Session.objects.get()
    done(secretary, session, "convoquer", panels=[panel.pk])
    assert session.convened_at == world.now
    world.later(days=5)
    cases.open_scoring(case, now=world.now)
    case = Case.objects.get(pk=case.pk)
    play.everyone_scores(world, case)
    hearing = play.session_open(world, case)
    scoring.reveal_in_session(case, by=hearing.chair.member.person, now=world.later())
    given = machine.endorse(case, "defer", by=world.guarantor, now=world.later())
    assert given.role == "guarantor"  # what a second deferral would need
    play.consent(world, hearing, "grant")
    chair = hearing.chair.member.person
    opinion = deliberation.draft_opinion(hearing, by=chair, text="Avis.", now=world.later())
    deliberation.sign_minutes(opinion, by=chair, now=world.later())
    done(world.guarantor, opinion, "signer-le-proces-verbal")
    deliberation.adopt_opinion(case, by=chair, now=world.later())

    done(authority, case, "accorder", **play.DECISION)
    decision = case.decision
    assert (decision.kind, decision.signatory) == ("granted", authority)
    done(secretary, decision, "notifier", on=world.today.isoformat(), how="courrier")
    grant = case.grants.get()
    grants.sign_as_operator(grant, by=world.operator, now=world.later())
    done(authority, grant, "signer")
    assert grant.state == "active"
