"""Whether a point can be where a place says it is."""

from django.utils.translation import gettext as _

from directory.geography import Box, distance_km

# The department and a margin: a point outside is a mistake, unless a commune there is chosen.
GARD = Box(west=3.15, south=43.4, east=4.95, north=44.55)
FARTHEST_FROM_COMMUNE_KM = 50


def doubt(latitude: float, longitude: float, *, commune=None, locality: str = "") -> str:
    """Why a point, in WGS84 degrees, cannot be right; an empty string if it can."""
    if commune and commune.latitude is not None:
        distance = distance_km(latitude, longitude, commune.latitude, commune.longitude)
        if distance > FARTHEST_FROM_COMMUNE_KM:
            message = _(
                "Ce point est à %(distance)d km de %(commune)s. Vérifiez la latitude et la "
                "longitude : elles sont peut-être inversées."
            )
            return message % {"distance": distance, "commune": commune.name}
    elif not commune and not locality:
        west, south, east, north = GARD.sides
        if not (south <= latitude <= north and west <= longitude <= east):
            return _(
                "Ce point n’est pas dans le Gard : la latitude y va de 43,46 à 44,46, "
                "la longitude de 3,26 à 4,85."
            )
    return ""
