"""People of the demonstration: the team, and a few producers who tend their page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from madeingard.users.models import User

from directory import groups
from directory.models import ListedPage, Membership

# What other rooms add to the accounts worth a visit.
contributors: list[Callable[[], list["Account"]]] = []

DOMAIN = "demo.madeingard.example"
# Listings that somebody tends: name of the person, the producer's page, their own place of sale.
MANAGERS = {
    ("Mireille", "Bastidon"): ("Les Jardins du Grand Micocoulier", "Le banc du Micocoulier"),
    ("Josette", "Mazoyer"): ("Oliveraie Font-Bouisse", "La jarre de Font-Bouisse"),
    ("Nadia", "Vernassal"): ("Chèvrerie du Fesc perdu", "La fenêtre du Fesc"),
    ("Mathilde", "Arnavielle"): ("Rizières du Petit Flamant", "Le Grenier du Petit Flamant"),
    ("Sandrine", "Espinas"): ("Le Mourre, pêche du jour", "L’étal du Mourre"),
}


@dataclass(frozen=True)
class Account:
    role: str
    email: str


@dataclass(frozen=True)
class Team:
    editor: User
    moderator: User


def ensure_team() -> Team:
    """Create those who sign in, if they are missing."""
    _ensure("administration", is_staff=True, is_superuser=True)
    return Team(
        editor=_ensure("redaction", group=groups.editors().name),
        moderator=_ensure("moderation", group=groups.moderators().name),
    )


def ensure_managers(pages: QuerySet[ListedPage]):
    """Give a few listings, by title, to the people who tend them."""
    for (first_name, last_name), titles in MANAGERS.items():
        email = _address(first_name, last_name)
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, first_name=first_name, last_name=last_name
        )
        for page in pages.filter(title__in=titles):
            Membership.objects.get_or_create(page=page, user=user)


def accounts() -> list[Account]:
    """Those whose space is worth a visit, as to print them."""
    roles = {
        "administration": _("administration"),
        "moderation": _("modération"),
        "redaction": _("rédaction"),
    }
    known = {f"{name}@{DOMAIN}": role for name, role in roles.items()}
    for first_name, last_name in MANAGERS:
        known[_address(first_name, last_name)] = _("productrice")
    existing = set(User.objects.filter(email__in=known).values_list("email", flat=True))
    own = [Account(role, email) for email, role in known.items() if email in existing]
    return own + [account for added in contributors for account in added()]


def _address(first_name: str, last_name: str) -> str:
    return f"{first_name}.{last_name}@{DOMAIN}".lower()


def _ensure(name: str, *, group: str = "", **fields) -> User:
    email = f"{name}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, **fields)
        if group:
            user.groups.add(Group.objects.get(name=group))
    return user
