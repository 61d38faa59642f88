"""Files of real places."""

import csv
import gzip
from pathlib import Path

import pytest
from django.utils.text import slugify

from directory.enums import Kind
from directory.imports import formats, mapping
from directory.imports.reading import read
from directory.imports.territory import Communes
from directory.models import Commune, DuplicatePair, Listing, PointOfSalePage
from tests.directory.imports.files import counts, import_file, write

REAL_SHOPS = "osm_commerces_alimentaires.csv"
REAL_MARKETS = "marches_horaires_osm.csv"


@pytest.fixture(scope="module")
def france(shared_data):
    """Communes of the whole of France, in memory."""
    with gzip.open(shared_data / "communes_france.csv.gz", "rt", encoding="utf-8") as lines:
        return Communes(
            Commune(
                pk=number,
                insee=row["code_insee"],
                name=row["nom"],
                postcodes=row["codes_postaux"].split(";"),
                latitude=float(row["lat"]) if row["lat"] else None,
                longitude=float(row["lon"]) if row["lon"] else None,
            )
            for number, row in enumerate(csv.DictReader(lines), start=1)
        )


def test_the_shops_of_openstreetmap_are_read_whole(shared_data, france):
    table = formats.read(shared_data / REAL_SHOPS)

    reading = read(table, mapping.choose(table), france, allow_outside=False)

    assert (len(table), len(reading.places)) == (3676, 3531)
    assert reading.report.reasons() == [
        ("type de lieu non retenu", 73),
        ("sans nom", 71),
        ("à plus de 8 km du centre de toute commune chargée", 1),
    ]
    assert len({place.external_id for place in reading.places}) == 3531
    montpellier = [place for place in reading.places if place.stated_commune]
    assert {place.values["commune"] for place in montpellier} == {"34172"}


def test_the_markets_are_read_with_their_hours(shared_data):
    table = formats.read(shared_data / REAL_MARKETS)

    reading = read(table, mapping.choose(table), Communes([]), allow_outside=True)

    kinds = {place.kind for place in reading.places}
    assert (len(reading.places), kinds) == (747, {Kind.OPEN_MARKET})
    assert sum(bool(place.values["opening_hours"]) for place in reading.places) == 732
    assert sum(bool(place.unread_hours) for place in reading.places) == 1


def test_a_sample_of_real_shops_goes_through_twice(tmp_path, shared_data, db, source):
    with (shared_data / "communes_gard.csv").open(encoding="utf-8") as lines:
        Commune.objects.bulk_create(
            Commune(
                insee=row["code_insee"],
                name=row["nom"],
                slug=slugify(row["nom"]),
                postcodes=row["codes_postaux"].split(";"),
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
            )
            for row in csv.DictReader(lines)
        )
    lines = Path(shared_data / REAL_SHOPS).read_text(encoding="utf-8").splitlines()
    path = write(tmp_path, *lines[1::36], header=lines[0])

    first = import_file(path, "--allow-outside")
    second = import_file(path, "--allow-outside")

    assert first.created + first.skipped == len(lines[1::36]) == 103
    assert counts(second) == {"unchanged": first.created, "skipped": first.skipped}
    assert Listing.objects.count() == PointOfSalePage.objects.live().count() == first.created
    assert DuplicatePair.objects.count() == first.duplicates
