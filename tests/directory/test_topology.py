from hypothesis import given
from hypothesis import strategies as st

from directory import topology

# Two squares side by side, then one that stands alone: the shared side is (10, 0)–(10, 10).
LEFT = [(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]
RIGHT = [(10, 0), (20, 0), (20, 10), (10, 10), (10, 5)]
ALONE = [(40, 0), (50, 0), (50, 10)]


def test_ring_of_geojson_loses_repetitions():
    ring = [[4.0, 44.0], [4.00001, 44.00001], [4.1, 44.0], [4.1, 44.1], [4.0, 44.0]]
    assert topology.quantise(ring) == [(40000, 440000), (41000, 440000), (41000, 441000)]


def test_ring_smaller_than_the_grid_is_nothing():
    assert topology.quantise([[4.0, 44.0], [4.00001, 44.0], [4.0, 44.00001], [4.0, 44.0]]) == []


def test_shared_side_is_one_arc_walked_both_ways():
    arcs, chains = topology.cut([LEFT, RIGHT, ALONE])
    assert len(arcs) == 4
    (shared,) = set(chains[0]) & {~number for number in chains[1]}
    assert sorted(arcs[max(shared, ~shared)]) == [(10, 0), (10, 5), (10, 10)]


def test_walking_the_arcs_gives_the_rings_back():
    rings = [LEFT, RIGHT, ALONE]
    arcs, chains = topology.cut(rings)
    for ring, chain in zip(rings, chains, strict=True):
        walked = topology.walk(chain, arcs)
        start = walked.index(ring[0])
        assert walked[start:] + walked[:start] == ring


def test_enclave_shares_its_whole_border_with_the_hole_around_it():
    hole = [(3, 3), (6, 3), (6, 6), (3, 6)]
    enclave = [(6, 6), (6, 3), (3, 3), (3, 6)]
    arcs, chains = topology.cut([hole, enclave])
    assert (len(arcs), chains) == (1, [[0], [-1]])


def test_simplifying_drops_the_small_triangle_and_keeps_the_large_one():
    arc = [(0, 0), (5, 1), (10, 0), (15, 50), (20, 0)]
    assert topology.simplify(arc, 20) == [(0, 0), (10, 0), (15, 50), (20, 0)]


def test_ring_that_would_fold_keeps_its_points():
    needle = [(0, 0), (100, 0), (100, 1), (0, 1)]
    beside = [(0, 0), (0, -50), (100, -50), (100, 0)]
    arcs, chains = topology.cut([needle, beside])
    simpler = topology.simplify_all(arcs, chains, 10_000)
    assert topology.signed_area(topology.walk(chains[0], simpler)) > 0


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=40),
    st.integers(0, 10_000),
)
def test_simplified_arc_keeps_its_ends_and_the_order_of_its_points(arc, tolerance):
    simpler = topology.simplify(arc, tolerance)
    assert (simpler[0], simpler[-1]) == (arc[0], arc[-1])
    remaining = iter(arc)
    assert all(point in remaining for point in simpler)
