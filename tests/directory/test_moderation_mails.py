import pytest
from django.contrib.auth.models import Group
from django.core import mail

from directory import editing, groups
from tests.factories import UserFactory, add_member, add_producer


@pytest.fixture
def team(tree):
    groups.ensure_all(home=tree.home)
    moderator = UserFactory(email="moderation@exemple.fr")
    moderator.groups.add(Group.objects.get(name="Modérateurs"))
    return [moderator, UserFactory(email="administration@exemple.fr", is_superuser=True)]


def test_one_submission_writes_once_to_each_who_may_answer(
    team, django_capture_on_commit_callbacks
):
    farm = add_producer(title="Le Micocoulier", phone="04 66 22 33 44", live=False)
    keeper = add_member(farm, email="mireille@exemple.fr")
    with django_capture_on_commit_callbacks(execute=True):
        editing.send(farm, by=keeper)
    told = [address for sent in mail.outbox for address in sent.to]
    assert sorted(told) == ["administration@exemple.fr", "moderation@exemple.fr"]
