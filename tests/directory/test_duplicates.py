"""Pages that may be the same place: found near and far, decided once, merged without loss."""

import random
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect

from directory import duplicates, merging
from directory.duplicates import candidate, compare, likeness_of_names
from directory.models import (
    DuplicatePair,
    HoursException,
    Listing,
    PointOfSalePage,
    Presence,
    SourceRecord,
    StockedProduct,
)
from tests.factories import (
    ProductFactory,
    SourceFactory,
    UserFactory,
    add_member,
    add_place,
    add_producer,
    nimes,
    uzes,
)

NORTH_100_M = 0.0009


def near(title="Boulangerie Roux", metres=0, **fields) -> PointOfSalePage:
    """A bakery, so many metres north of a corner of Nîmes."""
    latitude = 43.837 + metres * NORTH_100_M / 100
    defaults = {"kind": "boulangerie", "latitude": latitude, "longitude": 4.36}
    return add_place(title=title, **defaults | fields)


def pairs() -> set[tuple[int, int]]:
    return set(DuplicatePair.objects.values_list("first", "second"))


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Boulangerie Roux", "ROUX", True),
        ("Boulangerie Roux", "Chez Roux, pâtisserie", True),
        ("La Ferme des Amandiers", "Ferme Les Amandiers", True),
        ("Les Halles de Nîmes", "Halles Nimes", True),
        ("Roux Frères", "Frères Roux", True),
        ("Fromagerie du Mazet", "Fromagerie du Mas", False),
        ("Boulangerie Roux", "Boulangerie Blanc", False),
        ("Boulangerie Saint-Jean", "Boulangerie Saint-Paul", False),
    ],
)
def test_likeness_of_names(first, second, alike):
    assert (likeness_of_names(first, second) >= duplicates.ALIKE) == alike


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"metres": 140}, True),
        ({"metres": 160}, False),
        ({"title": "Roux", "metres": 50}, True),
        ({"title": "Blanc", "metres": 1}, False),
        ({"kind": "epicerie", "metres": 50}, True),
        ({"kind": "epicerie", "title": "Rouxel", "metres": 50}, False),
        ({"precision": "commune"}, True),
        ({"latitude": None, "longitude": None}, True),
        ({"latitude": None, "longitude": None, "commune": uzes}, False),
        ({"closed_for_good": True}, False),
    ],
)
def test_what_makes_two_pages_a_possible_duplicate(db, other, found):
    if callable(other.get("commune")):
        other = other | {"commune": other["commune"]()}
    pair = near().pk, near(**other).pk

    duplicates.find()

    assert pairs() == ({pair} if found else set())


@pytest.mark.parametrize(("metres", "found"), [(30, True), (80, False)])
def test_names_that_say_nothing_must_stand_side_by_side(db, metres, found):
    near("Boulangerie")
    near("La Boulangerie", metres)

    assert len(duplicates.find()) == found


def test_a_producer_and_its_farm_shop_are_two_pages_on_purpose(db):
    add_producer(title="Ferme du Mas", latitude=43.837, longitude=4.36)
    add_place(title="Ferme du Mas", latitude=43.837, longitude=4.36)

    assert duplicates.find() == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 43.8, -60.0, 89.99]))
def test_the_grid_forgets_no_neighbour(seed, latitude):
    chance = random.Random(seed)
    candidates = [
        candidate(
            number,
            chance.choice(["Roux", "Blanc", "Roux et fils"]),
            "ferme",
            None,
            latitude + chance.uniform(-0.004, 0.004),
            4.36 + chance.uniform(-0.004, 0.004),
        )
        for number in range(40)
    ]

    found = {(like.first.id, like.second.id) for like in compare(candidates)}

    assert found == {
        (one.id, other.id)
        for one in candidates
        for other in candidates
        if one.id < other.id and duplicates._liken(one, other)
    }


def test_looking_around_some_pages_finds_their_pairs_only(db):
    first, second, _far, _farther = (
        near(),
        near(metres=50),
        near(metres=5000),
        near(metres=5050),
    )

    duplicates.find({second.pk})

    assert pairs() == {(first.pk, second.pk)}


def test_a_decision_survives_and_an_open_pair_that_no_longer_holds_goes(db):
    near()
    second, third = near(metres=50), near(metres=100)
    duplicates.find()
    apart = DuplicatePair.objects.get(second=second)
    duplicates.keep_apart(apart, by=UserFactory())
    third.title = "Blanc"
    third.save_revision().publish()

    call_command("find_duplicates", verbosity=0)

    assert list(DuplicatePair.objects.values_list("pk", "state")) == [(apart.pk, "apart")]


# --- Merging --------------------------------------------------------------------------------


def pair_of(first, second) -> DuplicatePair:
    return DuplicatePair.objects.create(first=first, second=second, distance=10, similarity=1)


def test_merging_keeps_one_page_with_the_chosen_fields(db):
    moderator = UserFactory(is_superuser=True)
    first = near(summary="Pain", phone="0466000000", opening_hours="Mo 08:00-12:00")
    second = near("Roux et fils", 50, summary="Pain au levain", phone="0466111111")
    pair = pair_of(first, second)

    merging.merge(pair, keep=second, take={"phone", "latitude"}, by=moderator)

    first.refresh_from_db()
    second.refresh_from_db()
    pair.refresh_from_db()
    assert (first.live, second.live) == (False, True)
    assert (second.title, second.summary) == ("Roux et fils", "Pain au levain")
    assert (second.phone, second.latitude) == ("0466000000", first.latitude)
    assert second.opening_hours == ""
    assert (pair.state, pair.kept_id, pair.decided_by) == ("merged", second.pk, moderator)
    assert second.has_unpublished_changes is False
    assert list(Listing.objects.values_list("page", "name")) == [(second.pk, "Roux et fils")]


def test_the_address_of_the_other_page_leads_to_the_kept_one(db, client):
    first, second = near(), near("Roux et fils", 50)
    address = second.url
    Redirect.objects.create(old_path="/ancienne", redirect_page=second)

    merging.merge(pair_of(first, second), keep=first, by=None)

    answer = client.get(address)
    assert (answer.status_code, answer.url) == (301, first.url)
    assert client.get("/ancienne/").url == first.url


def test_children_are_united_once(db):
    tomato, honey = ProductFactory(), ProductFactory()
    farmer, beekeeper = add_producer(), add_producer(title="Le Rucher")
    first = near(products=[tomato], producers=[farmer])
    second = near("Roux", 50, products=[tomato, honey], producers=[farmer, beekeeper])
    second.hours_exceptions = [HoursException(start=date(2026, 8, 1), end=date(2026, 8, 15))]
    second.tags.add("levain")
    second.save_revision().publish()
    add_member(second, email="roux@exemple.fr")

    merging.merge(pair_of(first, second), keep=first, by=None)

    first = PointOfSalePage.objects.get(pk=first.pk)
    assert set(first.stocked_products.values_list("product", flat=True)) == {tomato.pk, honey.pk}
    assert set(first.presences.values_list("producer", flat=True)) == {farmer.pk, beekeeper.pk}
    assert first.hours_exceptions.get().start == date(2026, 8, 1)
    assert [tag.name for tag in first.tags.all()] == ["levain"]
    assert [member.user.email for member in first.memberships.all()] == ["roux@exemple.fr"]
    assert StockedProduct.objects.filter(page=second).count() == 2


def test_places_follow_a_merged_producer(db):
    first, second = add_producer(title="Ferme Roux"), add_producer(title="Ferme Roux bis")
    one, both = add_place(producers=[second]), add_place(title="B", producers=[first, second])

    merging.merge(pair_of(first, second), keep=first, by=None)

    assert set(Presence.objects.values_list("page", "producer")) == {
        (one.pk, first.pk),
        (both.pk, first.pk),
    }
    latest = PointOfSalePage.objects.get(pk=one.pk).get_latest_revision_as_object()
    assert [presence.producer_id for presence in latest.presences.all()] == [first.pk]


def test_source_records_follow_so_that_no_import_creates_the_page_again(db, tmp_path):
    nimes()
    SourceFactory(slug="osm")
    path = tmp_path / "lieux.csv"
    path.write_text(
        "id,nom,type,commune,latitude,longitude\n"
        "1,Boulangerie Roux,Boulangerie,Nîmes,43.837,4.36\n"
        "2,Roux,Boulangerie,Nîmes,43.8371,4.36\n"
    )
    call_command("import_places", str(path), "--source=osm", verbosity=0)
    pair = DuplicatePair.objects.get()

    merging.merge(pair, keep=pair.first, by=None)
    call_command("import_places", str(path), "--source=osm", verbosity=0)
    call_command("find_duplicates", verbosity=0)

    assert set(SourceRecord.objects.values_list("page", flat=True)) == {pair.first_id}
    assert PointOfSalePage.objects.live().get().title == "Boulangerie Roux"
    assert list(DuplicatePair.objects.values_list("state", flat=True)) == ["merged"]


def test_other_pairs_of_the_page_that_leaves_are_those_of_the_kept(db):
    first, second, third, fourth = near(), near(metres=20), near(metres=40), near(metres=60)
    merged = pair_of(first, second)
    pair_of(first, third)
    pair_of(second, third)
    duplicates.keep_apart(pair_of(second, fourth), by=None)

    merging.merge(merged, keep=first, by=None)

    assert set(DuplicatePair.objects.values_list("first", "second", "state")) == {
        (first.pk, second.pk, "merged"),
        (first.pk, third.pk, "open"),
        (first.pk, fourth.pk, "apart"),
    }


@pytest.mark.parametrize(
    ("obstacle", "message"),
    [
        ("labelled", "label"),
        ("offline", "en ligne"),
        ("draft", "modification en cours"),
        ("producer", "ne se fusionnent pas"),
    ],
)
def test_what_cannot_be_merged_says_why_and_stays(db, obstacle, message):
    first = near(live=obstacle != "offline")
    second = add_producer() if obstacle == "producer" else near("Roux", 50)
    if obstacle == "labelled":
        PointOfSalePage.objects.filter(pk=second.pk).update(label_number="30-0001")
    if obstacle == "draft":
        second.summary = "En cours"
        second.save_revision()
    pair = pair_of(first, second)

    with pytest.raises(ValidationError, match=message):
        merging.merge(pair, keep=first, by=None)

    pair.refresh_from_db()
    second.refresh_from_db()
    assert (pair.state, second.live) == ("open", True)


def test_pair_already_decided_is_not_merged_again(db):
    moderator = UserFactory(is_superuser=True)
    first, second = add_place(title="La Cabane"), add_place(title="La Cabane", slug="autre")
    pair = pair_of(first, second)
    duplicates.keep_apart(pair, by=moderator)

    with pytest.raises(ValidationError, match="déjà décidé"):
        merging.merge(pair, keep=first, by=moderator)
