"""Where things lie in the picture of the map: frame, sizes, shapes, which labels have room. Numbers only; no Django, no SVG file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kreisnetz.register.map_data import MapData, MapNode

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
    return f"M{-r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"


def shortened(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def with_label(dots: Sequence[Dot], frame: Frame) -> set[str]:
    """Ids of the nodes whose label has room: networks first, the largest first; nobody's label covers another's."""
    letter = frame.letter
    cell = letter * 4
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    found = set()
    for dot in sorted(dots, key=lambda dot: (dot.node.kind != "network", -dot.n_partners, dot.node.id)):
        half = 0.29 * letter * len(shortened(dot.node.label))
        top = dot.y + dot.radius + 0.15 * letter
        box = (dot.x - half, top, dot.x + half, top + 1.2 * letter)
        if box[0] < frame.x or box[2] > frame.x + frame.width:
            continue
        cells = [
            (column, row)
            for column in range(int(box[0] // cell), int(box[2] // cell) + 1)
            for row in range(int(box[1] // cell), int(box[3] // cell) + 1)
        ]
        if any(_overlap(box, other) for place in cells for other in taken.get(place, ())):
            continue
        found.add(dot.node.id)
        for place in cells:
            taken.setdefault(place, []).append(box)
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
