"""Numbers as they are read, in the language of the reader."""

from django.utils.formats import number_format


def rounded(value: float, decimals: int = 0) -> str:
    """« 1 234,6 » with that many decimals; Django's own function would cut instead of rounding."""
    return number_format(round(value, decimals), decimals)
