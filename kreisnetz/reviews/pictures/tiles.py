"""A map of equal tiles: every municipality one square, near where it lies, so that small ones are seen like large ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from kreisnetz.reviews.pictures.svg import Picture, shortened

SIDE, GAP, EDGE = 104, 6, 8


@dataclass(frozen=True)
class Tile:
    """A municipality: where it lies (degrees), a figure in words, and how dark (0 to 4)."""

    name: str
    latitude: float
    longitude: float
    figure: str
    level: int


def tile_map(tiles: Sequence[Tile], *, label: str) -> Picture:
    places = placed([(tile.longitude, tile.latitude) for tile in tiles])
    columns = max((x for x, _y in places), default=0) + 1
    rows = max((y for _x, y in places), default=0) + 1
    picture = Picture(2 * EDGE + columns * (SIDE + GAP) - GAP, 2 * EDGE + rows * (SIDE + GAP) - GAP, label)
    for tile, (column, row) in zip(tiles, places, strict=True):
        x, y = EDGE + column * (SIDE + GAP), EDGE + row * (SIDE + GAP)
        on = " kp-on" if tile.level >= 3 else ""
        picture.rect(x, y, SIDE, SIDE, f"kp-h{tile.level}", title=f"{tile.name}: {tile.figure}", round_=8)
        for number, line in enumerate(lines_of(tile.name)):
            picture.text(x + SIDE / 2, y + 26 + 15 * number, line, f"kp-small{on}", anchor="middle")
        picture.text(x + SIDE / 2, y + SIDE - 18, tile.figure, f"kp-big{on}", anchor="middle")
    return picture


def lines_of(name: str) -> list[str]:
    """A long name on at most three lines, broken where it may be."""
    parts = name.replace("-", "-\u200b").replace(" ", " \u200b").split("\u200b")
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > 13:
            lines.append("")
        lines[-1] += part
    return [shortened(line.strip(), 14) for line in lines[:3]]


def placed(points: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """A column and a row for each point (east, north): no two the same, neighbours kept as far as squares allow.

    The grid is as tall or wide as the land; the points are dealt to its cells so that the sum of squared distances is least.
    """
    if not points:
        return []
    from scipy.optimize import linear_sum_assignment  # slow import

    wide, high = _grid(points)
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    cells = [(column, row) for row in range(high) for column in range(wide)]
    cost = []
    for x, y in points:
        at_column = (x - west) / ((east - west) or 1) * (wide - 1)
        at_row = (north - y) / ((north - south) or 1) * (high - 1)
        cost.append([(at_column - column) ** 2 + (at_row - row) ** 2 for column, row in cells])
    _points, chosen = linear_sum_assignment(cost)
    found = [cells[number] for number in chosen]
    first_column, first_row = min(c for c, _r in found), min(r for _c, r in found)
    return [(column - first_column, row - first_row) for column, row in found]


def _grid(points: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Columns and rows with about a third more cells than points, shaped like the land (a degree east is shorter here)."""
    width = (max(x for x, _y in points) - min(x for x, _y in points)) * 0.64
    height = max(y for _x, y in points) - min(y for _x, y in points)
    ratio = min(max((width or 1e-9) / (height or 1e-9), 0.3), 3.0)
    room = len(points) * 4 / 3
    wide = max(1, round((room * ratio) ** 0.5))
    high = max(1, -(-len(points) // wide), round(room / wide))
    return wide, high
