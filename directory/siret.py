"""SIRET numbers: fourteen digits of which the last keeps the sum."""

LA_POSTE = "356000000"  # too many establishments for the usual key


def is_valid(siret: str) -> bool:
    """Whether a number has the form of a SIRET: Luhn's key, over the SIREN and over all of it."""
    if len(siret) != 14 or not (siret.isascii() and siret.isdigit()):
        return False
    if siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    return _luhn(siret[:9]) and _luhn(siret)


def _luhn(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
