"""A juror from the invitation to the sheet handed in, by the keyboard alone on a phone; a visit
written where there is no network."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from label import cases, clock, panels, planning, visits
from label.models import Case, ScoreSheet, Seat, Visit, VisitReport
from tests.browser.conftest import axe_violations, enter_as
from tests.browser.keyboard import enter, reach
from tests.label import world as play

# One criterion of each level is enough of a walk; the panel voted the others not applicable.
WALKED = ["ENV-1", "SAN-1", "ECO-6"]


@pytest.fixture(scope="module")
def invited(stage):
    """A named jury of which one person has not answered; the operator has the names already."""
    world = play.make("light", start=timezone.now() - timedelta(days=20))
    case = play.investigation(world)
    play.panel_named(world, case.panel)
    seat = case.panel.seats.order_by("pk").first()
    for other in case.panel.seats.exclude(pk=seat.pk).select_related("member__person"):
        by = other.member.person
        panels.accept(other, by=by, now=world.later())
        panels.declare_interests(case, by=by, role="juror", answers={}, now=world.later())
    panels.notify_operator(case.panel, by=world.secretary, now=world.later())
    left_out = {one.code: "Vote motivé." for one in case.criteria() if one.code not in WALKED}
    Case.objects.filter(pk=case.pk).update(not_applicable=left_out)
    return world, seat


def press(page, name, role="button"):
    enter(page, page.get_by_role(role, name=name).first)


def open_the_scoring(world, case):
    now = timezone.now()
    panels.constitute(case.panel, by=world.secretary, now=now)
    panels.open_file(case, by=world.secretary, now=now)
    session = planning.plan_session(
        by=world.secretary,
        starts_at=now + timedelta(days=12),
        place="Maison des associations",
        facilitator=world.facilitator,
        now=now,
    )
    planning.put_on_agenda(session, case.panel, by=world.secretary, now=now)
    cases.open_scoring(Case.objects.get(pk=case.pk), now=now)


@pytest.mark.journey
def test_a_juror_from_invitation_to_sheet_by_the_keyboard_alone(browse, stage, invited):
    world, seat = invited
    page = browse(width=390)
    enter_as(page, stage.url, seat.member.person)
    page.goto(stage.url + reverse("label:jury_home"))
    expect(page.get_by_role("heading", name="Voulez-vous siéger à ce jury ?")).to_be_visible()
    assert axe_violations(page) == []
    press(page, "Oui, je siège")
    expect(page.get_by_role("heading", name="Mes liens avec ce dossier")).to_be_visible()
    assert axe_violations(page) == []
    for number in range(8):
        reach(page, page.locator("fieldset").nth(number).get_by_label("Non"))
        page.keyboard.press("Space")
    press(page, "Envoyer ma déclaration")
    expect(page.get_by_text("Merci : vous siégez.")).to_be_visible()
    open_the_scoring(world, Case.objects.get())

    page.reload()
    press(page, "Ouvrir ma feuille", role="link")
    expect(page.get_by_text("0 notés sur 3")).to_be_visible()
    assert axe_violations(page) == []
    press(page, "Commencer", role="link")
    heading = page.locator("#critere")
    expect(heading).to_have_text("Respecte les saisons et les cycles naturels")
    assert axe_violations(page) == []
    # The wording that asks for a reason says so, and nothing that was typed is lost.
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Partiel")).to_be_checked()
    press(page, "Critère suivant")
    expect(page.get_by_text("Écrivez une raison.")).to_be_visible()
    expect(page.get_by_label("Pourquoi ?")).to_be_focused()
    page.errors.clear()  # the browser notes the refusal
    page.keyboard.type("Une serre est chauffée en avril.")
    expect(page.locator("[data-sheet-status]")).to_contain_text("Enregistré à")
    press(page, "Critère suivant")
    expect(heading).to_have_text("Est en règle pour l’hygiène et la sécurité")
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Conforme").first).to_be_checked()
    press(page, "Critère suivant")
    expect(heading).to_have_text("Accueille toutes et tous")
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Tenu")).to_be_checked()
    press(page, "Voir ma feuille")
    expect(page.get_by_text("3 notés sur 3")).to_be_visible()
    draft = ScoreSheet.objects.get()
    assert "serre" not in draft.draft
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage])") == "[{},{}]"
    press(page, "Je rends ma feuille")
    expect(page.get_by_text("Elle est scellée")).to_be_visible()
    expect(page.get_by_text("1 feuille rendue sur 5.")).to_be_visible()
    assert axe_violations(page) == []
    handed_in = ScoreSheet.objects.get(seat=Seat.objects.get(pk=seat.pk))
    assert (handed_in.is_submitted, handed_in.draft) == (True, "")


@pytest.fixture(scope="module")
def visit(stage, invited):
    """A visit whose hour has come, its pair cleared."""
    world, _seat = invited
    play.another_operator(world)
    world.now = timezone.now() - timedelta(minutes=40)
    case = play.submitted(world)
    found = Visit.objects.create(case=case, due_on=world.today + timedelta(days=9))
    for kind, college in (("peer", "peer"), ("resident", "citizen")):
        member = world.pool[college][-1]
        visits.assign_visitor(found, member, by=world.secretary, kind=kind, now=world.later())
        panels.declare_interests(
            case, by=member.person, role="visitor", answers={}, now=world.later()
        )
    at = world.later() + timedelta(minutes=1)
    visits.schedule(found, by=world.secretary, at=at, now=world.now)
    return found


def test_a_visit_written_without_network_is_sent_once(browse, stage, visit, invited):
    world, _seat = invited
    page = browse(width=390)
    enter_as(page, stage.url, world.pool["peer"][-1].person)
    address = stage.url + reverse("label:visit_report", args=[visit.pk])
    page.goto(address)
    expect(page.get_by_text("Cette page s’ouvrira aussi sans réseau")).to_be_visible()
    assert axe_violations(page) == []
    # In the vallon: the page itself opens again, and keeps what is typed.
    page.context.set_offline(True)
    page.goto(address)
    page.get_by_label("Comment la visite s’est passée").fill("Deux heures avec l’opérateur.")
    page.get_by_label("Favorise la biodiversité").fill("Trois haies de chênes.")
    page.get_by_role("button", name="Enregistrer et relire").click()
    expect(page.get_by_text("Vos changements sont gardés sur ce téléphone")).to_be_visible()
    assert not VisitReport.objects.filter(facts__has_key="ENV-4").exists()
    page.reload()
    expect(page.get_by_label("Favorise la biodiversité")).to_have_value("Trois haies de chênes.")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Les signatures")).to_be_visible()
    page.errors.clear()  # the browser notes the cut
    report = VisitReport.objects.get()
    assert report.facts == {"ENV-4": "Trois haies de chênes."}
    assert report.circumstances == "Deux heures avec l’opérateur."
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"
    assert page.evaluate(kept) == []
    assert axe_violations(page) == []
    assert clock.civil_day(report.updated_at) == timezone.localdate()
