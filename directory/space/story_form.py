"""The story of a listing as plain text; pictures and buttons of the team stay where they are."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import prose
from directory.editing import PARTS, values
from directory.models import ListedPage
from directory.proposal_forms import Text

LONGEST = 5000
_HINT = gettext_lazy(
    "Une ligne vide sépare deux paragraphes. « ## » devant une ligne en fait un titre, "
    "« - » le début d’une liste."
)


class Prose(Text):
    """Words that keep their empty lines."""

    def to_python(self, value):
        text = super().to_python(value)
        return re.sub(r"\n\s*\n+", "\n\n", "\n".join(map(str.strip, text.split("\n"))))


class StoryForm(forms.Form):
    """One field for each text of the story, in order; at least one."""

    def __init__(self, *args, page: ListedPage, **kwargs):
        super().__init__(*args, **kwargs)
        [self.name] = PARTS["story"].of(page)
        self.blocks = values.read(page, [self.name])[self.name]
        if not any(block["type"] == "text" for block in self.blocks):
            self.blocks = [*self.blocks, {"type": "text", "value": ""}]
        for rank, block in enumerate(self.blocks):
            if block["type"] == "text":
                self.fields[f"text_{rank}"] = self._field(block)

    def _field(self, block: dict) -> Prose:
        is_first = not self.fields
        field = Prose(
            label=_("Votre histoire") if is_first else _("La suite"),
            help_text=_HINT if is_first else "",
            initial=prose.to_text(block["value"]),
            max_length=LONGEST,
            rows=12 if is_first else 6,
        )
        field.widget.attrs["data-words"] = ""
        return field

    def field_of(self, name: str) -> str | None:
        """Where an error about the story is told."""
        return next(iter(self.fields)) if name == self.name else None

    def rows(self):
        """What the screen shows in order: a field to write in, or what the team has put there."""
        for rank, block in enumerate(self.blocks):
            if block["type"] == "text":
                yield self[f"text_{rank}"], ""
            else:
                yield None, _("Ici, une photo, une citation ou un bouton posé par l’équipe.")

    def apply(self, page: ListedPage) -> None:
        written = []
        for rank, block in enumerate(self.blocks):
            if block["type"] == "text":
                block = self._written(block, self.cleaned_data[f"text_{rank}"])
            if block["value"]:
                written.append(block)
        values.write(page, self.name, written)

    def _written(self, block: dict, text: str) -> dict:
        """The block as it was, to the letter, when nobody has touched its words."""
        if text == self._clean_initial(block):
            return block
        references = prose.references(block["value"])
        return {"type": "text", "value": prose.to_html(text, may_lead_to=references)}

    def _clean_initial(self, block: dict) -> str:
        return Prose(max_length=None).clean(prose.to_text(block["value"]))
