"""A member of the team writes a listing for somebody, under a mandate in force."""

from datetime import datetime

from wagtail.models import Revision

from directory.hours.engine import PARIS
from directory.models import AssistedRevision, ListedPage, Mandate
from directory.rules import may


def mandate_of(user, page: ListedPage, *, now: datetime) -> Mandate | None:
    """The mandate under which this person may write this listing now."""
    if not may(user, "assist_listing", page):
        return None
    in_force = Mandate.objects.in_force(now.astimezone(PARIS).date())
    return in_force.filter(page=page.pk).order_by("-recorded_at", "-pk").first()


def pages_of(user, *, now: datetime) -> list[int]:
    """The listings that this person may write so, by number; none for who is not of the team."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return []
    mandates = Mandate.objects.in_force(now.astimezone(PARIS).date()).select_related("page")
    return [mandate.page_id for mandate in mandates if may(user, "assist_listing", mandate.page)]


def mandate_behind(user, page: ListedPage, *, now: datetime) -> Mandate | None:
    """The mandate an act of this person rests on: none for who tends the listing themselves."""
    if user is None or may(user, "edit_listing", page):
        return None
    return mandate_of(user, page, now=now)


def note_save(mandate: Mandate | None, revision: Revision, part: str, *, now: datetime) -> None:
    """Tie a version to the mandate it was written under."""
    if mandate is not None:
        AssistedRevision.objects.create(mandate=mandate, revision=revision, part=part, at=now)


def told(mandate: Mandate | None) -> dict:
    """What the history of a page keeps of a mandate."""
    return {"mandate": mandate.pk} if mandate is not None else {}
