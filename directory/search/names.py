"""Places whose very name was typed, in words that the catalogue took for filters."""

from django.db.models import Exists, OuterRef

from directory import text
from directory.models import Listing, ListingWord
from directory.search.filters import matching
from directory.search.query import Query

SHOWN = 3
MOST_COMPARED = 20
MOST_BEARERS = 1000  # of one word, among which a name is sought
# What somebody adds to a name to say where and when, not to name.
_AROUND_A_NAME = {"ou", "pays", "ouvert", "saison", "acces"}


def named(query: Query) -> list[Listing]:
    """At most three places that the search does not find and whose name its words are.

    Several words must all be in the name; one alone must be the whole of it.
    """
    words = _words(query)
    if not words or query.page > 1:
        return []
    names = ListingWord.objects.filter(in_name=True)
    here = names.filter(listing=OuterRef("pk"))
    rarest, *others = words
    bearers = names.filter(word=rarest).order_by("listing").values("listing")[:MOST_BEARERS]
    rows = Listing.objects.filter(pk__in=bearers)
    for word in others:
        rows = rows.filter(Exists(here.filter(word=word)))
    if not others:
        rows = rows.filter(~Exists(here.exclude(word=rarest)))
    if query.only:
        rows = rows.filter(kind=query.only)
    found = list(rows.order_by("sort_name", "pk")[:MOST_COMPARED])
    if not found:
        return []
    told = set(
        matching(query).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True)
    )
    return [row for row in found if row.pk not in told][:SHOWN]


def _words(query: Query) -> list[str]:
    """The words that may be a name, the rarest in names first: kinds of places are common there.

    Words that nothing recognised are sought in names already.
    """
    if query.words:
        return []
    ranks = {}
    for recognised in query.recognised:
        parameter = recognised.entry.parameter
        if parameter not in _AROUND_A_NAME:
            for unit in recognised.units:
                for word in text.words(query.units[unit]):
                    ranks[word] = (parameter == "type", -len(word))
    return sorted(ranks, key=lambda word: (ranks[word], word))
