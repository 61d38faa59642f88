"""Begin a listing: nothing is made twice, nothing typed is lost, nothing is online unasked."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from directory import editing, groups
from directory.editing.creation import MOST_DRAFTS
from directory.models import ListedPage, PointOfSalePage, ProducerPage
from tests.factories import UserFactory, add_producer, nimes

pytestmark = pytest.mark.django_db
BEGIN = reverse("directory:espace_begin")
NEW = {"kind": "producteur", "title": "Le Rucher du Vidourle", "commune": "nimes"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def mireille(tree):
    groups.ensure_all(home=tree.home)
    nimes()
    return UserFactory(email="mireille@exemple.fr")


@pytest.fixture
def client(client, mireille):
    client.force_login(mireille)
    return client


def test_a_listing_begins_as_a_draft_of_its_author(
    client, mireille, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(BEGIN, NEW)
    page = ProducerPage.objects.get()
    step = reverse("directory:espace_begin_contacts", args=[page.pk])
    assert response.url == step
    assert (page.title, page.live, page.slug) == (NEW["title"], False, "le-rucher-du-vidourle")
    assert [(m.user, m.role) for m in page.memberships.all()] == [(mireille, "owner")]
    assert page.latest_revision.user == mireille
    [letter] = mail.outbox
    assert letter.to == ["mireille@exemple.fr"]
    assert step in letter.body


def test_a_place_is_begun_with_its_kind(client):
    client.post(BEGIN, NEW | {"kind": "distributeur"})
    assert PointOfSalePage.objects.get().kind == "distributeur"


def test_a_place_proposed_by_a_producer_has_them_among_its_sellers(client, mireille):
    farm, other = add_producer(title="Le Rucher"), add_producer(title="La Chèvrerie")
    farm.memberships.create(user=mireille)
    [link] = BeautifulSoup(
        client.get(reverse("directory:espace_places", args=[farm.pk])).content, "html.parser"
    ).select(f'main a[href^="{BEGIN}"]')
    form = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    pour = form.select_one("[name=pour]")["value"]
    client.post(BEGIN, NEW | {"kind": "distributeur", "title": "Le Casier", "pour": pour})
    place = PointOfSalePage.objects.get()
    assert [row.producer_id for row in editing.working(place).presences.all()] == [farm.pk]
    assert not place.live
    client.post(BEGIN, NEW | {"kind": "distributeur", "title": "L’Étal", "pour": other.pk})
    place = PointOfSalePage.objects.get(title="L’Étal")
    assert list(editing.working(place).presences.all()) == []


def test_places_that_look_alike_are_shown_first(client):
    there = add_producer(title="Rucher du Vidourle")
    add_producer(title="Rucher caché du Vidourle", slug="cache", live=False)
    page = BeautifulSoup(client.post(BEGIN, NEW).content, "html.parser")
    assert [a["href"] for a in page.select(".places a")] == [
        reverse("directory:espace_claim", args=[there.pk])
    ]
    assert ListedPage.objects.count() == 2
    client.post(BEGIN, NEW | {"different": "1"})
    assert ListedPage.objects.count() == 3


def test_what_is_missing_is_told_and_nothing_is_made(client):
    response = client.post(BEGIN, {"kind": "roi", "title": " ", "commune": "Paris"})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert {p["id"] for p in page.select(".msg")} == {
        "id_kind_error",
        "id_title_error",
        "id_commune_error",
    }
    assert not ListedPage.objects.exists()


def test_each_field_is_saved_as_it_is_typed_and_what_is_wrong_waits(client):
    client.post(BEGIN, NEW)
    page = ProducerPage.objects.get()
    step = reverse("directory:espace_begin_contacts", args=[page.pk])
    typed = {"phone": "0466223344", "website": "pas un site", "autosave": "1"}
    typed["base"] = editing.token(page, "contacts")
    answer = client.post(step, typed, headers=JSON).json()
    row = ProducerPage.objects.get()
    assert (row.phone, row.website, row.live) == ("04 66 22 33 44", "", False)
    assert answer == {"state": "saved", "base": editing.token(row, "contacts")}


def test_three_steps_lead_to_the_team(client):
    client.post(BEGIN, NEW)
    page = ProducerPage.objects.get()
    base = {part: editing.token(page, part) for part in ("contacts", "identity")}
    contacts, identity = (
        reverse(f"directory:espace_begin_{part}", args=[page.pk]) for part in base
    )
    response = client.post(contacts, {"base": base["contacts"], "phone": "0466223344"})
    assert response.url == identity
    data = {"base": base["identity"], "title": NEW["title"], "summary": "Du miel de garrigue."}
    response = client.post(identity, data)
    assert response.url == reverse("directory:espace_changes", args=[page.pk])
    client.post(reverse("directory:espace_send", args=[page.pk]))
    assert ProducerPage.objects.get().workflow_in_progress


def test_somebody_with_many_drafts_finishes_one_first(client):
    for number in range(MOST_DRAFTS):
        client.post(BEGIN, NEW | {"title": f"Ferme {number}", "different": "1"})
    response = client.post(BEGIN, NEW | {"different": "1"})
    assert response.status_code == 422
    assert ListedPage.objects.count() == MOST_DRAFTS


def test_a_name_in_another_alphabet_has_an_address(client):
    client.post(BEGIN, NEW | {"title": "蜂蜜"})
    assert ProducerPage.objects.get().slug.startswith("fiche-")


def test_the_first_step_waits_behind_the_sign_in(client, mireille):
    client.logout()
    assert client.post(BEGIN, NEW).status_code == 302
    client.force_login(mireille)
    page = BeautifulSoup(client.get(BEGIN).content, "html.parser")
    assert page.find("input", attrs={"name": "title"})["value"] == NEW["title"]
