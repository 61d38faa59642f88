"""Singular and plural of the few words that follow a quantity."""

import re

# A word that ends what agrees with the number: « 2 gousses | d’ail », « 3 tomates | , pelées ».
_STOP = re.compile(r"[,;(]|\s(?:de|du|des|à|au|aux|en|avec|pour|et|ou|par|sans)\s|\sd[’']")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PLURALS = {"chou": "choux", "œil": "yeux", "bleu": "bleus", "demi": "demi", "ail": "ails"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}
_SAME = frozenset(
    {
        *("radis", "noix", "anchois", "pois", "maïs", "gros", "gras", "frais", "épais", "brebis"),
        *("couscous", "cassis", "ananas", "panais", "gris", "riz", "jus", "citrus", "doux", "roux"),
        *("bio", "extra", "cerneaux-noix", "g", "kg", "mg", "l", "dl", "cl", "ml", "c", "cs", "cc"),
        *("càs", "càc", "s", "surchoix", "persil", "bas", "creux", "vieux", "précieux"),
    }
)


def agree(phrase: str, *, number: float) -> str:
    """A phrase in the number that follows it; in French, less than two is singular."""
    stop = _STOP.search(phrase)
    end = stop.start() if stop else len(phrase)
    inflect = _plural if number >= 2 else _singular
    return _WORD.sub(lambda found: inflect(found[0]), phrase[:end]) + phrase[end:]


def _plural(word: str) -> str:
    if "-" in word:
        return "-".join(_plural(part) for part in word.split("-"))
    if word in _SAME or word.endswith(("s", "x", "z")):
        return word
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith(("eau", "eu")) else f"{word}s"


def _singular(word: str) -> str:
    if "-" in word:
        return "-".join(_singular(part) for part in word.split("-"))
    if word in _SAME or word in _SINGULARS:
        return _SINGULARS.get(word, word)
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return f"{word[:-3]}al"
    return word[:-1] if word.endswith("s") and len(word) > 2 else word
