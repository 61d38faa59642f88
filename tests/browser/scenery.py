"""A few places around Uzès and Nîmes, as the journeys of readers need them."""

from datetime import timedelta

from django.utils import timezone

from directory.models import PointOfSalePage, ProducerPage
from home.models import ContentPage
from tests.factories import ProductFactory, SignFactory, add_place, add_producer, uzes

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
STALLS = 21  # one more than a page of results


def furnish(tree) -> None:
    """Goat's cheese near Uzès: an open place, then a closed organic one; the rest in Nîmes."""
    goat = ProductFactory(
        name="Fromage de chèvre", slug="fromage-de-chevre", plural="Fromages de chèvre"
    )
    strawberry = ProductFactory(name="Fraise", slug="fraise", plural="Fraises")
    tomato = ProductFactory(name="Tomate", slug="tomate", plural="Tomates")
    organic = {
        "sign": SignFactory(),
        "sign_number": "FR-BIO-01",
        "sign_expires_on": timezone.localdate() + timedelta(days=300),
    }
    goatherd = add_producer(
        title="Chèvrerie du Bois sec",
        summary="Trente chèvres, un berger.",
        commune=uzes(),
        latitude=44.09,
        longitude=4.4,
        phone="04 65 71 00 31",
        phone_is_public=True,
        offers=[goat],
    )
    add_place(
        title="La Halle du Duché",
        kind="halle",
        summary="Les étals du centre ancien.",
        commune=uzes(),
        address="1 place aux Herbes",
        latitude=44.0125,
        longitude=4.4201,
        opening_hours="24/7",
        products=[{"product": goat, "note": "frais ou affiné"}],
        producers=[goatherd],
        bus_stop="Esplanade",
        bus_line="115",
    )
    add_place(
        title="Ferme des Lauzes",
        commune=uzes(),
        latitude=44.05,
        longitude=4.45,
        opening_hours=f"{_day_after_tomorrow()} 09:00-12:00",
        products=[{"product": goat} | organic],
    )
    add_place(
        title="Marché des Micocouliers",
        kind="marche",
        latitude=43.84,
        longitude=4.36,
        products=[strawberry],
    )
    for number in range(1, STALLS + 1):
        add_place(title=f"Étal {number}", kind="cabane", products=[tomato])
    page = ContentPage(
        title="Comment ça marche",
        slug="comment-ca-marche",
        introduction="Qui tient ces fiches, et comment.",
        show_in_menus=True,
        body=[("text", "<h2>Qui écrit ?</h2><p>Les habitants, et <b>nous</b>.</p>")],
    )
    tree.home.add_child(instance=page)


def place() -> PointOfSalePage:
    return PointOfSalePage.objects.get(title="La Halle du Duché")


def producer() -> ProducerPage:
    return ProducerPage.objects.get()


def _day_after_tomorrow():
    return OSM_DAYS[(timezone.localdate() + timedelta(days=2)).weekday()]
