"""What Wagtail's history of a page says of an edit from the space."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from directory.editing.parts import PARTS

EDITED = "directory.edit"
SENT, WITHDRAWN, REVERTED = "directory.send", "directory.withdraw", "directory.revert"
CLEARED, TURNED_DOWN = "directory.clear", "directory.turn_down"
ACTIONS = (
    (SENT, gettext_lazy("Envoyer à relire"), gettext_lazy("Envoyée à relire depuis l’espace")),
    (WITHDRAWN, gettext_lazy("Renoncer"), gettext_lazy("Changements retirés par leur auteur")),
    (
        REVERTED,
        gettext_lazy("Annuler un changement"),
        gettext_lazy("Changement annulé, avec raison"),
    ),
    (CLEARED, gettext_lazy("Laisser passer"), gettext_lazy("Ce que couvre le label est relu")),
    (
        TURNED_DOWN,
        gettext_lazy("Écarter"),
        gettext_lazy("Changement de ce que couvre le label écarté, avec raison"),
    ),
)


class EditFormatter(LogFormatter):
    label = gettext_lazy("Modifier depuis l’espace")

    def format_message(self, log_entry):
        part = PARTS.get(log_entry.data.get("part", ""))
        return _("« %(part)s » depuis l’espace") % {"part": part.label if part else "?"}
