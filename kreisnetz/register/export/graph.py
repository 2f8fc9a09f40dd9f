"""The two-mode graph of networks and organisations for programs of network analysis: GraphML and a list of edges.

Every seat is an edge with its days, so that the graph can be cut at any day. No person, no address, no note is in it.
"""

import csv
import io
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from kreisnetz.core.cells import harmless, plain
from kreisnetz.register.export.selection import Extract
from kreisnetz.register.models import Actor, Membership, Network
from kreisnetz.register.profile import group_of

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
Values = Mapping[str, str | int | float | bool | None]
# name -> type; bipartite is the word networkx uses for the side of a node.
NODE_KEYS = {
    "bipartite": "int",
    "name": "string",
    "label": "string",
    "kind": "string",
    "group": "string",
    "fields": "string",
    "municipality": "string",
    "founded_on": "string",
    "ended_on": "string",
    "hours_per_year": "double",
    "is_plenary": "boolean",
    "sits_everywhere": "boolean",
    "is_public": "boolean",
    "is_example": "boolean",
}
EDGE_KEYS = {
    "role": "string",
    "group": "string",
    "since": "string",
    "until": "string",
    "sureness": "string",
    "is_vacant": "boolean",
}


def graphml(extract: Extract) -> bytes:
    """Networks are on side 0, organisations on side 1; several seats of one organisation are several edges."""
    root = ElementTree.Element("graphml", {"xmlns": NAMESPACE})
    for kind, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, of_type in keys.items():
            attributes = {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": of_type}
            ElementTree.SubElement(root, "key", attributes)
    graph = ElementTree.SubElement(root, "graph", {"id": "register", "edgedefault": "undirected"})
    for network in extract.networks:
        _data(ElementTree.SubElement(graph, "node", {"id": node(network)}), "node", of_network(network))
    for actor in extract.actors:
        _data(ElementTree.SubElement(graph, "node", {"id": node(actor)}), "node", of_actor(extract, actor))
    for seat in _drawn(extract):
        ends = {"id": f"seat-{seat.pk}", "source": node(seat.network), "target": node(seat.actor)}
        _data(ElementTree.SubElement(graph, "edge", ends), "edge", of_seat(seat))
    ElementTree.indent(root, " ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def edges_csv(extract: Extract) -> bytes:
    """One line for each seat; headings as Gephi and other programs expect them, comma, UTF-8 without BOM."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["Source", "Target", "Type", "network", "organisation", *EDGE_KEYS])
    for seat in _drawn(extract):
        values = of_seat(seat)
        writer.writerow(
            [
                node(seat.network),
                node(seat.actor),
                "Undirected",
                harmless(seat.network.name),
                harmless(seat.actor.name),
                *(_text(values[name]) for name in EDGE_KEYS),
            ]
        )
    return buffer.getvalue().encode()


def node(row: Network | Actor) -> str:
    return f"{'network' if isinstance(row, Network) else 'organisation'}-{row.uid}"


def of_network(row: Network) -> Values:
    return {
        "bipartite": 0,
        "name": row.name,
        "label": row.label,
        "kind": row.kind,
        "fields": _joined(row),
        "founded_on": str(row.founded_on or ""),
        "ended_on": str(row.ends_on or ""),
        "hours_per_year": row.hours_per_year,
        "is_plenary": row.is_plenary,
        "is_public": row.is_public,
        "is_example": row.is_example,
    }


def of_actor(extract: Extract, row: Actor) -> Values:
    sees = extract.reader.sees_where(row)
    return {
        "bipartite": 1,
        "name": row.name,
        "label": row.label,
        "kind": row.kind.slug if row.kind else "",
        "group": row.default_group or (row.kind.default_group if row.kind else ""),
        "fields": _joined(row),
        "municipality": row.municipality.ags if row.municipality and sees else "",
        "founded_on": str(row.founded_on or ""),
        "ended_on": str(row.ended_on or ""),
        "sits_everywhere": row.sits_everywhere,
        "is_public": row.is_public,
        "is_example": row.is_example,
    }


def of_seat(row: Membership) -> Values:
    return {
        "role": row.role,
        "group": group_of(row),
        "since": str(row.since or ""),
        "until": str(row.until or ""),
        "sureness": row.sureness,
        "is_vacant": row.is_vacant,
    }


def _drawn(extract: Extract) -> list[Membership]:
    """Seats whose organisation is in the extract too; one that had ended by the chosen day is not."""
    return [seat for seat in extract.seats if seat.actor_id in extract.actors_by_pk]


def _data(element: ElementTree.Element, kind: str, values: Values) -> None:
    for name, value in values.items():
        if value not in (None, ""):
            ElementTree.SubElement(element, "data", {"key": f"{kind}-{name}"}).text = plain(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _joined(row: Network | Actor) -> str:
    return "|".join(field.slug for field in row.fields_of_action.all())
