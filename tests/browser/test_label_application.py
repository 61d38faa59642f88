"""Apply for the label from a phone, from the listing to the receipt."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from directory import groups as team
from label import application, applying, cases, groups, reference_data
from label.enums import ApplicationPart, CaseState, Role
from label.models import Case
from tests.browser.conftest import axe_violations, enter_as
from tests.factories import FamilyFactory, ProductFactory, UserFactory, add_member, add_producer
from tests.label.applicant.forms import typed_in


@pytest.fixture(scope="module")
def season(stage):
    """Criteria and rules of use in force."""
    team.ensure_all(home=stage.tree.home)
    people = [UserFactory(), UserFactory()]
    for person, role in zip(people, (Role.SECRETARIAT, Role.AUTHORITY), strict=True):
        groups.join(person, role)
    opened = timezone.now() - timedelta(days=100)
    for days in (0, 50):
        reference_data.start_season(
            "light", by_secretariat=people[0], by_authority=people[1],
            deliberation_ref="Délibération 2026-1", now=opened + timedelta(days=days),
        )  # fmt: skip


@pytest.fixture
def farm(season):
    """A beekeeper's listing, another at each try."""
    honey = ProductFactory(
        slug="miel", name="Miel", family=FamilyFactory(slug="miels", name="Miels")
    )
    return add_producer(title="Le Rucher", offers=[honey], phone="04 66 22 33 44")


@pytest.mark.journey
def test_an_application_goes_from_the_listing_to_its_receipt_on_a_phone(
    browse, stage, farm, tmp_path
):
    keeper = add_member(farm, first_name="Odile", last_name="Vidal")
    tab = browse(width=390)
    enter_as(tab, stage.url, keeper)
    tab.goto(stage.url + reverse("directory:espace_listing", args=[farm.pk]))
    tab.get_by_role("link", name="Demander le label").click()
    tab.get_by_role("button", name="Commencer").click()
    expect(tab.get_by_text("0 partie terminée sur 15.")).to_be_visible()
    assert axe_violations(tab) == []
    case = Case.objects.get(operator=farm)
    tab.get_by_role("main").get_by_role("link", name="Continuer").click()
    a_field_is_saved_alone(tab, case)
    for part in ApplicationPart:
        expect(tab.get_by_role("heading", level=1)).to_have_text(str(part.label))
        if part == ApplicationPart.ASSESSMENT:
            a_criterion_is_answered_with_its_piece(tab, case, keeper, tmp_path)
        fill(tab, typed_in(part))
        if part in (ApplicationPart.SCOPE, ApplicationPart.SIGNS, ApplicationPart.INTERESTS):
            assert axe_violations(tab) == []
        tab.get_by_role("button", name="Continuer").click()
    tab.get_by_role("link", name="Déposer ma demande").click()
    expect(tab.get_by_role("heading", name="Ce qui se passe ensuite")).to_be_visible()
    assert axe_violations(tab) == []
    tab.get_by_role("button", name="Déposer").click()
    expect(tab.get_by_text("Réponse due avant le")).to_be_visible()
    assert axe_violations(tab) == []
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED
    tab.get_by_role("link", name="Suivre mon dossier").click()
    expect(tab.get_by_role("heading", name="Votre demande est déposée.")).to_be_visible()
    assert axe_violations(tab) == []


def test_what_is_typed_before_the_script_comes_is_kept_too(browse, stage, farm):
    keeper = add_member(farm)
    case = cases.create(farm, by=keeper)
    tab = browse(width=390)
    enter_as(tab, stage.url, keeper)
    late = []
    tab.route("**/label-autosave*.js", lambda route: late.append(route))
    part = reverse("label:case_part", args=[case.reference, ApplicationPart.IDENTITY])
    tab.goto(stage.url + part, wait_until="commit")
    tab.locator("[name=legal_name]").fill("Odile Vidal, apicultrice")
    tab.locator("[name=contact_name]").fill("Odile")
    late[0].continue_()
    expect(tab.locator("[data-autosave-status]")).to_have_text("C’est gardé.")
    assert case.answers.get(part="identity").values["legal_name"] == "Odile Vidal, apicultrice"


def a_field_is_saved_alone(tab, case):
    """What is wrong is said beside its field as one leaves it; what is right is kept at once."""
    tab.locator("[name=siret]").fill("123")
    tab.locator("[name=legal_name]").fill("Odile Vidal, apicultrice")
    tab.locator("[name=contact_name]").focus()
    expect(tab.locator("#id_siret_error")).to_contain_text("quatorze chiffres")
    expect(tab.locator("[data-autosave-status]")).to_have_text("C’est gardé.")
    assert axe_violations(tab) == []
    values = case.answers.get(part="identity").values
    assert (values["legal_name"], values.get("siret", "")) == ("Odile Vidal, apicultrice", "")
    tab.errors.clear()  # the browser notes the refusal


def a_criterion_is_answered_with_its_piece(tab, case, keeper, tmp_path):
    """One on the screen, with a file; the others are answered already."""
    first, *others = application.criteria(case)
    for one in others:
        said = {"answer": "yes", "has_no_evidence": True}
        applying.save_assessment(case, one, said, by=keeper)
    tab.get_by_role("link", name=first.title).click()
    tab.get_by_label("En partie").check()
    expect(tab.locator("[data-autosave-status]")).to_have_text("C’est gardé.")
    photo = tmp_path / "haie.jpg"
    photo.write_bytes(b"\xff\xd8\xff haie")
    tab.get_by_label("Une photo ou un PDF").set_input_files(photo)
    tab.get_by_role("button", name="Ajouter cette pièce").click()
    expect(tab.get_by_text("La pièce est ajoutée.")).to_be_visible()
    expect(tab.get_by_label("haie.jpg")).to_be_checked()
    assert axe_violations(tab) == []
    tab.get_by_role("link", name="Tous les critères").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(str(ApplicationPart.ASSESSMENT.label))


def fill(tab, typed):
    for name, value in typed.items():
        control = tab.locator(f"[name={name}]")
        kind = control.first.get_attribute("type")
        if kind == "checkbox":
            control.check()
        elif kind == "radio":
            tab.locator(f"[name={name}][value={value}]").check()
        else:
            control.fill(value)
