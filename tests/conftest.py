import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from modelsearch import signal_handlers as search_signals
from modelsearch.tasks import insert_or_update_object_task
from wagtail import signal_handlers as wagtail_signals
from wagtail.models import ReferenceIndex

from directory import groups, site_tree
from tests.sqlite import creation as sqlite

# Time is no property of the code: a busy machine draws its examples slowly.
hypothesis.settings.register_profile(
    "project", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("project")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_configure(config):
    """Migrate while the processes gather their tests, unless it is done: they wait for it."""
    gc.disable()  # until they are gathered
    is_alone = hasattr(config, "workerinput") or not config.getoption("numprocesses", None)
    if is_alone or connection.vendor != "sqlite" or sqlite.kept_tables().exists():
        return
    here = {"PYTHONPATH": os.pathsep.join(sys.path)}
    config.migrating = subprocess.Popen(
        [sys.executable, "-m", "tests.sqlite"], env=os.environ | here, stdout=subprocess.DEVNULL
    )


def pytest_unconfigure(config):
    if migrating := getattr(config, "migrating", None):
        migrating.wait()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files that ask no table go first: there is time for them while tables are migrated.

    Then those of a browser, the longest: none is left alone for the end.
    """
    asking = {item.path for item in items if "django_db_setup" in item.fixturenames}
    asking |= {item.path for item in items if item.get_closest_marker("django_db")}
    items.sort(key=lambda item: (item.path in asking, "browser" not in item.path.parts))


def pytest_runtest_setup():
    """A request leaves its language to the thread: the next test writes French addresses."""
    translation.activate(settings.LANGUAGE_CODE)


def pytest_collection_finish():
    """The program itself is no garbage: looking through it again and again is a tenth of a run."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 5, 5)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data; a test that needs it fails plainly without it."""
    if not SHARED_DATA.is_dir():
        pytest.fail(f"this test needs the open data files in {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test starts from the pages and the groups that every site has: made once."""
    with django_db_blocker.unblock():
        groups.ensure_all(home=site_tree.ensure().home)


@pytest.fixture(scope="session", autouse=True)
def connection_of_the_test():
    """A file's response that a test closes ends a request: the transaction around it stays."""
    closes = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def unless_amid(connection):
        if not connection.in_atomic_block:
            closes(connection)

    with patch.object(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", unless_amid):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_reference_index():
    """Wagtail's index of what refers to what, which only its admin asks, is not kept in tests."""
    with (
        patch.object(ReferenceIndex, "create_or_update_for_object"),
        patch.object(wagtail_signals, "update_reference_index_task"),
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_search_index():
    """Nor is the one of what is saved, that only its admin searches; see `search_index`."""
    with patch.object(search_signals, "insert_or_update_object_task"):
        yield


@pytest.fixture(scope="module")
def search_index():
    """Let the admin find what this module saves."""
    with patch.object(search_signals, "insert_or_update_object_task", insert_or_update_object_task):
        yield


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker):
    """Let fixtures of a module make rows once; what each test does to them is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def tree(db):
    """Home, search and producers pages, published."""
    return site_tree.ensure()


@pytest.fixture(scope="session", autouse=True)
def remove_files():
    """Leave nothing of the uploads of this run on the disk."""
    yield
    shutil.rmtree(settings.VAR, ignore_errors=True)
