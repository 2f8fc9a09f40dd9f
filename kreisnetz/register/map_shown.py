"""What one visit of the map shows: single nodes as long as they can be told apart, else regions that open into their parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kreisnetz.analysis.overview import Box, Overview, Spot, box_of, regions, square_around
from kreisnetz.register import map_rows
from kreisnetz.register.map_data import MapData, MapFilter, MapNode, narrowed, on_day
from kreisnetz.register.map_layout import placed
from kreisnetz.register.map_rows import Address
from kreisnetz.register.map_shapes import UNIT, Frame, frame_of

# Up to so many nodes are drawn one by one on the server; up to so many in the browser; more are always regions.
DRAWN = 1000
IN_BROWSER = 10_000
LISTED_NETWORKS = 400


@dataclass(frozen=True)
class Shown:
    """data: the nodes of this part and day (empty where regions come from counts); regions is None where nodes are drawn."""

    data: MapData
    frame: Frame
    n_nodes: int
    days: tuple[date, date] | None = None
    networks: tuple[tuple[str, str], ...] = ()
    regions: Overview | None = None
    names: tuple[str, ...] = ()

    @property
    def fits_browser(self) -> bool:
        """True if the script may draw every single node although the server draws regions."""
        return self.regions is not None and DRAWN < len(self.data.nodes) <= IN_BROWSER


def shown(wanted: MapFilter, *, day: date, key: str = "", public: bool, address: Address) -> Shown:
    """key: the region that was opened, "" for everything."""
    if map_rows.size(public=public) > IN_BROWSER and not wanted.is_set:
        part = map_rows.overview(public=public, day=day, key=key)
        if part is not None:
            return _counted(part, day=day, key=key, public=public, address=address)
    whole = placed(map_rows.map_data(public=public, address=address))
    return of_data(whole, wanted, day=day, key=key)


def of_data(whole: MapData, wanted: MapFilter, *, day: date, key: str = "") -> Shown:
    """From all nodes at all days; the frame is that of the whole, so nothing moves when less is shown."""
    data, frame = narrowed(on_day(whole, day), wanted), frame_of(whole.nodes)
    plane = square_around(_box(whole.nodes))
    if key:
        box = box_of(key, plane)
        data, frame = _inside(data, box), _frame_of_box(box)
    listed = [(node.id, node.label) for node in whole.nodes if node.kind == "network"]
    result = Shown(data, frame, len(data.nodes), whole.days, tuple(listed) if len(listed) <= LISTED_NETWORKS else ())
    if len(data.nodes) <= DRAWN:
        return result
    found, names = _regions_of(data, plane, key)
    return replace(result, regions=found, names=names)


def _counted(part: map_rows.Part, *, day: date, key: str, public: bool, address: Address) -> Shown:
    n, box = sum(region.n for region in part.overview.regions), box_of(key, part.plane)
    if n <= DRAWN:
        data = on_day(map_rows.map_data(public=public, address=address, box=box), day)
        return Shown(data, _frame_of_box(box), len(data.nodes))
    empty = MapData((), (), map_rows.words())
    return Shown(empty, _frame_of_box(box), n, regions=part.overview, names=part.names)


def _regions_of(data: MapData, plane: Box, key: str) -> tuple[Overview, tuple[str, ...]]:
    nodes = [node for node in data.nodes if node.x is not None and node.y is not None]
    number = {node.id: place for place, node in enumerate(nodes)}
    spots = [
        Spot(node.x or 0.0, node.y or 0.0, int(node.kind == "organisation"), int(node.kind == "network"))
        for node in nodes
    ]
    pairs = [
        (number[edge.organisation], number[edge.network], 1)
        for edge in data.edges
        if edge.organisation in number and edge.network in number
    ]
    found = regions(spots, pairs, plane=plane, key=key)
    n_seats = [0] * len(nodes)
    for _organisation, network, _n in pairs:
        n_seats[network] += 1
    names: dict[int, tuple[int, str]] = {}
    for place, node in enumerate(nodes):
        if node.kind == "network":
            region = found.region_of[place]
            names[region] = max(names.get(region, (0, "")), (n_seats[place], node.label))
    return found, tuple(names.get(place, (0, ""))[1] for place in range(len(found.regions)))


def _inside(data: MapData, box: Box) -> MapData:
    nodes = tuple(
        node
        for node in data.nodes
        if node.x is not None and node.y is not None and box[0] <= node.x < box[2] and box[1] <= node.y < box[3]
    )
    ids = {node.id for node in nodes}
    edges = tuple(edge for edge in data.edges if edge.organisation in ids and edge.network in ids)
    return replace(data, nodes=nodes, edges=edges)


def _box(nodes: Sequence[MapNode]) -> Box:
    xs = [node.x for node in nodes if node.x is not None]
    ys = [node.y for node in nodes if node.y is not None]
    return (min(xs), min(ys), max(xs) + 0.001, max(ys) + 0.001) if xs and ys else (0.0, 0.0, 1.0, 1.0)


def _frame_of_box(box: Box) -> Frame:
    margin = UNIT * (box[2] - box[0]) * 0.03
    width, height = (box[2] - box[0]) * UNIT, (box[3] - box[1]) * UNIT
    return Frame(box[0] * UNIT - margin, box[1] * UNIT - margin, width + 2 * margin, height + 2 * margin)
