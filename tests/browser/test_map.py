"""The map beside the list, as a reader opens it, moves it, and shares it."""

import gzip
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from directory import clusters, geography, outlines
from directory.models import Commune, Listing
from tests.browser.conftest import axe_violations
from tests.directory.test_outlines import collection, square
from tests.factories import add_place, nimes, uzes

PINS, GROUPS = ".leaflet-marker-icon.pin", ".leaflet-marker-icon.clu"
STATUS, HERE = "[data-map-status]", "[data-map-here]"


@pytest.fixture
def ground(settings, tmp_path, tree):
    """Two communes with their outlines."""
    settings.MEDIA_ROOT = tmp_path
    nimes()
    uzes()
    features = collection(square("30189", 4.26, 43.74, size=0.2), square("30334", 4.36, 43.94))
    outlines.save(outlines.build(outlines.read(features)))


@pytest.fixture
def places(ground):
    """Two places near Nîmes, one near Uzès."""
    add_place(title="La Cabane à Josette", kind="cabane", latitude=43.84, longitude=4.37)
    add_place(title="Marché des Micocouliers", kind="marche", latitude=43.82, longitude=4.33)
    add_place(
        title="La Halle du Duché", kind="halle", commune=uzes(), latitude=44.012, longitude=4.42
    )


@pytest.fixture
def crowd(ground):
    """280 places in a square of 12 km: more than a map shows one by one."""
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
    clusters.rebuild()


@pytest.fixture
def address(live_server):
    return live_server.url + "/ou-acheter/"


def open_map(page):
    page.locator("[data-map-open]:visible").first.click()
    expect(page.locator(".map.is-on")).to_be_visible()
    expect(page.locator(STATUS)).not_to_be_empty()


def shown(page, selector=PINS):
    return [marker.get_attribute("aria-label") for marker in page.locator(selector).all()]


def drag(page, across, down):
    box = page.locator("[data-map-canvas]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=6)
    page.mouse.up()


def query_of(page):
    return parse_qs(urlsplit(page.url).query)


def test_before_a_click_nothing_of_the_map_is_asked_for(places, browse, address):
    page = browse(width=390)
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(address, wait_until="networkidle")
    assert [path for path in asked if re.search(r"leaflet|json|js/map/", path)] == []


def test_opened_map_shows_the_places_of_the_list(places, page, address):
    page.goto(address)
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


def test_page_with_its_map_open_keeps_to_its_budget(places, browse, address, shared_data):
    call_command("import_contours", str(shared_data / "communes_gard.geojson"), verbosity=0)
    page = browse()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(address)
    open_map(page)
    expect(page.locator("path.land-2").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    compressed = sum(len(gzip.compress(response.body(), 9)) for response in responses)
    assert len(responses) <= 25
    assert compressed <= 150_000


def test_map_is_sound_for_axe_in_both_themes(places, browse, width, address):
    for dark in (False, True):
        page = browse(width=width, dark=dark)
        page.goto(address)
        open_map(page)
        expect(page.locator(PINS)).to_have_count(3)
        assert axe_violations(page) == []


def test_link_opens_the_map_on_the_same_view(places, page, address):
    page.goto(f"{address}?vue=carte&bbox=4.30,43.80,4.40,43.86")
    expect(page.locator(PINS)).to_have_count(2)
    expect(page.locator(HERE)).to_be_hidden()
    with page.expect_response("**/points.geojson*"):
        page.locator(".leaflet-control-zoom-in").click()
    page.locator(HERE).click()
    expect(page).to_have_url(re.compile("bbox=4\\.3[^&]*&vue=carte"))
    shared, zoom = page.url, scale(page)
    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator(".map.is-on")).to_be_visible()
    expect(page.locator(STATUS)).not_to_be_empty()
    assert scale(page) == zoom


def scale(page):
    """Pixels between two commune names' worth of ground: the width of an outline as drawn."""
    return page.locator("path.land-2").evaluate("path => Math.round(path.getBBox().height)")


def test_a_click_on_a_group_shows_its_places(crowd, page, address):
    page.goto(address)
    open_map(page)
    expect(page.locator(GROUPS).first).to_be_visible()
    assert sum(int(label.split()[0]) for label in shown(page, GROUPS)) + len(shown(page)) == 280
    before = scale(page)
    largest = max(page.locator(GROUPS).all(), key=lambda group: int(group.inner_text()))
    with page.expect_response("**/points.geojson*bbox=*"):
        largest.click()
    expect(page.locator(PINS).first).to_be_visible()
    assert scale(page) > before


def test_groups_and_pins_answer_to_the_keyboard(crowd, browse, address):
    page = browse()
    page.goto(f"{address}?vue=carte")
    group = page.locator(GROUPS).first
    group.focus()
    with page.expect_response("**/points.geojson*bbox=*"):
        page.keyboard.press("Enter")
    pin = page.locator(PINS).first
    pin.focus()
    page.keyboard.press("Space")
    expect(page.locator(".leaflet-popup a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    assert page.evaluate("document.activeElement.classList.contains('pin')")


def test_tab_goes_through_the_map_and_out_of_it(places, page, address):
    page.goto(f"{address}?vue=carte")
    expect(page.locator(PINS)).to_have_count(3)
    page.locator(".map-skip").focus()
    seen = []
    for _ in range(10):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("Boolean(document.activeElement.closest('.map'))"))
    assert seen[0] is True
    assert seen[-1] is False


def test_popup_says_what_the_place_is_and_leads_to_it(places, browse, address):
    page = browse(width=390)
    page.goto(f"{address}?vue=carte")
    page.locator(PINS).nth(1).click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("[data-kind]")).to_have_text("Cabane de vente · Nîmes")
    expect(popup.get_by_label("Fermer")).to_be_visible()
    popup.get_by_role("link", name="La Cabane à Josette").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Cabane à Josette")


def test_places_at_the_same_point_share_a_popup(ground, browse, address):
    for title in ("Le Four", "Le Pressoir"):
        add_place(title=title, latitude=43.84, longitude=4.37)
    page = browse()
    page.goto(f"{address}?vue=carte")
    page.locator(GROUPS).click()
    links = page.locator(".leaflet-popup-content a")
    assert sorted(links.all_inner_texts()) == ["Le Four", "Le Pressoir"]


def test_searching_the_area_changes_list_and_address_and_back_undoes_it(places, page, address):
    page.goto(f"{address}?vue=carte&ou=nimes&rayon=100")
    expect(page.locator(PINS)).to_have_count(3)
    expect(page.locator(HERE)).to_be_hidden()
    with page.expect_response("**/points.geojson*bbox=*"):
        page.locator("[data-map-canvas]").focus()
        for _ in range(3):
            page.keyboard.press("ArrowDown")
            page.wait_for_timeout(300)
    page.locator(HERE).click()
    expect(page).to_have_url(re.compile("bbox="))
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
    assert len(names_in_list(page)) == 3
    assert query_of(page)["rayon"] == ["100"]


def names_in_list(page):
    return [name.text_content() for name in page.locator(".list-col .place h2").all()]


def test_moving_the_map_refreshes_the_pins_and_offers_to_search_there(places, browse, address):
    page = browse()
    page.goto(f"{address}?vue=carte&bbox=4.30,43.80,4.40,43.86")
    expect(page.locator(PINS)).to_have_count(2)
    with page.expect_response("**/points.geojson*bbox=*"):
        drag(page, 300, 250)
    expect(page.locator(HERE)).to_be_visible()
    assert "bbox=4.30%2C43.80%2C4.40%2C43.86" in page.url or "bbox=4.30,43.80" in page.url


def test_back_from_the_map_is_the_list(places, page, address):
    page.goto(address)
    open_map(page)
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator("[data-map-layout]")).not_to_have_attribute("data-view", "map")
    expect(page.locator(".list-col")).to_be_visible()


def test_without_javascript_the_list_stays_and_the_map_says_why(places, browse, width, address):
    page = browse(width=width, javascript=False)
    page.goto(f"{address}?vue=carte")
    assert len(names_in_list(page)) == 3
    expect(page.locator(".list-col")).to_be_visible()
    expect(page.locator(".map noscript p")).to_be_visible()
    expect(page.get_by_role("button", name="Autour de moi")).to_have_count(0)


def test_detailed_ground_comes_only_on_a_click_and_its_failure_is_told(
    places, browse, address, settings
):
    page = browse()
    settings.TILES_URL = settings.TILES_ORIGIN + "/{z}/{x}/{y}.png"
    page.goto(f"{address}?vue=carte")
    expect(page.locator(PINS)).to_have_count(3)
    assert page.outside == []
    page.locator("[data-map-tiles]").click()
    expect(page.locator(STATUS)).to_have_text(
        "Le fond détaillé ne répond pas. La carte marche sans lui."
    )
    expect(page.locator("[data-map-tiles]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(PINS)).to_have_count(3)
    hosts = {urlsplit(url).netloc for url in page.outside}
    assert hosts == {urlsplit(settings.TILES_ORIGIN).netloc}
    page.outside.clear()
    page.errors.clear()


def test_detailed_ground_stays_for_the_visit(places, browse, address, settings):
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
    page.goto(f"{address}?vue=carte")
    page.locator("[data-map-tiles]").click()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(settings.TILES_ATTRIBUTION)
    page.reload()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator("[data-map-tiles]")).to_have_attribute("aria-pressed", "true")


def test_without_an_address_of_tiles_none_are_offered(places, browse, address, settings):
    settings.TILES_URL = ""
    page = browse()
    page.goto(f"{address}?vue=carte")
    expect(page.locator(PINS)).to_have_count(3)
    expect(page.locator("[data-map-tiles]")).to_be_hidden()


def test_without_contours_the_map_has_the_names_of_the_communes(places, browse, address, settings):
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "vide"
    Commune.objects.update(population=150_000)
    page = browse()
    page.goto(f"{address}?vue=carte&bbox=4.0,43.7,4.8,44.2")
    expect(page.locator(PINS)).to_have_count(3)
    expect(page.locator(".leaflet-names-pane span")).to_have_text(["Nîmes", "Uzès"])
    expect(page.locator("path.land-1, path.land-2")).to_have_count(0)


def test_points_that_do_not_come_leave_the_list_in_place(places, browse, address):
    page = browse()
    page.route("**/points.geojson*", lambda route: route.abort())
    page.goto(f"{address}?vue=carte")
    expect(page.locator(STATUS)).to_have_text(
        "La carte n’a pas pu charger ses lieux. La liste reste juste."
    )
    assert len(names_in_list(page)) == 3
    page.errors.clear()


def test_page_of_results_opened_from_the_map_keeps_it_open(crowd, browse, address):
    page = browse()
    page.goto(f"{address}?vue=carte")
    expect(page.locator(GROUPS).first).to_be_visible()
    page.locator(".pager a").first.click()
    expect(page.locator(".map.is-on")).to_be_visible()
    assert query_of(page)["vue"] == ["carte"]


def test_around_me_asks_on_the_click_and_rounds_the_position(places, browse, address):
    page = browse(width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 43.836712, "longitude": 4.360154})
    page.goto(f"{address}?type=marche&ou=uzes")
    page.get_by_role("button", name="Autour de moi").click()
    page.wait_for_url("**lat=**")
    assert query_of(page) == {"type": ["marche"], "lat": ["43.8367"], "lon": ["4.3602"]}
    assert names_in_list(page) == ["Marché des Micocouliers"]


def test_refused_position_is_told_with_what_to_do_instead(places, browse, address):
    page = browse(width=390)
    page.goto(address)
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("[data-around-me] [role=status]")).to_have_text(
        "Votre appareil n’a pas donné votre position. Écrivez votre commune dans « Près de »."
    )
    assert page.url == address


def test_suggestions_come_after_three_letters_and_are_chosen_from_the_keyboard(
    places, browse, address
):
    page = browse()
    asked = []
    page.on("request", lambda r: asked.append(r.url) if "suggestions.json" in r.url else None)
    page.goto(address)
    field = page.get_by_label("Je cherche")
    field.press_sequentially("jo")
    page.wait_for_timeout(700)
    assert asked == []
    field.press_sequentially("sett")
    expect(page.get_by_role("option")).to_have_text(["La Cabane à Josette, Nîmes"])
    assert len(asked) == 1
    assert axe_violations(page) == []
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "q-suggestions-0")
    field.press("Enter")
    expect(field).to_have_value('"La Cabane à Josette"')
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_field_of_the_place_proposes_communes_only(places, browse, address):
    page = browse()
    page.goto(address)
    field = page.get_by_label("Près de")
    field.press_sequentially("nim")
    expect(page.get_by_role("option")).to_have_text(["Nîmes"])


def test_suggestions_that_fail_say_nothing(places, browse, address):
    page = browse()
    page.route("**/suggestions.json*", lambda route: route.fulfill(status=503))
    page.goto(address)
    page.get_by_label("Je cherche").press_sequentially("jose")
    page.wait_for_timeout(800)
    expect(page.get_by_role("option")).to_have_count(0)
    page.errors.clear()
