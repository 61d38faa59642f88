import pytest

from tests.factories import add_place, add_producer

pytestmark = pytest.mark.django_db


def test_every_page_of_the_tree_answers(client, tree):
    pages = [tree.home, tree.search, tree.producers, add_place(), add_producer()]
    assert [client.get(page.url).status_code for page in pages] == [200] * 5
