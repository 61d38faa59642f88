"""What Wagtail's history of a page says of an edit from the space."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from directory.editing.parts import PARTS

EDITED = "directory.edit"


class EditFormatter(LogFormatter):
    label = gettext_lazy("Modifier depuis l’espace")

    def format_message(self, log_entry):
        part = PARTS.get(log_entry.data.get("part", ""))
        return _("« %(part)s » depuis l’espace") % {"part": part.label if part else "?"}
