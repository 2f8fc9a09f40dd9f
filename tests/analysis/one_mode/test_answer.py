"""One-mode keys against networkx and a count over all paths, on random graphs."""

from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisnetz.analysis.one_mode.answer import one_mode_keys
from kreisnetz.analysis.one_mode.graph import one_mode

ARCS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=25)


@settings(max_examples=40, deadline=None)
@given(ARCS)
def test_one_mode_keys_equal_networkx_when_the_graph_is_random(arcs):
    values, _ = one_mode_keys(one_mode(arcs, "abcdefghi"))
    directed = nx.DiGraph()
    directed.add_nodes_from("abcdefghi")
    directed.add_edges_from((a, b) for a, b in arcs if a != b)
    plain = directed.to_undirected()
    assert values["n_edges_undirected"] == plain.number_of_edges()
    assert values["n_components"] == nx.number_connected_components(plain)
    assert values["density"] == pytest.approx(nx.density(plain), abs=1e-12)
    assert (values["transitivity"] or 0) == pytest.approx(nx.transitivity(plain), abs=1e-12)
    assert values["betweenness_raw"] == pytest.approx(nx.betweenness_centrality(plain, normalized=False), abs=1e-9)
    assert values["directed_betweenness"] == pytest.approx(
        nx.betweenness_centrality(directed, normalized=False), abs=1e-9
    )
    assert values["cut_vertices"] == sorted(nx.articulation_points(plain))
    assert values["bridges"] == len(list(nx.bridges(plain)))
    core = nx.core_number(plain)
    assert values["max_core_and_size"] == [max(core.values()), list(core.values()).count(max(core.values()))]
    if directed.number_of_edges():
        assert values["reciprocity"] == pytest.approx(nx.overall_reciprocity(directed), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(ARCS, st.lists(st.sampled_from("xyz"), min_size=8, max_size=8))
def test_group_keys_equal_a_count_over_all_paths_when_the_graph_is_random(arcs, groups):
    of = dict(zip("abcdefgh", groups, strict=True))
    values, _ = one_mode_keys(one_mode(arcs, "abcdefgh", group=of))
    there = {(a, b) for a, b in arcs if a != b}
    counts = {node: [0] * 6 for node in "abcdefgh"}
    for i, j, k in permutations("abcdefgh", 3):
        if (i, j) in there and (j, k) in there and (i, k) not in there:
            a, b, c = of[i], of[j], of[k]
            role = 0 if a == b == c else 1 if a == c else 2 if a == b else 3 if b == c else 4
            counts[j][role] += 1
            counts[j][5] += 1
    assert values["gould_fernandez_coord_itin_repr_gate_liai_total"] == counts
    plain = nx.Graph(list(there))
    nx.set_node_attributes(plain, of, "group")
    if values["assortativity_nominal"] is not None:
        expected = nx.attribute_assortativity_coefficient(plain, "group")
        assert values["assortativity_nominal"] == pytest.approx(expected, abs=1e-9)
    if there:
        outside = sum(of[a] != of[b] for a, b in plain.edges)
        assert values["e_i_index"] == pytest.approx((2 * outside - len(plain.edges)) / len(plain.edges))


def test_one_mode_keys_of_a_star_are_known_by_hand():
    values, reasons = one_mode_keys(one_mode([("m", x) for x in "abcd"], directed=False))
    assert (values["degree_centralisation"], values["betweenness_centralisation"]) == (1, 1)
    assert (values["min_dominating_set"], values["betweenness_raw"]["m"], values["bridges"]) == (1, 6, 4)
    assert reasons["e_i_index"] == "no_groups"


def test_one_mode_keys_are_undefined_when_there_is_nothing():
    values, reasons = one_mode_keys(one_mode([]))
    assert (values["n_nodes"], values["density"], reasons["density"]) == (0, None, "too_few_nodes_or_ties")
