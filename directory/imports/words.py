"""Words compared whatever their accents, capitals and punctuation."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_APART = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """« L'Étal  d’Uzès » → « l etal d uzes »."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return _APART.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()
