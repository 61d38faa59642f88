"""The team at its desks, in the admin: from what awaits to the act, each in their own browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from label import cases, drawing, grants, panels, planning
from label.models import Case
from tests.browser.desk import (
    act,
    done,
    home,
    is_sound,
    local,
    open_desk,
    send,
    waiting,
)
from tests.browser.keyboard import enter, reach
from tests.label import world as play

once = pytest.mark.flaky(reruns=0)  # an act is done once: another try would find it done


@pytest.fixture(scope="module")
def full(stage):
    return play.make("full", start=timezone.now() - timedelta(days=125))


@pytest.fixture(scope="module")
def decided(full):
    """A case whose jury gave its opinion."""
    return play.opinion_issued(full)


@pytest.fixture(scope="module")
def ready(full, decided):
    """Two juries constituted, without a session."""
    found = []
    for _number in range(2):
        play.another_operator(full)
        case = play.investigation(full)
        found.append(play.panel_constituted(full, case))
    return found


@pytest.fixture(scope="module")
def announced(full, ready):
    """A draw whose randomness exists since yesterday."""
    play.another_operator(full)
    case = play.investigation(full)
    full.now = max(full.now, timezone.now() - timedelta(days=3))
    source = play.beacon(full.now + timedelta(hours=26))
    return drawing.commit_panel_draw(case.panel, by=full.secretary, now=full.later(), **source)


@pytest.fixture(scope="module")
def handed_in(full, announced):
    """A case that has just arrived."""
    play.another_operator(full)
    full.now = timezone.now() - timedelta(minutes=5)
    return play.submitted(full)


@pytest.fixture
def desk(browse, stage, handed_in):
    """The desk of somebody: `desk(person, width=390)`."""
    return lambda person, **options: open_desk(browse(**options), stage.url, person)


@once
def test_the_secretariat_asks_for_pieces_then_opens_the_instruction(desk, stage, full, handed_in):
    tab = desk(full.secretary)
    is_sound(tab)
    waiting(tab, "Examiner les pièces", handed_in.reference).click()
    is_sound(tab)
    act(tab, "Demander des pièces")
    send(tab, "Demander des pièces")
    expect(tab.locator(".w-field__errors")).to_contain_text("Champ requis.")
    is_sound(tab)
    tab.get_by_label("Pièces attendues, une par ligne").fill("Plan du site\nFacture d’eau")
    send(tab, "Demander des pièces")
    done(tab, "Demander des pièces")
    [request] = handed_in.document_requests.all()
    for item in request.items.all():
        cases.answer_item(item, by=full.operator, explanation="Envoyé par courrier.")
    cases.provide_documents(Case.objects.get(pk=handed_in.pk), by=full.operator)
    home(tab, stage.url)
    waiting(tab, "Examiner les pièces", handed_in.reference).click()
    act(tab, "Déclarer le dossier complet")
    send(tab, "Déclarer le dossier complet")
    done(tab, "Déclarer le dossier complet")
    expect(tab.locator(".desk-state")).to_contain_text("en instruction")

    home(tab, stage.url)
    waiting(tab, "Annoncer le tirage du jury", handed_in.reference).click()
    is_sound(tab)
    field = tab.get_by_label("Quand l’aléa existera")
    for hours, said in ((2, "vingt-quatre heures"), (30, "C’est fait")):
        field.fill(local(timezone.now() + timedelta(hours=hours)))
        send(tab, "Annoncer le tirage au sort")
        expect(tab.locator("main")).to_contain_text(said)
    assert Case.objects.get(pk=handed_in.pk).panel.draws.get().state == "committed"


@once
def test_two_people_type_the_randomness_of_a_draw(desk, full, announced):
    first = desk(full.secretary)
    waiting(first, "Saisir et confirmer l’aléa", announced.reference).click()
    is_sound(first)
    act(first, "Saisir l’aléa")
    first.get_by_label("Aléa").fill(play.BEACON)
    send(first, "Saisir l’aléa")
    done(first, "Saisir l’aléa")
    act(first, "Confirmer l’aléa et tirer")
    first.get_by_label("Aléa").fill(play.BEACON)
    send(first, "Confirmer l’aléa et tirer")
    expect(first.get_by_role("alert")).to_contain_text("Une autre personne confirme l’aléa.")
    expect(first.get_by_label("Aléa")).to_have_value(play.BEACON)
    is_sound(first)

    other = desk(full.facilitator, width=390)
    is_sound(other)
    waiting(other, "Saisir et confirmer l’aléa", announced.reference).click()
    is_sound(other)
    act(other, "Confirmer l’aléa et tirer")
    for value in ("00" * 32, play.BEACON):
        is_sound(other)
        other.get_by_label("Aléa").fill(value)
        send(other, "Confirmer l’aléa et tirer")
    done(other, "Confirmer l’aléa et tirer")
    announced.refresh_from_db()
    assert (announced.state, announced.panel.seats.filter(state="invited").count()) == ("drawn", 9)


@once
def test_the_guarantor_decides_a_challenge_by_the_keyboard_alone(desk, full, announced):
    panel = announced.panel
    announced.refresh_from_db()
    if announced.state == "committed":  # this test alone
        drawing.enter_randomness(announced, play.BEACON, by=full.secretary)
        drawing.confirm_randomness(announced, play.BEACON, by=full.facilitator)
    for seat in panel.seats.filter(state="invited").select_related("member__person"):
        by = seat.member.person
        panels.accept(seat, by=by)
        panels.declare_interests(panel.case, by=by, role="juror", answers={})
    panels.notify_operator(panel, by=full.secretary)
    seat = panel.seats.filter(state="seated").order_by("pk").first()
    panels.challenge(seat, by=panel.case.applicant, grounds="Notre voisin, en procès avec nous.")

    tab = desk(full.guarantor, width=390)
    enter(tab, waiting(tab, "Trancher une récusation", panel.case.reference))
    enter(tab, tab.get_by_role("link", name="Trancher la récusation").first)
    expect(tab.locator("form.desk-form")).to_contain_text("Notre voisin, en procès avec nous.")
    is_sound(tab)
    reach(tab, tab.get_by_role("radio", name="Admise"))
    tab.keyboard.press("Space")
    reach(tab, tab.get_by_label("Motifs"))
    tab.keyboard.type("Le procès est en cours : le doute profite à l’opérateur.")
    enter(tab, tab.locator("form.desk-form").get_by_role("button", name="Trancher la récusation"))
    done(tab, "Trancher la récusation")
    seat.refresh_from_db()
    assert seat.state == "recused"
    assert seat.replaced_by.college == seat.college


@once
def test_two_juries_are_convened_together(desk, full, ready):
    session = planning.plan_session(
        by=full.secretary,
        starts_at=timezone.now() + timedelta(days=12),
        place="Maison des associations",
        facilitator=full.facilitator,
    )
    tab = desk(full.secretary)
    waiting(tab, "Mettre à l’ordre du jour d’une séance", ready[0].case.reference).click()
    tab.get_by_role("button", name="Label").click()
    tab.get_by_role("link", name="Séances").click()
    tab.get_by_role("link", name=session.reference).click()
    act(tab, "Mettre des dossiers à l’ordre du jour et convoquer")
    for panel in ready:
        tab.get_by_label(panel.case.reference).check()
    is_sound(tab)
    send(tab, "Mettre des dossiers à l’ordre du jour et convoquer")
    done(tab, "Mettre des dossiers à l’ordre du jour et convoquer")
    is_sound(tab)
    expect(tab.get_by_role("link", name="Suivre la séance")).to_be_visible()
    session.refresh_from_db()
    assert session.convened_at is not None
    assert {one.panel for one in session.hearings.all()} == set(ready)


@once
def test_a_decision_is_signed_sent_with_its_messages_and_agreed(desk, stage, full, decided):
    authority = desk(full.authority)
    waiting(authority, "Décider", decided.reference).click()
    is_sound(authority)
    act(authority, "Accorder le label")
    authority.get_by_label("Motifs de la décision").fill("Le jury est d’avis d’accorder.")
    authority.get_by_label("Délégation qui vous donne").fill("Délibération 2026-12")
    is_sound(authority)
    send(authority, "Accorder le label")
    done(authority, "Accorder le label")

    secretary = desk(full.secretary, width=390)
    secretary.get_by_role("link", name="que vous").click()
    is_sound(secretary)
    mine = secretary.get_by_role("region", name=decided.reference)
    expect(mine.get_by_role("checkbox").first).to_be_checked()
    for box in secretary.get_by_role("checkbox").all():
        box.set_checked(box.evaluate("(box, mine) => mine.contains(box)", mine.element_handle()))
    secretary.get_by_role("button", name="Envoyer ensemble ce qui est coché").click()
    expect(secretary.locator(".messages")).to_contain_text("avec le prochain envoi")
    decision = Case.objects.get(pk=decided.pk).decision
    assert (decision.kind, decision.notice.notified_on) == ("granted", timezone.localdate())

    grant = decided.grants.get()
    grants.sign_as_operator(grant, by=decided.applicant)
    home(authority, stage.url)
    waiting(authority, "Signer la convention", grant.number).click()
    act(authority, "Signer la convention")
    is_sound(authority)
    send(authority, "Signer la convention")
    done(authority, "Signer la convention")
    grant.refresh_from_db()
    assert grant.state == "active"


def test_an_auditor_reads_without_javascript_and_acts_on_nothing(desk, stage, full, decided):
    tab = desk(full.auditor, width=390, javascript=False)
    expect(tab.get_by_text("Rien n’attend. Tout est à jour.")).to_be_visible()
    expect(tab.locator("#wagtail-sidebar")).to_be_hidden()
    tab.get_by_role("link", name="Dossiers").click()
    tab.get_by_role("link", name=decided.reference).click()
    expect(tab.get_by_text("Aucun acte n’attend votre rôle ici.")).to_be_visible()
    refused = tab.goto(f"{stage.url}/admin/label/dossier/{decided.pk}/accorder/")
    assert refused.status == 404
    tab.errors.clear()  # the browser notes the refusal
