"""The map beside the list, as a reader opens it, moves it, and shares it."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from directory import outlines
from directory.models import Commune, Listing
from home import edition
from tests.browser.conftest import violations_in_both_themes
from tests.browser.reading import (
    HERE,
    PINS,
    STATUS,
    names_in_list,
    open_map,
    query_of,
    scale,
    settled,
    shown,
)
from tests.directory.test_outlines import collection, square
from tests.factories import CommuneFactory, add_place, nimes, uzes


@pytest.fixture(scope="module", autouse=True)
def places(stage):
    """Two places near Nîmes, one near Uzès, in two communes with their outlines."""
    nimes()
    uzes()
    features = collection(square("30189", 4.26, 43.74, size=0.2), square("30334", 4.36, 43.94))
    outlines.save(outlines.build(outlines.read(features)))
    add_place(title="La Cabane à Josette", kind="cabane", latitude=43.84, longitude=4.37)
    add_place(title="Marché des Micocouliers", kind="marche", latitude=43.82, longitude=4.33)
    add_place(
        title="La Halle du Duché", kind="halle", commune=uzes(), latitude=44.012, longitude=4.42
    )
    Commune.objects.update(population=150_000)


def drag(page, across, down):
    canvas = page.locator("[data-map-canvas]")
    canvas.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=6)
    page.mouse.up()


def test_before_a_click_nothing_of_the_map_is_asked_for(browse, search):
    page = browse(width=390)
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(search, wait_until="networkidle")
    assert [path for path in asked if re.search(r"leaflet|json|js/map/", path)] == []


def test_opened_map_shows_the_places_of_the_list(page, search):
    page.goto(search)
    open_map(page)
    expect(page.locator(PINS)).to_have_count(3)
    # From north to south, so that Tab follows the map.
    assert shown(page) == [
        "La Halle du Duché, Halle",
        "La Cabane à Josette, Cabane de vente",
        "Marché des Micocouliers, Marché de plein vent",
    ]
    expect(page.locator(STATUS)).to_have_text("3 lieux sur la carte.")
    expect(page.locator("path.land-2")).to_have_count(1)
    expect(page.locator("path.land-1")).to_have_count(1)
    assert query_of(page) == {"vue": ["carte"]}


def test_page_with_its_map_open_keeps_to_its_budget(
    browse, search, shared_data, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    call_command("import_contours", str(shared_data / "communes_gard.geojson"), verbosity=0)
    page = browse()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(search)
    open_map(page)
    expect(page.locator("path.land-2").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    compressed = sum(len(gzip.compress(response.body(), 9)) for response in responses)
    assert len(responses) <= 25
    assert compressed <= 150_000


def test_map_is_sound_for_axe_in_both_themes(page, search):
    page.goto(search)
    open_map(page)
    expect(page.locator(PINS)).to_have_count(3)
    assert violations_in_both_themes(page) == []


def test_link_opens_the_map_on_the_same_view(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte&bbox=4.30,43.80,4.40,43.86")
    expect(page.locator(PINS)).to_have_count(2)
    settled(page)
    expect(page.locator(HERE)).to_be_hidden()
    with page.expect_response("**/points.geojson*"):
        page.locator(".leaflet-control-zoom-in").click()
    page.locator(HERE).click()
    expect(page).to_have_url(re.compile("bbox=4\\.3[^&]*&vue=carte"))
    settled(page)
    shared, zoom = page.url, scale(page)
    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator(".map.is-on")).to_be_visible()
    settled(page)
    assert scale(page) == zoom


def test_tab_goes_through_the_map_and_out_of_it(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte")
    expect(page.locator(PINS)).to_have_count(3)
    settled(page)
    page.locator(".map-skip").focus()
    seen = []
    for _ in range(10):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("Boolean(document.activeElement.closest('.map'))"))
    assert seen[0] is True
    assert seen[-1] is False


def test_popup_says_what_the_place_is_and_leads_to_it(browse, search):
    page = browse(width=390)
    page.goto(f"{search}?vue=carte")
    settled(page)
    page.locator(PINS).nth(1).click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("[data-kind]")).to_have_text("Cabane de vente · Nîmes")
    expect(popup.get_by_label("Fermer")).to_be_visible()
    popup.get_by_role("link", name="La Cabane à Josette").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Cabane à Josette")


def test_searching_the_area_changes_list_and_address_and_back_undoes_it(page, search):
    page.goto(f"{search}?vue=carte&ou=nimes&rayon=100")
    expect(page.locator(PINS)).to_have_count(3)
    settled(page)
    expect(page.locator(HERE)).to_be_hidden()
    page.locator("[data-map-canvas]").focus()
    for _ in range(3):
        with page.expect_response("**/points.geojson*bbox=*"):
            page.keyboard.press("ArrowDown")
        settled(page)
    page.locator(HERE).click()
    expect(page).to_have_url(re.compile("bbox="))
    settled(page)
    asked = query_of(page)
    assert (asked["ou"], asked["vue"], "rayon" in asked) == (["nimes"], ["carte"], False)
    box = [float(side) for side in asked["bbox"][0].split(",")]
    inside = [
        row.name
        for row in Listing.objects.order_by("name")
        if box[0] <= row.longitude <= box[2] and box[1] <= row.latitude <= box[3]
    ]
    assert "La Halle du Duché" not in inside
    assert sorted(names_in_list(page)) == inside != []
    page.go_back()
    expect(page.locator(PINS)).to_have_count(3)
    expect(page.locator(".list-col .place")).to_have_count(3)
    assert query_of(page)["rayon"] == ["100"]


def test_going_back_wins_over_a_move_just_made(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte&bbox=4.30,43.80,4.40,43.86")
    expect(page.locator(PINS)).to_have_count(2)
    settled(page)
    page.evaluate("history.pushState(null, '', '?vue=carte&ou=uzes&rayon=5')")
    page.evaluate("history.pushState(null, '', '?vue=carte&ou=nimes&rayon=5')")
    page.route("**/points.geojson?ou=uzes*", slowly)
    page.evaluate(
        "document.querySelector('.leaflet-control-zoom-in').click();"
        "setTimeout(() => history.back(), 150)"  # the zoom is done, its points are not yet asked
    )
    expect(page.locator(PINS)).to_have_count(1)
    assert shown(page) == ["La Halle du Duché, Halle"]


def slowly(route):
    route.request.frame.page.wait_for_timeout(700)
    route.continue_()


def test_moving_the_map_refreshes_the_pins_and_offers_to_search_there(browse, search):
    page = browse()
    page.goto(f"{search}?vue=carte&bbox=4.30,43.80,4.40,43.86")
    expect(page.locator(PINS)).to_have_count(2)
    settled(page)
    with page.expect_response("**/points.geojson*bbox=*"):
        drag(page, 300, 250)
    expect(page.locator(HERE)).to_be_visible()
    assert "bbox=4.30%2C43.80%2C4.40%2C43.86" in page.url or "bbox=4.30,43.80" in page.url


def test_back_from_the_map_is_the_list(browse, search):
    page = browse(width=390)
    page.goto(search)
    open_map(page)
    page.go_back()
    expect(page).to_have_url(search)
    expect(page.locator("[data-map-layout]")).not_to_have_attribute("data-view", "map")
    expect(page.locator(".list-col")).to_be_visible()


def test_without_javascript_the_list_stays_and_the_map_says_why(browse, width, search):
    page = browse(width=width, javascript=False)
    page.goto(f"{search}?vue=carte")
    assert len(names_in_list(page)) == 3
    expect(page.locator(".list-col")).to_be_visible()
    expect(page.locator(".map noscript p")).to_be_visible()
    expect(page.get_by_role("button", name="Autour de moi")).to_have_count(0)


def test_detailed_ground_comes_only_on_a_click_and_its_failure_is_told(browse, search, settings):
    page = browse()
    settings.TILES_URL = settings.TILES_ORIGIN + "/{z}/{x}/{y}.png"
    page.goto(f"{search}?vue=carte")
    expect(page.locator(PINS)).to_have_count(3)
    assert page.outside == []
    page.locator("[data-map-tiles]").click()
    expect(page.locator(STATUS)).to_have_text(
        "Le fond détaillé ne répond pas. La carte marche sans lui."
    )
    expect(page.locator("[data-map-tiles]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(PINS)).to_have_count(3)
    assert hosts_of(page.outside) == hosts_of([settings.TILES_ORIGIN])
    page.outside.clear()
    page.errors.clear()


def hosts_of(addresses):
    return {urlsplit(address).netloc for address in addresses}


def test_detailed_ground_stays_for_the_visit(browse, search, settings):
    settings.TILES_URL = settings.TILES_ORIGIN + "/{z}/{x}/{y}.png"
    page = browse()
    pixel = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
        b"\0\0\0\nIDATx\x9cc\0\1\0\0\5\0\1\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
    )
    page.route(
        f"{settings.TILES_ORIGIN}/**",
        lambda route: route.fulfill(body=pixel, content_type="image/png"),
    )
    page.goto(f"{search}?vue=carte")
    page.locator("[data-map-tiles]").click()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(settings.TILES_ATTRIBUTION)
    page.reload()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator("[data-map-tiles]")).to_have_attribute("aria-pressed", "true")
    assert hosts_of(page.outside) == hosts_of([settings.TILES_ORIGIN])
    page.outside.clear()


def test_without_an_address_of_tiles_none_are_offered(browse, search, settings):
    settings.TILES_URL = ""
    edition.turn()  # parts of pages are kept, and a setting changes with a new start only
    page = browse()
    page.goto(f"{search}?vue=carte")
    expect(page.locator(PINS)).to_have_count(3)
    expect(page.locator("[data-map-tiles]")).to_be_hidden()
    edition.turn()


def test_without_contours_the_map_has_the_names_of_the_communes(browse, search, settings):
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "vide"
    page = browse()
    page.goto(f"{search}?vue=carte&bbox=4.0,43.7,4.8,44.2")
    expect(page.locator(PINS)).to_have_count(3)
    expect(page.locator(".leaflet-names-pane span")).to_have_text(["Nîmes", "Uzès"])
    expect(page.locator("path.land-1, path.land-2")).to_have_count(0)


def test_a_village_is_named_from_near_alone(browse, search, settings):
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "vide"
    village = CommuneFactory(
        insee="30001", name="Aigaliers", population=500, latitude=44.073, longitude=4.306
    )
    page, named = browse(), {}
    for view in ("3.0,43.3,5.4,44.7", "4.28,44.05,4.34,44.09"):
        page.goto(f"{search}?vue=carte&bbox={view}")
        expect(page.locator(STATUS)).not_to_be_empty()
        page.locator(".leaflet-names-pane span").first.wait_for(state="attached")
        named[view] = "Aigaliers" in page.locator(".leaflet-names-pane span").all_inner_texts()
    village.delete()
    assert list(named.values()) == [False, True]


def test_points_that_do_not_come_leave_the_list_in_place(browse, search):
    page = browse()
    page.route("**/points.geojson*", lambda route: route.abort())
    page.goto(f"{search}?vue=carte")
    expect(page.locator(STATUS)).to_have_text(
        "La carte n’a pas pu charger ses lieux. La liste reste juste."
    )
    assert len(names_in_list(page)) == 3
    page.errors.clear()
