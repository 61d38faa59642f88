"""The desk of the team: what was published at once, and one tap to put it back."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from directory import editing, groups
from directory.models import Edit
from tests.factories import UserFactory, add_member, add_producer

pytestmark = pytest.mark.django_db
DESK = reverse("directory_admin:edits")


@pytest.fixture
def lea(tree):
    groups.ensure_all(home=tree.home)
    moderator = UserFactory(email="lea@exemple.fr")
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    return moderator


@pytest.fixture
def edit(lea):
    page = add_producer(title="Les Jardins", summary="Des légumes.")

    def write(page):
        page.summary = "Des <b>insultes</b>."

    editing.save(page, "identity", write, by=add_member(page), base=None)
    return Edit.objects.get()


def desk(client):
    return BeautifulSoup(client.get(DESK).content, "html.parser")


def test_each_change_is_shown_before_and_after(client, lea, edit):
    client.force_login(lea)
    cells = [cell.text for cell in desk(client).select("table.listing tbody tr > *")]
    assert cells == ["En une phrase", "Des légumes.", "Des <b>insultes</b>."]


def test_one_tap_puts_it_back_with_a_reason(client, lea, edit):
    client.force_login(lea)
    address = reverse("directory_admin:edit_revert", args=[edit.pk])
    client.post(address, {"common": "", "words": ""})
    edit.refresh_from_db()
    assert edit.state == "online"
    client.post(address, {"common": "Ce n’est pas exact.", "words": "Regardez l’étal."})
    edit.refresh_from_db()
    assert (edit.state, edit.reason) == ("reverted", "Ce n’est pas exact. Regardez l’étal.")
    assert edit.page.specific.summary == "Des légumes."
    assert desk(client).select("table.listing") == []


def test_what_is_seen_leaves_the_desk(client, lea, edit):
    client.force_login(lea)
    client.post(reverse("directory_admin:edit_seen", args=[edit.pk]))
    edit.refresh_from_db()
    assert (edit.state, edit.decided_by) == ("online", lea)
    assert desk(client).select("table.listing") == []


@pytest.mark.parametrize("name", ["edit_seen", "edit_revert"])
def test_only_who_publishes_decides_and_only_by_a_post(client, lea, edit, name):
    address = reverse(f"directory_admin:{name}", args=[edit.pk])
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Éditeurs"))
    for user in (UserFactory(), editor):
        client.force_login(user)
        assert client.get(DESK).status_code == 302
        client.post(address, {"words": "Non."})
    client.force_login(lea)
    assert client.get(address).status_code == 405
    edit.refresh_from_db()
    assert (edit.state, edit.decided_at) == ("online", None)


def test_the_home_of_the_admin_counts_them(client, lea, edit):
    client.force_login(lea)
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert home.find("a", href=DESK, string="1 changement à relire")
