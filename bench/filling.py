"""Fill a database with made-up rows: the first drawn one by one, then copies of these in SQL."""

from django.core.management import call_command
from django.db import connection, transaction

from directory import clusters
from directory.models import Listing, ListingWord, OpenInterval
from directory.models.listing import ListingProduct

DRAWN = 100_000  # rows drawn one by one; beyond, they are copied
_ListingFamily = Listing.families.through
_COPIED = (Listing, ListingProduct, _ListingFamily, ListingWord, OpenInterval)

_LATITUDE = (
    "CAST(ROUND(CAST(latitude + {step} * (id %% 13 - 6) AS numeric), 6) AS double precision)"
)
_LONGITUDE = (
    "CAST(ROUND(CAST(longitude + {step} * (id %% 7 - 3) AS numeric), 6) AS double precision)"
)
_SIDE = 1 << 20  # tiles of geography.FINEST_ZOOM along the equator

# A copy has a number of its own, at the end of its name as everywhere it shows.
_NUMBERED = "REPLACE({column}, CAST(id AS text), CAST(id + {shift} AS text))"
_MOVED = {
    "x": "COS(RADIANS(latitude)) * COS(RADIANS(longitude))",
    "y": "COS(RADIANS(latitude)) * SIN(RADIANS(longitude))",
    "z": "SIN(RADIANS(latitude))",
    "tile_x": f"CAST(FLOOR((longitude + 180) / 360 * {_SIDE}) AS integer)",
    "tile_y": "CAST(FLOOR((1 - LN(TAN(RADIANS(latitude)) + 1 / COS(RADIANS(latitude))) / PI())"
    f" / 2 * {_SIDE}) AS integer)",
}


def fill(have: int, size: int):
    """Bring the rows without a page from `have` to `size`."""
    drawn = min(size, max(have, DRAWN))
    if drawn > have:
        call_command("make_listings", drawn - have, seed=size, verbosity=0)
    copies = size // drawn - 1
    if copies > 0:
        multiply(copies)
    if rest := size - drawn * (copies + 1):
        call_command("make_listings", rest, seed=size + 1, verbosity=0)


def multiply(copies: int):
    """Add copies of every row without a page, each a little further, and all that is theirs."""
    numbers = Listing.objects.filter(page__isnull=True).order_by("pk").values_list("pk", flat=True)
    first, last = numbers.first(), numbers.last()
    length = last - first + 1
    with transaction.atomic(), connection.cursor() as cursor:
        indexes = _indexes(cursor)
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for copy in range(1, copies + 1):
            for model in _COPIED:
                cursor.execute(_copy(model, shift=copy * length, step=0.0011 * copy), [first, last])
        if connection.vendor == "postgresql":  # what waits to be checked forbids an index
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _name, definition in indexes:
            cursor.execute(definition)
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('directory_listing', 'id'),"
                " (SELECT MAX(id) FROM directory_listing))"
            )
    clusters.rebuild()


def _copy(model, *, shift: int, step: float) -> str:
    """An INSERT of the rows of some listings, for others whose numbers are shifted."""
    table = model._meta.db_table
    columns = [f.column for f in model._meta.local_concrete_fields if f.column != "id"]
    source = table
    if model is Listing:
        values = {name: name for name in columns} | _MOVED
        for column in ("name", "sort_name", "path"):
            values[column] = _NUMBERED.format(column=column, shift=shift)
        values = {"id": f"id + {shift}"} | values
        place = {"latitude": _LATITUDE, "longitude": _LONGITUDE}
        inner = [place.get(name, name).format(step=step) + f" AS {name}" for name in columns]
        source = f"(SELECT id, {', '.join(inner)} FROM {table}) AS moved"
        within = "page_id IS NULL AND id"
    else:
        values = {name: name for name in columns} | {"listing_id": f"listing_id + {shift}"}
        within = "listing_id"
    if model is ListingWord:
        of_number = "word = CAST(listing_id AS text)"
        values["word"] = (
            f"CASE WHEN {of_number} THEN CAST(listing_id + {shift} AS text) ELSE word END"
        )
    return (
        f"INSERT INTO {table} ({', '.join(map(_quoted, values))}) "
        f"SELECT {', '.join(map(_quoted, values.values()))} FROM {source} "
        f"WHERE {within} BETWEEN %s AND %s"
    )


def _quoted(value: str) -> str:
    return '"end"' if value == "end" else value


def _indexes(cursor) -> list[tuple[str, str]]:
    """The indexes of the copied tables that may be made again afterwards, with their definition."""
    tables = [model._meta.db_table for model in _COPIED]
    marks = ", ".join(["%s"] * len(tables))
    if connection.vendor == "postgresql":
        cursor.execute(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({marks})"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            tables,
        )
    else:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({marks})",
            tables,
        )
    return cursor.fetchall()
