"""Points, distances and tiles, in plain arithmetic that every database has.

Positions are WGS84 degrees, distances kilometres on a sphere of the Earth's mean radius.
"""

from dataclasses import dataclass
from math import asin, atan, cos, degrees, floor, hypot, log, pi, radians, sin, sinh, tan

EARTH_RADIUS_KM = 6371.0088
FINEST_ZOOM = 20  # of the tiles written in listings: about 28 m in the Gard
_MERCATOR_LIMIT = 85.05112878


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east and north; never across the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self):
        return ",".join(f"{side:.6f}".rstrip("0").rstrip(".") for side in self.sides)

    @property
    def sides(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def meeting(self, other: "Box") -> "Box":
        """The ground of both; where they do not meet, nothing lies in it."""
        return Box(
            max(self.west, other.west),
            max(self.south, other.south),
            min(self.east, other.east),
            min(self.north, other.north),
        )

    def nearest_to(self, latitude: float, longitude: float) -> tuple[float, float]:
        """The point of the box that a point is moved to if its degrees are kept in bounds."""
        return (
            max(self.south, min(self.north, latitude)),
            max(self.west, min(self.east, longitude)),
        )

    @property
    def center(self) -> tuple[float, float]:
        return (self.south + self.north) / 2, (self.west + self.east) / 2


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point on the sphere of radius 1."""
    phi, theta = radians(latitude), radians(longitude)
    return cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi)


def squared_chord(kilometres: float) -> float:
    """The squared straight line, on the unit sphere, between points so far apart.

    It grows with the distance: to order by one is to order by the other.
    """
    return 4 * sin(min(kilometres / EARTH_RADIUS_KM, pi) / 2) ** 2


def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float):
    """The great-circle distance between two points (haversine)."""
    phi, to_phi = radians(latitude), radians(to_latitude)
    half = sin((to_phi - phi) / 2)
    across = sin(radians(to_longitude - longitude) / 2)
    chord = hypot(half, across * (cos(phi) * cos(to_phi)) ** 0.5)
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, chord))


def box_around(latitude: float, longitude: float, kilometres: float) -> Box:
    """The smallest box that holds a circle, wide rather than narrow where it meets a limit."""
    angle = kilometres / EARTH_RADIUS_KM
    south, north = latitude - degrees(angle), latitude + degrees(angle)
    if south <= -90 or north >= 90:
        return Box(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
    reach = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude)))))
    west, east = longitude - reach, longitude + reach
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return Box(west, south, east, north)


def tile(latitude: float, longitude: float, zoom: int = FINEST_ZOOM) -> tuple[int, int]:
    """Column and row of the Web Mercator tile that holds a point."""
    side = 1 << zoom
    phi = radians(max(-_MERCATOR_LIMIT, min(_MERCATOR_LIMIT, latitude)))
    x = (longitude + 180) / 360 * side
    y = (1 - log(tan(phi) + 1 / cos(phi)) / pi) / 2 * side
    return max(0, min(side - 1, floor(x))), max(0, min(side - 1, floor(y)))


def tile_box(x: int, y: int, zoom: int) -> Box:
    """The ground that a tile covers."""
    side = 1 << zoom
    north, south = (degrees(atan(sinh(pi * (1 - 2 * row / side)))) for row in (y, y + 1))
    return Box(x / side * 360 - 180, south, (x + 1) / side * 360 - 180, north)
