"""What an answer says of itself: its title, its filters, its rows."""

import pytest
from django.utils.http import urlencode

from directory import months
from directory.models import Product
from tests.directory.search.asking import NIMES, ask, haversine
from tests.factories import add_place, add_producer

pytestmark = pytest.mark.usefixtures("catalogue")


def test_a_row_tells_its_distance_and_its_state():
    add_place(title="Ouverte", latitude=43.9, longitude=4.36, opening_hours="Mo-Su 09:00-19:00")
    add_producer(title="Ferme", latitude=43.91, longitude=4.36)
    rows = ask("ou=nimes").rows
    assert [row.name for row in rows] == ["Ouverte", "Ferme"]
    assert rows[0].distance_km == pytest.approx(haversine(NIMES, (43.9, 4.36)))
    assert (rows[0].state.kind, rows[0].state.sentence) == ("open", "Ouvert jusqu’à 19\xa0h")
    assert rows[1].state is None


def test_filters_are_visible_and_removable():
    results = ask("q=tomates+bio+près+de+nîmes&type=amap&ouvert=maintenant")
    assert results.title == "Tomates et AMAP près de Nîmes"
    q, others = "tomates bio près de nîmes", {"type": "amap", "ouvert": "maintenant"}
    assert [(f.label, f.remove) for f in results.filters] == [
        ("À 15 km : Nîmes", urlencode({"q": "tomates bio"} | others)),
        ("Tomate", urlencode({"q": "bio près de nîmes"} | others)),
        ("AMAP", urlencode({"q": q, "ouvert": "maintenant"})),
        ("Bio", urlencode({"q": "tomates près de nîmes"} | others)),
        ("Ouvert maintenant", urlencode({"q": q, "type": "amap"})),
    ]


@pytest.mark.parametrize(
    ("params", "title"),
    [
        ("", "Où acheter ?"),
        ("ou=nimes", "Où acheter près de Nîmes"),
        ("ou=uzes&produit=miel", "Miels près d’Uzès"),
        ("lat=44&lon=4", "Où acheter autour du point choisi"),
        ("pays=camargue", "Où acheter en Camargue"),
        ("bbox=4,43,5,44", "Où acheter dans la zone de la carte"),
        ("q=dupont", "« dupont »"),
        ("q=marché", "Marché"),
        ("famille=legumes&produit=miel", "Miels et légumes"),
    ],
)
def test_the_title_says_what_is_asked(params, title):
    assert ask(params).title == title.replace("?", "?")


def test_months_of_the_seller_count_before_those_of_the_territory():
    tomato = Product.objects.get(slug="tomate")
    october = {"product": tomato, "months": months.pack([10])}
    september = {"product": Product.objects.get(slug="poireau"), "months": months.pack([9])}
    add_producer(title="Tard", offers=[october])
    add_producer(title="Ici", offers=[tomato])
    early = add_producer(title="Tôt", offers=[september])
    add_place(title="Étal", producers=[early])
    add_producer(title="Ruche", offers=[Product.objects.get(slug="miel")])
    names = {row.name for row in ask("saison=1").rows}
    assert names == {"Ici", "Tôt", "Étal"}
    assert {row.name for row in ask("saison=1&produit=tomate").rows} == {"Ici"}
    assert {row.name for row in ask("q=poireaux de saison").rows} == {"Tôt", "Étal"}


def test_season_is_said_and_removable():
    results = ask("q=légumes+de+saison&ou=nimes")
    assert results.title == "Légumes près de Nîmes"
    assert [filter_.label for filter_ in results.filters] == [
        "À 15 km : Nîmes",
        "Légumes",
        "De saison",
    ]
    assert results.filters[-1].remove == urlencode({"q": "légumes", "ou": "nimes"})
    assert ask("saison=1&ou=nimes").title == "De saison près de Nîmes"
