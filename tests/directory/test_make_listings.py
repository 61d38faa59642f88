"""The commands that fill, rebuild and extend the rows."""

import pytest
from django.core.management import CommandError, call_command

from directory.models import Commune, Listing, ListingCell, ListingWord, OpenInterval
from tests.factories import CommuneFactory, ProductFactory, add_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    CommuneFactory(insee="30189", name="Nîmes", population=150)
    CommuneFactory(insee="30999", name="Village", latitude=44.2, longitude=4.0, population=1)
    ProductFactory(name="Tomate")
    ProductFactory(name="Miel")


def snapshot():
    return list(Listing.objects.order_by("pk").values_list("name", "kind", "latitude", "longitude"))


def test_made_rows_are_complete_and_reproducible(communes, capsys):
    call_command("make_listings", "120", "--seed", "5", "--hours-share", "0.5")
    made = snapshot()
    assert len(made) == 120
    assert "120 lignes ajoutées." in capsys.readouterr().out
    row = Listing.objects.exclude(hours="").first()
    assert row.products.count() >= 1
    assert row.families.count() >= 1
    assert row.words.filter(in_name=True).count() >= 2
    assert row.open_intervals.count() >= 1
    assert sum(ListingCell.objects.filter(zoom=8).values_list("total", flat=True)) == 120
    call_command("make_listings", "--clear")
    for model in (Listing, ListingWord, OpenInterval, ListingCell):
        assert model.objects.count() == 0
    call_command("make_listings", "120", "--seed", "5", "--hours-share", "0.5")
    assert [row[1:] for row in snapshot()] == [row[1:] for row in made]


def test_clear_leaves_real_places(communes):
    page = add_place(opening_hours="24/7", products=[ProductFactory(name="Tomate")])
    call_command("make_listings", "10")
    call_command("make_listings", "--clear")
    assert Listing.objects.get().page_id == page.pk
    assert page.listing.words.exists()
    assert sum(ListingCell.objects.filter(zoom=8).values_list("total", flat=True)) == 1


def test_rows_can_be_published_after_made_ones(communes):
    call_command("make_listings", "10")
    assert add_place().listing.pk > 0
    assert Listing.objects.count() == 11


def test_a_dense_town_is_dense(communes):
    call_command("make_listings", "200", "--dense-town", "150")
    town = Commune.objects.get(name="Nîmes")
    near = Listing.objects.filter(
        latitude__range=(town.latitude - 0.1, town.latitude + 0.1),
        longitude__range=(town.longitude - 0.1, town.longitude + 0.1),
    )
    assert near.count() >= 150


def test_without_communes_rows_are_spread_over_france(db):
    call_command("make_listings", "50")
    latitudes = list(Listing.objects.values_list("latitude", flat=True))
    assert max(latitudes) - min(latitudes) > 5


@pytest.mark.parametrize(
    "arguments", [[], ["-5"], ["10", "--dense-town", "11"], ["10", "--hours-share", "2"]]
)
def test_wrong_numbers_are_refused(arguments):
    with pytest.raises(CommandError):
        call_command("make_listings", *arguments)


def test_rebuild_and_extend_report_what_they_did(communes, capsys):
    add_place(opening_hours="Mo-Su 09:00-12:00")
    Listing.objects.all().delete()
    call_command("rebuild_listings")
    call_command("extend_intervals")
    assert capsys.readouterr().out.splitlines() == [
        "1 lignes dans l’annuaire public.",
        "0 plages d’ouverture ajoutées.",
    ]
