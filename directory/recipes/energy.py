"""Energy from what a food is made of: regulation EU 1169/2011, annex XIV."""

from math import fsum

# kcal and kJ per gram
FACTORS = {
    "carbohydrate": (4, 17),  # polyols excluded
    "polyols": (2.4, 10),
    "protein": (4, 17),
    "fat": (9, 37),
    "salatrims": (6, 25),
    "alcohol": (7, 29),
    "organic_acids": (3, 13),
    "fibre": (2, 8),
    "erythritol": (0, 0),
}


def energy_kcal(**grams: float) -> float:
    """Kilocalories of so many grams of each: `energy_kcal(protein=10, fat=2)`."""
    return _energy(grams, 0)


def energy_kj(**grams: float) -> float:
    return _energy(grams, 1)


def _energy(grams: dict[str, float], column: int) -> float:
    return fsum(FACTORS[name][column] * value for name, value in grams.items())
