"""What happens between the people of a listing, as its history tells it."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

JOINED = "directory.people.joined"
LEFT = "directory.people.left"
REMOVED = "directory.people.removed"
CHANGED = "directory.people.changed"
GIVEN_BACK = "directory.people.given_back"
MANDATED = "directory.people.mandated"
MANDATE_ENDED = "directory.people.mandate_ended"
HANDED = "directory.people.handed"

ACTIONS = (
    (JOINED, _("Rejoindre la fiche"), _("Une personne tient désormais la fiche")),
    (LEFT, _("Quitter la fiche"), _("Une personne ne tient plus la fiche")),
    (REMOVED, _("Retirer de la fiche"), _("Une personne a été retirée de la fiche")),
    (CHANGED, _("Changer de rôle"), _("Une personne a changé de rôle")),
    (GIVEN_BACK, _("Rendre la fiche"), _("La fiche attend de nouveau son propriétaire")),
    (MANDATED, _("Noter un mandat"), _("L’équipe peut écrire pour le compte de quelqu’un")),
    (MANDATE_ENDED, _("Terminer un mandat"), _("Le mandat est terminé")),
    (HANDED, _("Remettre ce qui a été écrit"), _("Ce qui a été écrit a été remis")),
)


def note(page: Page, action: str, *, by, **data) -> None:
    """Write it in the history of the page; `data` names nobody who could ask to be forgotten."""
    log(instance=page.specific_deferred, action=action, user=by, data=data or None)
