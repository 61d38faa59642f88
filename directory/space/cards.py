"""What « Mon espace » says of each listing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from directory import completeness, freshness
from directory.enums import KIND_LOOKS, Kind
from directory.hours.engine import PARIS
from directory.models import ListedPage
from directory.people import assisting
from directory.space.parts import listing_url, part_url


@dataclass(frozen=True)
class Card:
    """One listing: where it stands, and what it still lacks."""

    page: ListedPage
    found: list[completeness.Found]
    stamp: freshness.Stamp
    state: str
    tone: str  # of the state: a colour of `.tag`
    is_waiting: bool  # for a moderator
    remark: str  # of the moderator who asked for a change
    public_url: str
    icon: str
    ink: str

    @property
    def url(self) -> str:
        return listing_url(self.page)

    @property
    def sentence(self) -> str:
        return completeness.sentence(self.found)

    def part_url(self, part: str) -> str:
        """The form of a part."""
        return part_url(self.page, part)

    @property
    def lines(self) -> list[tuple[completeness.Found, str]]:
        return [(one, self.part_url(one.aspect.part)) for one in self.found]


def cards_of(pages: Iterable[ListedPage], request, *, now: datetime) -> list[Card]:
    """The cards of some specific pages, in the same order."""
    pages = list(pages)
    found, today = completeness.of_pages(pages), now.astimezone(PARIS).date()
    return [_card(page, found[page.pk], request, today) for page in pages]


def of_user(user):
    """The specific pages that a person tends, ready for `cards_of`."""
    return _ready(ListedPage.objects.managed_by(user))


def assisted_by(user, *, now: datetime):
    """Those that a member of the team may write for somebody else now."""
    return _ready(ListedPage.objects.filter(pk__in=assisting.pages_of(user, now=now)))


def _ready(pages):
    return pages.order_by("title", "pk").specific().prefetch_workflow_states()


def _card(page, found, request, today) -> Card:
    is_waiting = page.workflow_in_progress
    state, tone = _state(page, is_waiting)
    icon, ink = KIND_LOOKS[Kind(page.kind)]
    return Card(
        page=page,
        found=found,
        stamp=freshness.stamp(page.confirmed_on, today),
        state=state,
        tone=tone,
        is_waiting=is_waiting,
        remark=_remark(page, is_waiting),
        public_url=page.get_url(request) or "" if page.live else "",
        icon=icon,
        ink=ink,
    )


def _remark(page: ListedPage, is_waiting: bool) -> str:
    state = page.current_workflow_state
    if state is None or is_waiting or state.current_task_state is None:
        return ""
    return state.current_task_state.comment


def _state(page: ListedPage, is_waiting: bool) -> tuple[str, str]:
    if page.closed_for_good:
        return _("Fermée définitivement"), "fraise"
    if page.live and is_waiting:
        return _("En ligne, un changement attend une relecture"), "ocre"
    if page.live:
        return _("En ligne"), "garrigue"
    if is_waiting:
        return _("Attend une relecture avant d’être en ligne"), "ocre"
    if page.left_on:
        return _("Retirée du site, faute de nouvelles"), "fraise"
    if page.first_published_at:
        return _("Retirée du site"), "fraise"
    return _("Brouillon, pas encore en ligne"), "ocre"
