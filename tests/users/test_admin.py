import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from madeingard.users.models import User

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ADD = reverse("wagtailusers_users:add")


@pytest.fixture
def boss(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def person(**fields):
    return {"email": "Jeanne@Exemple.fr"} | fields


def test_person_is_created_by_e_mail_alone(client, boss):
    group = Group.objects.get(name="Éditeurs")
    response = client.post(ADD, person(groups=[group.pk]))
    assert response.status_code == 302
    user = User.objects.exclude(pk=boss.pk).get()
    assert (user.email, list(user.groups.all())) == ("jeanne@exemple.fr", [group])
    assert not user.has_usable_password()


def test_second_account_of_an_address_is_refused_whatever_the_case(client, boss):
    UserFactory(email="jeanne@exemple.fr")
    response = client.post(ADD, person())
    assert response.context["form"].errors == {
        "email": ["Un compte existe déjà avec cette adresse."]
    }


def test_person_is_edited(client, boss):
    user = UserFactory(email="jeanne@exemple.fr")
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"email": "jeanne.roux@exemple.fr", "last_name": "Roux", "is_active": "on"})
    user.refresh_from_db()
    assert (user.email, user.last_name) == ("jeanne.roux@exemple.fr", "Roux")


def test_people_are_listed_and_found_by_address(client, boss):
    UserFactory(email="jeanne@exemple.fr")
    response = client.get(reverse("wagtailusers_users:index"), {"q": "jeanne"})
    assert [user.email for user in response.context["users"]] == ["jeanne@exemple.fr"]
