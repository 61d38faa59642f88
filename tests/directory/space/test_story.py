"""The story of a listing: plain words, and what the team has put there stays."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from directory import editing, groups
from directory.models import ProducerPage
from tests.factories import add_member, add_producer

pytestmark = pytest.mark.django_db
RICH = '<h2>La ferme</h2><p>Du <b>blé</b>, <a linktype="page" id="1">ici</a>.</p>'


@pytest.fixture
def farm(tree):
    groups.ensure_all(home=tree.home)
    return add_producer(story=[("text", RICH), ("quote", "Merci."), ("text", "<p>Fin.</p>")])


@pytest.fixture
def client(client, farm):
    client.force_login(add_member(farm))
    return client


def url(page):
    return reverse("directory:espace_story", args=[page.pk])


def blocks(page):
    story = ProducerPage.objects.get(pk=page.pk).story
    return [
        (block.block_type, str(block.value.source if block.block_type == "text" else block.value))
        for block in story
    ]


def test_each_text_is_written_in_its_place(client, farm):
    page = BeautifulSoup(client.get(url(farm)).content, "html.parser")
    texts = {area["name"]: area.text.strip() for area in page.select("form textarea")}
    assert texts == {
        "text_0": "## La ferme\n\nDu **blé**, [ici](page:1).",
        "text_2": "Fin.",
    }
    data = texts | {"base": editing.token(farm, "story"), "text_2": "Fin.\n\n\nBis <b>."}
    assert client.post(url(farm), data).status_code == 302
    assert blocks(farm) == [
        ("text", RICH),
        ("quote", "Merci."),
        ("text", "<p>Fin.</p><p>Bis &lt;b&gt;.</p>"),
    ]


def test_a_text_that_is_emptied_goes_and_a_first_one_may_be_written(client, farm):
    base = editing.token(farm, "story")
    client.post(url(farm), {"base": base, "text_0": "", "text_2": ""})
    assert blocks(farm) == [("quote", "Merci.")]
    base = editing.token(farm, "story")
    client.post(url(farm), {"base": base, "text_1": "Bonjour."})
    assert blocks(farm) == [("quote", "Merci."), ("text", "<p>Bonjour.</p>")]


def test_a_word_that_the_law_keeps_is_told_beside_the_text(client, farm):
    data = {"base": editing.token(farm, "story"), "text_0": "Nos produits fermiers.", "text_2": ""}
    response = client.post(url(farm), data)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.select_one("#id_text_0_error").text.strip().startswith("«\u00a0fermiers\u00a0»")
