"""Counts, density and centralisation of the two-mode graph (M1). Borgatti & Everett 1997; UCINET "within"."""

from dataclasses import dataclass

import numpy as np

from kreisnetz.analysis.landscape import Ints, TwoMode


@dataclass(frozen=True)
class Size:
    """n1 actors, n2 networks, m memberships. Shares and means are None for an empty graph.

    density: m/(n1 n2). Centralisation within one mode: sum(max d - d_i)/((n1-1)(n2-1)), None unless both modes have two nodes.
    """

    n_actors: int
    n_networks: int
    n_memberships: int
    density: float | None
    mean_networks_per_actor: float | None
    mean_actors_per_network: float | None
    median_actors_per_network: float | None
    max_networks_per_actor: int
    max_actors_per_network: int
    actors_in_one_network_only: int
    networks_with_one_actor_only: int
    degree_centralisation_actors: float | None
    degree_centralisation_networks: float | None


def size(graph: TwoMode) -> Size:
    n1, n2, m = graph.n_actors, graph.n_networks, graph.n_ties
    some = m > 0
    return Size(
        n_actors=n1,
        n_networks=n2,
        n_memberships=m,
        density=m / (n1 * n2) if some else None,
        mean_networks_per_actor=m / n1 if some else None,
        mean_actors_per_network=m / n2 if some else None,
        median_actors_per_network=float(np.median(graph.size)) if some else None,
        max_networks_per_actor=int(graph.degree.max()) if some else 0,
        max_actors_per_network=int(graph.size.max()) if some else 0,
        actors_in_one_network_only=int((graph.degree == 1).sum()),
        networks_with_one_actor_only=int((graph.size == 1).sum()),
        degree_centralisation_actors=_centralisation(graph.degree, n2),
        degree_centralisation_networks=_centralisation(graph.size, n1),
    )


def _centralisation(degrees: Ints, n_others: int) -> float | None:
    n = len(degrees)
    if n < 2 or n_others < 2:
        return None
    return float((degrees.max() - degrees.astype(np.int64)).sum()) / ((n - 1) * (n_others - 1))
