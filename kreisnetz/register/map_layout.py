"""Stored positions of the map: made by the worker, kept from visit to visit, filled in for a page where none is stored yet."""

from dataclasses import replace

from django.db import connection, transaction

from kreisnetz.analysis import layout
from kreisnetz.core import version
from kreisnetz.register.map_data import MapData
from kreisnetz.register.models import Actor, Membership, Network

# A page never lays out more than this while somebody waits; what is beyond it appears when the worker has been by.
WHILE_WAITING = 1500
BATCH = 2000


def placed(data: MapData) -> MapData:
    """The same map with a position for every node; those with a stored one keep it. Nothing is stored here."""
    missing = sum(node.x is None or node.y is None for node in data.nodes)
    if not missing:
        return data
    if missing > WHILE_WAITING:
        return replace(data, nodes=tuple(node for node in data.nodes if node.x is not None and node.y is not None))
    known = {node.id: (node.x, node.y) for node in data.nodes if node.x is not None and node.y is not None}
    edges = [(edge.organisation, edge.network) for edge in data.edges]
    found = layout.positions([node.id for node in data.nodes], edges, previous=known)
    return replace(data, nodes=tuple(replace(node, x=found[node.id][0], y=found[node.id][1]) for node in data.nodes))


def store_positions(*, afresh: bool = False) -> int:
    """Lay out every organisation and network over all days; how many rows got a new place. Safe to run twice.

    Without anything new it only reads. afresh: forget the stored picture, for example after a large import.
    """
    new = [model._default_manager.filter(map_x__isnull=True).exists() for model in (Actor, Network)]
    if not afresh and not any(new):
        return 0
    actors = list(Actor.objects.values_list("pk", "map_x", "map_y"))
    networks = list(Network.objects.values_list("pk", "map_x", "map_y"))
    rows = [(f"o{pk}", x, y) for pk, x, y in actors] + [(f"n{pk}", x, y) for pk, x, y in networks]
    before = {} if afresh else {name: (x, y) for name, x, y in rows if x is not None and y is not None}
    pairs = Membership.objects.order_by().values_list("actor_id", "network_id").distinct()
    edges = [(f"o{actor}", f"n{network}") for actor, network in pairs.iterator(chunk_size=BATCH)]
    found = layout.positions([name for name, _x, _y in rows], edges, previous=before)
    changed = {name: place for name, place in found.items() if before.get(name) != place}
    for model, letter in ((Actor, "o"), (Network, "n")):
        places = [(x, y, int(name[1:])) for name, (x, y) in changed.items() if name.startswith(letter)]
        for begin in range(0, len(places), BATCH):
            _write(model._meta.db_table, places[begin : begin + BATCH])
    if changed:
        version.bump()
    return len(changed)


def _write(table: str, places: list[tuple[float, float, int]]) -> None:
    """Some rows at a time, so that nobody who signs up meanwhile has to wait; Django's bulk_update takes fifty times as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET map_x = %s, map_y = %s WHERE id = %s", places)  # noqa: S608 - our own table
