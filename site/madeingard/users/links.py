"""Who may enter through the OpenID Connect provider: its name for a person, and the account."""

from allauth.socialaccount.models import SocialAccount

from madeingard.users.models import User

PROVIDER_ID = "oidc"  # the only one, in addresses and in the database
LONGEST_UID = SocialAccount._meta.get_field("uid").max_length


def is_linked(user: User) -> bool:
    return SocialAccount.objects.filter(user=user, provider=PROVIDER_ID).exists()


def link(user: User, uid: str) -> None:
    """Let the provider's person of that name in as this one; a name leads to one account only."""
    SocialAccount.objects.get_or_create(
        provider=PROVIDER_ID, uid=uid, defaults={"user": user, "extra_data": {}}
    )


def unlink(user: User) -> bool:
    """Forget the provider for a person; False if nothing was linked."""
    number, _by_model = SocialAccount.objects.filter(user=user, provider=PROVIDER_ID).delete()
    return bool(number)
