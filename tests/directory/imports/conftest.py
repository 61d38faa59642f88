import pytest

from tests.factories import SourceFactory, nimes, uzes


@pytest.fixture
def territory(tree):
    return nimes(), uzes()


@pytest.fixture
def source(db):
    return SourceFactory(slug="osm")
