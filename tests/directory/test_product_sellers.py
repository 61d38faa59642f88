"""Who sells a product, as its page puts them."""

from datetime import datetime

import pytest
from django.utils import timezone

from directory import product_page
from directory.hours.engine import PARIS
from tests.factories import ProductFactory, add_place, nimes

pytestmark = pytest.mark.usefixtures("tree")


@pytest.mark.parametrize(
    ("near", "names"),
    [
        ("", ["Ouvert", "Bientôt", "En été", "Muet"]),
        ("nimes", ["En été", "Muet", "Bientôt", "Ouvert"]),
    ],
)
def test_who_is_open_comes_first_unless_a_commune_is_asked_for(near, names):
    squash = ProductFactory(name="Courge", slug="courge")
    at = {"commune": nimes(), "products": [squash]}
    now = datetime.combine(timezone.localdate(), datetime.min.time(), PARIS).replace(hour=10)
    summer = f"{'Jan' if now.month > 6 else 'Dec'} 08:00-12:00"
    add_place(title="En été", opening_hours=summer, **at)
    add_place(title="Muet", **at)
    add_place(title="Bientôt", opening_hours="Mo-Su 11:00-12:00", **at)
    add_place(title="Ouvert", opening_hours="Mo-Su 08:00-12:00", **at)
    found = product_page.sellers(squash, near, now=now)
    assert [row.name for row in found["sellers"]] == names
