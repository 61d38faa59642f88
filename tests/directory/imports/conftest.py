import pytest

from tests.factories import SourceFactory, nimes, uzes


@pytest.fixture
def territory(db):
    return nimes(), uzes()


@pytest.fixture
def source(db):
    return SourceFactory(slug="osm")
