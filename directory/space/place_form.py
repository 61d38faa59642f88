"""Where a listing is: a commune to choose, an address to find, a point to move, or to hide."""

import math
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from directory import geocoding, positions, text
from directory.enums import PositionPrecision
from directory.models import Commune, ListedPage
from directory.proposal_forms import Text
from directory.space.parts import PartForm

ALIKE = 75  # from which a name is proposed for another, over 100


class CommuneField(Text):
    """The name of a commune, whatever its accents, or its only postcode.

    `elsewhere`: the form has a field for a place out of our communes.
    """

    def __init__(self, *, elsewhere: bool = False, **kwargs):
        self.elsewhere = elsewhere
        super().__init__(
            max_length=80,
            widget=forms.TextInput({"list": "communes", "autocomplete": "address-level2"}),
            **kwargs,
        )

    def prepare_value(self, value):
        return value.name if isinstance(value, Commune) else value

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        name, postcode = text.key(re.sub(r"\d{5}", "", typed)), re.search(r"\b\d{5}\b", typed)
        communes = list(Commune.objects.all())
        if name:
            found = [one for one in communes if text.key(one.name) == name]
        else:
            found = [one for one in communes if postcode and postcode[0] in one.postcodes]
        if len(found) == 1:
            return found[0]
        raise ValidationError(self._unknown(typed, name, found, communes))

    def _unknown(self, typed: str, name: str, found: list, communes: list) -> str:
        if found:
            names = ", ".join(sorted(one.name for one in found)[:8])
            return _("Plusieurs communes : %(names)s. Écrivez le nom.") % {"names": names}
        alike = sorted(communes, key=lambda one: -fuzz.ratio(text.key(one.name), name))[:1]
        if alike and fuzz.ratio(text.key(alike[0].name), name) >= ALIKE:
            words = _("Nous ne connaissons pas « %(typed)s ». Est-ce %(name)s ?")
            return words % {"typed": typed, "name": alike[0].name}
        if not self.elsewhere:
            return _("Nous ne connaissons pas « %(typed)s » dans le Gard.") % {"typed": typed}
        return _(
            "Nous ne connaissons pas « %(typed)s » dans le Gard. Si le lieu est ailleurs, "
            "écrivez-le dans « Hors du Gard »."
        ) % {"typed": typed}


class DegreesField(forms.CharField):
    """Degrees as people and maps write them: « 43,8367 » or « 43.8367 »."""

    def __init__(self, *, most: int, **kwargs):
        self.most = most
        widget = forms.TextInput({"inputmode": "decimal", "maxlength": 20})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value):
        return number_format(value, 6).rstrip("0") if isinstance(value, float) else value

    def to_python(self, value):
        typed = super().to_python(value).replace(",", ".").strip()
        if not typed:
            return None
        try:
            degrees = float(typed)
        except ValueError:
            degrees = math.nan
        if not abs(degrees) <= self.most:
            raise ValidationError(_("Un nombre de degrés, par exemple 43,8367."))
        return round(degrees, 6)


class PlaceForm(PartForm):
    commune = CommuneField(label=gettext_lazy("Commune"), elsewhere=True)
    address = Text(
        label=gettext_lazy("Adresse"),
        help_text=gettext_lazy("Numéro et rue, ou lieu-dit. Exemple : 12 chemin des Oliviers"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    postcode = Text(
        label=gettext_lazy("Code postal"),
        max_length=5,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("Ce que le public voit"),
        choices=[
            (PositionPrecision.EXACT, gettext_lazy("L’adresse et le point exact")),
            (PositionPrecision.COMMUNE, gettext_lazy("La commune seulement")),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    locality = Text(
        label=gettext_lazy("Hors du Gard"),
        help_text=gettext_lazy("Seulement si la commune n’est pas dans le Gard."),
        max_length=80,
    )
    latitude = DegreesField(label=gettext_lazy("Latitude"), most=90)
    longitude = DegreesField(label=gettext_lazy("Longitude"), most=180)
    # One of the addresses that were found: « 43.8367;4.3601 ».
    found = forms.CharField(required=False, max_length=40)

    def clean_postcode(self):
        postcode = self.cleaned_data["postcode"]
        if postcode and not re.fullmatch(r"\d{5}", postcode, re.ASCII):
            raise ValidationError(_("Cinq chiffres, par exemple 30000."))
        return postcode

    def clean(self):
        cleaned = super().clean()
        commune, locality = cleaned.get("commune"), cleaned.get("locality", "")
        if commune and locality:
            self.add_error("locality", _("La commune suffit : effacez ceci."))
        if commune and not cleaned.get("postcode") and len(commune.postcodes) == 1:
            cleaned["postcode"] = commune.postcode
        self._take_found(cleaned)
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None):
            if not {"latitude", "longitude"} & self.errors.keys():
                self.add_error("latitude", _("Indiquez les deux nombres, ou aucun."))
        elif latitude is not None and not {"commune", "locality"} & self.errors.keys():
            self._check_point(cleaned, commune, locality)
        return cleaned

    def _take_found(self, cleaned: dict) -> None:
        """The address that was chosen among those found moves the point."""
        chosen = re.fullmatch(
            r"(-?\d{1,3}\.\d{1,6});(-?\d{1,3}\.\d{1,6})", cleaned.get("found", "")
        )
        if chosen:
            latitude, longitude = map(float, chosen.groups())
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                cleaned["latitude"], cleaned["longitude"] = latitude, longitude

    def _check_point(self, cleaned: dict, commune, locality: str) -> None:
        doubt = positions.doubt(
            cleaned["latitude"], cleaned["longitude"], commune=commune, locality=locality
        )
        if not doubt:
            return
        if self._is_point_untouched():  # the commune has changed: the point is of the former one
            cleaned["latitude"] = cleaned["longitude"] = None
        else:
            self.add_error("latitude", doubt)

    def _is_point_untouched(self) -> bool:
        point = (self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude"))
        return point == (self.page.latitude, self.page.longitude)

    @property
    def is_to_locate(self) -> bool:
        """Whether the address or the commune was changed and nobody moved the point."""
        moved = ("address" in self.changed_data) or self._is_elsewhere
        return moved and self._is_point_untouched()

    @property
    def _is_elsewhere(self) -> bool:
        commune = self.cleaned_data.get("commune")
        return (commune.pk if commune else None) != self.page.commune_id

    def locate(self, answer: geocoding.Answer) -> None:
        """Put the point where the address is, or at its commune when it has become another."""
        commune = self.cleaned_data.get("commune")
        sure = answer.sure(commune.insee) if commune else None
        if sure:
            self.cleaned_data["latitude"] = sure.latitude
            self.cleaned_data["longitude"] = sure.longitude
        elif self._is_elsewhere:
            self.cleaned_data["latitude"] = self.cleaned_data["longitude"] = None

    def question(self) -> str:
        """What to ask the address service."""
        typed = (self.cleaned_data.get(name) for name in ("address", "postcode"))
        commune = self.cleaned_data.get("commune")
        place = commune.name if commune else self.cleaned_data.get("locality", "")
        return " ".join(filter(None, [*typed, place]))

    def initial_of(self, page: ListedPage) -> dict:
        return super().initial_of(page) | {"commune": page.commune}
