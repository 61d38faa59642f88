"""wagtail-geo-widget's map on our own Leaflet."""

import json

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtailgeowidget.widgets import LeafletField


class PositionMap(LeafletField):
    """A map that moves the two numbers beside it; nothing is read from the map itself.

    Leaflet comes from django-leaflet's wheel instead of a CDN, our script takes the place of the
    widget's controller: it asks for tiles only on a click and draws the pin in SVG, since
    Leaflet's own icons break under hashed file names.
    """

    hide_latlng = True
    srid = 4326

    def build_attrs(self, *args, **kwargs):
        attrs = super().build_attrs(*args, **kwargs)
        del attrs["data-controller"], attrs["data-leaflet-field-options-value"]
        options = {
            "defaultLocation": settings.GEO_WIDGET_DEFAULT_LOCATION,
            "zoom": settings.GEO_WIDGET_ZOOM,
            "srid": self.srid,
            "tiles": settings.TILES_URL,
            "attribution": settings.TILES_ATTRIBUTION,
            "icons": static("img/icons.svg"),
            "outlines": reverse("directory:outlines"),
            "communeUrl": reverse("directory_admin:commune_position", args=[0]),
            "showTiles": _("Afficher le plan"),
            "useCommune": _("Placer au centre de la commune"),
        }
        return attrs | {"data-position": json.dumps(options)}

    @cached_property
    def media(self):
        return forms.Media(
            css={
                "all": [
                    "leaflet/leaflet.css",
                    "wagtailgeowidget/css/leaflet-field.css",
                    "css/admin.css",
                ]
            },
            js=[
                "leaflet/leaflet.js",
                "wagtailgeowidget/js/leaflet-field.js",
                Script("js/admin-position.js", type="module"),
            ],
        )


# The widget's own adapter would name its tiles and its script in every page.
register(WidgetAdapter(), PositionMap)
