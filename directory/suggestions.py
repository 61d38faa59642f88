"""What a few typed letters may mean: products, families, communes, and names of places."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from directory import text, vocabulary
from directory.models import Listing, ListingWord
from directory.vocabulary import Entry, Vocabulary

SHORTEST = 3
MOST = 8
MOST_NAMES = 4
_LONGEST_NAME_WORDS = 6
_TYPES = {"produit": "produit", "famille": "famille", "ou": "commune"}


def suggest(typed: str) -> list[dict]:
    """At most eight suggestions, each with the query string of its search.

    `type` is « produit », « famille », « commune » or « lieu »; nothing under three letters.
    """
    words = text.tokens(typed[: text.LONGEST_TEXT])
    if len("".join(words)) < SHORTEST:
        return []
    found = _from_catalogue(words, vocabulary.current())[:MOST]
    names = _names(words)[: max(MOST_NAMES, MOST - len(found))]
    return [*found[: MOST - len(names)], *names]


def products(typed: str) -> list[str]:
    """Slugs of the products that a few typed letters may mean, by their names and synonyms."""
    words = text.tokens(typed[: text.LONGEST_TEXT])
    if not words:
        return []
    found = _entries(words, vocabulary.current())
    return [entry.value for entry in found if entry.parameter == "produit"]


def _from_catalogue(words: list[str], known: Vocabulary) -> list[dict]:
    return [_of_entry(entry) for entry in _entries(words, known)]


def _entries(words: list[str], known: Vocabulary) -> list[Entry]:
    """Entries of which a name has the typed words, the last perhaps unfinished.

    Names that begin with them come first, and true names before synonyms.
    """
    found: dict[Entry, int] = {}
    for rank, tokens, entry in known.beginning_with(words[0]):
        if entry.parameter in _TYPES and _goes_on(words, tokens[rank:]):
            rank = 2 * min(rank, 1) + (tokens not in _own_names(entry))
            found[entry] = min(rank, found.get(entry, rank))
    order = list(_TYPES)
    return sorted(found, key=lambda e: (found[e], order.index(e.parameter), str(e.label)))


def _own_names(entry: Entry) -> list[tuple[str, ...]]:
    return [tuple(text.tokens(str(name))) for name in (entry.label, entry.plural) if name]


def _goes_on(words: list[str], tokens: tuple[str, ...]) -> bool:
    *whole, last = words
    return (
        list(tokens[: len(whole)]) == whole
        and len(tokens) >= len(words)
        and tokens[len(whole)].startswith(last)
    )


def _of_entry(entry: Entry) -> dict:
    return {
        "type": _TYPES[entry.parameter],
        "label": str(entry.plural or entry.label),
        "query": urlencode({entry.parameter: entry.value}),
    }


def _names(words: list[str]) -> list[dict]:
    """Names of places of which a word begins so: a range of the index of the words of names."""
    kept = [text.stem(word) for word in words if word not in text.STOP_WORDS]
    *whole, last = kept[:_LONGEST_NAME_WORDS] or [""]
    if len(last) < SHORTEST:
        return []
    bearers = ListingWord.objects.filter(
        in_name=True, word__gte=last, word__lte=last.ljust(text.WORD_LENGTH, "z")
    )
    for word in whole:
        others = ListingWord.objects.filter(listing=OuterRef("listing"), word=word)
        bearers = bearers.filter(Exists(others))
    rows = bearers.order_by("word", "listing").values_list("listing")[: 3 * MOST]
    found = Listing.objects.filter(pk__in=[pk for (pk,) in rows])
    names = {}
    for name, place in found.order_by("sort_name", "pk").values_list("name", "place_name"):
        names.setdefault((name, place), None)
    return [
        {
            "type": "lieu",
            "label": _("%(name)s, %(place)s") % {"name": name, "place": place} if place else name,
            "query": urlencode({"q": '"{}"'.format(name.replace('"', " "))}),
        }
        for name, place in names
    ]
