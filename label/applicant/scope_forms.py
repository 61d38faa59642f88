"""Sites, product lines and ties: what an application holds in rows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.enums import Nature
from directory.models import Product, ProductFamily
from directory.proposal_forms import Number, Text
from directory.space.place_form import CommuneField, DegreesField
from label.applicant.part_forms import CHOOSE
from label.models import Site

_REQUIRED = {"required": gettext_lazy("À remplir.")}


class SiteForm(forms.Form):
    name = Text(
        label=gettext_lazy("Nom du lieu"),
        help_text=gettext_lazy("Comme vous le dites : « le verger du bas », « l’atelier »."),
        max_length=120,
        required=True,
    )
    commune = CommuneField(label=gettext_lazy("Commune"), required=True)
    address = Text(label=gettext_lazy("Adresse ou lieu-dit"), max_length=200)
    activity = Text(label=gettext_lazy("Ce qu’on y fait"), max_length=200)
    latitude = DegreesField(label=gettext_lazy("Latitude"), most=90)
    longitude = DegreesField(label=gettext_lazy("Longitude"), most=180)

    def clean(self):
        cleaned = super().clean()
        numbers = [cleaned.get("latitude"), cleaned.get("longitude")]
        if numbers.count(None) == 1 and not {"latitude", "longitude"} & self.errors.keys():
            self.add_error("latitude", _("Indiquez les deux nombres, ou aucun."))
        return cleaned

    @staticmethod
    def initial_of(site: Site) -> dict:
        names = ("name", "commune", "address", "activity", "latitude", "longitude")
        return {name: getattr(site, name) for name in names}


class LineForm(forms.Form):
    """A product line; `is_judged`: it has its name for good, and only its facts may change."""

    name = Text(
        label=gettext_lazy("Nom de la gamme"),
        help_text=gettext_lazy("Par exemple : légumes de plein champ, miels, fromages."),
        max_length=120,
        required=True,
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Faite où"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=_REQUIRED | CHOOSE,
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("C’est un produit"),
        choices=Nature.choices,
        widget=forms.RadioSelect,
        error_messages=_REQUIRED | CHOOSE,
    )
    family = forms.ModelChoiceField(
        ProductFamily.objects.none(),
        label=gettext_lazy("Famille"),
        empty_label=gettext_lazy("Choisissez"),
        error_messages=_REQUIRED | CHOOSE,
    )
    products = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        label=gettext_lazy("Vos produits dans cette gamme"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=CHOOSE,
    )
    origin = Text(
        label=gettext_lazy("D’où viennent les ingrédients ou les matières"),
        help_text=gettext_lazy("Le principal d’abord : quoi, d’où, pour quelle part."),
        rows=4,
        max_length=2000,
    )
    steps = Text(
        label=gettext_lazy("Où se fait chaque étape"),
        help_text=gettext_lazy("Culture, récolte, transformation, emballage."),
        rows=4,
        max_length=2000,
    )
    local_share = Number(
        label=gettext_lazy("Part du poids venant d’ici (%)"),
        help_text=gettext_lazy("Laissez vide si vous ne savez pas."),
        least=0,
        most=100,
    )
    yearly_volume = Text(label=gettext_lazy("Volume par an"), max_length=80)
    description = Text(label=gettext_lazy("En quelques mots"), rows=3, max_length=2000)
    OF_LINE = ("name", "site", "nature", "family", "products")

    def __init__(self, *args, case, is_judged: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        sites = Site.objects.filter(operator=case.operator_id, is_active=True)
        self.fields["site"].queryset = sites
        self.fields["family"].queryset = ProductFamily.objects.order_by("order", "name")
        offered = case.operator.offers.values("product")
        self.fields["products"].queryset = Product.objects.filter(pk__in=offered).order_by("name")
        if not offered.exists():
            del self.fields["products"]  # nothing to choose among
        for name in self.OF_LINE if is_judged else ():
            self.fields.pop(name, None)

    @staticmethod
    def initial_of(row) -> dict:
        line = row.line
        own = ("description", "origin", "steps", "local_share", "yearly_volume")
        return {name: getattr(row, name) for name in own} | {
            "name": line.name,
            "site": line.site_id,
            "nature": line.nature,
            "family": line.family_id,
            "products": list(line.products.values_list("pk", flat=True)),
        }


class TieForm(forms.Form):
    name = Text(label=gettext_lazy("Quelle personne"), max_length=120, required=True)
    relation = Text(
        label=gettext_lazy("Quel lien avec elle"),
        help_text=gettext_lazy("Famille, associé, client, fournisseur, voisin d’étal…"),
        max_length=200,
        required=True,
    )
