"""Where a listing is, over HTTP: an address is looked for by a button of its own."""

from django.conf import settings

from directory import geocoding
from directory.editing import Saved
from directory.models import Commune
from directory.space.parts import PartView
from directory.space.place_form import PlaceForm


def center_of(page) -> tuple[float, float]:
    """Where a map to place a point begins: at the listing, or amid the territory."""
    middle = settings.GEO_WIDGET_DEFAULT_LOCATION
    return page.position or (middle["lat"], middle["lng"])


class PlaceView(PartView):
    part, form_class, template = "place", PlaceForm, "espace/place.html"

    def post(self, request, **kwargs):
        if "find" not in request.POST:
            return super().post(request, **kwargs)
        form = self.get_form(request.POST)
        form.is_valid()
        commune = form.cleaned_data.get("commune")
        answer = geocoding.find(form.question(), insee=commune.insee if commune else "")
        return self.render(form, base=request.POST.get("base", ""), answer=answer)

    def save(self, form, **kwargs) -> Saved:
        if form.is_to_locate:
            commune = form.cleaned_data.get("commune")
            insee = commune.insee if commune else ""
            address = form.question() if form.cleaned_data.get("address") else ""
            form.locate(geocoding.find(address, insee=insee))
        return super().save(form, **kwargs)

    def render(self, form, **kwargs):
        return super().render(
            form,
            communes=Commune.objects.values_list("name", flat=True),
            can_find=geocoding.is_available(),
            center=center_of(self.working),
            **kwargs,
        )
