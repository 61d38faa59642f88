"""A whole session with six people in six browsers: one afar, one whose connection drops, one
without JavaScript."""

import pytest
from playwright.sync_api import expect

from label import scoring
from label.models import Case
from tests.browser.conftest import axe_violations, enter_as
from tests.browser.meeting import asked, choose, hurried, press
from tests.label import world as play


@pytest.fixture(scope="module")
def light(stage):
    return play.make("light")


@pytest.fixture(scope="module")
def hearing(light):
    """Scored by five, one criterion divergent; the session is due."""
    case = play.scoring_open(light)
    for number, seat in enumerate(case.panel.effective_seats().order_by("college", "pk")):
        grades = play.good(case, worse={} if number else {"ENV-3": "absent", "ENV-4": "exemplary"})
        scoring.submit_sheet(seat, grades, by=seat.member.person, now=light.later())
    return case.panel.hearings.get()


@pytest.mark.journey
@pytest.mark.flaky(reruns=0)  # a session is held once: another try would find it open
def test_a_whole_session(stage, browse, light, hearing):
    here = f"{stage.url}/seances/{hearing.session.reference}/"
    seats = list(hearing.panel.effective_seats().order_by("college", "pk"))
    animator = hurried(browse(width=1280))
    jurors = [hurried(browse(width=390, javascript=number != 3)) for number in range(5)]
    people = [light.facilitator, *(seat.member.person for seat in seats)]
    for tab, person in zip([animator, *jurors], people, strict=True):
        enter_as(tab, stage.url, person)
    chair, offline, plain, afar = jurors[0], jurors[1], jurors[3], jurors[4]

    animator.goto(here)
    press(animator, "Ouvrir la séance")
    animator.get_by_role("link", name="Ferme des Micocouliers").click()
    for tab in jurors:
        tab.goto(f"{here}{hearing.position}/")
        asked(tab, to="Êtes-vous là ?")
        press(tab, "Je suis à distance" if tab is afar else "Je suis sur place")
    assert axe_violations(chair) == []
    for tab in jurors[:4]:
        press(tab, "Je confirme : aucun intérêt")
    press(animator, f"Identité vérifiée : {people[5]}")
    press(afar, "Je confirme : aucun intérêt")

    expect(animator.locator("#presences")).to_contain_text("5 membres présents sur 5 places")
    animator.get_by_label("Qui préside ?").first.select_option(label=str(people[1]))
    press(animator, "Ouvrir l’examen")
    press(animator, "L’opérateur entre")
    press(animator, "L’opérateur sort")
    press(chair, "Lever les scellés")
    expect(afar.locator("#ecarts h3")).to_have_text(["Protège l’eau et les sols"])
    assert axe_violations(chair) == []
    assert axe_violations(animator) == []

    chair.get_by_label("La proposition, en toutes lettres").fill("Accorder le label.")
    press(chair, "Soumettre au consentement")
    asked(chair, to="Consentez-vous à cette proposition ?")
    plain.get_by_role("link", name="Rafraîchir").click()
    for tab in jurors:
        asked(tab, to="Consentez-vous à cette proposition ?")
        choose(tab, "answer", "consent")
    offline.context.set_offline(True)
    press(offline, "Répondre")
    expect(offline.locator("[data-lost]")).to_contain_text("Connexion perdue, nouvel essai…")
    for tab in jurors:
        if tab is not offline:
            press(tab, "Répondre")
    offline.context.set_offline(False)
    expect(offline.locator("#consentement")).to_contain_text("Votre réponse : je consens.")
    expect(offline.locator("[data-lost]")).to_be_hidden()
    offline.errors.clear()  # the network that was not there
    expect(animator.locator("#conduite")).not_to_contain_text("Réponses attendues")
    press(animator, "Clore le tour de consentement")

    chair.get_by_label("L’avis, motivé").fill("Le jury accorde le label aux légumes d’été.")
    press(chair, "Enregistrer, faire relire")
    expect(chair.locator("#pv")).to_be_visible()
    plain.get_by_role("link", name="Rafraîchir").click()
    choose(plain, "answer", "approve")
    press(plain, "Envoyer ma relecture")
    expect(animator.locator("#pv")).to_contain_text("1 relecture approuve ce texte.")
    assert axe_violations(afar) == []
    press(chair, "Je signe le procès-verbal")
    press(chair, "Adopter l’avis")
    asked(animator, to="L’avis est adopté")
    asked(afar, to="L’avis est adopté")
    assert Case.objects.get(pk=hearing.panel.case_id).state == "opinion_issued"
