"""Forms of the page editor: what a listing must hold before it is published."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from directory import hours, positions
from directory.admin.fields import ChoicesField
from directory.admin.widgets import PositionMap
from directory.enums import Payment, Service


class ListedPageForm(WagtailAdminPageForm):
    """What producers and points of sale share."""

    # The map writes into the two numbers; without JavaScript they are typed.
    position = forms.CharField(
        label=gettext_lazy("Point sur la carte"), required=False, widget=PositionMap
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"),
        required=False,
        localize=True,
        help_text=gettext_lazy("Exemple : 43,8367"),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        localize=True,
        help_text=gettext_lazy("Exemple : 4,3601"),
    )

    def clean(self):
        cleaned = super().clean()
        self._check_position(cleaned)
        if not self.is_deferred_validation:
            self._check_place(cleaned)
        return cleaned

    def _check_position(self, cleaned):
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is None or longitude is None:
            return  # the model says when only one of the two is given
        place = {"commune": cleaned.get("commune"), "locality": cleaned.get("locality", "")}
        if doubt := positions.doubt(latitude, longitude, **place):
            self.add_error("latitude", doubt)

    def _check_place(self, cleaned):
        if (
            "commune" not in self.errors
            and not cleaned.get("commune")
            and not cleaned.get("locality")
        ):
            self.add_error(
                "commune", _("Choisissez la commune, ou écrivez la localité si elle n’y est pas.")
            )


class ProducerForm(ListedPageForm):
    """A producer's page."""


class PointOfSaleForm(ListedPageForm):
    """A point of sale's page: its hours are cleaned as they are saved."""

    payment = ChoicesField(label=gettext_lazy("Paiement"), choices=Payment.choices)
    services = ChoicesField(label=gettext_lazy("Services"), choices=Service.choices)

    def clean_opening_hours(self):
        typed = self.cleaned_data["opening_hours"]
        hours.validate(typed)
        return hours.normalise(typed)


class HoursExceptionForm(WagtailAdminModelForm):
    """Days when the usual hours do not hold."""

    def clean_hours(self):
        typed = self.cleaned_data["hours"]
        hours.validate_times(typed)
        return hours.normalise(typed)


class SignedProductForm(WagtailAdminModelForm):
    """A product on sale; a draft of the page may leave its sign or its price unfinished."""

    def _post_clean(self):
        self.instance.is_draft = self.is_deferred_validation
        super()._post_clean()
