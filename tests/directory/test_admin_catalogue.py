"""The catalogue in the admin, as our files have loaded it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory import reference_data
from directory.models import Product
from tests.directory.test_admin import product_form

pytestmark = pytest.mark.usefixtures("loaded", "db")


@pytest.fixture(scope="module")
def loaded(module_rows):
    reference_data.load_all()


def test_catalogue_tables_open_and_are_searched(client, enter):
    enter("editor")
    for name in ("commune", "productfamily", "product", "qualitysign", "appellation", "source"):
        url = reverse(f"wagtailsnippets_directory_{name}:list")
        assert client.get(url).status_code == 200
        found = client.get(url, {"q": "nîm"}).context["object_list"]
        assert name != "commune" or [commune.name for commune in found] == ["Nîmes"]


def test_key_of_a_loaded_row_no_longer_moves(client, enter):
    product = Product.objects.get(slug="tomate")
    enter("editor")
    url = reverse("wagtailsnippets_directory_product:edit", args=[product.pk])
    client.post(url, product_form(product, slug="pomme", name="Tomates du Gard"))
    product.refresh_from_db()
    assert (product.slug, product.name) == ("tomate", "Tomates du Gard")


def test_editors_correction_made_in_the_admin_survives_the_next_load(client, enter):
    product = Product.objects.get(slug="tomate")
    enter("editor")
    url = reverse("wagtailsnippets_directory_product:edit", args=[product.pk])
    client.post(url, product_form(product, synonyms="pomme d’amour"))
    reference_data.load_all()
    product.refresh_from_db()
    assert product.synonyms == ["pomme d’amour"]


def test_row_deleted_in_the_admin_does_not_come_back(client, enter):
    product = Product.objects.get(slug="courgette")
    enter("moderator")
    client.post(reverse("wagtailsnippets_directory_product:delete", args=[product.pk]))
    assert ModelLogEntry.objects.filter(action=reference_data.FORGOTTEN).count() == 1
    reference_data.load_all()
    assert not Product.objects.filter(slug="courgette").exists()
