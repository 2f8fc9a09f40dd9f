"""What the network map shows: nodes, edges, and how they are narrowed. Plain data, no Django, no database, no drawing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

Kind = Literal["organisation", "network"]


@dataclass(frozen=True, slots=True)
class MapNode:
    """An organisation or a network. id is unique over both kinds; x and y are the stored position, None before the first layout.

    group is the stakeholder group an organisation usually sits for, or the kind of a network; fields and municipality are slugs.
    since and until are both inclusive; None is an open end.
    """

    id: str
    kind: Kind
    label: str
    group: str = ""
    fields: tuple[str, ...] = ()
    municipality: str = ""
    url: str = ""
    x: float | None = None
    y: float | None = None
    since: date | None = None
    until: date | None = None

    def exists_on(self, day: date) -> bool:
        return is_within(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A seat: organisation and network are ids of nodes; group is that of the seat."""

    organisation: str
    network: str
    role: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None

    def exists_on(self, day: date) -> bool:
        return is_within(day, self.since, self.until)


@dataclass(frozen=True)
class MapWords:
    """What the slugs and codes in nodes and edges are called on screen, in the order in which they are listed."""

    fields: Mapping[str, str] = field(default_factory=dict)
    municipalities: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    network_kinds: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MapData:
    """A landscape over all its days, or what is left of it after narrowing."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    words: MapWords = MapWords()

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day on which a dated seat begins or ends; None where nothing is dated."""
        named = [day for edge in self.edges for day in (edge.since, edge.until) if day]
        return (min(named), max(named)) if named else None


@dataclass(frozen=True)
class MapFilter:
    """What the map is narrowed to; "" is everything. focus is the id of a node: only it and its neighbours stay."""

    field: str = ""
    municipality: str = ""
    group: str = ""
    network: str = ""
    focus: str = ""
    words: str = ""

    @property
    def is_set(self) -> bool:
        return self != MapFilter()


def is_within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def on_day(data: MapData, day: date) -> MapData:
    """Nodes that exist on this day, and the seats between them."""
    nodes = tuple(node for node in data.nodes if node.exists_on(day))
    ids = {node.id for node in nodes}
    kept = (edge for edge in data.edges if edge.exists_on(day))
    edges = tuple(edge for edge in kept if edge.organisation in ids and edge.network in ids)
    return replace(data, nodes=nodes, edges=edges)


def narrowed(data: MapData, wanted: MapFilter) -> MapData:
    """Whoever fits every choice, each with its direct neighbours: a seat stays if one of its ends fits."""
    if not wanted.is_set:
        return data
    by_id = {node.id: node for node in data.nodes}
    words = wanted.words.casefold().split()
    edges = tuple(edge for edge in data.edges if _edge_fits(edge, by_id, wanted, words))
    keep = {edge.organisation for edge in edges} | {edge.network for edge in edges}
    if not wanted.group:
        keep |= {node.id for node in data.nodes if _fits(node, wanted, words)}
    return replace(data, nodes=tuple(node for node in data.nodes if node.id in keep), edges=edges)


def _fits(node: MapNode, wanted: MapFilter, words: Iterable[str]) -> bool:
    label = node.label.casefold()
    return (
        (not wanted.field or wanted.field in node.fields)
        and (not wanted.municipality or node.municipality == wanted.municipality)
        and (not wanted.focus or node.id == wanted.focus)
        and (not wanted.network or node.id == wanted.network)
        and all(word in label for word in words)
    )


def _edge_fits(edge: MapEdge, by_id: Mapping[str, MapNode], wanted: MapFilter, words: Iterable[str]) -> bool:
    """Each choice is met by one of the ends: the field by the network, say, and the municipality by the organisation."""
    if (wanted.network and edge.network != wanted.network) or (wanted.group and edge.group != wanted.group):
        return False
    ends = [node for node in (by_id.get(edge.organisation), by_id.get(edge.network)) if node]
    return (
        len(ends) == 2
        and any(not wanted.field or wanted.field in node.fields for node in ends)
        and any(not wanted.municipality or node.municipality == wanted.municipality for node in ends)
        and any(not wanted.focus or node.id == wanted.focus for node in ends)
        and any(all(word in node.label.casefold() for word in words) for node in ends)
    )


def neighbours(data: MapData) -> dict[str, list[str]]:
    """For every node the nodes it shares a seat with, each once, in the order of the nodes."""
    order = {node.id: number for number, node in enumerate(data.nodes)}
    found: dict[str, set[str]] = defaultdict(set)
    for edge in data.edges:
        if edge.organisation in order and edge.network in order:
            found[edge.organisation].add(edge.network)
            found[edge.network].add(edge.organisation)
    return {node.id: sorted(found[node.id], key=order.__getitem__) for node in data.nodes}
