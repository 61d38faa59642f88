"""What a test reads on a page: its list, its address, its map."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

PINS, GROUPS = ".leaflet-marker-icon.pin", ".leaflet-marker-icon.clu"
STATUS, HERE = "[data-map-status]", "[data-map-here]"


def names_in_list(page):
    return [name.text_content() for name in page.locator(".list-col .place h2").all()]


def query_of(page):
    return parse_qs(urlsplit(page.url).query)


def open_map(page):
    page.locator("[data-map-open]:visible").first.click()
    expect(page.locator(".map.is-on")).to_be_visible()
    settled(page)


def settled(page):
    """Wait until the map shows what it asked for, and has nothing more to ask."""
    expect(page.locator(STATUS)).not_to_be_empty()
    expect(page.locator("[data-map]")).not_to_have_attribute("aria-busy", "true")


def shown(page, selector=PINS):
    """What the pins or the groups of the map are called, in their order."""
    return [marker.get_attribute("aria-label") for marker in page.locator(selector).all()]


def scale(page):
    """How close the map is: the height of an outline as drawn, in pixels."""
    return page.locator("path.land-2").evaluate("path => Math.round(path.getBBox().height)")


def covered(page):
    """The pins and groups under which a click would find something that is not on the map."""
    return page.locator(f"{PINS}, {GROUPS}").evaluate_all(
        """markers => markers.filter(marker => {
            const { left, top, width, height } = marker.getBoundingClientRect();
            const over = document.elementFromPoint(left + width / 2, top + height / 2);
            return !over?.closest(".leaflet-marker-icon");
        }).map(marker => marker.getAttribute("aria-label"))"""
    )
