"""Who may read the proof of a quality sign."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from tests.factories import ProductFactory, SignFactory, UserFactory, add_producer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_proof", "signed_in", "status"),
    [(True, False, 403), (True, True, 200), (False, False, 200)],
)
def test_proof_of_a_sign_is_for_the_team(client, db, is_proof, signed_in, status):
    document = Document.objects.create(
        title="Certificat", file=ContentFile(b"%PDF-1.4", name="certificat.pdf")
    )
    if is_proof:
        offer = {
            "product": ProductFactory(),
            "sign": SignFactory(),
            "sign_proof": document,
            "sign_expires_on": date(2030, 1, 1),
        }
        add_producer(offers=[offer])
    if signed_in:
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
    response = client.get(document.url)
    b"".join(response)

    assert response.status_code == status
