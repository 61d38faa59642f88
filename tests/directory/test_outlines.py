import csv
import gzip
import json
from itertools import pairwise

import pytest

from directory import outlines, topology
from tests.factories import CommuneFactory, nimes, uzes


def square(insee, west, south, *, size=0.1, **properties):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code_insee": insee, "nom": f"Commune {insee}"} | properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def rings_of(document):
    """The rings of each commune as the map draws them, in points of the grid."""
    arcs = []
    for steps in document["arcs"]:
        x, y = 0, 0
        arc = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            arc.append((x, y))
        arcs.append(arc)
    return {
        commune["insee"]: [topology.walk(chain, arcs) for chain in commune["rings"]]
        for commune in document["communes"]
    }


def is_inside(point, rings):
    """Even-odd rule, the one the map fills with."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


@pytest.fixture
def place_of_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def gard(db, shared_data):
    """The real contours, built, and the position of each commune by its code."""
    source = json.loads((shared_data / "communes_gard.geojson").read_bytes())
    with (shared_data / "communes_gard.csv").open() as rows:
        positions = {
            row["code_insee"]: (
                float(row["lon"]) * topology.SCALE,
                float(row["lat"]) * topology.SCALE,
            )
            for row in csv.DictReader(rows)
        }
    return outlines.build(outlines.read(source)), positions


def test_real_contours_fit_in_forty_kilobytes_with_every_commune_once(gard):
    built, positions = gard
    assert len(built.compressed) <= 40_000
    codes = [commune["insee"] for commune in json.loads(built.text)["communes"]]
    assert codes == sorted(positions)


def test_every_centre_is_in_its_own_commune_and_in_no_other(gard):
    built, positions = gard
    rings = rings_of(json.loads(built.text))
    found = {
        code: [insee for insee, shape in rings.items() if is_inside(position, shape)]
        for code, position in positions.items()
    }
    right = sum(found[code] == [code] for code in positions)
    assert right / len(positions) >= 0.99


@pytest.mark.parametrize("budget", [40_000, 25_000])
def test_borders_stay_shared_however_much_they_are_simplified(db, shared_data, budget):
    source = json.loads((shared_data / "communes_gard.geojson").read_bytes())
    contours = outlines.read(source)
    built = outlines.build(contours, budget=budget)
    assert len(built.compressed) <= budget
    arcs, chains = topology.cut([ring for contour in contours for ring in contour.rings])
    sides = sum(map(len, chains))
    document = json.loads(built.text)
    drawn = [arc for commune in document["communes"] for ring in commune["rings"] for arc in ring]
    assert len(drawn) == sides
    assert {max(arc, ~arc) for arc in drawn} == set(range(len(arcs)))
    assert len(drawn) == len(set(drawn))  # one side each: no border drawn twice the same way


def test_names_weights_and_perimeter_come_from_the_directory(db):
    nimes()
    uzes()
    contours = outlines.read(
        collection(
            square("30334", 4.4, 44.0), square("30189", 4.3, 43.8), square("13004", 4.6, 43.6)
        )
    )
    communes = json.loads(outlines.build(contours).text)["communes"]
    assert [
        (commune["insee"], commune["name"], commune["ours"], commune["at"]) for commune in communes
    ] == [
        ("13004", "Commune 13004", False, [46500, 436500]),
        ("30189", "Nîmes", True, [43601, 438367]),
        ("30334", "Uzès", False, [44197, 440121]),
    ]


def test_commune_in_several_features_appears_once():
    contours = outlines.read(
        collection(
            square("30001", 4.0, 44.0), square("30001", 4.5, 44.0), square("30002", 4.1, 44.0)
        )
    )
    assert [(contour.insee, len(contour.rings)) for contour in contours] == [
        ("30001", 2),
        ("30002", 1),
    ]


@pytest.mark.parametrize("key", ["code_insee", "insee", "code"])
def test_code_is_read_under_its_usual_names(key):
    feature = square("", 4.0, 44.0) | {"properties": {key: "30001", "nom": "Aigaliers"}}
    (contour,) = outlines.read(collection(feature))
    assert (contour.insee, contour.name) == ("30001", "Aigaliers")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "Ce n’est pas une collection GeoJSON (« FeatureCollection »)."),
        ({"type": "Feature"}, "Ce n’est pas une collection GeoJSON (« FeatureCollection »)."),
        (collection(), "Aucun contour de commune dans ces données."),
        (collection({}), "Contour n° 1 illisible : il lui manque une partie."),
        (collection(square("", 4, 44)), "Contour n° 1 illisible : pas de code INSEE."),
        (
            collection(
                square("30001", 4, 44),
                square("30002", 4, 44) | {"geometry": {"type": "Point", "coordinates": [4, 44]}},
            ),
            "Contour n° 2 illisible : Point n’est pas un polygone.",
        ),
    ],
)
def test_unusable_contours_say_why(data, message):
    with pytest.raises(outlines.ContoursError) as error:
        outlines.read(data)
    assert str(error.value) == message


def test_budget_that_cannot_be_met_is_refused(db):
    contours = outlines.read(collection(square("30001", 4.0, 44.0)))
    with pytest.raises(outlines.ContoursError):
        outlines.build(contours, budget=20)


def test_saved_outlines_are_read_back_and_replaced(db, place_of_files):
    assert outlines.load() is None
    first = outlines.build(outlines.read(collection(square("30001", 4.0, 44.0))))
    outlines.save(first)
    assert outlines.load() == first
    second = outlines.build(outlines.read(collection(square("30002", 4.0, 44.0))))
    outlines.save(second)
    assert outlines.load() == second


def test_without_contours_the_names_of_the_department_are_given_largest_first(db):
    CommuneFactory(insee="30189", name="Nîmes", population=150_000)
    CommuneFactory(insee="30334", name="Uzès", population=8_500, epci_siren="")
    CommuneFactory(insee="30001", name="Aigaliers", population=None, epci_siren="")
    CommuneFactory(insee="13004", name="Arles", population=50_000, epci_siren="")
    document = json.loads(outlines.names_only().text)
    assert document["arcs"] == []
    assert [commune["name"] for commune in document["communes"]] == ["Nîmes", "Uzès", "Aigaliers"]


def test_same_contours_give_the_same_file(db):
    contours = outlines.read(collection(square("30001", 4.0, 44.0)))
    assert outlines.build(contours) == outlines.build(contours)


ADDRESS = "/ou-acheter/communes.json"


def test_outlines_are_served_compressed_with_their_digest(db, client, place_of_files):
    built = outlines.build(outlines.read(collection(square("30001", 4.0, 44.0))))
    outlines.save(built)
    response = client.get(ADDRESS, {"v": built.digest}, headers={"accept-encoding": "br, gzip"})
    assert gzip.decompress(response.content) == built.text
    assert {
        name: response[name]
        for name in ("Content-Type", "Content-Encoding", "ETag", "Vary", "Cache-Control")
    } == {
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "ETag": f'"{built.digest}"',
        "Vary": "Accept-Encoding, Accept-Language",
        "Cache-Control": "public, max-age=31536000, immutable",
    }


def test_address_without_the_right_digest_is_kept_a_moment_only(db, client, place_of_files):
    outlines.save(outlines.build(outlines.read(collection(square("30001", 4.0, 44.0)))))
    response = client.get(ADDRESS, {"v": "ancien"})
    assert response["Cache-Control"] == "public, max-age=300"
    assert [commune["insee"] for commune in response.json()["communes"]] == ["30001"]
    again = client.get(ADDRESS, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_before_any_import_names_are_served(client, place_of_files, db):
    nimes()
    assert [commune["name"] for commune in client.get(ADDRESS).json()["communes"]] == ["Nîmes"]


def test_names_are_gathered_once_until_a_commune_changes(
    client, place_of_files, db, django_assert_num_queries
):
    town = nimes()
    client.get(ADDRESS)
    with django_assert_num_queries(1):
        again = client.get(ADDRESS)
    assert [commune["name"] for commune in again.json()["communes"]] == ["Nîmes"]
    town.name = "Nemausus"
    town.save()
    changed = client.get(ADDRESS)
    assert [commune["name"] for commune in changed.json()["communes"]] == ["Nemausus"]
    assert changed["ETag"] != again["ETag"]


def test_outlines_cannot_be_written_over_http(client, db):
    assert client.post(ADDRESS).status_code == 405
