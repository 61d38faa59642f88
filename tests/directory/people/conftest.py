import pytest
from django.contrib.auth.models import Group

from directory import groups
from directory.models import ProducerPage
from tests.factories import UserFactory, add_member, add_producer


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **kwargs: run())


@pytest.fixture(scope="module")
def apiary(module_rows) -> int:
    return add_producer(title="Le Rucher", email="rucher@exemple.fr").pk


@pytest.fixture
def page(apiary, db):
    return ProducerPage.objects.get(pk=apiary)


@pytest.fixture
def owner(page):
    return add_member(page, first_name="Odile", last_name="Vidal", email="odile@exemple.fr")


@pytest.fixture
def moderator(tree):
    groups.ensure_all(home=tree.home)
    user = UserFactory(email="lea@equipe.fr", is_staff=True)
    user.groups.add(Group.objects.get(name=groups.moderators().name))
    return user
