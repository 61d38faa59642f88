"""Sheets to print: tagged, titled, in French, of the right size, with every product."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from directory import printing, reference_data, seasons
from directory.models import Product
from directory.printing import sheets as made
from directory.seasons import sheets
from directory.seasons.year import YEAR
from tests.factories import FamilyFactory, ProductFactory

POINTS = {"a3": (841.89, 1190.551), "a4": (595.276, 841.89), "a6": (297.638, 419.528)}
YEAR_PAGES = {"a3": 1, "a4": 1, "a6": 4}


@pytest.fixture(scope="module")
def tables(module_rows):
    """Our own reference tables, loaded once for the module."""
    reference_data.load_all()


@pytest.fixture
def catalogue(tables, db):
    """The calendar of the tables: what the sheets must hold."""
    return seasons.read()


@pytest.fixture
def nothing(tables, db):
    """No product at all."""
    Product.objects.all().delete()


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    found = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(w), 3), round(float(h), 3)) for w, h in found]


def words(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def assert_is_accessible(pdf: bytes, title: str):
    """PDF/UA-1 as declared, tagged, in French, with a title that readers show."""
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/MarkInfo ?<<[^>]*/Marked true", pdf)
    assert re.search(rb"/Lang ?\(fr", pdf)
    assert re.search(rb"/DisplayDocTitle true", pdf)
    assert f'<rdf:li xml:lang="x-default">{title}</rdf:li>'.encode() in pdf


@pytest.mark.parametrize("paper", printing.PAPERS)
def test_year_is_tagged_and_fits_its_paper(catalogue, paper):
    pdf = sheets.year_sheet(catalogue, paper, site_name="Made in Gard").content
    assert_is_accessible(pdf, "Les douze mois du Gard")
    assert boxes(pdf) == [POINTS[paper]] * YEAR_PAGES[paper]
    assert pdf.count(b"/S/Table") + pdf.count(b"/S /Table") >= 1


@pytest.mark.parametrize("paper", printing.PAPERS)
def test_year_names_every_product_and_every_level(catalogue, paper):
    text = words(sheets.year_sheet(catalogue, paper, site_name="Made in Gard").content)
    assert [row.product.name for row in catalogue.rows if row.product.name not in text] == []
    assert {"pleine saison", "de saison", "de garde"} <= set(
        re.findall("pleine saison|de saison|de garde", text)
    )
    assert "Toute l’année :" in text


@pytest.mark.parametrize("month", YEAR)
def test_month_is_one_page_with_every_product_of_it(catalogue, month):
    pdf = sheets.month_sheet(catalogue, month, "a6", site_name="Made in Gard").content
    assert_is_accessible(pdf, month.title)
    assert boxes(pdf) == [POINTS["a6"]]
    glance = seasons.glance(catalogue, month.number)
    named = {t.product.name for t in (*glance.peak, *glance.others, *glance.stored)}
    text = words(pdf)
    assert {name for name in named if name not in text} == set()


def test_sheets_are_french_for_readers_of_any_language(catalogue, settings):
    from django.utils.translation import override

    french = sheets.year_sheet(catalogue, "a4", site_name="Made in Gard")
    with override("en"):
        assert sheets.year_sheet(catalogue, "a4", site_name="Made in Gard") == french


def test_sheet_of_an_empty_calendar_is_still_a_page(nothing):
    empty = seasons.read()
    assert len(boxes(sheets.year_sheet(empty, "a4", site_name="X").content)) == 1
    assert len(boxes(sheets.month_sheet(empty, YEAR[0], "a4", site_name="X").content)) == 1


def test_names_are_text_not_markup(nothing):
    name = 'Ail #emph[x] $a$ \\ "guillemets" <a> *b*'
    family = FamilyFactory(name="#pagebreak()", plural="")
    ProductFactory(name=name, slug="ail", family=family, peak_months=1, season_months=1)
    text = words(sheets.year_sheet(seasons.read(), "a4", site_name="[#x]").content)
    assert "#pagebreak()" in text
    assert "Ail #emph[x] $a$" in text
    assert "[#x]" in text


def test_same_content_is_compiled_once(nothing, monkeypatch):
    cache.clear()
    compiled = []
    monkeypatch.setattr(made, "_compile", lambda *args: compiled.append(args) or b"pdf")
    ProductFactory(name="Ail", slug="ail", peak_months=1, season_months=1)
    for name in ("X", "X", "Y"):
        sheets.year_sheet(seasons.read(), "a4", site_name=name)
    assert len(compiled) == 2
    cache.clear()
