"""What an operator shows as corrected under a formal notice or a suspension, and who reads it."""

from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from home.templatetags.site import civil
from label import case_file, deadlines, grants, remedies, replay, reviews, watch
from label.applicant import home, remedy_views
from label.machine import Refused
from label.mails import readers, words
from label.models import AdversarialWindow, Event, Grant, OutboxMail, ReadAccess, Remedy
from tests.factories import add_member, add_producer
from tests.label import on_paper
from tests.label import world as play
from tests.label.applicant.reading import acts, address, follows, read, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour", "private_root")]
PDF = b"%PDF-1.7 la nouvelle etiquette"
SAID = "Les étiquettes sont refaites."


@pytest.fixture(scope="module")
def noticed(built, light):
    """A label under a formal notice, its plan being overdue."""

    def make():
        case = play.granted_with_reserves(light)
        play.notified(light, case)
        grant = play.signed(light, case)
        light.later(days=100)
        AdversarialWindow.objects.create(
            case=case, grant=grant, measure="formal_notice", grounds="Plan non suivi.",
            opened_on=light.today, closes_on=light.today + timedelta(days=15),
        )  # fmt: skip
        light.later(days=16)
        deadlines.run(now=light.now, only=("plan_overdue",))
        light.later(days=15)
        grants.give_notice(
            grant, by=light.authority, for_overdue_plan=True, now=light.now, **play.DECISION
        )
        return grant.pk

    return built(make)


@pytest.fixture
def grant(noticed):
    return Grant.objects.get(pk=noticed)


@pytest.fixture
def page(grant):
    return address("case_remedy", grant.number)


@pytest.fixture
def holder(client, light):
    client.force_login(light.operator)
    return client


def file(name="etiquette.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "text/html")  # what a browser says is not believed


def suspended(light, grant):
    grants.suspend_at_once(
        grant, by=light.authority, danger="health", now=light.later(), **play.DECISION
    )
    return grant


def test_giving_up_a_suspended_label_gives_no_more_time_to_its_logo(holder, light, grant):
    suspended(light, grant)
    grant.refresh_from_db()
    until = grant.logo_stops_on
    grant.declarations.create(due_on=until)
    page = address("case_grant", grant.number)
    assert "Faire ma déclaration annuelle" in acts(read(holder, page))
    grants.renounce(grant, by=light.operator, text="J’arrête.", now=light.later(days=20))
    grant.refresh_from_db()
    assert grant.logo_stops_on == until
    assert "Faire ma déclaration annuelle" not in acts(read(holder, page))


def desk(client, light, grant, act=""):
    client.force_login(light.secretary)
    args = ["label", grant.pk, *([act] if act else [])]
    return reverse(f"label_desk:{'act' if act else 'page'}", args=args)


# The operator ------------------------------------------------------------------


def test_mon_espace_goes_on_telling_a_notice_that_waits_for_the_team(holder, light, grant, page):
    told = [(one.title, one.rank) for one in home.grants(light.operator, light.now)]
    assert told[0] == ("Corriger ce que demande la mise en demeure", home.DUE)
    [asked, *_others] = home.to_do(light.operator, [], light.now)
    assert (asked.due, asked.is_late) == (grant.notice_until, False)
    follows(holder, page, text=SAID)
    told = [(one.title, one.rank) for one in home.grants(light.operator, light.now)]
    assert told[-1] == ("Correction envoyée : le secrétariat la regarde", home.GOING_ON)
    asked = [todo.question for todo in home.to_do(light.operator, [], light.now)]
    assert "Correction envoyée : le secrétariat la regarde" not in asked


def test_the_list_of_labels_tells_the_day_of_a_notice_from_that_of_the_label(holder, grant):
    shown = text(read(holder, address("case_home")))
    assert f"en demeure à corriger avant le {civil(grant.notice_until)}" in shown
    assert f"Label accordé jusqu’au {civil(grant.valid_to)}" in shown


def test_the_label_leads_to_the_screen_and_says_what_was_sent(holder, light, grant, page):
    label = address("case_grant", grant.number)
    before = read(holder, label)
    assert acts(before)[0] == "Corriger ce que demande la mise en demeure"
    assert "Montrer ce que j’ai corrigé" in acts(before)
    assert before.select_one(f"#mesures a[href='{page}']")
    files = [file(), file("étal.jpg", b"\xff\xd8\xff etal")]
    assert follows(holder, page, text=SAID, files=files) == label
    made = Remedy.objects.get()
    assert (made.grant, made.text, made.sent_at) == (grant, SAID, light.now)
    assert [one.filename for one in made.evidence.all()] == ["etiquette.pdf", "étal.jpg"]
    assert {one.kind for one in made.evidence.all()} == {"remedy"}
    event = Event.objects.latest("seq")
    assert (event.type, event.role, event.actor) == ("show_remedy", "operator", light.operator)
    after = read(holder, label)
    assert "Correction envoyée : le secrétariat la regarde" in acts(after)
    assert "Corriger ce que demande la mise en demeure" not in acts(after)
    assert SAID in text(after, "#corrections")
    assert "etiquette.pdf" in text(after, "#corrections")
    assert SAID in text(read(holder, page), "#corrections")
    grant.refresh_from_db()
    assert grant.state == "formal_notice"  # nothing moves by itself
    assert replay.differences() == []


def test_files_are_kept_privately_and_the_same_tap_twice_is_one(holder, page, settings):
    follows(holder, page, text=SAID, files=[file()])
    follows(holder, page, text=SAID, files=[file()])
    assert Remedy.objects.count() == 1
    path = Path(Remedy.objects.get().evidence.get().file.path)
    assert path.is_relative_to(settings.PRIVATE_ROOT)
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    follows(holder, page, text="Et le panneau aussi.")
    assert Remedy.objects.count() == 2


def test_a_wrong_file_is_named_and_the_words_and_right_files_are_kept(holder, page):
    wrong = file("mots.html", b"<script>alert(1)</script>")
    answer = holder.post(page, {"text": SAID, "files": [file(), wrong]})
    html = read_again(answer)
    assert "« mots.html » : Ce n’est ni une photo" in text(html)
    assert "etiquette.pdf » :" not in text(html)
    assert html.select_one("textarea").get_text(strip=True) == SAID
    [box] = html.select("input[name=kept]")
    assert box.has_attr("checked")
    assert Remedy.objects.count() == 0
    follows(holder, page, text=SAID, kept=box["value"])
    assert Remedy.objects.get().evidence.get().filename == "etiquette.pdf"
    assert not read(holder, page).select("input[name=kept]")


def read_again(answer):
    assert answer.status_code == 422
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("given", ["", "  ", "x" * 8001, "x" * 300_000])
def test_no_words_or_far_too_many_are_refused_beside_the_field(holder, page, given):
    html = read_again(holder.post(page, {"text": given, "files": [file()]}))
    assert html.select_one("#id_text_error")
    assert html.select_one("textarea").get_text().strip() == given.strip()
    assert [one["checked"] for one in html.select("input[name=kept]")] == [""]  # not chosen again
    assert Remedy.objects.count() == 0


def test_too_many_files_or_one_too_heavy_are_refused(holder, page):
    many = [file(f"{n}.pdf", PDF + bytes([n])) for n in range(remedy_views.MOST_FILES + 1)]
    assert "Six fichiers au plus" in text(
        read_again(holder.post(page, {"text": "x", "files": many}))
    )
    heavy = file("gros.pdf", PDF + b" " * (8 * 1024 * 1024))
    assert "plus de 8 Mo" in text(read_again(holder.post(page, {"text": "x", "files": heavy})))


def test_what_the_antivirus_refuses_is_not_kept(holder, page, grant, settings):
    settings.EVIDENCE_SCANNER = "tests.label.applicant.test_remedies.finds_something"
    html = read_again(holder.post(page, {"text": SAID, "files": [file()]}))
    assert "L’antivirus refuse ce fichier" in text(html)
    assert not grant.case.evidence.filter(kind="remedy").exists()


def finds_something(_file):
    return False


@pytest.mark.parametrize("kept", ["9" * 40, "1' OR 1", "\x00", "٣"])
def test_a_forged_file_is_not_joined(holder, page, kept):
    read_again(holder.post(page, {"text": SAID, "kept": kept}))
    assert Remedy.objects.count() == 0


def test_a_file_of_another_operator_is_not_joined(holder, page, light):
    play.another_operator(light)
    other = play.draft(light)
    piece = other.evidence.first() or play.piece(other, light)
    read_again(holder.post(page, {"text": SAID, "kept": str(piece.pk)}))
    assert Remedy.objects.count() == 0


def test_another_operator_and_a_stranger_find_nothing(grant, page, light):
    for person in (add_member(add_producer(title="La Chèvrerie")), light.stranger, light.guarantor):
        client = Client()
        client.force_login(person)
        assert client.get(page).status_code == 404
        assert client.post(page, {"text": SAID}).status_code == 404
        with pytest.raises(Refused, match="opérateur"):
            remedies.show(grant, by=person, text=SAID, now=light.later())
    assert Remedy.objects.count() == 0


def test_a_measure_lifted_since_refuses_and_loses_no_word(holder, grant, page):
    Grant.objects.filter(pk=grant.pk).update(state="active")
    html = read_again(holder.post(page, {"text": SAID, "files": [file()]}))
    assert "n’est plus en demeure ni suspendu" in text(html)
    assert html.select_one("textarea").get_text(strip=True) == SAID
    assert not html.select("button[type=submit].yes")
    assert (Remedy.objects.count(), grant.case.evidence.filter(kind="remedy").count()) == (0, 0)
    assert holder.get(page).status_code == 404  # nothing was ever sent


def test_the_measure_says_where_to_show_what_is_corrected(grant):
    mail = OutboxMail.objects.filter(kind="measure").latest("pk")
    body = words.write(mail).body
    assert play.DECISION["text"] in body
    assert "montrez-le au secrétariat" in body
    assert "\n\n\n" not in body


# The team ------------------------------------------------------------------------


def test_the_secretariat_is_told_and_answers_and_the_operator_shows_again(
    holder, client, light, grant, page
):
    follows(holder, page, text=SAID, files=[file()])
    mails = OutboxMail.objects.filter(kind="remedy_shown")
    assert not mails.filter(person=light.authority).exists()  # who does not lift a notice
    mail = mails.get(person=light.secretary)
    assert readers.may_read(mail)
    assert grant.number in words.write(mail).subject
    assert grant.operator.title not in repr(words.write(mail))
    home = text(read(in_team(client, light.secretary), reverse("label_desk:home")))
    assert "Regarder ce qu’un opérateur a corrigé" in home
    assert "Vérifier une remise en ordre" not in home  # one line for one thing
    html = read(client, desk(client, light, grant))
    assert SAID in text(html)
    assert "Dire ce qui manque encore dans ce qui est corrigé" in text(html)
    piece = Remedy.objects.get().evidence.get()
    link = reverse("label_desk:evidence", args=[piece.pk])
    assert html.select_one(f"a[href='{link}']")
    answer = client.get(link)
    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert ReadAccess.objects.get(person=light.secretary).object_id == piece.pk
    act = desk(client, light, grant, "repondre-a-une-correction")
    assert client.post(act, {"x": "1"}).status_code == 200  # nothing written: asked again
    assert grant.remedies.waiting().exists()
    remedies.show(grant, by=light.operator, text="Et l’enseigne.", now=light.later())
    first = grant.remedies.last()
    follows(client, act, x="1", remedy=first.pk, text="La photo est floue.")
    assert [one.text for one in grant.remedies.waiting()] == ["Et l’enseigne."]  # not read yet
    follows(client, act, x="1", remedy=grant.remedies.first().pk, text="Où est-elle ?")
    assert "Regarder ce qu’un opérateur" not in text(read(client, reverse("label_desk:home")))
    assert not readers.may_read(mail)  # answered before it left
    told = OutboxMail.objects.filter(kind="remedy_answered").earliest("pk")
    assert told.person == light.operator
    assert "La photo est floue." in words.write(told).body
    with pytest.raises(Refused, match="n’attend"):
        remedies.answer(first, by=light.secretary, text="Encore.", now=light.later())
    client.force_login(light.operator)
    label = read(client, address("case_grant", grant.number))
    assert "La photo est floue." in text(label, "#corrections")
    assert acts(label)[0] == "Corriger ce que demande la mise en demeure"
    follows(client, page, text="Voici une photo nette.")
    assert grant.remedies.waiting().get().text == "Voici une photo nette."


def in_team(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", ["authority", "guarantor", "operator", "stranger"])
def test_only_the_secretariat_answers(light, grant, name):
    made = remedies.show(grant, by=light.operator, text=SAID, now=light.later())
    with pytest.raises(Refused, match="secrétariat"):
        remedies.answer(made, by=getattr(light, name), text="Non.", now=light.later())


def test_a_suspension_is_looked_at_by_who_lifts_it_then_closes_what_was_shown(light, grant, client):
    suspended(light, grant)
    remedies.show(grant, by=light.operator, text=SAID, now=light.later())
    told = OutboxMail.objects.filter(kind="remedy_shown")
    assert {one.person for one in told} >= {light.secretary, light.authority}
    home = text(read(in_team(client, light.authority), reverse("label_desk:home")))
    assert "Suspension : regarder ce que l’opérateur a corrigé" in home
    grants.reinstate(
        grant, by=light.authority, proof="Étiquettes vues.", now=light.later(), **play.DECISION
    )
    assert not grant.remedies.standing().exists()
    client.force_login(light.operator)
    page = read(client, address("case_remedy", grant.number))
    assert "Mesure levée le" in text(page)
    assert not page.select("textarea")
    home = text(read(in_team(client, light.authority), reverse("label_desk:home")))
    assert "regarder ce que l’opérateur a corrigé" not in home


def test_what_is_not_sent_shows_to_nobody_of_the_team(holder, client, light, grant, page):
    holder.post(page, {"text": "", "files": [file()]})
    client.force_login(light.secretary)
    case = reverse("label_desk:page", args=["dossier", grant.case_id])
    assert "etiquette.pdf" not in text(read(client, case))


# The jury ------------------------------------------------------------------------


def test_jurors_read_it_only_when_asked_about_a_measure_and_without_tie(light, grant, client):
    window = watch.open_window(
        grant, by=light.authority, measure="withdrawn", grounds="Rien n’est fait.",
        now=light.later(),
    )  # fmt: skip
    client.force_login(light.operator)
    follows(client, address("case_remedy", grant.number), text=SAID, files=[file()])
    piece = Remedy.objects.get().evidence.get()
    seat = grant.case.panel.effective_seats().order_by("pk").first()
    client.force_login(seat.member.person)
    assert piece not in case_file.readable(grant.case)
    assert case_file.gather(grant.case).kept_back == 0
    assert client.get(address("case_evidence_file", piece.pk)).status_code == 404
    assert client.get(address("jury_evidence", seat.pk, piece.pk)).status_code == 404
    light.later(days=17)
    review = reviews.open_panel_review(
        grant, by=light.secretary, measure=window.measure, now=light.later()
    )
    call = review.ballots.get(seat=seat)
    client.force_login(seat.member.person)
    screen = address("jury_measure", seat.pk, call.pk)
    link = address("jury_measure_evidence", seat.pk, call.pk, piece.pk)
    assert SAID not in text(read(client, screen))
    assert client.get(link).status_code == 404
    client.post(screen, {"tie": "non"})
    html = read(client, screen)
    assert SAID in text(html)
    assert html.select_one(f"a[href='{link}']")
    answer = client.get(link)
    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    other = review.ballots.exclude(pk=call.pk).first()
    client.force_login(other.seat.member.person)
    assert client.get(link).status_code == 404
    invoice = play.piece(grant.case, light, b"facture")
    type(invoice).objects.filter(pk=invoice.pk).update(kind="invoice")
    Remedy.objects.get().evidence.add(invoice)
    assert list(case_file.of_remedies(grant)) == [piece]


# Paper ---------------------------------------------------------------------------


def test_an_operator_without_account_shows_it_on_paper(light, grant, client, page):
    on_paper.put(grant.case)
    on_paper.typed(client, light, page, text=SAID)
    assert grant.remedies.get().text == SAID
    on_paper.said(light, "show_remedy", "remedy")
    made = grant.remedies.get()
    remedies.answer(made, by=light.secretary, text="La photo manque.", now=light.later())
    assert OutboxMail.objects.get(kind="remedy_answered").is_letter
