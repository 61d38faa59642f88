"""Rows without pages, made in number to measure the search: credible, reproducible, erasable."""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from itertools import islice
from operator import or_

from django.db import connection, transaction

from directory import clusters, geography, listing, text
from directory.enums import Kind
from directory.hours import Hours
from directory.models import Commune, Listing, ListingWord, OpenInterval, Product
from directory.models.listing import NEVER, ListingProduct
from directory.seasons.levels import presence, season_of

BATCH = 5_000
DENSE_RADIUS_KM = 3.0
# Spread of places around the middle of a commune, kilometres.
SPREAD_KM = 2.5
FRANCE = geography.Box(-4.8, 42.3, 8.2, 51.1)
KILOMETRES_PER_DEGREE = 111.2

_HOURS = [
    "Tu-Sa 09:00-12:30,15:00-19:00",
    "Mo-Sa 08:00-19:30",
    "We 17:00-19:30",
    "Sa 08:00-13:00",
    "Su 08:00-12:30",
    "24/7",
    "Fr 16:00-19:00; Sa 09:00-12:00",
]
_FIRST = ("Le Mas", "La Ferme", "Les Jardins", "La Cabane", "Le Clos", "L’Étal", "Aux Saveurs")
_LAST = ("des Micocouliers", "du Vidourle", "des Amandiers", "de la Garrigue", "des Cigales")
_LAST += ("du Pont", "de l’Aubrac", "des Oliviers", "du Moulin", "de Josette", "des Lavandes")

_ListingFamily = Listing.families.through


def make(
    number: int,
    *,
    seed: int = 1,
    dense: int = 0,
    hours_share: float = 0.05,
    now: datetime,
    progress: Callable[[Iterable], Iterable] = iter,
):
    """Add `number` rows over the communes by population, `dense` of them in the largest town.

    Without any commune they are spread over France. `hours_share` of the points of sale have
    hours, with their openings of five weeks (some fifty rows each).
    """
    if connection.vendor == "sqlite":  # or its indexes are read again from disk at every batch
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -262144")
    maker = _Maker(seed, now, hours_share)
    first = _next_id(Listing)
    numbers = progress(range(first, first + number))
    rows = (maker.row(pk, dense=pk - first < dense) for pk in numbers)
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            _insert(batch, maker)
    _reset_sequences()
    clusters.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def clear() -> int:
    """Take away the rows without pages."""
    rows = Listing.objects.filter(page__isnull=True)
    total = rows.count()
    mine = {"listing__in": rows.values("pk")}
    with transaction.atomic():
        for model in (ListingWord, OpenInterval, ListingProduct, _ListingFamily):
            model.objects.filter(**mine)._raw_delete(model.objects.db)
        rows._raw_delete(rows.db)
        clusters.rebuild()
    return total


class _Maker:
    """Draws rows, and remembers what does not change between them."""

    def __init__(self, seed: int, now: datetime, hours_share: float):
        self.random = random.Random(seed)
        self.today: date = now.date()
        self.hours_share = hours_share
        self.openings = {hours: listing.intervals(Hours(hours), now) for hours in _HOURS}
        communes = Commune.objects.filter(latitude__isnull=False).order_by("insee")
        self.communes = list(communes)
        self.weights = [commune.population or 1 for commune in self.communes]
        self.largest = max(self.communes, key=lambda c: c.population or 0, default=None)
        self.products = [
            _Sold(product)
            for product in Product.objects.select_related("family__parent").order_by("pk")
        ]
        self.kinds = [Kind.PRODUCER] * 6 + [kind for kind in Kind if kind != Kind.PRODUCER]
        self.drawn = iter(())

    def row(self, pk: int, *, dense: bool) -> tuple[Listing, list]:
        draw = self.random
        commune, latitude, longitude = self._position(dense)
        kind = draw.choice(self.kinds)
        sold = draw.sample(self.products, min(len(self.products), draw.randint(1, 3)))
        name = f"{draw.choice(_FIRST)} {draw.choice(_LAST)} {pk}"
        confirmed = self.today - timedelta(days=draw.randint(0, 500))
        confirmed = confirmed if draw.random() < 0.8 else None
        x, y, z = geography.unit_vector(latitude, longitude)
        tile_x, tile_y = geography.tile(latitude, longitude)
        families = dict.fromkeys(slug for product in sold for slug in product.family_slugs)
        has_hours = kind != Kind.PRODUCER and draw.random() < self.hours_share
        hours = draw.choice(_HOURS) if has_hours else ""
        made = Listing(
            pk=pk,
            kind=kind.value,
            name=name,
            sort_name=text.sort_name(name),
            path=f"/ou-acheter/essai-{pk}/",
            commune_id=commune.pk if commune else None,
            place_name=commune.name if commune else "",
            latitude=latitude,
            longitude=longitude,
            x=x,
            y=y,
            z=z,
            tile_x=tile_x,
            tile_y=tile_y,
            is_exact=True,
            family_slugs=" ".join(families),
            assortment=[[product.name, product.presence] for product in sold],
            season_months=reduce(or_, (product.months for product in sold), 0),
            is_organic=draw.random() < 0.2,
            is_labelled=draw.random() < 0.1,
            is_step_free=draw.random() < 0.3,
            hours=hours,
            intervals_until=self.openings[hours][1] if hours else None,
            confirmed_on=confirmed,
            ranked_on=confirmed or NEVER,
        )
        return made, sold

    def _position(self, dense: bool) -> tuple[Commune | None, float, float]:
        draw = self.random
        if not self.communes:
            latitude = draw.uniform(FRANCE.south, FRANCE.north)
            return None, latitude, draw.uniform(FRANCE.west, FRANCE.east)
        commune = self.largest if dense else next(self.drawn, None)
        if commune is None:
            self.drawn = iter(draw.choices(self.communes, self.weights, k=BATCH))
            commune = next(self.drawn)
        spread = (DENSE_RADIUS_KM / 2 if dense else SPREAD_KM / 2) / KILOMETRES_PER_DEGREE
        return (
            commune,
            round(commune.latitude + draw.gauss(0, spread), 6),
            round(commune.longitude + draw.gauss(0, spread * 1.39), 6),
        )


class _Sold:
    """A product with its families and words, read once."""

    def __init__(self, product: Product):
        families = [f for f in (product.family.parent, product.family) if f is not None]
        self.pk = product.pk
        self.name = product.name
        self.months = season_of(product)
        self.presence = presence(product, self.months)
        self.family_ids = [family.pk for family in families]
        self.family_slugs = [family.slug for family in families]
        names = [product.name, *(family.name for family in families)]
        self.words = set(text.words(" ".join(names)))


def _insert(batch: list[tuple[Listing, list]], maker: _Maker):
    Listing.objects.bulk_create([made for made, _sold in batch], batch_size=BATCH)
    _fill(ListingProduct, ("listing_id", "product_id", "months"), _products(batch))
    _fill(_ListingFamily, ("listing_id", "productfamily_id"), _families(batch))
    _fill(ListingWord, ("listing_id", "word", "in_name"), _words(batch))
    OpenInterval.objects.bulk_create(
        (
            OpenInterval(listing_id=made.pk, start=start, end=end)
            for made, _sold in batch
            if made.hours
            for start, end in maker.openings[made.hours][0]
        ),
        batch_size=BATCH,
    )


def _products(batch) -> Iterator[tuple]:
    return ((made.pk, product.pk, product.months) for made, sold in batch for product in sold)


def _families(batch) -> Iterator[tuple]:
    for made, sold in batch:
        for pk in {pk for product in sold for pk in product.family_ids}:
            yield made.pk, pk


def _words(batch) -> Iterator[tuple]:
    for made, sold in batch:
        *drawn, number = made.name.split(" ")
        of_name = {*_words_of(" ".join(drawn)), number}
        others = _words_of(f"{Kind(made.kind).label} {made.place_name}")
        others = others.union(*(product.words for product in sold)) - of_name
        yield from ((made.pk, word, True) for word in of_name)
        yield from ((made.pk, word, False) for word in others)


@lru_cache(maxsize=50_000)
def _words_of(phrase: str) -> frozenset[str]:
    return frozenset(text.words(phrase))


def _fill(model, columns: tuple[str, ...], rows: Iterator[tuple]):
    """Insert plain rows without making a model of each."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            names = ", ".join(columns)
            with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})",
            list(rows),
        )


def _next_id(model) -> int:
    return (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def _reset_sequences():
    """Ids were given: PostgreSQL must count on from them; SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('directory_listing', 'id'),"
                " (SELECT MAX(id) FROM directory_listing))"
            )
