"""Measures against networkx and hand counts."""

import math

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisnetz.analysis.answer import answer
from kreisnetz.analysis.answer_keys import Question
from kreisnetz.analysis.landscape import Seat, build

Pairs = list[tuple[str, str]]
ROWS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=40)


def measured(pairs: Pairs) -> dict[str, object]:
    return answer(Question(build([], [], [Seat(actor, network) for actor, network in pairs])))


def named(rows: list[tuple[int, int]]) -> Pairs:
    return [(f"A{a:02}", f"N{n}") for a, n in rows]


def two_mode(pairs: Pairs) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from((("a", actor), ("n", network)) for actor, network in pairs)
    return graph


@settings(max_examples=40, deadline=None, database=None)
@given(ROWS)
def test_measures_agree_with_networkx_on_random_graphs(rows: list[tuple[int, int]]) -> None:
    pairs = named(rows)
    found, graph = measured(pairs), two_mode(pairs)
    raw = nx.betweenness_centrality(graph, normalized=False)
    for mode, key in (("a", "betweenness_raw_actors"), ("n", "betweenness_raw_networks")):
        assert dict(found[key]) == pytest.approx(
            {name: value for (kind, name), value in raw.items() if kind == mode}, abs=1e-9
        )
    cut = set(nx.articulation_points(graph))
    assert found["cut_actors"] == sorted(name for kind, name in cut if kind == "a")
    assert found["n_cut_networks"] == sum(kind == "n" for kind, _ in cut)
    assert found["n_components"] == nx.number_connected_components(graph)
    assert found["max_core"] == max(nx.core_number(graph).values())
    for actor, value in found["redundancy_actors"].items():
        assert (value is None) == (graph.degree(("a", actor)) < 2)
        if value is None:
            continue
        assert value == pytest.approx(nx.bipartite.node_redundancy(graph, [("a", actor)])["a", actor], abs=1e-9)
    actors = [node for node in graph if node[0] == "a"]
    projected = nx.bipartite.weighted_projected_graph(graph, actors)
    constraint = nx.constraint(projected, weight="weight")
    known = {
        key: value for key, value in found["burt_constraint_actor_projection_weighted"].items() if value is not None
    }
    assert known == pytest.approx(
        {name: value for (_, name), value in constraint.items() if not math.isnan(value)}, abs=1e-9
    )
    assert found["projection_actors_transitivity"] in (None, pytest.approx(nx.transitivity(projected)))


@settings(max_examples=20, deadline=None, database=None)
@given(ROWS)
def test_nothing_changes_when_a_row_is_doubled(rows: list[tuple[int, int]]) -> None:
    pairs = named(rows)
    assert measured(pairs) == measured([*pairs, pairs[0]])


def test_star_is_counted_by_hand_when_one_actor_joins_three_networks() -> None:
    found = measured([("M", "N1"), ("M", "N2"), ("M", "N3"), ("X", "N1"), ("Y", "N2"), ("Z", "N3")])
    assert found["exclusive_bridges_top10"] == [["M", 3], ["X", 0], ["Y", 0], ["Z", 0]]
    assert found["cut_actors"] == ["M"]
    assert found["fragmentation_after_loss_of_one_actor_top10"] == [["M", 1.0]]
    assert found["actor_pairs_sharing_exactly_one_network"] == 3
    assert found["merge_top5_union_duplicates_newpairs"][0] == ["N1", "N2", 3, 1, 1]
    assert found["robustness_remove_top_degree_actors_k_largest_actor_component"]["0.01"] == [1, 1]
    assert found["dissolve_top10_members_pairs_lostpairs_lostactors"]["N1"] == [2, 1, 1, 1]


def test_undefined_is_none_with_a_reason_when_nobody_is_in_a_network() -> None:
    found = measured([])
    assert found["density"] is None
    assert found["max_core"] is None
    assert set(found["reasons"]) >= {"density", "max_core", "fragmentation_actors", "barber_modularity"}
