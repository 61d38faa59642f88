"""Who has what is asked for only later in the season says so, and is not « open » for it."""

import pytest
from django.utils import timezone

from directory import months
from directory.models import Listing
from tests.directory.search.asking import NOW, PARIS, ask
from tests.factories import ProductFactory, add_place, add_producer

pytestmark = pytest.mark.usefixtures("catalogue")
ALWAYS = "Mo-Su 00:00-24:00"


def told(params, month) -> dict[str, tuple]:
    """By name: what the list says of having it, the state, and the products it names."""
    now = NOW.replace(month=month)
    return {
        row.name: (row.absence, row.state and row.state.kind, row.chips)
        for row in ask(params, now=now).rows
    }


@pytest.fixture
def strawberry():
    return ProductFactory(name="Fraise", season_months=months.pack([4, 5, 6]))


@pytest.mark.parametrize(
    ("month", "absence"),
    [
        (2, "Pas encore\u00a0: dès avril"),
        (1, "Pas encore\u00a0: dès avril"),
        (4, ""),
        (6, ""),
        (7, "Saison finie\u00a0: de retour en avril"),
        (10, "Saison finie\u00a0: de retour en avril"),
        (12, "Pas encore\u00a0: dès avril"),
    ],
)
def test_a_place_says_when_it_has_what_is_asked_for(strawberry, month, absence):
    add_place(title="Étal", products=[strawberry], opening_hours=ALWAYS)
    state = None if absence else "open"
    chips = [] if absence else ["Fraise"]
    assert told("produit=fraise", month) == {"Étal": (absence, state, chips)}


def test_months_of_the_seller_and_what_is_kept_count(strawberry):
    apple = ProductFactory(
        name="Pomme", season_months=months.pack([9]), stored_months=months.pack([10, 11, 12])
    )
    own = {"product": apple, "months": months.pack([8, 9])}
    add_producer(title="Garde", offers=[apple])
    add_producer(title="Vend tout", offers=[own])
    assert told("produit=pomme", 11) == {
        "Garde": ("", None, ["Pomme"]),
        "Vend tout": ("Saison finie\u00a0: de retour en août", None, []),
    }


def test_one_of_the_products_asked_for_is_enough(strawberry):
    honey = ProductFactory(name="Miel")
    narrow = ProductFactory(name="Miel de châtaignier", broader=honey)
    add_place(title="Étal", products=[strawberry, narrow], opening_hours=ALWAYS)
    both = {"Étal": ("", "open", ["Miel de châtaignier"])}
    assert told("produit=fraise&produit=miel", 11) == told("q=miel", 11) == both


def test_what_is_asked_for_is_named_first_and_what_is_out_of_season_is_not(strawberry):
    others = [ProductFactory(name=f"Légume {n}", season_months=0) for n in range(6)]
    leek = ProductFactory(name="Poireau")
    add_place(title="Étal", products=[*others, leek, strawberry], opening_hours=ALWAYS)
    add_producer(title="Ferme", offers=[leek, strawberry])
    first = [f"Légume {n}" for n in range(4)]
    assert told("produit=poireau", 11)["Étal"][2] == ["Poireau", *first]
    assert told("", 11)["Ferme"][2] == ["Poireau"]
    assert told("", 5)["Ferme"][2] == ["Fraise"]


def test_the_month_is_that_of_the_moment_asked_for(strawberry):
    now = timezone.now().astimezone(PARIS)
    later = (now + timezone.timedelta(days=30)).replace(hour=10, minute=0)
    strawberry.season_months = months.bit(later.month)
    strawberry.save()
    add_place(title="Étal", products=[strawberry], opening_hours=ALWAYS)
    (row,) = ask({"produit": "fraise", "ouvert": f"{later:%Y-%m-%dT%H:%M}"}, now=now).rows
    assert row.absence == ""


def test_the_page_and_the_map_say_it_too(strawberry, client):
    soon = months.bit(timezone.localdate().month % 12 + 1)
    strawberry.season_months = soon
    strawberry.save()
    page = add_place(title="Étal", products=[strawberry], opening_hours=ALWAYS)
    sentence = f"Pas encore\u00a0: dès {months.NAMES[months.unpack(soon)[0] - 1]}"
    html = client.get("/ou-acheter/?produit=fraise").content.decode()
    assert f'<span class="state live idle">{sentence}</span>' in html
    assert "Ouvert jour" not in html
    (feature,) = client.get("/ou-acheter/points.geojson?produit=fraise").json()["features"]
    properties = feature["properties"]
    assert (properties["id"], properties["ouvert"], properties["absence"]) == (
        page.pk,
        True,
        sentence,
    )
    (feature,) = client.get("/ou-acheter/points.geojson").json()["features"]
    assert "absence" not in feature["properties"]


def test_rows_keep_the_first_products_with_their_months(strawberry):
    add_place(products=[strawberry, ProductFactory(name="Pain", season_months=0)])
    assert Listing.objects.get().assortment == [["Fraise", months.pack([4, 5, 6])], ["Pain", 0]]
