"""Words compared whatever their accents, capitals and punctuation."""

from directory.text import tokens


def plain(text: str) -> str:
    """« L’Étal  d’Uzès » → « l etal d uzes »."""
    return " ".join(tokens(text))
