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


def note_save(page: ListedPage, revision: Revision, part: str, *, by, now: datetime) -> None:
    """Tie a version to the mandate it was written under, unless its author tends the listing."""
    if by is None or may(by, "edit_listing", page):
        return
    if mandate := mandate_of(by, page, now=now):
        AssistedRevision.objects.create(mandate=mandate, revision=revision, part=part, at=now)
