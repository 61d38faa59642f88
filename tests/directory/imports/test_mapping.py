"""Kinds, columns and communes: what a file's words mean."""

import json

import pytest

from directory.enums import Kind
from directory.imports import mapping, osm
from directory.imports.errors import FileError, Refusal
from directory.imports.territory import Communes
from directory.models import PointOfSalePage, ProducerPage, SourceRecord
from tests.directory.imports.files import counts, import_file, place, skipped, write
from tests.factories import CommuneFactory, uzes


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"shop": "bakery"}, Kind.BAKERY),
        ({"shop": "Seafood"}, Kind.FISHMONGER),
        ({"shop": "farm"}, Kind.FARM_GATE),
        ({"shop": "clothes;cheese"}, Kind.DELICATESSEN),
        ({"amenity": "marketplace"}, Kind.OPEN_MARKET),
        ({"amenity": "vending_machine", "vending": "eggs;milk"}, Kind.VENDING_MACHINE),
        ({"amenity": "vending_machine", "vending": "cigarettes"}, None),
        ({"amenity": "vending_machine"}, None),
        ({"shop": "clothes"}, None),
        ({}, None),
    ],
)
def test_kinds_of_openstreetmap(tags, kind):
    assert osm.kind_of(tags) == kind


def test_geojson_features_become_places(tmp_path, territory, source):
    square = [[[4.419, 44.011], [4.421, 44.011], [4.421, 44.013], [4.419, 44.013], [4.419, 44.011]]]
    features = [
        feature(
            {"type": "Point", "coordinates": [4.36, 43.837]},
            id="node/1",
            name="Marché des Allées",
            amenity="marketplace",
            opening_hours="Fr 07:00-13:00",
            wheelchair="limited",
            phone="+33 4 66 00 00 00",
            website="www.exemple.fr",
            **{"addr:housenumber": "2", "addr:street": "avenue Jean-Jaurès"},
        ),
        feature({"type": "Polygon", "coordinates": square}, id="way/2", name="Halle", shop="farm"),
        feature({"type": "Point", "coordinates": ["x"]}, id="node/3", name="Nul", shop="farm"),
        "?",
    ]
    path = tmp_path / "lieux.geojson"
    lines = ",\n".join(json.dumps(one) for one in features)
    path.write_text('{"type": "FeatureCollection", "features": [\n' + lines + "\n]}")

    record = import_file(path)

    market, hall = place("Marché des Allées"), place("Halle")
    assert skipped(record) == [(4, "géométrie illisible"), (5, "ce n’est pas un lieu GeoJSON")]
    assert (market.kind, market.step_free, market.phone) == (
        "marche",
        "partly",
        "+33 4 66 00 00 00",
    )
    assert (market.website, market.address) == ("https://www.exemple.fr", "2 avenue Jean-Jaurès")
    assert (market.public_phone, market.opening_hours) == ("+33 4 66 00 00 00", "Fr 07:00-13:00")
    assert (hall.kind, hall.latitude, hall.longitude) == ("ferme", 44.012, 4.42)
    assert hall.commune == uzes()


def test_characters_that_no_database_keeps_are_dropped(tmp_path, territory, source):
    point = {"type": "Point", "coordinates": [4.36, 43.837]}
    one = feature(point, id="node/1\x00", name="Mas\ud800 Roux\x00", shop="farm")
    path = tmp_path / "lieux.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}))

    import_file(path)

    assert SourceRecord.objects.get().external_id == "node/1"
    assert PointOfSalePage.objects.get().title == "Mas Roux"


def feature(geometry, *, id, **properties):
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}


def test_a_mapping_names_columns_constants_and_kinds(tmp_path, territory, source):
    rules = tmp_path / "rules.toml"
    rules.write_text(
        """
        [columns]
        id = "ref"
        title = ["enseigne", "raison"]
        kind = "genre"
        commune = "ville"
        [constants]
        summary = "Venu du fichier de la chambre."
        [kinds]
        "Marché bio" = "marche-producteurs"
        "Coiffeur" = ""
        """
    )
    path = write(
        tmp_path,
        "1,,Les Allées,MARCHE BIO,Nîmes",
        "2,Roux,,Boulangerie,Nîmes",
        "3,Tif,,Coiffeur,Nîmes",
        "4,Ferme du Mas,,producteur,Uzès",
        header="ref,enseigne,raison,genre,ville",
    )

    record = import_file(path, "--mapping", str(rules))

    assert counts(record) == {"created": 3, "skipped": 1}
    assert dict(PointOfSalePage.objects.values_list("title", "kind")) == {
        "Les Allées": "marche-producteurs",
        "Roux": "boulangerie",
    }
    assert ProducerPage.objects.get().title == "Ferme du Mas"
    assert place("Roux").summary == "Venu du fichier de la chambre."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "columns"),
        ({"columns": {"title": "a"}}, "kind"),
        ({"columns": {"title": "a", "kind": "b", "age": "c"}}, "inconnus"),
        ({"columns": {"title": "a"}, "constants": {"kind": "dragon"}}, "dragon"),
        ({"columns": {"title": "a", "kind": "b"}, "format": "xml"}, "format"),
        ([], "columns"),
        ({"columns": [1]}, "columns"),
    ],
)
def test_a_mapping_that_does_not_hold_together_is_refused(content, message):
    with pytest.raises(FileError, match=message):
        mapping.build(content)


@pytest.mark.parametrize("shipped", mapping.shipped(), ids=lambda mapping: mapping.name)
def test_shipped_mappings_hold_together(shipped):
    assert {"title", "kind"} <= shipped.fields


def near_montpellier(name, **fields):
    defaults = {"postcodes": ["34000"], "latitude": 43.61, "longitude": 3.87}
    return CommuneFactory(name=name, **defaults | fields)


@pytest.mark.parametrize(
    ("name", "postcode", "position", "found"),
    [
        ("NIMES", "30900", None, "Nîmes"),
        ("Nîmes CEDEX 9", "30039", None, "Nîmes"),
        ("St Martin", "30700", None, "Saint-Martin"),
        ("Hameau du Mas", "30700", (44.012, 4.42), "Uzès"),
        ("Hameau du Mas", "30700", None, None),
        ("Nîmes", "", (48.85, 2.35), None),
        ("", "30700", (44.05, 4.30), "Saint-Martin"),
        ("", "", (43.84, 4.37), "Nîmes"),
        ("", "", (43.50, 4.37), None),
        ("Paris", "75001", (43.84, 4.37), None),
    ],
)
def test_the_commune_of_a_place(territory, name, postcode, position, found):
    CommuneFactory(name="Saint-Martin", postcodes=["30700"], latitude=44.06, longitude=4.31)

    commune = Communes.loaded().find(name, postcode, position)

    assert (commune and commune.name) == found


def test_namesakes_without_position_are_refused(territory):
    near_montpellier("Saint-Gilles", slug="a", postcodes=["34999"])
    near_montpellier("Saint-Gilles", slug="b", postcodes=["35999"], latitude=48.15)

    with pytest.raises(Refusal, match="plusieurs communes"):
        Communes.loaded().find("Saint-Gilles", "", None)


def test_outside_places_are_kept_when_asked(tmp_path, territory, source):
    row = "9,Nom,bakery,,,44000,Nantes,,47.2,-1.55,x"

    record = import_file(write(tmp_path, row), "--allow-outside")

    page = place("Nom")
    assert counts(record) == {"created": 1}
    assert (page.commune, page.locality, page.place_name) == (None, "Nantes", "Nantes")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"vocabulary": []}, "vocabulary"),
        ({"required": 5}, "liste"),
        ({"required": "title"}, "liste"),
    ],
)
def test_mapping_of_the_wrong_types_is_refused(tmp_path, more, message):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"columns": {"title": "nom", "kind": "type"}} | more))

    with pytest.raises(FileError, match=message):
        mapping.load(path)
