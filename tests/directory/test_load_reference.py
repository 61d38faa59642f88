import csv
import gzip
import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.search.backends import get_search_backend

from directory import months, reference_data
from directory.models import Appellation, Commune, Product, ProductFamily, QualitySign
from directory.reference_data import Problem
from tests.factories import UserFactory

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


def test_every_row_of_the_catalogue_is_valid():
    reference_data.load_all()
    for model in (Commune, ProductFamily, Product, QualitySign, Appellation):
        for row in model.objects.all():
            row.full_clean()


def test_second_load_changes_nothing():
    first = reference_data.load_all()
    expected = [(0, 0, r.created + r.updated, [], []) for r in first]
    stamps = list(Product.objects.values_list("updated_at", flat=True))
    assert counts(reference_data.load_all()) == expected
    assert list(Product.objects.values_list("updated_at", flat=True)) == stamps


def test_loaded_rows_are_found_by_the_admin_search():
    reference_data.load_all()
    found = get_search_backend().autocomplete("nîme", Commune.objects.all())
    assert {commune.insee for commune in found} == {"30189"}


def test_editors_change_survives_and_the_other_fields_follow_the_file(tmp_path):
    reference_data.load_all()
    Product.objects.filter(slug="tomate").update(note="Mot de la maison", peak_months=months.bit(8))
    new = {"note": "Nouvelle phrase", "plural": "Belles tomates", "family": "racines"}
    reports = reference_data.load_all(copy_reference(tmp_path, products={"tomate": new}))
    tomato = Product.objects.get(slug="tomate")
    assert (tomato.note, tomato.peak_months) == ("Mot de la maison", months.bit(8))
    assert (tomato.plural, tomato.family.slug) == ("Belles tomates", "racines")
    assert sorted(reports[2].kept) == [("tomate", "note"), ("tomate", "peak_months")]
    assert (reports[2].created, reports[2].updated) == (0, 1)


def test_editors_change_survives_however_often_the_file_changes(tmp_path):
    reference_data.load_all()
    Product.objects.filter(slug="tomate").update(note="Mot de la maison")
    for note in ("Une", "Deux", "Trois"):
        reference_data.load_all(copy_reference(tmp_path, products={"tomate": {"note": note}}))
    assert Product.objects.get(slug="tomate").note == "Mot de la maison"


def test_editors_links_and_lists_survive(tmp_path):
    reference_data.load_all()
    onion = Appellation.objects.get(inao_id=1579)
    onion.products.set(Product.objects.filter(slug="tomate"))
    Commune.objects.filter(insee="30189").update(postcodes=["30000"])
    Product.objects.filter(slug="courgette").update(synonyms=[])
    reports = reference_data.load_all()
    assert [p.slug for p in onion.products.all()] == ["tomate"]
    assert Commune.objects.get(insee="30189").postcodes == ["30000"]
    assert Product.objects.get(slug="courgette").synonyms == []
    kept = [corrections for corrections in (r.kept for r in reports) if corrections]
    assert kept == [
        [("30189", "postcodes")],
        [("courgette", "synonyms")],
        [("1579", "products")],
    ]


def test_row_an_editor_made_is_completed_never_overwritten():
    family = ProductFamily.objects.create(slug="legumes", name="Nos légumes", order=9)
    reports = reference_data.load_all()
    family.refresh_from_db()
    assert (family.name, family.order, family.icon) == ("Nos légumes", 9, "vegetable")
    assert ("legumes", "name") in reports[1].kept


def test_row_an_editor_deleted_does_not_come_back():
    reference_data.load_all()
    product = Product.objects.get(slug="courgette")
    reference_data.forget(product, by=UserFactory())
    product.delete()
    reports = reference_data.load_all()
    assert reports[2].forgotten == ["courgette"]
    assert not Product.objects.filter(slug="courgette").exists()


@pytest.mark.parametrize(
    ("file", "key", "cells", "reason"),
    [
        ("products", "tomate", {"family": "inconnue"}, "family : « inconnue » n’existe pas"),
        ("products", "tomate", {"family": ""}, "family : vide"),
        ("products", "tomate", {"season_months": "6;13"},
         "season_months : mois illisibles : « 6;13 »"),
        ("products", "tomate", {"peak_months": "1"},
         "La pleine saison doit être comprise dans la saison."),
        ("communes", "30189", {"latitude": "nan"}, "latitude : position impossible : « nan »"),
        ("communes", "30189", {"latitude": "91"}, "latitude : position impossible : « 91 »"),
        ("communes", "30189", {"slug": "aigaliers"}, "slug : « aigaliers » sert déjà à 30001"),
        ("communes", "30189", {"insee": "30001"}, "déjà vu plus haut dans le fichier"),
        ("communes", "30189", {"name": "N\ufffdmes"}, "texte qui n’est pas en UTF-8"),
        ("signs", "ab", {"organic": "peut-être"}, "organic : « peut-être » n’est ni oui ni non"),
        ("appellations", "1579", {"products": "oignon-bleu"},
         "products : n’existent pas : oignon-bleu"),
    ],
)  # fmt: skip
def test_bad_row_is_reported_with_its_line_and_stops_nothing(tmp_path, file, key, cells, reason):
    order = ["communes", "families", "products", "signs", "appellations"]
    reports = reference_data.load_all(copy_reference(tmp_path, **{file: {key: cells}}))
    report = reports[order.index(file)]
    path = reference_data.FOLDER / f"{file}.csv"
    keys = [next(iter(row.values())) for row in read(path)]
    assert [(p.line, p.reason) for p in report.problems] == [(keys.index(key) + 2, reason)]
    assert report.created == len(keys) - 1


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


def test_france_leaves_the_gard_as_it_is_and_reloads_alike(tmp_path, shared_data):
    """On every fifteenth commune of the national file: the whole is loaded for the measures."""
    with gzip.open(shared_data / "communes_france.csv.gz", "rt", encoding="utf-8") as file:
        header, *rows = file
    path = tmp_path / "france.csv"
    path.write_text(header + "".join(rows[::15]), encoding="utf-8")
    ours = sum(1 for row in csv.DictReader([header, *rows[::15]]) if row["departement"] == "30")
    others = len(rows[::15]) - ours
    reference_data.load_all()
    before = list(Commune.objects.order_by("pk").values())
    report = reference_data.load_france(path)
    assert (report.created, report.updated, report.problems) == (others, 0, [])
    assert others > 2_000
    assert list(Commune.objects.filter(pk__lte=before[-1]["id"]).order_by("pk").values()) == before
    assert Commune.objects.count() == 350 + others
    again = reference_data.load_france(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, others)
    assert counts(reference_data.load_all())[0] == (0, 0, 350, [], [])


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
