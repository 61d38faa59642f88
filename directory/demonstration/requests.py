"""What waits in the demonstration: a claim, an invitation, somebody for whom the team writes."""

from datetime import datetime

from madeingard.users.models import User

from directory.demonstration.accounts import DOMAIN
from directory.models import Claim, Invitation, ListedPage, Mandate
from directory.people.invitations import VALID_FOR

CLAIMED = "La Traverse aux oignons"
SHARED = "Les Jardins du Grand Micocoulier"
ASSISTED = "Ferme du Serre-Pointu"


def ensure(*, by: User, now: datetime) -> None:
    """Make them once, without any mail; a listing that is not there is left out."""
    pages = {page.title: page for page in ListedPage.objects.filter(source__slug="demonstration")}
    people = {user.email: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    nadia = people.get(f"nadia.vernassal@{DOMAIN}")
    mireille = people.get(f"mireille.bastidon@{DOMAIN}")
    if nadia and CLAIMED in pages:
        Claim.objects.get_or_create(
            page=pages[CLAIMED],
            user=nadia,
            defaults={
                "state": Claim.State.WAITING,
                "text": "C’est la ferme de mon frère, je m’occupe de ses papiers. "
                "Vous pouvez l’appeler au numéro de la fiche.",
                "created_at": now,
                "submitted_at": now,
            },
        )
    if mireille and SHARED in pages:
        Invitation.objects.get_or_create(
            page=pages[SHARED],
            email=f"josette.mazoyer@{DOMAIN}",
            defaults={"invited_by": mireille, "sent_at": now, "expires_at": now + VALID_FOR},
        )
    if ASSISTED in pages:
        Mandate.objects.get_or_create(
            page=pages[ASSISTED],
            person="Marcel Pontier",
            defaults={"means": Mandate.Means.PHONE, "recorded_by": by},
        )
