"""What became of listings, as their people may read it: what, when, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from madeingard.users.models import User
from wagtail.models import PageLogEntry

from directory.editing import PARTS
from directory.editing import log as editing_log
from directory.editing.log import EDITED
from directory.models import ListedPage, Mandate, Membership
from directory.people import acts
from directory.reminders import answers

LENGTH = 10
_TOLD = {
    action: message
    for action, _label, message in (*acts.ACTIONS, *answers.ACTIONS, *editing_log.ACTIONS)
}
_OF_WAGTAIL = {
    "wagtail.create": gettext_lazy("Fiche créée"),
    "wagtail.publish": gettext_lazy("Mise en ligne"),
    "wagtail.unpublish": gettext_lazy("Retirée du site"),
}
_IN_ADMIN = Q(codename="access_admin", content_type__app_label="wagtailadmin")


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    who: str
    about: str = ""  # the listing, where there are several


def of_page(page: ListedPage) -> list[Event]:
    return of_pages({page.pk: ""})


def of_pages(titles: Mapping[int, str], *, length: int = LENGTH) -> list[Event]:
    """The last events of some listings, the newest first. Of the team no name is given."""
    actions = [EDITED, *_TOLD, *_OF_WAGTAIL]
    entries = PageLogEntry.objects.filter(page__in=list(titles), action__in=actions)
    entries = list(entries.order_by("-timestamp", "-pk")[:length])
    people = _names({entry.page_id for entry in entries})
    mandates = Mandate.objects.filter(page__in={entry.page_id for entry in entries})
    persons = dict(mandates.values_list("pk", "person"))
    team = _team({entry.user_id for entry in entries} - {user for _page, user in people})
    return [
        Event(
            entry.timestamp,
            _what(entry),
            people.get((entry.page_id, entry.user_id)) or _stranger(entry, team, persons),
            titles[entry.page_id],
        )
        for entry in entries
    ]


def _names(pages: set[int]) -> dict[tuple[int, int], str]:
    members = Membership.objects.filter(page__in=pages).select_related("user")
    return {(one.page_id, one.user_id): str(one.user) for one in members}


def _team(users: set[int | None]) -> set[int]:
    """Those among these people who work in Wagtail's admin."""
    permissions = Permission.objects.filter(_IN_ADMIN)
    is_team = Q(is_superuser=True) | Q(groups__permissions__in=permissions)
    return set(User.objects.filter(is_team, pk__in=users).values_list("pk", flat=True))


def _stranger(entry: PageLogEntry, team: set[int], persons: dict[int, str]) -> str:
    """Who did it, without a name: not one of the listing's people as they are now."""
    if entry.data.get("by") == "mail":
        return _("par un lien du courrier")
    if person := persons.get(entry.data.get("mandate")):
        return _("l’équipe, pour %(person)s") % {"person": person}
    if entry.user_id is None or entry.user_id in team:
        return _("l’équipe")
    return _("une personne qui ne tient plus la fiche")


def _what(entry: PageLogEntry) -> str:
    if entry.action == EDITED:
        part = PARTS.get(entry.data.get("part", ""))
        return str(part.label) if part else _("Fiche modifiée")
    return str(_TOLD.get(entry.action) or _OF_WAGTAIL[entry.action])
