import csv
import gzip
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from directory import months, reference_data
from directory.models import Appellation, Commune, Product, ProductFamily, QualitySign
from directory.reference_data import Problem

pytestmark = pytest.mark.django_db

FRANCE = (
    "code_insee,nom,codes_postaux,departement,region,epci_siren,epci_nom,population,"
    "population_municipale,lat,lon\n"
)


def counts(reports):
    return [(r.created, r.updated, r.unchanged, r.kept, r.problems) for r in reports]


def read(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def copy_reference(folder, **changes):
    """Our reference files, with `{file: {key: {column: value}}}` changed."""
    for path in reference_data.FOLDER.glob("*.csv"):
        rows = read(path)
        for row in rows:
            row.update(changes.get(path.stem, {}).get(next(iter(row.values())), {}))
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return folder


def france(tmp_path, *rows):
    path = tmp_path / "france.csv"
    path.write_text(FRANCE + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_first_load_fills_the_tables():
    reports = reference_data.load_all()
    assert [r.problems for r in reports] == [[]] * 7
    assert Commune.objects.count() == 350
    assert Commune.objects.in_perimeter().count() == 39
    assert [m.objects.count() for m in (ProductFamily, Product, QualitySign, Appellation)] == [
        r.created for r in reports[1:5]
    ]
    nimes = Commune.objects.get(insee="30189")
    assert (nimes.name, nimes.slug, nimes.postcodes) == ("Nîmes", "nimes", ["30000", "30900"])
    tomato = Product.objects.get(slug="tomate")
    assert tomato.family.parent.slug == "legumes"
    assert months.unpack(tomato.peak_months) == [7, 8, 9]
    onion = Appellation.objects.get(inao_id=1579)
    assert [onion.sign.code, *onion.products.values_list("slug", flat=True)] == [
        "aop", "oignon-doux-des-cevennes",
    ]  # fmt: skip


def test_row_an_editor_made_is_completed_never_overwritten():
    family = ProductFamily.objects.create(slug="legumes", name="Nos légumes", order=9)
    reports = reference_data.load_all()
    family.refresh_from_db()
    assert (family.name, family.order, family.icon) == ("Nos légumes", 9, "vegetable")
    assert ("legumes", "name") in reports[1].kept


BAD_ROWS = [
    ("products", "tomate", {"family": "inconnue"}, "family : « inconnue » n’existe pas"),
    ("products", "courgette", {"family": ""}, "family : vide"),
    ("products", "aubergine", {"season_months": "6;13"},
     "season_months : mois illisibles : « 6;13 »"),
    ("products", "concombre", {"peak_months": "1"},
     "La pleine saison doit être comprise dans la saison."),
    ("communes", "30189", {"latitude": "nan"}, "latitude : position impossible : « nan »"),
    ("communes", "30002", {"latitude": "91"}, "latitude : position impossible : « 91 »"),
    ("communes", "30003", {"slug": "aigaliers"}, "slug : « aigaliers » sert déjà à 30001"),
    ("communes", "30004", {"insee": "30001"}, "déjà vu plus haut dans le fichier"),
    ("communes", "30005", {"name": "N\ufffdmes"}, "texte qui n’est pas en UTF-8"),
    ("signs", "ab", {"organic": "peut-être"}, "organic : « peut-être » n’est ni oui ni non"),
    ("appellations", "1579", {"products": "oignon-bleu"},
     "products : n’existent pas : oignon-bleu"),
]  # fmt: skip


@pytest.fixture(scope="module")
def report_of_bad_rows(module_rows, tmp_path_factory) -> dict[str, reference_data.Report]:
    """The reports of files with all the bad rows, by file; their rows are gone again."""
    changes = {file: {} for file, *_ in BAD_ROWS}
    for file, key, cells, _reason in BAD_ROWS:
        changes[file][key] = cells
    with transaction.atomic():
        reports = reference_data.load_all(copy_reference(tmp_path_factory.mktemp("bad"), **changes))
        transaction.set_rollback(True)
    order = ["communes", "families", "products", "signs", "appellations"]
    return dict(zip(order, reports, strict=False))


@pytest.mark.parametrize(("file", "key", "cells", "reason"), BAD_ROWS)
def test_bad_row_is_reported_with_its_line_and_stops_nothing(
    report_of_bad_rows, file, key, cells, reason
):
    report = report_of_bad_rows[file]
    keys = [next(iter(row.values())) for row in read(reference_data.FOLDER / f"{file}.csv")]
    bad = [other for of, other, *_ in BAD_ROWS if of == file]
    assert [p.reason for p in report.problems if p.line == keys.index(key) + 2] == [reason]
    assert {p.line for p in report.problems} == {keys.index(other) + 2 for other in bad}
    assert report.created == len(keys) - len(bad)


def test_row_with_too_many_columns_is_left_out(tmp_path):
    path = france(tmp_path, "01001,Ici,01400,01,84,,,1,1,46.1,4.9,de trop", "01002,Là,,01,84,,,,,,")
    report = reference_data.load_france(path)
    assert report.problems == [Problem(2, "", "trop de colonnes")]
    assert list(Commune.objects.values_list("name", "population", "latitude")) == [
        ("Là", None, None)
    ]


def test_command_says_what_it_did(tmp_path):
    out, err = io.StringIO(), io.StringIO()
    call_command("load_reference", stdout=out, stderr=err)
    assert out.getvalue().splitlines()[0] == (
        "communes : 350 créées, 0 mises à jour, 0 inchangées, 0 supprimées à la main, 0 écartées"
    )
    assert err.getvalue() == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "ne peut pas être lu"),
        (b"\x1f\x8bnot really gzip", "ne peut pas être lu"),
        (b"", "il manque les colonnes"),
        (b"a,b\n1,2\n", "il manque les colonnes"),
    ],
)
def test_unusable_file_is_refused_with_a_sentence(tmp_path, content, message):
    path = tmp_path / "communes.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("load_reference", communes=path)
    assert Commune.objects.count() == 0


def test_homonyms_of_france_get_their_department_then_their_code(tmp_path):
    path = france(
        tmp_path,
        "01001,L'Abergement,01400,01,84,,,1,1,46.1,4.9",
        "39001,L'Abergement,39400,39,27,,,1,1,46.1,4.9",
        "39002,L'Abergement,39401,39,27,,,1,1,46.1,4.9",
    )
    reference_data.load_france(path)
    assert list(Commune.objects.order_by("insee").values_list("name", "slug")) == [
        ("L’Abergement", "l-abergement"),
        ("L’Abergement", "l-abergement-39"),
        ("L’Abergement", "l-abergement-39002"),
    ]


def test_national_file_may_be_plain_or_compressed(tmp_path):
    path = france(tmp_path, "2A004,Ajaccio,20000;20090,2A,94,,,73000,72000,41.9,8.7")
    packed = tmp_path / "france.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert reference_data.load_france(packed).created == 1
    assert reference_data.load_france(path).unchanged == 1


def test_slug_an_editor_gave_to_a_commune_of_france_stays(tmp_path):
    path = france(tmp_path, "2A004,Ajaccio,20000;20090,2A,94,,,73000,72000,41.9,8.7")
    reference_data.load_france(path)
    Commune.objects.update(slug="ajaccio-corse")
    for _time in range(2):
        reference_data.load_france(path)
    assert Commune.objects.get().slug == "ajaccio-corse"
