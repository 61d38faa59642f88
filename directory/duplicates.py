"""Pages that may be the same place: found by distance and name, decided by a person."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from rapidfuzz import fuzz

from directory.enums import Kind, PositionPrecision
from directory.imports.words import plain
from directory.models import DuplicatePair, PointOfSalePage, ProducerPage

NEAR_METRES = 150
ALIKE = 0.85
# Names made of common words only (« Boulangerie ») say little: the places must touch.
TOUCHING_METRES = 50

COMMON_WORDS = frozenset(
    plain(
        """a amap au aux boucherie boulangerie brasserie caveau cave caves charcuterie chez
        chocolaterie commerce confiserie d de des du en épicerie et exploitation ferme fromagerie
        gaec earl halle halles l la le les magasin maison marché ou pâtisserie poissonnerie
        primeur produits restaurant sarl scea supermarché supérette sur traiteur vente"""
    ).split()
)
_EARTH_METRES = 6_371_008.8


@dataclass(frozen=True)
class Candidate:
    """What finding duplicates needs of a page. `point`: metres from the centre of the Earth."""

    id: int
    name: str
    kind: str
    commune: int | str | None
    point: tuple[float, float, float] | None

    @property
    def is_producer(self) -> bool:
        return self.kind == Kind.PRODUCER


@dataclass(frozen=True)
class Likeness:
    """Two candidates, in order, their distance in metres (None: one has no exact position)."""

    first: Candidate
    second: Candidate
    distance: float | None
    similarity: float


def candidate(id, name, kind, commune, latitude, longitude, *, is_exact=True) -> Candidate:
    point = None
    if is_exact and latitude is not None:
        phi, theta = math.radians(latitude), math.radians(longitude)
        point = (
            _EARTH_METRES * math.cos(phi) * math.cos(theta),
            _EARTH_METRES * math.cos(phi) * math.sin(theta),
            _EARTH_METRES * math.sin(phi),
        )
    return Candidate(id, name, kind, commune, point)


def compare(
    candidates: Iterable[Candidate], touched: Collection[int] | None = None
) -> Iterator[Likeness]:
    """Pairs that may be one place; with `touched`, only those where one of these takes part.

    Only neighbours on a grid, or places of one commune that share a telling word, are compared.
    """
    candidates = sorted(candidates, key=lambda c: c.id)
    cells, words = defaultdict(list), defaultdict(list)
    for one in candidates:
        if one.point:
            cells[_cell(one.point)].append(one)
        if one.commune:
            for word in set(telling_words(one.name)):
                words[one.commune, word].append(one)
    for one in candidates:
        if touched is not None and one.id not in touched:
            continue
        for other in _around(one, cells, words):
            both_touched = touched is None or other.id in touched
            if (both_touched and other.id <= one.id) or other.id == one.id:
                continue
            if likeness := _liken(*sorted((one, other), key=lambda c: c.id)):
                yield likeness


def _around(one: Candidate, cells: dict, words: dict) -> Iterator[Candidate]:
    if one.point:
        x, y, z = _cell(one.point)
        for cell in (
            (x + i, y + j, z + k) for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1)
        ):
            yield from cells.get(cell, ())
    if one.commune:
        found = {}
        for word in telling_words(one.name):
            for other in words[one.commune, word]:
                if not (one.point and other.point):
                    found[other.id] = other
        yield from found.values()


def _cell(point: tuple[float, float, float]) -> tuple[int, int, int]:
    return tuple(math.floor(value / NEAR_METRES) for value in point)


def _liken(first: Candidate, second: Candidate) -> Likeness | None:
    # A producer and the place where it sells are two pages on purpose.
    if first.is_producer != second.is_producer:
        return None
    distance = math.dist(first.point, second.point) if first.point and second.point else None
    if distance is not None and distance > NEAR_METRES:
        return None
    similarity = likeness_of_names(first.name, second.name)
    telling = telling_words(first.name) and telling_words(second.name)
    if not telling and (distance is None or distance > TOUCHING_METRES):
        return None
    if first.kind != second.kind:
        similarity *= 0.9
    if similarity < ALIKE:
        return None
    return Likeness(first, second, distance, round(similarity, 3))


def likeness_of_names(first: str, second: str) -> float:
    """From 0 to 1, whatever the order of words; a name within the other counts for 0.9."""
    one, other = telling_words(first), telling_words(second)
    if not (one and other):
        one, other = plain(first).split(), plain(second).split()
    one, other = " ".join(one), " ".join(other)
    return max(fuzz.token_sort_ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other)) / 100


@lru_cache(maxsize=200_000)
def telling_words(name: str) -> tuple[str, ...]:
    """The words of a name that single it out: « Boulangerie de la Gare » → « gare »."""
    return tuple(word for word in plain(name).split() if word not in COMMON_WORDS)


# --- With the database ----------------------------------------------------------------------------


def load() -> list[Candidate]:
    """Every page that the public sees or may come to see, but those already merged into others."""
    merged = DuplicatePair.objects.filter(
        Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), state=DuplicatePair.State.MERGED
    ).exclude(kept=OuterRef("pk"))
    found = []
    for model, kind in ((PointOfSalePage, "kind"), (ProducerPage, None)):
        pages = model.objects.filter(
            Q(live=True) | Q(first_published_at=None), ~Exists(merged), closed_for_good=False
        ).order_by()
        names = ["pk", "title", "commune_id", "latitude", "longitude", "precision"]
        for row in pages.values_list(*names, *filter(None, [kind])).iterator():
            pk, title, commune, latitude, longitude, precision, *kinds = row
            exact = precision == PositionPrecision.EXACT
            found.append(
                candidate(
                    pk,
                    title,
                    kinds[0] if kinds else Kind.PRODUCER,
                    commune,
                    latitude,
                    longitude,
                    is_exact=exact,
                )
            )
    return found


@transaction.atomic
def find(touched: Collection[int] | None = None) -> list[Likeness]:
    """Keep the pairs that may be duplicates; with `touched`, look around these pages only.

    A pair that a person decided stays decided; one nobody looked at goes when it no longer holds.
    Returns the new ones.
    """
    if touched is not None and not touched:
        return []
    found = {(like.first.id, like.second.id): like for like in compare(load(), touched)}
    known = DuplicatePair.objects.all()
    if touched is not None:
        known = known.filter(Q(first__in=touched) | Q(second__in=touched))
    known = {(pair.first_id, pair.second_id): pair for pair in known}
    gone = [
        pair.pk
        for ids, pair in known.items()
        if ids not in found and pair.state == DuplicatePair.State.OPEN
    ]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    new = [like for ids, like in found.items() if ids not in known]
    DuplicatePair.objects.bulk_create(
        (
            DuplicatePair(
                first_id=like.first.id,
                second_id=like.second.id,
                distance=like.distance,
                similarity=like.similarity,
            )
            for like in new
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    return new


def foreseen(newcomers: Iterable, communes) -> list[Likeness]:
    """What `find` would add for places that are not pages yet (`directory.imports.rows.Place`)."""
    candidates = [
        candidate(
            -rank,
            place.title,
            place.kind.value,
            getattr(communes.by_insee.get(place.values["commune"]), "pk", None),
            *(place.position or (None, None)),
        )
        for rank, place in enumerate(newcomers, start=1)
    ]
    if not candidates:
        return []
    return list(compare([*load(), *candidates], {one.id for one in candidates}))


def told(likenesses: Iterable[Likeness]) -> list[dict]:
    """Likenesses for a report; a page that does not exist yet has no number."""
    return [
        {
            "first": max(like.first.id, 0) or None,
            "second": max(like.second.id, 0) or None,
            "names": [like.first.name, like.second.name],
            "distance": None if like.distance is None else round(like.distance),
            "similarity": like.similarity,
        }
        for like in likenesses
    ]


def keep_apart(pair: DuplicatePair, *, by) -> None:
    """Two places that only look alike: the pair is not shown again."""
    pair.state, pair.kept = DuplicatePair.State.APART, None
    pair.decided_by, pair.decided_at = by, timezone.now()
    pair.save()
