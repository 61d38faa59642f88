"""What was published at once, looked at by the team for three days: seen, or put back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import page_permission_policy

from directory.editing import mails, saving, values, versions
from directory.editing.log import REVERTED
from directory.editing.moderation import Refused, told
from directory.hours.wording import listed
from directory.models import Edit, ListedPage


def to_review(user, *, now: datetime):
    """The recent edits that this person may put back, the latest first."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return (
        Edit.objects.to_review(now)
        .filter(page__in=pages.values("pk"))
        .select_related("page", "by")
        .order_by("-at", "-pk")
    )


def differences(edit: Edit) -> list[versions.Difference]:
    """What an edit changed, in words; `online` is before it, `pending` after."""
    page = edit.page.specific
    return [
        versions.Difference(
            edit.part,
            name,
            values.label(page, name),
            values.say(page, name, before),
            values.say(page, name, after),
        )
        for name, (before, after) in edit.changes.items()
    ]


def see(edit: Edit, *, by, now: datetime | None = None) -> None:
    """Note that somebody has looked at an edit, and leaves it."""
    Edit.objects.filter(pk=edit.pk, state=Edit.State.ONLINE, decided_at=None).update(
        decided_by=by, decided_at=now or timezone.now()
    )


@transaction.atomic
def revert(edit: Edit, *, reason: str, by, now: datetime | None = None) -> None:
    """Put back what an edit changed, and tell its author why.

    Raises Refused when it was changed again since, or is no longer online; ValidationError
    without a reason.
    """
    now, reason = now or timezone.now(), reason.strip()
    if not reason:
        raise ValidationError(_("Dites pourquoi : la personne le recevra."))
    page = versions.locked(edit.page_id)
    edit = Edit.objects.select_for_update(of=("self",)).select_related("by").get(pk=edit.pk)
    if edit.state != Edit.State.ONLINE or not page.live:
        raise Refused(_("Ce changement n’est plus en ligne."))
    current = values.read(page, edit.changes)
    if newer := [name for name in edit.changes if current[name] != edit.changes[name][1]]:
        raise Refused(
            _("Changé de nouveau depuis : %(what)s. Annulez d’abord le changement le plus récent.")
            % {"what": listed([values.label(page, name).lower() for name in newer])}
        )
    saving.restore(page, edit.part, _former(edit), by=by, now=now)
    edit.state, edit.reason = Edit.State.REVERTED, reason
    edit.decided_by, edit.decided_at = by, now
    edit.save()
    log(instance=page, action=REVERTED, user=by, data={"part": edit.part, "reason": reason})
    people = told(page, [edit.by])
    transaction.on_commit(lambda: mails.send_answer(people, page, state=edit.state, reason=reason))


def purge(*, now: datetime) -> int:
    """Forget what old edits changed, then that they were; give how many lost their facts.

    A refusal keeps its state: the database asks for a reason, which stays as long as the edit.
    """
    Edit.objects.to_forget(now).delete()
    return Edit.objects.with_facts_to_forget(now).update(changes={})


def _former(edit: Edit):
    """A change that writes what was there before, where nothing else has come since."""

    def put_back(page: ListedPage) -> None:
        current = values.read(page, edit.changes)
        for name, (before, after) in edit.changes.items():
            if current[name] == after:
                values.write(page, name, before)

    return put_back
