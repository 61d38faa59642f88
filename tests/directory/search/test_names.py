"""A place may be called by words that the catalogue knows: its name is proposed."""

import pytest

from directory import synthetic
from tests.directory.search.asking import NOW, ask
from tests.factories import ProductFactory, add_place, add_producer
from tests.reading import plain

pytestmark = pytest.mark.usefixtures("catalogue")


def named(q, **others) -> list[str]:
    return [row.name for row in ask({"q": q} | others).named]


def test_a_name_made_of_known_words_is_proposed_as_a_name():
    ProductFactory(name="Figue", plural="Figues")
    place = add_place(title="La Cabane aux figues", kind="epicerie")
    results = ask({"q": "la cabane aux figues"})

    assert (results.total, results.steps[0].total) == (0, 1)
    assert results.steps[0].sentence == "Un lieu porte ce nom\u00a0: le voir\u00a0?"
    assert [row.page_id for row in ask(results.steps[0].query).rows] == [place.pk]
    assert results.named == []


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("fromagerie de la tomate", ["Fromagerie de la Tomate"]),
        ("Fromagerie tomate Nîmes", ["Fromagerie de la Tomate"]),
        ("tomates fromageries", ["Fromagerie de la Tomate"]),
        ("tomate", ["La Tomate"]),
        ("fromagerie", []),
        ("tomate miel", []),
        ("nîmes", []),
        ("fromagerie de la tomate bleue", []),
    ],
)
def test_a_name_is_proposed_beside_results_that_do_not_hold_it(q, names):
    tomato = ProductFactory(name="Tomate")
    add_place(
        title="Étal", kind="fromagerie-traiteur", products=[tomato, ProductFactory(name="Miel")]
    )
    add_place(title="Fromagerie de la Tomate", kind="fromagerie-traiteur")
    add_place(title="La Tomate", kind="restaurant")
    assert named(q) == names


def test_what_the_search_finds_is_not_said_twice():
    add_place(title="La Tomate", products=[ProductFactory(name="Tomate")])
    assert named("tomate") == []


def test_few_names_are_proposed_of_the_kind_that_is_listed():
    for number in range(4):
        add_place(title="La Tomate", slug=f"tomate-{number}")
    add_producer(title="Tomate")
    add_producer(title="Ferme", offers=[ProductFactory(name="Tomate")])
    assert named("tomate") == ["La Tomate", "La Tomate", "La Tomate"]
    results = ask("q=tomate", only="producteur", now=NOW)
    assert [row.name for row in results.named] == ["Tomate"]


def test_names_are_proposed_on_the_first_page_only():
    synthetic.make(200, hours_share=0, now=NOW)
    add_place(title="La Tomate")
    assert named("tomate") == ["La Tomate"]
    assert ask("q=tomate&page=2").page == 2
    assert named("tomate", page=2) == []


def test_the_page_links_to_the_place(client):
    add_place(title="Étal", products=[ProductFactory(name="Tomate")])
    page = add_place(title="La Tomate", kind="restaurant")
    html = plain(client.get("/ou-acheter/?q=tomate").content.decode())
    assert f'Un lieu s’appelle ainsi : <a href="{page.url}">La Tomate</a> (Nîmes)' in html


@pytest.mark.parametrize("typed", ['"tomate"', "« tomate »", "“tomate”"])
def test_words_between_quotes_are_taken_as_they_are_whatever_the_keyboard(typed):
    ProductFactory(name="Tomate")
    add_place(title="La Tomate")
    results = ask({"q": typed})
    assert ([row.name for row in results.rows], results.query.products) == (["La Tomate"], ())
