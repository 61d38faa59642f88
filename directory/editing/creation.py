"""A new listing: a draft that its author finishes when they can, on any device."""

import secrets

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from directory import duplicates, presences
from directory.editing import mails
from directory.editing.moderation import Refused
from directory.enums import Kind
from directory.models import (
    Commune,
    ListedPage,
    Listing,
    PointOfSalePage,
    ProducerIndexPage,
    ProducerPage,
    SearchPage,
)
from directory.models.people import Role
from directory.people import members

MOST_DRAFTS = 5  # of one person, never published: more than anybody opens in a year
MOST_COMPARED = 2000
_NEWCOMER = -1


def alike(title: str, kind: str, commune: Commune) -> list[Listing]:
    """The published listings of a commune that may be the same place under this name."""
    rows = {
        row.page_id: row
        for row in Listing.objects.filter(commune=commune, page__isnull=False)[:MOST_COMPARED]
    }
    candidates = [
        duplicates.candidate(row.page_id, row.name, row.kind, commune.pk, None, None)
        for row in rows.values()
    ]
    newcomer = duplicates.candidate(_NEWCOMER, title, kind, commune.pk, None, None)
    found = duplicates.compare([*candidates, newcomer], {_NEWCOMER})
    best_first = sorted(found, key=lambda like: (-like.similarity, like.second.id))
    return [rows[like.second.id] for like in best_first]


@transaction.atomic
def create(
    title: str, kind: str, commune: Commune, *, by, seller: ProducerPage | None = None
) -> ListedPage:
    """Begin a listing as a draft that this person owns; Refused when they have too many.

    `seller`: the producer for whom a place is proposed, who sells there once it is published.
    """
    drafts = ListedPage.objects.managed_by(by).filter(live=False, first_published_at=None)
    if drafts.count() >= MOST_DRAFTS:
        raise Refused(
            _("Vous avez déjà %(number)d fiches commencées : finissez-en une, ou effacez-la.")
            % {"number": MOST_DRAFTS}
        )
    page = draft(title, kind, commune, by=by, seller=seller)
    members.join(page, by, role=Role.OWNER, by=by)
    transaction.on_commit(lambda: mails.send_begun(by.email, page))
    return page


@transaction.atomic
def draft(
    title: str,
    kind: str,
    commune: Commune,
    *,
    by=None,
    seller: ProducerPage | None = None,
    address: str = "",
) -> ListedPage:
    """A listing that nobody sees yet; `by` nobody: it is tended by no one either."""
    if kind == Kind.PRODUCER:
        parent, page = ProducerIndexPage.objects.first(), ProducerPage()
    else:
        parent, page = SearchPage.objects.first(), PointOfSalePage(kind=kind)
        if seller is not None:
            presences.add(page, seller)
    if parent is None:
        raise Refused(_("Le site n’a pas encore d’annuaire. Appelez l’équipe."))
    parent = Page.objects.select_for_update().get(pk=parent.pk)  # one child after another
    page.title, page.commune, page.owner, page.live = title, commune, by, False
    page.address, page.has_unpublished_changes = address, True
    if not slugify(title):
        page.slug = f"fiche-{secrets.token_hex(3)}"
    if len(commune.postcodes) == 1:
        page.postcode = commune.postcode
    parent.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page
