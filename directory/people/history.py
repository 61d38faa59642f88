"""What became of a listing, as its people may read it: what, when, by whom."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import PageLogEntry

from directory.editing import PARTS
from directory.editing.log import EDITED
from directory.models import ListedPage
from directory.people import acts
from directory.reminders import answers

LENGTH = 10
_TOLD = {action: message for action, _label, message in (*acts.ACTIONS, *answers.ACTIONS)}
_OF_WAGTAIL = {
    "wagtail.create": gettext_lazy("Fiche créée"),
    "wagtail.publish": gettext_lazy("Mise en ligne"),
    "wagtail.unpublish": gettext_lazy("Retirée du site"),
}


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    who: str


def of_page(page: ListedPage) -> list[Event]:
    """The last events of a listing, the newest first. Of the team no name is given."""
    actions = [EDITED, *_TOLD, *_OF_WAGTAIL]
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=actions).select_related("user")
    people = {one.user_id: str(one.user) for one in page.memberships.select_related("user")}
    return [
        Event(entry.timestamp, _what(entry), people.get(entry.user_id) or _("l’équipe"))
        for entry in entries.order_by("-timestamp", "-pk")[:LENGTH]
    ]


def _what(entry: PageLogEntry) -> str:
    if entry.action == EDITED:
        part = PARTS.get(entry.data.get("part", ""))
        return str(part.label) if part else _("Fiche modifiée")
    return str(_TOLD.get(entry.action) or _OF_WAGTAIL[entry.action])
