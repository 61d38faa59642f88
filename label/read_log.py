"""The log of readings: each look at a file is noted before anything of it is shown."""

from datetime import datetime

from django.utils import timezone

from label.models import Case, ReadAccess


def note(
    case: Case,
    what: str,
    *,
    by,
    role: str,
    object_id: int | None = None,
    now: datetime | None = None,
) -> ReadAccess:
    """Keep that a person looked at something of a case, in which capacity, and when."""
    return ReadAccess.objects.create(
        case=case, what=what, person=by, role=role, object_id=object_id, at=now or timezone.now()
    )


def note_once(case: Case, what: str, *, by, role: str, object_id: int) -> None:
    """Keep the first look alone, where a page is asked again every few seconds."""
    if not ReadAccess.objects.filter(case=case, what=what, person=by, object_id=object_id).exists():
        note(case, what, by=by, role=role, object_id=object_id)
