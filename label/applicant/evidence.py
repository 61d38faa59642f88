"""Files given as proof: checked at the door, kept privately, downloaded only."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.people import uploads
from directory.proposal_forms import Text
from label import antivirus, cases, clock
from label.enums import ApplicationPart, EvidenceKind, ScanState
from label.models import Case, Evidence, EvidenceEquivalence

TAKEN = "image/jpeg,image/png,image/webp,application/pdf"
MOST_PIECES = 120  # of one case: far beyond what an application holds

# Where a part asks for files: what they are, and whether they are confidential.
OF_PART = {
    ApplicationPart.SIGNS: (EvidenceKind.CERTIFICATE, False),
    ApplicationPart.LEGAL: (EvidenceKind.DOCUMENT, False),
    ApplicationPart.SUPPLIERS: (EvidenceKind.INVOICE, True),
    ApplicationPart.PRICES: (EvidenceKind.OTHER, True),
}


def accept(file) -> ScanState:
    """Check a file at the door, and what the antivirus says; ValidationError says why it is not
    taken."""
    came_as = uploads.accept(file)
    try:
        scan = antivirus.scan(file)
    except antivirus.Unavailable as error:
        words = _("Le contrôle des fichiers ne répond pas. Réessayez dans quelques minutes.")
        raise ValidationError(words) from error
    if scan == ScanState.INFECTED:
        raise ValidationError(_("L’antivirus refuse ce fichier : il n’a pas été gardé."))
    file.content_type = uploads.CONTENT_TYPES[file.name.rpartition(".")[2]]
    file.came_as = file.name = came_as
    return scan


class EvidenceForm(forms.Form):
    """One file and its title; `is_asked`: without a file the form says so."""

    title = Text(label=gettext_lazy("Ce que montre ce fichier"), max_length=200)
    file = forms.FileField(
        label=gettext_lazy("Une photo ou un PDF"),
        help_text=gettext_lazy("JPEG, PNG, WebP ou PDF, 8 Mo au plus."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": TAKEN}),
        error_messages={"invalid": gettext_lazy("Le fichier n’est pas arrivé : réessayez.")},
    )

    def __init__(self, *args, is_asked: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_asked = is_asked

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            if self.is_asked:
                raise ValidationError(_("Choisissez un fichier."))
            return None
        self.scan = accept(file)
        return file

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file") and not cleaned.get("title"):
            cleaned["title"] = cleaned["file"].name[:200]
        return cleaned

    @property
    def about(self) -> dict:
        """What else is said of the file."""
        return {"title": self.cleaned_data["title"]}


class SignForm(EvidenceForm):
    """The proof of a sign that the operator already has."""

    sign_code = forms.ChoiceField(label=gettext_lazy("Quel signe"))
    issuer = Text(label=gettext_lazy("Organisme"), max_length=120)
    number = Text(label=gettext_lazy("Numéro"), max_length=80)
    expires_on = forms.DateField(
        label=gettext_lazy("Valable jusqu’au"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Une date, par exemple 31/12/2027.")},
    )
    field_order = ["sign_code", "issuer", "number", "expires_on", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["title"]
        self.fields["sign_code"].choices = signs_known()

    def clean_expires_on(self):
        last_day = self.cleaned_data["expires_on"]
        if last_day and last_day < clock.civil_day(timezone.now()):
            raise ValidationError(_("Ce jour est passé : donnez la pièce en cours."))
        return last_day

    @property
    def about(self) -> dict:
        names = ("sign_code", "issuer", "number", "expires_on")
        title = dict(self.fields["sign_code"].choices)[self.cleaned_data["sign_code"]]
        return {"title": title} | {name: self.cleaned_data[name] for name in names}


def signs_known() -> list[tuple[str, str]]:
    """The signs that the criteria in force know."""
    rows = EvidenceEquivalence.objects.filter(criterion__version__state="in_force")
    return sorted(set(rows.values_list("sign_code", "sign_name")), key=lambda one: one[1])


def add(case: Case, form: EvidenceForm, *, by, **fields) -> Evidence:
    """Keep the file of a valid form."""
    return keep(case, form.cleaned_data["file"], by=by, scan=form.scan, **(form.about | fields))


def keep(case: Case, file, *, by, **fields) -> Evidence:
    """Keep a file that was accepted, if the case has room."""
    if case.evidence.filter(removed_at=None).count() >= MOST_PIECES:
        raise cases.Refused(_("Votre dossier compte déjà beaucoup de pièces : retirez-en."))
    return cases.add_evidence(case, file, by=by, **fields)


def of_part(case: Case, part: str):
    """The pieces that a part has gathered."""
    kind, is_confidential = OF_PART[part]
    pieces = case.evidence.usable().filter(kind=kind, is_confidential=is_confidential)
    return pieces.exclude(sign_code="") if part == ApplicationPart.SIGNS else pieces
