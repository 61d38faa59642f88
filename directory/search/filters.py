"""The rows that a search keeps, in SQL that both databases plan well."""

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from directory import clusters, geography, months
from directory.models import Listing, ListingWord, OpenInterval
from directory.models.listing import ListingProduct
from directory.search.query import Query
from directory.text import WORD_LENGTH

SHORTEST_PREFIX = 4
LONG_LIST = 10_000  # ids that are still quick to list

_ListingFamily = Listing.families.through


def matching(query: Query) -> QuerySet[Listing]:
    """Every row that the search keeps, in no order."""
    rows = Listing.objects.order_by()
    if query.bbox is not None:
        rows = _inside(rows, query.bbox)
    elif query.place is not None:
        place = query.place
        rows = within(rows, place.latitude, place.longitude, place.radius_km)
    return narrowed(rows, query)


def narrowed(rows: QuerySet[Listing], query: Query) -> QuerySet[Listing]:
    """Those rows that pass the filters of a search, wherever they are."""
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
        rows = rows.filter(intervals_until__isnull=False)
        rows = rows.alias(opens=opening(query.open_at, "start")).filter(opens__lte=query.open_at)
    if query.in_season and not (query.products or query.families):
        rows = seasonal(rows, "season_months", query)
    for ids, link in _links(query):
        rows = _linked(rows, ids, link, query)
    return rows


def seasonal(rows: QuerySet, months_field: str, query: Query) -> QuerySet:
    """The rows whose months hold the current one."""
    current = F(months_field).bitand(months.bit(query.month))
    return rows.alias(current=current).filter(current__gt=0)


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
    """The bearers of a word, or of one it begins.

    Words are made of a-z and 0-9: « z » comes last in every locale, so a range is a prefix.
    """
    if len(word) < SHORTEST_PREFIX:
        return ListingWord.objects.filter(word=word)
    return ListingWord.objects.filter(word__gte=word, word__lte=word.ljust(WORD_LENGTH, "z"))


def _inside(rows: QuerySet[Listing], box: geography.Box) -> QuerySet[Listing]:
    return rows.filter(
        latitude__gte=box.south,
        latitude__lte=box.north,
        longitude__gte=box.west,
        longitude__lte=box.east,
    )


def _links(query: Query):
    """The rows of other tables that a row must have, each with what tells it from the others."""
    if query.products:
        ids = tuple(pk for entry in query.products for pk in entry.ids)
        yield ("product", ids, query.in_season), sold(query).filter(product__in=ids)
    if query.families:
        ids = tuple(pk for entry in query.families for pk in entry.ids)
        if query.in_season:
            yield ("seasonal", ids), sold(query).filter(product__family__in=ids)
        else:
            yield ("family", ids), _ListingFamily.objects.filter(productfamily__in=ids)
    for word in query.words:
        yield ("word", word), of_word(word)


def _linked(rows: QuerySet[Listing], name, link: QuerySet, query: Query) -> QuerySet[Listing]:
    """Keep the rows of a link: as a list, or asked row by row where the area is the shorter."""
    known = query.known
    if query.has_area and name not in known:
        known[name] = link.order_by()[LONG_LIST:].exists()
    if query.has_area and known[name] and _is_narrow(query):
        return rows.filter(Exists(link.filter(listing=OuterRef("pk"))))
    return rows.filter(pk__in=link.values("listing"))


def _is_narrow(query: Query) -> bool:
    """Few rows in the area, as the kept counts tell."""
    place = query.place
    box = query.bbox or geography.box_around(place.latitude, place.longitude, place.radius_km)
    if box not in query.known:
        query.known[box] = clusters.total_in(box) <= LONG_LIST / 2
    return query.known[box]
