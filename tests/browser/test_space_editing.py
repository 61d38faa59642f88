"""Edit a listing from a phone: two people, no network, no JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from directory import editing, groups
from directory.models import ProducerPage
from tests.browser.conftest import axe_violations, enter_as
from tests.factories import UserFactory, add_member, add_producer


@pytest.fixture
def farm(stage):
    groups.ensure_all(home=stage.tree.home)
    page = add_producer(title="Les Jardins", slug=None, summary="Des légumes.")
    yield page
    ProducerPage.objects.get(pk=page.pk).delete()


@pytest.fixture
def mireille(farm):
    return add_member(farm)


@pytest.fixture
def open_part(browse, stage, farm, mireille):
    """A tab at 390 px where Mireille has opened a form."""

    def open_tab(part="identity", **options):
        tab = browse(width=390, **options)
        enter_as(tab, stage.url, mireille)
        tab.goto(stage.url + reverse(f"directory:espace_{part}", args=[farm.pk]))
        return tab

    return open_tab


def summary(page):
    return ProducerPage.objects.get(pk=page.pk).summary


def test_second_of_two_people_chooses_with_or_without_javascript(open_part, farm):
    for javascript in (True, False):
        tab = open_part(javascript=javascript)
        tab.get_by_label("En une phrase").fill(f"De Mireille, {javascript}.")

        def write(page, words=f"De Paul, {javascript}."):
            page.summary = words

        paul = UserFactory(first_name="Paul", last_name="Vidal")
        editing.save(farm, "identity", write, by=paul, base=None)
        tab.get_by_role("button", name="Publier").click()
        alert = tab.locator("[role=alert]")
        expect(alert).to_contain_text("Paul Vidal a changé cette rubrique")
        tab.errors.clear()  # the browser notes the refusal
        if javascript:
            assert axe_violations(tab) == []
        tab.get_by_label("Le mien").check()
        tab.get_by_role("button", name="Enregistrer mon choix").click()
        expect(tab.get_by_text("C’est en ligne.", exact=True)).to_be_visible()
        assert summary(farm) == f"De Mireille, {javascript}."


def test_a_save_without_network_is_kept_and_leaves_by_itself(open_part, farm):
    tab = open_part()
    assert axe_violations(tab) == []
    tab.get_by_label("En une phrase").fill("Écrit au fond du vallon.")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Publier").click()
    expect(tab.get_by_text("Vos changements sont gardés sur ce téléphone")).to_be_visible()
    assert axe_violations(tab) == []
    assert summary(farm) == "Des légumes."
    tab.context.set_offline(False)
    expect(tab.get_by_text("C’est en ligne.", exact=True)).to_be_visible()
    tab.errors.clear()  # the browser notes the cut
    assert summary(farm) == "Écrit au fond du vallon."
    assert tab.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('draft:'))") == []


def test_what_is_typed_is_found_again_and_a_regulated_word_is_explained(open_part, farm):
    tab = open_part()
    tab.get_by_label("En une phrase").fill("Des légumes bio.")
    note = tab.locator(".words .alert")
    expect(note).to_contain_text("est réservé aux produits contrôlés")
    assert axe_violations(tab) == []
    tab.reload()
    expect(tab.get_by_label("En une phrase")).to_have_value("Des légumes bio.")
    expect(tab.get_by_text("Voici ce que vous aviez commencé")).to_be_visible()
    expect(note).to_be_visible()
    tab.get_by_role("button", name="L’effacer").click()
    expect(tab.get_by_label("En une phrase")).to_have_value("Des légumes.")


def test_the_point_of_a_place_follows_the_numbers(open_part, farm):
    tab = open_part("place")
    tab.get_by_text("Placer le point moi-même").click()
    expect(tab.locator(".position-pin")).to_be_visible()
    tab.locator("[data-position-map]").click(position={"x": 60, "y": 60})
    expect(tab.get_by_label("Latitude")).not_to_have_value("")
    assert axe_violations(tab) == []
