"""The rows of the measures: copies in SQL are as true as rows drawn one by one."""

import pytest

from bench import filling
from directory import geography, synthetic, text
from directory.models import Listing, ListingCell
from tests.directory.search.asking import NOW
from tests.factories import CommuneFactory, FamilyFactory, ProductFactory, add_place


@pytest.mark.django_db
def test_copies_of_rows_have_all_that_is_theirs():
    CommuneFactory()
    product = ProductFactory(name="Miel", family=FamilyFactory(name="Miels", slug="miels"))
    add_place(title="Vraie page")
    synthetic.make(20, hours_share=1, now=NOW)
    filling.multiply(2)
    rows = Listing.objects.filter(page__isnull=True).order_by("pk")
    assert (len(rows), Listing.objects.count()) == (60, 61)
    assert sum(ListingCell.objects.filter(zoom=8).values_list("total", flat=True)) == 61
    assert len({(row.latitude, row.longitude) for row in rows}) > 40
    for drawn, copied in zip(rows[:20], rows[20:40], strict=True):
        assert copied.name == drawn.name.replace(str(drawn.pk), str(copied.pk))
        assert copied.sort_name == text.sort_name(copied.name)
        assert copied.path == f"/ou-acheter/essai-{copied.pk}/"
        point = copied.latitude, copied.longitude
        assert geography.tile(*point) == (copied.tile_x, copied.tile_y)
        assert (copied.x, copied.y, copied.z) == pytest.approx(geography.unit_vector(*point))
        assert list(copied.products.all()) == [product]
        assert copied.families.count() == drawn.families.count()
        number = {str(drawn.pk): str(copied.pk)}
        assert words(copied) == {
            (number.get(word, word), in_name) for word, in_name in words(drawn)
        }
        assert opens(copied) == opens(drawn)


def words(row: Listing) -> set:
    return set(row.words.values_list("word", "in_name"))


def opens(row: Listing) -> list:
    return list(row.open_intervals.order_by("start").values_list("start", "end"))
