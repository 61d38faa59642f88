"""Files that are not quite right: what is read, what is refused, with its line."""

import pytest
from django.core.management import CommandError

from directory.imports import formats
from directory.models import SourceRecord
from tests.directory.imports.files import (
    BAKERY,
    CHEESE,
    HEADER,
    counts,
    import_file,
    place,
    plain,
    skipped,
    write,
)


@pytest.mark.parametrize(
    ("encoding", "end", "delimiter"),
    [
        ("utf-8", "\n", ","),
        ("utf-8-sig", "\r\n", ","),
        ("utf-8", "\r", ";"),
        ("cp1252", "\r\n", ";"),
        ("latin-1", "\n", "\t"),
    ],
)
def test_encodings_line_ends_and_delimiters_are_recognised(encoding, end, delimiter):
    text = end.join((HEADER, "", BAKERY, "")).replace(",", delimiter)

    table = formats.parse(text.encode(encoding))

    assert table.columns == tuple(HEADER.split(","))
    assert [(row.line, row.values["nom"], row.values["commune"]) for row in table] == [
        (3, "Boulangerie Roux", "Nîmes")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,Nom,bakery", "3 colonnes au lieu de 11"),
        (f"{BAKERY},trop", "12 colonnes au lieu de 11"),
        ('9,"Chez "Paul"",bakery,,,30000,Nîmes,,43.8,4.36,x', "guillemets mal placés"),
        ('9,"Jamais fermé,bakery,,,30000,Nîmes,,43.8,4.36,x', "guillemets mal placés"),
        (
            f"9,{'x' * 20_000},bakery,,,30000,Nîmes,,43.8,4.36,x",
            "un champ dépasse 10000 caractères",
        ),
        (
            f"9,{'x' * 201},bakery,,,30000,Nîmes,,43.8,4.36,x",
            "nom trop long (201 caractères, 200 au plus)",
        ),
        ("9,Nom\0,bakery,,,30000,Nîmes,,43.8,4.36,x", "caractères illisibles"),
        ("9,,bakery,,,30000,Nîmes,,43.8,4.36,x", "sans nom"),
        ("9,Nom,tea,,,30000,Nîmes,,43.8,4.36,x", "type de lieu non retenu : « tea »"),
        ("9,Nom,,,,30000,Nîmes,,43.8,4.36,x", "sans type de lieu"),
        ("9,Nom,bakery,,,30000,Nîmes,,NaN,4.36,x", "latitude illisible : « NaN »"),
        ("9,Nom,bakery,,,30000,Nîmes,,43.8,inf,x", "longitude illisible : « inf »"),
        ("9,Nom,bakery,,,30000,Nîmes,,ici,4.36,x", "latitude illisible : « ici »"),
        ("9,Nom,bakery,,,30000,Nîmes,,93.8,4.36,x", "latitude hors limites : « 93.8 »"),
        ("9,Nom,bakery,,,30000,Nîmes,,43.8,-181,x", "longitude hors limites : « -181 »"),
        ("9,Nom,bakery,,,30000,Nîmes,,43.8,,x", "position incomplète"),
        ("9,Nom,bakery,,,30000,Nîmes,,0,0,x", "position nulle (0, 0)"),
        ("9,Nom,bakery,,,,,,,,x", "sans commune ni position"),
        ("9,Nom,bakery,,,44000,Nantes,,47.2,-1.55,x", "hors des communes chargées : « Nantes »"),
        ("9,Nom,bakery,,,,,,47.2,-1.55,x", "à plus de 8 km du centre de toute commune chargée"),
        ("1,Autre,bakery,,,30000,Nîmes,,43.8,4.36,x", "même lieu que la ligne 2"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_stops_nothing(
    tmp_path, territory, source, row, reason
):
    record = import_file(write(tmp_path, BAKERY, row, CHEESE))

    assert [(line, plain(told)) for line, told in skipped(record)] == [(3, reason)]
    assert counts(record) == {"created": 2, "skipped": 1}


def test_two_stray_quotes_far_apart_cost_two_rows_only():
    rows = ['1,"A,bakery', "2,B,bakery", '3,C",bakery', "4,D,bakery"]

    table = formats.parse("\n".join(["osm_id,nom,shop", *rows]).encode())

    assert [(row.line, bool(row.problem)) for row in table] == [
        (2, True),
        (3, False),
        (4, False),
        (5, False),
    ]


def test_a_quoted_field_may_hold_line_breaks():
    table = formats.parse(b'id,nom\n1,"Deux\nlignes"\n2,Une\n')

    assert [(row.line, row.values["nom"]) for row in table] == [(2, "Deux\nlignes"), (4, "Une")]


@pytest.mark.parametrize("latitude", ["43,8370", " 43.837 ", "43.837°"])
def test_decimal_commas_and_signs_are_read(tmp_path, territory, source, latitude):
    row = BAKERY.replace("43.8370", f'"{latitude}"')

    import_file(write(tmp_path, row))

    assert place("Boulangerie Roux").latitude == 43.837


def test_a_place_without_position_stands_in_its_commune(tmp_path, territory, source):
    import_file(write(tmp_path, "2,La Cabre d’Or,cheese,,,30700,Uzès,,,,x"))

    page = place("La Cabre d’Or")
    assert (page.latitude, page.position) == (None, (44.0121, 4.4197))


def test_unreadable_hours_stay_out_of_the_page(tmp_path, territory, source):
    record = import_file(write(tmp_path, BAKERY.replace("Tu-Sa 07:00-19:00", "le matin sûrement")))

    assert place("Boulangerie Roux").opening_hours == ""
    assert SourceRecord.objects.get().values["unread_hours"] == "le matin sûrement"
    assert [(row["line"], plain(row["note"])) for row in record.report["notes"]] == [
        (2, "horaires illisibles : « le matin sûrement »")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "vide"),
        ("nom\n", "nomme pas de colonnes"),
        ("nom,nom\n1,2\n", "deux fois"),
        ("a,b\n1,2\n", "Aucune correspondance connue"),
        ('{"type": "FeatureCollection", "features": [\n{]}', "illisible à la ligne 2"),
        ('{"type": "Feature"}', "FeatureCollection"),
        ("[" * 100_000, "illisible"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, territory, source, content, message):
    path = tmp_path / "lieux.csv"
    path.write_text(content)

    with pytest.raises(CommandError, match=message):
        import_file(path)


def test_without_communes_nothing_is_tried(tmp_path, db, source):
    with pytest.raises(CommandError, match="Aucune commune"):
        import_file(write(tmp_path, BAKERY))


def test_a_file_of_broken_rows_flags_nothing_as_vanished(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))

    with pytest.raises(CommandError, match="Aucune ligne"):
        import_file(write(tmp_path, ",,,"))
    record = import_file(write(tmp_path, "1,Boulangerie Roux,bakery"))

    assert counts(record) == {"skipped": 1}
    assert SourceRecord.objects.get().vanished_at is None


def test_one_wrong_byte_spoils_no_other_row():
    lines = [b"id,nom", "1,Épicerie d’été".encode(), "2,Café".encode("cp1252")]
    table = formats.parse(b"\n".join(lines))

    assert [row.values["nom"] for row in table.rows] == ["Épicerie d’été", "Café"]


def test_number_too_large_for_a_place_is_no_geometry():
    table = formats.parse(
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},'
        b' "geometry": {"type": "Point", "coordinates": [1' + b"0" * 400 + b", 4]}}]}"
    )

    assert [row.problem for row in table.rows] == ["géométrie illisible"]
