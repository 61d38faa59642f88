"""The people of the permission matrix, and a listing that some of them tend."""

from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.contrib.auth.models import Group
from django.test import Client
from madeingard.users.models import User

from directory import groups
from directory.models import PointOfSalePage, ProducerPage
from tests.factories import ProductFactory, UserFactory, add_member, add_place, add_producer


@dataclass
class Town:
    """`page` is tended by `owner` and `editor`; `other` is the listing of a stranger."""

    page: ProducerPage
    place: PointOfSalePage
    other: ProducerPage
    people: dict[str, User | None]


BROWSER = Client()  # one for all: each builds its own middleware


def browser_of(user: User | None) -> Client:
    """A browser in which somebody is signed in, or nobody: the same session each time."""
    return enter(BROWSER, user)


def enter(client: Client, user: User | None) -> Client:
    """Let a browser go on with the session that somebody began in `sign_in`, or without any."""
    cookies = {} if user is None else user.cookies
    client.cookies = SimpleCookie({name: cookie.value for name, cookie in cookies.items()})
    return client


def build(tree) -> Town:
    groups.ensure_all(home=tree.home)
    page = add_producer(title="Le Rucher", offers=[ProductFactory()], email="rucher@exemple.fr")
    place = add_place(title="La Cabane", opening_hours="Sa 09:00-12:00")
    other = add_producer(title="La Chèvrerie")
    people = {
        "anonymous": None,
        "stranger": add_member(other),
        "editor": add_member(page, role="editor"),
        "owner": add_member(page, role="owner"),
        "moderator": UserFactory(),
        "admin": UserFactory(is_superuser=True, is_staff=True),
    }
    for role in ("editor", "owner"):
        place.memberships.create(user=people[role], role=role)
    people["moderator"].groups.add(Group.objects.get(name=groups.moderators().name))
    for user in filter(None, people.values()):
        sign_in(user)
    return Town(page, place, other, people)


def sign_in(user: User) -> User:
    """Begin the session that their browsers share, in `user.cookies`."""
    client = Client()
    client.force_login(user)
    user.cookies = client.cookies
    return user
