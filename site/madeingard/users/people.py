"""A person's account: found, opened and moved by the e-mail address, which is its only name."""

from django.db import IntegrityError, transaction

from madeingard.users.models import User


class AddressTaken(Exception):
    """Somebody else's account has this address."""


def normalize(email: str) -> str:
    return email.strip().lower()


def find(email: str) -> User | None:
    """The account of an address, open or closed."""
    return User.objects.filter(email=normalize(email)).first()


def join(email: str) -> User:
    """The account of an address that was just proved, opened if there is none yet."""
    email = normalize(email)
    try:
        with transaction.atomic():
            return find(email) or User.objects.create_user(email)
    except IntegrityError:  # two first codes typed at once
        return User.objects.get(email=email)


def change_email(user: User, email: str) -> None:
    """Move an account to an address that was just proved; AddressTaken if another has it."""
    user.email = normalize(email)
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError as error:
        user.refresh_from_db(fields=["email"])
        raise AddressTaken from error
