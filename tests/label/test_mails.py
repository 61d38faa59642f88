"""Messages of the label: words for every kind, names for nobody else, sent once."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from madeingard.users.models import User

from home.templatetags.site import civil
from label import deadlines, outbox, panels, visits, watch
from label.enums import MailState, SeatState
from label.mails import readers, sending, words
from label.mails.kinds import KINDS, Audience
from label.models import OutboxMail, Seat
from tests.factories import UserFactory
from tests.label import world as play

pytestmark = pytest.mark.django_db

FOLDER = settings.ROOT / "templates" / "mails" / "label"
TELLERS = {"tell", "tell_all", "tell_operator", "tell_role", "tell_reporter", "tell_signatories"}
KIND_AT = dict.fromkeys(TELLERS, 1)


def told_in_code() -> set[str]:
    """The kinds that the code of the label writes, read from its source."""
    found = set()
    for path in Path(settings.ROOT / "label").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "attr", "")
            if isinstance(node, ast.Call) and name in TELLERS:
                kind = node.args[KIND_AT[name]]
                assert isinstance(kind, ast.Constant), f"{path}: {ast.unparse(node)}"
                found.add(kind.value)
    return found


def test_every_kind_in_code_has_words_and_every_word_a_kind():
    assert told_in_code() == set(KINDS)
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(KINDS)


def test_many_people_are_told_at_once_and_each_of_them_once(django_assert_num_queries):
    first, second, third = [UserFactory() for _number in range(3)]
    said = {"key": "LIEU-1", "now": timezone.now()}
    assert outbox.tell(first, "charter_receipt", **said) is True
    with django_assert_num_queries(2):
        assert outbox.tell_all([first, second, third], "charter_receipt", **said) == 2
    assert outbox.tell_all([third, second], "charter_receipt", **said) == 0
    told = OutboxMail.objects.filter(kind="charter_receipt").order_by("pk")
    assert [mail.person for mail in told] == [first, second, third]


@pytest.fixture(scope="module")
def played(full, built):
    """A grant in force after the whole procedure, with all the messages on the way."""

    def play_all():
        case = play.granted(full)
        decision = play.notified(full, case)
        grant = play.signed(full, case)
        alert = watch.report(
            operator=full.page.listedpage_ptr, grant=grant, matter="origin",
            text="Un prix étrange.", name="Rapporteuse Secrète", email="secret@exemple.fr",
            now=full.later(),
        )  # fmt: skip
        watch.qualify(alert, by=full.secretary, now=full.later())
        watch.hear_operator(alert, by=full.secretary, grounds="Origine.", now=full.later())
        return case, decision, grant, alert

    return built(play_all)


def mails_of(case, audience=None):
    mails = OutboxMail.objects.filter(case=case).select_related("case__operator", "person")
    return [one for one in mails if audience is None or KINDS[one.kind].audience == audience]


def test_procedure_says_each_thing_of_the_minimum_set(played):
    case, *_rest = played
    assert {one.kind for one in mails_of(case)} == {
        "receipt", "case_submitted", "complete", "visit_assigned", "visit_confirmed",
        "visit_team", "report_to_sign", "visit_report", "seat_invitation", "panel_names",
        "file_opened", "convocation", "hearing", "scoring_opened", "opinion", "opinion_adopted",
        "decision", "agreement_to_sign", "restitution", "grant_active", "alert_opened",
    }  # fmt: skip


def test_every_message_played_has_a_subject_a_text_and_no_hole(played):
    case, *_rest = played
    for one in mails_of(case):
        message = words.write(one)
        text = f"{message.subject}\n{message.body}"
        assert message.subject, one.kind
        assert message.body, one.kind
        assert message.address.startswith("http"), one.kind
        for hole in ("None", "le  ", "avant le .", "{{", "à  ", ": ."):
            assert hole not in text, f"{one.kind}: {text}"


@pytest.mark.parametrize("audience", [Audience.JUROR, Audience.VISITOR, Audience.TEAM])
def test_operator_is_named_to_nobody_else(played, audience):
    case, *_rest = played
    texts = [repr(words.write(one)) for one in mails_of(case, audience)]
    assert texts
    assert [text for text in texts if case.operator.title in text] == []
    assert [text for text in texts if str(case.applicant) in text] == []


def test_no_message_names_a_juror_a_visitor_or_a_reporter(played):
    case, *_rest = played
    people = [seat.member.person for seat in case.panel.seats.select_related("member__person")]
    people += [row.member.person for row in case.visit.visitors.select_related("member__person")]
    names = {person.email for person in people} | {"Rapporteuse Secrète", "secret@exemple.fr"}
    names |= {person.get_full_name() for person in people} - {""}
    for one in mails_of(case):
        text = repr(words.write(one))
        assert [name for name in names if name in text] == [], one.kind


def test_a_message_leads_to_the_very_seat_visit_or_report(played):
    case, *_rest, alert = played
    visit = case.visit
    led = {one.kind: (one.person, words.write(one).address) for one in mails_of(case)}
    juror, address = led["scoring_opened"]
    seat = case.panel.seats.get(member__person=juror)
    assert address.endswith(reverse("label:jury_seat", args=[seat.pk]))
    assert led["visit_team"][1].endswith(reverse("label:visit_one", args=[visit.pk]))
    assert led["report_to_sign"][1].endswith(reverse("label:visit_sign", args=[visit.pk]))
    received = OutboxMail.objects.filter(kind="alert_received").first()
    desk = reverse("label_desk:page", args=["signalement", alert.pk])
    assert words.write(received).address.endswith(desk)


def test_decision_says_reasons_routes_and_algorithm(played):
    case, decision, *_rest = played
    message = words.write(OutboxMail.objects.get(kind="decision", case=case))
    assert message.subject == f"La décision sur votre dossier {case.reference}"
    for part in (decision.text, decision.appeal_routes, decision.algorithm_mention):
        assert part in message.body


def test_receipt_says_the_date_when_silence_decides(played):
    case, *_rest = played
    message = words.write(OutboxMail.objects.get(kind="receipt", case=case))
    on = civil(case.implicit_decision_on)
    assert f"Sans décision notifiée avant le {on}, elle est réputée acceptée." in message.body


def test_reporter_is_answered_alone_and_nothing_links_to_them(played, full):
    *_rest, alert = played
    full.later(days=16)
    watch.conclude(alert, by=full.secretary, founded=False, conclusion="Rien.", now=full.later())
    watch.close_alert(alert, by=full.secretary, answer="Tout est en règle.", now=full.later())
    told = OutboxMail.objects.get(kind="report_answered")
    assert (told.email, told.person, told.case) == ("secret@exemple.fr", None, None)
    assert "Tout est en règle." in words.write(told).body


# Leaving ----------------------------------------------------------------------


def test_two_runs_send_each_message_once(played, full):
    ready = OutboxMail.objects.filter(state=MailState.READY).count()
    first = sending.send(now=full.later())
    second = sending.send(now=full.later())
    assert first.messages + first.dropped == ready > 0
    assert (second.mails, second.messages) == (0, 0)
    assert len(outgoing.outbox) == first.mails
    assert OutboxMail.objects.filter(state=MailState.READY).count() == 0


def test_what_is_not_urgent_is_one_mail_a_day(db, full):
    case = play.submitted(full)
    OutboxMail.objects.all().update(state=MailState.CANCELLED)
    person = case.applicant
    for number in range(3):
        outbox.tell(person, "complete", key=f"{number}", now=full.now, case=case)
    assert sending.send(now=full.now).mails == 1
    assert outgoing.outbox[-1].subject == "3 nouvelles du label"
    assert outgoing.outbox[-1].body.count("est complet") == 3
    outbox.tell(person, "complete", key="4", now=full.now, case=case)
    assert sending.send(now=full.later(minutes=10)).mails == 0
    assert sending.send(now=full.later(days=1)).mails == 1
    outbox.tell(person, "receipt", key="5", now=full.now, case=case, urgent=True,
                context={"complete_on": "2026-03-02", "implicit_decision_on": ""})  # fmt: skip
    assert sending.send(now=full.now).mails == 1


@pytest.mark.parametrize(
    ("kind", "state", "reads"),
    [
        ("file_opened", SeatState.SEATED, True),
        ("file_opened", SeatState.RECUSED, False),
        ("file_opened", SeatState.EXCUSED, False),
        ("seat_invitation", SeatState.INVITED, True),
        ("seat_invitation", SeatState.DECLINED, False),
        ("still_to_score", SeatState.SEATED, False),  # the scoring is over
    ],
)
def test_juror_reads_only_what_they_still_may(played, kind, state, reads):
    case, *_rest = played
    seat = case.panel.seats.effective().first()
    Seat.objects.filter(pk=seat.pk).update(state=state)
    told = OutboxMail(kind=kind, case=case, person=seat.member.person)
    assert readers.may_read(told) is reads


def test_who_left_the_listing_or_the_team_reads_nothing_more(played, full):
    case, *_rest = played
    owner = OutboxMail(kind="grant_active", case=case, person=case.applicant)
    clerk = OutboxMail(kind="case_submitted", case=case, person=full.secretary)
    assert [readers.may_read(owner), readers.may_read(clerk)] == [True, True]
    full.secretary.groups.clear()
    clerk.person = User.objects.get(pk=full.secretary.pk)
    owner.person.is_active = False
    assert [readers.may_read(owner), readers.may_read(clerk)] == [False, False]


def test_mail_server_that_fails_keeps_the_message(db, full, monkeypatch):
    case = play.submitted(full)
    OutboxMail.objects.exclude(kind="receipt", case=case).update(state=MailState.CANCELLED)

    def refuse(*args, **options):
        raise OSError("no server")

    monkeypatch.setattr(sending, "send_mail", refuse)
    assert sending.send(now=full.now).failed == 1
    monkeypatch.undo()
    assert sending.send(now=full.now).messages == 1


def test_old_messages_are_emptied_and_never_said_again(db, full):
    person = UserFactory()
    outbox.tell(person, "alert_received", key="x", now=full.now)
    OutboxMail.objects.filter(person=person).update(state=MailState.CANCELLED)
    assert sending.forget(now=full.later(days=364)) == 0
    full.later(days=2)
    assert sending.forget(now=full.now) >= 1
    assert OutboxMail.objects.get(person=person).email == ""
    assert not outbox.tell(person, "alert_received", key="x", now=full.now)


def test_command_reports_what_left(played, capsys):
    call_command("send_label_mails")
    assert "courriers pour" in capsys.readouterr().out


def test_visit_is_recalled_two_days_before_once(full):
    play.let_visitors_be_named(full)
    case = play.investigation(full)
    visit = case.visit
    members = {"peer": full.pool["peer"][-1], "resident": full.pool["citizen"][-1]}
    for kind, member in members.items():
        visits.assign_visitor(visit, member, by=full.secretary, kind=kind, now=full.later())
        panels.declare_interests(
            case, by=member.person, role="visitor", answers={}, now=full.later()
        )
    at = full.now + timedelta(days=5)
    visits.schedule(visit, by=full.secretary, at=at, now=full.later())
    told = OutboxMail.objects.filter(kind__in=["visit_reminder", "visit_team_reminder"], case=case)
    deadlines.run(now=full.later(days=1), only=("visit_reminder",))
    assert told.count() == 0
    full.later(days=2)
    for _run in range(2):
        deadlines.run(now=full.later(), only=("visit_reminder",))
        assert told.count() == 3
    assert words.write(told.filter(kind="visit_reminder").get()).subject.startswith("Rappel")


def test_a_visit_put_off_is_told_at_once_to_all_who_were_to_meet(full):
    play.let_visitors_be_named(full)
    case = play.investigation(full)
    visit = case.visit
    play.pair_named(full, visit)
    pair = [member.person for member in play.pair_of(visit)]
    for person in pair:
        panels.declare_interests(case, by=person, role="visitor", answers={}, now=full.later())
    at = full.now + timedelta(days=5)
    offered = visits.propose_date(visit, by=full.secretary, proposed_for=at, now=full.later())
    visits.answer_proposal(offered, by=full.operator, accepted=True, now=full.later())
    visits.schedule(visit, by=full.secretary, at=at, now=full.later())
    visits.postpone(visit, by=full.operator, now=full.later(days=4))
    offered.refresh_from_db()
    assert (offered.was_put_off, offered.stands) == (True, False)
    kinds = ["visit_put_off", "visit_team_put_off", "visit_to_fix"]
    told = list(OutboxMail.objects.filter(kind__in=kinds, case=case).order_by("kind", "pk"))
    assert [one.kind for one in told[:3]] == [kinds[0], kinds[1], kinds[1]]
    assert {one.kind for one in told[3:]} == {kinds[2]}  # to each of the secretariat
    assert {one.is_urgent for one in told} == {True}
    assert {one.person for one in told[1:3]} == set(pair)
    for one in told:
        message = words.write(one)
        assert "reportée" in message.subject + message.body
        assert "None" not in message.subject + message.body
