"""Scanning the QR of a jar of honey: what a phone shows without JavaScript, clean for everybody."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from label.papers.logo_kit import short_address
from label.proof import REGISTER_FORMAT
from tests.browser.conftest import HEIGHTS, axe_violations
from tests.factories import CommuneFactory, add_producer
from tests.label.published import add_grant


@pytest.fixture(scope="module", autouse=True)
def grant(stage):
    CommuneFactory(name="Uzès")
    return add_grant(page=add_producer(title="Rucher des Trois Vents"))


def test_the_qr_code_shows_the_state_of_today_without_javascript(browse, stage, grant):
    page = browse(width=390, javascript=False)
    page.goto(stage.url + urlsplit(short_address(grant)).path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Label en cours")
    expect(page.locator("main")).to_contain_text("Rucher des Trois Vents")
    assert page.context.cookies() == []
    wide = page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
    assert wide == 0
    page.get_by_role("link", name="Tout le registre").click()
    page.get_by_label("Numéro, ferme, produit ou commune").fill("rucher")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="1 label")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tout, en JSON").click()
    assert REGISTER_FORMAT in download.value.path().read_text()


def test_public_pages_of_the_label_are_clean(browse, stage, grant):
    page = browse(dark=True)
    for address in (
        *(f"/l/{grant.code}", "/label/registre/", "/label/statistiques/", "/label/charte/"),
        *("/label/devenir-jure/", f"/label/registre/{grant.number}/signaler/"),
    ):
        page.goto(stage.url + address)
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            assert axe_violations(page) == [], address
