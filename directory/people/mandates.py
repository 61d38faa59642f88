"""Mandates: recorded, ended, and what was written under them handed to the person."""

from datetime import datetime

from django.db import transaction

from directory import site_tree
from directory.enums import Kind
from directory.models import ListedPage, Mandate, PointOfSalePage, ProducerPage
from directory.people import acts, mails


@transaction.atomic
def record(mandate: Mandate, *, by) -> Mandate:
    """Keep a mandate that was filled in; the history of the page says that it exists."""
    mandate.recorded_by = by
    mandate.save()
    acts.note(mandate.page, acts.MANDATED, by=by, means=mandate.means)
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, by, now: datetime) -> None:
    """Nobody writes under it any more."""
    if mandate.ended_at is None:
        mandate.ended_at = now
        mandate.save(update_fields=["ended_at"])
        acts.note(mandate.page, acts.MANDATE_ENDED, by=by)


def parts_written(mandate: Mandate) -> list[str]:
    """The parts written since the person last got what was written, in order, once each."""
    written = mandate.revisions.all()
    if mandate.handed_at:
        written = written.filter(at__gt=mandate.handed_at)
    return list(dict.fromkeys(written.values_list("part", flat=True)))


@transaction.atomic
def hand_over(mandate: Mandate, *, by_mail: bool, by, now: datetime) -> None:
    """The person gets what was written: by mail, or on the paper that was just printed."""
    if by_mail:
        mails.after_commit(mails.written, mandate, parts_written(mandate))
    mandate.handed_at = now
    mandate.save(update_fields=["handed_at"])
    acts.note(mandate.page, acts.HANDED, by=by, means="mail" if by_mail else "paper")


@transaction.atomic
def new_listing(title: str, kind: str, *, by) -> ListedPage:
    """A draft for somebody who has no listing yet; the rest is written in the space."""
    tree = site_tree.ensure()
    if kind == Kind.PRODUCER:
        page = tree.producers.add_child(instance=ProducerPage(title=title, live=False, owner=by))
    else:
        place = PointOfSalePage(title=title, kind=kind, live=False, owner=by)
        page = tree.search.add_child(instance=place)
    page.save_revision(user=by)
    return page


def unite(kept: ListedPage, other: ListedPage) -> None:
    """The mandates of a page follow to the one that replaces it."""
    other.mandates.update(page=kept.pk)
