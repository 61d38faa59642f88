"""The year of a product, a month at a glance, and what producers add to the calendar."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import months, seasons
from directory.models import Product
from directory.seasons import levels
from directory.seasons.levels import Level
from directory.seasons.offers import producers_by_month
from directory.seasons.year import SLUGS, YEAR
from tests.factories import FamilyFactory, ProductFactory, add_producer

masks = st.integers(0, months.ALL_YEAR)


def product(peak=(), season=(), stored=(), **fields) -> Product:
    return Product(
        peak_months=months.pack(peak),
        season_months=months.pack(season),
        stored_months=months.pack(stored),
        **fields,
    )


TOMATO = product(peak=[7, 8, 9], season=[6, 7, 8, 9, 10])
LEEK = product(season=[1, 2, 3, 4, 9, 10, 11, 12])
RICE = product(peak=[9, 10], season=[9, 10], stored=[1, 2, 3, 4, 5, 6, 7, 8, 11, 12])
LETTUCE = product(peak=[4, 5], season=range(1, 13))
EGG = product(season=range(1, 13))
CLAM = product()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            TOMATO,
            [
                ("none", 1, 5, ""),
                ("season", 6, 6, "juin"),
                ("peak", 7, 9, "juillet → septembre"),
                ("season", 10, 10, "octobre"),
                ("none", 11, 12, ""),
            ],
        ),
        (
            LEEK,
            [
                ("season", 1, 4, "jusqu’en avril"),
                ("none", 5, 8, ""),
                ("season", 9, 12, "dès septembre"),
            ],
        ),
        (
            RICE,
            [
                ("stored", 1, 8, "jusqu’en août"),
                ("peak", 9, 10, "septembre → octobre"),
                ("stored", 11, 12, "dès novembre"),
            ],
        ),
        (EGG, [("season", 1, 12, "toute l’année")]),
        (CLAM, [("none", 1, 12, "")]),
    ],
)
def test_bars_of_a_year(found, expected):
    assert [(b.level, b.first, b.last, b.words) for b in seasons.bars(found)] == expected


@given(masks, masks, masks)
def test_bars_cover_the_year_once_and_tell_the_level_of_each_month(season, stored, few):
    found = Product(season_months=season, peak_months=season & few, stored_months=stored & ~season)
    parts = seasons.bars(found, few)
    assert [n for bar in parts for n in range(bar.first, bar.last + 1)] == list(range(1, 13))
    assert sum(bar.span for bar in parts) == 12
    for month in range(1, 13):
        (bar,) = [bar for bar in parts if bar.holds(month)]
        assert bar.level == seasons.level(found, month, few)
    assert all(a.level != b.level for a, b in pairwise(parts))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (TOMATO, "de juin à octobre, pleine saison de juillet à septembre"),
        (LEEK, "de septembre à avril"),
        (RICE, "pleine saison de septembre à octobre, de garde de novembre à août"),
        (LETTUCE, "toute l’année, pleine saison d’avril à mai"),
        (EGG, "toute l’année"),
        (CLAM, ""),
    ],
)
def test_year_in_a_sentence(found, expected):
    assert seasons.sentence(found) == expected


@pytest.mark.parametrize(
    ("found", "begins", "ends"),
    [(TOMATO, {6}, {10}), (LEEK, {9}, {4}), (RICE, {9}, {10}), (EGG, set(), set())],
)
def test_first_and_last_months_of_a_season(found, begins, ends):
    assert {n for n in range(1, 13) if levels.begins(found, n)} == begins
    assert {n for n in range(1, 13) if levels.ends(found, n)} == ends


@pytest.mark.parametrize(
    ("found", "month", "words"),
    [
        (TOMATO, 10, "dernier mois"),
        (TOMATO, 9, ""),
        (RICE, 10, "fin de récolte, puis de garde"),
        (product(season=[11], stored=[12, 1]), 11, "fin de récolte, puis de garde"),
        (product(season=[12], stored=[1]), 12, "fin de récolte, puis de garde"),
    ],
)
def test_end_of_a_harvest_that_is_kept_is_not_the_last_month(found, month, words):
    assert levels.end_in_words(found, month) == words
    assert levels.is_last(found, month) is (words == "dernier mois")


@pytest.mark.parametrize(
    ("month", "producers", "expected"),
    [
        (5, 1, "1 producteur en a déjà"),
        (4, 3, "3 producteurs en ont déjà"),
        (11, 3, "3 producteurs en ont encore"),
        (12, 1, "1 producteur en a encore"),
    ],
)
def test_own_months_are_early_or_late_by_the_nearest_edge(month, producers, expected):
    assert levels.soon_or_late(TOMATO, month, producers) == expected


def test_own_months_of_a_product_without_a_known_season_are_neither():
    assert levels.soon_or_late(CLAM, 5, 2) == "2 producteurs en ont"


def test_months_have_an_address_and_neighbours():
    assert [month.slug for month in YEAR] == list(SLUGS)
    assert [seasons.of_slug(slug) for slug in SLUGS] == list(YEAR)
    assert seasons.of_slug("brumaire") is None
    assert (YEAR[0].previous, YEAR[11].next) == (YEAR[11], YEAR[0])
    assert [(m.title, m.initial, m.short) for m in YEAR[:2]] == [
        ("Janvier", "J", "Janv."),
        ("Février", "F", "Févr."),
    ]


@pytest.fixture
def market(db):
    """Two families of two levels, with every kind of year."""
    vegetables = FamilyFactory(name="Légumes", slug="legumes", order=1)
    roots = FamilyFactory(name="Racines", slug="racines", parent=vegetables, order=2)
    fruits = FamilyFactory(name="Fruits", slug="fruits", ink="fraise", icon="fruit", order=3)
    crafts = FamilyFactory(name="Artisanat", slug="artisanat", order=4)

    def add(name, family, peak=(), season=(), stored=(), **fields):
        return ProductFactory(
            name=name,
            family=family,
            peak_months=months.pack(peak),
            season_months=months.pack(season),
            stored_months=months.pack(stored),
            **fields,
        )

    return {
        "tomato": add("Tomate", vegetables, [7, 8, 9], [6, 7, 8, 9, 10]),
        "carrot": add("Carotte", roots, [10], [9, 10, 11], [12, 1, 2]),
        "apple": add("Pomme", fruits, [9, 10], [8, 9, 10, 11], [12, 1, 2]),
        "fig": add("Figue", fruits, [8, 9], [8, 9]),
        "mushroom": add("Champignon", vegetables, (), range(1, 13)),
        "clam": add("Telline", fruits),
        "pot": add("Poterie", crafts, (), range(1, 13), nature="craft"),
    }


def names(tickets):
    return [(ticket.product.name, ticket.says) for ticket in tickets]


def test_calendar_goes_by_family_then_by_start_of_season(market):
    found = seasons.read()
    assert [
        (
            family.family.name,
            [row.product.name for row in family.rows],
            [product.name for product in family.all_year],
            [product.name for product in family.unknown],
        )
        for family in found.families
    ] == [
        ("Légumes", ["Tomate", "Carotte"], ["Champignon"], []),
        ("Fruits", ["Figue", "Pomme"], [], ["Telline"]),
    ]
    assert [family.name for family in found.choices] == ["Légumes", "Fruits"]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("", ["Tomate", "Carotte", "Figue", "Pomme"]),
        ("legumes", ["Tomate", "Carotte"]),
        ("racines", ["Carotte"]),
        ("fruits", ["Figue", "Pomme"]),
    ],
)
def test_calendar_of_a_family_of_either_level(market, slug, expected):
    found = seasons.read().of(slug)
    assert [row.product.name for row in found.rows] == expected
    assert found.warnings == []


@pytest.mark.parametrize(
    ("slug", "shown"),
    [("xyz", "xyz"), ("\0", "\0"), ("a" * 50, "a" * 40 + "…"), ("artisanat", "artisanat")],
)
def test_unknown_family_is_ignored_with_a_message(market, slug, shown):
    found = seasons.read().of(slug)
    assert found.warnings == [f"Famille inconnue : « {shown} »."]
    assert len(found.rows) == 4


def test_month_at_a_glance(market):
    found = seasons.glance(seasons.read(), 9)
    assert names(found.peak) == [
        ("Tomate", "juin → octobre"),
        ("Figue", "dernier mois"),
        ("Pomme", "août → novembre"),
    ]
    assert names(found.others) == [("Carotte", "commence")]
    assert names(found.new) == [("Carotte", "commence")]
    assert names(found.leaving) == [("Figue", "dernier mois")]
    assert names(found.stored) == names(found.few) == []


def test_what_is_eaten_comes_before_what_is_planted(market):
    plants = FamilyFactory(name="Plants", slug="plants-fleurs", order=0)
    ProductFactory(name="Plant", family=plants, peak_months=months.pack([9]), season_months=256)
    found = seasons.glance(seasons.read(), 9)
    assert [name for name, _says in names(found.peak)] == ["Tomate", "Figue", "Pomme", "Plant"]
    assert [p.name for p in Product.objects.food().at_peak(9).order_by("name")] == [
        "Figue",
        "Pomme",
        "Tomate",
    ]


def test_harvest_that_ends_and_is_kept_does_not_leave(market):
    found = seasons.glance(seasons.read(), 11)
    assert names(found.others) == [
        ("Carotte", "fin de récolte, puis de garde"),
        ("Pomme", "fin de récolte, puis de garde"),
    ]
    assert found.leaving == []


def test_winter_lives_on_what_was_kept(market):
    found = seasons.glance(seasons.read(), 1)
    assert names(found.stored) == [
        ("Carotte", "décembre → février"),
        ("Pomme", "décembre → février"),
    ]
    assert found.peak == found.others == found.new == found.leaving == []
    assert not found.is_empty


def test_empty_calendar_says_nothing(db):
    found = seasons.read()
    assert (found.rows, found.choices) == ([], [])
    assert seasons.glance(found, 5).is_empty


def test_producers_own_months_refine_the_calendar(market, db):
    tomato = market["tomato"]
    early = months.pack([5, 6, 7])
    add_producer(title="A", offers=[{"product": tomato, "months": early}] * 2)
    add_producer(title="B", offers=[{"product": tomato, "months": months.pack([5])}])
    add_producer(title="C", offers=[{"product": tomato, "months": months.pack([11])}])
    add_producer(title="D", offers=[tomato])
    add_producer(title="E", offers=[{"product": tomato, "months": early}], live=False)
    row = next(row for row in seasons.read().rows if row.product == tomato)
    assert row.producers == (0, 0, 0, 0, 2, 1, 1, 0, 0, 0, 1, 0)
    assert row.few == months.pack([5, 11])
    assert [(bar.level, bar.first) for bar in row.bars] == [
        (Level.NONE, 1),
        (Level.FEW, 5),
        (Level.SEASON, 6),
        (Level.PEAK, 7),
        (Level.SEASON, 10),
        (Level.FEW, 11),
        (Level.NONE, 12),
    ]
    assert row.extra(5) == "2 producteurs en ont déjà"
    assert row.extra(11) == "1 producteur en a encore"
    assert row.extra(7) == ""
    assert names(seasons.glance(seasons.read(), 5).few) == [("Tomate", "2 producteurs en ont déjà")]


def test_own_months_of_one_product(market, db):
    add_producer(
        offers=[{"product": market["fig"], "months": 1}, {"product": market["apple"], "months": 2}]
    )
    assert producers_by_month(product=market["fig"]) == {market["fig"].pk: (1, *[0] * 11)}


def test_calendar_costs_two_queries(market, db, django_assert_num_queries):
    add_producer(offers=[{"product": market["fig"], "months": 1}])
    with django_assert_num_queries(2):
        calendar = seasons.read()
        for month in range(1, 13):
            seasons.glance(calendar.of("fruits"), month)
        assert [bar.span for row in calendar.rows for bar in row.bars]


def test_key_follows_what_is_shown(market):
    before = seasons.read()
    assert before.key == seasons.read().key
    assert before.of("fruits").key != before.key
    Product.objects.filter(slug="figue").update(peak_months=0)
    assert seasons.read().key != before.key
