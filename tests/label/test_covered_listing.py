"""A labelled listing keeps its approved facts until the secretariat clears a change of them."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from directory import editing, groups
from directory.editing import clearing
from directory.imports import pages
from directory.models import Edit, Offer, ProducerPage
from label.groups import join
from label.models import Grant, GrantLine
from tests.factories import FamilyFactory, ProductFactory, UserFactory
from tests.label import world as play

pytestmark = pytest.mark.django_db
DESK = "/admin/label/fiches/"


@pytest.fixture(scope="module")
def labelled(built, light):
    """A farm with a label for its vegetables, that sells tomatoes and honey."""

    def make():
        grant = play.active(light)
        tomato = ProductFactory(name="Tomate", slug="tomate", family=light.family)
        honey = ProductFactory(
            name="Miel", slug="miel", family=FamilyFactory(slug="miel", name="Miel")
        )
        page = ProducerPage.objects.get(pk=grant.operator_id)
        page.origin = "Tout vient du site."
        page.offers = [Offer(product=tomato, note="de plein champ"), Offer(product=honey)]
        page.save_revision().publish()
        return grant

    return built(make)


@pytest.fixture(autouse=True)
def team(tree, labelled):
    groups.ensure_all(home=tree.home)


@pytest.fixture
def page(labelled):
    return ProducerPage.objects.get(pk=labelled.operator_id)


@pytest.fixture
def moderator():
    person = UserFactory(email="lea@exemple.fr")
    person.groups.add(Group.objects.get(name="Modérateurs"))
    return person


def save(page, part, by, **fields):
    def change(found):
        for name, value in fields.items():
            setattr(found, name, value() if callable(value) else value)

    return editing.save(page, part, change, by=by, base=None)


def online(page):
    return ProducerPage.objects.get(pk=page.pk)


def offers(page):
    return [(row.product.slug, row.note, row.months) for row in page.offers.all()]


def renamed(page, **notes):
    """The offers of a page with other notes, and July for all."""

    def make():
        rows = [
            Offer(product=row.product, note=notes.get(row.product.slug, row.note), months=64)
            for row in page.offers.select_related("product")
        ]
        chard = ProductFactory(name="Blette", family=rows[0].product.family)
        return [*rows, Offer(product=chard)]

    return make


def test_covered_origin_waits_and_the_producer_is_told(page, light):
    saved = save(page, "practices", light.operator, origin="Une partie vient de loin.")
    assert saved.state == "pending"
    assert saved.sentence == (
        "C’est enregistré. L’équipe relit ce changement, puis le met en ligne. Ce que couvre "
        "votre label reste tel quel jusqu’à ce que le secrétariat ait lu."
    )
    assert online(page).origin == "Tout vient du site."
    assert editing.working(page).origin == "Une partie vient de loin."


def test_what_the_label_does_not_cover_is_online_at_once(page, light):
    saved = save(page, "contacts", light.operator, phone="04 66 00 00 01")
    assert (saved.state, saved.sentence) == ("published", "C’est en ligne.")


def test_of_products_only_those_covered_wait_and_only_what_was_approved(page, light):
    saved = save(
        page, "offers", light.operator, offers=renamed(page, tomate="sous serre", miel="x")
    )
    assert (saved.state, saved.is_partly_online) == ("pending", True)
    assert offers(online(page)) == [("tomate", "de plein champ", 64), ("miel", "x", 64)]
    assert clearing.waiting(page) == {"offers"}
    clearing.let_through(page, by=light.secretary)
    names = [(slug, note) for slug, note, _months in offers(online(page))]
    assert names[:2] == [("tomate", "sous serre"), ("miel", "x")]
    assert len(names) == 3
    assert online(page).has_unpublished_changes is False


def test_a_moderator_is_held_too_and_cannot_approve(page, light, moderator):
    saved = save(page, "practices", moderator, practices="Désherbage chimique.")
    assert saved.state == "pending"
    assert online(page).practices == ""
    task = Page.objects.get(pk=page.pk).current_workflow_task_state
    actions = [action for action, *_rest in task.task.specific.get_actions(page, moderator)]
    assert actions == ["reject"]
    join(moderator, "secretariat")
    moderator = type(moderator).objects.get(pk=moderator.pk)
    actions = [action for action, *_rest in task.task.specific.get_actions(page, moderator)]
    assert "approve" in actions


def test_the_secretariat_clears_at_its_desk_and_the_rest_goes_on_waiting(client, page, light):
    save(page, "practices", light.operator, origin="Du Vaucluse.", practices="Au cheval.")
    save(page, "place", light.operator, address="2 chemin du Mas")
    client.force_login(light.secretary)
    text = client.get(DESK).content.decode()
    assert "Du Vaucluse." in text
    assert "2 chemin du Mas" not in text
    assert client.post(f"{DESK}{page.pk}/", {"act": "clear"}).status_code == 302
    now = online(page)
    assert (now.origin, now.practices, now.address) == ("Du Vaucluse.", "Au cheval.", "")
    assert editing.working(page).address == "2 chemin du Mas"
    assert Page.objects.get(pk=page.pk).current_workflow_state.status == "in_progress"
    assert [edit.part for edit in Edit.objects.pending()] == ["place"]
    assert "Rien à relire." in client.get(DESK).content.decode()


def test_an_import_leaves_what_the_label_covers(page):
    pages.write(page, {"title": "Autre nom", "phone": "04 66 00 00 09"}, None)
    assert (page.title, page.phone) == ("Ferme des Micocouliers", "04 66 00 00 09")


def test_the_secretariat_sees_on_its_home_that_a_listing_waits(client, page, light):
    client.force_login(light.secretary)
    save(page, "practices", light.operator, origin="De partout.")
    assert "1 fiche labellisée attend votre relecture." in client.get("/admin/label/").text
    client.force_login(light.authority)
    assert "fiche labellisée" not in client.get("/admin/label/").text


def test_the_home_of_the_desk_reads_a_listing_that_waits_once(client, page, light):
    save(page, "practices", light.operator, origin="De partout.")
    client.force_login(light.secretary)
    costs = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/label/").context["covered"] == 1
        costs.append(len(queries))
    assert costs[1] <= 25 < costs[0]
    save(page, "practices", light.operator, origin="De nulle part.")
    assert client.get("/admin/label/").context["covered"] == 1
    clearing.let_through(page, by=light.secretary)
    assert client.get("/admin/label/").context["covered"] == 0


def test_a_refusal_has_a_reason_and_leaves_what_was_approved(client, page, light):
    save(page, "practices", light.operator, origin="De partout.")
    client.force_login(light.secretary)
    client.post(f"{DESK}{page.pk}/", {"act": "refuse", "reason": " "})
    assert clearing.waiting(page) == {"origin"}
    client.post(f"{DESK}{page.pk}/", {"act": "refuse", "reason": "Le label ne le couvre pas."})
    assert online(page).has_unpublished_changes is False
    assert editing.working(page).origin == "Tout vient du site."
    edit = Edit.objects.get(part="practices")
    assert (edit.state, edit.reason) == ("refused", "Le label ne le couvre pas.")


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 200), ("guarantor", 302), ("authority", 302), ("operator", 302)],
)
def test_the_desk_is_the_secretariat_s(client, light, who, status):
    person = light.operator if who == "operator" else getattr(light, who)
    client.force_login(person)
    assert client.get(DESK).status_code == status


def test_nothing_is_covered_any_more_once_the_label_has_ended(page, light, labelled):
    Grant.objects.filter(pk=labelled.pk).update(state="expired", ended_on=light.today)
    GrantLine.objects.update(is_in_force=False)
    saved = save(page, "identity", light.operator, is_craft=True)
    assert saved.sentence == "C’est en ligne."
