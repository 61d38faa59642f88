"""The rows that a search keeps, in SQL that both databases plan well."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from directory import clusters, geography, months
from directory.models import Listing, ListingWord, OpenInterval
from directory.models.listing import ListingProduct
from directory.search.among import Among
from directory.search.query import Query
from directory.text import WORD_LENGTH
from home import edition

SHORTEST_PREFIX = 4
LONG_LIST = 10_000  # ids that are still quick to list
LONGEST_LIST = 50_000  # more, and thousands of results are soon found by asking each row
FEW_SPELT, MOST_SPELT = 3, 30  # words that one begins
SOON = timedelta(days=7)

_ListingFamily = Listing.families.through

# From each word to the next: a word has thousands of bearers, all beside each other in the index.
_WORDS = """
    WITH RECURSIVE found(word) AS (
        SELECT MIN(word) FROM directory_listingword WHERE word >= %s AND word <= %s
        UNION ALL
        SELECT (SELECT MIN(w.word) FROM directory_listingword w
                WHERE w.word > found.word AND w.word <= %s)
        FROM found WHERE found.word IS NOT NULL
    )
    SELECT word FROM found WHERE word IS NOT NULL LIMIT %s
"""


def matching(
    query: Query, *, few: bool = False, among: Sequence[int] | None = None
) -> QuerySet[Listing]:
    """Every row that the search keeps, in no order; `few` if thousands at most are wanted,
    `among` which rows, if it is known."""
    rows = Listing.objects.order_by()
    if among is not None:
        rows = rows.filter(Among(F("pk"), among))
    if query.bbox is not None:
        rows = _inside(rows, query.bbox)
    elif query.place is not None:
        place = query.place
        rows = within(rows, place.latitude, place.longitude, place.radius_km)
    return narrowed(rows, query, few=few, is_known=among is not None)


def narrowed(
    rows: QuerySet[Listing],
    query: Query,
    *,
    few: bool = False,
    is_known: bool = False,
    is_ring: bool = False,
) -> QuerySet[Listing]:
    """Those rows that pass the filters of a search, wherever they are; of a ring, which is asked
    again wider or narrower, each is asked for its own hours."""
    if query.only:
        rows = rows.filter(kind=query.only)
    if query.kinds:
        rows = rows.filter(kind__in=query.kinds)
    if query.countries:
        rows = rows.filter(commune__country__in=query.countries)
    if query.organic:
        rows = rows.filter(is_organic=True)
    if query.labelled:
        rows = rows.filter(is_labelled=True)
    if query.step_free:
        rows = rows.filter(is_step_free=True)
    if query.open_at:
        each = is_known or is_ring or _asked_for_hours(query, few=few)
        rows = (_each_open if each else _all_open)(rows, query.open_at)
    if query.in_season and not (query.products or query.families):
        rows = seasonal(rows, "season_months", query)
    for ids, link in _links(query):
        if is_known or _asked_of_each(ids, link, query, few=few):
            rows = rows.filter(Exists(link.filter(listing=OuterRef("pk"))))
        else:
            rows = rows.filter(pk__in=link.values("listing"))
    return rows


def seasonal(rows: QuerySet, months_field: str, query: Query) -> QuerySet:
    """The rows whose months hold the current one."""
    return rows.alias(current=there_in(months_field, query)).filter(current__gt=0)


def there_in(months_field: str, query: Query):
    """The bit of the current month, of those that a row holds; 0 if it does not."""
    return F(months_field).bitand(months.bit(query.month))


def sold(query: Query) -> QuerySet[ListingProduct]:
    """What rows sell: all of it, or what is in season when that is asked."""
    lines = ListingProduct.objects.order_by()
    return seasonal(lines, "months", query) if query.in_season else lines


def within(
    rows: QuerySet[Listing],
    latitude: float,
    longitude: float,
    kilometres: float,
    box: geography.Box | None = None,
):
    """The rows of a circle, or of what it covers of a box: by the index, then by true distance."""
    around = geography.box_around(latitude, longitude, kilometres)
    rows = _inside(rows, around.meeting(box) if box else around)
    limit = geography.squared_chord(kilometres)
    return rows.alias(chord=chord(latitude, longitude)).filter(chord__lte=limit)


def chord(latitude: float, longitude: float):
    """The squared straight line to each row, on the unit sphere."""
    a, b, c = geography.unit_vector(latitude, longitude)
    x, y, z = F("x") - a, F("y") - b, F("z") - c
    return x * x + y * y + z * z


def opening(at, edge: str) -> Subquery:
    """Start or end of the first opening of a row that is not over: one seek in an index."""
    coming = OpenInterval.objects.filter(listing=OuterRef("pk"), end__gt=at)
    return Subquery(coming.order_by("end").values(edge)[:1])


def of_word(word: str) -> QuerySet[ListingWord]:
    """The bearers of a word, or of one it begins."""
    words = _spelt(word)
    if len(words) <= MOST_SPELT:  # of each, whether a row bears it is one seek in an index
        return ListingWord.objects.filter(word__in=words)
    return ListingWord.objects.filter(word__gte=word, word__lte=_last_of(word))


@edition.kept
def _spelt(word: str) -> list[str]:
    """The words in use that a word begins, or one more than are asked for one by one."""
    if len(word) < SHORTEST_PREFIX:
        return [word]
    with connection.cursor() as cursor:
        last = _last_of(word)
        cursor.execute(_WORDS, [word, last, last, MOST_SPELT + 1])
        return [found for (found,) in cursor.fetchall()]


def _last_of(word: str) -> str:
    """Words are made of a-z and 0-9: « z » comes last in every locale, so a range is a prefix."""
    return word.ljust(WORD_LENGTH, "z")


def _inside(rows: QuerySet[Listing], box: geography.Box) -> QuerySet[Listing]:
    return rows.filter(
        latitude__gte=box.south,
        latitude__lte=box.north,
        longitude__gte=box.west,
        longitude__lte=box.east,
    )


def _each_open(rows: QuerySet[Listing], at: datetime) -> QuerySet[Listing]:
    """Of few rows those that are open, each asked for its own hours."""
    rows = rows.filter(intervals_until__isnull=False)
    return rows.alias(opens=opening(at, "start")).filter(opens__lte=at)


def _all_open(rows: QuerySet[Listing], at: datetime) -> QuerySet[Listing]:
    """The rows among all that are open: a short piece of an index holds these."""
    return rows.filter(intervals_until__isnull=False, pk__in=_open(at).values("listing"))


def open_alone(query: Query) -> QuerySet[OpenInterval] | None:
    """One opening of each row that is open, those begun last first, if nothing else is asked."""
    if query.open_at is None or query.has_area or query.but(open_at=None).has_filters:
        return None
    return None if _is_far(query) else _open(query.open_at).order_by("-start")


def _asked_for_hours(query: Query, *, few: bool) -> bool:
    """Whether rows had better be asked for their hours one by one."""
    link = _open(query.open_at)
    return _is_far(query) or _asked_of_each(("open", query.open_at), link, query, few=few)


def _is_far(query: Query) -> bool:
    """Past openings are forgotten: those begun and not over lie close together, but for a day that
    is far."""
    return query.open_at - query.now > SOON


def _open(at: datetime) -> QuerySet[OpenInterval]:
    return OpenInterval.objects.filter(start__lte=at, end__gt=at)


def _links(query: Query):
    """The rows of other tables that a row must have, each with what tells it from the others."""
    if query.products:
        ids = tuple(pk for entry in query.products for pk in entry.ids)
        yield ("product", ids, query.in_season), sold(query).filter(product__in=ids)
    if query.families and query.in_season:
        ids = tuple(pk for entry in query.families for pk in entry.ids)
        yield ("seasonal", ids), sold(query).filter(product__family__in=ids)
    elif query.families:  # a row of a family is of its parent too
        ids = tuple(entry.ids[0] for entry in query.families)
        yield ("family", ids), _ListingFamily.objects.filter(productfamily__in=ids)
    for word in query.words:
        yield ("word", word), of_word(word)


def _asked_of_each(name: tuple, link: QuerySet, query: Query, *, few: bool) -> bool:
    """Whether rows had better be asked for a link one by one than its rows be listed."""

    def has_more(number: int) -> bool:
        key = name, number
        if key not in query.known:
            query.known[key] = link.order_by()[number:].exists()
        return query.known[key]

    if query.has_area:
        if not has_more(LONG_LIST):
            return False
        if _is_narrow(query):
            return True
    # Without an area, the bearers of a word are sooner read where they lie than asked for.
    is_quick = name[0] != "word" or (query.has_area and len(_spelt(name[1])) <= FEW_SPELT)
    return few and is_quick and has_more(LONGEST_LIST)


def _is_narrow(query: Query) -> bool:
    """Few rows in the area, as the kept counts tell."""
    place = query.place
    box = query.bbox or geography.box_around(place.latitude, place.longitude, place.radius_km)
    if box not in query.known:
        query.known[box] = clusters.total_in(box) <= LONG_LIST / 2
    return query.known[box]
