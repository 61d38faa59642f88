"""The fixtures themselves: what other browser tests lean on."""

from django.conf import settings
from wagtail.models import Locale, Page

from tests.browser.conftest import axe_violations


def test_page_is_served_at_both_widths(page, width, search):
    page.goto(search)
    assert page.evaluate("innerWidth") == width
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert axe_violations(page) == ["html-has-lang: html"]


def test_request_to_another_host_fails_and_is_noted(browse, home):
    page = browse()
    page.goto(home)
    tile = f"{settings.TILES_ORIGIN}/1.png"  # the one host that the site's policy allows
    page.evaluate(
        "tile => new Promise(done => { const image = new Image(); image.onerror = done;"
        " image.src = tile })",
        tile,
    )
    assert page.outside == [tile]
    assert len(page.errors) == 1
    page.outside.clear()
    page.errors.clear()


def test_stage_keeps_what_migrations_wrote(stage):
    assert Locale.objects.get().language_code == "fr"
    assert Page.objects.get(depth=1).get_children().get().specific == stage.tree.home
