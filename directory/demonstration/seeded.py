"""What the tables leave open, drawn from the name of each page: the same at every loading."""

import math
from datetime import date, timedelta
from random import Random

from directory.models import Commune

KM_PER_DEGREE = 111.2
NEAREST_KM, FARTHEST_KM = 0.35, 1.5
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def draw(name: str, about: str) -> Random:
    """The dice of one page for one subject, so that adding a subject changes no other."""
    return Random(f"{name}/{about}")


def confirmed_on(row: dict, today: date) -> date | None:
    """When somebody last confirmed the page: given in days, "never", or in the last months."""
    age = row.get("confirmed")
    if age == "never":
        return None
    return today - timedelta(days=age or draw(row["name"], "confirmed").randint(2, 110))


def phone(name: str) -> str:
    """A number among those that the French plan keeps for fiction."""
    dice = draw(name, "phone")
    return f"{dice.choice(['04 65 71', '06 39 98'])} {dice.randint(10, 99)} {dice.randint(10, 99)}"


def sign_number(name: str, sign: str) -> str:
    return f"D30-{draw(name, sign).randint(1000, 9999)}"


def around(commune: Commune, rank: int, name: str) -> tuple[float, float]:
    """A point near the commune's centre; following ranks turn around it and never stack."""
    dice = draw(name, "position")
    angle = rank * GOLDEN_ANGLE + dice.uniform(-0.2, 0.2)
    distance = NEAREST_KM + (FARTHEST_KM - NEAREST_KM) * ((rank * 0.382 + 0.15) % 1)
    return move((commune.latitude, commune.longitude), angle, distance)


def beside(point: tuple[float, float], name: str) -> tuple[float, float]:
    """A few steps away: the shop of a farm is not its house."""
    return move(point, draw(name, "position").uniform(0, 2 * math.pi), 0.08)


def move(point: tuple[float, float], angle: float, km: float) -> tuple[float, float]:
    """The point at a distance and an angle (radians from the east), WGS84 degrees."""
    latitude, longitude = point
    north = km * math.sin(angle) / KM_PER_DEGREE
    east = km * math.cos(angle) / (KM_PER_DEGREE * math.cos(math.radians(latitude)))
    return round(latitude + north, 6), round(longitude + east, 6)
