"""The reference tables loaded again: what a person changed meanwhile stays."""

import csv
import gzip

import pytest
from wagtail.search.backends import get_search_backend

from directory import months, reference_data
from directory.models import Appellation, Commune, Product, ProductFamily, QualitySign
from tests.directory.test_load_reference import copy_reference, counts
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("loaded", "db")


@pytest.fixture(scope="module")
def loaded(module_rows) -> list[reference_data.Report]:
    """Our files, loaded once for the module."""
    return reference_data.load_all()


def test_every_row_of_the_catalogue_is_valid():
    for model in (Commune, ProductFamily, Product, QualitySign, Appellation):
        for row in model.objects.all():
            row.full_clean()


def test_second_load_changes_nothing(loaded):
    expected = [(0, 0, r.created + r.updated, [], []) for r in loaded]
    stamps = list(Product.objects.values_list("updated_at", flat=True))
    assert counts(reference_data.load_all()) == expected
    assert list(Product.objects.values_list("updated_at", flat=True)) == stamps


def test_loaded_rows_are_found_by_the_admin_search():
    found = get_search_backend().autocomplete("nîme", Commune.objects.all())
    assert {commune.insee for commune in found} == {"30189"}


def test_editors_change_survives_and_the_other_fields_follow_the_file(tmp_path):
    Product.objects.filter(slug="tomate").update(note="Mot de la maison", peak_months=months.bit(8))
    new = {"note": "Nouvelle phrase", "plural": "Belles tomates", "family": "racines"}
    reports = reference_data.load_all(copy_reference(tmp_path, products={"tomate": new}))
    tomato = Product.objects.get(slug="tomate")
    assert (tomato.note, tomato.peak_months) == ("Mot de la maison", months.bit(8))
    assert (tomato.plural, tomato.family.slug) == ("Belles tomates", "racines")
    assert sorted(reports[2].kept) == [("tomate", "note"), ("tomate", "peak_months")]
    assert (reports[2].created, reports[2].updated) == (0, 1)


def test_editors_change_survives_however_often_the_file_changes(tmp_path):
    Product.objects.filter(slug="tomate").update(note="Mot de la maison")
    for note in ("Une", "Deux", "Trois"):
        reference_data.load_all(copy_reference(tmp_path, products={"tomate": {"note": note}}))
    assert Product.objects.get(slug="tomate").note == "Mot de la maison"


def test_editors_links_and_lists_survive(tmp_path):
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


def test_row_an_editor_deleted_does_not_come_back():
    product = Product.objects.get(slug="courgette")
    reference_data.forget(product, by=UserFactory())
    product.delete()
    reports = reference_data.load_all()
    assert reports[2].forgotten == ["courgette"]
    assert not Product.objects.filter(slug="courgette").exists()


def test_france_leaves_the_gard_as_it_is_and_reloads_alike(tmp_path, shared_data):
    """On every fifteenth commune of the national file: the whole is loaded for the measures."""
    with gzip.open(shared_data / "communes_france.csv.gz", "rt", encoding="utf-8") as file:
        header, *rows = file
    path = tmp_path / "france.csv"
    path.write_text(header + "".join(rows[::15]), encoding="utf-8")
    ours = sum(1 for row in csv.DictReader([header, *rows[::15]]) if row["departement"] == "30")
    others = len(rows[::15]) - ours
    before = list(Commune.objects.order_by("pk").values())
    report = reference_data.load_france(path)
    assert (report.created, report.updated, report.problems) == (others, 0, [])
    assert others > 2_000
    assert list(Commune.objects.filter(pk__lte=before[-1]["id"]).order_by("pk").values()) == before
    assert Commune.objects.count() == 350 + others
    again = reference_data.load_france(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, others)
    assert counts(reference_data.load_all())[0] == (0, 0, 350, [], [])
