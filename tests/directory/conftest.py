import pytest
from django.contrib.auth.models import Group

from directory import groups
from tests.factories import UserFactory


@pytest.fixture
def enter(client, tree):
    """Sign somebody in: « anonymous », « stranger », « editor », « moderator » or « admin »."""
    groups.ensure_all(home=tree.home)
    names = {"editor": "Éditeurs", "moderator": "Modérateurs"}

    def sign_in(role):
        if role == "anonymous":
            return None
        user = UserFactory(is_superuser=role == "admin")
        if role in names:
            user.groups.add(Group.objects.get(name=names[role]))
        client.force_login(user)
        return user

    return sign_in
