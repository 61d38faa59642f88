import pytest
from django.contrib.auth.models import Group

from directory import groups
from tests.factories import UserFactory, add_member, add_producer


@pytest.fixture(autouse=True)
def mails_leave_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **kwargs: run())


@pytest.fixture
def page(tree):
    return add_producer(title="Le Rucher", email="rucher@exemple.fr")


@pytest.fixture
def owner(page):
    return add_member(page, first_name="Odile", last_name="Vidal", email="odile@exemple.fr")


@pytest.fixture
def moderator(tree):
    groups.ensure_all(home=tree.home)
    user = UserFactory(email="lea@equipe.fr", is_staff=True)
    user.groups.add(Group.objects.get(name=groups.moderators().name))
    return user
