"""What happens between the people of a listing, as its history tells it."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

JOINED = "directory.people.joined"
LEFT = "directory.people.left"
REMOVED = "directory.people.removed"
CHANGED = "directory.people.changed"
GIVEN_BACK = "directory.people.given_back"

ACTIONS = (
    (JOINED, _("Rejoindre la fiche"), _("Une personne tient désormais la fiche")),
    (LEFT, _("Quitter la fiche"), _("Une personne ne tient plus la fiche")),
    (REMOVED, _("Retirer de la fiche"), _("Une personne a été retirée de la fiche")),
    (CHANGED, _("Changer de rôle"), _("Une personne a changé de rôle")),
    (GIVEN_BACK, _("Rendre la fiche"), _("La fiche attend de nouveau son propriétaire")),
)


def note(page: Page, action: str, *, by, **data) -> None:
    """Write it in the history of the page; `data` names nobody who could ask to be forgotten."""
    log(instance=page.specific_deferred, action=action, user=by, data=data or None)
