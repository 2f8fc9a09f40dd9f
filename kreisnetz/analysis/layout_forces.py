"""The force model behind the layout: who pushes, who pulls, how long. Works on numbered nodes; knows no names and no parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Numbers = NDArray[np.integer[Any]]
else:
    Array = Numbers = Any

# Up to so many nodes every pair is looked at; above, pushing is summed on a grid.
EXACT_UP_TO = 400
MOST_CELLS = 1024
# How strongly nodes push each other away, compared with the pull of one seat.
PUSH = 1.0
# No two nodes come nearer than this, in units of the finished picture; networks need more room for their label.
ROOM = 1.0
# The picture is so many times as large as what its nodes need.
AIR = 4.0
WIDEST = 1.6
# Height of a picture as part of its width, if the nodes lay in a circle; how near stragglers come.
FLAT = 0.75
FAR_OUT = 0.5


@dataclass(frozen=True)
class Graph:
    """n numbered nodes; a and b are the two ends of every edge, each edge once."""

    n: int
    a: Numbers
    b: Numbers

    @property
    def degrees(self) -> Array:
        import numpy as np  # slow import

        return np.asarray(np.bincount(np.concatenate([self.a, self.b]), minlength=self.n), dtype=np.float64)


def settled(graph: Graph, start: Array) -> Array:
    """Positions at rest, in units of about one node's room."""
    import numpy as np  # slow import

    if graph.n <= 2:
        return np.array([[0.0, 0.0], [1.6, 0.0]])[: graph.n]
    points = start - start.mean(axis=0)
    degrees = graph.degrees
    mass = 1.0 + 0.5 * degrees
    points *= np.sqrt(mass.sum() * PUSH) / (np.sqrt((points**2).sum(axis=1).mean()) + 1e-9)
    weight = 1.0 / np.sqrt(np.minimum(degrees[graph.a], degrees[graph.b]))
    stiff = _sum(graph.a, weight, graph.n) + _sum(graph.b, weight, graph.n)
    n_steps = _steps(graph.n)
    for number in range(n_steps):
        heat = (1.0 - number / n_steps) ** 1.5
        push = PUSH * mass[:, None] * _push(points, mass)
        pull = _pull(graph, points, weight)
        step = (push + pull) / (stiff + 0.6)[:, None]
        length = np.sqrt((step**2).sum(axis=1)) + 1e-12
        reach = 0.02 + heat * 0.12 * np.sqrt(mass.sum() * PUSH)
        points = points + step * (np.minimum(length * 0.6, reach) / length)[:, None]
    room = room_of(degrees)
    points = _scaled(_lying(points), room)
    if graph.n > EXACT_UP_TO:
        points = _leaves_around(graph, points)
    return apart(points, room, rounds=40 if graph.n <= 20000 else 15)


def _leaves_around(graph: Graph, points: Array) -> Array:
    """Those with a single seat bloom around their network like the seeds of a sunflower: the grid cannot tell them apart."""
    import numpy as np  # slow import

    degrees = graph.degrees
    leaf = np.concatenate([graph.a[degrees[graph.a] == 1], graph.b[degrees[graph.b] == 1]])
    centre = np.concatenate([graph.b[degrees[graph.a] == 1], graph.a[degrees[graph.b] == 1]])
    order = np.lexsort((leaf, centre))
    leaf, centre = leaf[order], centre[order]
    first = np.searchsorted(centre, centre)
    number = np.arange(len(leaf)) - first
    out = points[leaf] - points[centre]
    total = np.stack([_sum(centre, out[:, axis], graph.n) for axis in (0, 1)], axis=1)[centre]
    away = np.arctan2(total[:, 1], total[:, 0])
    count = np.bincount(centre, minlength=graph.n)[centre]
    shift = np.stack([np.cos(away), np.sin(away)], axis=1) * (0.55 * np.sqrt(count))[:, None]
    radius, angle = 0.62 * np.sqrt(number + 1.5), 2.399963229728653 * number
    points = points.copy()
    points[leaf] = points[centre] + shift + np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None]
    return points


def _steps(n: int) -> int:
    return 120 if n <= 3000 else 90 if n <= 20000 else 70


def _sum(index: Numbers, values: Array, n: int) -> Array:
    import numpy as np  # slow import

    return np.asarray(np.bincount(index, weights=values, minlength=n), dtype=np.float64)


def _pull(graph: Graph, points: Array, weight: Array) -> Array:
    """Along every seat, the further the stronger."""
    import numpy as np  # slow import

    way = (points[graph.b] - points[graph.a]) * weight[:, None]
    columns = [_sum(graph.a, way[:, axis], graph.n) - _sum(graph.b, way[:, axis], graph.n) for axis in (0, 1)]
    return np.stack(columns, axis=1)


def _push(points: Array, mass: Array) -> Array:
    """Away from all others: the sum of mass / distance, over pairs when there are few, on a grid when there are many."""
    import numpy as np  # slow import

    if len(points) > EXACT_UP_TO:
        return _push_on_grid(points, mass)
    way = points[:, None, :] - points[None, :, :]
    square = (way**2).sum(axis=2) + 0.05
    return np.asarray((way * (mass[None, :] / square)[:, :, None]).sum(axis=1))


def _push_on_grid(points: Array, mass: Array) -> Array:
    """Masses are spread over the four nearest grid points, folded with the law of pushing, and read back the same way."""
    import numpy as np  # slow import
    from scipy import fft  # slow import

    size = int(min(MOST_CELLS, max(128, 2 ** np.ceil(np.log2(2.0 * np.sqrt(len(points)))))))
    low = points.min(axis=0)
    cell = float((points.max(axis=0) - low).max()) / (size - 2) + 1e-12
    at = (points - low) / cell
    corner = np.minimum(at.astype(np.int64), size - 2)
    rest = at - corner
    shares = [
        ((corner[:, 0] + i) * size + corner[:, 1] + j, np.abs(1 - i - rest[:, 0]) * np.abs(1 - j - rest[:, 1]))
        for i in (0, 1)
        for j in (0, 1)
    ]
    masses = np.zeros(size * size)
    for place, share in shares:
        masses += np.bincount(place, weights=share * mass, minlength=size * size)
    spread = fft.rfft2(masses.reshape(size, size).astype(np.float32), s=(2 * size, 2 * size))
    found = []
    for kernel in _kernels(size):
        field = fft.irfft2(spread * kernel, s=(2 * size, 2 * size))[:size, :size].ravel()
        found.append(sum(field[place] * share for place, share in shares) / cell)
    return np.stack(found, axis=1).astype(np.float64)


_kept: dict[int, tuple[Array, Array]] = {}


def _kernels(size: int) -> tuple[Array, Array]:
    """The law of pushing on a grid, in both directions, ready to be folded; the same for every step."""
    import numpy as np  # slow import
    from scipy import fft  # slow import

    if size not in _kept:
        steps = np.arange(2 * size)
        signed = np.where(steps < size, steps, steps - 2 * size).astype(np.float32)
        x, y = signed[:, None], signed[None, :]
        square = x**2 + y**2 + np.float32(0.5)
        _kept.clear()
        _kept[size] = (fft.rfft2(x / square), fft.rfft2(y / square))
    return _kept[size]


def _scaled(points: Array, room: Array) -> Array:
    """So that the area nine tenths of the nodes lie in is some times as large as what they need."""
    import numpy as np  # slow import

    centred = points - np.median(points, axis=0)
    radius = np.sqrt((centred**2).sum(axis=1)) + 1e-12
    usual = float(np.quantile(radius, 0.9)) + 1e-12
    nearer = np.where(radius > usual, usual + (radius - usual) * FAR_OUT, radius)
    needed = float((room**2).sum()) * AIR
    return np.asarray(centred * (nearer / radius)[:, None] * np.sqrt(needed) / usual * (FLAT**-0.5, FLAT**0.5))


def _lying(points: Array) -> Array:
    """Turned so that the longest way runs from left to right, because screens are wider than high."""
    import numpy as np  # slow import

    if len(points) < 3:
        return points
    centred = points - points.mean(axis=0)
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    axes = axes * np.where(axes[[0, 1], [0, 1]] < 0, -1.0, 1.0)
    return np.asarray(centred @ axes)


def room_of(degrees: Array) -> Array:
    """Radius of a node and its air: larger for those with many seats."""
    import numpy as np  # slow import

    return np.asarray(np.minimum(0.5 * ROOM + 0.09 * np.sqrt(degrees), WIDEST))


def apart(points: Array, room: Array, *, held: Array | None = None, rounds: int = 40) -> Array:
    """Overlapping nodes give way to each other until everyone has room; held: 1 stays where it is, 0 moves freely."""
    import numpy as np  # slow import
    from scipy.spatial import cKDTree  # slow import

    points = points.copy()
    free = np.ones(len(points)) if held is None else 1.0 - held
    widest = 2 * float(room.max())
    for _number in range(rounds):
        pairs = cKDTree(points).query_pairs(widest, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        a, b = pairs[:, 0], pairs[:, 1]
        way = points[b] - points[a]
        far = np.sqrt((way**2).sum(axis=1))
        lacking = room[a] + room[b] - far
        wanting = (lacking > 1e-3) & (free[a] + free[b] > 0)
        if not wanting.any():
            break
        a, b, way, far, lacking = a[wanting], b[wanting], way[wanting], far[wanting], lacking[wanting]
        angle = 2.399963 * (a + b)
        same = far < 1e-6
        way[same] = np.stack([np.cos(angle[same]), np.sin(angle[same])], axis=1)
        move = way / np.where(same, 1.0, far)[:, None] * (lacking * 0.5)[:, None]
        whole = free[a] + free[b]
        for axis in (0, 1):
            points[:, axis] -= _sum(a, move[:, axis] * 2 * free[a] / whole, len(points)) * 0.7
            points[:, axis] += _sum(b, move[:, axis] * 2 * free[b] / whole, len(points)) * 0.7
    return points
