import re
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from directory import gifts
from directory.models import Membership
from tests.directory.test_printing import POINTS, assert_is_accessible, boxes, words
from tests.factories import UserFactory, add_place


@pytest.fixture
def stall(db):
    return add_place(title="Le Micocoulier", opening_hours="Sa 09:00-12:00", summary="Des fraises.")


@pytest.fixture
def manager(stall, client):
    person = UserFactory()
    Membership.objects.create(page=stall, user=person)
    client.force_login(person)
    return person


@pytest.mark.parametrize("paper", gifts.PAPERS)
def test_poster_is_tagged_and_names_the_listing(stall, manager, client, paper):
    answer = client.get(reverse("directory:espace_poster", args=[stall.pk, paper]))
    assert answer["Content-Type"] == "application/pdf"
    assert_is_accessible(answer.content, "Le Micocoulier\u00a0: affiche")
    assert boxes(answer.content) == [POINTS[paper]]
    text = words(answer.content)
    for part in ("Vente à la ferme · Nîmes", "Le Micocoulier", "Des fraises.", f"/f/{stall.pk}/"):
        assert part in text
    assert re.search(r"samedi\W+9 h – 12 h", text)


def test_long_name_stays_on_its_sheet(stall, manager, client):
    stall.title = "Groupement des éleveurs et maraîchers de " + "Saint-André-de-Majencoules " * 6
    stall.save()
    for paper in gifts.PAPERS:
        answer = client.get(reverse("directory:espace_poster", args=[stall.pk, paper]))
        assert len(PdfReader(BytesIO(answer.content)).pages) == 1


def test_unknown_paper_is_not_found(stall, manager, client):
    assert client.get(f"/espace/fiches/{stall.pk}/affiche-a0.pdf").status_code == 404


def test_card_is_a_picture_to_share(stall, manager, client):
    answer = client.get(reverse("directory:espace_card", args=[stall.pk]))
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_qr_code_is_a_drawing_without_style(stall, manager, client):
    answer = client.get(reverse("directory:espace_qr", args=[stall.pk]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg ")
    assert b"style" not in answer.content


def test_screen_leads_to_each_of_them(stall, manager, client):
    page = client.get(reverse("directory:espace_gifts", args=[stall.pk])).content.decode()
    for name in ("espace_card", "espace_qr"):
        assert reverse(f"directory:{name}", args=[stall.pk]) in page
    assert gifts.short_address(stall) in page
