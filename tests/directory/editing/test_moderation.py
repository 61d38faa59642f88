"""What is handed over to the moderators, and what they answer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from directory import editing, groups
from directory.editing import Refused, review
from directory.models import Edit, Offer, ProducerPage
from tests.factories import ProductFactory, UserFactory, add_member, add_place, add_producer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def team(tree):
    groups.ensure_all(home=tree.home)


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **kwargs: run())


@pytest.fixture
def lea(team):
    moderator = UserFactory(email="lea@exemple.fr", first_name="Léa")
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    return moderator


@pytest.fixture(scope="module")
def garden(module_rows) -> int:
    fields = {"summary": "Des légumes.", "phone": "04 66 00 00 00"}
    return add_producer(title="Les Jardins", **fields).pk


@pytest.fixture
def farm(garden, db):
    return ProducerPage.objects.get(pk=garden)


@pytest.fixture
def mireille(farm):
    return add_member(farm, email="mireille@exemple.fr")


def put(**fields):
    def change(page):
        for name, value in fields.items():
            setattr(page, name, value)

    return change


def save(page, by, part="identity", **fields):
    return editing.save(page, part, put(**fields), by=by, base=None)


def online(page):
    return ProducerPage.objects.get(pk=page.pk)


def act(page, by, action, **answer):
    state = Page.objects.get(pk=page.pk).current_workflow_state.current_task_state
    state.task.specific.on_action(state, by, action, **answer)


def states(page):
    return sorted(Edit.objects.filter(page=page.pk).values_list("part", "state"))


def to_people():
    """Mails to those of the listings; Wagtail writes to the moderators."""
    return [(m.to, m.subject) for m in mail.outbox if m.to != ["lea@exemple.fr"]]


def test_a_draft_is_sent_read_and_published(farm, mireille, lea):
    page = add_producer(title="Neuve", live=False, phone="04 66 00 00 00")
    page.memberships.create(user=mireille, role="owner")
    editing.send(page, by=mireille)
    assert Page.objects.get(pk=page.pk).current_workflow_state.requested_by == mireille
    assert to_people() == []
    assert {m.body.split()[0] for m in mail.outbox} == {"Bonjour,"}
    with pytest.raises(Refused, match="déjà chez l’équipe"):
        editing.send(page, by=mireille)
    act(page, lea, "approve")
    assert online(page).live is True
    assert states(page) == [("publication", "approved")]
    assert to_people() == [(["mireille@exemple.fr"], "Votre fiche est en ligne : Neuve")]
    with pytest.raises(Refused, match="déjà en ligne"):
        editing.send(page, by=mireille)


def test_a_draft_nobody_could_find_is_not_sent_yet(farm, mireille):
    page = add_producer(title="Neuve", live=False, commune=None)
    assert [one.part for one in editing.missing(page)] == ["place", "contacts"]
    with pytest.raises(Refused, match="Choisissez la commune"):
        editing.send(page, by=mireille)
    assert Edit.objects.count() == 0


def test_refusal_says_why_and_how_to_mend_it_by_mail_and_in_the_space(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin")
    act(farm, lea, "reject", comment="Ce nom est celui d’un voisin.", fix="Ajoutez la commune.")
    refusal = editing.refusal(online(farm))
    assert refusal.reason == "Ce nom est celui d’un voisin.\n\nAjoutez la commune."
    [letter] = [m for m in mail.outbox if m.to == ["mireille@exemple.fr"]]
    assert letter.subject == "Une correction à faire : Les Jardins"
    assert refusal.reason in letter.body
    assert f"/espace/fiches/{farm.pk}/changements/" in letter.body
    assert states(farm) == [("identity", "refused")]
    assert online(farm).title == "Les Jardins"


def test_refusal_without_a_reason_is_refused(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin")
    with pytest.raises(PermissionDenied):
        act(farm, lea, "reject", comment="  ")


def test_what_is_mended_goes_back_to_the_moderators_by_itself(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin")
    act(farm, lea, "reject", comment="Non.")
    save(farm, mireille, part="contacts", phone="06")
    assert editing.refusal(online(farm)).reason == "Non."
    save(farm, mireille, title="Le Jardin de Lédenon")
    state = online(farm).current_workflow_state
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert state.current_task_state.revision == online(farm).latest_revision
    assert editing.refusal(online(farm)) is None


def test_what_waits_may_be_given_up(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin")
    save(farm, mireille, part="contacts", phone="06")
    editing.withdraw(farm, by=mireille)
    now = online(farm)
    assert (now.title, now.phone, now.has_unpublished_changes) == ("Les Jardins", "06", False)
    assert now.current_workflow_state is None
    assert states(farm) == [("contacts", "online"), ("identity", "withdrawn")]
    assert to_people() == []


def test_a_page_published_from_the_admin_tells_its_people_too(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin")
    online(farm).latest_revision.publish(user=lea)
    assert states(farm) == [("identity", "approved")]
    assert to_people() == [
        (["mireille@exemple.fr"], "Vos changements sont en ligne : Le Grand Jardin")
    ]


def test_wagtail_writes_to_producers_of_its_admin_never(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin")
    act(farm, lea, "approve")
    assert [
        body for body in (m.body for m in mail.outbox if m.to != [lea.email]) if "/admin/" in body
    ] == []


def test_moderators_of_the_site_read_the_listings(farm, mireille, lea, tree):
    save(farm, mireille, title="Le Grand Jardin")
    workflow = farm.get_workflow()
    assert (workflow.name, [task.name for task in workflow.tasks]) == (
        "Modération des fiches",
        ["Relecture des fiches"],
    )
    assert add_place().get_workflow() == workflow
    assert tree.home.get_workflow().name == "Modération"


# --- Looked at afterwards -------------------------------------------------------------------------


def test_what_was_published_at_once_is_put_back_with_a_reason(farm, mireille, lea):
    save(farm, mireille, summary="Des insultes.")
    [edit] = review.to_review(lea, now=timezone.now())
    assert [(d.label, d.online, d.pending) for d in review.differences(edit)] == [
        ("En une phrase", "Des légumes.", "Des insultes.")
    ]
    review.revert(edit, reason="Restons aimables.", by=lea)
    now = online(farm)
    assert (now.summary, now.latest_revision.user) == ("Des légumes.", lea)
    edit.refresh_from_db()
    assert (edit.state, edit.reason, edit.decided_by) == ("reverted", "Restons aimables.", lea)
    assert to_people() == [(["mireille@exemple.fr"], "Un changement a été annulé : Les Jardins")]
    assert "Restons aimables." in mail.outbox[-1].body
    assert list(review.to_review(lea, now=timezone.now())) == []
    assert PageLogEntry.objects.filter(action="directory.revert", user=lea).exists()


def test_putting_back_leaves_what_waits(farm, mireille, lea):
    save(farm, mireille, title="Le Grand Jardin", summary="Des insultes.")
    [edit] = review.to_review(lea, now=timezone.now())
    review.revert(edit, reason="Restons aimables.", by=lea)
    assert online(farm).summary == "Des légumes."
    pending = editing.working(farm)
    assert (pending.title, pending.summary) == ("Le Grand Jardin", "Des légumes.")
    assert online(farm).current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_rows_come_back_as_they_were(farm, mireille, lea):
    tomato, leek = ProductFactory(name="Tomate"), ProductFactory(name="Poireau")

    def sell(*products):
        def change(page):
            page.offers = [
                Offer(product=p, note="de plein champ", price=2, price_unit="kg") for p in products
            ]

        return change

    editing.save(farm, "offers", sell(tomato, leek), by=mireille, base=None)
    editing.save(farm, "offers", sell(), by=mireille, base=None)
    review.revert(Edit.objects.first(), reason="Trop vite.", by=lea)
    assert [(o.product.name, o.note, o.price) for o in online(farm).offers.all()] == [
        ("Tomate", "de plein champ", 2),
        ("Poireau", "de plein champ", 2),
    ]


def test_only_the_latest_change_of_a_fact_is_put_back(farm, mireille, lea):
    save(farm, mireille, summary="Un.")
    save(farm, mireille, summary="Deux.")
    second, first = review.to_review(lea, now=timezone.now())
    with pytest.raises(Refused, match="en une phrase"):
        review.revert(first, reason="Non.", by=lea)
    review.revert(second, reason="Non.", by=lea)
    review.revert(first, reason="Non.", by=lea)
    assert online(farm).summary == "Des légumes."
    with pytest.raises(Refused, match="plus en ligne"):
        review.revert(first, reason="Non.", by=lea)


def test_putting_back_needs_a_reason(farm, mireille, lea):
    save(farm, mireille, summary="Un.")
    [edit] = review.to_review(lea, now=timezone.now())
    with pytest.raises(ValidationError):
        review.revert(edit, reason=" ", by=lea)
    assert online(farm).summary == "Un."


def test_an_edit_looked_at_leaves_the_list_and_editors_have_none(farm, mireille, lea):
    save(farm, mireille, summary="Un.")
    assert list(review.to_review(mireille, now=timezone.now())) == []
    [edit] = review.to_review(lea, now=timezone.now())
    review.see(edit, by=lea)
    assert list(review.to_review(lea, now=timezone.now())) == []


def test_old_edits_lose_their_facts_after_a_year_and_go_after_three(db):
    page, now = add_producer(), timezone.now()
    facts = {"phone": ["04 66 00 00 00", "04 66 11 11 11"]}
    for days, state in ((1, "online"), (370, "online"), (370, "pending"), (1110, "approved")):
        page.edits.create(
            part="contacts", changes=facts, at=now - timedelta(days=days), state=state
        )
    assert review.purge(now=now) == 1
    kept = page.edits.order_by("pk").values_list("state", "changes")
    assert list(kept) == [("online", facts), ("online", {}), ("pending", facts)]
    assert review.purge(now=now) == 0
