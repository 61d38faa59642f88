"""What is done about an incident, by the guarantor or the secretariat (label.md I-26)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import roles
from label.enums import Role
from label.machine import Refused
from label.models import Incident


@transaction.atomic
def resolve(incident: Incident, *, by, resolution: str, now: datetime | None = None) -> Incident:
    """Say what was done; an incident is closed once."""
    if not {Role.GUARANTOR, Role.SECRETARIAT} & roles.held_for(by, incident):
        raise Refused(_("C’est au garant ou au secrétariat de répondre d’un incident."))
    incident.refresh_from_db(from_queryset=Incident.objects.select_for_update(of=("self",)))
    if incident.resolved_at:
        raise Refused(_("Cet incident a déjà sa suite."))
    if not resolution.strip():
        raise Refused(_("Dites quelle suite est donnée."))
    incident.resolution, incident.resolved_by = resolution, by
    incident.resolved_at = now or timezone.now()
    incident.save(update_fields=["resolution", "resolved_by", "resolved_at"])
    return incident
