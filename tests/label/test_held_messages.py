"""Messages held for the secretariat: seen, then sent together; sending a decision notifies it."""

import pytest

from label import cases
from label.machine import Refused
from label.mails import batches, words
from label.models import OutboxMail
from tests.label import world as play

pytestmark = pytest.mark.django_db


def test_decision_and_its_agreement_wait_for_the_secretariat(light):
    case = play.granted(light)
    held = batches.held().filter(case=case)
    assert {one.kind for one in held} == {
        "convocation", "hearing", "opinion", "decision", "agreement_to_sign"
    }  # fmt: skip
    with pytest.raises(Refused):
        batches.release(held, by=light.authority, now=light.later())
    batches.release(held.filter(kind="decision"), by=light.secretary, now=light.later())
    decision = case.decision
    assert (decision.notice.how, decision.notice.notified_on) == (
        "courrier électronique", light.today
    )  # fmt: skip
    assert batches.release(batches.held(), by=light.secretary, now=light.later()) == 0


def test_convening_sends_to_all_at_once_and_is_dated(light):
    case = play.investigation(light)
    play.panel_constituted(light, case)
    session = play.session_planned(light, case.panel)
    lines = batches.preview(batches.held().filter(case=case))
    assert {line.mail.kind for line in lines} == {"convocation", "hearing"}
    assert all(line.is_wanted for line in lines)
    seats = case.panel.effective_seats().count()
    assert batches.convene(session, by=light.secretary, now=light.later()) == seats + 1
    session.refresh_from_db()
    assert session.convened_at == light.now
    assert batches.convene(session, by=light.secretary, now=light.later()) == 0


def test_document_request_and_visit_date_say_what_to_do(light):
    case = play.submitted(light)
    items = ["Plan du site", "Attestation MSA"]
    cases.request_documents(case, items=items, by=light.secretary, now=light.later())
    message = words.write(OutboxMail.objects.get(kind="documents_missing", case=case))
    assert message.subject.startswith("2 pièces à ajouter")
    assert "- Plan du site\n- Attestation MSA\n" in message.body
