"""Groups in surveyed ties: Gould and Fernandez, E-I index, assortativity. Pure."""

import numpy as np
from numpy.typing import NDArray

from kreisnetz.analysis.one_mode.graph import OneMode


def gould_fernandez(graph: OneMode) -> NDArray[np.int64]:
    """Ordered paths i -> j -> k without i -> k: coordinator, itinerant, representative, gatekeeper, liaison, total.

    Nodes without a group take no part. Without direction both ways are counted.
    """
    arcs = (graph.arcs if graph.directed else graph.ties).astype(np.int64)
    dense, count = arcs.toarray(), len(graph.groups)
    result = np.zeros((graph.n, 6), dtype=np.int64)
    label = np.zeros((graph.n, count), dtype=np.int64)
    known = np.flatnonzero(graph.group >= 0)
    label[known, graph.group[known]] = 1
    into, out = dense.T @ label, dense @ label
    opened = into[:, :, None] * out[:, None, :]
    both = (dense.T * dense) @ label
    opened[:, range(count), range(count)] -= both
    for g in range(count):
        closed = ((dense.T * label[:, g]) @ dense) * dense
        opened[:, g, :] -= closed @ label
    for j in known.tolist():
        own, table = int(graph.group[j]), opened[j]
        all_, same = int(table.sum()), int(np.trace(table))
        inside, from_own, to_own = int(table[own, own]), int(table[own].sum()), int(table[:, own].sum())
        representative, gatekeeper = from_own - inside, to_own - inside
        liaison = all_ - same - representative - gatekeeper
        result[j] = (inside, same - inside, representative, gatekeeper, liaison, all_)
    return result


def e_i_index(graph: OneMode) -> float | None:
    """(external - internal) / (external + internal) over ties whose ends both have a group; None without such ties."""
    ties = graph.ties.tocoo()
    known = (graph.group[ties.row] >= 0) & (graph.group[ties.col] >= 0)
    every = int(known.sum())
    inside = int((known & (graph.group[ties.row] == graph.group[ties.col])).sum())
    return (every - 2 * inside) / every if every else None


def assortativity(graph: OneMode) -> float | None:
    """Newman's (2003) coefficient on undirected ties; None without ties or if all ends are of one group."""
    ties, count = graph.ties.tocoo(), len(graph.groups)
    known = (graph.group[ties.row] >= 0) & (graph.group[ties.col] >= 0)
    if not known.any():
        return None
    cell = graph.group[ties.row][known].astype(np.int64) * count + graph.group[ties.col][known]
    mixing = np.bincount(cell, minlength=count * count).reshape(count, count) / int(known.sum())
    chance = float((mixing.sum(axis=0) * mixing.sum(axis=1)).sum())
    return (float(np.trace(mixing)) - chance) / (1 - chance) if chance < 1 - 1e-12 else None
