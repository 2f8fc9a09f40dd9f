"""Betweenness on the two-mode graph (M3): exact where it can be, else from a sample of sources with an error bound.

Brandes 2001; Borgatti & Everett 1997. Actors with the same memberships are one class with a weight (exact), and searches
run in batches as products of a sparse and a dense matrix.
"""

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kreisnetz.analysis.landscape import TwoMode

Floats = NDArray[np.float64]
EXACT_NODES = 10_000
EXACT_WORK = 2_000_000_000
SOURCES = 500
BATCH = 64


@dataclass(frozen=True)
class Betweenness:
    """Freeman's raw betweenness, all unordered pairs of both modes. sampled: None if exact, else how it was estimated."""

    of_actor: Floats
    of_network: Floats
    sampled: dict[str, float | int] | None


def maximum(n: int, others: int) -> float:
    """Borgatti & Everett's greatest possible value in a mode of n nodes beside a mode of `others`."""
    if n < 1 or others < 1:
        return 0.0
    s, t = divmod(n - 1, others)
    return 0.5 * (others**2 * (s + 1) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3))


def betweenness(graph: TwoMode, seed: int = 1, exact: bool | None = None, sources: int = SOURCES) -> Betweenness:
    n1, n2 = graph.n_actors, graph.n_networks
    n = n1 + n2
    if not graph.n_ties:
        return Betweenness(np.zeros(n1), np.zeros(n2), None)
    if exact is None:
        exact = n <= EXACT_NODES or n * graph.n_ties <= EXACT_WORK
    class_of, first = _classes(graph)
    folded = _Folded(graph.matrix[first].astype(np.float64), np.bincount(class_of).astype(np.float64))
    sampled: dict[str, float | int] | None = None
    from_class: Floats
    from_network: Floats
    if exact or sources >= n:
        from_class, from_network = folded.weight, np.ones(n2)
    else:
        chosen = np.random.default_rng(seed).choice(n, size=sources, replace=False)
        scale = n / sources
        from_class = np.bincount(class_of[chosen[chosen < n1]], minlength=len(first)).astype(np.float64) * scale
        from_network = np.bincount(chosen[chosen >= n1] - n1, minlength=n2).astype(np.float64) * scale
        bound = n * (n - 2) / 2 * sqrt(log(2 * n / 0.05) / (2 * sources))
        sampled = {"sources": sources, "seed": seed, "error_bound_raw": bound, "probability": 0.95}
    for side, weights in ((0, from_class), (1, from_network)):
        chosen_sources = np.flatnonzero(weights)
        for k in range(0, len(chosen_sources), BATCH):
            part = chosen_sources[k : k + BATCH]
            folded.search(side, part, weights[part])
    return Betweenness(folded.total[0][class_of] / 2, folded.total[1] / 2, sampled)


def _classes(graph: TwoMode) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Class of each actor by its set of networks, and one actor of each class."""
    seen: dict[bytes, int] = {}
    class_of = np.empty(graph.n_actors, dtype=np.intp)
    first: list[int] = []
    for actor in range(graph.n_actors):
        key = graph.networks_of(actor).tobytes()
        number = seen.setdefault(key, len(seen))
        if number == len(first):
            first.append(actor)
        class_of[actor] = number
    return class_of, np.array(first, dtype=np.intp)


class _Folded:
    """Classes x networks. Side 0: classes, `weight` actors in each; side 1: networks. total: dependencies per single node."""

    def __init__(self, matrix: sparse.csr_matrix, weight: Floats) -> None:
        self.matrix = matrix
        self.weight = weight
        self.step = (matrix.T.tocsr(), matrix)
        self.weights = (weight[:, None], np.ones((matrix.shape[1], 1)))
        self.total = (np.zeros(matrix.shape[0]), np.zeros(matrix.shape[1]))

    def search(self, side: int, sources: NDArray[np.intp], counts: Floats) -> None:
        """Breadth first from these sources together, then dependencies backwards."""
        width = len(sources)
        columns = np.arange(width)
        seen = [np.zeros((len(total), width), dtype=bool) for total in self.total]
        paths = [np.zeros((len(total), width)) for total in self.total]
        seen[side][sources, columns] = True
        front = np.zeros_like(paths[side])
        front[sources, columns] = 1.0
        levels: list[tuple[int, NDArray[np.bool_]]] = []
        at = side
        while True:
            reached = self.step[at] @ front
            at = 1 - at
            new = (reached > 0) & ~seen[at]
            if not new.any():
                break
            seen[at] |= new
            paths[at][new] = reached[new]
            levels.append((at, new))
            front = np.where(new, reached, 0.0) * self.weights[at]
        depend = [np.zeros_like(one) for one in paths]
        for k in range(len(levels) - 1, 0, -1):
            at, new = levels[k]
            share = np.where(new, self.weights[at] * (1.0 + depend[at]) / np.where(new, paths[at], 1.0), 0.0)
            before, mask = levels[k - 1]
            depend[before] += np.where(mask, paths[before] * (self.step[at] @ share), 0.0)
        for mode in (0, 1):
            self.total[mode][:] += depend[mode] @ counts
        if side == 0:
            self._twins(sources, counts)

    def _twins(self, sources: NDArray[np.intp], counts: Floats) -> None:
        """Ways to the others of the source's own class: two steps, one for each common network."""
        rows = self.matrix[sources]
        degree = np.diff(rows.indptr)
        self.total[1][:] += rows.T @ (counts * (self.weight[sources] - 1.0) / degree)
