"""Where things lie in the picture of the map: frame, sizes, shapes, which labels have room. Numbers only; no Django, no SVG file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kreisnetz.register.map_data import MapData, MapNode

Box = tuple[float, float, float, float]

UNIT = 24.0
MARGIN = 1.6 * UNIT
# The page shows the picture about this wide; letters are made so that they are read at this width.
SHOWN_WIDE = 1180.0
LETTER = 12.5
LONGEST = 30
NETWORK = "network"
WITHOUT_GROUP = "none"
# Corners of each shape in a circle of radius one. A shape stands for the group as much as its colour does.
SHAPES: dict[str, str] = {
    "practice": "circle",
    "administration": "square",
    "politics": "triangle",
    "affected": "diamond",
    WITHOUT_GROUP: "ring",
    NETWORK: "hexagon",
}
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.82, -0.82), (0.82, -0.82), (0.82, 0.82), (-0.82, 0.82)),
    "triangle": ((0.0, -1.12), (1.05, 0.78), (-1.05, 0.78)),
    "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
    "hexagon": ((0.5, -0.87), (1.0, 0.0), (0.5, 0.87), (-0.5, 0.87), (-1.0, 0.0), (-0.5, -0.87)),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that is shown, in units of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def letter(self) -> float:
        """Height of letters so that they are read when the whole frame is shown."""
        return max(10.0, LETTER * self.width / SHOWN_WIDE)

    @property
    def view_box(self) -> str:
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.height:.0f}"


@dataclass(frozen=True, slots=True)
class Dot:
    """A node in the picture."""

    node: MapNode
    x: float
    y: float
    radius: float
    n_partners: int

    @property
    def look(self) -> str:
        """Name of its group, which decides shape and colour."""
        return look_of(self.node)


def look_of(node: MapNode) -> str:
    if node.kind == "network":
        return NETWORK
    return node.group if node.group in SHAPES else WITHOUT_GROUP


def frame_of(nodes: Sequence[MapNode]) -> Frame:
    """Room for all of them, however few are shown; so nothing moves when the map is narrowed."""
    xs = [node.x * UNIT for node in nodes if node.x is not None]
    ys = [node.y * UNIT for node in nodes if node.y is not None]
    if not xs or not ys:
        return Frame(-200, -120, 400, 240)
    x, y = min(xs) - MARGIN, min(ys) - MARGIN
    width, height = max(xs) + MARGIN - x, max(ys) + MARGIN - y
    wide, high = max(width, 480.0, height), max(height, 240.0)
    return Frame(x - (wide - width) / 2, y - (high - height) / 2, wide, high)


def dots_of(data: MapData, partners: Mapping[str, Sequence[str]]) -> list[Dot]:
    """Networks last, so that they lie on top."""
    found = []
    for node in sorted(data.nodes, key=lambda node: node.kind == "network"):
        if node.x is None or node.y is None:
            continue
        n = len(partners.get(node.id, ()))
        radius = 7.5 + 1.6 * n**0.5 if node.kind == "network" else 5.0 + 0.9 * n**0.5
        found.append(Dot(node, node.x * UNIT, node.y * UNIT, min(radius, 26.0), n))
    return found


def path_of(look: str, radius: float) -> str:
    """The outline as a path around 0,0."""
    shape = SHAPES.get(look, "ring")
    if shape in CORNERS:
        return "M" + "L".join(f"{x * radius:.1f} {y * radius:.1f}" for x, y in CORNERS[shape]) + "z"
    r = radius * (0.92 if shape == "circle" else 0.8)
    return f"M{-r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {2 * r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {-2 * r:.2f} 0z"


def shortened(label: str) -> str:
    """Whole words only, so that what is seen is also part of what is read aloud.

    >>> shortened("Arbeitskreis Beispiel für den ganzen Kreis")
    'Arbeitskreis Beispiel für den…'
    """
    if len(label) <= LONGEST:
        return label
    words = label.split()
    kept = words[0]
    for word in words[1:]:
        if len(kept) + len(word) + 2 > LONGEST:
            return f"{kept}…"
        kept += f" {word}"
    return kept


class _Taken:
    """Boxes that are already in the picture, kept in cells so that a thousand are found quickly."""

    def __init__(self, cell: float) -> None:
        self.cell = cell
        self.boxes: dict[tuple[int, int], list[Box]] = {}

    def _cells(self, box: Box) -> list[tuple[int, int]]:
        columns = range(int(box[0] // self.cell), int(box[2] // self.cell) + 1)
        rows = range(int(box[1] // self.cell), int(box[3] // self.cell) + 1)
        return [(column, row) for column in columns for row in rows]

    def add(self, box: Box) -> None:
        for place in self._cells(box):
            self.boxes.setdefault(place, []).append(box)

    def has_room(self, box: Box) -> bool:
        return not any(_overlap(box, other) for place in self._cells(box) for other in self.boxes.get(place, ()))


def with_label(dots: Sequence[Dot], frame: Frame) -> set[str]:
    """Ids of the nodes whose label has room: networks first, the largest first. No label covers another one, and that of an
    organisation covers no node."""
    letter = frame.letter
    labels, nodes = _Taken(letter * 4), _Taken(letter * 4)
    for dot in dots:
        reach = 0.8 * dot.radius
        nodes.add((dot.x - reach, dot.y - reach, dot.x + reach, dot.y + reach))
    found = set()
    for dot in sorted(dots, key=lambda dot: (dot.node.kind != "network", -dot.n_partners, dot.node.id)):
        half = 0.29 * letter * len(shortened(dot.node.label))
        top = dot.y + dot.radius + 0.15 * letter
        box = (dot.x - half, top, dot.x + half, top + 1.1 * letter)
        if box[0] < frame.x or box[2] > frame.x + frame.width or not labels.has_room(box):
            continue
        if dot.node.kind == "network" or nodes.has_room(box):
            found.add(dot.node.id)
            labels.add(box)
    return found


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
