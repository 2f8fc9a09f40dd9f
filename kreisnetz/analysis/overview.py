"""A map of very many nodes, drawn together: square regions with counts and the strongest links between them. Pure.

A region is named by its way through the squares: "" is the whole plane, each digit one quarter of what stands before it
(0 top left, 1 top right, 2 bottom left, 3 bottom right). So the name of a region says where it lies, as long as the plane stays.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

Box = tuple[float, float, float, float]
DEEPEST = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """Nodes that lie at one place: a single one, or a small cell that was counted before."""

    x: float
    y: float
    n_organisations: int
    n_networks: int

    @property
    def n(self) -> int:
        return self.n_organisations + self.n_networks


@dataclass(frozen=True, slots=True)
class Region:
    """A square with something in it; x and y are the middle of what is in it."""

    key: str
    x: float
    y: float
    n_organisations: int
    n_networks: int

    @property
    def n(self) -> int:
        return self.n_organisations + self.n_networks


@dataclass(frozen=True)
class Overview:
    """Regions, the strongest links between them (number of seats), and for every spot the number of its region."""

    regions: tuple[Region, ...]
    links: tuple[tuple[int, int, int], ...]
    region_of: tuple[int, ...]


def square_around(box: Box) -> Box:
    """The smallest square with the same middle: x, y of one corner, x, y of the other."""
    half = max(box[2] - box[0], box[3] - box[1], 1.0) / 2
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x - half, y - half, x + half, y + half


def box_of(key: str, plane: Box) -> Box:
    """Where a region lies.

    >>> box_of("3", (0, 0, 8, 8)), box_of("01", (0, 0, 8, 8))
    ((4.0, 4.0, 8, 8), (2.0, 0, 4.0, 2.0))
    """
    x0, y0, x1, y1 = plane
    for digit in key:
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        x0, x1 = (x, x1) if digit in "13" else (x0, x)
        y0, y1 = (y, y1) if digit in "23" else (y0, y)
    return x0, y0, x1, y1


def is_key(text: str) -> bool:
    """True for the name of a region, also for "".

    >>> is_key("0213"), is_key("4"), is_key("0" * 99)
    (True, False, False)
    """
    return len(text) <= DEEPEST and set(text) <= set("0123")


def regions(
    spots: Sequence[Spot],
    links: Iterable[tuple[int, int, int]],
    *,
    plane: Box,
    key: str = "",
    wanted: int = 60,
    strongest: int = 120,
) -> Overview:
    """The fullest square is cut into quarters until there are as many as wanted. links: two numbers of spots and how many seats."""
    if not spots:
        return Overview((), (), ())
    squares = [(-sum(spot.n for spot in spots), key, list(range(len(spots))))]
    heapify(squares)
    done: list[tuple[int, str, list[int]]] = []
    while squares and len(squares) + len(done) < wanted:
        n, name, inside = heappop(squares)
        if len(inside) < 2 or len(name) >= DEEPEST:
            done.append((n, name, inside))
            continue
        for quarter, numbers in _quarters(spots, inside, name, plane).items():
            heappush(squares, (-sum(spots[number].n for number in numbers), quarter, numbers))
    found = sorted([*done, *squares], key=lambda square: square[1])
    region_of = [0] * len(spots)
    for place, (_n, _name, inside) in enumerate(found):
        for number in inside:
            region_of[number] = place
    counted: Counter[tuple[int, int]] = Counter()
    for a, b, n in links:
        first, second = sorted((region_of[a], region_of[b]))
        if first != second:
            counted[first, second] += n
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:strongest]
    return Overview(
        tuple(_region(spots, name, inside) for _n, name, inside in found),
        tuple((a, b, n) for (a, b), n in most),
        tuple(region_of),
    )


def _quarters(spots: Sequence[Spot], inside: Sequence[int], name: str, plane: Box) -> dict[str, list[int]]:
    x0, y0, x1, y1 = box_of(name, plane)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    found: dict[str, list[int]] = {}
    for number in inside:
        spot = spots[number]
        quarter = name + "0123"[(spot.x >= x) + 2 * (spot.y >= y)]
        found.setdefault(quarter, []).append(number)
    return found


def _region(spots: Sequence[Spot], name: str, inside: Sequence[int]) -> Region:
    n = sum(spots[number].n for number in inside) or 1
    return Region(
        name,
        sum(spots[number].x * spots[number].n for number in inside) / n,
        sum(spots[number].y * spots[number].n for number in inside) / n,
        sum(spots[number].n_organisations for number in inside),
        sum(spots[number].n_networks for number in inside),
    )
