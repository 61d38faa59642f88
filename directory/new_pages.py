"""Pages that a program makes: each is written and indexed once, with its first revision.

Published as a person does it, a page would be written, indexed and read again twice more.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published


def add(parent: Page, page: Page) -> Page:
    """Put a new page under another, online or a draft as its `live` says; `settle` follows."""
    page.has_unpublished_changes = not page.live
    if page.live:
        page.first_published_at = page.last_published_at = timezone.now()
    # The rows that a page holds would each have it indexed again.
    with transaction.atomic(), disable_reference_index_auto_update():
        return parent.add_child(instance=page)


@transaction.atomic
def settle(pages: Sequence[Page], *, by=None, approved_by=None) -> None:
    """Give their first revision to pages just added, and announce those that are live.

    `by` wrote them, `approved_by` let them out.
    """
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            content=page.serializable_data(),
            object_str=str(page),
            created_at=timezone.now(),
            user=by,
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        page.latest_revision_created_at = revision.created_at
        page.live_revision = revision if page.live else None
    Page.objects.bulk_update(
        pages, ["latest_revision", "latest_revision_created_at", "live_revision"]
    )
    for page, revision in zip(pages, revisions, strict=True):
        ReferenceIndex.create_or_update_for_object(page)
        created = PageLogEntry.objects.filter(page=page.pk, action="wagtail.create")
        created.update(user=by, revision=revision)  # written by Wagtail when the page was added
        if page.live:
            if approved_by:
                log(page, "wagtail.publish", user=approved_by, revision=revision)
            page_published.send(sender=type(page), instance=page, revision=revision)
