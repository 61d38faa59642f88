import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, Workflow

from directory import groups, site_tree
from directory.models import Commune
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tree):
    groups.ensure_all(home=tree.home)
    return tree.home


def page_permissions(name):
    permissions = Group.objects.get(name=name).page_permissions
    return {(p.page.slug, p.permission.codename) for p in permissions.select_related("page")}


def test_wagtails_english_groups_become_ours(home):
    assert set(Group.objects.values_list("name", flat=True)) == {"Éditeurs", "Modérateurs"}


def test_editors_write_and_moderators_publish_under_the_home_page(home):
    assert page_permissions("Éditeurs") == {("accueil", "add_page"), ("accueil", "change_page")}
    assert page_permissions("Modérateurs") == {
        ("accueil", f"{action}_page") for action in ("add", "change", "publish", "lock", "unlock")
    }


def test_groups_that_approve_may_publish(home):
    task = GroupApprovalTask.objects.get()
    assert [group.name for group in task.groups.all()] == ["Modérateurs"]
    member = UserFactory()
    member.groups.set(task.groups.all())
    assert home.permissions_for_user(member).can_publish()


def test_every_page_goes_through_one_workflow_in_french(home, tree):
    workflow = Workflow.objects.get()
    assert (workflow.name, [task.name for task in workflow.tasks]) == ("Modération", ["Relecture"])
    assert tree.search.get_workflow() == workflow


def test_workflow_is_made_where_there_is_none(tree):
    Workflow.objects.all().delete()
    groups.ensure_all(home=tree.home)
    workflow = tree.producers.get_workflow()
    assert (workflow.name, [task.name for task in workflow.tasks]) == ("Modération", ["Relecture"])


def test_teams_own_choices_are_kept(home):
    editors = Group.objects.get(name="Éditeurs")
    editors.permissions.remove(Permission.objects.get(codename="change_commune"))
    editors.page_permissions.filter(permission__codename="add_page").delete()
    Workflow.objects.update(name="À trois")
    groups.ensure_all(home=home)
    assert not editors.permissions.filter(codename="change_commune").exists()
    assert page_permissions("Éditeurs") == {("accueil", "change_page")}
    assert [w.name for w in Workflow.objects.all()] == ["À trois"]


def test_first_permissions_come_back_on_demand(home):
    editors = Group.objects.get(name="Éditeurs")
    before = set(editors.permissions.values_list("codename", flat=True))
    editors.permissions.clear()
    groups.ensure_all(home=home, reset=True)
    assert set(editors.permissions.values_list("codename", flat=True)) == before


def test_setup_site_makes_a_bare_database_ready_and_may_run_twice(db):
    for _time in range(2):
        call_command("setup_site", stdout=io.StringIO())
    assert Commune.objects.count() == 350
    ours = Group.objects.exclude(name__startswith="Label : ")
    assert (ours.count(), Group.objects.count()) == (2, 9)
    tree = site_tree.ensure()
    assert (tree.site.hostname, tree.site.port) == ("127.0.0.1", 8000)
