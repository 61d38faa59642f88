"""What every page owes to every reader: sound for axe, in any width, light on a slow network."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import scenery
from tests.browser.conftest import HEIGHTS, violations_by_width

# 512 kbit/s, as a phone far from its antenna.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 64_000, "uploadThroughput": 16_000}
WATCH_SHIFTS = (
    "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {"
    " if (!entry.hadRecentInput) window.shift += entry.value }))"
    ".observe({ type: 'layout-shift', buffered: true })"
)
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@pytest.fixture(scope="module", autouse=True)
def addresses(stage) -> dict[str, str]:
    scenery.furnish(stage.tree)
    paths = {
        "home": "/",
        "list": "/ou-acheter/?q=fromage+de+ch%C3%A8vre&ou=Uz%C3%A8s",
        "filters": "/ou-acheter/?q=fromage+de+ch%C3%A8vre&ou=Uz%C3%A8s&rayon=-1",
        "empty": "/ou-acheter/?q=fraises&ou=uzes",
        "place": scenery.place().url,
        "producer": scenery.producer().url,
        "producers": "/producteurs/",
        "editorial": "/comment-ca-marche/",
        "missing": "/nulle-part/",
    }
    return {name: stage.url + path for name, path in paths.items()}


@pytest.mark.parametrize(
    "name",
    ["home", "list", "filters", "empty", "place", "producer", "producers", "editorial", "missing"],
)
def test_page_is_sound_in_both_themes_and_holds_in_any_width(browse, addresses, name):
    page = browse(reduced_motion="reduce")
    page.goto(addresses[name])
    if name == "filters":
        page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert violations_by_width(page, width) == []
        # Text of twice its size.
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) == []
        page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == []
    if name == "missing":
        page.errors.clear()


@pytest.mark.parametrize("name", ["place", "producer"])
def test_a_listing_prints_on_one_page_without_what_is_true_at_a_moment(browse, addresses, name):
    page = browse()
    page.goto(addresses[name])
    page.emulate_media(media="print")
    expect(page.locator(".state.live").first).to_be_hidden()
    expect(page.get_by_text("Fiche imprimée le")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def overflow(page) -> list[str]:
    """What sticks out of the page's width, if the page scrolls sideways."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth <= innerWidth ? [] :"
        " [...document.querySelectorAll('body *')]"
        " .filter(element => element.getBoundingClientRect().right > innerWidth + 1)"
        " .map(element => `${element.tagName} ${element.className}`)"
    )


@pytest.mark.parametrize("name", ["home", "list", "place"])
def test_first_visit_keeps_to_its_budget_on_a_slow_network(browse, addresses, name):
    page = browse(width=390)
    page.add_init_script(WATCH_SHIFTS)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(addresses[name])
    page.wait_for_load_state("networkidle")
    if name == "list":
        expect(page.locator(".place h2")).to_have_count(3)
    seen = [one for one in responses if not urlsplit(one.url).path.startswith("/media/")]
    assert len(seen) <= 12
    assert sum(len(gzip.compress(one.body(), 9)) for one in seen) <= 60_000
    assert page.evaluate(PAINTED) <= 3_000
    assert page.evaluate("window.shift") <= 0.02
