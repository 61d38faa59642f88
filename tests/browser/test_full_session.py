"""A jury of nine under the whole procedure: composition seen live, a juror afar who drops out and
comes back, a second sealed round, an objection that ends in a named ballot, two signatures."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from label import attendance, deliberation, scoring
from tests.browser.conftest import axe_violations, enter_as
from tests.browser.meeting import asked, choose, hurried, press
from tests.label import world as play
from tests.one_at_a_time import turn

DIVERGENT = ["Protège l’eau et les sols", "Assure la fraîcheur et la traçabilité"]
SHEETS = [
    {"ENV-3": "absent", "SAN-2": "unmet"},
    {"ENV-3": "exemplary", "SAN-2": "partial"},
    *[{"SAN-2": "partial"}] * 7,
]
CHAIR, OBJECTOR, AFAR = 0, 1, 5  # a resident, another, a peer


@pytest.fixture(scope="module")
def full(stage):
    return play.make("full", start=timezone.now() - timedelta(days=95))


@pytest.fixture(scope="module")
def hearing(full):
    """Nine sheets are in, two criteria diverge, the session is due."""
    case = play.scoring_open(full)
    seats = case.panel.effective_seats().order_by("college", "pk")
    for seat, worse in zip(seats, SHEETS, strict=True):
        grades = play.good(case, worse=worse)
        scoring.submit_sheet(seat, grades, by=seat.member.person, now=full.later())
    return case.panel.hearings.get()


class Room:
    """Nine jurors: three in a browser; the others act by the same verbs, each for themselves."""

    def __init__(self, hearing):
        self.hearing = hearing
        self.seats = list(hearing.panel.effective_seats().order_by("college", "pk"))
        self.names = [str(seat.member.person) for seat in self.seats]
        self.others = [
            seat for n, seat in enumerate(self.seats) if n not in (CHAIR, OBJECTOR, AFAR)
        ]

    def enter(self, tab, url, number):
        enter_as(tab, url, self.seats[number].member.person)
        return tab

    def come(self, *numbers):
        with turn:
            for number in numbers:
                person = self.seats[number].member.person
                row = deliberation.arrive(self.hearing, self.seats[number], by=person)
                deliberation.reaffirm(row, by=person)

    def score_again(self, case):
        with turn:
            for seat in self.others:
                grades = play.good(case, round=2, worse={"SAN-2": "partial"})
                scoring.submit_sheet(seat, grades, by=seat.member.person, round=2)

    def consent(self):
        with turn:
            found = self.hearing.consent_rounds.get(closed_at=None)
            for seat in self.others:
                deliberation.reply_to_consent(found, seat, by=seat.member.person, answer="consent")

    def vote(self):
        with turn:
            for seat in self.others:
                deliberation.cast_ballot(self.hearing, seat, by=seat.member.person, choice="for")


@pytest.mark.flaky(reruns=0)  # a session is held once: another try would find it open
def test_nine_jurors_from_the_first_presence_to_the_signed_minutes(stage, browse, full, hearing):
    room, case = Room(hearing), hearing.case
    animator, guarantor = hurried(browse()), hurried(browse())
    enter_as(animator, stage.url, full.facilitator)
    enter_as(guarantor, stage.url, full.guarantor)
    chair, objector, afar = (
        room.enter(hurried(browse(width=390)), stage.url, number)
        for number in (CHAIR, OBJECTOR, AFAR)
    )
    here = f"{stage.url}/seances/{hearing.session.reference}/"
    animator.goto(here)
    press(animator, "Ouvrir la séance")
    animator.get_by_role("link", name="Ferme des Micocouliers").click()
    for tab in (guarantor, chair, objector, afar):
        tab.goto(f"{here}{hearing.position}/")
    the_jury_gathers(animator, chair, objector, afar, room)
    the_guests_are_heard(animator, guarantor)
    what_diverges_is_discussed(animator, chair, objector, afar, room)
    a_second_round_is_sealed_then_opened(animator, chair, objector, afar, room, case)
    an_objection_ends_in_a_ballot(animator, chair, objector, afar, room)
    the_minutes_are_signed_by_two(animator, guarantor, chair, objector, afar, room)
    case.refresh_from_db()
    opinion = case.panel.opinions.get()
    assert case.state == "opinion_issued"
    assert (opinion.outcome, opinion.adopted_by) == ("grant_with_reserves", "vote")
    assert opinion.votes == {"for": 8, "against": 1, "abstain": 0}
    assert opinion.presence == {"citizen": 5, "peer": 2, "qualified": 1, "trade": 1}


def the_jury_gathers(animator, chair, objector, afar, room):
    """Six are enough for the quorum, not for the composition: the reasons are said, and follow."""
    here = animator.locator("#presences")
    expect(here).to_contain_text("Le quorum n’est pas atteint : 0 membre présent")
    for tab in (chair, objector):
        asked(tab, to="Êtes-vous là ?")
        press(tab, "Je suis sur place")
        press(tab, "Je confirme : aucun intérêt")
    room.come(2, 3, 4, 7)
    expect(here).to_contain_text("6 membres présents sur 9 places, il en faut 6.")
    expect(here).to_contain_text("Il faut au moins 1 pair présent.")
    assert axe_violations(animator) == []
    animator.get_by_label("Qui préside ?").first.select_option(label=room.names[CHAIR])
    press(animator, "Ouvrir l’examen")
    refusal = animator.get_by_role("alert")
    expect(refusal).to_contain_text("Rien n’a changé.")
    expect(refusal).to_contain_text("Il faut au moins 1 pair présent.")
    animator.errors.clear()  # the browser notes the refusal
    press(afar, "Je suis à distance")
    asked(afar, to="Montrez-vous à la caméra")
    press(animator, f"Identité vérifiée : {room.names[AFAR]}")
    press(afar, "Je confirme : aucun intérêt")
    expect(here).to_contain_text("7 membres présents sur 9 places, il en faut 6.")
    expect(here.get_by_text("non", exact=True)).to_have_count(0)
    room.come(6, 8)
    expect(here).to_contain_text("9 membres présents sur 9 places, il en faut 6.")
    animator.get_by_label("Qui préside ?").first.select_option(label=room.names[CHAIR])
    press(animator, "Ouvrir l’examen")


def the_guests_are_heard(animator, guarantor):
    asked(guarantor, to="Les visiteurs exposent les faits")
    for act in (
        *("Les visiteurs entrent", "Les visiteurs sortent"),
        *("L’opérateur entre", "L’opérateur sort"),
    ):
        press(animator, act)
    asked(guarantor, to="Levée des scellés")
    expect(guarantor.get_by_role("button", name="Lever les scellés")).to_have_count(0)


def what_diverges_is_discussed(animator, chair, objector, afar, room):
    press(chair, "Lever les scellés")
    for tab in (objector, afar):
        expect(tab.locator("#ecarts h3")).to_have_text(DIVERGENT)
    expect(objector.locator("#ecarts")).to_contain_text(
        f"Le plus bas, « absent », parle d’abord : {room.names[0]}."
    )
    expect(chair.locator("#grille")).to_contain_text("Accorder avec réserves")
    assert axe_violations(objector) == []
    # The peer's line goes down: the room sees it, counts eight, and takes them back.
    afar.context.set_offline(True)
    expect(afar.locator("[data-lost]")).to_contain_text("Connexion perdue, nouvel essai…")
    press(animator, f"N’est plus là : {room.names[AFAR]}")
    expect(chair.locator("#presences")).to_contain_text("8 membres présents sur 9 places")
    afar.context.set_offline(False)
    asked(afar, to="Êtes-vous là ?")
    expect(afar.locator("[data-lost]")).to_be_hidden()
    afar.errors.clear()  # the network that was not there
    press(afar, "Je suis à distance")
    expect(chair.locator("#presences")).to_contain_text("9 membres présents sur 9 places")


def a_second_round_is_sealed_then_opened(animator, chair, objector, afar, room, case):
    press(chair, "Ouvrir le second tour")
    asked(chair, objector, afar, to="Notez une seconde fois")
    for tab in (chair, objector, afar):
        choose(tab, "grade_ENV-3", "held")
        choose(tab, "grade_SAN-2", "partial")
        if tab is objector:
            press(tab, "Rendre ma seconde feuille")
            expect(tab.locator("#maintenant")).to_contain_text("Écrivez une raison")
            assert axe_violations(tab) == []
            tab.errors.clear()  # the browser notes the refusal
        tab.locator("#maintenant [name=reason_SAN-2]").fill("Deux lots sur trois remontent.")
        press(tab, "Rendre ma seconde feuille")
    expect(animator.locator("#conduite")).to_contain_text(
        "3 secondes feuilles rendues, 9 attendues"
    )
    room.score_again(case)
    expect(animator.locator("#conduite")).to_contain_text(
        "9 secondes feuilles rendues, 9 attendues"
    )
    for tab in (animator, chair, afar):  # nothing of them is read before they are opened
        expect(tab.locator("main")).not_to_contain_text("Second tour :")
        expect(tab.locator("#grille")).to_have_count(0)
    press(animator, "Lever le second tour")
    for tab in (objector, afar):
        expect(tab.locator("#ecarts li").first).to_contain_text("Second tour : tenu.")
        expect(tab.locator("#ecarts li").last).to_contain_text("Second tour : partiel.")
        expect(tab.locator("#grille")).to_contain_text("Accorder avec réserves")
        expect(tab.locator("#grille li").first).to_contain_text("SAN-2")


def an_objection_ends_in_a_ballot(animator, chair, objector, afar, room):
    for text, ground, reasons, left in (
        ("Une réserve, levée en six mois.", "fact", "Un lot sur trois ne remonte pas.", 1),
        ("Une réserve, levée en trois mois.", "purpose", "La confiance en souffre.", 0),
    ):
        chair.get_by_label("La proposition, en toutes lettres").fill(text)
        press(chair, "Soumettre au consentement")
        asked(chair, objector, afar, to="Consentez-vous à cette proposition ?")
        for tab in (chair, afar):
            choose(tab, "answer", "consent")
            press(tab, "Répondre")
        choose(objector, "answer", "object")
        if left:
            press(objector, "Répondre")
            expect(objector.locator("#maintenant")).to_contain_text("Écrivez vos motifs.")
            assert axe_violations(objector) == []
            objector.errors.clear()  # the browser notes the refusal
        objector.locator("#maintenant [name=ground]").select_option(ground)
        objector.locator("#maintenant [name=reasons]").fill(reasons)
        press(objector, "Répondre")
        room.consent()
        expect(animator.locator("#conduite")).not_to_contain_text("Réponses attendues")
        press(animator, "Clore le tour de consentement")
        expect(chair.locator("#consentement")).to_contain_text(reasons)
        expect(chair.locator("#conduite")).to_contain_text("Des objections demeurent.")
    press(chair, "Passer au vote nominal")
    asked(chair, objector, afar, to="Votez")
    expect(objector.locator("#maintenant")).to_contain_text("Question : accorder avec réserves ?")
    for tab, vote in ((chair, "for"), (objector, "against"), (afar, "for")):
        choose(tab, "choice", vote)
        press(tab, "Voter")
        expect(tab.locator("#consentement")).to_contain_text("Votre vote :")
    room.vote()
    expect(animator.locator("#consentement")).to_contain_text("9 votes reçus.")
    expect(animator.locator("#consentement")).not_to_contain_text("contre")
    press(animator, "Clore le vote")
    for tab in (animator, objector):
        expect(tab.locator("#consentement .big")).to_have_text(
            "pour 8 · contre 1 · abstention 0", ignore_case=True
        )
    assert axe_violations(objector) == []


def the_minutes_are_signed_by_two(animator, guarantor, chair, objector, afar, room):
    """Two ask for a minority opinion: it is written, and the minutes are read again."""
    write = chair.locator("#conduite")
    write.locator("[name=text]").fill("Le jury accorde le label avec une réserve.")
    write.locator("[name=reason_SAN-2]").fill("Un lot sur trois ne remonte pas à sa parcelle.")
    write.locator("[name=action_SAN-2]").fill("Étiqueter chaque cagette.")
    write.locator("[name=proof_SAN-2]").fill("Trois lots remontés.")
    due = timezone.localdate() + timedelta(days=90)
    write.locator("[name=due_SAN-2]").fill(due.isoformat())
    assert axe_violations(chair) == []
    press(chair, "Enregistrer, faire relire")
    asked(objector, afar, to="Relisez le procès-verbal")
    with turn:
        seat, opinion = room.others[0], room.hearing.opinions.get()
        by, asked_for = seat.member.person, {"answer": "approve", "wants_minority": True}
        attendance.reply_to_minutes(opinion, seat, by=by, **asked_for)
    choose(objector, "answer", "approve")
    objector.get_by_label("Je demande qu’un avis minoritaire soit joint").check()
    press(objector, "Envoyer ma relecture")
    expect(chair.locator("#pv")).to_contain_text("2 personnes demandent un avis minoritaire.")
    minority = "Deux membres auraient attendu que tous les lots remontent."
    chair.get_by_label("L’avis minoritaire").fill(minority)
    press(chair, "Enregistrer la nouvelle rédaction")
    asked(objector, afar, to="Relisez le procès-verbal")
    for tab in (objector, afar):
        expect(tab.locator("#pv")).to_contain_text(minority)
        choose(tab, "answer", "approve")
        press(tab, "Envoyer ma relecture")
    expect(animator.locator("#pv")).to_contain_text("2 relectures approuvent ce texte.")
    press(chair, "Je signe le procès-verbal")
    expect(chair.locator("#conduite")).to_contain_text("garant")
    expect(chair.get_by_role("button", name="Adopter l’avis")).to_have_count(0)
    press(guarantor, "Je signe le procès-verbal")
    expect(guarantor.locator("#pv")).to_contain_text("Signé par le garant ou la garante le")
    assert axe_violations(guarantor) == []
    press(chair, "Adopter l’avis")
    asked(chair, objector, afar, animator, guarantor, to="L’avis est adopté")
