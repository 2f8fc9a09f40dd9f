"""Which networks share members, contain or duplicate each other (M7), and what joining two would give (M9). Exact, always with counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kreisnetz.analysis.landscape import Ints, TwoMode
from kreisnetz.analysis.measures.bridges import shared_members

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Overlap:
    """Pairs of networks with a common member, by shared members descending, then ids: positions first < second."""

    first: Ints
    second: Ints
    shared: Ints
    jaccard: Floats
    containment: Floats

    @property
    def union(self) -> NDArray[np.int64]:
        return np.rint(self.shared / self.jaccard).astype(np.int64)


def overlap(graph: TwoMode, shared: sparse.csr_matrix | None = None) -> Overlap:
    o = shared_members(graph) if shared is None else shared
    upper = sparse.triu(o, k=1).tocoo()
    order = np.lexsort((upper.col, upper.row, -upper.data))
    first, second, both = upper.row[order], upper.col[order], upper.data[order]
    left, right = graph.size[first].astype(np.int64), graph.size[second].astype(np.int64)
    return Overlap(first, second, both, both / (left + right - both), both / np.minimum(left, right))


def new_pairs(graph: TwoMode, first: int, second: int) -> int:
    """Pairs of actors that would meet for the first time if the two networks became one: each in one of them, together in none."""
    a, b = graph.members_of(first), graph.members_of(second)
    only_a, only_b = np.setdiff1d(a, b), np.setdiff1d(b, a)
    if not len(only_a) or not len(only_b):
        return 0
    met = graph.matrix[only_a] @ graph.matrix[only_b].T
    return len(only_a) * len(only_b) - int(met.nnz)
