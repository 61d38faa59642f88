"""What somebody shows to say that a listing is theirs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.people import uploads
from directory.proposal_forms import Text


class ProofForm(forms.Form):
    text = Text(
        label=gettext_lazy("Comment savoir que c’est vous ?"),
        help_text=gettext_lazy(
            "Par exemple : le nom qui figure au registre, un numéro où vous rappeler."
        ),
        max_length=1000,
        rows=4,
        required=True,
    )
    proof = forms.FileField(
        label=gettext_lazy("Une photo ou un PDF"),
        help_text=gettext_lazy(
            "Attestation MSA, extrait Kbis, facture à l’en-tête de la ferme… 8 Mo au plus. "
            "L’équipe seule le voit, et nous l’effaçons trois mois après la réponse."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={"invalid": gettext_lazy("Le fichier n’est pas arrivé : réessayez.")},
    )

    def clean_proof(self):
        proof = self.cleaned_data["proof"]
        if proof:
            self.cleaned_data["proof_name"] = uploads.accept(proof)
        return proof

    def clean(self):
        cleaned = super().clean()
        if self.files.get("proof") and not cleaned.get("proof") and "proof" not in self.errors:
            raise ValidationError(_("Le fichier n’est pas arrivé : réessayez."))
        return cleaned
