import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from madeingard.users.models import User
from wagtail.models import Site, WorkflowState

from directory import months
from directory.demonstration import (
    accounts,
    content,
    exchanges,
    loading,
    pictures,
    requests,
    seeded,
)
from directory.editing import review
from directory.enums import Country, Kind, StepFree
from directory.freshness import level
from directory.hours import Hours, validate
from directory.models import (
    Claim,
    Commune,
    Edit,
    ErrorReport,
    Invitation,
    ListedPage,
    Listing,
    Mandate,
    Membership,
    Offer,
    OpenInterval,
    PointOfSalePage,
    ProducerPage,
    Product,
    StockedProduct,
)
from home.models import ContentPage, SiteImage, SiteSettings
from tests.factories import add_place

# Words that a shopper may be misled by, or that the law keeps for others.
FORBIDDEN = re.compile(
    r"\b(certifi\w*|respectueux|respectueuse|biodégradable\w*|écologique\w*|neutre en carbone"
    r"|fermi(?:er|ère)s?|loca(?:l|le|ux|les)|naturel\w*|authentique\w*|terroir\w*|artisanal\w*"
    r"|sans allergène\w*|sans pesticides?|zéro \w+|meilleur(?:e|s|es)? d\w*|bio)\b",
    re.IGNORECASE,
)
WRITTEN = ("name", "summary", "story", "quote", "practices", "origin", "description",
           "professionals", "access_note", "parking")  # fmt: skip


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """Load the demonstration once for the module; give what the command printed."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            out = StringIO()
            call_command("load_demo", "--listings-only", stdout=out)
            yield out.getvalue()
            transaction.set_rollback(True)


@pytest.fixture
def demo(printed, db):
    return printed


def lines():
    return [*Offer.objects.select_related("product", "appellation", "page"),
            *StockedProduct.objects.select_related("product", "appellation", "page")]  # fmt: skip


def test_enough_producers_and_places_are_online(demo):
    online = Counter(
        kind == Kind.PRODUCER for kind in Listing.objects.values_list("kind", flat=True)
    )
    assert online[True] >= 70
    assert online[False] >= 140


def test_every_kind_is_represented(demo):
    assert set(Listing.objects.values_list("kind", flat=True)) == set(Kind.values)


def test_every_country_lives_and_nimes_metropole_most(demo):
    places = ListedPage.objects.filter(live=True)
    assert set(places.values_list("commune__country", flat=True)) == set(Country.values)
    near = places.filter(commune__in=Commune.objects.in_perimeter())
    assert near.count() > places.count() / 2
    assert near.values("commune").distinct().count() == 39


def test_every_page_is_valid_and_marked_as_a_demonstration(demo):
    for page in ListedPage.objects.specific():
        page.full_clean()
        for child in [*page.photos.all(), *getattr(page, "offers", page.photos.none()).all()]:
            child.full_clean()
        assert page.source.slug == loading.SOURCE_SLUG
    assert SiteSettings.for_site(Site.objects.get()).is_demonstration


def test_titles_are_used_once(demo):
    assert [
        n
        for n, c in Counter(r["name"] for r in content.producers() + content.places()).items()
        if c > 1
    ] == []


@pytest.mark.parametrize("row", content.producers() + content.places(), ids=lambda r: r["name"])
def test_texts_make_no_claim_and_keep_french_typography(row):
    for field in WRITTEN:
        check_text(row.get(field, ""))
    for note in [line.get("note", "") for line in row.get("offers", []) + row.get("products", [])]:
        check_text(note)


@pytest.mark.parametrize("row", content.editorial_pages(), ids=lambda row: row["slug"])
def test_editorial_pages_keep_french_typography(row):
    for text in (row["title"], row["introduction"], re.sub(r"<[^>]+>", "", row["body"])):
        check_typography(text)


def check_text(text):
    assert FORBIDDEN.findall(text) == []
    check_typography(text)
    assert "!" not in text


def check_typography(text):
    assert "'" not in text
    assert re.findall(r"(?<!\N{NO-BREAK SPACE})[?!;:»]", text) == []
    assert re.findall(r"«(?!\N{NO-BREAK SPACE})", text) == []


@pytest.mark.parametrize("row", content.producers(), ids=lambda row: row["name"])
def test_stories_have_two_to_four_sentences(row):
    assert 2 <= len(re.findall(r"[.?](?:\s|$)", row["story"])) <= 4


@pytest.mark.parametrize("row", content.places(), ids=lambda row: row["name"])
def test_hours_are_readable(row):
    hours = row.get("hours", "")
    validate(hours)
    assert Hours(hours).is_known is bool(hours)


def test_hours_are_of_every_sort(demo):
    hours = set(PointOfSalePage.objects.values_list("opening_hours", flat=True))
    assert {"", "24/7", '"sur rendez-vous"', "Jul-Aug Th 18:00-22:30"} <= hours
    assert OpenInterval.objects.values("listing").distinct().count() > 90


def test_something_is_open_at_any_time(demo):
    now = timezone.now()
    assert OpenInterval.objects.filter(start__lte=now, end__gt=now).count() >= 5


def test_sellers_months_are_months_of_the_product(demo):
    wrong = [
        (line.page.title, line.product.slug)
        for line in lines()
        if line.months & ~(line.product.season_months | line.product.stored_months)
    ]
    assert wrong == []


def test_appellations_stand_on_their_own_products(demo):
    wrong = [
        (line.page.title, str(line.appellation))
        for line in lines()
        if line.appellation and line.product not in line.appellation.products.all()
    ]
    assert wrong == []
    assert {line.appellation.is_certain for line in lines() if line.appellation} == {True}


@pytest.mark.parametrize(
    ("appellation", "countries"),
    [
        ("Pélardon", {"cevennes", "garrigues"}),
        ("Oignon doux des Cévennes", {"cevennes"}),
        ("Châtaigne des Cévennes", {"cevennes"}),
        ("Miel des Cévennes", {"cevennes"}),
        ("Riz de Camargue", {"camargue"}),
        ("Taureau de Camargue", {"camargue"}),
        ("Fraises de Nîmes", {"costieres"}),
        ("Olive de Nîmes", {"garrigues"}),
        ("Huile d’olive de Nîmes", {"garrigues"}),
        ("Costières de Nîmes", {"costieres"}),
        ("Clairette de Bellegarde", {"costieres"}),
        ("Sable de Camargue", {"camargue"}),
    ],
)
def test_appellations_stay_in_their_country(demo, appellation, countries):
    offers = Offer.objects.filter(appellation__name=appellation)
    assert set(offers.values_list("page__commune__country", flat=True)) == countries


def test_most_products_of_the_catalogue_are_sold_somewhere(demo):
    sold = {line.product_id for line in lines()}
    assert len(sold) >= 0.9 * Product.objects.count()


def test_signs_are_checked_declared_and_expired(demo):
    signed = [line for line in lines() if line.sign_number]
    assert {line.sign_checked_on is not None for line in signed} == {True, False}
    assert {line.page.title for line in signed if line.valid_sign is None} == {
        "Le Mas de l’Aube d’eau"
    }


def test_freshness_is_of_every_level(demo):
    today = timezone.localdate()
    days = Listing.objects.values_list("confirmed_on", flat=True)
    assert {level(day, today) for day in days} == {"fresh", "old", "stale", "unknown"}


def test_access_is_of_every_level(demo):
    assert set(PointOfSalePage.objects.values_list("step_free", flat=True)) == set(StepFree.values)


def test_labelled_pages_have_a_number_of_their_own_and_a_scope(demo):
    labelled = list(
        ListedPage.objects.exclude(label_number="").values_list("label_number", "label_scope")
    )
    assert len({number for number, _scope in labelled}) == len(labelled) >= 8
    assert all(re.fullmatch(r"2026-00\d\d", number) and scope for number, scope in labelled)


def test_two_drafts_wait_for_a_moderator_and_are_not_listed(demo):
    drafts = ListedPage.objects.filter(live=False)
    assert set(drafts.values_list("title", flat=True)) == {
        "Les Mûres de Valescure",
        "La Ferme du Mas Perdigal",
    }
    ids = [str(pk) for pk in drafts.values_list("pk", flat=True)]  # as Wagtail keeps them
    waiting = WorkflowState.objects.filter(status="in_progress", object_id__in=ids)
    assert waiting.count() == 2
    assert not Listing.objects.filter(page__in=drafts).exists()


def test_who_has_closed_for_good_is_not_listed(demo):
    page = ProducerPage.objects.get(closed_for_good=True)
    assert not Listing.objects.filter(page=page).exists()


def test_points_do_not_stack(demo):
    exact = Listing.objects.filter(is_exact=True).values_list("latitude", "longitude")
    assert max(Counter((round(lat, 4), round(lon, 4)) for lat, lon in exact).values()) == 1


def test_points_are_drawn_within_reach_of_the_commune_and_always_the_same():
    commune = Commune(name="Nîmes", latitude=43.84, longitude=4.36)
    for rank in range(40):
        point = seeded.around(commune, rank, "La Cabane")
        assert point == seeded.around(commune, rank, "La Cabane")
        north = (point[0] - 43.84) * 111.2
        east = (point[1] - 4.36) * 111.2 * 0.7213
        assert 0.3 < (north**2 + east**2) ** 0.5 < 1.55


def test_every_photo_is_ours_and_described(demo):
    assert set(SiteImage.objects.values_list("credit", flat=True)) == {pictures.CREDIT}
    assert set(pictures.DESCRIPTIONS) == {path.stem for path in pictures.SCENES.glob("*.svg")}
    for description in pictures.DESCRIPTIONS.values():
        check_typography(description)


@pytest.mark.parametrize("scene", sorted(pictures.DESCRIPTIONS))
def test_drawings_and_pictures_are_light(scene):
    assert (pictures.SCENES / f"{scene}.svg").stat().st_size <= 3_000
    assert len(pictures.png(scene)) <= 40_000


def test_editorial_pages_are_where_the_footer_looks(demo):
    pages = dict(ContentPage.objects.live().values_list("slug", "show_in_menus"))
    assert pages == {
        "a-propos": True,
        "comment-ca-marche": True,
        "accessibilite": False,
        "ecoconception": False,
        "mentions-legales": False,
    }


def test_accounts_are_printed(demo):
    found = accounts.accounts()
    assert [account.role for account in found] == [
        "administration", "modération", "rédaction", *["productrice"] * 5,
    ]  # fmt: skip
    assert [account.email for account in found if account.email not in demo] == []
    tending = User.objects.filter(memberships__isnull=False).distinct()
    assert tending.count() == len(accounts.MANAGERS)


def test_somebody_asks_is_invited_and_is_written_for(demo):
    assert Claim.objects.waiting().get().page.title == requests.CLAIMED
    assert Invitation.objects.waiting().get().email == f"josette.mazoyer@{accounts.DOMAIN}"
    assert Mandate.objects.get().page.title == requests.ASSISTED


def test_the_space_and_the_desks_show_every_answer(demo):
    edits = Edit.objects.exclude(state="online").values_list("state", "page__title")
    assert set(edits) == {
        ("refused", exchanges.REFUSED),
        ("reverted", exchanges.PUT_BACK),
        ("pending", exchanges.WAITING),
    }
    moderator = User.objects.get(email=f"moderation@{accounts.DOMAIN}")
    to_review = review.to_review(moderator, now=timezone.now())
    assert to_review.get().page.title == exchanges.TO_REVIEW
    assert dict(ErrorReport.objects.values_list("state", "page__title")) == {
        "received": exchanges.REPORTED,
        "corrected": exchanges.ANSWERED,
    }
    assert Claim.objects.get(state="refused").page.title == exchanges.CLAIM_REFUSED
    assert Mandate.objects.get().handed_at is not None
    roles = Membership.objects.filter(page__title=exchanges.SHARED).order_by("pk")
    assert list(roles.values_list("role", flat=True)) == ["owner", "editor"]


def test_loading_again_changes_nothing(demo):
    before = list(ListedPage.objects.order_by("pk").values_list("pk", "latest_revision"))
    page = ListedPage.objects.order_by("pk").first()
    ListedPage.objects.filter(pk=page.pk).update(summary="Corrigé à la main")
    call_command("load_demo", "--listings-only", stdout=StringIO())
    assert list(ListedPage.objects.order_by("pk").values_list("pk", "latest_revision")) == before
    assert ListedPage.objects.get(pk=page.pk).summary == "Corrigé à la main"


def test_if_empty_only_brings_hours_up_to_date(demo):
    OpenInterval.objects.all().delete()
    Listing.objects.exclude(intervals_until=None).update(intervals_until=timezone.now())
    out = StringIO()
    call_command("load_demo", "--if-empty", stdout=out)
    assert OpenInterval.objects.exists()
    assert accounts.accounts()[0].email in out.getvalue()


def test_a_site_with_its_own_content_is_refused(demo):
    add_place(title="Un vrai lieu")
    ListedPage.objects.get(title="La Fontaine à lait").delete()
    with pytest.raises(CommandError, match="a déjà ses propres fiches"):
        call_command("load_demo", stdout=StringIO())
    call_command("load_demo", "--if-empty", stdout=StringIO())
    assert not ListedPage.objects.filter(title="La Fontaine à lait").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7-10", [7, 8, 9, 10]),
        ("3-6,10-12", [3, 4, 5, 6, 10, 11, 12]),
        ("11-2", [1, 2, 11, 12]),
        ("5", [5]),
    ],
)
def test_months_are_read(text, expected):
    assert months.unpack(content.mask(text)) == expected
