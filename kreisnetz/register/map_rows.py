"""From the register to the map: rows become nodes and seats, and very many rows are counted by the database instead.

Where an organisation with a protected address is, never comes through here; people neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, FloatField, Func, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Cast

from kreisnetz.analysis.overview import Box, Overview, Spot, box_of, regions, square_around
from kreisnetz.register.map_data import MapData, MapEdge, MapNode, MapWords
from kreisnetz.register.models import Actor, FieldOfAction, Membership, Municipality, Network, StakeholderGroup
from kreisnetz.register.models.actor import ActorQuerySet
from kreisnetz.register.models.network import NetworkQuerySet

# So many cells in each direction are counted by the database before they are drawn together.
CELLS = 32
NAMED = 600

# Kind of node and slug or number -> address of its page.
Address = Callable[[str, str], str]


@dataclass(frozen=True)
class Part:
    """An overview of a part of the register, with the largest network of each region as its name."""

    overview: Overview
    names: tuple[str, ...]
    plane: Box


def words() -> MapWords:
    return MapWords(
        fields=dict(FieldOfAction.objects.values_list("slug", "name")),
        municipalities=dict(Municipality.objects.values_list("slug", "name")),
        groups={value: str(label) for value, label in StakeholderGroup.choices},
        network_kinds={value: str(label) for value, label in Network.Kind.choices},
        roles={value: str(label) for value, label in Membership.Role.choices},
    )


def actors_and_networks(*, public: bool) -> tuple[ActorQuerySet, NetworkQuerySet]:
    actors, networks = Actor.objects.all(), Network.objects.all()
    # Ended without a day: nobody knows when it was there.
    networks = networks.exclude(status=Network.Status.ENDED, ends_on__isnull=True)
    return (actors.public(), networks.public()) if public else (actors, networks)


def size(*, public: bool) -> int:
    """How many nodes the whole map has, over all days."""
    actors, networks = actors_and_networks(public=public)
    return actors.count() + networks.count()


def map_data(*, public: bool, address: Address, box: Box | None = None) -> MapData:
    """Nodes and seats over all days; with a box only what lies in it, and the seats between those."""
    actors, networks = actors_and_networks(public=public)
    if box is not None:
        inside = Q(map_x__gte=box[0], map_x__lt=box[2], map_y__gte=box[1], map_y__lt=box[3])
        actors, networks = actors.filter(inside), networks.filter(inside)
    seats = Membership.objects.order_by("id")
    if public:
        seats = seats.public()
    if box is not None:
        seats = seats.filter(actor__in=actors, network__in=networks)
    edges = [
        MapEdge(f"o{actor}", f"n{network}", role, group, since, until)
        for actor, network, role, group, since, until in seats.values_list(
            "actor_id", "network_id", "role", "group", "since", "until"
        ).iterator(chunk_size=5000)
    ]
    nodes = [*_networks(networks, address), *_actors(actors, edges, address)]
    return MapData(tuple(nodes), tuple(edges), words())


def _networks(rows: QuerySet[Network], address: Address) -> list[MapNode]:
    fields = _pairs(Network.fields_of_action.through, "network_id", rows)
    values = rows.values_list(
        "pk", "slug", "name", "short_name", "kind", "map_x", "map_y", "founded_on", "ends_on", "county_wide"
    )
    places = _municipality_of(rows)
    return [
        MapNode(
            f"n{pk}", "network", short or name, kind, fields.get(pk, ()), "" if everywhere else places.get(pk, ""),
            address("network", slug), x, y, since, until,
        )
        for pk, slug, name, short, kind, x, y, since, until, everywhere in values.iterator(chunk_size=5000)
    ]  # fmt: skip


def _actors(rows: QuerySet[Actor], edges: list[MapEdge], address: Address) -> list[MapNode]:
    fields = _pairs(Actor.fields_of_action.through, "actor_id", rows)
    seated: dict[str, Counter[str]] = defaultdict(Counter)
    for edge in edges:
        if edge.group:
            seated[edge.organisation][edge.group] += 1
    values = rows.values_list(
        "pk", "slug", "name", "default_group", "kind__default_group", "municipality__slug", "protected_address",
        "map_x", "map_y", "founded_on", "ended_on",
    )  # fmt: skip
    found = []
    for pk, slug, name, own, usual, place, protected, x, y, since, until in values.iterator(chunk_size=5000):
        often = seated.get(f"o{pk}")
        group = own or usual or (min(often, key=lambda value: (-often[value], value)) if often else "")
        where = "" if protected else place or ""
        found.append(
            MapNode(
                f"o{pk}",
                "organisation",
                name,
                group,
                fields.get(pk, ()),
                where,
                address("actor", slug),
                x,
                y,
                since,
                until,
            )
        )
    return found


def _pairs(through: Any, owner: str, rows: QuerySet[Any]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    pairs = through._default_manager.filter(**{f"{owner}__in": rows.order_by().values("pk")})
    for pk, slug in pairs.order_by("id").values_list(owner, "fieldofaction__slug").iterator(chunk_size=5000):
        found[pk].append(slug)
    return {pk: tuple(slugs) for pk, slugs in found.items()}


def _municipality_of(rows: QuerySet[Network]) -> dict[int, str]:
    """Of networks that work in a single municipality."""
    found: dict[int, set[str]] = defaultdict(set)
    through = Network.municipalities.through
    for pk, slug in through._default_manager.filter(network__in=rows.order_by()).values_list(
        "network_id", "municipality__slug"
    ):
        found[pk].add(slug)
    return {pk: next(iter(slugs)) for pk, slugs in found.items() if len(slugs) == 1}


def plane(*, public: bool) -> Box | None:
    """The square in which everything lies; None as long as nothing has a position."""
    edges = [
        rows.aggregate(a=Min("map_x"), b=Min("map_y"), c=Max("map_x"), d=Max("map_y"))
        for rows in actors_and_networks(public=public)
    ]
    known = [edge for edge in edges if edge["a"] is not None]
    if not known:
        return None
    low_x, low_y = min(edge["a"] for edge in known), min(edge["b"] for edge in known)
    high_x, high_y = max(edge["c"] for edge in known), max(edge["d"] for edge in known)
    return square_around((low_x, low_y, high_x + 0.001, high_y + 0.001))


def overview(*, public: bool, day: date, key: str = "") -> Part | None:
    """Regions of a part of the register on a day, counted in the database; None as long as nothing has a position."""
    whole = plane(public=public)
    if whole is None:
        return None
    box = box_of(key, whole)
    actors, networks = actors_and_networks(public=public)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for place, rows in enumerate((actors.on(day), networks.on(day))):
        inside = rows.filter(map_x__gte=box[0], map_x__lt=box[2], map_y__gte=box[1], map_y__lt=box[3])
        cells = inside.order_by().annotate(cell=_cell(box, "")).values_list("cell").annotate(n=Count("pk"))
        for cell, n in cells:
            counts[int(cell)][place] += n
    numbers = {cell: number for number, cell in enumerate(sorted(counts))}
    step = (box[2] - box[0]) / CELLS
    spots = [
        Spot(box[0] + (cell % CELLS + 0.5) * step, box[1] + (cell // CELLS + 0.5) * step, *counts[cell])
        for cell in sorted(counts)
    ]
    found = regions(spots, _links(box, numbers, public=public, day=day), plane=whole, key=key)
    return Part(found, _names(box, numbers, found, networks, day, whole=not key), whole)


class _Whole(Func):
    """Without what stands behind the point; SQLite's own cast is several times as fast as the FLOOR that Django gives it."""

    function = "FLOOR"
    arity = 1
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS INTEGER)", **extra)


def _cell(box: Box, prefix: str) -> Any:
    step = (box[2] - box[0]) / CELLS
    column = _Whole((F(f"{prefix}map_x") - Value(box[0])) / Value(step))
    row = _Whole((F(f"{prefix}map_y") - Value(box[1])) / Value(step))
    return Cast(column + row * CELLS, FloatField())


def _links(box: Box, numbers: dict[int, int], *, public: bool, day: date) -> list[tuple[int, int, int]]:
    seats = Membership.objects.on(day).order_by()
    if public:
        seats = seats.public()
    for prefix in ("actor__", "network__"):
        limits = {f"{prefix}map_x__gte": box[0], f"{prefix}map_x__lt": box[2]}
        seats = seats.filter(**limits, **{f"{prefix}map_y__gte": box[1], f"{prefix}map_y__lt": box[3]})
    pairs = seats.annotate(a=_cell(box, "actor__"), b=_cell(box, "network__")).values_list("a", "b")
    found = pairs.annotate(n=Count("pk"))
    return [(numbers[int(a)], numbers[int(b)], n) for a, b, n in found if int(a) in numbers and int(b) in numbers]


def _names(
    box: Box, numbers: dict[int, int], found: Overview, networks: NetworkQuerySet, day: date, *, whole: bool
) -> tuple[str, ...]:
    """The label of the network with most seats in each region, or "" where no large one lies."""
    inside = networks.on(day).filter(map_x__gte=box[0], map_x__lt=box[2], map_y__gte=box[1], map_y__lt=box[3])
    # Over all days: the largest ones are the same, and this is answered from an index alone.
    largest = (
        Membership.objects.order_by().values_list("network").annotate(n=Count("network")).order_by("-n", "network")
    )
    top = dict(largest[:NAMED] if whole else largest.filter(network__in=inside.order_by())[:NAMED])
    rows = inside.filter(pk__in=list(top)).annotate(cell=_cell(box, ""))
    names: dict[int, tuple[int, str]] = {}
    for pk, cell, name, short in rows.values_list("pk", "cell", "name", "short_name"):
        number = numbers.get(int(cell))
        if number is not None:
            region = found.region_of[number]
            names[region] = max(names.get(region, (0, "")), (top[pk], short or name))
    return tuple(names.get(number, (0, ""))[1] for number in range(len(found.regions)))
