"""A refusal contested from a phone, judged by another jury, answered by the authority, seen by all:
several weeks on one clock, that of the world."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from label import deliberation
from label.models import Case, Grant
from tests.browser.conftest import axe_violations, enter_as
from tests.browser.desk import act, done, is_sound, open_desk, send, waiting
from tests.browser.meeting import asked, choose, hurried, press
from tests.label import world as play

GROUNDS = "Le contrôle a été suivi : le compte rendu est de mars."


@pytest.fixture(scope="module")
def light(stage):
    return play.make("light", start=timezone.now() - timedelta(days=90))


@pytest.fixture(scope="module")
def refused(light):
    """A refusal, notified."""
    case = play.refused(light)
    play.notified(light, case)
    return case


@pytest.fixture
def clock(light, refused, monkeypatch):
    """The site lives at the hour of the world, which goes on."""
    monkeypatch.setattr(timezone, "now", lambda: light.now)
    return light


@pytest.mark.journey
@pytest.mark.flaky(reruns=0)  # a decision is contested once
def test_an_appeal_from_the_phone_to_the_register(stage, browse, clock, refused):
    operator = browse(width=390)
    it_is_lodged_on_a_phone(operator, stage.url, clock, refused)
    appeal = Case.objects.get(pk=refused.pk).appeal
    it_is_admitted_at_the_desk(browse(), stage.url, clock, refused)
    panel = appeal.case.appeal_panel
    play.panel_constituted(clock, refused, panel)
    the_new_jury_is_noted(browse(), stage.url, clock, refused)
    play.session_planned(clock, panel)
    jurors = list(panel.effective_seats().order_by("pk"))
    assert not {seat.member_id for seat in jurors} & {
        seat.member_id for seat in refused.panel.seats.all()
    }
    an_appeal_juror_reads(browse(width=390), stage.url, jurors[-1])
    hearing = play.session_open(clock, refused, panel)
    the_new_jury_votes(browse, stage.url, hearing, jurors)
    the_authority_grants(browse(), stage.url, clock, refused)
    nothing_is_told_before_the_notice(operator, browse(width=390), stage.url, clock, refused)
    the_outcome_is_told(operator, browse, stage.url, clock, refused)


def it_is_lodged_on_a_phone(tab, url, clock, case):
    clock.later(days=2)
    enter_as(tab, url, clock.operator)
    tab.goto(f"{url}/espace/")
    tab.get_by_role("link", name="Le label ne vous est pas accordé.").click()
    tab.get_by_role("link", name="Contester la décision").click()
    is_sound(tab)
    tab.get_by_role("button", name="Déposer mon recours").click()
    expect(tab.get_by_role("alert")).to_be_visible()
    tab.errors.clear()  # the browser notes the refusal
    tab.locator("[name=grounds]").fill(GROUNDS)
    tab.get_by_role("button", name="Déposer mon recours").click()
    expect(tab.get_by_text("Votre recours est déposé.").first).to_be_visible()
    is_sound(tab)
    tab.get_by_role("link", name="Votre recours").click()
    expect(tab.get_by_role("main")).to_contain_text(GROUNDS)
    expect(tab.get_by_role("button", name="Déposer mon recours")).to_have_count(0)


def it_is_admitted_at_the_desk(tab, url, clock, case):
    clock.later(days=1)
    open_desk(tab, url, clock.secretary)
    waiting(tab, "Dire si le recours est recevable", case.reference).click()
    expect(tab.get_by_role("main")).to_contain_text(GROUNDS)
    act(tab, "Déclarer le recours recevable")
    is_sound(tab)
    send(tab, "Déclarer le recours recevable")
    done(tab, "Déclarer le recours recevable")


def the_new_jury_is_noted(tab, url, clock, case):
    open_desk(tab, url, clock.secretary)
    waiting(tab, "Noter que le jury de recours est constitué", case.reference).click()
    send(tab, "Noter que le jury de recours est constitué")
    done(tab, "Noter que le jury de recours est constitué")


def an_appeal_juror_reads(tab, url, seat):
    """From « Mon espace » to the file, which says what is contested and why."""
    enter_as(tab, url, seat.member.person)
    tab.goto(f"{url}/espace/")
    tab.get_by_role("link", name="Lire le dossier").click()
    contested = tab.get_by_role("region", name="Ce qui est contesté")
    expect(contested).to_contain_text("Motifs de la décision.")
    expect(contested).to_contain_text("Contrôle non suivi.")
    expect(contested).to_contain_text(GROUNDS)
    is_sound(tab)


def the_new_jury_votes(browse, url, hearing, jurors):
    """The chair and another in their browsers; the others by the same verb."""
    chairs, other = hearing.chair, next(one for one in jurors if one.pk != hearing.chair_id)
    for seat in jurors:
        if seat not in (chairs, other):
            deliberation.cast_ballot(hearing, seat, by=seat.member.person, choice="for")
    chair, juror = hurried(browse(width=390)), hurried(browse(width=390))
    for tab, seat in ((chair, chairs), (juror, other)):
        enter_as(tab, url, seat.member.person)
        tab.goto(f"{url}/seances/{hearing.session.reference}/{hearing.position}/")
        asked(tab, to="Votez")
        choose(tab, "choice", "for")
        press(tab, "Voter")
        expect(tab.locator("#consentement")).to_contain_text("Votre vote : pour.")
    chair.reload()
    chair.locator("#conduite [name=advice][value=grant]").check()
    chair.locator("#conduite [name=reasons]").fill("Le contrôle a été suivi depuis mars.")
    chair.locator("#conduite [name=finding_SAN-1]").fill("Compte rendu lu en séance.")
    assert axe_violations(chair) == []
    press(chair, "Rendre l’avis")
    asked(juror, to="L’examen est clos")


def the_authority_grants(tab, url, clock, case):
    clock.later(days=2)
    open_desk(tab, url, clock.authority)
    waiting(tab, "Répondre à un recours", case.reference).click()
    expect(tab.get_by_role("main")).to_contain_text("Le contrôle a été suivi depuis mars.")
    act(tab, "Accorder après le recours")
    tab.get_by_label("Motifs de la décision").fill("Le jury de recours est d’avis d’accorder.")
    is_sound(tab)
    send(tab, "Accorder après le recours")
    done(tab, "Accorder après le recours")


def nothing_is_told_before_the_notice(operator, reader, url, clock, case):
    operator.goto(f"{url}/espace/label/{case.reference}/")
    expect(operator.get_by_role("heading", name="La décision est prise.")).to_be_visible()
    expect(operator.get_by_role("main")).not_to_contain_text("accordé")
    expect(operator.get_by_role("link", name="Les noms du jury")).to_contain_text(
        "Les noms du jury de recours"
    )
    operator.get_by_role("link", name="Lire la décision").click()
    expect(operator.get_by_role("main")).to_contain_text("Contrôle non suivi.")
    operator.go_back()
    reader.goto(f"{url}/label/registre/?q=micocouliers")
    expect(reader.get_by_role("main")).not_to_contain_text("Ferme des Micocouliers")


def the_outcome_is_told(operator, browse, url, clock, case):
    secretary = open_desk(browse(), url, clock.secretary)
    waiting(secretary, "Noter la notification d’une décision", "Micocouliers").first.click()
    secretary.locator("[name=on]").fill(clock.today.isoformat())
    secretary.locator("[name=how]").fill("Lettre recommandée")
    send(secretary, "Noter la notification")
    done(secretary, "Noter la notification")
    operator.reload()
    expect(operator.get_by_role("heading", name="Le label vous est accordé.")).to_be_visible()
    is_sound(operator)
    grant = Grant.objects.get(case=case)
    operator.goto(f"{url}/espace/")
    operator.get_by_role("main").get_by_role("link", name="convention").first.click()
    is_sound(operator)
    for box in operator.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    operator.get_by_role("main").get_by_role("button", name="Signer").click()
    expect(operator.get_by_role("main")).to_contain_text("Vous avez signé.")
    authority = open_desk(browse(), url, clock.authority)
    waiting(authority, "Signer la convention", grant.number).click()
    act(authority, "Signer la convention")
    send(authority, "Signer la convention")
    done(authority, "Signer la convention")
    reader = browse(width=390, javascript=False)
    reader.goto(f"{url}/label/registre/?q=micocouliers")
    expect(reader.get_by_role("main")).to_contain_text("Ferme des Micocouliers")
