"""A real Chromium on the live site, cut off from everything that is not this machine.

    def test_menu_opens(live_server, tree, page):        # at 390 px and at 1280 px
        page.goto(live_server.url + "/")
        assert axe_violations(page) == []

`page` is a tab at each of the two widths; `browse(...)` opens one the way a test needs it
(JavaScript off, night, a position…). Both fail the test if the page asked anything of another
host, or logged an error: `page.outside` and `page.errors` hold what was seen, for a test that
expects it to empty with `.clear()`.
"""

import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HERE = {"127.0.0.1", "localhost"}
HEIGHTS = {390: 844, 1280: 900}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an event loop in this thread, where Django then sees "async" code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _migrated_rows(chromium, django_db_setup, django_db_blocker):
    # Chromium first: with its event loop Django opens another connection for this thread, and the
    # live server must share that one. What migrations wrote (locale, root page) is kept aside.
    with django_db_blocker.unblock():
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture
def _migrated_rows_come_back(django_db_blocker):
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(autouse=True)
def _later_tests_find_migrated_rows(_migrated_rows_come_back, transactional_db):
    """A test on a live server empties every table when it ends; the next one needs these rows."""


@pytest.fixture
def browse(chromium):
    """Open a tab: `browse(width=390, javascript=True, dark=False, **context options)`."""
    contexts, pages = [], []

    def open_tab(*, width=1280, javascript=True, dark=False, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="fr-FR",
            timezone_id="Europe/Paris",
            **options,
        )
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.outside, page.errors = [], []
        context.route(lambda url: not _is_here(url), lambda route: _refuse(route, page))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: _note_error(message, page))
        pages.append(page)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert [page.outside for page in pages] == [[] for _ in pages], "asked of another host"
    assert [page.errors for page in pages] == [[] for _ in pages], "errors in the console"


@pytest.fixture(params=[390, 1280])
def width(request):
    return request.param


@pytest.fixture
def page(browse, width):
    """A tab at each of the two widths."""
    return browse(width=width)


def axe_violations(page) -> list[str]:
    """What axe finds wrong in the page: `rule: selector`, one line per element."""
    results = Axe().run(page)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def _is_here(url):
    parts = urlsplit(url)
    return parts.hostname in HERE or parts.scheme in {"data", "blob", "about"}


def _refuse(route, page):
    page.outside.append(route.request.url)
    route.abort()


def _note_error(message, page):
    if message.type == "error":
        page.errors.append(message.text)
