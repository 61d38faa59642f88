"""What a person hands over to the moderators, and what they answered."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from directory.editing import mails, publishing, versions
from directory.editing.log import SENT, WITHDRAWN
from directory.models import Edit, ListedPage

# In Edit.part: the page itself is sent, or what waits of one that is online is sent again.
PUBLICATION, AGAIN = "publication", "again"


class Refused(Exception):
    """Why it cannot be done, in words for the person."""


@dataclass(frozen=True)
class Refusal:
    """What a moderator answered last, while it still stands."""

    reason: str
    at: datetime


@dataclass(frozen=True)
class Missing:
    """A fact without which nobody finds a place: its part, and what to do."""

    part: str
    sentence: str


_PLACE = gettext_lazy("Choisissez la commune.")
_WAY = gettext_lazy("Donnez un téléphone, une adresse e-mail, un site ou l’adresse du lieu.")


def missing(page: ListedPage) -> list[Missing]:
    """What a page needs before a moderator reads it; `page` is the version of its people."""
    found = []
    if not page.commune_id and not page.locality:
        found.append(Missing("place", str(_PLACE)))
    if not any((page.phone, page.email, page.website, page.address)):
        found.append(Missing("contacts", str(_WAY)))
    return found


@transaction.atomic
def send(page: Page, *, by, now: datetime | None = None) -> None:
    """Hand a page over: one that is not online yet, or what waits of one that is.

    Raises Refused when something is missing, or when there is nothing to read.
    """
    row = versions.locked(page.pk)
    if row.workflow_in_progress:
        raise Refused(_("C’est déjà chez l’équipe : elle vous répond par e-mail."))
    if row.live and not row.has_unpublished_changes:
        raise Refused(_("Tout est déjà en ligne."))
    draft = versions.working(row)
    if lacks := missing(draft):
        raise Refused(" ".join(one.sentence for one in lacks))
    if draft.latest_revision is None:
        draft.save_revision(user=by, clean=False)
    Edit.objects.create(
        page_id=row.pk,
        part=AGAIN if row.live else PUBLICATION,
        by=by,
        at=now or timezone.now(),
        revision=draft.latest_revision,
        state=Edit.State.PENDING,
    )
    if not publishing.submit(row, by=by):
        raise Refused(_("Personne ne relit encore les fiches ici. Appelez l’équipe."))
    log(instance=row, action=SENT, user=by, revision=draft.latest_revision)


@transaction.atomic
def withdraw(page: Page, *, by) -> None:
    """Give up what waits of a published page: what is online stays as it is."""
    row = versions.locked(page.pk)
    if not versions.is_pending(row):
        return
    row.edits.pending().update(state=Edit.State.WITHDRAWN, decided_by=by, decided_at=timezone.now())
    publishing.publish(row.save_revision(user=by), by=by)
    log(instance=row, action=WITHDRAWN, user=by)


def refusal(page: Page) -> Refusal | None:
    """Why the moderators did not take what was sent, until it is sent again or given up."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    task = state.current_task_state
    return Refusal(task.comment, task.finished_at) if task else None


# --- What Wagtail tells ---------------------------------------------------------------------------


def published(page: Page) -> None:
    """All that waited is online: tell those who wrote it. Called after any publication."""
    if page.has_unpublished_changes:
        return  # only a harmless fact was published, beside what waits
    _answer(page, Edit.State.APPROVED, "")


def refused(state: WorkflowState) -> None:
    """Tell those who wrote it why it is not taken, and how to mend it."""
    last = state.task_states.filter(status=TaskState.STATUS_REJECTED).order_by("-finished_at")
    task = last.first()
    if task is not None:
        reason = task.comment.strip() or _("L’équipe n’a pas donné de raison : appelez-la.")
        _answer(state.content_object, Edit.State.REFUSED, reason, by=task.finished_by)


def _answer(page: Page, state: Edit.State, reason: str, *, by=None) -> None:
    edits = list(Edit.objects.pending().filter(page=page.pk).select_related("by").order_by("pk"))
    if not edits:
        return
    Edit.objects.filter(pk__in=[edit.pk for edit in edits]).update(
        state=state, reason=reason, decided_by=by, decided_at=timezone.now()
    )
    people = told(page, [edit.by for edit in edits])
    is_new = any(edit.part == PUBLICATION for edit in edits)
    transaction.on_commit(
        lambda: mails.send_answer(people, page, state=state, reason=reason, is_new=is_new)
    )


def told(page: Page, authors) -> list[str]:
    """Addresses of those who wrote and of those who own the listing, once each."""
    owners = ListedPage.objects.get(pk=page.pk).memberships.owners().select_related("user")
    people = [*authors, *(membership.user for membership in owners)]
    return list(dict.fromkeys(one.email for one in people if one and one.is_active and one.email))
