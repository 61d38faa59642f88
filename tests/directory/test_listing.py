"""What enters the public rows, what never does, and what they follow."""

import re
import shutil
from datetime import date, datetime, timedelta
from math import isclose
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision

from directory import clusters, listing, months, reference_data
from directory.geography import tile
from directory.models import (
    Appellation,
    HoursException,
    Listing,
    ListingCell,
    ListingWord,
    OpenInterval,
    PointOfSalePage,
    ProducerPage,
    Product,
    ProductFamily,
    QualitySign,
    SearchPage,
)
from tests.factories import (
    AppellationFactory,
    CommuneFactory,
    FamilyFactory,
    ProductFactory,
    SignFactory,
    SourceFactory,
    add_member,
    add_place,
    add_producer,
    nimes,
    uzes,
)

PARIS = ZoneInfo("Europe/Paris")
pytestmark = pytest.mark.django_db


def organic(product, *, expires_in=30):
    return {
        "product": product,
        "sign": SignFactory(),
        "sign_number": "FR-BIO-01",
        "sign_expires_on": timezone.localdate() + timedelta(days=expires_in),
    }


def cells() -> dict:
    return {
        (cell.zoom, cell.x, cell.y): (cell.total, round(cell.latitude_sum, 6))
        for cell in ListingCell.objects.all()
    }


def counted_again() -> dict:
    clusters.rebuild()
    return cells()


def test_a_published_place_has_one_row_of_public_facts():
    vegetables = FamilyFactory(name="Légumes", slug="legumes")
    tomato = ProductFactory(
        name="Tomate", family=FamilyFactory(name="Fruits", slug="fruits", parent=vegetables)
    )
    page = add_place(
        title="L’Étal d’Élise",
        kind="marche",
        products=[organic(tomato)],
        latitude=43.84,
        longitude=4.36,
        step_free="yes",
        opening_hours="Sa 08:00-12:00",
        summary="Sous les platanes",
        confirmed_on=date(2026, 9, 1),
    )

    row = page.listing
    assert (row.kind, row.name, row.sort_name) == ("marche", "L’Étal d’Élise", "letaldelise")
    assert row.path == page.url
    assert (row.latitude, row.longitude, row.is_exact) == (43.84, 4.36, True)
    assert isclose(row.x**2 + row.y**2 + row.z**2, 1)
    assert (row.tile_x, row.tile_y) == tile(43.84, 4.36)
    assert row.place_name == "Nîmes"
    assert set(row.products.values_list("slug", flat=True)) == {"tomate"}
    assert set(row.families.values_list("slug", flat=True)) == {"legumes", "fruits"}
    assert row.family_slugs == "legumes fruits"
    assert row.assortment == [["Tomate", 0]]
    assert (row.is_organic, row.is_labelled, row.is_step_free) == (True, False, True)
    assert row.hours == "Sa 08:00-12:00"
    assert (row.confirmed_on, row.ranked_on) == (date(2026, 9, 1), date(2026, 9, 1))
    words = set(row.words.values_list("word", flat=True))
    assert words == {"etal", "elise", "marche", "plein", "vent", "nime", "tomate", "fruit"} | {
        "legume",
        "platane",
    }


def test_private_fields_enter_no_row():
    page = add_producer(
        title="Mas du Secret",
        siret="12345678901234",
        email="cachee@exemple.fr",
        phone="0466000000",
        address="12 chemin Dissimulé",
        latitude=43.912345,
        longitude=4.412345,
        precision="commune",
    )
    row = Listing.objects.filter(page=page).values().get()
    written = " ".join(map(str, row.values())) + " ".join(
        ListingWord.objects.values_list("word", flat=True)
    )
    for secret in ("12345678901234", "cachee", "0466000000", "dissimule", "43.91", "4.41"):
        assert secret not in written.lower()
    assert (row["latitude"], row["longitude"], row["is_exact"]) == (43.8367, 4.3601, False)


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        lambda page: PageViewRestriction.objects.create(
            page=page.get_parent(), restriction_type="login"
        ),
        lambda page: close_for_good(page),
    ],
    ids=["unpublished", "deleted", "private", "under a private page", "closed for good"],
)
def test_what_the_public_may_not_see_leaves_no_trace(hide):
    page = add_place(products=[ProductFactory()], opening_hours="24/7", latitude=44, longitude=4)
    assert Listing.objects.count() == 1
    hide(page)
    assert Listing.objects.count() == 0
    assert (ListingWord.objects.count(), OpenInterval.objects.count()) == (0, 0)
    assert cells() == {}


def close_for_good(page):
    page.closed_for_good = True
    page.save_revision().publish()


def test_a_draft_has_no_row_and_a_draft_change_none_either():
    add_place(title="Brouillon", live=False)
    page = add_place(title="Publiée")
    page.title = "Pas encore publiée"
    page.save_revision()
    assert list(Listing.objects.values_list("name", flat=True)) == ["Publiée"]


def test_opening_a_private_tree_lists_its_places_again():
    page = add_place()
    restriction = PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type="login"
    )
    restriction.delete()
    assert Listing.objects.get().page_id == page.pk


def test_a_new_slug_of_the_search_page_changes_addresses(django_capture_on_commit_callbacks):
    page = add_place(slug="la-cabane")
    search = SearchPage.objects.get()
    search.slug = "lieux"
    with django_capture_on_commit_callbacks(execute=True):
        search.save_revision().publish()
    assert Listing.objects.get(page=page).path == "/lieux/la-cabane/"


@pytest.mark.parametrize(("days", "counts"), [(0, True), (1, True), (-1, False)])
def test_an_expired_sign_does_not_count(days, counts):
    add_producer(offers=[organic(ProductFactory(), expires_in=days)])
    assert Listing.objects.get().is_organic is counts


@pytest.mark.parametrize("days", [1, 7, 8, 400])
def test_a_sign_that_has_expired_is_forgotten_by_the_daily_command(days):
    page = add_producer(offers=[organic(ProductFactory())])
    stall = add_place(title="Étal", producers=[page])
    shop = add_place(title="Boutique", products=[organic(ProductFactory())])
    for lines in (page.offers, shop.stocked_products):
        lines.update(sign_expires_on=timezone.localdate() - timedelta(days=days))
    listing.extend_intervals(timezone.now())
    organic_rows = Listing.objects.filter(page__in=[page, stall, shop], is_organic=True)
    assert not organic_rows.exists()


def test_rows_that_another_sign_keeps_organic_are_not_written_every_day(monkeypatch):
    honey, bread = ProductFactory(), ProductFactory()
    producer = add_producer(offers=[organic(honey), organic(bread)])
    producer.offers.filter(product=honey).update(
        sign_expires_on=timezone.localdate() - timedelta(days=3)
    )
    place = add_place(producers=[producer], products=[organic(honey)])
    place.stocked_products.update(sign_expires_on=timezone.localdate() - timedelta(days=3))
    monkeypatch.setattr(listing, "write", None)
    listing.extend_intervals(timezone.now())
    assert Listing.objects.filter(is_organic=True).count() == 2


def test_a_place_sells_what_its_published_producers_offer():
    tomato, honey = ProductFactory(name="Tomate"), ProductFactory(name="Miel")
    producer = add_producer(title="Mas Rouge", offers=[organic(tomato)])
    place = add_place(products=[honey], producers=[producer])

    def sold():
        row = Listing.objects.get(page=place)
        return set(row.products.values_list("name", flat=True)), row.is_organic

    assert sold() == ({"Tomate", "Miel"}, True)
    assert place.listing.words.filter(word="rouge").exists()
    producer.title = "Mas Bleu"
    producer.save_revision().publish()
    assert set(place.listing.words.filter(word__in=["rouge", "bleu"]).values_list("word")) == {
        ("bleu",)
    }
    producer.unpublish()
    assert sold() == ({"Miel"}, False)
    producer.save_revision().publish()
    assert sold() == ({"Tomate", "Miel"}, True)
    ProducerPage.objects.get(pk=producer.pk).delete()
    assert sold() == ({"Miel"}, False)


def test_publishing_again_keeps_the_row_and_moves_its_tiles():
    page = add_place(latitude=43.8, longitude=4.3)
    before = Listing.objects.get()
    page.latitude, page.longitude = 44.1, 4.1
    page.save_revision().publish()
    after = Listing.objects.get()
    assert after.pk == before.pk
    assert {key: total for key, (total, _sum) in cells().items()} == {
        (zoom, *tile(44.1, 4.1, zoom)): 1 for zoom in clusters.ZOOMS
    }


def test_tiles_kept_on_the_way_equal_tiles_counted_again():
    pages = [add_place(latitude=43.8 + n / 50, longitude=4.3 + n / 70) for n in range(6)]
    add_place(commune=uzes())
    pages[0].unpublish()
    pages[1].delete()
    pages[2].latitude = 44.2
    pages[2].save_revision().publish()
    assert cells() == counted_again()


def test_a_row_deleted_twice_or_moved_meanwhile_is_counted_out_once():
    page, other = add_place(), add_place(commune=uzes())
    mine, stale = Listing.objects.get(page=page), Listing.objects.get(page=page)
    mine.delete()
    stale.delete()
    assert cells() == counted_again() != {}
    stale = Listing.objects.get(page=other)
    other.latitude, other.longitude = 44.2, 4.1
    other.save_revision().publish()
    stale.delete()
    assert cells() == {}


def test_rebuild_gives_the_same_rows_as_publishing():
    producer = add_producer(offers=[ProductFactory(name="Tomate")])
    add_place(producers=[producer], opening_hours="Mo-Su 09:00-12:00")
    hidden = add_place(title="Fermée")

    def rows():
        return [
            [
                {k: v for k, v in row.items() if k not in {"id", "updated_at"}}
                for row in Listing.objects.order_by("page").values()
            ],
            sorted(ListingWord.objects.values_list("listing__page", "word")),
            sorted(OpenInterval.objects.values_list("listing__page", "start", "end")),
            cells(),
        ]

    PointOfSalePage.objects.filter(pk=hidden.pk).update(closed_for_good=True)
    listing.write(hidden)
    before = rows()
    Listing.objects.all().delete()
    assert listing.rebuild() == 2
    assert rows() == before


def test_openings_are_known_for_five_weeks_and_follow_exceptions():
    page = add_place(opening_hours="Mo-Su 09:00-12:00")
    today = timezone.localdate()
    assert OpenInterval.objects.count() == 35
    page.hours_exceptions = [HoursException(start=today, end=today + timedelta(days=6))]
    page.save_revision().publish()
    assert OpenInterval.objects.count() == 28
    assert Listing.objects.get().hours_exceptions == [
        {"start": str(today), "end": str(today + timedelta(days=6)), "hours": "", "note": ""}
    ]


def test_the_daily_command_adds_days_forgets_the_past_and_joins_what_was_cut():
    add_place(title="De nuit", opening_hours="24/7")
    add_place(title="Du matin", opening_hours="Mo-Su 09:00-12:00")
    tomorrow = timezone.now() + timedelta(days=1)
    listing.extend_intervals(tomorrow)
    always = OpenInterval.objects.filter(listing__name="De nuit").get()
    midnight = datetime.combine(timezone.localdate(), datetime.min.time(), PARIS)
    assert always.start == midnight
    assert always.end.astimezone(PARIS).date() == (midnight + timedelta(days=36)).date()
    mornings = OpenInterval.objects.filter(listing__name="Du matin").order_by("start")
    assert mornings.count() == 35
    assert mornings[0].start.astimezone(PARIS).date() == (midnight + timedelta(days=1)).date()
    listing.extend_intervals(tomorrow)
    assert mornings.count() == 35


def test_rows_are_extended_a_few_at_a_time(monkeypatch):
    for _place in range(5):
        add_place(opening_hours="Mo-Su 09:00-12:00")
    OpenInterval.objects.all().delete()
    monkeypatch.setattr(listing, "CHUNK", 2)
    in_hand = []
    added = listing.extend_intervals(
        timezone.now() + timedelta(days=2), lambda steps: in_hand.extend(steps) or in_hand
    )
    assert (in_hand, added) == ([0, 2, 4], 5 * 2)
    assert OpenInterval.objects.values("listing").distinct().count() == 5


def test_hours_that_nobody_can_read_are_unknown():
    page = add_place()
    PointOfSalePage.objects.filter(pk=page.pk).update(opening_hours="quand il fait beau, peut-être")
    row = listing.write(page)
    assert (row.hours, OpenInterval.objects.count()) == ("", 0)
    assert listing.hours_of(row).is_known is False


def test_confirm_is_public_at_once_and_survives_the_next_publication():
    page = add_place(confirmed_on=date(2025, 1, 1))
    listing.confirm(page, on=date(2026, 10, 1))
    row = Listing.objects.get()
    assert (row.confirmed_on, row.ranked_on) == (date(2026, 10, 1), date(2026, 10, 1))
    page.refresh_from_db()
    page.latest_revision.publish()
    assert Listing.objects.get().confirmed_on == date(2026, 10, 1)


@pytest.mark.parametrize("number", ["30-0007", ""])
def test_a_draft_neither_gives_nor_takes_the_label(number):
    before = {"label_number": "" if number else "30-0001", "label_scope": "" if number else "miel"}
    page = add_producer(**before)
    page.title = "Mas Neuf"
    draft = page.save_revision()
    ProducerPage.objects.filter(pk=page.pk).update(label_number=number, label_scope="")
    Revision.objects.get(pk=draft.pk).publish()
    page = ProducerPage.objects.get(pk=page.pk)
    assert (page.title, page.label_number, page.label_scope) == ("Mas Neuf", number, "")
    assert page.listing.is_labelled is bool(number)


def test_a_copy_takes_neither_label_nor_confirmation_nor_manager_nor_source():
    page = add_producer(
        label_number="30-0001", label_scope="miel", source=SourceFactory(), summary="Du miel"
    )
    add_member(page)
    page.save_revision().publish()
    copy = page.copy(update_attrs={"slug": "copie"})
    for version in (ProducerPage.objects.get(pk=copy.pk), copy.latest_revision.as_object()):
        assert version.summary == "Du miel"
        assert (version.label_number, version.label_scope) == ("", "")
        assert (version.confirmed_on, version.source) == (None, None)
        assert not version.memberships.exists()


def test_a_place_without_commune_or_position_is_listed_nowhere_on_the_map():
    add_place(commune=None, locality="Beaucaire")
    row = Listing.objects.get()
    assert (row.latitude, row.x, row.tile_x, row.place_name) == (None, None, None, "Beaucaire")
    assert cells() == {}


def test_a_position_shown_at_the_commune_only_is_the_commune_s():
    add_place(commune=nimes(), precision="commune", latitude=43.9, longitude=4.4)
    row = Listing.objects.get()
    assert (row.latitude, row.longitude) == (43.8367, 4.3601)


@pytest.fixture
def stall(db):
    """A place where a producer brings tomatoes under a label of origin."""
    vegetables = FamilyFactory(name="Légumes", slug="legumes")
    tomato = ProductFactory(name="Tomate", family=vegetables, season_months=months.pack([7]))
    origin = AppellationFactory(name="Tomate du Pont")
    signed = {"appellation": origin, "sign_number": "1", "sign_expires_on": date(2090, 1, 1)}
    producer = add_producer(offers=[{"product": tomato} | signed])
    return add_place(producers=[producer], opening_hours="Mo-Su 09:00-12:00")


def correct(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        (lambda: correct(Product.objects.get(), name="Pomodoro"),
         {"assortment": [["Pomodoro", 64]]}),
        (lambda: correct(Product.objects.get(), synonyms=["aubergine"]), {"word": "aubergine"}),
        (lambda: correct(Product.objects.get(), family=FamilyFactory(slug="fruits", name="Fruits")),
         {"family_slugs": "fruits", "word": "fruit"}),
        (lambda: correct(Product.objects.get(), season_months=months.pack([8])),
         {"season_months": months.pack([8])}),
        (lambda: correct(ProductFamily.objects.get(), name="Primeurs"), {"word": "primeur"}),
        (lambda: correct(ProductFamily.objects.get(),
                         parent=FamilyFactory(slug="jardin", name="Jardin")),
         {"family_slugs": "jardin legumes"}),
        (lambda: correct(nimes(), name="Nemausus"), {"place_name": "Nemausus", "word": "nemausu"}),
        (lambda: correct(nimes(), latitude=43.9), {"latitude": 43.9}),
        (lambda: correct(QualitySign.objects.get(), is_organic=True), {"is_organic": True}),
        (lambda: correct(Appellation.objects.get(), sign=SignFactory()), {"is_organic": True}),
    ],
    ids=["product", "synonym", "family", "months", "family name", "parent", "commune", "position",
         "sign", "appellation"],
)  # fmt: skip
def test_rows_follow_what_is_corrected_in_the_catalogue(stall, correction, told):
    openings = list(OpenInterval.objects.values_list("pk"))
    correction()
    rows = Listing.objects.all()
    assert rows.count() == 2
    for row in rows:
        for name, value in told.items():
            if name == "word":
                assert row.words.filter(word=value).exists()
            else:
                assert getattr(row, name) == value
    assert list(OpenInterval.objects.values_list("pk")) == openings
    assert cells() == counted_again()


def test_what_no_row_copies_writes_no_row(stall, monkeypatch):
    monkeypatch.setattr(listing, "rewrite", None)
    correct(Product.objects.get(), note="À garder hors du froid")
    correct(nimes(), population=150_000)
    CommuneFactory()


def test_rows_follow_what_the_reference_files_correct(db, tmp_path):
    nimes()
    for name in ("communes", "families", "products", "signs", "appellations", "product_texts",
                 "foods"):  # fmt: skip
        shutil.copy(reference_data.FOLDER / f"{name}.csv", tmp_path)
    reference_data.load_all(tmp_path)
    add_producer(offers=[Product.objects.get(slug="tomate")])
    path = tmp_path / "products.csv"
    path.write_text(re.sub(r"(?m)^tomate,Tomate,", "tomate,Pomodoro,", path.read_text()))
    reference_data.load_all(tmp_path)
    assert Listing.objects.get().assortment[0][0] == "Pomodoro"


def test_row_tells_the_months_when_each_product_is_in_season(db):
    tomato = ProductFactory(name="Tomate", season_months=months.pack([6, 7, 8]))
    honey = ProductFactory(name="Miel")
    producer = add_producer(
        offers=[
            {"product": tomato, "months": months.pack([5])},
            {"product": tomato, "note": "ancienne"},
            {"product": honey, "note": "de printemps", "months": months.pack([5])},
            ProductFactory(name="Pain"),
        ]
    )
    row = producer.listing
    lines = row.listingproduct_set.values_list("product__name", "months")
    assert dict(lines) == {
        "Tomate": months.pack([5, 6, 7, 8]),
        "Miel": months.pack([5]),
        "Pain": 0,
    }
    assert row.season_months == months.pack([5, 6, 7, 8])
    offer = producer.offers.get(note="ancienne")
    producer.offers.set([offer])
    producer.save_revision().publish()
    row.refresh_from_db()
    assert dict(lines.all()) == {"Tomate": months.pack([6, 7, 8])}
    assert row.season_months == months.pack([6, 7, 8])
