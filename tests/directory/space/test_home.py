"""« Mon espace »: what a person finds there."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import UserFactory, add_member, add_producer

pytestmark = pytest.mark.django_db


def test_a_person_finds_the_listings_they_tend_and_no_other(client):
    page = add_producer(title="Le Rucher")
    add_member(add_producer(title="La Chèvrerie"))
    client.force_login(add_member(page))
    html = BeautifulSoup(client.get("/espace/").content, "html.parser")
    assert [link.text for link in html.select("main .place a")] == ["Le Rucher"]


def test_somebody_elses_listing_is_not_there(client):
    page = add_producer()
    client.force_login(UserFactory())
    assert client.get(f"/espace/fiches/{page.pk}/").status_code == 404
    client.force_login(add_member(page, role="editor"))
    assert client.get(f"/espace/fiches/{page.pk}/").status_code == 200
