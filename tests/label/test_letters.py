"""Every message to an operator reaches somebody: by letter where there is no account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from madeingard.users.models import User
from wagtail.models import Site

from home.models import SiteSettings
from label import cases, charters, decisions, letters, outbox, papers
from label.desks import waiting
from label.enums import MailState
from label.machine import Refused
from label.mails import batches, sending
from label.models import Event, OutboxMail
from tests.factories import UserFactory, add_place
from tests.label import on_paper
from tests.label import world as play
from tests.label.applicant.reading import read as page_of
from tests.label.test_papers import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour")]


@pytest.fixture
def case(light):
    return on_paper.put(play.submitted(light))


@pytest.fixture
def letter(light, case):
    """Documents are missing."""
    site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    site.postal_address = "Secrétariat du label\n30000 Nîmes"
    site.save()
    cases.request_documents(
        case, items=["Plan du site"], by=light.secretary, now=light.later(days=1)
    )
    return OutboxMail.objects.get(kind="documents_missing", case=case)


def test_what_nobody_can_read_by_mail_is_a_letter_once(light, case, letter):
    assert (letter.is_letter, letter.person, letter.email) == (True, None, "")
    for _again in range(2):
        outbox.tell_operator(case, "complete", now=light.later(), key="x")
    assert OutboxMail.objects.filter(kind="complete", case=case).count() == 1
    sending.send(now=light.later())
    letter.refresh_from_db()
    assert letter.state == MailState.READY  # no mail takes it


def test_who_tends_the_listing_is_written_to_by_mail_and_nobody_by_post(light):
    case = play.submitted(light)
    outbox.tell_operator(case, "complete", now=light.later())
    assert not OutboxMail.objects.filter(case=case, is_letter=True).exists()


def test_what_all_its_readers_left_unread_goes_by_post(light):
    case = play.submitted(light)
    OutboxMail.objects.all().update(state=MailState.CANCELLED)
    outbox.tell_operator(case, "complete", now=light.later(), key="x")
    on_paper.put(case)
    sending.send(now=light.later())
    states = OutboxMail.objects.filter(kind="complete", case=case).values_list("state", "is_letter")
    assert set(states) == {("cancelled", False), ("ready", True)}


def test_a_draft_of_somebody_gone_is_told_to_nobody(light):
    case = play.draft(light)
    User.objects.filter(pk=case.applicant_id).update(is_active=False)
    outbox.tell_operator(case, "draft_expiring", now=light.later(), context={})
    assert not OutboxMail.objects.filter(kind="draft_expiring").exists()


def test_the_secretariat_finds_prints_and_notes_it(light, case, letter, client, act_as):
    found = [one for one in waiting.list_for(light.secretary, now=light.now)
             if one.what == "Envoyer par la poste"]  # fmt: skip
    assert [one.about for one in found] == ["pièces manquantes – Ferme des Micocouliers"]
    assert found[0].due.words == "aujourd’hui"
    client.force_login(light.secretary)
    assert (
        "À envoyer par la poste"
        in page_of(client, reverse("label_desk:list", args=["lettre"])).text
    )
    page = page_of(client, found[0].url)
    assert "Plan du site" in page.text
    pdf = client.get(reverse("label:paper_letter", args=[letter.pk]))
    words = read(pdf.content)
    assert "1 pièce à ajouter à votre dossier" in words
    assert "Ferme des Micocouliers" in words
    assert "Vous n’avez pas besoin d’internet" in words
    assert "Écrivez à : Secrétariat du label 30000 Nîmes" in words
    assert "Lettre n°" in page.select_one("h1, h2, title").text + page.text
    answer = act_as(light.secretary, letter, "postee", on=light.today.isoformat(), how="letter")
    assert answer.status_code == 302
    assert (letter.state, letter.posted_on, letter.posted_by) == (
        "sent", light.today, light.secretary,
    )  # fmt: skip
    event = Event.objects.get(type="post_letter")
    assert (event.case, event.actor, event.role) == (case, light.secretary, "secretariat")
    assert event.payload.data["how"] == "letter"
    assert not letters.waiting().filter(pk=letter.pk).exists()


@pytest.mark.parametrize("name", ["guarantor", "authority", "auditor", "facilitator", "stranger"])
def test_a_letter_is_the_secretariats_alone(light, letter, client, name):
    client.force_login(light.people[name])
    for url in (
        reverse("label_desk:page", args=["lettre", letter.pk]),
        reverse("label_desk:list", args=["lettre"]),
        reverse("label:paper_letter", args=[letter.pk]),
    ):
        assert client.get(url).status_code in (302, 404)
    with pytest.raises(Refused):
        letters.post(letter, by=light.people[name], on=light.today, how="letter", now=light.later())


def test_an_administrator_and_a_mail_that_is_no_letter_open_nothing(light, letter, client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("label:paper_letter", args=[letter.pk])).status_code == 404
    client.force_login(light.secretary)
    mail = OutboxMail.objects.filter(is_letter=False).first()
    assert client.get(reverse("label:paper_letter", args=[mail.pk])).status_code == 404
    assert client.get(reverse("label_desk:page", args=["lettre", mail.pk])).status_code == 404


@pytest.mark.parametrize("days", [-2, 1])
def test_a_letter_does_not_leave_before_it_is_written_nor_tomorrow(light, letter, days):
    with pytest.raises(Refused):
        letters.post(
            letter, by=light.secretary, on=light.today + timedelta(days=days), how="letter",
            now=light.later(),
        )  # fmt: skip


def test_it_may_be_set_aside_with_its_reasons(light, letter):
    with pytest.raises(Refused):
        letters.set_aside(letter, by=light.secretary, reasons=" ", now=light.later())
    letters.set_aside(letter, by=light.secretary, reasons="Dit au téléphone.", now=light.later())
    assert letter.state == "cancelled"
    with pytest.raises(Refused):
        letters.post(letter, by=light.secretary, on=light.today, how="letter", now=light.later())


@pytest.fixture
def decided(light):
    """A decision on a paper case, its letter released."""
    case = play.opinion_issued(light)
    on_paper.put(case)
    decisions.grant(case, by=light.authority, now=light.later(), **play.DECISION)
    held = batches.held().filter(case=case, kind="decision")
    assert [one.is_letter for one in held] == [True]
    batches.release(held, by=light.secretary, now=light.later())
    return case


def test_a_printed_decision_is_not_notified_before_it_is_received(light, decided):
    letter = OutboxMail.objects.get(kind="decision", case=decided)
    assert not hasattr(decided.decision, "notice")
    with pytest.raises(Refused):  # a plain letter proves nothing
        letters.post(letter, by=light.secretary, on=light.today, how="letter", now=light.later())
    with pytest.raises(Refused):
        letters.set_aside(letter, by=light.secretary, reasons="Non.", now=light.later())
    posted = light.today
    letters.post(letter, by=light.secretary, on=posted, how="registered", now=light.later())
    assert not hasattr(decided.decision, "notice")
    received = light.later(days=3).date()
    decisions.notify(
        decided.decision, by=light.secretary, on=received, how="recommandé", now=light.now
    )
    agreement = OutboxMail.objects.get(kind="agreement_to_sign", case=decided)
    assert (agreement.is_letter, agreement.state) == (True, "ready")


def test_a_decision_handed_over_is_notified_that_day(light, decided):
    letter = OutboxMail.objects.get(kind="decision", case=decided)
    letters.post(letter, by=light.secretary, on=light.today, how="hand", now=light.later())
    notice = decided.decision.notice
    assert (notice.notified_on, notice.how) == (light.today, "remise en main propre")
    decided.refresh_from_db()
    assert decided.notified_on == light.today


def test_names_of_the_panel_and_the_reply_slip_are_in_the_letter(light):
    case = on_paper.put(play.investigation(light))
    play.panel_named(light, case.panel)
    play.seat_everyone(light, case.panel)
    play.panels.notify_operator(case.panel, by=light.secretary, now=light.later())
    words = read(papers.posted(OutboxMail.objects.get(kind="panel_names", case=case)))
    seats = list(case.panel.effective_seats())
    assert len(seats) == 5
    for seat in seats:
        assert str(seat.member.person) in words
    assert "Qui je récuse, et pourquoi" in words


def charter_signed(light):
    """On paper, for a place that nobody tends: the letter that acknowledges it."""
    place = add_place(title="Épicerie du Pont", kind="epicerie")
    made = charters.open_charter(place, by=light.secretary, now=light.later())
    charters.fill_charter(made, by=light.secretary, local_share=40, declaration="Du miel.")
    charters.sign_charter(made, by=light.secretary, now=light.later())
    return OutboxMail.objects.get(kind="charter_receipt")


def test_a_charter_of_a_place_without_account_is_acknowledged_by_post(light, client):
    letter = charter_signed(light)
    assert letter.is_letter
    words = read(papers.posted(letter))
    assert "Épicerie du Pont" in words
    letters.post(letter, by=light.secretary, on=light.today, how="letter", now=light.later())
    assert Event.objects.get(type="post_letter").machine == "charter"
    client.force_login(light.secretary)
    assert "Épicerie du Pont" in page_of(client, reverse("label_desk:list", args=["lettre"])).text


def test_the_list_of_letters_costs_the_same_however_many(light, case, letter, client):
    from tests.label.desks.test_desk import cost

    client.force_login(light.secretary)
    urls = [reverse("label_desk:list", args=["lettre"]), reverse("label_desk:home")]
    before = [cost(client, url) for url in urls]
    for number in range(4):
        outbox.tell_operator(case, "complete", now=light.later(), key=str(number))
    assert [cost(client, url) for url in urls] == before


def test_a_letter_whose_words_are_forgotten_still_has_its_page(light, client):
    letter = charter_signed(light)
    letters.post(letter, by=light.secretary, on=light.today, how="letter", now=light.later())
    sending.forget(now=light.later(days=400))
    client.force_login(light.secretary)
    page = page_of(client, reverse("label_desk:page", args=["lettre", letter.pk]))
    assert "Effacés après un an." in page.text
    assert client.get(reverse("label:paper_letter", args=[letter.pk])).status_code == 404
    rows = page_of(client, reverse("label_desk:list", args=["lettre"]))
    assert "None" not in rows.text
