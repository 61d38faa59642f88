"""The search against a filter written by hand in plain Python, on sixty rows."""

import re
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from math import asin, cos, radians, sin, sqrt
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import clusters, listing, months, search, synthetic
from directory.models import Commune, Listing, OpenInterval, Product
from directory.search import order
from directory.search.query import PARAMETERS
from directory.search.results import MOST_COUNTED
from tests.factories import (
    CommuneFactory,
    FamilyFactory,
    ProductFactory,
    add_place,
    add_producer,
    nimes,
    uzes,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 9, 15, 10, 0, tzinfo=PARIS)  # a Tuesday
SATURDAY = datetime(2026, 9, 19, 9, 30, tzinfo=PARIS)
NIMES, UZES = (43.8367, 4.3601), (44.0121, 4.4197)


@pytest.fixture
def catalogue(tree):
    Commune.objects.filter(pk=nimes().pk).update(country="costieres", population=150)
    Commune.objects.filter(pk=uzes().pk).update(country="garrigues", population=90)
    CommuneFactory(
        insee="30007",
        name="Alès",
        latitude=44.125,
        longitude=4.08,
        population=60,
        country="cevennes",
        postcodes=["30100"],
    )
    vegetables = FamilyFactory(name="Légumes", slug="legumes")
    roots = FamilyFactory(name="Racines", slug="racines", parent=vegetables)
    sweets = FamilyFactory(name="Douceurs", slug="douceurs")
    for name, family, season in (
        ("Tomate", vegetables, [6, 7, 8, 9, 10]),
        ("Carotte", roots, [5, 6, 9, 10]),
        ("Miel", sweets, range(1, 13)),
        ("Nougat", sweets, range(1, 13)),
        ("Poireau", vegetables, [1, 2, 3, 11, 12]),
    ):
        ProductFactory(name=name, family=family, season_months=months.pack(season))


@pytest.fixture
def sixty(catalogue):
    synthetic.make(60, seed=7, hours_share=0.7, now=NOW)


def ask(params="", *, now=NOW, **others):
    data = QueryDict(params if isinstance(params, str) else urlencode(params, doseq=True))
    return search.find(search.parse(data, now=now, **others))


def found(params) -> list[int]:
    """Every id, page after page."""
    ids, number = [], 1
    while True:
        results = ask({**params, "page": number} if number > 1 else params)
        ids += [row.pk for row in results.rows]
        if number >= results.pages:
            assert results.total == len(ids)
            return ids
        number += 1


# The same search in plain Python


def haversine(a, b) -> float:
    (la, oa), (lb, ob) = (map(radians, a), map(radians, b))
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((ob - oa) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(h))


def is_open(row, at) -> bool:
    return any(i.start <= at < i.end for i in row.open_intervals.all())


def sells(row, *slugs) -> bool:
    return bool({product.slug for product in row.products.all()} & set(slugs))


def is_of(row, *slugs) -> bool:
    families = {product.family for product in row.products.all()}
    families |= {family.parent for family in families if family.parent}
    return bool({family.slug for family in families} & set(slugs))


def bears(row, word) -> bool:
    return any(found.word.startswith(word) for found in row.words.all())


IN_SEASON = ("tomate", "carotte")  # in September; what is made all year has no season
FILTERS = {
    "one kind": ({"type": "amap"}, lambda r: r.kind == "amap"),
    "two kinds": ({"type": ["producteur", "marche"]}, lambda r: r.kind in ("producteur", "marche")),
    "product": ({"produit": "tomate"}, lambda r: sells(r, "tomate")),
    "two products": ({"produit": ["miel", "carotte"]}, lambda r: sells(r, "miel", "carotte")),
    "leaf family": ({"famille": "racines"}, lambda r: is_of(r, "racines")),
    "root family": ({"famille": "legumes"}, lambda r: is_of(r, "legumes")),
    "two families": (
        {"famille": ["racines", "douceurs"]},
        lambda r: is_of(r, "racines", "douceurs"),
    ),
    "country": ({"pays": "cevennes"}, lambda r: r.commune.country == "cevennes"),
    "two countries": (
        {"pays": ["cevennes", "garrigues"]},
        lambda r: r.commune.country in ("cevennes", "garrigues"),
    ),
    "organic": ({"bio": "1"}, lambda r: r.is_organic),
    "labelled": ({"label": "1"}, lambda r: r.is_labelled),
    "in season": ({"saison": "1"}, lambda r: sells(r, *IN_SEASON)),
    "in season, in words": ({"q": "de saison"}, lambda r: sells(r, *IN_SEASON)),
    "step-free": ({"acces": "pmr"}, lambda r: r.is_step_free),
    "open now": ({"ouvert": "maintenant"}, lambda r: is_open(r, NOW)),
    "open on Saturday": ({"ouvert": "2026-09-19T09:30"}, lambda r: is_open(r, SATURDAY)),
    "a word": ({"q": "micocoulier"}, lambda r: bears(r, "micocoulier")),
    "the beginning of a word": ({"q": "amand"}, lambda r: bears(r, "amand")),
    "a product in words": ({"q": "miels"}, lambda r: sells(r, "miel")),
    "a family in words": ({"q": "légume"}, lambda r: is_of(r, "legumes")),
    "organic in words": ({"q": "bio"}, lambda r: r.is_organic),
    "near a commune": ({"ou": "nimes"}, None),
    "far around a commune": ({"ou": "30334", "rayon": "40"}, None),
    "close to a point": ({"lat": "43.84", "lon": "4.36", "rayon": "2"}, None),
    "a commune in words": ({"q": "Uzes"}, None),
    "a box": ({"bbox": "4.0,43.82,4.37,44.2"}, None),
    "another box": ({"bbox": "4.3,43.7,4.5,43.9"}, None),
    "by name": ({"tri": "nom"}, lambda r: True),
    "by freshness": ({"tri": "fraicheur"}, lambda r: True),
}
# Beside « de saison », the products and families asked for must be in season themselves.
SEASONAL = {
    "product": lambda r: sells(r, "tomate"),
    "two products": lambda r: sells(r, "carotte"),
    "leaf family": lambda r: sells(r, "carotte"),
    "root family": lambda r: sells(r, "tomate", "carotte"),
    "two families": lambda r: sells(r, "carotte"),
    "a product in words": lambda r: False,
    "a family in words": lambda r: sells(r, "tomate", "carotte"),
}
PLACES = {
    "near a commune": (NIMES, 15),
    "far around a commune": (UZES, 40),
    "close to a point": ((43.84, 4.36), 2),
    "a commune in words": (UZES, 15),
}


def expected(*names) -> list[int]:
    rows = list(
        Listing.objects.select_related("commune").prefetch_related(
            "products__family__parent", "open_intervals", "words"
        )
    )
    seasonal = SEASONAL if {"in season", "in season, in words"} & set(names) else {}
    for name in names:
        keep = seasonal.get(name, FILTERS[name][1])
        rows = [row for row in rows if keep is None or keep(row)]
    boxes = [FILTERS[name][0]["bbox"] for name in names if "bbox" in FILTERS[name][0]]
    places = [PLACES[name] for name in names if name in PLACES]
    if boxes:
        west, south, east, north = map(float, boxes[0].split(","))
        rows = [r for r in rows if west <= r.longitude <= east and south <= r.latitude <= north]
    elif places:
        centre, radius = places[0]
        rows = [r for r in rows if haversine(centre, (r.latitude, r.longitude)) <= radius]
    sorts = [FILTERS[name][0]["tri"] for name in names if "tri" in FILTERS[name][0]]
    if sorts == ["nom"]:
        rows.sort(key=lambda r: (re.sub("[^a-z0-9]", "", r.sort_name), r.pk))
    elif places and not sorts:
        rows.sort(key=lambda r: (haversine(places[0][0], (r.latitude, r.longitude)), r.pk))
    else:
        rows.sort(key=lambda r: (-(r.confirmed_on or date.min).toordinal(), r.sort_name, r.pk))
    return [row.pk for row in rows]


def compatible(one, other) -> bool:
    """Two names of filters that name no parameter twice, nor two places."""
    return not (set(FILTERS[one][0]) & set(FILTERS[other][0]) or {one, other} <= set(PLACES)) and (
        {one, other} != {"a product in words", "product"}
    )


@pytest.mark.parametrize("name", FILTERS)
def test_each_parameter_alone(sixty, name):
    ids = found(FILTERS[name][0])
    assert ids == expected(name)
    assert 0 < len(ids) <= 60


# Words that name a product widen the products ticked, as a second tick would.
WIDENING = {
    frozenset(pair)
    for pair in [
        ("a product in words", "product"),
        ("a product in words", "two products"),
        ("a family in words", "leaf family"),
        ("a family in words", "root family"),
        ("a family in words", "two families"),
        ("organic in words", "organic"),
        ("in season, in words", "in season"),
    ]
}


@pytest.mark.parametrize("name", FILTERS)
def test_parameters_in_pairs(sixty, name):
    others = list(FILTERS)[list(FILTERS).index(name) + 1 :]
    wrong = {}
    for other in others:
        if not compatible(name, other) or frozenset((name, other)) in WIDENING:
            continue
        ids = found({**FILTERS[name][0], **FILTERS[other][0]})
        if ids != expected(name, other):
            wrong[other] = (ids, expected(name, other))
    assert wrong == {}


def test_a_product_in_words_counts_as_its_filter(sixty):
    assert found({"q": "miel", "produit": "carotte"}) == expected("two products")


def test_a_kind_in_words_may_mean_several(sixty):
    kinds = {"marche", "marche-producteurs", "marche-soir", "halle"}
    assert set(found({"q": "marchés"})) == {
        row.pk for row in Listing.objects.all() if row.kind in kinds
    }


# Order


@pytest.mark.parametrize("place", [NIMES, UZES, (44.0, 4.2), (43.5, 3.9)])
def test_nearest_first_is_true_in_a_dense_town(catalogue, place):
    synthetic.make(3000, seed=3, dense=2500, hours_share=0, now=NOW)
    rows = list(Listing.objects.values_list("pk", "latitude", "longitude"))
    near = sorted((haversine(place, (lat, lon)), pk) for pk, lat, lon in rows)
    near = [pk for distance, pk in near if distance <= 60]
    params = {"lat": place[0], "lon": place[1], "rayon": 60}
    for number in (1, 2, 7, 40):
        results = ask({**params, "page": number})
        start = (min(number, results.pages) - 1) * 20
        assert [row.pk for row in results.rows] == near[start : start + 20]


@pytest.mark.parametrize("place", [NIMES, (43.5, 3.9), (48.9, -4.0)])
def test_nearest_first_in_a_box_is_true_and_orders_no_whole_box(catalogue, monkeypatch, place):
    synthetic.make(3000, seed=3, dense=2500, hours_share=0, now=NOW)
    rows = Listing.objects.filter(latitude__range=(43.8, 44.2), longitude__range=(4.3, 4.5))
    near = sorted(
        (haversine(place, (lat, lon)), pk)
        for pk, lat, lon in rows.values_list("pk", "latitude", "longitude")
    )
    assert len(near) > order.FEW
    monkeypatch.setattr(order, "_ordered", None)
    params = {"lat": place[0], "lon": place[1], "bbox": "4.3,43.8,4.5,44.2"}
    for number in (1, 3, 50):
        results = ask({**params, "page": number})
        start = (results.page - 1) * 20
        assert [row.pk for row in results.rows] == [pk for _km, pk in near][start : start + 20]


def test_nearest_first_with_filters_in_a_dense_town(catalogue):
    synthetic.make(3000, seed=3, dense=2900, hours_share=0, now=NOW)
    kept = Listing.objects.filter(is_organic=True, products__slug="miel")
    near = sorted((haversine(UZES, (row.latitude, row.longitude)), row.pk) for row in kept)
    near = [pk for distance, pk in near if distance <= 100]
    assert len(near) > 200
    results = ask("ou=uzes&rayon=100&bio=1&produit=miel&page=3")
    assert (results.total, [row.pk for row in results.rows]) == (len(near), near[40:60])


def test_nearest_first_where_hundreds_stand_at_the_same_point(catalogue):
    synthetic.make(700, seed=1, hours_share=0, now=NOW)
    town = Commune.objects.get(slug="nimes")
    point = Listing.objects.order_by("pk").values("latitude", "longitude", "x", "y", "z")[0]
    Listing.objects.update(**point)
    assert [row.pk for row in ask({"ou": town.slug, "rayon": 100}).rows] == list(
        Listing.objects.order_by("pk").values_list("pk", flat=True)[:20]
    )


@pytest.mark.parametrize("spare", [1, 4])
def test_rings_read_a_bounded_number_of_rows(catalogue, monkeypatch, spare):
    monkeypatch.setattr(order, "SPARE", spare)
    synthetic.make(1500, seed=5, dense=1400, hours_share=0, now=NOW)
    query = search.parse(QueryDict("ou=nimes&rayon=100"), now=NOW)
    near = sorted(
        (haversine(NIMES, (lat, lon)), pk)
        for pk, lat, lon in Listing.objects.values_list("pk", "latitude", "longitude")
    )
    assert order.nearest(query, 30) == [pk for _distance, pk in near][:30]


def test_rows_without_a_place_sink_with_their_age(catalogue):
    for title, confirmed in (
        ("Ancienne", date(2025, 1, 1)),
        ("Jamais", None),
        ("B récente", date(2026, 9, 1)),
        ("A récente", date(2026, 9, 1)),
    ):
        add_place(title=title, confirmed_on=confirmed)
    assert [(row.name, row.freshness) for row in ask().rows] == [
        ("A récente", "fresh"),
        ("B récente", "fresh"),
        ("Ancienne", "stale"),
        ("Jamais", "unknown"),
    ]


# What a page says


def test_a_row_tells_its_distance_and_its_state(catalogue):
    add_place(title="Ouverte", latitude=43.9, longitude=4.36, opening_hours="Mo-Su 09:00-19:00")
    add_producer(title="Ferme", latitude=43.91, longitude=4.36)
    rows = ask("ou=nimes").rows
    assert [row.name for row in rows] == ["Ouverte", "Ferme"]
    assert rows[0].distance_km == pytest.approx(haversine(NIMES, (43.9, 4.36)))
    assert (rows[0].state.kind, rows[0].state.sentence) == ("open", "Ouvert jusqu’à 19\xa0h")
    assert rows[1].state is None


def test_filters_are_visible_and_removable(catalogue):
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
def test_the_title_says_what_is_asked(catalogue, params, title):
    assert ask(params).title == title.replace("?", "?")


def test_removing_every_filter_one_after_the_other_ends_with_everything(sixty):
    results = ask(
        "q=miels+marché+uzès+micocouliers&bio=1&famille=legumes&pays=garrigues&tri=distance"
    )
    for _attempt in range(12):
        if not results.filters:
            break
        results = ask(results.filters[-1].remove)
    assert (results.filters, results.total) == ([], 60)


def test_a_facet_counts_what_a_click_would_give(sixty):
    for params in (
        *("", "ou=nimes", "type=amap&famille=legumes", "q=miel&bio=1", "pays=cevennes"),
        *("saison=1", "saison=1&famille=racines", "q=légumes de saison&ou=nimes"),
    ):
        results = ask(params)
        assert results.facets
        for facet in results.facets:
            for option in facet.options:
                after = ask(option.toggle)
                if option.selected or facet.name not in ("type", "famille", "pays"):
                    continue
                # Ticking adds its rows to those of the ticks beside it.
                alone = {k: v for k, v in QueryDict(option.toggle).lists() if k != facet.name}
                assert ask({**alone, facet.name: option.value}).total == option.count
                assert after.total >= option.count


@pytest.mark.parametrize(
    ("name", "value"),
    [("bio", "1"), ("label", "1"), ("saison", "1"), ("acces", "pmr"), ("ouvert", "maintenant")],
)
def test_a_yes_or_no_facet_counts_what_it_gives(sixty, name, value):
    (option,) = next(f for f in ask().facets if f.name == name).options
    assert (option.value, option.selected) == (value, False)
    results = ask(option.toggle)
    assert results.total == option.count
    (option,) = next(f for f in results.facets if f.name == name).options
    assert (option.selected, option.count, option.toggle) == (True, results.total, "")


@pytest.mark.parametrize(
    "params", ["", "produit=miel&produit=carotte", "famille=racines", "q=carottes&famille=legumes"]
)
def test_season_counts_what_is_asked_for_not_what_is_sold_beside(sixty, params):
    (option,) = next(f for f in ask(params).facets if f.name == "saison").options
    assert ask(option.toggle).total == option.count


def test_months_of_the_seller_count_before_those_of_the_territory(catalogue):
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


def test_season_is_said_and_removable(catalogue):
    results = ask("q=légumes+de+saison&ou=nimes")
    assert results.title == "Légumes près de Nîmes"
    assert [filter_.label for filter_ in results.filters] == [
        "À 15 km : Nîmes",
        "Légumes",
        "De saison",
    ]
    assert results.filters[-1].remove == urlencode({"q": "légumes", "ou": "nimes"})
    assert ask("saison=1&ou=nimes").title == "De saison près de Nîmes"


def test_pages_are_of_twenty_and_the_last_answers_for_those_beyond(sixty):
    first, second, beyond = ask(), ask("page=2"), ask("page=99&type=producteur")
    assert (len(first.rows), first.page, first.pages) == (20, 1, 3)
    assert (first.previous_query, first.next_query) == ("", "page=2")
    assert (second.previous_query, second.next_query) == ("page=1", "page=3")
    assert beyond.page == beyond.pages
    assert beyond.query.warnings == (
        "Il n’y a qu’une page : la voici."
        if beyond.pages == 1
        else f"Il n’y a que {beyond.pages} pages : voici la dernière.",
    )


def test_above_the_cap_counts_are_not_guessed(sixty, monkeypatch):
    monkeypatch.setattr(import_module("directory.search.find"), "MOST_COUNTED", 30)
    results = ask()
    assert (results.total, results.is_capped, results.pages) == (30, True, 2)
    counts = {option.count for facet in results.facets for option in facet.options}
    assert counts == {None}
    assert MOST_COUNTED == 5000


def test_the_index_of_producers_keeps_producers_only(sixty):
    results = ask("type=amap&q=producteur", only="producteur")
    assert {row.kind for row in results.rows} == {"producteur"}
    assert [facet.name for facet in results.facets if facet.name == "type"] == []


# Steps of the empty state


def test_an_empty_answer_proposes_the_nearest_place(catalogue):
    add_place(title="Loin", commune=uzes(), kind="amap")
    results = ask("ou=nimes&type=amap&rayon=5")
    assert (results.total, results.rows) == (0, [])
    assert [(step.sentence, step.query, step.total) for step in results.steps] == [
        ("À 21 km, il y en a un : le voir ?".replace(" ?", " ?"), "ou=nimes&rayon=21&type=amap", 1)
    ]


def test_every_step_leads_somewhere(sixty):
    for params in (
        "q=miel&type=casier&label=1&bio=1&ou=uzes&rayon=1",
        "ou=nimes&ouvert=2026-09-20T03:00&rayon=3&type=marche&type=amap&label=1",
        "q=zzzzz",
        "q=zzzzz&ou=nimes",
        "pays=camargue&type=amap",
        "bbox=1,1,2,2",
        "lat=48&lon=-4",
    ):
        results = ask(params)
        assert results.total == 0
        assert 1 <= len(results.steps) <= 3, params
        for step in results.steps:
            assert ask(step.query).total == step.total > 0, (params, step)


def test_when_all_is_closed_the_next_opening_is_proposed(catalogue):
    add_place(kind="amap", opening_hours="Th 17:00-19:00")
    now = datetime.now(PARIS).replace(hour=3)
    results = ask("ouvert=maintenant&type=amap", now=now)
    thursday = now + timedelta(days=(3 - now.weekday()) % 7)
    address = {"type": "amap", "ouvert": f"{thursday:%Y-%m-%d}T17:00"}
    assert results.steps[0].query == urlencode(address)


def test_the_next_opening_is_sought_among_a_bounded_number_of_places(catalogue, monkeypatch):
    monkeypatch.setattr(import_module("directory.search.steps"), "MOST_COUNTED", 2)
    for title in ("Un", "Deux", "Trois"):
        add_place(title=title, opening_hours="Th 17:00-19:00")
    with CaptureQueriesContext(connection) as queries:
        results = ask("ouvert=maintenant", now=datetime.now(PARIS).replace(hour=3))
    (sought,) = (query["sql"] for query in queries if "MIN(" in query["sql"])
    assert "LIMIT 2)" in sought
    assert results.steps[0].query.startswith("ouvert=")


# Bad input


@pytest.mark.parametrize(
    ("params", "warning"),
    [
        ("type=zzz", "Type de lieu inconnu : « zzz »."),
        ("famille=zzz", "Famille inconnue : « zzz »."),
        ("produit=zzz", "Produit inconnu : « zzz »."),
        ("pays=zzz", "Pays inconnu : « zzz »."),
        ("ou=Paris", "Nous ne connaissons pas de commune « Paris »."),
        ("saison=ete", "Filtre « saison » ignoré : « ete »."),
        ("bio=oui", "Filtre « bio » ignoré : « oui »."),
        ("tri=prix", "Ordre inconnu : « prix »."),
        ("tri=distance", "L’ordre par distance demande un lieu."),
        ("page=zero", "Page inconnue : « zero »."),
        ("page=0", "Page inconnue : « 0 »."),
        ("rayon=5", "La distance est ignorée : dites d’abord près de quel endroit."),
        ("ou=nimes&rayon=500", "Distance ignorée : « 500 » n’est pas entre 1 et 100 km."),
        ("ou=nimes&rayon=NaN", "Distance ignorée : « NaN » n’est pas entre 1 et 100 km."),
        ("lat=43.8", "Position ignorée : il faut une latitude et une longitude en degrés."),
        ("lat=inf&lon=4", "Position ignorée : il faut une latitude et une longitude en degrés."),
        ("lat=95&lon=4", "Position ignorée : il faut une latitude et une longitude en degrés."),
        ("bbox=1,2,3", "Zone ignorée : « 1,2,3 » n’est pas « ouest,sud,est,nord »."),
        ("bbox=5,43,4,44", "Zone ignorée : « 5,43,4,44 » n’est pas « ouest,sud,est,nord »."),
        ("ouvert=demain", "Heure ignorée : « demain » n’est pas « AAAA-MM-JJTHH:MM »."),
        (
            "ouvert=2026-13-40T25:61",
            "Heure ignorée : « 2026-13-40T25:61 » n’est pas « AAAA-MM-JJTHH:MM ».",
        ),
        ("ouvert=2020-01-01T10:00", "Cette heure est passée : elle est ignorée."),
        ("ouvert=2027-01-01T10:00", "Nous ne connaissons pas encore les horaires de ce jour-là."),
        ("ouvert=9999-12-31T23:59", "Nous ne connaissons pas encore les horaires de ce jour-là."),
        ("ou=nimes&ou=uzes", "« ou » est donné plusieurs fois : la première valeur compte."),
        ("q=!!!", "Rien à chercher dans « !!! »."),
        (f"q={'a' * 10_000}", "Un texte trop long a été coupé."),
    ],
)
def test_what_is_not_understood_is_said(sixty, params, warning):
    assert flat(ask(params).query.warnings) == [flat([warning])[0]]


def flat(sentences) -> list[str]:
    return [" ".join(str(sentence).split()) for sentence in sentences]


@pytest.mark.parametrize("params", ["utm_source=x", "vue=carte", "q=&ou=&lat=&type=", "csrf=1&x=2"])
def test_what_is_empty_or_not_ours_is_let_pass(sixty, params):
    results = ask(params)
    assert (results.total, results.query.warnings) == (60, ())


hostile = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["nan", "inf", "-inf", "1e999", "9" * 400, "\x00", "\ud800", "' OR 1=1 --", "%", "_", "*"]
    ),
    st.sampled_from(["nimes", "tomates", '"', "«", "4,43,5,44", "1,2,3,4,5", ",,,", "maintenant"]),
    st.floats().map(str),
    st.integers().map(str),
    st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M}"),
)
names = st.sampled_from(PARAMETERS)
addresses = st.dictionaries(names, st.lists(hostile, max_size=3), max_size=8)
patient = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@patient
@given(params=addresses)
def test_no_parameter_breaks_the_search(sixty, params):
    data = QueryDict(mutable=True)
    for name, values in params.items():
        data.setlist(name, values)
    query = search.parse(data, now=NOW)
    results = search.find(query)
    assert results.total <= 60
    assert len(results.rows) <= 20
    again = search.parse(QueryDict(query.urlencode()), now=NOW)
    assert (again.urlencode(), again.warnings) == (query.urlencode(), ())
    assert search.points(query)["total"] == search.points(again)["total"]


@pytest.mark.parametrize(
    "path",
    ["/ou-acheter/", "/producteurs/", "/ou-acheter/points.geojson", "/ou-acheter/suggestions.json"],
)
@settings(patient, max_examples=25)
@given(params=addresses)
def test_no_address_breaks_a_page(sixty, client, path, params):
    encoded = urlencode(
        {
            name: [value.encode("utf-8", "surrogatepass") for value in values]
            for name, values in params.items()
        },
        doseq=True,
    )
    assert client.get(urljoin("/ou-acheter/", f"{path}?{encoded}")).status_code == 200


# Cost


@pytest.mark.parametrize(
    ("params", "queries"),
    [
        ("", 7),
        ("type=amap&bio=1", 8),
        ("saison=1&famille=legumes&ou=nimes", 9),
        ("ou=nimes", 7),
        ("q=tomates+nimes", 8),
        ("bbox=4,43,5,45", 6),
    ],
)
def test_the_cost_does_not_grow_with_the_directory(
    catalogue, django_assert_num_queries, params, queries
):
    for number in (40, 400):
        synthetic.make(number, seed=number, hours_share=0.5, now=NOW)
        ask(params)
        with django_assert_num_queries(queries):
            assert ask(params).rows


# Secrets


def test_nothing_private_is_found_or_shown(catalogue, client):
    secret = {
        "email": "secrete@exemple.fr",
        "phone": "0466112233",
        "address": "7 impasse Invisible",
        "siret": "99988877766655",
    }
    add_producer(
        title="Publique", precision="commune", latitude=43.9123, longitude=4.4567, **secret
    )
    add_producer(title="Brouillonne", live=False)
    closed = add_place(title="Fermee pour toujours")
    closed.closed_for_good = True
    closed.save_revision().publish()
    for path in ("/ou-acheter/", "/producteurs/", "/ou-acheter/points.geojson"):
        for params in ("", "?q=publique", "?ou=nimes", "?bbox=4,43,5,44"):
            text = client.get(path + params).content.decode()
            assert "Publique" in text
            for hidden in (*secret.values(), "43.9123", "4.4567", "Brouillonne", "Fermee"):
                assert hidden not in text
    for word in ("secrete", "0466112233", "invisible", "99988877766655", "brouillonne"):
        assert ask({"q": word}).total == 0


def test_openings_come_from_what_is_known(sixty):
    assert OpenInterval.objects.exists()
    _openings, until = listing.intervals(listing.hours_of(Listing.objects.first()), NOW)
    assert until == datetime(2026, 10, 19, 22, 0, tzinfo=UTC)
    assert clusters.ZOOMS == (8, 11, 14, 17)


def test_a_name_made_of_known_words_is_proposed_as_a_name(tree):
    ProductFactory(name="Figue", plural="Figues")
    place = add_place(title="La Cabane aux figues", kind="epicerie")
    results = ask({"q": "la cabane aux figues"})

    assert (results.total, results.steps[0].total) == (0, 1)
    assert results.steps[0].sentence == "Un lieu porte ce nom\u00a0: le voir\u00a0?"
    assert [row.page_id for row in ask(results.steps[0].query).rows] == [place.pk]
