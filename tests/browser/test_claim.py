"""A producer recognises their farm: from its page to its space, by a code, without JavaScript."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from directory import error_reports
from directory.people import invitations
from tests.browser.conftest import axe_violations, enter_as
from tests.factories import UserFactory, add_producer


@pytest.fixture(scope="module")
def farm(stage):
    return add_producer(title="Le Rucher", email="rucher@exemple.fr")


def test_a_farm_is_claimed_by_a_code_without_javascript(browse, stage, farm):
    jeanne = UserFactory(email="jeanne@exemple.fr", first_name="Jeanne")
    page = browse(width=390, javascript=False)
    page.goto(stage.url + farm.url)
    page.get_by_role("link", name="C’est ma ferme").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est ma ferme")
    expect(page.get_by_role("link", name="Commencer")).to_be_visible()
    enter_as(page, stage.url + "/", jeanne)
    page.reload()
    page.get_by_role("button", name="Envoyer le code").click()
    code = re.match(r"\d{6}", mail.outbox[-1].subject)[0]
    page.get_by_label("Code à six chiffres").fill(code)
    page.get_by_role("button", name="C’est bien moi").click()
    expect(page.get_by_text("C’est fait : cette fiche est la vôtre.")).to_be_visible()
    assert farm.memberships.get().user == jeanne


def test_the_screens_of_the_claim_and_of_the_people_are_clean(browse, stage, farm):
    user = UserFactory()
    page = browse(width=390)
    enter_as(page, stage.url + "/", user)
    other = add_producer(title="La Chèvrerie", email="chevres@exemple.fr")
    page.goto(f"{stage.url}/espace/fiches/{other.pk}/c-est-ma-ferme/")
    assert axe_violations(page) == []
    other.memberships.create(user=user)
    now = timezone.now()
    error_reports.report(other, subject="autre", text="Parti.", email="", sender="s", now=now)
    invitations.invite(other, "paul@exemple.fr", role="editor", by=user, now=now)
    for path in ("", f"fiches/{other.pk}/", f"fiches/{other.pk}/personnes/"):
        page.goto(f"{stage.url}/espace/{path}")
        assert axe_violations(page) == []
