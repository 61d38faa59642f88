"""What is online, what waits, what differs: always in sight of those who tend the listing."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from directory import editing, groups
from directory.models import ProducerPage
from tests.factories import UserFactory, add_member, add_place, add_producer

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(tree):
    groups.ensure_all(home=tree.home)
    moderator = UserFactory()
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    return moderator


@pytest.fixture
def farm(lea):
    return add_producer(title="Les Jardins", phone="04 66 00 00 00")


@pytest.fixture
def client(client, farm):
    client.force_login(add_member(farm))
    return client


@pytest.fixture
def waiting(client, farm):
    def rename(page):
        page.title = "Le Grand Jardin"

    editing.save(farm, "identity", rename, by=farm.memberships.get().user, base=None)


def url(page, name="changes"):
    return reverse(f"directory:espace_{name}", args=[page.pk])


def screen(client, page):
    return BeautifulSoup(client.get(url(page)).content, "html.parser")


def row(page):
    return ProducerPage.objects.get(pk=page.pk)


def test_what_differs_is_told_fact_by_fact(client, farm, waiting):
    page = screen(client, farm)
    cells = [cell.text for cell in page.select("table.t tbody tr > *")]
    assert cells == ["Nom", "Les Jardins", "Le Grand Jardin"]
    assert page.find("h2", id="attend").text == "L’équipe relit ceci"
    assert not page.find("form", action=url(farm, "send"))


def test_what_waits_is_given_up_by_a_button(client, farm, waiting):
    response = client.post(url(farm, "give_up"), follow=True)
    assert "Ce qui attendait est retiré." in response.content.decode()
    assert row(farm).has_unpublished_changes is False


def test_a_refusal_is_shown_with_its_reason_and_sent_again(client, farm, waiting, lea):
    task = row(farm).current_workflow_task_state
    task.task.specific.on_action(task, lea, "reject", comment="Un voisin <porte> ce nom.")
    page = screen(client, farm)
    assert page.select_one(".alert.err div div").text.strip() == "Un voisin <porte> ce nom."
    client.post(url(farm, "send"))
    assert row(farm).workflow_in_progress


def test_a_new_listing_says_what_it_lacks_then_is_sent(client, farm):
    page = add_producer(title="Neuve", live=False, commune=None, phone="04 66 00 00 00")
    page.memberships.create(user=farm.memberships.get().user)
    assert [a.text for a in screen(client, page).select("#manque + ul a")] == [
        "Choisissez la commune."
    ]
    assert not screen(client, page).find("form", action=url(page, "send"))
    client.post(url(page, "send"))
    assert not row(page).workflow_in_progress
    page.commune = farm.commune
    page.save()
    assert screen(client, page).find("form", action=url(page, "send"))
    client.post(url(page, "send"))
    assert row(page).workflow_in_progress
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("make", [add_producer, add_place])
def test_the_preview_shows_what_waits_to_its_people_alone(client, farm, make):
    user = farm.memberships.get().user
    page = make(title="La Remise")
    page.memberships.create(user=user)

    def rename(page):
        page.title = "Le Grand Jardin"

    editing.save(page, "identity", rename, by=user, base=None)
    response = client.get(url(page, "preview"))
    html = BeautifulSoup(response.content, "html.parser")
    assert html.h1.text == "Le Grand Jardin"
    assert html.find("aside", attrs={"aria-label": "Aperçu"})
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert BeautifulSoup(client.get(page.url).content, "html.parser").h1.text == "La Remise"
