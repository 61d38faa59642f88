"""The visit, for the operator: a date, the report, the reply."""

from datetime import timedelta

import pytest

from label import panels, visits
from tests.label import world as play
from tests.label.applicant.reading import acts, address, case_page, facts, follows, read, text

pytestmark = pytest.mark.django_db


def test_a_visit_is_accepted_read_and_answered(client, full, today):
    world = today(full)
    play.let_visitors_be_named(world)
    case = play.investigation(world)
    visit = case.visit
    client.force_login(world.operator)
    url = address("case_visit", case.reference)
    for word in ("non", "oui"):
        proposal = visits.propose_date(
            visit, by=world.secretary, proposed_for=world.now + timedelta(days=6), now=world.later()
        )
        assert acts(case_page(client, case))[0] == "Répondre à la date proposée"
        assert follows(client, url, answer=f"{proposal.pk}:{word}") == url
        proposal.refresh_from_db()
        assert proposal.is_accepted is (word == "oui")
    for number in (proposal.pk, "9" * 5000, "x"):
        assert client.post(url, {"answer": f"{number}:oui"}).status_code == 404
    report_filed(world, case)
    html = case_page(client, case)
    assert facts(html)["La suite"] == "Le lire, et y répondre si vous le voulez."
    shown = text(read(client, url))
    assert "Peu de haies." in shown
    assert "Remonté à la parcelle en douze minutes." in shown
    assert client.post(url, {"reply": "1", "text": ""}).status_code == 422
    follows(client, url, approve="1")
    follows(client, url, reply="1", text="Les haies sont plantées en mars.")
    visit.refresh_from_db()
    assert (visit.reply, visit.report.is_summary_approved) == (
        "Les haies sont plantées en mars.",
        True,
    )


def report_filed(world, case):
    visit = case.visit
    play.pair_named(world, visit)
    peer, resident = play.pair_of(visit)
    for member in (peer, resident):
        panels.declare_interests(
            case, by=member.person, role="visitor", answers={}, now=world.later()
        )
    visits.schedule(visit, by=world.secretary, at=world.now + timedelta(days=3), now=world.later())
    world.later(days=4)
    visits.mark_done(visit, by=peer.person, now=world.now)
    values = play.report_values(case) | {"public_summary": "Une ferme visitée."}
    visits.save_report(visit, values, by=peer.person, now=world.later())
    for member in (peer, resident):
        visits.sign_report(visit, by=member.person, now=world.later())
