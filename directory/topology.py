"""Outlines that share their borders: cut rings into arcs, simplify each arc once.

The libraries that do this well bring numpy and GEOS (60 MB installed) for what 350 outlines need
once a year: cutting where three outlines meet, and Visvalingam's simplification, are short.

A point is a pair of integers (degrees × `SCALE`), so that borders shared in the source stay
shared after rounding. A ring is a list of points without its closing repetition.
"""

from heapq import heapify, heappop, heappush
from itertools import pairwise

SCALE = 10_000  # about 11 m from south to north, 8 m from west to east in the Gard

Point = tuple[int, int]
Ring = list[Point]


def quantise(coordinates) -> Ring:
    """A ring of GeoJSON in whole points, without repetitions; empty when nothing is left."""
    ring = []
    for longitude, latitude, *_ in coordinates:
        point = (round(longitude * SCALE), round(latitude * SCALE))
        if not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring if len(ring) > 2 else []


def cut(rings: list[Ring]) -> tuple[list[list[Point]], list[list[int]]]:
    """Arcs between junctions, and the arcs of each ring; `~n` is arc n walked backwards."""
    junctions = find_junctions(rings)
    numbers: dict[tuple[Point, ...], int] = {}
    chains = []
    for ring in rings:
        chain = []
        for arc in split(ring, junctions):
            backwards = arc[::-1]
            if arc in numbers:
                chain.append(numbers[arc])
            elif backwards in numbers:
                chain.append(~numbers[backwards])
            else:
                chain.append(numbers.setdefault(arc, len(numbers)))
        chains.append(chain)
    return [list(arc) for arc in numbers], chains


def find_junctions(rings: list[Ring]) -> set[Point]:
    """Points where borders part: two rings pass there and do not have the same neighbours."""
    neighbours: dict[Point, frozenset[Point]] = {}
    junctions = set()
    for ring in rings:
        for index, point in enumerate(ring):
            around = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
            if neighbours.setdefault(point, around) != around:
                junctions.add(point)
    return junctions


def split(ring: Ring, junctions: set[Point]) -> list[tuple[Point, ...]]:
    """The ring as arcs from junction to junction; one closed arc when it has none."""
    stops = [index for index, point in enumerate(ring) if point in junctions]
    if not stops:
        # Start at the same point as the other side of this border, if there is one.
        start = ring.index(min(ring))
        return [(*ring[start:], *ring[:start], ring[start])]
    ring = ring[stops[0] :] + ring[: stops[0]]
    stops = [stop - stops[0] for stop in stops] + [len(ring)]
    ring.append(ring[0])
    return [tuple(ring[start : end + 1]) for start, end in pairwise(stops)]


def simplify(arc: list[Point], tolerance: float) -> list[Point]:
    """The arc without the points whose triangle is smaller than `tolerance` (square units).

    Visvalingam and Whyatt, 1993. Both ends stay; a closed arc keeps a triangle.
    """
    least = 4 if arc[0] == arc[-1] else 2
    before = [index - 1 for index in range(len(arc))]
    after = [index + 1 for index in range(len(arc))]

    def area(index):
        return triangle(arc[before[index]], arc[index], arc[after[index]])

    areas = {index: area(index) for index in range(1, len(arc) - 1)}
    heap = [(value, index) for index, value in areas.items()]
    heapify(heap)
    kept = len(arc)
    while heap and kept > least:
        value, index = heappop(heap)
        if areas.get(index) != value:
            continue
        if value >= tolerance:
            break
        del areas[index]
        kept -= 1
        after[before[index]], before[after[index]] = after[index], before[index]
        for other in (before[index], after[index]):
            if other in areas:
                # Never less than what was just removed, or a bay would empty from its end.
                areas[other] = max(area(other), value)
                heappush(heap, (areas[other], other))
    return [arc[0], *(arc[index] for index in sorted(areas)), arc[-1]]


def simplify_all(
    arcs: list[list[Point]], chains: list[list[int]], tolerance: float
) -> list[list[Point]]:
    """Every arc simplified, except those of a ring that would fold onto itself."""
    simpler = [simplify(arc, tolerance) for arc in arcs]
    for chain in chains:
        if signed_area(walk(chain, arcs)) * signed_area(walk(chain, simpler)) <= 0:
            for number in chain:
                number = max(number, ~number)
                simpler[number] = arcs[number]
    return simpler


def walk(chain: list[int], arcs: list[list[Point]]) -> Ring:
    """The ring that a chain of arcs draws."""
    ring = []
    for number in chain:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[:-1])
    return ring


def triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def signed_area(ring: Ring) -> float:
    """Positive when the ring turns anticlockwise."""
    return (
        sum(
            x * ring[(index + 1) % len(ring)][1] - ring[(index + 1) % len(ring)][0] * y
            for index, (x, y) in enumerate(ring)
        )
        / 2
    )
