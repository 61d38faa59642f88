"""The map of more places than can be shown one by one."""

import pytest
from playwright.sync_api import expect

from directory import clusters, geography, outlines
from directory.models import Listing
from tests.browser.reading import (
    GROUPS,
    PINS,
    STATUS,
    covered,
    open_map,
    query_of,
    scale,
    settled,
    shown,
)
from tests.directory.test_outlines import collection, square
from tests.factories import add_place, nimes


@pytest.fixture(scope="module", autouse=True)
def crowd(stage):
    """280 places in a square of 12 km, and two at one point, far from them."""
    nimes()
    outlines.save(outlines.build(outlines.read(collection(square("30189", 4.26, 43.74, size=0.2)))))
    add_place(title="Le premier", latitude=43.80, longitude=4.30)
    first = Listing.objects.get()
    rows = []
    for number in range(279):
        latitude, longitude = 43.78 + number // 20 * 0.008, 4.29 + number % 20 * 0.007
        tile_x, tile_y = geography.tile(latitude, longitude)
        row = Listing.objects.get(pk=first.pk)
        row.pk, row.page_id, row.name = None, None, f"Lieu {number}"
        row.latitude, row.longitude, row.tile_x, row.tile_y = latitude, longitude, tile_x, tile_y
        row.x, row.y, row.z = geography.unit_vector(latitude, longitude)
        rows.append(row)
    Listing.objects.bulk_create(rows)
    for title in ("Le Four", "Le Pressoir"):
        add_place(title=title, latitude=44.25, longitude=4.05)
    clusters.rebuild()


def test_a_click_on_a_group_shows_its_places(browse, search):
    page = browse(width=390)
    page.goto(search)
    open_map(page)
    expect(page.locator(GROUPS).first).to_be_visible()
    assert sum(int(label.split()[0]) for label in shown(page, GROUPS)) + len(shown(page)) == 282
    before = scale(page)
    assert covered(page) == []
    largest = max(page.locator(GROUPS).all(), key=lambda group: int(group.inner_text()))
    inside = int(largest.inner_text())
    largest.click()
    expect(page.locator(STATUS)).to_contain_text(f"{inside} lieux")
    assert sum(int(label.split()[0]) for label in shown(page, GROUPS)) + len(shown(page)) == inside
    assert scale(page) > before


def test_groups_and_pins_answer_to_the_keyboard(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte&bbox=4.28,43.77,4.44,43.9")
    settled(page)
    group = page.locator(GROUPS).first
    group.focus()
    with page.expect_response("**/points.geojson*bbox=*"):
        page.keyboard.press("Enter")
    settled(page)
    pin = page.locator(PINS).first
    pin.focus()
    page.keyboard.press("Space")
    expect(page.locator(".leaflet-popup a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(pin).to_be_focused()


def test_page_of_results_opened_from_the_map_keeps_it_open(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte")
    expect(page.locator(GROUPS).first).to_be_visible()
    page.locator(".pager a").first.click()
    expect(page.locator(".map.is-on")).to_be_visible()
    assert query_of(page)["vue"] == ["carte"]


def test_places_at_the_same_point_share_a_popup(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte&bbox=4.0,44.2,4.1,44.3")
    settled(page)
    page.locator(GROUPS).click()
    links = page.locator(".leaflet-popup-content a")
    expect(links).to_have_count(2)
    assert sorted(links.all_inner_texts()) == ["Le Four", "Le Pressoir"]
