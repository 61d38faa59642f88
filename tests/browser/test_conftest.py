"""The fixtures themselves: what other browser tests lean on."""

from wagtail.models import Locale, Page

from tests.browser.conftest import axe_violations


def test_page_is_served_at_both_widths(live_server, tree, page, width):
    page.goto(live_server.url + "/ou-acheter/")
    assert page.evaluate("innerWidth") == width
    assert "html-has-lang: html" not in axe_violations(page)


def test_request_to_another_host_is_refused_and_noted(live_server, tree, browse, settings):
    page = browse()
    page.goto(live_server.url + "/sante/vivant")
    tile = f"{settings.TILES_ORIGIN}/1.png"  # the one host that the site's policy allows
    page.evaluate(
        "tile => new Promise(done => { const image = new Image(); image.onerror = done;"
        " image.src = tile })",
        tile,
    )
    assert page.outside == [tile]
    page.outside.clear()
    page.errors.clear()


def test_rows_of_migrations_are_there_after_a_live_test(transactional_db):
    assert Locale.objects.get().language_code == "fr"
    assert Page.objects.filter(depth=1).count() == 1
