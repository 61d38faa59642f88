"""People of the demonstration: three who sign in, a few producers who have no password."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from madeingard.users.models import User

from directory import groups
from directory.models import Membership, ProducerPage

DOMAIN = "demo.madeingard.example"
WORDS = (
    "amande abricot asphodele bancel borie buis caillou capitelle cerise cigale ciste clede "
    "draille figue fougasse galet garrigue genet grenade jujube lavande lauze lentisque mazet "
    "menthe mistral micocoulier olive pelardon picholine restanque roubine safran vendange"
)
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
    password: str  # empty once its owner has chosen another


def password_of(email: str) -> str:
    """A password anyone can type, the same at every start of one installation and no other."""
    digest = salted_hmac("directory.demonstration", email, algorithm="sha256").digest()
    known = WORDS.split()
    words = [known[byte % len(known)] for byte in digest[:4]]
    return "-".join([*words, str(100 + int.from_bytes(digest[4:6]) % 900)])


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
        email = f"{first_name}.{last_name}@{DOMAIN}".lower()
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, first_name=first_name, last_name=last_name
        )
        if title in pages:
            Membership.objects.get_or_create(page=pages[title], user=user)


def accounts() -> list[Account]:
    """Those who sign in, as to print them."""
    roles = {
        "administration": _("administration"),
        "moderation": _("modération"),
        "redaction": _("rédaction"),
    }
    found = []
    for name, role in roles.items():
        user = User.objects.filter(email=f"{name}@{DOMAIN}").first()
        if user:
            password = password_of(user.email)
            is_unchanged = user.check_password(password)
            found.append(Account(role, user.email, password if is_unchanged else ""))
    return found


def _ensure(name: str, *, group: str = "", **fields) -> User:
    email = f"{name}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, password_of(email), **fields)
        if group:
            user.groups.add(Group.objects.get(name=group))
    return user
