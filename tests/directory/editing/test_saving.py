from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from directory import editing
from directory.editing import Conflict, Held
from directory.models import Edit, Listing, Offer, ProducerPage
from home.models import SiteSettings
from tests.factories import (
    ProductFactory,
    SignFactory,
    UserFactory,
    add_place,
    add_producer,
    uzes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mireille():
    return UserFactory(email="mireille@exemple.fr")


@pytest.fixture(scope="module")
def garden(module_rows) -> int:
    fields = {"summary": "Des légumes.", "phone": "04 66 00 00 00"}
    return add_producer(title="Les Jardins", **fields).pk


@pytest.fixture
def farm(garden, db):
    return ProducerPage.objects.get(pk=garden)


def put(**fields):
    """A change that sets these fields."""

    def change(page):
        for name, value in fields.items():
            setattr(page, name, value)

    return change


def save(page, part, change, *, by, base=None):
    return editing.save(page, part, change, by=by, base=base)


def online(page):
    return ProducerPage.objects.get(pk=page.pk)


def pending(page):
    return editing.working(page)


def moderation(page):
    return Page.objects.get(pk=page.pk).current_workflow_state


def told(page):
    return [(d.label, d.online, d.pending) for d in editing.differences(online(page))]


def test_harmless_fact_is_online_at_once_and_a_revision_of_its_author(farm, mireille):
    saved = save(farm, "identity", put(summary="Des tomates."), by=mireille)
    now = online(farm)
    assert (saved.state, saved.sentence) == ("published", "C’est en ligne.")
    assert now.summary == "Des tomates."
    assert now.has_unpublished_changes is False
    assert now.live_revision == now.latest_revision
    assert now.latest_revision.user == mireille
    assert Listing.objects.get(page=farm.pk).summary == "Des tomates."
    entry = PageLogEntry.objects.get(action="directory.edit")
    assert (entry.user, entry.message) == (mireille, "« Identité » depuis l’espace")


def test_sensitive_fact_waits_for_a_moderator(farm, mireille):
    saved = save(farm, "identity", put(title="Le Grand Jardin"), by=mireille)
    assert (saved.state, saved.held) == ("pending", ["Nom"])
    assert online(farm).title == "Les Jardins"
    assert told(farm) == [("Nom", "Les Jardins", "Le Grand Jardin")]
    state = moderation(farm)
    assert (state.status, state.requested_by) == (WorkflowState.STATUS_IN_PROGRESS, mireille)
    assert state.current_task_state.revision == online(farm).latest_revision


def test_one_save_is_shared_between_what_is_published_and_what_waits(farm, mireille):
    saved = save(farm, "identity", put(title="Le Grand Jardin", summary="Court."), by=mireille)
    assert saved.sentence == "C’est en ligne, sauf ceci, que l’équipe relit d’abord : nom."
    assert (online(farm).title, online(farm).summary) == ("Les Jardins", "Court.")
    assert (pending(farm).title, pending(farm).summary) == ("Le Grand Jardin", "Court.")
    assert {(e.state, tuple(e.changes)) for e in Edit.objects.all()} == {
        ("online", ("summary",)),
        ("pending", ("title",)),
    }


def test_harmless_save_beside_a_moderation_publishes_nothing_that_waits(farm, mireille):
    save(farm, "identity", put(title="Le Grand Jardin"), by=mireille)
    task = moderation(farm).current_task_state
    saved = save(farm, "contacts", put(phone="06 12 34 56 78"), by=mireille)
    assert saved.state == "published"
    now = online(farm)
    assert (now.title, now.phone, now.has_unpublished_changes) == (
        "Les Jardins",
        "06 12 34 56 78",
        True,
    )
    assert now.draft_title == "Le Grand Jardin"
    assert now.live_revision != now.latest_revision
    assert told(farm) == [("Nom", "Les Jardins", "Le Grand Jardin")]
    assert pending(farm).phone == "06 12 34 56 78"
    task.refresh_from_db()
    assert (task.status, task.revision) == (TaskState.STATUS_IN_PROGRESS, now.latest_revision)
    assert moderation(farm).status == WorkflowState.STATUS_IN_PROGRESS


def test_approval_publishes_everything_once(farm, mireille):
    save(farm, "identity", put(title="Le Grand Jardin"), by=mireille)
    save(farm, "contacts", put(phone="06 12 34 56 78"), by=mireille)
    moderator = UserFactory(is_superuser=True)
    moderation(farm).current_task_state.task.specific.on_action(
        moderation(farm).current_task_state, moderator, "approve"
    )
    now = online(farm)
    assert (now.title, now.phone) == ("Le Grand Jardin", "06 12 34 56 78")
    assert now.has_unpublished_changes is False
    assert editing.differences(now) == []


def test_fact_put_back_as_it_was_leaves_nothing_waiting(farm, mireille):
    save(farm, "identity", put(title="Le Grand Jardin"), by=mireille)
    saved = save(farm, "identity", put(title="Les Jardins"), by=mireille)
    assert saved.state == "published"
    assert online(farm).has_unpublished_changes is False
    assert moderation(farm) is None


def test_nothing_changed_writes_nothing(farm, mireille):
    before = online(farm).latest_revision
    saved = save(farm, "identity", put(summary="Des légumes."), by=mireille)
    assert (saved.state, saved.sentence) == ("unchanged", "Rien n’a changé.")
    assert online(farm).latest_revision == before


def test_change_reaches_its_own_part_alone(farm, mireille):
    tomato = ProductFactory(name="Tomate")

    def change(page):
        page.summary = "Court."
        page.phone = "01"
        page.offers.add(Offer(product=tomato))

    save(farm, "identity", change, by=mireille)
    now = online(farm)
    assert (now.summary, now.phone, now.offers.count()) == ("Court.", "04 66 00 00 00", 0)


def test_site_that_reads_first_publishes_nothing_at_once(farm, mireille, tree):
    SiteSettings.objects.update_or_create(site=tree.site, defaults={"edits": "before"})
    saved = save(farm, "contacts", put(phone="06 12 34 56 78"), by=mireille)
    assert (saved.state, saved.held) == ("pending", ["Téléphone"])
    assert online(farm).phone == "04 66 00 00 00"
    assert moderation(farm).requested_by == mireille


def test_moderator_publishes_a_sensitive_fact_at_once(farm):
    moderator = UserFactory(is_superuser=True)
    saved = save(farm, "identity", put(title="Le Grand Jardin"), by=moderator)
    assert saved.state == "published"
    assert online(farm).title == "Le Grand Jardin"
    assert not Edit.objects.to_review(timezone.now()).exists()


def test_page_not_yet_published_is_kept_as_a_draft_under_an_address_of_its_name(mireille):
    page = add_producer(title="Provisoire", live=False)
    saved = save(page, "identity", put(title="La Ferme du Pont"), by=mireille)
    row = online(page)
    assert saved.state == "draft"
    assert (row.live, row.title, row.slug) == (False, "La Ferme du Pont", "la-ferme-du-pont")
    assert row.latest_revision.user == mireille
    assert moderation(page) is None
    assert Edit.objects.count() == 0


def test_locked_page_is_left_as_it_is(farm, mireille):
    Page.objects.filter(pk=farm.pk).update(locked=True)
    with pytest.raises(Held, match="bloqué"):
        save(farm, "identity", put(summary="Court."), by=mireille)
    assert online(farm).summary == "Des légumes."


def test_hiding_a_place_is_done_at_once_showing_it_is_read_first(mireille):
    place = add_place(latitude=43.84, longitude=4.37, address="1 chemin")
    assert save(place, "place", put(precision="commune"), by=mireille).state == "published"
    assert save(place, "place", put(precision="exact"), by=mireille).state == "pending"
    assert save(place, "place", put(commune=uzes()), by=mireille).held == ["Commune"]


# --- Rows: products, with their signs -------------------------------------------------------------


@pytest.fixture
def tomato():
    return ProductFactory(name="Tomate")


def offers(*rows):
    """A change that replaces what is sold."""

    def change(page):
        page.offers = [Offer(**row) for row in rows]

    return change


def sold(page):
    return [(o.product.name, o.price, o.sign_number, o.sign_checked_on) for o in page.offers.all()]


def test_new_price_is_online_while_its_sign_waits(farm, mireille, tomato):
    row = {
        "product": tomato,
        "price": Decimal("2.5"),
        "sign": SignFactory(),
        "sign_number": "FR-BIO-01",
        "sign_expires_on": date(2027, 1, 1),
        "sign_checked_on": date(2026, 1, 1),  # nobody checks their own
    }
    saved = save(farm, "offers", offers(row), by=mireille)
    assert saved.state == "pending"
    assert sold(online(farm)) == [("Tomate", Decimal("2.50"), "", None)]
    assert sold(pending(farm)) == [("Tomate", Decimal("2.50"), "FR-BIO-01", None)]
    assert not Listing.objects.get(page=farm.pk).is_organic


def test_sign_checked_stays_so_until_it_changes_and_goes_at_once_when_taken_away(mireille, tomato):
    checked = {
        "product": tomato,
        "sign": SignFactory(),
        "sign_number": "FR-BIO-01",
        "sign_checked_on": date(2026, 1, 1),
    }
    farm = add_producer(offers=[checked])
    kept = {name: value for name, value in checked.items() if name != "sign_checked_on"}
    assert save(farm, "offers", offers(kept | {"note": "cerise"}), by=mireille).state == "published"
    assert sold(online(farm)) == [("Tomate", None, "FR-BIO-01", date(2026, 1, 1))]
    save(farm, "offers", offers(kept | {"sign_number": "FR-BIO-99"}), by=mireille)
    assert sold(online(farm)) == [("Tomate", None, "FR-BIO-01", date(2026, 1, 1))]
    assert sold(pending(farm)) == [("Tomate", None, "FR-BIO-99", None)]
    assert save(farm, "offers", offers({"product": tomato}), by=mireille).state == "published"
    assert sold(online(farm)) == [("Tomate", None, "", None)]
    assert online(farm).has_unpublished_changes is False


def test_the_same_rows_may_be_given_to_both_versions(farm, mireille, tomato):
    save(farm, "identity", put(title="Le Grand Jardin"), by=mireille)
    rows = [Offer(product=tomato, sign=SignFactory(), sign_number="FR-BIO-01")]

    def change(page):
        page.offers = rows

    save(farm, "offers", change, by=mireille)
    assert [o.sign_id for o in online(farm).offers.all()] == [None]
    assert [o.sign_id for o in pending(farm).offers.all()] == [SignFactory().pk]


# --- Two people -----------------------------------------------------------------------------------


def test_second_to_save_sees_what_the_first_wrote_and_nothing_is_lost(farm, mireille):
    paul = UserFactory(first_name="Paul", last_name="Vidal")
    base = editing.token(farm, "identity")
    save(farm, "identity", put(summary="De Paul."), by=paul, base=base)
    with pytest.raises(Conflict) as caught:
        save(farm, "identity", put(summary="De Mireille.", is_raw=True), by=mireille, base=base)
    conflict = caught.value
    assert [
        (c.name, c.theirs, c.yours, c.is_theirs_new, c.is_yours_new) for c in conflict.choices
    ] == [
        ("summary", "De Paul.", "De Mireille.", True, True),
        ("is_raw", "non", "oui", False, True),
    ]
    assert (conflict.last.by, conflict.theirs["summary"]) == (paul, "De Paul.")
    assert online(farm).summary == "De Paul."
    merged = put(summary="De Paul.", is_raw=True)
    assert save(farm, "identity", merged, by=mireille, base=conflict.token).state == "published"


def test_two_parts_never_meet(farm, mireille):
    base = editing.token(farm, "contacts")
    save(farm, "identity", put(summary="Court."), by=UserFactory())
    assert save(farm, "contacts", put(phone="06"), by=mireille, base=base).state == "published"


def test_same_save_sent_twice_is_saved_once(farm, mireille):
    base = editing.token(farm, "identity")
    change = put(summary="Court.")
    assert save(farm, "identity", change, by=mireille, base=base).state == "published"
    assert save(farm, "identity", change, by=mireille, base=base).state == "unchanged"


@pytest.mark.parametrize("nonsense", ["", "summary", "~~.", "summary.000000000000", "x" * 9999])
def test_a_base_that_says_nothing_is_a_conflict(farm, mireille, nonsense):
    with pytest.raises(Conflict):
        save(farm, "identity", put(summary="Court."), by=mireille, base=nonsense)


def test_reviews_look_back_three_days(farm, mireille):
    save(farm, "contacts", put(phone="06"), by=mireille)
    now = timezone.now()
    assert Edit.objects.to_review(now + timedelta(hours=71)).count() == 1
    assert Edit.objects.to_review(now + timedelta(hours=73)).count() == 0


# --- Words that the law keeps ---------------------------------------------------------------------


def test_word_nobody_may_write_is_refused_with_what_to_write_instead(farm, mireille):
    with pytest.raises(ValidationError) as refused:
        save(farm, "identity", put(summary="Légumes bio."), by=mireille)
    [sentence] = refused.value.message_dict["summary"]
    assert sentence.startswith("« bio » : « Bio » est réservé")
    assert online(farm).latest_revision == farm.latest_revision


def test_word_to_check_waits_for_a_moderator_while_the_rest_is_online(farm, mireille):
    saved = save(
        farm, "identity", put(summary="Des produits locaux.", visits_welcome=True), by=mireille
    )
    assert (saved.state, saved.held) == ("pending", ["En une phrase"])
    assert (online(farm).summary, online(farm).visits_welcome) == ("Des légumes.", True)


def test_word_already_read_by_a_moderator_is_not_read_again(farm, mireille):
    moderator = UserFactory(is_superuser=True)
    save(farm, "identity", put(summary="Des produits locaux."), by=moderator)
    saved = save(farm, "identity", put(summary="Des produits locaux, le soir."), by=mireille)
    assert saved.state == "published"


def test_sign_that_waits_lets_its_word_be_written_but_not_yet_read(farm, mireille, tomato):
    sign = {"product": tomato, "sign": SignFactory(), "sign_number": "FR-BIO-01"}
    save(farm, "offers", offers(sign), by=mireille)
    saved = save(farm, "identity", put(summary="Légumes bio."), by=mireille)
    assert saved.state == "pending"
    assert (online(farm).summary, pending(farm).summary) == ("Des légumes.", "Légumes bio.")


def test_words_of_a_row_are_read_too(farm, mireille, tomato):
    with pytest.raises(ValidationError):
        save(farm, "offers", offers({"product": tomato, "note": "bio"}), by=mireille)
    saved = save(farm, "offers", offers({"product": tomato, "note": "sans OGM"}), by=mireille)
    assert saved.state == "pending"
    assert sold(online(farm)) == []


def test_a_save_holds_the_row_before_it_reads_anything(farm, mireille):
    with CaptureQueriesContext(connection) as queries:
        save(farm, "contacts", put(phone="06"), by=mireille)
    first = next(q["sql"] for q in queries if "wagtailcore_page" in q["sql"])
    assert ("FOR UPDATE" in first) == connection.features.has_select_for_update
