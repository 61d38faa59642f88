import io

import pytest
from django.core.management import CommandError, call_command

from directory import food_facts, food_tables, recipe_rows, reference_data
from directory.models import Food, Product, RecipeFacts
from directory.reference_data import UnreadableFile

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def foods(module_rows):
    folder = reference_data.FOLDER
    reference_data._load_families(folder / "families.csv")
    reference_data._load_products(folder / "products.csv")
    reference_data._load_file(reference_data.tables.foods(), folder / "foods.csv")


def run(command, *args, **options):
    out = io.StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue().splitlines()


def ciqual(tmp_path, *rows, head="code_ciqual,energie_kj,energie_kcal,proteines_g,glucides_g,"
           "sucres_g,lipides_g,ag_satures_g,fibres_g,sel_g"):  # fmt: skip
    path = tmp_path / "ciqual.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def take(path, **options):
    return food_facts.take(path, food_tables.CIQUAL, **options)


TOMATO = "20047,81.1,20.5,0.86,2.49,2.48,0.26,0.056,1.2,0.0081"  # 19.3 kcal in our file


def test_foods_of_the_catalogue_are_joined_to_their_products(foods):
    assert Food.objects.count() == 213
    assert Food.objects.filter(product__isnull=False).count() == 138
    tomato = Food.objects.get(slug="tomate")
    assert (tomato.product.name, tomato.energy_kcal, tomato.co2) == ("Tomate", 19.3, 0.58156)
    assert Food.objects.get(slug="morue-salee-sechee").salt_g is None
    for food in Food.objects.all():
        food.full_clean()


def test_our_facts_are_those_of_the_official_tables_but_for_written_corrections(foods, shared_data):
    found = food_facts.compare(shared_data)
    assert found.compared == 213 * 11
    assert [(d.slug, d.field, d.ours, d.theirs) for d in found.differences] == [
        ("morue-salee-sechee", "salt_g", None, 12.3)
    ]
    assert found.is_clean


def test_command_lists_every_difference_and_fails_on_one_without_a_reason(foods, shared_data):
    lines = run("compare_food_facts", shared_data)
    assert lines[-1] == "2343 valeurs comparées, 1 écarts, 0 sans explication"
    Food.objects.filter(slug="tomate").update(energy_kcal=20)
    Food.objects.filter(slug="ail").update(ciqual_code="99999")
    out = io.StringIO()
    with pytest.raises(CommandError, match="explication"):
        call_command("compare_food_facts", shared_data, stdout=out)
    assert out.getvalue().splitlines()[0:2] == [
        "morue-salee-sechee, salt_g : inconnu chez nous, 12.3 dans la table "
        f"({next(iter(food_facts.read_corrections().values()))[None, 12.3]})",
        "tomate, energy_kcal : 20 chez nous, 19.3 dans la table",
    ]
    assert "ail : code 99999 absent" in out.getvalue()


def test_correction_that_corrects_nothing_any_more_is_said(foods, shared_data):
    Food.objects.filter(slug="morue-salee-sechee").update(salt_g=12.3)
    found = food_facts.compare(shared_data)
    assert (found.stale, found.is_clean) == ([("morue-salee-sechee", "salt_g")], False)


def test_newer_file_changes_facts_and_says_which(foods, tmp_path):
    report = take(ciqual(tmp_path, TOMATO), edition="Ciqual 2025")
    assert [str(d) for d in report.changed] == [
        "tomate, energy_kcal : 19.3 chez nous, 20.5 dans la table"
    ]
    tomato = Food.objects.get(slug="tomate")
    assert (tomato.energy_kcal, tomato.nutrition_table) == (20.5, "Ciqual 2025")
    assert ("courgette", "20020") in report.absent
    assert Food.objects.get(slug="courgette").nutrition_table == "Ciqual 2020"


def test_reload_of_our_own_file_does_not_undo_an_import_nor_stop_the_next(foods, tmp_path):
    take(ciqual(tmp_path, TOMATO))
    reference_data._load_file(reference_data.tables.foods(), reference_data.FOLDER / "foods.csv")
    assert Food.objects.get(slug="tomate").energy_kcal == 20.5
    report = take(ciqual(tmp_path, TOMATO.replace("20.5", "21")))
    assert [(d.ours, d.theirs) for d in report.changed] == [(20.5, 21)]


def test_import_never_erases_an_editors_correction_nor_a_written_one(foods, tmp_path):
    Food.objects.filter(slug="tomate").update(energy_kcal=25)
    cod = Food.objects.get(slug="morue-salee-sechee").ciqual_code
    report = take(ciqual(tmp_path, TOMATO, f"{cod},,,,,,,,,11.9"))
    assert {(d.slug, d.field) for d in report.kept} == {
        ("tomate", "energy_kcal"), ("morue-salee-sechee", "salt_g"),
    }  # fmt: skip
    assert report.changed == []
    assert Food.objects.get(slug="tomate").energy_kcal == 25
    assert Food.objects.get(slug="morue-salee-sechee").salt_g is None


def test_unknown_and_unreadable_values_never_replace_a_known_one(foods, tmp_path):
    row = "20047;-;traces;< 0,5;2,6;;0,26;0,056;1,2;0,0081"
    head = "code;kj;kcal;prot;gluc;sucres;lip;ags;fib;sel"
    columns = dict(zip(["code", *food_tables.CIQUAL.fields], head.split(";"), strict=True))
    report = take(ciqual(tmp_path, row, head=head), columns=columns)
    assert [(d.field, d.theirs) for d in report.changed] == [("carbohydrate_g", 2.6)]
    assert [(d.field, d.ours) for d in report.lost] == [("energy_kj", 81.1), ("sugars_g", 2.48)]
    assert report.unreadable == [
        ("tomate", "energy_kcal", "traces"),
        ("tomate", "protein_g", "< 0,5"),
    ]


def test_dry_run_reports_and_writes_nothing(foods, tmp_path):
    lines = run(
        "import_food_facts", ciqual(tmp_path, TOMATO), "--dry-run", table="ciqual",
        edition="Ciqual 2025",
    )  # fmt: skip
    assert lines[:4] == [
        "Essai à blanc : rien n’est écrit.",
        "Inchangés : 8",
        "Changés : 1",
        "  tomate, energy_kcal : 19.3 chez nous, 20.5 dans la table",
    ]
    tomato = Food.objects.get(slug="tomate")
    assert (tomato.energy_kcal, tomato.nutrition_table) == (19.3, "Ciqual 2020")


def test_mapping_names_the_columns_of_another_file(foods, tmp_path):
    path = tmp_path / "agribalyse.csv"
    path.write_text("Code;CO2;DQR\n20047_2;0,7;2\n", encoding="cp1252")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('code = "Code"\nco2 = "CO2"\ndqr = "DQR"\n', encoding="utf-8")
    run("import_food_facts", path, table="agribalyse", mapping=mapping)
    tomato = Food.objects.get(slug="tomate")
    assert (tomato.co2, tomato.dqr) == (0.7, 2)


@pytest.mark.parametrize(
    ("content", "mapping", "message"),
    [
        (None, None, "ne peut pas être lu"),
        ("a,b\n1,2\n", None, "il manque les colonnes"),
        ("a,b\n1,2\n", 'carbone = "a"', "carbone ne correspond à rien"),
        ("a,b\n1,2\n", "code = 3", "code ne correspond à rien"),
        ("a,b\n1,2\n", "pas du toml", "ne peut pas être lu"),
    ],
)
def test_unusable_file_is_refused_with_a_sentence(tmp_path, content, mapping, message):
    path, columns = tmp_path / "file.csv", None
    if content:
        path.write_text(content, encoding="utf-8")
    if mapping:
        columns = tmp_path / "mapping.toml"
        columns.write_text(mapping, encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        call_command("import_food_facts", path, table="ciqual", mapping=columns)


def test_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "ciqual.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(UnreadableFile):
        food_tables.read(path, food_tables.CIQUAL)


def test_food_of_a_deleted_product_stays_without_it(foods):
    Product.objects.get(slug="courgette").delete()
    table = reference_data.tables.foods()
    report = reference_data._load_file(table, reference_data.FOLDER / "foods.csv")
    assert (report.problems, Food.objects.get(slug="courgette").product) == ([], None)


def test_text_on_a_product_that_is_not_there_is_reported(foods, tmp_path):
    path = tmp_path / "product_texts.csv"
    path.write_text("slug,choose,keep,cook\ntomate,Lourde.,,\nlicorne,Rare.,,\n", encoding="utf-8")
    report = reference_data._load_file(reference_data.tables.product_texts(), path)
    assert [(p.key, p.reason) for p in report.problems] == [
        ("licorne", "n’est pas dans le catalogue")
    ]
    assert Product.objects.get(slug="tomate").choose == "Lourde."
    assert not Product.objects.filter(slug="licorne").exists()


def test_rebuild_without_recipes_is_nothing(foods):
    assert (recipe_rows.rebuild(), RecipeFacts.objects.count()) == (0, 0)
