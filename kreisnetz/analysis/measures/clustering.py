"""Repeated co-membership (Robins & Alexander 2004), and the one-mode projections that mislead (given to show the number)."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kreisnetz.analysis.landscape import TwoMode
from kreisnetz.analysis.measures.bridges import without_diagonal

CONSTRAINT_UP_TO = 3000


def robins_alexander(graph: TwoMode, shared: sparse.csr_matrix) -> float | None:
    """4 C4 / L3: closed four-cycles among three-paths; None without a three-path."""
    both = sparse.triu(shared, k=1).data.astype(np.int64)
    cycles = int((both * (both - 1) // 2).sum())
    paths = int(
        (
            (graph.degree.astype(np.int64) - 1)[graph.tie_actor] * (graph.size.astype(np.int64) - 1)[graph.tie_network]
        ).sum()
    )
    return 4 * cycles / paths if paths else None


def transitivity(adjacency: sparse.csr_matrix) -> float | None:
    """3 triangles / connected triples of an undirected graph without loops; None without a triple. Up to CONSTRAINT_UP_TO nodes."""
    plain = adjacency.copy()
    plain.data = np.ones_like(plain.data, dtype=np.int64)
    degree = np.diff(plain.indptr).astype(np.int64)
    triples = int((degree * (degree - 1)).sum())
    if not triples:
        return None
    dense = plain.astype(np.float32).toarray()
    closed = int(((dense @ dense) * dense).sum(dtype=np.float64))
    return closed / triples


def burt_constraint(graph: TwoMode) -> NDArray[np.float64]:
    """Burt's constraint on the weighted actor projection, NaN for actors without a neighbour. Misleading: see docs/methods.md."""
    weights = without_diagonal(graph.matrix @ graph.matrix.T).astype(np.float64).toarray()
    total = weights.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = weights / total[:, None]
    share[total == 0] = 0.0
    direct = share + share @ share
    constraint: NDArray[np.float64] = (np.where(weights > 0, direct, 0.0) ** 2).sum(axis=1)
    constraint[total == 0] = np.nan
    return constraint
