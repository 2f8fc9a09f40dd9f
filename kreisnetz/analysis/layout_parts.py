"""Connected parts of a layout: where each begins, how they lie side by side, and where newcomers find room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kreisnetz.analysis.layout_forces import Array, Graph, Numbers, apart, room_of

PIVOTS = 40
WIDTH_TO_HEIGHT = 1.5
BETWEEN_PARTS = 2.5
GOLDEN = 2.399963229728653


def graph_of(names: Sequence[str], edges: Iterable[tuple[str, str]]) -> Graph:
    """Numbered in order of name; edges to unknown nodes and to oneself are left out, doubles count once."""
    import numpy as np  # slow import

    number = {name: place for place, name in enumerate(names)}
    found = {
        (min(number[a], number[b]), max(number[a], number[b]))
        for a, b in edges
        if a in number and b in number and a != b
    }
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return Graph(len(names), pairs[:, 0], pairs[:, 1])


def matrix_of(graph: Graph) -> Any:
    import numpy as np  # slow import
    from scipy.sparse import csr_matrix  # slow import

    ones = np.ones(2 * len(graph.a), dtype=np.float32)
    ends = np.concatenate([graph.a, graph.b]), np.concatenate([graph.b, graph.a])
    return csr_matrix((ones, ends), shape=(graph.n, graph.n))


def parts_of(graph: Graph) -> list[Numbers]:
    """Numbers of the nodes of each connected part, the largest part first."""
    import numpy as np  # slow import
    from scipy.sparse.csgraph import connected_components  # slow import

    _count, label = connected_components(matrix_of(graph), directed=False)
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))


def part_of(graph: Graph, members: Numbers) -> Graph:
    import numpy as np  # slow import

    if len(members) == graph.n:
        return graph
    if len(members) == 1:
        return Graph(1, graph.a[:0], graph.b[:0])
    number = np.full(graph.n, -1)
    number[members] = np.arange(len(members))
    inside = number[graph.a] >= 0
    return Graph(len(members), number[graph.a[inside]], number[graph.b[inside]])


def start(graph: Graph) -> Array:
    """The plane that shows best how far everyone is from some far-apart nodes, with a little deterministic spread."""
    import numpy as np  # slow import
    from scipy.sparse.csgraph import dijkstra  # slow import

    if graph.n <= 3:
        return np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.8]])[: graph.n]
    matrix = matrix_of(graph)
    pivot = int(np.argmax(graph.degrees))
    nearest = np.full(graph.n, np.inf)
    columns = []
    for _number in range(min(PIVOTS, graph.n)):
        far = dijkstra(matrix, indices=pivot, unweighted=True)
        columns.append(far)
        nearest = np.minimum(nearest, far)
        pivot = int(np.argmax(nearest))
    square = np.stack(columns, axis=1) ** 2
    centred = square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean()
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    plane = centred @ vectors[:, [-1, -2]]
    strongest = plane[np.abs(plane).argmax(axis=0), [0, 1]]
    plane = plane * np.where(strongest < 0, -1.0, 1.0)
    plane = plane / (np.sqrt((plane**2).mean(axis=0)) + 1e-9)
    return np.asarray(plane + 0.12 * _spread(graph.n))


def _spread(n: int) -> Array:
    """Points of a sunflower: no two alike, the same each time."""
    import numpy as np  # slow import

    number = np.arange(n)
    radius, angle = np.sqrt((number + 0.5) / n), GOLDEN * number
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def block(n: int) -> Array:
    """Single nodes, close together in rows."""
    import numpy as np  # slow import

    across = max(1, int(np.ceil(np.sqrt(n * WIDTH_TO_HEIGHT * 3))))
    number = np.arange(n)
    return np.stack([1.5 * (number % across), 1.5 * (number // across)], axis=1).astype(np.float64)


def side_by_side(n: int, parts: Sequence[Numbers], drawn: Sequence[Array]) -> Array:
    """Every part in a box of its own: rows from left to right, the largest part first."""
    import numpy as np  # slow import

    lows = [points.min(axis=0) for points in drawn]
    sizes = [points.max(axis=0) - low + BETWEEN_PARTS for points, low in zip(drawn, lows, strict=True)]
    area = sum(float(size[0] * size[1]) for size in sizes)
    width = max(float(sizes[0][0]), (area * WIDTH_TO_HEIGHT) ** 0.5)
    found, x, y, row = np.zeros((n, 2)), 0.0, 0.0, 0.0
    for members, points, low, size in zip(parts, drawn, lows, sizes, strict=True):
        if x > 0 and x + float(size[0]) > width:
            x, y, row = 0.0, y + row, 0.0
        found[members] = points - low + (x, y)
        x, row = x + float(size[0]), max(row, float(size[1]))
    return np.asarray(found - (found.min(axis=0) + found.max(axis=0)) / 2)


def turned_like(points: Array, places: Array) -> Array:
    """Turned, mirrored and moved so that the nodes with a known place come as near to it as they can."""
    import numpy as np  # slow import

    known = ~np.isnan(places[:, 0])
    here, there = points[known], places[known]
    left, _values, right = np.linalg.svd((here - here.mean(axis=0)).T @ (there - there.mean(axis=0)))
    return np.asarray((points - here.mean(axis=0)) @ (left @ right) + there.mean(axis=0))


def with_room_for_new(graph: Graph, places: Array) -> Array:
    """Known nodes keep their place; newcomers settle among their neighbours, and without any known one below the picture."""
    import numpy as np  # slow import

    points, known = places.copy(), ~np.isnan(places[:, 0])
    held = known.astype(np.float64)
    reached, matrix = known.copy(), matrix_of(graph)
    while True:
        near = matrix @ reached.astype(np.float64)
        now = ~reached & (near > 0)
        if not now.any():
            break
        total = matrix @ np.where(reached[:, None], np.nan_to_num(points), 0.0)
        points[now] = total[now] / near[now][:, None] + 0.6 * _spread(graph.n)[now]
        reached |= now
    if not reached.all():
        rest = np.flatnonzero(~reached)
        across = max(1, int(np.sqrt(len(rest) * 4)))
        low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
        steps = np.arange(len(rest))
        points[rest] = np.stack([low[0] + 2.0 * (steps % across), high[1] + 2.5 + 2.0 * (steps // across)], axis=1)
    return apart(points, room_of(graph.degrees), held=held * 0.97, rounds=60)
