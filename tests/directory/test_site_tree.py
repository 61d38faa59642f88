"""The pages that every site has stand in the menu in an order that makes sense."""

import pytest
from wagtail.models import Page

from directory import site_tree
from directory.models import ProducerIndexPage
from directory.recipe_content.loading import ensure_index
from home.models import ContentPage

pytestmark = pytest.mark.django_db
ORDER = ["ou-acheter", "saisons", "recettes", "producteurs", "label"]


def slugs(home) -> list[str]:
    return list(home.get_children().filter(show_in_menus=True).values_list("slug", flat=True))


def test_pages_take_their_place_in_whatever_order_they_are_made(tree):
    tree.home.add_child(
        instance=ContentPage(
            title="Guide", slug="guide", introduction="Un guide.", show_in_menus=True
        )
    )
    ensure_index()
    assert slugs(tree.home) == [*ORDER, "guide"]
    for page in Page.objects.filter(slug__in=ORDER[:2]):
        page.specific.delete()
    site_tree.ensure()
    assert slugs(tree.home) == [*ORDER, "guide"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_order_that_an_editor_gave_stays(tree):
    producers = ProducerIndexPage.objects.get()
    producers.move(tree.home.get_children().first(), pos="left")
    before = slugs(tree.home)
    site_tree.ensure()
    assert slugs(tree.home) == before
    assert before[0] == "producteurs"
