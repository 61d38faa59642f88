"""The team's desk in Wagtail: claims decided, mandates noted, people set."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from directory.admin.dashboard import todos
from directory.models import Claim, Invitation, ListedPage, Mandate
from directory.people import claims
from tests.factories import UserFactory, add_member

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 attestation"


@pytest.fixture
def claim(page):
    return claims.show_proof(
        page,
        UserFactory(email="jeanne@exemple.fr"),
        text="Appelez-moi.",
        proof=SimpleUploadedFile("a.pdf", PDF),
        proof_name="Mon Kbis.pdf",
        now=timezone.now(),
    )


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def test_the_dashboard_says_what_waits(claim, moderator):
    found = {todo.text: todo.url for todo in todos(moderator, now=timezone.now())}
    assert found["1 personne demande sa fiche"] == reverse("claims:index") + "?state=waiting"


def test_a_claim_is_read_with_its_proof_and_accepted(claim, desk, page):
    url = reverse("claims:edit", args=[claim.pk])
    html = desk.get(url).content.decode()
    assert "Appelez-moi." in html
    assert "jeanne@exemple.fr" in html
    proof = desk.get(reverse("directory_admin:claim_proof", args=[claim.pk]))
    assert b"".join(proof.streaming_content) == PDF
    assert proof["Content-Disposition"] == 'attachment; filename="Mon Kbis.pdf"'
    assert proof["Content-Type"] == "application/pdf"
    assert desk.post(url, {"decision": "accept", "reason": ""}).status_code == 302
    assert page.memberships.get().user == claim.user
    assert desk.post(url, {"decision": "accept", "reason": ""}).status_code == 200


def test_a_refusal_needs_a_reason(claim, desk):
    url = reverse("claims:edit", args=[claim.pk])
    assert desk.post(url, {"decision": "refuse", "reason": " "}).status_code == 200
    assert Claim.objects.get().state == "waiting"
    desk.post(url, {"decision": "refuse", "reason": "Un autre nom."})
    assert (Claim.objects.get().state, Claim.objects.get().reason) == ("refused", "Un autre nom.")


def test_a_mandate_on_paper_needs_its_document_and_opens_the_space(desk, page, moderator):
    url = reverse("mandates:add")
    typed = {
        "page": page.pk,
        "new_title": "",
        "new_kind": "producteur",
        "person": "Jeanne Roux",
        "means": "paper",
        "given_on": timezone.localdate().isoformat(),
        "ends_on": timezone.localdate().isoformat(),
        "email": "",
        "note": "",
    }
    assert desk.get(url).status_code == 200
    assert desk.post(url, typed).status_code == 200
    assert not Mandate.objects.exists()
    response = desk.post(url, typed | {"document": SimpleUploadedFile("x.exe", PDF)})
    assert response.url == f"/espace/fiches/{page.pk}/"
    mandate = Mandate.objects.get()
    assert (mandate.recorded_by, mandate.document_name) == (moderator, "x.exe")
    assert mandate.document.name.endswith(".pdf")
    assert desk.get(reverse("mandates:index")).status_code == 200
    edit = reverse("mandates:edit", args=[mandate.pk])
    assert desk.get(edit).status_code == 200
    desk.post(edit, {"ends_on": typed["ends_on"], "email": "", "note": "", "is_over": "on"})
    assert Mandate.objects.get().ended_at is not None


def test_a_mandate_begins_a_new_listing(desk, moderator):
    typed = {
        "page": "",
        "new_title": "Ferme Roux",
        "new_kind": "cabane",
        "person": "Jeanne Roux",
        "means": "phone",
        "given_on": timezone.localdate().isoformat(),
        "ends_on": timezone.localdate().isoformat(),
    }
    assert desk.post(reverse("mandates:add"), typed).status_code == 302
    page = ListedPage.objects.get(title="Ferme Roux")
    assert (page.live, page.specific.kind, page.mandates.count()) == (False, "cabane", 1)


def test_people_are_set_by_their_address(desk, page, owner):
    add = reverse("members:add")
    paul = UserFactory(email="paul@exemple.fr")
    assert desk.get(add).status_code == 200
    desk.post(add, {"page": page.pk, "email": "Paul@exemple.fr", "role": "editor"})
    assert page.memberships.get(user=paul).role == "editor"
    desk.post(add, {"page": page.pk, "email": "nouvelle@exemple.fr", "role": "owner"})
    assert Invitation.objects.get().email == "nouvelle@exemple.fr"
    mine = page.memberships.get(user=owner)
    edit = reverse("members:edit", args=[mine.pk])
    assert desk.post(edit, {"role": "editor"}).status_code == 200
    mine.refresh_from_db()
    assert mine.role == "owner"
    delete = reverse("members:delete", args=[mine.pk])
    assert desk.post(delete).status_code == 200
    assert page.memberships.count() == 2
    desk.post(reverse("members:delete", args=[page.memberships.get(user=paul).pk]))
    desk.post(delete)
    assert page.memberships.count() == 0
    assert desk.get(reverse("members:index")).status_code == 200


@pytest.mark.parametrize("name", ["claims:index", "mandates:index", "members:index"])
def test_owners_have_no_way_into_the_admin(page, client, name):
    client.force_login(add_member(page))
    for url in (reverse(name), reverse("wagtailadmin_home"), f"/admin/pages/{page.pk}/edit/"):
        response = client.get(url)
        assert response.status_code in (302, 403)
        assert "/admin/" not in client.get("/espace/").content.decode()


def test_proofs_are_for_the_team_alone(claim, client):
    url = reverse("directory_admin:claim_proof", args=[claim.pk])
    assert client.get(url).status_code == 302
    client.force_login(claim.user)
    assert client.get(url).status_code in (302, 403)
    assert mail.outbox == []
