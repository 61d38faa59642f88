"""The minutes and the opinion, written in session: its fields follow from what was adopted."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.long_text import LongText
from label.enums import Level, Outcome
from label.session.forms import RoomForm


class MinutesForm(RoomForm):
    """`base` says which writing was open: another one since is never overwritten unseen."""

    prefix_id = "pv"
    needs_room = True
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("L’avis, motivé"),
        max_length=12000,
        widget=LongText(attrs={"rows": 6}),
    )

    def prepare(self):
        opinion = self.shown["minutes"].opinion
        if opinion is not None and opinion.is_adopted:
            opinion = None
        adopted, proposed = self.shown["concluded"], self.shown["proposed"]
        self.initial |= {
            "base": opinion.drafted_at.isoformat() if opinion else "",
            "text": opinion.text if opinion else (adopted.text if adopted else ""),
        }
        self.unmet = proposed.unmet if proposed else []
        outcome = adopted.outcome if adopted else ""
        for one in self.unmet:
            self._add(
                f"reason_{one.code}",
                _("Pourquoi « %(title)s » n’est pas rempli") % {"title": one.title},
                (opinion.reasons if opinion else {}).get(one.code, ""),
                required=True,
            )
        if outcome == Outcome.GRANT_WITH_RESERVES:
            self._add_reserves(opinion)
        if outcome == Outcome.GRANT_WITH_COMMITMENT:
            self._add(
                "commitment",
                _("L’engagement de progrès"),
                opinion.commitment if opinion else "",
                required=True,
                longest=1000,
            )
        if proposed and outcome and outcome != proposed.outcome:
            self._add(
                "departure_reasons",
                _("Pourquoi le jury s’écarte de la proposition de la grille"),
                opinion.departure_reasons if opinion else "",
                required=True,
                longest=4000,
            )
        if self.shown["minutes"].minority >= self.place.case.procedure.minority_jurors:
            self._add(
                "minority_text",
                _("L’avis minoritaire"),
                opinion.minority_text if opinion else "",
                longest=4000,
            )
        eliminatory = [one for one in self.unmet if one.level == Level.ELIMINATORY]
        if eliminatory:
            self.fields["missing_proof"] = forms.MultipleChoiceField(
                label=_("Il ne manque que la pièce pour"),
                choices=[(one.code, str(one.title)) for one in eliminatory],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=opinion.missing_proof if opinion else [],
            )

    def _add(self, name, label, initial, *, required=False, longest=2000):
        self.fields[name] = forms.CharField(
            label=label,
            required=required,
            max_length=longest,
            initial=initial,
            widget=LongText(attrs={"rows": 2}),
        )

    def _add_reserves(self, opinion) -> None:
        known = {one["criterion"]: one for one in (opinion.reserves if opinion else [])}
        for one in self.unmet:
            line = known.get(one.code, {})
            self._add(
                f"action_{one.code}",
                _("%(code)s : l’action du plan") % {"code": one.code},
                line.get("action", ""),
                required=True,
            )
            self._add(
                f"proof_{one.code}",
                _("%(code)s : la preuve attendue") % {"code": one.code},
                line.get("proof", ""),
                required=True,
            )
            self.fields[f"due_{one.code}"] = forms.DateField(
                label=_("%(code)s : avant le") % {"code": one.code},
                initial=line.get("due_on"),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self):
        values = super().clean()
        opinion = self.shown["minutes"].opinion
        current = opinion.drafted_at.isoformat() if opinion and not opinion.is_adopted else ""
        if values.get("base", "") != current:
            raise forms.ValidationError(
                _("Le procès-verbal a été réécrit entre-temps. Votre texte est gardé ici : ")
                + _("rafraîchissez pour lire l’autre avant d’enregistrer.")
            )
        return values

    def texts(self) -> dict:
        """What `deliberation.draft_opinion` takes."""
        values = self.cleaned_data
        return {
            "text": values["text"],
            "reasons": {one.code: values[f"reason_{one.code}"] for one in self.unmet},
            "reserves": [
                {
                    "criterion": one.code,
                    "action": values[f"action_{one.code}"],
                    "proof": values[f"proof_{one.code}"],
                    "due_on": values[f"due_{one.code}"].isoformat(),
                }
                for one in self.unmet
                if f"action_{one.code}" in values
            ],
            "commitment": values.get("commitment", ""),
            "departure_reasons": values.get("departure_reasons", ""),
            "minority_text": values.get("minority_text", ""),
            "missing_proof": values.get("missing_proof", []),
        }
