"""Surveyed ties between organisations as a graph, for the one-mode measures. Pure; loops and doubled ties are dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True)
class OneMode:
    """Nodes sorted by id. arcs: ties as given; ties: the same without direction (0/1, no diagonal). group: -1 if none."""

    ids: tuple[str, ...]
    arcs: sparse.csr_matrix
    ties: sparse.csr_matrix
    group: NDArray[np.int16]
    groups: tuple[str, ...]
    directed: bool

    @property
    def n(self) -> int:
        return len(self.ids)


def one_mode(
    edges: Iterable[tuple[str, str]],
    nodes: Iterable[str] = (),
    *,
    group: Mapping[str, str] | None = None,
    directed: bool = True,
) -> OneMode:
    """A graph from pairs of ids; nodes without a tie are kept."""
    pairs = {(a, b) for a, b in edges}
    ids = tuple(sorted({*nodes, *(a for a, _ in pairs), *(b for _, b in pairs)}))
    at = {name: i for i, name in enumerate(ids)}
    ordered = sorted((at[a], at[b]) for a, b in pairs if a != b)
    arcs = sparse.csr_matrix(
        (np.ones(len(ordered), dtype=np.int64), ([a for a, _ in ordered], [b for _, b in ordered])),
        shape=(len(ids), len(ids)),
    )
    ties = ((arcs + arcs.T) > 0).astype(np.int64).tocsr()
    ties.sort_indices()
    names = group or {}
    groups = tuple(sorted({name for node, name in names.items() if name and node in at}))
    number = {name: i for i, name in enumerate(groups)}
    of_node = np.array([number.get(names.get(node, ""), -1) for node in ids], dtype=np.int16)
    return OneMode(ids, arcs, ties, of_node, groups, directed)
