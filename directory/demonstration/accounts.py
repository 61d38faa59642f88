"""People of the demonstration: the team, and a few producers who tend their page."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from madeingard.users.models import User

from directory import groups
from directory.models import Membership, ProducerPage

DOMAIN = "demo.madeingard.example"
# Producers whose page somebody tends: name of the person, page.
MANAGERS = {
    ("Mireille", "Bastidon"): "Les Jardins du Grand Micocoulier",
    ("Josette", "Mazoyer"): "Oliveraie Font-Bouisse",
    ("Nadia", "Vernassal"): "Chèvrerie du Fesc perdu",
    ("Mathilde", "Arnavielle"): "Rizières du Petit Flamant",
    ("Sandrine", "Espinas"): "Le Mourre, pêche du jour",
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


def ensure_managers(pages: dict[str, ProducerPage]):
    """Give a few pages, by title, to the producer who tends them."""
    for (first_name, last_name), title in MANAGERS.items():
        email = _address(first_name, last_name)
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, first_name=first_name, last_name=last_name
        )
        if title in pages:
            Membership.objects.get_or_create(page=pages[title], user=user)


def accounts() -> list[Account]:
    """Those whose space is worth a visit, as to print them."""
    roles = {
        "administration": _("administration"),
        "moderation": _("modération"),
        "redaction": _("rédaction"),
    }
    known = {f"{name}@{DOMAIN}": role for name, role in roles.items()}
    for (first_name, last_name), _title in MANAGERS.items():
        known[_address(first_name, last_name)] = _("productrice")
    existing = set(User.objects.filter(email__in=known).values_list("email", flat=True))
    return [Account(role, email) for email, role in known.items() if email in existing]


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
