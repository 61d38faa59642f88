"""One way to reduce words to what they have in common, the same on every database.

« Œufs », « oeuf » and « OEUFS » are one word. Words are made of a-z and 0-9 alone, so that
SQLite and PostgreSQL, whatever its locale, compare and order them alike.
"""

import re
import unicodedata
from functools import lru_cache

WORD_LENGTH = 40  # as ListingWord.word
LONGEST_TEXT = 400  # characters of a search; beyond, nobody is typing words

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_WORD = re.compile(r"[a-z0-9]+")
STOP_WORDS = frozenset(
    {
        *("a", "au", "aux", "avec", "chez", "d", "dans", "de", "des", "du", "en", "et", "l", "la"),
        *("le", "les", "ma", "mes", "mon", "nos", "notre", "ou", "par", "pour", "qu", "que", "s"),
        *("sa", "ses", "son", "sous", "sur", "un", "une", "vos", "votre"),
        *("autour", "cote", "pres", "proche", "vers"),
    }
)
# Plurals that no ending tells from a singular.
_IRREGULAR = {
    "yeux": "oeil",
    "tuyaux": "tuyau",
    "noyaux": "noyau",
    "joyaux": "joyau",
    "boyaux": "boyau",
    "gluaux": "gluau",
    "landaus": "landau",
}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents or ligatures."""
    text = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(c for c in text if not unicodedata.combining(c)).translate(_LIGATURES)


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order, stop words included."""
    return [word[:WORD_LENGTH] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A folded word in the singular: chevaux → cheval, noix → noix.

    Both sides of a comparison go through it, so an odd singular costs nothing.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word.endswith(("ss", "ais", "ois")):
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith(("s", "oux", "eux")):
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """The words that count in a text: folded, singular, without stop words, in order."""
    return [stem(word) for word in tokens(text) if word not in STOP_WORDS]


def key(text: str) -> str:
    """What a name is recognised by: « fromages de chèvre » and « Fromage chevre » share theirs."""
    return " ".join(words(text))


def sort_name(name: str) -> str:
    """The letters and digits of a name, to order by."""
    return "".join(tokens(name))[:80]
