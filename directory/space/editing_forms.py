"""The small forms of a listing: identity, contacts, access, professionals, practices."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import siret
from directory.enums import POINT_OF_SALE_KINDS, Payment, Service, StepFree
from directory.models import ListedPage
from directory.proposal_forms import Number, Text
from directory.space.parts import PartForm

_CHOOSE = {"invalid_choice": gettext_lazy("Choisissez dans la liste.")}
_KNOWN = [
    ("", gettext_lazy("Je ne sais pas")),
    ("yes", gettext_lazy("Oui")),
    ("no", gettext_lazy("Non")),
]


def tick(label, help_text="") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


class Ticks(forms.MultipleChoiceField):
    """Several of a closed list, in its order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(required=False, error_messages=_CHOOSE, **kwargs)

    def clean(self, value):
        chosen = super().clean(value)
        return [value for value, _label in self.choices if value in chosen]


class IdentityForm(PartForm):
    title = Text(
        label=gettext_lazy("Nom"),
        help_text=gettext_lazy("Celui que lisent vos clients, sur l’étal ou à l’entrée."),
        max_length=80,
        required=True,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type de lieu"), choices=POINT_OF_SALE_KINDS, error_messages=_CHOOSE
    )
    summary = Text(
        label=gettext_lazy("En une phrase"),
        help_text=gettext_lazy(
            "Quoi, et où. Exemple : Légumes de plein champ, cultivés à Lédenon."
        ),
        max_length=200,
        rows=2,
    )
    is_raw = tick(
        gettext_lazy("Je cultive, j’élève, je récolte"),
        gettext_lazy("Légumes, fruits, œufs, viande, poisson, plantes…"),
    )
    is_processed = tick(
        gettext_lazy("Je transforme"), gettext_lazy("Fromage, pain, confiture, huile, vin…")
    )
    is_craft = tick(
        gettext_lazy("Je fabrique autre chose"), gettext_lazy("Laine, savon, poterie, vannerie…")
    )
    visits_welcome = tick(gettext_lazy("On peut visiter, en prévenant"))

    def clean_summary(self):
        return " ".join(self.cleaned_data["summary"].split())


class ContactsForm(PartForm):
    phone = Text(
        label=gettext_lazy("Téléphone"),
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    phone_is_public = tick(
        gettext_lazy("Montrer ce numéro à tout le monde"),
        gettext_lazy("Sinon, l’équipe du site est seule à le voir."),
    )
    email = Text(
        label=gettext_lazy("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    email_is_public = tick(
        gettext_lazy("Montrer cette adresse à tout le monde"),
        gettext_lazy("Sinon, l’équipe du site est seule à la voir."),
    )
    website = Text(
        label=gettext_lazy("Site web"),
        help_text=gettext_lazy("Exemple : www.exemple.fr"),
        max_length=200,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"}),
    )

    def clean_phone(self):
        return phone_number(self.cleaned_data["phone"])

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email:
            _validate(
                validate_email,
                email,
                _("Ce n’est pas une adresse e-mail. Exemple : odile@exemple.fr"),
            )
        return email

    def clean_website(self):
        address = self.cleaned_data["website"]
        if not address:
            return ""
        if "://" not in address:
            address = f"https://{address}"
        words = _("Ce n’est pas une adresse de site. Exemple : www.exemple.fr")
        _validate(URLValidator(schemes=["http", "https"]), address, words)
        if len(address) > 200:
            raise ValidationError(words)
        return address


def phone_number(typed: str) -> str:
    """A number as people read it: « 04 66 22 33 44 », or with its country, « +33 4 66… »."""
    digits = re.sub(r"[\s.\-/()]", "", typed)
    if not digits:
        return ""
    if re.fullmatch(r"(?:\+33|0033)0?[1-9]\d{8}", digits):
        digits = f"0{digits[-9:]}"
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return " ".join(digits[at : at + 2] for at in range(0, 10, 2))
    if re.fullmatch(r"\+\d{8,15}", digits):
        return digits
    raise ValidationError(_("Dix chiffres, par exemple 04 66 22 33 44."))


def _validate(validator, value: str, words: str) -> None:
    try:
        validator(value)
    except ValidationError as error:
        raise ValidationError(words) from error


class AccessForm(PartForm):
    payment = Ticks(label=gettext_lazy("Comment paye-t-on ?"), choices=Payment.choices)
    services = Ticks(label=gettext_lazy("Ce que vous proposez"), choices=Service.choices)
    step_free = forms.ChoiceField(
        label=gettext_lazy("Peut-on entrer en fauteuil ?"),
        choices=StepFree.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    access_note = Text(
        label=gettext_lazy("Ce qu’il faut savoir pour entrer"),
        help_text=gettext_lazy("Une marche, un chemin de terre, une sonnette…"),
        max_length=200,
    )
    bus_stop = Text(label=gettext_lazy("Arrêt de bus le plus proche"), max_length=80)
    bus_line = Text(label=gettext_lazy("Ligne de bus"), max_length=40)
    has_bike_rack = forms.TypedChoiceField(
        label=gettext_lazy("Peut-on attacher un vélo ?"),
        choices=_KNOWN,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    parking = Text(label=gettext_lazy("Où se garer"), max_length=120)

    def initial_of(self, page: ListedPage) -> dict:
        initial = super().initial_of(page)
        rack = {True: "yes", False: "no", None: ""}
        return initial | {"has_bike_rack": rack[initial.get("has_bike_rack")]}


class ProfessionalsForm(PartForm):
    sells_to_professionals = tick(
        gettext_lazy("Je vends aussi aux professionnels"),
        gettext_lazy("Cantines, restaurants, épiceries, traiteurs."),
    )
    professional_terms = Text(
        label=gettext_lazy("Vos conditions"),
        help_text=gettext_lazy(
            "Volumes, conditionnement, jours et communes de livraison. "
            "Exemple : 200 kg par semaine en cagettes de 5 kg, livrés à Nîmes le mardi."
        ),
        max_length=300,
        rows=3,
    )
    siret = Text(
        label=gettext_lazy("SIRET"),
        help_text=gettext_lazy("Quatorze chiffres. Il n’est pas publié."),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )

    def clean_siret(self):
        digits = re.sub(r"\s", "", self.cleaned_data["siret"])
        if digits and not siret.is_valid(digits):
            raise ValidationError(
                _("Ce n’est pas un SIRET : quatorze chiffres, dont le dernier vérifie les autres.")
            )
        return digits


class PracticesForm(PartForm):
    origin = Text(
        label=gettext_lazy("Ce qui est d’ici, et jusqu’où"),
        help_text=gettext_lazy(
            "Cultivé, élevé, transformé où ; d’où viennent le grain, le lait, les plants."
        ),
        max_length=1000,
        rows=4,
    )
    practices = Text(
        label=gettext_lazy("Vos façons de faire"),
        help_text=gettext_lazy(
            "Ce que vous faites, plutôt que des mots qui promettent. "
            "Exemple : pas de désherbant depuis 2019, haies replantées le long du ruisseau."
        ),
        max_length=1000,
        rows=5,
    )
    own_production_share = Number(
        label=gettext_lazy("Part de la production des membres dans vos ventes (%)"),
        help_text=gettext_lazy("Un magasin de producteurs en vend au moins 70 % (code rural)."),
        least=0,
        most=100,
    )
