"""Messages held for the secretariat: seen, then sent together; sending a decision notifies it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from label import cases, deadlines, planning
from label.machine import Refused
from label.mails import batches, words
from label.models import Incident, OutboxMail
from tests.factories import UserFactory
from tests.label import world as play

pytestmark = pytest.mark.django_db


def test_decision_and_its_agreement_wait_for_the_secretariat(
    light, django_capture_on_commit_callbacks
):
    case = play.granted(light)
    held = batches.held().filter(case=case)
    assert {one.kind for one in held} == {
        "convocation", "hearing", "opinion", "decision", "agreement_to_sign"
    }  # fmt: skip
    with pytest.raises(Refused):
        batches.release(held, by=light.authority, now=light.later())
    with django_capture_on_commit_callbacks(execute=True):
        batches.release(held.filter(kind="decision"), by=light.secretary, now=light.later())
    decision = case.decision
    assert bytes(decision.paper.content).startswith(b"%PDF")
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


# The secretariat's screen ------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("secretary", True),
        ("authority", False),
        ("guarantor", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_only_the_secretariat_sees_what_is_held(light, client, role, allowed):
    client.force_login(light.people[role])
    response = client.get(reverse("label_mails:held"))
    assert (response.status_code == 200) is allowed


def test_administrator_without_the_role_is_refused(light, client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("label_mails:held")).status_code != 200


def test_secretariat_reads_then_sends_together(light, client):
    case = play.granted(light)
    client.force_login(light.secretary)
    address = reverse("label_mails:held")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    boxes = page.select("input[name=message]")
    assert len(boxes) == batches.held().count() > 0
    assert f"La décision sur votre dossier {case.reference}" in page.get_text()
    client.post(address, {"message": [box["value"] for box in boxes]})
    assert batches.held().count() == 0
    assert "Aucun message n’attend." in client.get(address).content.decode()


def test_sending_nothing_or_nonsense_is_said(light, client):
    client.force_login(light.secretary)
    for chosen in ([], ["x"], ["99999"], ["9" * 30]):
        response = client.post(reverse("label_mails:held"), {"message": chosen})
        assert response.status_code == 302


def test_cancelled_session_convenes_nobody_and_says_so(light):
    case = play.investigation(light)
    play.panel_constituted(light, case)
    session = play.session_planned(light, case.panel)
    planning.cancel_session(
        session, by=light.secretary, reason="La salle est inondée.", now=light.later()
    )
    assert batches.held().filter(case=case).count() == 0
    told = OutboxMail.objects.filter(kind__in=["session_cancelled", "hearing_cancelled"], case=case)
    assert told.count() == case.panel.effective_seats().count() + 1
    for one in told:
        assert "La salle est inondée." in words.write(one).body


def test_convocation_forgotten_on_its_last_day_is_an_incident(light):
    case = play.investigation(light)
    play.panel_constituted(light, case)
    session = play.session_planned(light, case.panel, days=12)
    seen = Incident.objects.filter(key__startswith="missed:convocation", case=case)
    deadlines.run(now=light.later(days=1), only=("convocation",))
    assert seen.count() == 0
    for _run in range(2):
        deadlines.run(now=light.later(days=1), only=("convocation",))
        assert seen.count() == 1
    told = OutboxMail.objects.filter(kind="missed_deadline", person=light.secretary, case=case)
    assert "Convocation à la séance" in words.write(told.get()).subject
    batches.convene(session, by=light.secretary, now=light.later())
    seen.delete()
    deadlines.run(now=light.later(), only=("convocation",))
    assert seen.count() == 0
