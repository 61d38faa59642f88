"""What is kept about how a person enters: to take away, or to forget."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from madeingard.users import devices, links, second_factor
from madeingard.users.models import User


def about(user: User) -> dict:
    """Devices and keys as plain values; moments in ISO 8601, no secret."""
    sessions = UserSession.objects.filter(user=user).order_by("created_at", "pk")
    factors = Authenticator.objects.filter(user=user, type__in=second_factor.FACTORS)
    return {
        "appareils": [
            {
                "nom": devices.name(session.user_agent),
                "navigateur": session.user_agent,
                "adresse_ip": session.ip,
                "ouvert_le": session.created_at.isoformat(),
                "vu_le": session.last_seen_at.isoformat(),
            }
            for session in sessions
        ],
        "cles": [
            {
                "nom": str(factor),
                "enregistree_le": factor.created_at.isoformat(),
                "derniere_fois": factor.last_used_at and factor.last_used_at.isoformat(),
            }
            for factor in factors.order_by("created_at", "pk")
        ],
        "fournisseur_d_identite": links.is_linked(user),
    }


def forget(user: User) -> None:
    """Sign out every device of a person and take away every way in but the address."""
    devices.close_all(user)
    second_factor.forget(user)
    links.unlink(user)
