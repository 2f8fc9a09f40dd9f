"""Betweenness, cut nodes, bridges and cores of a one-mode graph. Pure, exact; meant for surveys, up to some thousand nodes."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def betweenness(matrix: sparse.csr_matrix) -> NDArray[np.float64]:
    """Freeman's betweenness over ordered pairs, endpoints excluded (Brandes 2001); halve it for undirected ties."""
    n = matrix.shape[0]
    result = np.zeros(n)
    turned = matrix.T.tocsr().astype(np.float64)
    straight = matrix.tocsr().astype(np.float64)
    for source in range(n):
        level = np.full(n, -1)
        paths = np.zeros(n)
        level[source], paths[source], front, depth = 0, 1.0, np.array([source]), 0
        fronts = [front]
        while len(front):
            wave = np.zeros(n)
            wave[front] = paths[front]
            reached = turned @ wave
            front = np.flatnonzero((reached > 0) & (level < 0))
            depth += 1
            level[front], paths[front] = depth, reached[front]
            fronts.append(front)
        share = np.zeros(n)
        for back in range(len(fronts) - 2, 0, -1):
            later, here = fronts[back + 1], fronts[back]
            weight = np.zeros(n)
            weight[later] = (1 + share[later]) / paths[later]
            share[here] = paths[here] * (straight @ weight)[here]
        share[source] = 0.0
        result += share
    return result


def cut_nodes_and_bridges(ties: sparse.csr_matrix) -> tuple[list[int], int]:
    """Articulation points and the number of bridges of an undirected graph (Tarjan 1972, without recursion)."""
    n = ties.shape[0]
    seen, low, cut, bridges, clock = [-1] * n, [0] * n, set[int](), 0, 0
    near = [ties.indices[ties.indptr[i] : ties.indptr[i + 1]].tolist() for i in range(n)]
    for root in range(n):
        if seen[root] >= 0:
            continue
        seen[root] = low[root] = clock
        clock, children = clock + 1, 0
        stack = [(root, -1, iter(near[root]))]
        while stack:
            node, parent, rest = stack[-1]
            other = next(rest, None)
            if other is None:
                stack.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[node])
                    bridges += low[node] > seen[parent]
                    children += parent == root
                    if parent != root and low[node] >= seen[parent]:
                        cut.add(parent)
            elif seen[other] < 0:
                seen[other] = low[other] = clock
                clock += 1
                stack.append((other, node, iter(near[other])))
            elif other != parent:
                low[node] = min(low[node], seen[other])
        if children > 1:
            cut.add(root)
    return sorted(cut), bridges


def core_numbers(ties: sparse.csr_matrix) -> NDArray[np.int64]:
    """k-core number of each node (Seidman 1983)."""
    degree = np.diff(ties.indptr).astype(np.int64)
    core, alive, k = np.zeros(len(degree), dtype=np.int64), np.ones(len(degree), dtype=bool), 0
    while alive.any():
        k = max(k, int(degree[alive].min()))
        gone = np.flatnonzero(alive & (degree <= k))
        core[gone], alive[gone] = k, False
        for node in gone:
            degree[ties.indices[ties.indptr[node] : ties.indptr[node + 1]]] -= 1
    return core
