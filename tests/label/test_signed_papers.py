"""What an operator without an account signs on paper is done by the same verbs, and says so."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from madeingard.users.models import User

from label import cases, clock, deadlines, deliberation, machine, replay, signed_papers, watch
from label.enums import PaperAct
from label.machine import Refused
from label.models import (
    Involvement,
    OutboxMail,
    ReadAccess,
    SelfDeclaration,
    SignedPaper,
)
from tests.factories import UserFactory, add_member
from tests.label import on_paper
from tests.label import world as play
from tests.label.applicant.reading import address, follows, read, text
from tests.label.on_paper import PDF, in_desk, paper, said, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour", "private_root")]


# Every act ----------------------------------------------------------------------


def test_a_request_for_documents_is_answered(light, client):
    case = play.submitted(light)
    cases.request_documents(case, by=light.secretary, items=["Bail"], now=light.later(days=1))
    on_paper.put(case)
    item = case.document_requests.get().items.get()
    url = address("case_documents", case.reference)
    client.force_login(light.secretary)
    form = {f"piece{item.pk}-explanation": "Le bail est oral."}
    assert follows(client, url, **form) == url  # kept for later: nothing is signed yet
    assert client.post(url, form | {"send": "1"}).status_code == 422
    case.refresh_from_db()
    assert (case.state, SignedPaper.objects.count()) == ("incomplete", 0)
    arrived = light.today
    light.later(days=6)  # on a desk: the law counts from the day it came
    days = {"papier-sent_on": arrived.isoformat(), "papier-received_on": arrived.isoformat()}
    client.force_login(light.secretary)
    follows(client, url, **form | paper(light) | days | {"papier-signed_on": arrived.isoformat()},
            send="1")  # fmt: skip
    case.refresh_from_db()
    assert (case.state, case.complete_on) == ("submitted", arrived)
    assert case.implicit_decision_on == clock.implicit_decision_on(
        arrived, months=case.procedure.silence_months
    )
    assert SignedPaper.objects.get().act == "documents"


def test_an_application_is_withdrawn(light, client):
    case = on_paper.put(play.submitted(light))
    page = read(in_desk(client, light), address("case", case.reference))
    assert "Cette personne n’a pas de compte" in text(page)
    assert "Retirer ma demande" in text(page)
    typed(client, light, address("case_desist", case.reference), is_sure="on")
    case.refresh_from_db()
    assert case.state == "desisted"
    said(light, "desist", "desist")
    assert replay.differences() == []


def test_a_juror_is_challenged(light, client):
    case = on_paper.put(play.investigation(light))
    play.panel_named(light, case.panel)
    play.seat_everyone(light, case.panel)
    play.panels.notify_operator(case.panel, by=light.secretary, now=light.later())
    seat = case.panel.effective_seats().first()
    url = address("case_panel", case.reference)
    typed(client, light, url, seat=seat.pk, grounds="C’est mon beau-frère.")
    assert seat.challenges.get().grounds == "C’est mon beau-frère."
    said(light, "challenge", "challenge")


def test_a_plan_is_accepted_and_an_agreement_signed_then_a_reserve_proved(light, client):
    case = play.opinion_issued(light, outcome="grant_with_reserves", worse={"ENV-1": "partial"},
                               texts={"reasons": {"ENV-1": "En cours."}})  # fmt: skip
    on_paper.put(case)
    typed(client, light, address("case_plan", case.reference), is_sure="on")
    case.refresh_from_db()
    said(light, "accept_plan", "plan")
    play.decisions.grant_with_reserves(
        case, by=light.authority, now=light.later(), reserves=play.plan(light, "ENV-1"),
        **play.DECISION,
    )  # fmt: skip
    play.notified(light, case)
    grant = case.grants.get()
    url = address("case_sign", grant.number)
    assert "Qui a signé" in text(read(in_desk(client, light), url))
    typed(client, light, url, is_sure="on", with_plan="on")
    grant.refresh_from_db()
    assert grant.operator_signed_at == light.now
    said(light, "operator_sign", "sign")
    play.grants.sign_as_authority(grant, by=light.authority, now=light.later())
    reserve = grant.reserves.get()
    url = address("case_reserve", grant.number, reserve.pk)
    typed(client, light, url, text="La haie est plantée.")
    said(light, "prove_reserve", "reserve")
    year = SelfDeclaration.objects.create(grant=grant, due_on=light.today)
    names = ("lines", "sites", "origins", "documents", "sales_points", "sanctions")
    url = address("case_declaration", grant.number, year.pk)
    typed(client, light, url, **dict.fromkeys(names, "yes"))
    said(light, "declare_year", "declaration")
    window = watch.open_window(
        grant, by=light.authority, measure="suspended", grounds="Un étal.", now=light.later()
    )
    typed(client, light, address("case_window", window.pk), observations="Ce n’est pas moi.")
    said(light, "observe", "window")
    url = typed(client, light, address("case_renew", grant.number))
    renewal = grant.renewals.get()
    assert url == address("case", renewal.reference)
    assert renewal.paper_mandate == f"Papier du {light.today}, signé Augustin Ribaute"
    typed(client, light, address("case_renew", grant.number))  # sent twice
    assert grant.renewals.count() == 1
    url = address("case_renounce", grant.number)
    typed(client, light, url, text="Je m’arrête.", is_sure="on")
    grant.refresh_from_db()
    assert grant.state == "renounced"
    said(light, "renounce", "renounce")
    assert replay.differences() == []


def files_of(settings):
    return [
        one for one in (settings.PRIVATE_ROOT / "label" / "papiers").rglob("*") if one.is_file()
    ]


def test_a_decision_is_contested_in_time_by_the_day_it_was_sent(light, client, settings):
    case = on_paper.put(play.refused(light))
    play.notified(light, case)
    case.refresh_from_db()
    sent = light.today + timedelta(days=55)
    light.later(days=64)
    client.force_login(light.secretary)
    url = address("case_appeal", case.reference)
    given = paper(light) | {"papier-signed_on": light.today.isoformat()}
    form = {"grounds": "Le jury s’est trompé."}
    late = client.post(url, form | given)
    assert "Le délai de recours est passé." in late.content.decode()
    assert SignedPaper.objects.count() == 0  # nothing is half done
    assert files_of(settings) == []
    days = {"papier-signed_on": sent.isoformat(), "papier-sent_on": sent.isoformat()}
    follows(client, url, **form | paper(light) | days)
    case.refresh_from_db()
    assert case.state == "under_appeal"
    assert SignedPaper.objects.get().sent_on == sent
    assert len(files_of(settings)) == 1


def test_a_letter_sent_in_time_finds_the_case_as_it_was(light, client):
    case = on_paper.put(play.refused(light))
    play.notified(light, case)
    case.refresh_from_db()
    last = clock.add_months(case.notified_on, case.procedure.appeal_months)
    light.later(days=(last - light.today).days + 10)
    deadlines.run(now=light.now, only=("appeal_time",))
    case.refresh_from_db()
    assert case.state == "refused"
    url = address("case_appeal", case.reference)
    days = {"papier-signed_on": last.isoformat(), "papier-sent_on": last.isoformat()}
    client.force_login(light.secretary)
    follows(client, url, grounds="Le jury s’est trompé.", **paper(light) | days)
    case.refresh_from_db()
    assert case.state == "under_appeal"


def test_nobody_waits_for_ever(light):
    case = on_paper.put(play.refused(light))
    play.notified(light, case)
    case.refresh_from_db()
    last = clock.add_months(case.notified_on, case.procedure.appeal_months)
    light.later(days=(last - light.today).days + 11)
    deadlines.run(now=light.now, only=("appeal_time",))
    case.refresh_from_db()
    assert case.state == "closed"


def deferred(light):
    """A case whose panel asks one question of an operator without an account."""
    case, hearing = play.deliberating(light)
    chair = hearing.chair.member.person
    play.consent(light, hearing, "defer")
    deliberation.defer(case, by=chair, questions=[{"text": "D’où viennent les bocaux ?"}],
                       now=light.later())  # fmt: skip
    on_paper.put(case)
    return case


def test_an_answer_sent_in_time_is_read_by_the_panel(light, client):
    case = deferred(light)
    last = case.answer_due_on
    light.later(days=(last - light.today).days + 3)
    deadlines.run(now=light.now, only=("deferral_reminder", "deferral"))
    assert OutboxMail.objects.filter(kind="deferral_over").count() == 0
    question = case.deferral_rows.get().questions.get()
    days = {"papier-signed_on": last.isoformat(), "papier-sent_on": last.isoformat()}
    client.force_login(light.secretary)
    url = address("case_questions", case.reference)
    follows(client, url, **{f"q{question.pk}": "De Nîmes."} | paper(light) | days)
    cases.resume(case, by=light.secretary, now=light.later())
    case.refresh_from_db()
    assert case.state == "scoring"


def test_questions_of_the_panel_are_answered(light, client):
    case = deferred(light)
    question = case.deferral_rows.get().questions.get()
    url = address("case_questions", case.reference)
    typed(client, light, url, **{f"q{question.pk}": "De Nîmes."})
    said(light, "answer", "questions")


# Who may, and when not ----------------------------------------------------------------------


def receive(case, by, world, **given):
    values = {
        "act": PaperAct.DESIST, "signed_by": "Augustin Ribaute", "signed_on": world.today,
        "sent_on": world.today, "received_on": world.today,
        "filename": "scan.pdf", "content_type": "application/pdf",
        "file": SimpleUploadedFile("scan.pdf", PDF),
    } | given  # fmt: skip
    return signed_papers.receive(case, by=by, now=world.later(), **values)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("secretary", True),
        ("second_secretary", True),
        ("guarantor", False),
        ("authority", False),
        ("facilitator", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_only_the_secretariat_types(light, name, allowed):
    case = on_paper.put(play.submitted(light))
    assert signed_papers.is_open(case, light.people[name]) is allowed
    if not allowed:
        with pytest.raises(Refused):
            receive(case, light.people[name], light)


def test_nothing_is_typed_for_somebody_who_has_an_account(light, client):
    case = on_paper.put(play.submitted(light))
    add_member(case.operator, role="editor")
    with pytest.raises(Refused):
        receive(case, light.secretary, light)
    url = address("case_desist", case.reference)
    assert "Le papier signé" not in text(read(in_desk(client, light), url))
    assert client.post(url, paper(light) | {"is_sure": "on"}).status_code == 422
    case.refresh_from_db()
    assert case.state == "submitted"


def test_a_case_sent_from_an_account_is_not_typed_while_the_account_is_there(light, client):
    case = play.submitted(light)
    with pytest.raises(Refused):
        receive(case, light.secretary, light)
    url = address("case_desist", case.reference)
    assert in_desk(client, light).get(url).status_code == 404
    case.operator.memberships.all().delete()
    User.objects.filter(pk=case.applicant_id).update(is_active=False)
    page = read(client, reverse("label_desk:page", args=["dossier", case.pk]))
    assert "saisir ce qu’il a signé" in page.text  # as its letters say
    typed(client, light, url, is_sure="on")
    case.refresh_from_db()
    assert case.state == "desisted"
    said(light, "desist", "desist")


def test_pieces_of_whose_account_went_are_kept_until_they_are_all_typed(light, client):
    case = play.submitted(light)
    cases.request_documents(case, by=light.secretary, items=["Bail"], now=light.later(days=1))
    item = case.document_requests.get().items.get()
    url = address("case_documents", case.reference)
    form = {f"piece{item.pk}-explanation": "Le bail est oral."}
    with pytest.raises(Refused):
        cases.answer_item(item, by=light.secretary, explanation="Rien.")
    case.operator.memberships.all().delete()
    User.objects.filter(pk=case.applicant_id).update(is_active=False)
    assert follows(in_desk(client, light), url, **form) == url
    item.refresh_from_db()
    assert item.explanation == "Le bail est oral."


def test_a_draft_typed_from_an_account_stays_its_author_s(light, client):
    case = play.draft(light)
    case.operator.memberships.all().delete()
    User.objects.filter(pk=case.applicant_id).update(is_active=False)
    assert not signed_papers.is_open(case, light.secretary)
    url = address("case", case.reference)
    assert in_desk(client, light).get(url).status_code == 404


def test_the_hand_acts_for_one_case_and_only_once_a_paper_is_there(light):
    case = on_paper.put(play.submitted(light))
    empty = signed_papers.hand(light.secretary, case)
    assert "desist" in machine.possible(case, by=empty)
    with pytest.raises(ValueError, match="no paper"):
        cases.desist(case, by=empty, now=light.later())
    play.another_operator(light)
    other = on_paper.put(play.submitted(light))
    typing = receive(case, light.secretary, light)
    with pytest.raises(Refused):
        cases.desist(other, by=typing, now=light.later())
    with pytest.raises(Refused):
        cases.desist(case, by=light.secretary, now=light.later())
    cases.desist(case, by=typing, now=light.later())


def test_who_sits_on_the_case_types_nothing_of_it(light):
    case = on_paper.put(play.submitted(light))
    Involvement.objects.create(
        case=case, person=light.second_secretary, role="juror", since=light.now
    )
    with pytest.raises(Refused):
        receive(case, light.second_secretary, light)


def test_the_clerk_does_not_sign_for_the_operator(light):
    case = on_paper.put(play.submitted(light))
    User.objects.filter(pk=light.secretary.pk).update(first_name="Élise", last_name="Roumajon")
    clerk = User.objects.get(pk=light.secretary.pk)
    with pytest.raises(Refused):
        receive(case, clerk, light, signed_by="élise  ROUMAJON")


@pytest.mark.parametrize(
    ("signed", "sent", "received"), [(1, 1, 1), (0, 1, 1), (0, -1, 0), (-400, 0, 0), (0, 0, 1)]
)
def test_days_of_a_paper_hold_together(light, signed, sent, received):
    case = on_paper.put(play.submitted(light))
    with pytest.raises(Refused):
        receive(
            case, light.secretary, light, signed_on=light.today + timedelta(days=signed),
            sent_on=light.today + timedelta(days=sent),
            received_on=light.today + timedelta(days=received),
        )  # fmt: skip


def test_what_lacks_is_said_beside_the_field_and_nothing_is_lost(light, client):
    case = on_paper.put(play.submitted(light))
    client.force_login(light.secretary)
    url = address("case_desist", case.reference)
    tomorrow = (light.today + timedelta(days=1)).isoformat()
    given = paper(light) | {
        "papier-sent_on": tomorrow, "papier-signed_by": "",
        "papier-file": SimpleUploadedFile("scan.pdf", b"MZ executable"),
    }  # fmt: skip
    answer = client.post(url, given | {"is_sure": "on"})
    html = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert {one["id"] for one in html.select(".msg")} == {
        "id_papier-signed_by_error", "id_papier-sent_on_error", "id_papier-file_error",
    }  # fmt: skip
    assert html.select_one("#id_papier-signed_on")["value"] == light.today.isoformat()
    assert html.select_one("#id_is_sure").has_attr("checked")


def test_the_paper_is_read_by_the_team_that_reads_what_is_confidential_and_noted(light, client):
    case = on_paper.put(play.submitted(light))
    receive(case, light.secretary, light)
    url = reverse("label_desk:paper", args=[SignedPaper.objects.get().pk])
    people = {name: light.people[name] for name in ("authority", "auditor", "stranger")}
    for person in (*people.values(), UserFactory(is_superuser=True)):
        client.force_login(person)
        assert client.get(url).status_code in (302, 403, 404)
    client.force_login(light.secretary)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert ReadAccess.objects.get(what="paper").person == light.secretary
    page = read(client, reverse("label_desk:page", args=["dossier", case.pk]))
    assert "Augustin Ribaute" in page.text
    assert "Papier signé de l’opérateur reçu et saisi" in page.text
