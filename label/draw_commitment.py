"""What every announcement of a draw must respect: a randomness that does not exist yet (I-06)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from label import randomness
from label.machine import Refused


def check(source: str, randomness_at: datetime, *, now: datetime, hours: int) -> None:
    """Refuse a source that cannot be read, or whose randomness may exist too early."""
    earliest = now + timedelta(hours=hours)
    if randomness_at < earliest:
        raise Refused(
            _("L’aléa doit être postérieur à l’annonce d’au moins %(hours)s heures.")
            % {"hours": hours}
        )
    try:
        moment = randomness.read_source(source).moment()
    except ValueError as error:
        raise Refused(str(error)) from error
    if moment and moment < earliest:
        raise Refused(_("Cette source donne son aléa trop tôt : choisissez-en une plus tardive."))
    if moment and randomness_at < moment:
        raise Refused(_("La date annoncée vient avant l’aléa de cette source."))
