"""Positions for the map: repeatable, steady, without overlaps, for every shape of landscape."""

import math
import random

import pytest

from kreisnetz.analysis.layout import positions

pytestmark = pytest.mark.pure


def landscape(n_networks=12, n_actors=110, seed=3):
    chance = random.Random(seed)
    edges = {(f"o{i}", f"n{chance.randrange(n_networks)}") for i in range(n_actors) for _seat in range(1 + i % 3)}
    return [f"o{i}" for i in range(n_actors)] + [f"n{i}" for i in range(n_networks)], sorted(edges)


def distance(places, a, b):
    return math.dist(places[a], places[b])


def test_positions_are_the_same_in_whatever_order_the_input_comes():
    nodes, edges = landscape()

    first = positions(nodes, edges)

    assert positions(reversed(nodes), [(b, a) for a, b in reversed(edges)] + edges) == first


def test_positions_do_not_overlap_and_members_lie_near_their_network():
    nodes, edges = landscape()

    found = positions(nodes, edges)

    near = [distance(found, a, b) for a, b in edges]
    all_pairs = [distance(found, a, b) for a in nodes[:60] for b in nodes if a < b]
    assert min(all_pairs) > 0.8
    assert sum(near) / len(near) < 0.7 * sum(all_pairs) / len(all_pairs)


def test_positions_stay_when_a_few_nodes_come_and_go():
    nodes, edges = landscape()
    before = positions(nodes, edges)
    gone = {"o0", "o1"}
    now = [node for node in nodes if node not in gone] + ["o900", "o901", "o902"]
    seats = [edge for edge in edges if edge[0] not in gone] + [("o900", "n0"), ("o901", "n0"), ("o901", "n1")]

    after = positions(now, seats, previous=before)

    moved = [math.dist(before[node], after[node]) for node in nodes if node not in gone]
    assert set(after) == set(now)
    assert max(moved) < 0.5
    assert distance(after, "o900", "n0") < 8
    assert min(distance(after, "o900", node) for node in now if node != "o900") > 0.6


def test_positions_are_not_touched_when_nothing_is_new():
    nodes, edges = landscape()
    before = {node: (float(place), 0.0) for place, node in enumerate(nodes)}

    assert positions(nodes, edges, previous=before) == before


def test_positions_turn_towards_the_last_picture_when_most_is_new():
    nodes, edges = landscape()
    here = positions(nodes, edges)
    mirrored = {node: (-x + 40, y) for node, (x, y) in list(here.items())[:40]}

    found = positions(nodes, edges, previous=mirrored)

    assert max(math.dist(found[node], mirrored[node]) for node in mirrored) < 0.01


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ([], []),
        (["n1"], []),
        (["o1", "n1"], [("o1", "n1")]),
        (["o1", "o2", "n1"], [("o1", "n1"), ("o2", "n1"), ("o2", "n1"), ("n1", "n1"), ("o1", "n99")]),
        ([f"o{i}" for i in range(30)], []),
        ([f"o{i}" for i in range(5)] + ["n1", "n2"], [("o0", "n1"), ("o1", "n1"), ("o2", "n2"), ("o3", "n2")]),
    ],
    ids=["empty", "single", "pair", "doubled and unknown", "nobody joined", "two parts"],
)
def test_positions_exist_and_differ_for_odd_landscapes(nodes, edges):
    found = positions(nodes, edges)

    assert set(found) == set(nodes)
    assert len(set(found.values())) == len(nodes)
    assert all(math.isfinite(part) for place in found.values() for part in place)


def test_positions_on_the_grid_keep_the_same_promises():
    nodes, edges = landscape(n_networks=60, n_actors=640)

    found = positions(nodes, edges)

    assert found == positions(nodes, edges)
    assert len(set(found.values())) == len(nodes)
    width = max(x for x, _y in found.values()) - min(x for x, _y in found.values())
    height = max(y for _x, y in found.values()) - min(y for _x, y in found.values())
    assert width > height
