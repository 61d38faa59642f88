"""Contacts, position and SIRET of former versions, which Wagtail keeps as long as their page.

The version online, a draft in progress and what the moderators read keep theirs; a version that
has forgotten reads as the page is today, so that going back to it brings back no former number.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page, Revision, TaskState

from directory.models import Edit, ListedPage
from directory.models.editing import FACTS_KEPT
from directory.models.pages import PERSONAL_FIELDS

AT_ONCE = 200  # rows held in memory together


def purge(*, now: datetime) -> int:
    """Forget those of versions older than what an edit keeps of its facts; give how many did."""
    return _empty(_former().filter(created_at__lt=now - FACTS_KEPT))


def forget(page: ListedPage) -> None:
    """Forget at once all former ones of a listing: the last person who answered for it has left."""
    _empty(_former().filter(object_id=str(page.pk)))
    for edit in Edit.objects.filter(page=page).exclude(state=Edit.State.PENDING):
        kept = {name: pair for name, pair in edit.changes.items() if name not in PERSONAL_FIELDS}
        if kept != edit.changes:
            Edit.objects.filter(pk=edit.pk).update(changes=kept)


def _former() -> QuerySet[Revision]:
    """Versions of listings that nothing shows, awaits or plans, and that still hold something."""
    version = OuterRef("pk")
    in_use = Page.objects.filter(latest_revision=version)
    online = Page.objects.filter(live_revision=version)
    read = TaskState.objects.filter(revision=version, status=TaskState.STATUS_IN_PROGRESS)
    return Revision.page_revisions.filter(
        ~Exists(in_use),
        ~Exists(online),
        ~Exists(read),
        approved_go_live_at=None,
        content__has_key="phone",
    )


def _empty(revisions: QuerySet[Revision]) -> int:
    emptied = 0
    while held := list(revisions.order_by("pk")[:AT_ONCE]):
        for revision in held:
            for name in PERSONAL_FIELDS:
                revision.content.pop(name, None)
        emptied += Revision.objects.bulk_update(held, ["content"])
    return emptied
