"""What is left connected when actors fall away. Static order: those with most networks first, or by chance."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from kreisnetz.analysis.landscape import Ints, TwoMode


def by_degree(graph: TwoMode) -> Ints:
    """Actors, those with most networks first, ties by id."""
    return np.lexsort((np.arange(graph.n_actors), -graph.degree)).astype(np.int32)


def largest_left(graph: TwoMode, order: Ints, removed: Sequence[int]) -> list[int]:
    """Actors in the largest remaining component after the first k of the order are gone, for each k."""
    left = []
    for k in removed:
        keep = np.ones(graph.n_actors, dtype=bool)
        keep[order[:k]] = False
        tie = keep[graph.tie_actor]
        n = graph.n_actors + graph.n_networks
        joined = sparse.coo_matrix(
            (np.ones(int(tie.sum()), dtype=np.int8), (graph.tie_actor[tie], graph.tie_network[tie] + graph.n_actors)),
            shape=(n, n),
        )
        _count, label = csgraph.connected_components(joined, directed=False)
        actors = label[: graph.n_actors][keep]
        left.append(int(np.bincount(actors).max(initial=0)))
    return left


def removed_by_share(graph: TwoMode, share: float) -> int:
    """max(1, round(share * n1)), at most all."""
    return min(max(1, round(share * graph.n_actors)), graph.n_actors)
