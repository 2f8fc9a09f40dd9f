"""Who alone connects two networks (M4), and how much a network's meetings are doubled elsewhere (M8). Exact.

Latapy, Magnien & Del Vecchio 2008, Social Networks 30:31-48. Nothing of the size of all pairs of actors is ever kept: rows are taken
in blocks, and actors with a single network are counted in closed form.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kreisnetz.analysis.landscape import Ints, TwoMode

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
BLOCK = 2_000_000


def shared_members(graph: TwoMode) -> sparse.csr_matrix:
    """O = B'B without its diagonal: members that two networks share."""
    return without_diagonal(graph.transposed @ graph.matrix)


def without_diagonal(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    found = matrix.tocsr()
    found.setdiag(0)
    found.eliminate_zeros()
    found.sort_indices()
    return found


@dataclass(frozen=True)
class Bridges:
    """exclusive: for each actor the pairs of networks of which it is the only common member; redundancy: 1 - exclusive/C(d,2),
    NaN below two networks."""

    exclusive: Longs
    redundancy: Floats
    single: sparse.csr_matrix
    """Networks x networks: 1 where exactly one member is shared."""

    def pairs_of(self, graph: TwoMode, actor: int) -> list[tuple[int, int]]:
        """The pairs of networks that this actor alone connects."""
        own = graph.networks_of(actor).tolist()
        return [(a, b) for i, a in enumerate(own) for b in own[i + 1 :] if self.single[a, b]]


def bridges(graph: TwoMode, shared: sparse.csr_matrix | None = None) -> Bridges:
    o = shared_members(graph) if shared is None else shared
    single = o.copy()
    single.data = (single.data == 1).astype(np.int32)
    single.eliminate_zeros()
    exclusive = np.zeros(graph.n_actors, dtype=np.int64)
    work = np.diff(single.indptr)[graph.tie_network] if graph.n_ties else np.zeros(0, dtype=np.int64)
    for rows in blocks(graph.start, work):
        part = graph.matrix[rows.start : rows.stop]
        exclusive[rows.start : rows.stop] = np.asarray((part @ single).multiply(part).sum(axis=1)).ravel() // 2
    pairs = pairs_of(graph.degree)
    with np.errstate(invalid="ignore", divide="ignore"):
        redundancy = np.where(pairs > 0, 1.0 - exclusive / pairs, np.nan)
    return Bridges(exclusive, redundancy, single)


@dataclass(frozen=True)
class Meetings:
    """For each network: pairs of members, pairs that meet nowhere else, redundancy = 1 - only_here/pairs (NaN below two members),
    members with no other network. n_pairs_once: pairs of actors that share exactly one network; n_pairs: at least one."""

    pairs: Longs
    only_here: Longs
    redundancy: Floats
    stranded: Longs
    n_pairs_once: int
    n_pairs: int


def meetings(graph: TwoMode) -> Meetings:
    """Pairs of actors by the networks they share; P = BB' in blocks over actors with two or more networks."""
    leaf = graph.degree == 1
    leaves = np.bincount(graph.tie_network[leaf[graph.tie_actor]], minlength=graph.n_networks).astype(np.int64)
    others = graph.size.astype(np.int64) - leaves
    only_here = leaves * (leaves - 1) // 2 + leaves * others
    busy = graph.matrix[np.flatnonzero(~leaf)]
    busy_turned = busy.T.tocsr()
    once = many = 0
    twice = np.zeros(graph.n_networks, dtype=np.int64)
    work = np.diff(busy_turned.indptr)[busy.indices] if busy.nnz else np.zeros(0, dtype=np.int64)
    for rows in blocks(busy.indptr, work):
        part = busy[rows.start : rows.stop]
        together = (part @ busy_turned).tocoo()
        off = together.row + rows.start != together.col
        row, col, number = together.row[off], together.col[off], together.data[off]
        many += len(row)
        first = number == 1
        once += int(first.sum())
        met_once = sparse.csr_matrix((number[first], (row[first], col[first])), shape=together.shape)
        twice += np.asarray((met_once @ busy).multiply(part).sum(axis=0), dtype=np.int64).ravel()
    n_leaf_pairs = int(only_here.sum())
    only_here = only_here + twice // 2
    pairs = pairs_of(graph.size)
    with np.errstate(invalid="ignore", divide="ignore"):
        redundancy = np.where(pairs > 0, 1.0 - only_here / pairs, np.nan)
    return Meetings(pairs, only_here, redundancy, leaves, n_leaf_pairs + once // 2, n_leaf_pairs + many // 2)


def pairs_of(numbers: Ints) -> Longs:
    """C(n,2) of each."""
    n = numbers.astype(np.int64)
    return n * (n - 1) // 2


def blocks(start: NDArray[np.integer], work: NDArray[np.integer], most: int = BLOCK) -> Iterator[range]:
    """Ranges of rows so that the products of one range need about `most` entries. start: row pointers; work: entries per tie."""
    n = len(start) - 1
    total = np.concatenate(([0], np.cumsum(work, dtype=np.int64)))[start]
    first = 0
    while first < n:
        last = int(np.searchsorted(total, total[first] + most, side="right")) - 1
        last = min(max(last, first + 1), n)
        yield range(first, last)
        first = last
