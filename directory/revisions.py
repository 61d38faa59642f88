"""Edit a page for a program without losing what a person is writing on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page


@dataclass
class Versions:
    """What the public sees of a page, and what is written beyond it; one of them at least."""

    live: Page | None
    draft: Page | None

    @classmethod
    def of(cls, page: Page) -> "Versions":
        """Versions of a specific page, as it was just read from the database."""
        if page.live and not page.has_unpublished_changes:
            return cls(page, None)
        return cls(page if page.live else None, page.get_latest_revision_as_object())

    def __iter__(self) -> Iterator[Page]:
        return (page for page in (self.live, self.draft) if page)

    @property
    def is_held(self) -> bool:
        """Whether a lock, a moderation or a planned publication forbids to touch the page now."""
        page = self.live or self.draft
        if page.locked or (page.go_live_at and page.go_live_at > timezone.now()):
            return True
        return self.draft is not None and bool(page.workflow_in_progress or page.scheduled_revision)

    def change(self, change: Callable[[Page], None], *, by=None) -> None:
        """Apply a change to each version: published where the page is, drafted where it is not.

        The draft in progress stays the latest revision, and its author's.
        """
        for page in self:
            change(page)
        author = (
            self.draft.latest_revision.user if self.draft and self.draft.latest_revision else by
        )
        if self.live:
            self.live.save_revision(user=by).publish(user=by)
        if self.draft:
            self.draft.save_revision(user=author, clean=False, log_action=True)
