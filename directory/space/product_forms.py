"""What a listing sells: the list with its months, and each product by itself."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import months, proofs
from directory.enums import PriceUnit
from directory.models import (
    Appellation,
    ListedPage,
    Offer,
    ProducerPage,
    QualitySign,
    StockedProduct,
)
from directory.proposal_forms import Text
from directory.space.hours_forms import DateField
from directory.space.parts import PartForm
from home.photos import Refused

Key = str  # of a product in a list: its number, and its rank among those of the same product


def relation_of(page: ListedPage) -> str:
    return "offers" if isinstance(page, ProducerPage) else "stocked_products"


def model_of(page: ListedPage) -> type:
    return Offer if isinstance(page, ProducerPage) else StockedProduct


def keyed(page: ListedPage) -> dict[Key, Offer | StockedProduct]:
    """The products of a version of a page, by what tells them apart in any version."""
    found, seen = {}, {}
    for row in getattr(page, relation_of(page)).all():
        rank = seen[row.product_id] = seen.get(row.product_id, 0) + 1
        found[f"{row.product_id}-{rank}"] = row
    return found


class ProductsForm(PartForm):
    """Of each product: its months, and whether it goes."""

    def __init__(self, *args, page: ListedPage, **kwargs):
        super().__init__(*args, page=page, **kwargs)
        self.rows = keyed(page)
        for key, row in self.rows.items():
            self.fields[f"{key}-mois"] = months.MonthsFormField(
                label=row.product.name, required=False, initial=row.months
            )
            self.fields[f"{key}-oter"] = forms.BooleanField(
                label=_("Enlever ce produit"), required=False
            )

    @property
    def lines(self) -> list[tuple]:
        return [
            (key, row, zip(self[f"{key}-mois"], months.INITIALS, strict=True), self[f"{key}-oter"])
            for key, row in self.rows.items()
        ]

    def apply(self, page: ListedPage) -> None:
        chosen, kept = self.cleaned_data, []
        for key, row in keyed(page).items():
            if key in self.rows:
                if chosen[f"{key}-oter"]:
                    continue
                row.months = chosen[f"{key}-mois"]
            kept.append(row)
        setattr(page, relation_of(page), kept)


class ProductForm(PartForm):
    """One product: how, when, at what price, with which sign."""

    note = Text(
        label=gettext_lazy("Précision"),
        help_text=gettext_lazy("Variété, format, façon. Exemple : cœur de bœuf."),
        max_length=120,
    )
    months = months.MonthsFormField(
        label=gettext_lazy("Mois où vous en vendez"),
        help_text=gettext_lazy("Aucun : ceux du calendrier du territoire."),
        required=False,
    )
    price = Text(
        label=gettext_lazy("Prix en euros"),
        max_length=10,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    price_unit = forms.ChoiceField(
        label=gettext_lazy("Pour"), choices=[("", "—"), *PriceUnit.choices], required=False
    )
    price_on = DateField(
        label=gettext_lazy("Prix du"),
        help_text=gettext_lazy("Rien : aujourd’hui."),
        required=False,
    )
    quality = forms.ChoiceField(label=gettext_lazy("Signe ou appellation"), required=False)
    sign_number = Text(
        label=gettext_lazy("Numéro, ou organisme qui contrôle"),
        max_length=80,
    )
    sign_expires_on = DateField(label=gettext_lazy("Valable jusqu’au"), required=False)
    proof = forms.FileField(
        label=gettext_lazy("Justificatif"),
        help_text=gettext_lazy(
            "PDF ou photo du certificat, 10 Mo au plus. Seule l’équipe et vous le voyez."
        ),
        required=False,
        widget=forms.FileInput({"accept": proofs.ACCEPT}),
    )
    for_professionals = forms.BooleanField(
        label=gettext_lazy("Aussi pour les professionnels"), required=False
    )
    volumes = Text(label=gettext_lazy("Volumes"), max_length=80)
    packaging = Text(label=gettext_lazy("Conditionnement"), max_length=80)
    delivery = Text(
        label=gettext_lazy("Livraison"),
        help_text=gettext_lazy("Jours et communes. Exemple : le mardi à Nîmes."),
        max_length=120,
    )

    def __init__(self, *args, page: ListedPage, key: Key, aside=None, **kwargs):
        """`aside`: the proof that an earlier try of the same form sent."""
        self.key, self.row, self.aside = key, keyed(page)[key], aside
        self.file, self.document = None, None
        super().__init__(*args, page=page, **kwargs)
        self.names = {field.name for field in self.row._meta.fields} & self.fields.keys()
        for name in ("for_professionals", "volumes", "packaging", "delivery"):
            if name not in self.names:
                del self.fields[name]
        self.fields["quality"].choices = self._qualities()

    def initial_of(self, page: ListedPage) -> dict:
        row = self.row
        initial = {name: getattr(row, name, None) for name in self.base_fields}
        initial["price"] = "" if row.price is None else f"{row.price:.2f}".replace(".", ",")
        sign, appellation = row.sign_id, row.appellation_id
        initial["quality"] = f"a{appellation}" if appellation else f"s{sign}" if sign else ""
        return initial

    def _qualities(self) -> list:
        appellations = Appellation.objects.select_related("sign").order_by("name", "pk")
        return [
            ("", _("Aucun")),
            (_("Signes"), [(f"s{sign.pk}", sign.name) for sign in QualitySign.objects.all()]),
            (_("Appellations"), [(f"a{one.pk}", str(one)) for one in appellations]),
        ]

    def clean_price(self) -> Decimal | None:
        typed = self.cleaned_data["price"].replace(",", ".").replace("€", "").replace(" ", "")
        if not typed:
            return None
        try:
            price = Decimal(typed)
        except InvalidOperation:
            price = None
        if price is None or not price.is_finite() or not 0 <= price < 100_000:
            raise ValidationError(_("Écrivez un prix, par exemple 4,50."))
        return price.quantize(Decimal("0.01"))

    def clean_proof(self):
        upload = self.cleaned_data.get("proof")
        if upload:
            try:
                self.file = proofs.check(upload)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return upload

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("price") is None:
            cleaned["price_unit"], cleaned["price_on"] = "", None
        elif not cleaned.get("price_on"):
            cleaned["price_on"] = timezone.localdate()
        if cleaned.get("price") is not None and not cleaned.get("price_unit"):
            self._say("price_unit", _("Indiquez l’unité : le kilo, la pièce…"))
        if not cleaned.get("quality"):
            cleaned["sign_number"], cleaned["sign_expires_on"] = "", None
            return cleaned
        has_proof = self.file or self.aside or self.row.sign_proof_id
        if not (cleaned.get("sign_number") or has_proof) and "proof" not in self.errors:
            self._say("sign_number", _("Un signe demande un numéro ou un justificatif."))
        if not cleaned.get("sign_expires_on"):
            self._say("sign_expires_on", _("Un signe demande une date de fin de validité."))
        elif cleaned["sign_expires_on"] < timezone.localdate():
            self._say(
                "sign_expires_on", _("Cette date est passée : ce signe ne serait pas montré.")
            )
        return cleaned

    def _say(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def apply(self, page: ListedPage) -> None:
        rows = keyed(page)
        row = rows.get(self.key)
        if row is None:
            return
        chosen = self.cleaned_data
        for name in self.names:
            setattr(row, name, chosen[name])
        quality = chosen["quality"]
        row.sign_id = int(quality[1:]) if quality.startswith("s") else None
        row.appellation_id = int(quality[1:]) if quality.startswith("a") else None
        if self.document is not None:
            row.sign_proof = self.document
        elif not quality:
            row.sign_proof = None
        setattr(page, relation_of(page), list(rows.values()))
