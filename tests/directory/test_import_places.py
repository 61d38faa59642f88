"""Importing places: what is read, what is refused, what a person's word is worth."""

import csv
import gzip
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.text import slugify
from wagtail.models import Page, Revision

from directory.enums import Kind
from directory.imports import formats, mapping, osm, pages, run
from directory.imports.errors import FileError, Refusal
from directory.imports.merge import Kept, merge
from directory.imports.reading import read
from directory.imports.territory import Communes
from directory.models import (
    Commune,
    DuplicatePair,
    ImportRun,
    Listing,
    PointOfSalePage,
    ProducerPage,
    Source,
    SourceRecord,
)
from directory.revisions import Versions
from tests.factories import CommuneFactory, SourceFactory, UserFactory, nimes, uzes

HEADER = "osm_id,nom,shop,numero,voie,code_postal,commune,opening_hours,lat,lon,zone"
BAKERY = "1,Boulangerie Roux,bakery,3,rue Fresque,30000,Nîmes,Tu-Sa 07:00-19:00,43.8370,4.3600,x"
CHEESE = "2,La Cabre d’Or,cheese,,,30700,Uzès,,44.0120,4.4200,x"


@pytest.fixture
def territory(tree):
    return nimes(), uzes()


@pytest.fixture
def source(db):
    return SourceFactory(slug="osm")


def write(tmp_path, *rows, header=HEADER, name="lieux.csv", encoding="utf-8", end="\n"):
    path = tmp_path / name
    path.write_bytes((end.join([header, *rows]) + end).encode(encoding))
    return path


def import_file(path, *options, **kwargs) -> ImportRun | None:
    call_command("import_places", str(path), "--source", "osm", *options, verbosity=0, **kwargs)
    return ImportRun.objects.first()


def counts(record: ImportRun) -> dict[str, int]:
    return {name: getattr(record, name) for name in COUNTED if getattr(record, name)}


LONG = "x" * 201
COUNTED = ("created", "updated", "unchanged", "skipped", "vanished", "corrections", "duplicates")


def place(title) -> PointOfSalePage:
    return PointOfSalePage.objects.get(title=title)


def skipped(record: ImportRun) -> list[tuple[int, str]]:
    return [(row["line"], row["reason"]) for row in record.report["skipped"]]


# --- Creating --------------------------------------------------------------------------------


def test_a_row_becomes_a_published_page_with_its_listing(tmp_path, territory, source):
    record = import_file(write(tmp_path, BAKERY))

    page = place("Boulangerie Roux")
    assert counts(record) == {"created": 1}
    assert record.state == ImportRun.State.DONE
    assert pages.read(page, Communes.loaded()) == {
        "title": "Boulangerie Roux",
        "kind": "boulangerie",
        "commune": "30189",
        "locality": "",
        "address": "3 rue Fresque",
        "postcode": "30000",
        "latitude": 43.837,
        "longitude": 4.36,
        "opening_hours": "Tu-Sa 07:00-19:00",
        "phone": "",
        "phone_is_public": False,
        "email": "",
        "email_is_public": False,
        "website": "",
        "step_free": "",
        "summary": "",
    }
    assert (page.source, page.live, page.has_unpublished_changes) == (source, True, False)
    assert page.confirmed_on is None
    assert page.slug == "boulangerie-roux-nimes"
    assert page.live_revision == page.latest_revision
    assert Listing.objects.get(page=page).name == "Boulangerie Roux"
    assert page.get_parent().specific.get_children().count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_first_revision_opens_as_the_page(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    page = place("Boulangerie Roux")

    again = page.get_latest_revision_as_object()

    assert (again.title, again.pk, again.commune) == (page.title, page.pk, page.commune)


def test_drafts_are_not_online(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY), "--draft")

    page = place("Boulangerie Roux")
    assert (page.live, page.has_unpublished_changes) == (False, True)
    assert page.first_published_at is None
    assert not Listing.objects.exists()


def test_places_of_one_name_have_their_own_addresses(tmp_path, territory, source):
    rows = [BAKERY.replace("1,", f"{number},", 1) for number in (1, 2, 3)]

    import_file(write(tmp_path, *rows))

    slugs = PointOfSalePage.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == [
        "boulangerie-roux-nimes",
        "boulangerie-roux-nimes-2",
        "boulangerie-roux-nimes-3",
    ]


def test_a_new_source_needs_its_licence_and_attribution(tmp_path, territory):
    path = write(tmp_path, BAKERY)

    with pytest.raises(CommandError, match="licence"):
        import_file(path, "--licence", "ODbL 1.0")
    assert not Source.objects.exists()

    import_file(path, "--licence", "ODbL 1.0", "--attribution", "© les contributeurs")
    assert Source.objects.values_list("slug", "licence", "attribution").get() == (
        "osm",
        "ODbL 1.0",
        "© les contributeurs",
    )


def test_a_dry_run_writes_nothing(tmp_path, territory):
    before = {model: model.objects.count() for model in (Page, Revision, Source, ImportRun)}
    output = StringIO()

    call_command(
        "import_places",
        str(write(tmp_path, BAKERY, CHEESE, "3,,bakery,,,,,,43.8,4.36,x")),
        "--source=osm",
        "--licence=ODbL",
        "--attribution=©",
        "--dry-run",
        stdout=output,
    )

    assert {model: model.objects.count() for model in before} == before
    lines = [" ".join(line.split()) for line in output.getvalue().splitlines()]
    assert lines[:3] == ["Essai à blanc : rien n’est écrit.", "3 lignes lues.", "2 créées"]
    assert lines[-1] == "1 sans nom"


def test_a_dry_run_foresees_what_an_import_does(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY, CHEESE))
    path = write(
        tmp_path,
        BAKERY.replace("rue Fresque", "rue de l’Aspic"),
        "3,La Boulangerie Roux,bakery,,,30000,Nîmes,,43.8371,4.3600,x",
    )
    table = formats.read(path)

    foreseen = run.preview(table, mapping.choose(table), source)
    record = import_file(path)

    assert foreseen.counts() == {name: getattr(record, name) for name in COUNTED}
    assert counts(record) == {"created": 1, "updated": 1, "vanished": 1, "duplicates": 1}


# --- Files that are not quite right --------------------------------------------------------------


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


def plain(text):
    return text.replace("\xa0", " ")


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


def test_without_communes_nothing_is_tried(tmp_path, tree, source):
    with pytest.raises(CommandError, match="Aucune commune"):
        import_file(write(tmp_path, BAKERY))


def test_a_file_of_broken_rows_flags_nothing_as_vanished(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))

    with pytest.raises(CommandError, match="Aucune ligne"):
        import_file(write(tmp_path, ",,,"))
    record = import_file(write(tmp_path, "1,Boulangerie Roux,bakery"))

    assert counts(record) == {"skipped": 1}
    assert SourceRecord.objects.get().vanished_at is None


# --- Kinds, columns, communes --------------------------------------------------------------------


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


# --- Importing again -----------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(tmp_path, territory, source):
    path = write(tmp_path, BAKERY, CHEESE, ",Sans numéro,farm,,,30700,Uzès,,44.01,4.42,x")
    import_file(path)
    before = set(Revision.objects.values_list("pk", flat=True))

    record = import_file(path)

    assert counts(record) == {"unchanged": 3}
    assert set(Revision.objects.values_list("pk", flat=True)) == before
    assert PointOfSalePage.objects.count() == 3


def test_a_change_in_the_source_is_published(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))

    record = import_file(write(tmp_path, BAKERY.replace("Roux", "Blanc")))

    page = PointOfSalePage.objects.get()
    assert counts(record) == {"updated": 1}
    assert (page.title, page.live_revision) == ("Boulangerie Blanc", page.latest_revision)
    assert page.revisions.count() == 2
    assert Listing.objects.get().name == "Boulangerie Blanc"


def test_a_correction_by_a_person_wins_and_is_told(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    page = place("Boulangerie Roux")
    page.opening_hours = "Mo-Fr 08:00-12:00"
    page.save_revision().publish()

    changed = BAKERY.replace("07:00", "06:30").replace("rue Fresque", "rue de l’Aspic")
    record = import_file(write(tmp_path, changed))
    page.refresh_from_db()

    assert counts(record) == {"updated": 1, "corrections": 1}
    assert (page.opening_hours, page.address) == ("Mo-Fr 08:00-12:00", "3 rue de l’Aspic")
    assert [(row["field"], row["source"], row["kept"]) for row in record.report["corrections"]] == [
        ("horaires", "Tu-Sa 06:30-19:00", "Mo-Fr 08:00-12:00")
    ]
    assert SourceRecord.objects.get().values["opening_hours"] == "Tu-Sa 06:30-19:00"


def test_what_a_person_adds_is_not_erased_by_silence(tmp_path, territory, source):
    import_file(write(tmp_path, CHEESE))
    page = place("La Cabre d’Or")
    page.opening_hours = "Sa 08:00-12:00"
    page.save_revision().publish()

    record = import_file(write(tmp_path, CHEESE.replace("cheese", "dairy")))

    page.refresh_from_db()
    assert counts(record) == {"unchanged": 1}
    assert page.opening_hours == "Sa 08:00-12:00"


def test_a_draft_in_progress_keeps_its_words_and_its_author(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    author = UserFactory()
    draft = place("Boulangerie Roux")
    draft.summary, draft.opening_hours = "Pain au levain", "Mo-Fr 08:00-12:00"
    draft.save_revision(user=author)

    changed = BAKERY.replace("07:00", "06:30").replace("rue Fresque", "rue de l’Aspic")
    record = import_file(write(tmp_path, changed))

    page = place("Boulangerie Roux")
    latest = page.get_latest_revision_as_object()
    assert counts(record) == {"updated": 1, "corrections": 1}
    assert (page.address, page.summary) == ("3 rue de l’Aspic", "")
    assert page.opening_hours == "Tu-Sa 07:00-19:00"
    assert (latest.address, latest.summary) == ("3 rue de l’Aspic", "Pain au levain")
    assert latest.opening_hours == "Mo-Fr 08:00-12:00"
    assert (page.has_unpublished_changes, page.latest_revision.user) == (True, author)
    assert page.live_revision != page.latest_revision


def test_a_locked_page_waits_and_follows_later(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    Page.objects.filter(title="Boulangerie Roux").update(locked=True)
    changed = write(tmp_path, BAKERY.replace("rue Fresque", "rue de l’Aspic"))

    waiting = import_file(changed)
    assert counts(waiting) == {}
    assert [row["name"] for row in waiting.report["waiting"]] == ["Boulangerie Roux"]
    assert place("Boulangerie Roux").address == "3 rue Fresque"

    Page.objects.filter(title="Boulangerie Roux").update(locked=False)
    assert counts(import_file(changed)) == {"updated": 1}
    assert place("Boulangerie Roux").address == "3 rue de l’Aspic"


def test_a_page_taken_offline_is_not_published_again(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY))
    place("Boulangerie Roux").unpublish()

    record = import_file(write(tmp_path, BAKERY.replace("rue Fresque", "rue de l’Aspic")))

    page = place("Boulangerie Roux")
    assert counts(record) == {"updated": 1}
    assert (page.live, page.get_latest_revision_as_object().address) == (False, "3 rue de l’Aspic")


def test_a_vanished_place_is_flagged_then_cleared(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY, CHEESE))

    record = import_file(write(tmp_path, BAKERY))
    assert counts(record) == {"unchanged": 1, "vanished": 1}
    assert [row["name"] for row in record.report["vanished"]] == ["La Cabre d’Or"]
    assert SourceRecord.objects.vanished().get().external_id == "2"
    assert place("La Cabre d’Or").live

    assert counts(import_file(write(tmp_path, BAKERY))) == {"unchanged": 1}
    assert counts(import_file(write(tmp_path, BAKERY, CHEESE))) == {"unchanged": 2}
    assert not SourceRecord.objects.vanished().exists()


def test_a_place_deleted_by_a_person_is_not_created_again(tmp_path, territory, source):
    import_file(write(tmp_path, BAKERY, CHEESE))
    place("Boulangerie Roux").delete()

    record = import_file(write(tmp_path, BAKERY, CHEESE))

    assert counts(record) == {"unchanged": 1, "skipped": 1}
    assert skipped(record) == [(2, "supprimée du site par une personne")]
    assert PointOfSalePage.objects.count() == 1


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("error", [PowerCut, KeyboardInterrupt])
def test_an_interrupted_import_is_whole_batches_and_resumes(
    tmp_path, territory, source, monkeypatch, error
):
    rows = [f"{n},Ferme {n},farm,,,30000,Nîmes,,43.8{n:02},4.36,x" for n in range(7)]
    path = write(tmp_path, *rows)
    table = formats.read(path)
    monkeypatch.setattr(run, "BATCH", 3)
    add, added = pages.Nursery.add, []

    def fail_on_the_fifth(nursery, one):
        added.append(one)
        if len(added) == 5:
            raise error
        return add(nursery, one)

    monkeypatch.setattr(pages.Nursery, "add", fail_on_the_fifth)
    with pytest.raises(error):
        run.run(table, mapping.choose(table), source, file_name="lieux.csv")

    interrupted = ImportRun.objects.get()
    assert (interrupted.state, counts(interrupted)) == (ImportRun.State.FAILED, {"created": 3})
    assert PointOfSalePage.objects.count() == SourceRecord.objects.count() == 3
    assert Listing.objects.count() == 3
    assert Page.find_problems() == ([], [], [], [], [])

    monkeypatch.setattr(pages.Nursery, "add", add)
    resumed = import_file(path)
    assert (resumed.created, resumed.unchanged) == (4, 3)
    assert resumed.state == ImportRun.State.DONE
    assert PointOfSalePage.objects.count() == 7


def test_a_run_left_running_by_a_crash_is_marked_by_the_next(tmp_path, territory, source):
    crashed = ImportRun.objects.create(source=source, file_name="x")

    import_file(write(tmp_path, BAKERY))

    crashed.refresh_from_db()
    assert crashed.state == ImportRun.State.FAILED


# --- Who wins, field by field ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "ours", "changes", "kept"),
    [
        ("a", "a", ["a"], {}, []),
        ("a", "b", ["a"], {"title": "b"}, []),
        ("a", "b", ["b"], {}, []),
        ("a", "b", ["c"], {}, [Kept("title", "b", "c")]),
        ("a", "a", ["c"], {}, [Kept("title", "a", "c")]),
        ("a", "", ["a"], {"title": ""}, []),
        ("a", "", ["c"], {}, []),
        ("", "", ["c"], {}, []),
        ("a", "b", ["a", "a"], {"title": "b"}, []),
        ("a", "b", ["a", "c"], {}, [Kept("title", "b", "c")]),
        ("a", "b", ["a", "b"], {"title": "b"}, []),
        (None, "b", [""], {"title": "b"}, []),
        (None, "b", ["c"], {}, [Kept("title", "b", "c")]),
    ],
)
def test_three_ways_merge(before, now, ours, changes, kept):
    before = {} if before is None else {"title": before}

    result = merge(before, {"title": now}, [{"title": value} for value in ours])

    assert (result.changes, result.kept) == (changes, kept)


def test_a_position_is_corrected_as_one():
    before, now = ({"latitude": 43.0, "longitude": x} for x in (4.0, 4.5))
    ours = {"latitude": 43.1, "longitude": 4.0}

    result = merge(before, now, [ours])

    assert result.changes == {}
    assert result.kept == [Kept("latitude", [43.0, 4.5], [43.1, 4.0])]


def test_a_page_in_moderation_is_held(territory, source, tmp_path):
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    import_file(write(tmp_path, BAKERY))
    page = place("Boulangerie Roux")
    page.save_revision()
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(page, UserFactory())

    assert Versions.of(place("Boulangerie Roux")).is_held


# --- Real files ----------------------------------------------------------------------------------

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


def test_a_sample_of_real_shops_goes_through_twice(tmp_path, shared_data, tree, source):
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


def test_an_unchanged_batch_costs_few_queries(
    tmp_path, territory, source, django_assert_max_num_queries
):
    rows = [f"{n},Ferme {n},farm,,,30000,Nîmes,,43.8{n:02},4.36,x" for n in range(40)]
    path = write(tmp_path, *rows)
    import_file(path)
    table = formats.read(path)
    chosen = mapping.choose(table)

    with django_assert_max_num_queries(30):
        run.run(table, chosen, source, file_name="x", now=datetime(2026, 10, 1, tzinfo=UTC))


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
