"""A person looks for their own listing among those online."""

from django.db.models import Exists, OuterRef

from directory import text
from directory.models import Listing, ListingWord

LONGEST = 80
MOST_WORDS = 6
MOST = 20
SHORTEST_BEGINNING = 3


def by_name(typed: str) -> list[Listing]:
    """The listings of which the name has every typed word, whole or its beginning."""
    words = text.words(typed[:LONGEST])[:MOST_WORDS]
    rows = Listing.objects.filter(page__isnull=False)
    for word in words:
        last = word.ljust(text.WORD_LENGTH, "z") if len(word) >= SHORTEST_BEGINNING else word
        named = ListingWord.objects.filter(in_name=True, word__gte=word, word__lte=last)
        rows = rows.filter(Exists(named.filter(listing=OuterRef("pk"))))
    return list(rows.order_by("sort_name", "pk")[:MOST]) if words else []
