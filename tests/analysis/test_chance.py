"""The null model keeps degrees; verdicts say when there is nothing to say."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisnetz.analysis.chance import against_chance, shuffled
from kreisnetz.analysis.landscape import Seat, build
from kreisnetz.analysis.sensitivity import sensitivity

TIES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=30)


def graph_of(ties):
    return build([], [], [Seat(f"a{a:03}", f"n{n:03}") for a, n in ties]).on(None)


def fours(graph):
    shared = (graph.transposed @ graph.matrix).toarray()
    np.fill_diagonal(shared, 0)
    return float((shared * (shared - 1)).sum())


@settings(max_examples=40, deadline=None)
@given(TIES, st.integers(0, 99))
def test_shuffling_keeps_degrees_and_makes_no_duplicates(ties, seed):
    graph = graph_of(ties)
    other = shuffled(graph, np.random.default_rng(seed))
    assert other.degree.tolist() == graph.degree.tolist()
    assert other.size.tolist() == graph.size.tolist()
    assert len(set(zip(other.tie_actor.tolist(), other.tie_network.tolist(), strict=True))) == graph.n_ties


def test_chance_says_more_when_two_blocks_never_mix():
    graph = graph_of(
        [(a, n) for a in range(10) for n in range(4)] + [(a + 10, n + 4) for a in range(10) for n in range(4)]
    )
    found = against_chance(graph, {"fours": fours, "ties": lambda g: float(g.n_ties)}, draws=40)
    assert (found["fours"].verdict, found["fours"].z > 3) == ("more", True)
    assert (found["ties"].z, found["ties"].reason) == (None, "fixed_by_degrees")
    assert found == against_chance(graph, {"fours": fours, "ties": lambda g: float(g.n_ties)}, draws=40)


def degrees(graph):
    return dict(zip(graph.actor_ids, graph.degree.tolist(), strict=True))


def test_ranking_is_solid_when_degrees_are_far_apart_and_unsure_when_they_are_close():
    steep = graph_of([(a, n) for a in range(40) for n in range(3 * a + 1)])
    flat = graph_of([(a, (a + n) % 40) for a in range(40) for n in range(2 + a % 2)])
    assert sensitivity(steep, degrees, draws=10).verdict == "solid"
    assert sensitivity(flat, degrees, draws=10).verdict == "unsure"


def test_sensitivity_is_undefined_when_all_are_equal():
    assert sensitivity(graph_of([(0, 0), (1, 0), (2, 0)]), degrees).reason == "no_ranking"
