"""A real Chromium on the live site, cut off from everything that is not this machine.

    @pytest.fixture(scope="module", autouse=True)
    def town(stage):                   # what the tests of the module look at, made once
        add_place(title="La Cabane")

    def test_menu_opens(page, home):   # at 390 px and at 1280 px
        page.goto(home)
        assert axe_violations(page) == []

`page` is a tab at each of the two widths; `browse(...)` opens one the way a test needs it
(JavaScript off, night, a position…). Both fail the test if the page asked anything of another
host, or logged an error: `page.outside` and `page.errors` hold what was seen, for a test that
expects it to empty with `.clear()`.
"""

import os
import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from directory import site_tree
from tests import triggers

# Without windows it takes half the time.
CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or shutil.which("google-chrome")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Pages of one site alone are shown: no process waits beside each tab for another.
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
    # Every other name leads nowhere: what a page asks of it is noted, and fails.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
HERE = {"127.0.0.1", "localhost"}
PATIENCE = 20_000  # milliseconds: a busy machine is slow, not wrong
HEIGHTS = {390: 844, 1280: 900}
AXE = Axe().axe_script


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            # A browser on a loaded machine may stumble once; the summary counts the second tries.
            item.add_marker(pytest.mark.flaky(reruns=1))
            item.add_marker(pytest.mark.django_db)  # or pytest-django makes no database


@pytest.fixture(autouse=True)
def _django_db_marker():
    """In place of pytest-django's, which empties or locks the tables around each test.

    Here rows live as long as their module, see `stage`: a server answers from them.
    """


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an event loop in this thread, where Django then sees "async" code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def migrated_rows(chromium, django_db_setup, django_db_blocker):
    """What migrations wrote (locale, root page…), to write again once the tables are emptied."""
    # Chromium first: with its event loop Django opens another connection for this thread, and the
    # live server must share that one.
    with django_db_blocker.unblock():
        # Known beforehand: a row that asks for its own type while it is written again (a task of
        # Wagtail) would otherwise make another one, under a number that is not its own.
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
        yield connection.creation.serialize_db_to_string()
        connection.close()  # the database could not be dropped while this thread keeps it open


@pytest.fixture(scope="session")
def server(migrated_rows, django_db_blocker):
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
    yield server
    # Not `stop`: it would take the connection back from threads that are still closing it.
    server.thread.terminate()


@dataclass(frozen=True)
class Stage:
    url: str
    tree: site_tree.SiteTree


@pytest.fixture(scope="module")
def stage(server, migrated_rows, django_db_blocker, tmp_path_factory):
    """The pages that every site has, served; rows and files go when the module ends."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        yield Stage(server.url, site_tree.ensure())
        with triggers.set_aside():
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(migrated_rows)
        _follow_the_rows()


@pytest.fixture
def home(stage):
    """The address of the home page."""
    return stage.url + "/"


@pytest.fixture
def search(stage):
    """The address of the search page."""
    return stage.url + "/ou-acheter/"


@pytest.fixture
def browse(chromium, stage):
    """Open a tab: `browse(width=390, javascript=True, dark=False, **context options)`."""
    contexts, pages = [], []

    def open_tab(*, width=1280, javascript=True, dark=False, **options):
        context = chromium.new_context(
            **{
                "viewport": {"width": width, "height": HEIGHTS.get(width, 900)},
                "java_script_enabled": javascript,
                "color_scheme": "dark" if dark else "light",
                "reduced_motion": "reduce",  # what slides may leave a click beside it
                "locale": "fr-FR",
                "timezone_id": "Europe/Paris",
            }
            | options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.outside, page.errors = [], []
        context.on("request", lambda request: _note_outside(request, page))
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


def enter_as(page, home: str, user) -> None:
    """Sign a person in, without the code and the mail that tests of signing in look at."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": home}])


def axe_violations(page, *rules) -> list[str]:
    """What axe finds wrong in the page: `rule: selector`, one line per element.

    `rules` are the only ones to try; all of them, without any.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def violations_in_both_themes(page) -> list[str]:
    """What axe finds by day, then what only colours may do to the same page at night."""
    found = axe_violations(page)
    page.emulate_media(color_scheme="dark")
    found += axe_violations(page, "color-contrast", "link-in-text-block")
    page.emulate_media(color_scheme="light")
    return found


def violations_by_width(page, width: int) -> list[str]:
    """The same, for a page looked at in several widths: colours at night are those of a phone."""
    return violations_in_both_themes(page) if width == min(HEIGHTS) else axe_violations(page)


def _follow_the_rows():
    """Let the database number new rows after those that were just written with their numbers."""
    statements = connection.ops.sequence_reset_sql(
        no_style(), apps.get_models(include_auto_created=True)
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _note_outside(request, page):
    parts = urlsplit(request.url)
    if parts.hostname not in HERE and parts.scheme not in {"data", "blob", "about"}:
        page.outside.append(request.url)


def _note_error(message, page):
    if message.type == "error":
        page.errors.append(message.text)
