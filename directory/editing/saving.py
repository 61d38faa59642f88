"""Save one part of a listing: the only way the space writes a page.

A harmless fact is published at once, even while a sensitive one waits for the moderators: it is
written on the page as it is online and on the pending version, which keeps its own changes.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from directory.editing import covered, policy, publishing, values, versions, words
from directory.editing.log import EDITED
from directory.editing.parts import PARTS, SIGNED, TOGETHER, Part
from directory.hours.wording import listed
from directory.models import Edit, ListedPage
from directory.people import assisting
from directory.rules import may

Change = Callable[[ListedPage], None]


@dataclass(frozen=True)
class Choice:
    """A field that two people changed, or one of them, since it was read."""

    name: str
    label: str
    theirs: str
    yours: str
    is_theirs_new: bool
    is_yours_new: bool

    @property
    def must_choose(self) -> bool:
        return self.is_theirs_new and self.is_yours_new


class Conflict(Exception):
    """Somebody else changed this part since it was read: nothing was saved.

    `token` is the base of a save that has seen `theirs`, the values as they are now.
    """

    def __init__(self, theirs: dict[str, Any], yours: dict[str, Any], *, choices, last, token):
        super().__init__(_("Quelqu’un d’autre a changé cette rubrique pendant que vous écriviez."))
        self.theirs, self.yours = theirs, yours
        self.choices: list[Choice] = choices
        self.last: Edit | None = last
        self.token: str = token


class Held(Exception):
    """The team has locked this page: nothing was saved."""

    def __init__(self):
        super().__init__(
            _("L’équipe a bloqué cette fiche un moment. Appelez-la : elle peut la débloquer.")
        )


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    `state`: « published » (all of it is online), « pending » (some or all waits for a moderator),
    « draft » (the page itself is not online), « unchanged ».
    """

    state: str
    page: ListedPage
    held: list[str] = field(default_factory=list)  # labels of what waits
    is_partly_online: bool = False
    covered: str = ""  # why some of it waits for somebody else than the moderators

    @property
    def sentence(self) -> str:
        return f"{self._fate} {self.covered}".strip()

    @property
    def _fate(self) -> str:
        if self.state == "unchanged":
            return _("Rien n’a changé.")
        if self.state == "published":
            return _("C’est en ligne.")
        if self.state == "draft":
            return _("C’est enregistré. Votre fiche n’est pas encore en ligne.")
        if self.is_partly_online:
            return _("C’est en ligne, sauf ceci, que l’équipe relit d’abord : %(what)s.") % {
                "what": listed([label.lower() for label in self.held])
            }
        return _("C’est enregistré. L’équipe relit ce changement, puis le met en ligne.")


@transaction.atomic
def save(
    page: Page,
    part: str,
    change: Change,
    *,
    by,
    base: str | None,
    now: datetime | None = None,
) -> Saved:
    """Write a change of one part of a listing, as a revision by this person.

    `change` sets fields of a page in memory; it is called on the version online and on the
    pending one, and reaches no other part. `base` is the `token` of what the person saw, None
    for a change that holds whatever was there. Raises Conflict, Held, or ValidationError for
    words that the law keeps, by field; nothing is saved then.
    The caller has checked that this person may.
    """
    return _Saving(page, PARTS[part], change, by=by, now=now or timezone.now()).run(base)


def restore(page: Page, part: str, change: Change, *, by, now: datetime) -> Saved:
    """Write former facts of a part again, for a moderator: what was true then is not judged."""
    return _Saving(page, PARTS[part], change, by=by, now=now, is_restoring=True).run(None)


class _Saving:
    def __init__(self, page: Page, part: Part, change: Change, *, by, now, is_restoring=False):
        self.row = versions.locked(page.pk)
        if self.row.locked and not is_restoring:
            raise Held
        self.is_restoring = is_restoring
        self.part, self.change, self.by, self.now = part, change, by, now
        self.names = part.of(self.row)

    def run(self, base: str | None) -> Saved:
        draft = versions.working(self.row)
        before = values.read(draft, self.names)
        self._apply(draft)
        after = values.read(draft, self.names)
        if after == before:
            return Saved("unchanged", self.row)
        if not self.is_restoring:
            new = {name: after[name] for name in after if before[name] != after[name]}
            words.refuse(draft, new)
        if base is not None:
            self._check(base, before, after)
        if not self.row.live:
            return self._write_draft(draft, before, after)
        return self._write_live(draft, before, after)

    def _apply(self, page: ListedPage) -> None:
        former = {
            name: [copy(row) for row in getattr(page, name).all()]
            for name in SIGNED & set(self.names)
        }
        versions.apply(self.change, page, self.names)
        if not self.is_restoring:
            policy.keep_checks(former, page)

    def _check(self, base: str, theirs: dict[str, Any], yours: dict[str, Any]) -> None:
        seen = versions.digests(base)
        stale = {name for name in self.names if seen.get(name) != versions.digest(theirs[name])}
        if not stale:
            return
        differ = [name for name in self.names if theirs[name] != yours[name]]
        choices = [
            Choice(
                name,
                values.label(self.row, name),
                values.say(self.row, name, theirs[name]),
                values.say(self.row, name, yours[name]),
                is_theirs_new=name in stale,
                is_yours_new=seen.get(name) != versions.digest(yours[name]),
            )
            for name in differ
            if TOGETHER.get(name) not in differ
        ]
        last = next(
            (
                edit
                for edit in self.row.edits.filter(part=self.part.name).select_related("by")[:20]
                if any(edit.changes.get(name, [None])[-1] == theirs[name] for name in stale)
            ),
            None,
        )
        token = versions.token_of(theirs)
        raise Conflict(theirs, yours, choices=choices, last=last, token=token)

    def _write_draft(self, draft: ListedPage, before: dict, after: dict) -> Saved:
        """The page is not online: whoever tends it sends it to the moderators when it is ready."""
        if draft.first_published_at is None:
            if before.get("title") != after.get("title") and slugify(draft.title):
                draft.slug = ""  # nobody has the address yet: Wagtail makes one of the new name
            draft.save()
        revision = draft.save_revision(user=self.by, clean=False)
        publishing.follow(draft)
        self._log(revision, _changes(before, after), "draft")
        return Saved("draft", draft)

    def _write_live(self, draft: ListedPage, before: dict, after: dict) -> Saved:
        online, changed = versions.as_online(self.row), versions.as_online(self.row)
        self._apply(changed)
        is_trusted = may(self.by, "moderate_listing", self.row)
        held = set()
        if not is_trusted:
            everything = policy.reads_everything_first(self.row)
            held = policy.hold_back(online, changed, self.names, everything=everything)
        cover = covered.cover_of(self.row)
        if cover is not None and not cover.may_clear(self.by):
            # Asked of the pending version: the moderators may have held the same facts already.
            is_covered = bool(covered.waiting(online, draft, cover) & set(self.names))
            held |= covered.hold(online, changed, self.names, cover)
        else:
            is_covered = False
        shown, shown_now = values.read(online, self.names), values.read(changed, self.names)
        has_news = shown != shown_now
        waits = not versions.is_same(draft, changed)
        public = pending = None
        if not waits and versions.is_pending(self.row):
            self.row.edits.pending().update(
                state=Edit.State.WITHDRAWN, decided_by=self.by, decided_at=self.now
            )
        if has_news or not waits:
            public = changed.save_revision(user=self.by)
        if waits:  # after the public one: the pending version stays the latest
            pending = draft.save_revision(
                user=self.by, clean=False, approved_go_live_at=self._planned_for()
            )
        if public:
            publishing.publish(public, by=self.by, beside_moderation=waits)
        is_held_now = any(before[name] != after[name] for name in held)
        if pending and is_held_now:
            publishing.submit(self.row, by=self.by)
        elif pending:
            publishing.follow(Page.objects.get(pk=self.row.pk))
        if public:
            self._note(public, _changes(shown, shown_now), Edit.State.ONLINE, is_seen=is_trusted)
        if pending:
            new = {name for name in self.names if before[name] != after[name]}
            changes = {
                name: pair for name, pair in _changes(shown_now, after).items() if name in new
            }
            self._note(pending, changes, Edit.State.PENDING)
        labels = [values.label(self.row, name) for name in self.names if name in held]
        state = "pending" if held else "published"
        return Saved(
            state,
            versions.as_online(self.row),
            labels,
            is_partly_online=has_news,
            covered=str(cover.says) if is_covered and held else "",
        )

    def _planned_for(self) -> datetime | None:
        """When the team has planned to publish the pending version, if it has."""
        planned = self.row.scheduled_revision
        if planned is None or planned.pk != self.row.latest_revision_id:
            return None
        return planned.approved_go_live_at

    def _note(self, revision: Revision, changes: dict, state: str, *, is_seen: bool = False):
        if not changes:
            return
        Edit.objects.create(
            page_id=self.row.pk,
            part=self.part.name,
            changes=changes,
            by=self.by,
            at=self.now,
            revision=revision,
            state=state,
            decided_by=self.by if is_seen else None,
            decided_at=self.now if is_seen else None,
        )
        self._log(revision, changes, str(state))

    def _log(self, revision: Revision, changes: dict, state: str) -> None:
        mandate = assisting.mandate_behind(self.by, self.row, now=self.now)
        told = {"part": self.part.name, "fields": list(changes), "state": state}
        log(
            instance=self.row,
            action=EDITED,
            user=self.by,
            revision=revision,
            data=told | assisting.told(mandate),
            content_changed=True,
        )
        assisting.note_save(mandate, revision, self.part.name, now=self.now)


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}
