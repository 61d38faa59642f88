"""Covered facts that wait: let through by those who answer for them, or turned down with a reason.

The rest of what waits stays with the moderators. Who calls has checked that this person may.
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from directory.editing import covered, mails, publishing, versions
from directory.editing.log import CLEARED, TURNED_DOWN
from directory.editing.moderation import Refused, told
from directory.editing.parts import RELATIONS
from directory.models import Edit, ListedPage


def waiting(page: Page) -> set[str]:
    """The covered fields of a published page that wait to be cleared."""
    return _read(page)[0]


def differences(page: Page) -> list[versions.Difference]:
    """What waits to be cleared, in words."""
    names, online, pending = _read(page)
    return [one for one in versions.compared(online, pending) if one.name in names] if names else []


def _read(page: Page) -> tuple[set[str], ListedPage, ListedPage]:
    """The covered fields that wait, and both versions, each read once: reading one is slow."""
    online = versions.as_online(page)
    cover = covered.cover_of(online)
    if cover is None or not versions.is_pending(online):
        return set(), online, online
    pending = versions.working(online)
    return covered.waiting(online, pending, cover), online, pending


def stands_in_the_way(page: Page, by) -> str:
    """Why this person may not publish what waits; empty: nothing covered is in it."""
    online = versions.as_online(page)
    cover = covered.cover_of(online)
    if cover is None or cover.may_clear(by) or not waiting(page):
        return ""
    return str(cover.says)


@transaction.atomic
def let_through(page: Page, *, by, now: datetime | None = None) -> None:
    """Put the covered facts online as they wait; the rest goes on waiting. Refused if none do."""
    row, names = _found(page)
    draft, changed = versions.working(row), versions.as_online(row)
    _copy(draft, changed, names)
    is_all = versions.is_same(draft, changed)
    edits = _edits(row, names)
    _write(row, changed, draft, by=by, is_all=is_all)
    if not is_all:
        _decide(row, edits, Edit.State.APPROVED, "", by=by, now=now)
    log(instance=row, action=CLEARED, user=by, data={"fields": sorted(names)})


@transaction.atomic
def turn_down(page: Page, *, reason: str, by, now: datetime | None = None) -> None:
    """Give up the covered changes that wait, and tell why. Refused if none do."""
    if not reason.strip():
        raise Refused(_("Dites pourquoi : la personne le recevra."))
    row, names = _found(page)
    draft = versions.working(row)
    _copy(row, draft, names)
    is_all = versions.is_same(row, draft)
    edits = _edits(row, names)
    _decide(row, edits, Edit.State.REFUSED, reason.strip(), by=by, now=now)
    if is_all:
        publishing.publish(row.save_revision(user=by), by=by)
    else:
        draft.save_revision(user=by, clean=False)
        publishing.follow(Page.objects.get(pk=row.pk))
    log(instance=row, action=TURNED_DOWN, user=by, data={"reason": reason.strip()})


def _found(page: Page) -> tuple[ListedPage, set[str]]:
    row = versions.locked(page.pk)
    names = waiting(row)
    if not names:
        raise Refused(_("Plus rien n’attend sur cette fiche."))
    return row, names


def _copy(source: ListedPage, target: ListedPage, names: Iterable[str]) -> None:
    for name in names:
        if name in RELATIONS:
            setattr(target, name, [copy(row) for row in getattr(source, name).all()])
        else:
            attribute = target._meta.get_field(name).attname
            setattr(target, attribute, getattr(source, attribute))


def _write(row, changed, draft, *, by, is_all: bool) -> None:
    public = changed.save_revision(user=by)
    if not is_all:  # after the public one: the pending version stays the latest
        draft.save_revision(user=by, clean=False)
    publishing.publish(public, by=by, beside_moderation=not is_all)
    if not is_all:
        publishing.follow(Page.objects.get(pk=row.pk))


def _edits(row: ListedPage, names: set[str]) -> list[Edit]:
    """The saves that wait and are about nothing else."""
    rows = row.edits.pending().select_related("by")
    return [edit for edit in rows if edit.changes and set(edit.changes) <= names]


def _decide(row, edits, state, reason: str, *, by, now: datetime | None) -> None:
    Edit.objects.filter(pk__in=[edit.pk for edit in edits]).update(
        state=state, reason=reason, decided_by=by, decided_at=now or timezone.now()
    )
    people = told(row, [edit.by for edit in edits])
    transaction.on_commit(lambda: mails.send_answer(people, row, state=state, reason=reason))
