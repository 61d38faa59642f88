"""A small catalogue, and sixty listings drawn by lot: made once per module."""

import pytest

from directory import months, site_tree, synthetic
from directory.models import Commune
from tests.directory.search.asking import NOW
from tests.factories import CommuneFactory, FamilyFactory, ProductFactory, nimes, uzes


@pytest.fixture(scope="module")
def towns(module_rows):
    """Three communes and five products, two of them made all year."""
    site_tree.ensure()
    Commune.objects.filter(pk=nimes().pk).update(country="costieres", population=150)
    Commune.objects.filter(pk=uzes().pk).update(country="garrigues", population=90)
    CommuneFactory(
        insee="30007",
        name="Alès",
        latitude=44.125,
        longitude=4.08,
        population=60,
        country="cevennes",
        postcodes=["30100"],
    )
    vegetables = FamilyFactory(name="Légumes", slug="legumes")
    roots = FamilyFactory(name="Racines", slug="racines", parent=vegetables)
    sweets = FamilyFactory(name="Douceurs", slug="douceurs")
    for name, family, season in (
        ("Tomate", vegetables, [6, 7, 8, 9, 10]),
        ("Carotte", roots, [5, 6, 9, 10]),
        ("Miel", sweets, range(1, 13)),
        ("Nougat", sweets, range(1, 13)),
        ("Poireau", vegetables, [1, 2, 3, 11, 12]),
    ):
        ProductFactory(name=name, family=family, season_months=months.pack(season))


@pytest.fixture
def catalogue(towns, db):
    """The towns, nothing in them yet."""


@pytest.fixture(scope="module")
def listings(towns):
    synthetic.make(60, seed=7, hours_share=0.7, now=NOW)


@pytest.fixture
def sixty(listings, db):
    """Sixty listings, for modules that have no test of an empty directory."""
