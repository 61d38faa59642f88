import tomllib
from importlib.metadata import distributions

import pytest
from django.conf import settings
from packaging.specifiers import SpecifierSet

from tests.factories import add_place, add_producer

pytestmark = pytest.mark.django_db


def test_every_page_of_the_tree_answers(client, tree):
    pages = [tree.home, tree.search, tree.producers, add_place(), add_producer()]
    assert [client.get(page.url).status_code for page in pages] == [200] * 5


def test_every_locked_package_runs_on_the_oldest_python_promised():
    """Debian's own may be an early 3.11: a package that refuses it would end `make demo` there."""
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = project["project"]["requires-python"].removeprefix(">=") + ".0"
    refusing = [
        found.name
        for found in distributions()
        if oldest not in SpecifierSet(found.metadata["Requires-Python"] or "")
    ]
    assert refusing == []
