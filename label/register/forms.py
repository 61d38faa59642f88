"""What people type on the public pages of the label: volunteers, problems."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from madeingard.users.addresses import clean_address

from directory.models import Commune
from directory.proposal_forms import CHOOSE, LONGEST_TEXT, Text
from label.enums import College
from label.models import Alert, PoolMember

_DATE = {"invalid": gettext_lazy("Écrivez la date ainsi : 2026-09-30.")}


class Day(forms.DateField):
    """A day, by the browser's own picker, or typed."""

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "required": False,
                "widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                "input_formats": ["%Y-%m-%d", "%d/%m/%Y"],
                "error_messages": _DATE,
            }
            | kwargs
        )


class PublicForm(forms.Form):
    """An address, and a field that people do not see and machines fill in."""

    website = Text(
        label=gettext_lazy("Laissez ce champ vide"),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Videz ce champ : seules les machines le remplissent."))
        return ""

    def clean_email(self):
        email = self.cleaned_data["email"]
        return clean_address(email).lower() if email else ""

    @property
    def typed(self) -> dict:
        """What JSON keeps of it, without the address."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in self.cleaned_data.items()
            if name not in {"email", "website", "consent"}
        }


class VolunteerForm(PublicForm):
    college = forms.ChoiceField(
        label=gettext_lazy("À quel titre"),
        choices=[
            (College.CITIZEN, gettext_lazy("J’habite ici : manger suffit")),
            (College.PEER, gettext_lazy("Je produis, je transforme ou je fabrique")),
            (College.TRADE, gettext_lazy("Je cuisine pour les autres ou je tiens un commerce")),
            (College.QUALIFIED, gettext_lazy("Je connais un sujet : sols, santé, droit, métiers")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    first_name = Text(label=gettext_lazy("Prénom"), max_length=80, required=True)
    last_name = Text(label=gettext_lazy("Nom"), max_length=80, required=True)
    commune = forms.ModelChoiceField(
        Commune.objects.order_by("slug"),  # as a dictionary does, accents or not
        label=gettext_lazy("Votre commune"),
        empty_label=gettext_lazy("Choisir"),
        error_messages=CHOOSE,
    )
    activity = Text(
        label=gettext_lazy("Ce que vous faites"),
        help_text=gettext_lazy("Pour les pairs, les métiers et les personnes qualifiées."),
        max_length=120,
    )
    motivation = Text(label=gettext_lazy("Pourquoi vous, en deux phrases"), max_length=1000, rows=3)
    away_from = Day(label=gettext_lazy("Absence du"))
    away_to = Day(label=gettext_lazy("au"))
    needs = Text(
        label=gettext_lazy("Ce qu’il vous faut pour venir ou pour lire"),
        help_text=gettext_lazy("Rampe, grands caractères, horaire, garde d’enfant…"),
        max_length=300,
    )
    phone = Text(
        label=gettext_lazy("Téléphone"),
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Tranche d’âge"),
        choices=PoolMember.AgeBand.choices,
        required=False,
        error_messages=CHOOSE,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Femme ou homme"),
        choices=PoolMember.Sex.choices,
        required=False,
        error_messages=CHOOSE,
    )
    may_be_named = forms.BooleanField(
        label=gettext_lazy("Si je siège, mon nom peut paraître après la décision"), required=False
    )
    email = Text(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy("Pour le code, puis pour vous écrire. Elle n’est jamais publiée."),
        max_length=254,
        required=True,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("J’accepte que le secrétariat du label garde ces renseignements"),
        error_messages={
            "required": gettext_lazy("Sans votre accord, nous ne pouvons rien garder.")
        },
    )

    def clean_commune(self):
        return self.cleaned_data["commune"].pk

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("away_from"), cleaned.get("away_to")
        if bool(start) != bool(end) and not {"away_from", "away_to"} & set(self.errors):
            self.add_error("away_to", _("Donnez les deux dates, ou aucune."))
        elif start and end and end < start:
            self.add_error("away_to", _("La fin suit le début."))
        expert = cleaned.get("college") in {College.TRADE, College.QUALIFIED, College.PEER}
        if expert and not cleaned.get("activity") and "activity" not in self.errors:
            self.add_error("activity", _("Dites en deux mots ce que vous faites."))
        return cleaned


class AlertForm(PublicForm):
    matter = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        choices=Alert.Matter.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = Text(
        label=gettext_lazy("Ce que vous avez vu"),
        help_text=gettext_lazy("Des faits : quel produit, quelle étiquette, quel jour."),
        max_length=4000,
        rows=6,
        required=True,
    )
    seen_on = Day(label=gettext_lazy("Quel jour"))
    seen_at_place = Text(label=gettext_lazy("Où"), max_length=200)
    name = Text(label=gettext_lazy("Votre nom"), max_length=120)
    email = Text(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy(
            "Pour vous répondre ; un code la confirme. Sans adresse, votre signalement est lu de "
            "même, mais personne ne pourra vous dire la suite."
        ),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_seen_on(self):
        day = self.cleaned_data["seen_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Ce jour n’est pas encore venu."))
        return day
