"""What hangs together, and who holds it together: components, fragmentation (M2), cut points and their loss (M6). Exact.

Borgatti 2006, CMOT 12:21-34. Reachability is potential, not contact.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from kreisnetz.analysis.landscape import Ints, TwoMode


@dataclass(frozen=True)
class Cohesion:
    """Components by (actors, networks), largest first; fragmentation = 1 - sum a_c(a_c-1)/(n1(n1-1)), None below two actors."""

    component_of_actor: Ints
    component_of_network: Ints
    sizes: tuple[tuple[int, int], ...]
    fragmentation: float | None


def cohesion(graph: TwoMode) -> Cohesion:
    n1, n2 = graph.n_actors, graph.n_networks
    if not graph.n_ties:
        nothing = np.zeros(0, dtype=np.int32)
        return Cohesion(nothing, nothing, (), None)
    joined = sparse.coo_matrix(
        (np.ones(graph.n_ties, dtype=np.int8), (graph.tie_actor, graph.tie_network + n1)), shape=(n1 + n2, n1 + n2)
    )
    n, label = csgraph.connected_components(joined, directed=False)
    actors, networks = np.bincount(label[:n1], minlength=n), np.bincount(label[n1:], minlength=n)
    order = np.lexsort((-networks, -actors))
    rank = np.empty(n, dtype=np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    return Cohesion(
        component_of_actor=rank[label[:n1]],
        component_of_network=rank[label[n1:]],
        sizes=tuple((int(actors[c]), int(networks[c])) for c in order),
        fragmentation=fragmentation(actors),
    )


def fragmentation(actors_in_components: Ints | NDArray[np.int64]) -> float | None:
    """Share of pairs of actors that no chain connects; None below two actors."""
    counts = actors_in_components.astype(np.int64)
    n = int(counts.sum())
    if n < 2:
        return None
    return 1.0 - float((counts * (counts - 1)).sum()) / (n * (n - 1))


@dataclass(frozen=True)
class CutPoints:
    """actors, networks: positions of the articulation points. parts: for each cut actor, how many actors are in each piece its
    component falls into."""

    actors: Ints
    networks: Ints
    parts: dict[int, tuple[int, ...]]
    component_of_actor: Ints
    component_sizes: tuple[int, ...]

    @cached_property
    def fragmentation_after_loss(self) -> dict[int, float | None]:
        """Fragmentation of the n1-1 others after the loss of each cut actor."""
        n = sum(self.component_sizes) - 1
        whole = sum(c * (c - 1) for c in self.component_sizes)
        after: dict[int, float | None] = {}
        for actor, pieces in self.parts.items():
            own = self.component_sizes[self.component_of_actor[actor]]
            connected = whole - own * (own - 1) + sum(p * (p - 1) for p in pieces)
            after[actor] = 1.0 - connected / (n * (n - 1)) if n > 1 else None
        return after

    def cut_off(self, actor: int) -> int:
        """Actors outside the largest piece after the loss of this one."""
        pieces = self.parts[actor]
        return sum(pieces) - max(pieces)


def cut_points(graph: TwoMode, found: Cohesion | None = None) -> CutPoints:
    """Articulation points of the two-mode graph: one depth-first search without recursion."""
    whole = found or cohesion(graph)
    n1 = graph.n_actors
    search = _Search(graph)
    for root in range(n1):
        if search.number[root] == 0:
            search.run(root)
    sizes = tuple(actors for actors, _networks in whole.sizes)
    cut = sorted(search.pieces)
    parts = {}
    for node in cut:
        if node >= n1:
            continue
        below = search.pieces[node]
        rest = sizes[whole.component_of_actor[node]] - 1 - sum(below)
        parts[node] = tuple(sorted([*below, rest] if not search.is_root[node] else below, reverse=True))
    return CutPoints(
        actors=np.array([node for node in cut if node < n1], dtype=np.int32),
        networks=np.array([node - n1 for node in cut if node >= n1], dtype=np.int32),
        parts=parts,
        component_of_actor=whole.component_of_actor,
        component_sizes=sizes,
    )


class _Search:
    """Tarjan's lowpoints. Nodes: actors, then networks. pieces[v]: actors in each part that only v connects downwards."""

    def __init__(self, graph: TwoMode) -> None:
        n1, n = graph.n_actors, graph.n_actors + graph.n_networks
        turned = graph.transposed
        shifted = (graph.tie_network + n1).tolist()
        backward = turned.indices.tolist()
        starts, ends = graph.start.tolist(), turned.indptr.tolist()
        self.near = [shifted[starts[a] : starts[a + 1]] for a in range(n1)]
        self.near += [backward[ends[k] : ends[k + 1]] for k in range(graph.n_networks)]
        self.n_actors = n1
        self.number = [0] * n
        self.low = [0] * n
        self.count = [0] * n
        self.is_root = [False] * n
        self.pieces: dict[int, list[int]] = {}
        self.clock = 0

    def run(self, root: int) -> None:
        stack = [(root, -1, iter(self.near[root]))]
        self._enter(root)
        self.is_root[root] = True
        children = 0
        while stack:
            node, parent, rest = stack[-1]
            for other in rest:
                if self.number[other] == 0:
                    self._enter(other)
                    stack.append((other, node, iter(self.near[other])))
                    break
                if other != parent:
                    self.low[node] = min(self.low[node], self.number[other])
            else:
                stack.pop()
                if stack:
                    children += parent == root
                    self._leave(node, parent)
        if children < 2:
            self.pieces.pop(root, None)

    def _enter(self, node: int) -> None:
        self.clock += 1
        self.number[node] = self.low[node] = self.clock
        self.count[node] = int(node < self.n_actors)

    def _leave(self, node: int, parent: int) -> None:
        self.count[parent] += self.count[node]
        self.low[parent] = min(self.low[parent], self.low[node])
        if self.low[node] >= self.number[parent]:
            self.pieces.setdefault(parent, []).append(self.count[node])
