"""What a place declares: as typed while it is a draft, whole when it is signed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.proposal_forms import Number, Text
from label.applicant.act_forms import sure


class CharterForm(forms.Form):
    """`is_signed`: sent to sign or to confirm, so nothing may lack."""

    local_share = Number(
        label=gettext_lazy("Part de produits d’ici (%)"),
        help_text=gettext_lazy(
            "Sur vos achats de l’année, à peu près : le Gard et les départements voisins."
        ),
        least=0,
        most=100,
    )
    declaration = Text(
        label=gettext_lazy("Ce que vous proposez d’ici"),
        help_text=gettext_lazy("Quels produits, de quels producteurs ou de quelles communes."),
        rows=5,
        max_length=4000,
    )
    is_sure = sure(gettext_lazy("Je m’engage à tenir ces six engagements"))

    def __init__(self, *args, is_signed: bool = False, may_sign: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_signed = is_signed
        self.fields["is_sure"].required = is_signed
        if not may_sign:
            del self.fields["is_sure"]

    def clean(self):
        cleaned = super().clean()
        if self.is_signed:
            if cleaned.get("local_share") is None and "local_share" not in self.errors:
                self.add_error("local_share", _("Pour signer, dites quelle part."))
            if not cleaned.get("declaration") and "declaration" not in self.errors:
                self.add_error("declaration", _("Pour signer, dites ce qui vient d’ici."))
        return cleaned

    @property
    def declared(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("local_share", "declaration")}


class LeaveForm(forms.Form):
    reasons = Text(label=gettext_lazy("Pourquoi, si vous voulez le dire"), rows=3, max_length=2000)
    is_sure = sure(gettext_lazy("Je quitte la charte"))
