"""The hard core: k-cores of the two-mode graph (Seidman 1983). Inflated by two large networks, so members are always named."""

from dataclasses import dataclass

import numpy as np

from kreisnetz.analysis.landscape import Ints, TwoMode


@dataclass(frozen=True)
class Cores:
    """Core number of each actor and network; largest: the greatest k (0 for an empty graph)."""

    of_actor: Ints
    of_network: Ints
    largest: int

    def members(self) -> tuple[Ints, Ints]:
        """Actors and networks of the innermost core."""
        return (
            np.flatnonzero(self.of_actor == self.largest).astype(np.int32),
            np.flatnonzero(self.of_network == self.largest).astype(np.int32),
        )


def cores(graph: TwoMode) -> Cores:
    """Peel off, for k = 1, 2, …, whoever has fewer than k ties left."""
    degree, size = graph.degree.astype(np.int64), graph.size.astype(np.int64)
    of_actor, of_network = np.zeros(graph.n_actors, np.int32), np.zeros(graph.n_networks, np.int32)
    actor, network = graph.tie_actor, graph.tie_network
    k = 0
    while len(actor):
        k += 1
        while True:
            kept = (degree[actor] >= k) & (size[network] >= k)
            if kept.all():
                break
            actor, network = actor[kept], network[kept]
            degree = np.bincount(actor, minlength=graph.n_actors)
            size = np.bincount(network, minlength=graph.n_networks)
        of_actor[np.unique(actor)] = k
        of_network[np.unique(network)] = k
    return Cores(of_actor, of_network, int(of_actor.max(initial=0)))
