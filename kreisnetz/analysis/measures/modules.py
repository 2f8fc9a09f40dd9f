"""Modules of the two-mode graph (Barber 2007, BRIM) from several seeds. Many near-equal partitions exist: never call one a fact."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kreisnetz.analysis.landscape import TwoMode

SEEDS = 20
MOST_MODULES = 12
ROUNDS = 100
Labels = NDArray[np.intp]


@dataclass(frozen=True)
class Modules:
    """The best partition found. barber is a lower bound of the best possible Q; None for an empty graph."""

    of_actor: Labels
    of_network: Labels
    barber: float | None
    newman: float | None
    number: int


def barber_modularity(graph: TwoMode, of_actor: Labels, of_network: Labels) -> float:
    """Q = 1/m sum(B - d_a s_N / m)[same module]."""
    m = graph.n_ties
    k = int(max(of_actor.max(), of_network.max())) + 1
    inside = int((of_actor[graph.tie_actor] == of_network[graph.tie_network]).sum())
    expected = np.bincount(of_actor, graph.degree, k) @ np.bincount(of_network, graph.size, k)
    return inside / m - float(expected) / m**2


def newman_modularity(graph: TwoMode, of_actor: Labels, of_network: Labels) -> float:
    """Ordinary modularity of the same partition: a different number, given to catch the mix-up."""
    m = graph.n_ties
    k = int(max(of_actor.max(), of_network.max())) + 1
    inside = int((of_actor[graph.tie_actor] == of_network[graph.tie_network]).sum())
    ends = np.bincount(of_actor, graph.degree, k) + np.bincount(of_network, graph.size, k)
    return inside / m - float((ends**2).sum()) / (2 * m) ** 2


def modules(graph: TwoMode, seed: int = 1, seeds: int = SEEDS) -> Modules:
    if not graph.n_ties:
        nothing = np.zeros(0, dtype=np.intp)
        return Modules(nothing, nothing, None, None, 0)
    random = np.random.default_rng(seed)
    best: tuple[float, Labels, Labels] | None = None
    for _ in range(seeds):
        k = int(random.integers(2, max(3, min(MOST_MODULES, graph.n_networks) + 1)))
        of_actor, of_network = _brim(graph, random.integers(0, k, graph.n_networks), k)
        q = barber_modularity(graph, of_actor, of_network)
        if best is None or q > best[0]:
            best = (q, of_actor, of_network)
    assert best is not None
    q, of_actor, of_network = best
    number = len(np.union1d(of_actor, of_network))
    return Modules(of_actor, of_network, q, newman_modularity(graph, of_actor, of_network), number)


def _brim(graph: TwoMode, of_network: Labels, k: int) -> tuple[Labels, Labels]:
    """Move actors, then networks, to the module that gains most, until nothing moves."""
    m, one = graph.n_ties, np.eye(k)
    of_actor = np.zeros(graph.n_actors, dtype=np.intp)
    for _ in range(ROUNDS):
        held = np.bincount(of_network, graph.size, k)
        of_actor = (graph.matrix @ one[of_network] - np.outer(graph.degree, held) / m).argmax(axis=1)
        held = np.bincount(of_actor, graph.degree, k)
        moved = (graph.transposed @ one[of_actor] - np.outer(graph.size, held) / m).argmax(axis=1)
        if (moved == of_network).all():
            break
        of_network = moved
    return of_actor, of_network
