"""The landscape: who sits in which network, from when to when. What every measure takes; tables in, no database, no clock.

Rows are kept as columns (numpy), so that a county and a nation use the same code and memory grows with memberships.
Modules that measure import numpy when they are loaded; whoever calls them from a web process loads them inside a function.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

ALWAYS = 0
"""Day number of a membership whose beginning is not known: it has always been."""
OPEN = np.iinfo(np.int32).max
"""Day number of a membership that has not ended."""
GROUPS = ("affected", "practice", "politics", "administration")
"""The four groups at the table: Betroffene, Fachpraxis, Politik, Verwaltung. Other words may stand in Landscape.groups."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation. `group`: the group it usually sits for, used where a seat names none ("" if unknown)."""

    id: str
    name: str = ""
    kind: str = ""
    group: str = ""
    municipalities: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    county_wide: bool = False
    sits_everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """A network. `plenary`: (almost) everybody sits here, so it says nothing about bridges. None: not known."""

    id: str
    name: str = ""
    kind: str = ""
    municipalities: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    county_wide: bool = False
    plenary: bool = False
    meetings_per_year: float | None = None
    meeting_hours: float | None = None
    size_limit: int | None = None
    since: date | None = None
    until: date | None = None
    """The first day on which it was no more."""

    @property
    def hours_per_year(self) -> float | None:
        """Meeting hours of one seat in a year."""
        if self.meetings_per_year is None or self.meeting_hours is None:
            return None
        return self.meetings_per_year * self.meeting_hours


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, with inhabitants and what that figure is based on (source and day)."""

    id: str
    name: str = ""
    inhabitants: int | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class TargetSeat:
    """One line of a network's target list (Soll): at least `minimum` members of this kind, group, municipality."""

    id: str
    network: str
    label: str
    kind: str = ""
    group: str = ""
    municipality: str = ""
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """What an actor offers: a field, for ages, in municipalities (empty ages: all)."""

    actor: str
    field: str
    municipalities: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    county_wide: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A membership as a row, for building and for reading back. `until` is the first day without it."""

    actor: str
    network: str
    since: date | None = None
    until: date | None = None
    group: str = ""
    vacant: bool = False
    id: str = ""


Cell = tuple[str, str, str]
"""Municipality, field, age group ("" where ages are not told apart)."""


@dataclass(frozen=True)
class Landscape:
    """Dated memberships of actors in networks, and what networks are required to reach.

    actors, networks: sorted by id, each id once. Columns, one entry per membership row (several rows of one pair are allowed):
    row_actor, row_network: int32 positions; row_since, row_until: int32 day numbers (date.toordinal), since <= day < until;
    row_group: int16 position in `groups`, -1 for none; row_vacant: the seat is there, nobody sits on it.
    required: cells that must be covered; None means every municipality x field x age that the lists name.
    """

    actors: tuple[Actor, ...]
    networks: tuple[Network, ...]
    row_actor: Ints
    row_network: Ints
    row_since: Ints
    row_until: Ints
    row_group: NDArray[np.int16]
    row_vacant: Bools
    row_ids: tuple[str, ...] = ()
    groups: tuple[str, ...] = GROUPS
    places: tuple[Place, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    ages: tuple[tuple[str, str], ...] = ()
    target_seats: tuple[TargetSeat, ...] = ()
    offers: tuple[Offer, ...] = ()
    required: frozenset[Cell] | None = None

    @cached_property
    def actor_at(self) -> dict[str, int]:
        return {actor.id: i for i, actor in enumerate(self.actors)}

    @cached_property
    def network_at(self) -> dict[str, int]:
        return {network.id: i for i, network in enumerate(self.networks)}

    @cached_property
    def group_of_actor(self) -> NDArray[np.int16]:
        """Position in `groups` of each actor's usual group; -1 if it has none."""
        at = {name: i for i, name in enumerate(self.groups)}
        return np.array([at.get(actor.group, -1) for actor in self.actors], dtype=np.int16)

    def on(self, day: date | None, *, plenary: bool = True, everywhere: bool = True) -> "TwoMode":
        """The two-mode graph of a day. None: all rows, whenever they were.

        plenary=False leaves plenary networks out, everywhere=False actors that sit everywhere. Vacant seats are no ties.
        """
        keep = ~self.row_vacant
        if day is not None:
            number = day.toordinal()
            keep = keep & (self.row_since <= number) & (number < self.row_until)
        if not plenary:
            keep = keep & ~np.array([n.plenary for n in self.networks], dtype=bool)[self.row_network]
        if not everywhere:
            keep = keep & ~np.array([a.sits_everywhere for a in self.actors], dtype=bool)[self.row_actor]
        return TwoMode.of_rows(self, np.flatnonzero(keep).astype(np.int32), day)

    def with_rows(self, seats: Iterable[Seat], *, networks: Sequence[Network] | None = None) -> "Landscape":
        """The same landscape with other seats (and other networks): for what-if at county size."""
        return build(
            self.actors, self.networks if networks is None else networks, seats, groups=self.groups, places=self.places,
            fields=self.fields, ages=self.ages, target_seats=self.target_seats, offers=self.offers, required=self.required,
        )  # fmt: skip

    def seats(self, rows: Iterable[int] | None = None) -> list[Seat]:
        """Rows as objects (all of them, or those asked for)."""
        numbers = range(len(self.row_actor)) if rows is None else rows
        return [
            Seat(
                actor=self.actors[self.row_actor[i]].id,
                network=self.networks[self.row_network[i]].id,
                since=None if self.row_since[i] == ALWAYS else date.fromordinal(int(self.row_since[i])),
                until=None if self.row_until[i] == OPEN else date.fromordinal(int(self.row_until[i])),
                group=self.groups[self.row_group[i]] if self.row_group[i] >= 0 else "",
                vacant=bool(self.row_vacant[i]),
                id=self.row_ids[i] if self.row_ids else "",
            )
            for i in numbers
        ]


@dataclass(frozen=True)
class TwoMode:
    """Actors x networks on one day, without duplicates. Only actors and networks that have a tie are in it.

    actors (n1), networks (n2): positions in the landscape, ascending, hence by id. Ties by actor: the networks of actor a are
    tie_network[start[a]:start[a+1]], ascending; tie_group (int16) is the group this seat is held for (-1: none known), of
    several rows of one pair the first that names one. Positions in the ties are 0..n1-1 and 0..n2-1 of this graph.
    """

    landscape: Landscape
    day: date | None
    actors: Ints
    networks: Ints
    start: Ints
    tie_network: Ints
    tie_group: NDArray[np.int16]
    rows: Ints = field(repr=False)
    """The landscape's rows that are behind the ties (duplicates included)."""

    @classmethod
    def of_rows(cls, landscape: Landscape, rows: Ints, day: date | None) -> "TwoMode":
        """The graph of these membership rows."""
        actor, network = landscape.row_actor[rows], landscape.row_network[rows]
        group = landscape.row_group[rows]
        order = np.lexsort((group < 0, network, actor))
        actor, network, group = actor[order], network[order], group[order]
        first = np.ones(len(actor), dtype=bool)
        first[1:] = (actor[1:] != actor[:-1]) | (network[1:] != network[:-1])
        actor, network, group = actor[first], network[first], group[first]
        group = np.where(group < 0, landscape.group_of_actor[actor], group).astype(np.int16)
        actors, actor_position = np.unique(actor, return_inverse=True)
        networks, network_position = np.unique(network, return_inverse=True)
        start = np.zeros(len(actors) + 1, dtype=np.int32)
        np.cumsum(np.bincount(actor_position, minlength=len(actors)), out=start[1:])
        return cls(landscape, day, actors, networks, start, network_position.astype(np.int32), group, rows)

    @property
    def n_actors(self) -> int:
        return len(self.actors)

    @property
    def n_networks(self) -> int:
        return len(self.networks)

    @property
    def n_ties(self) -> int:
        return len(self.tie_network)

    @cached_property
    def actor_ids(self) -> list[str]:
        return [self.landscape.actors[i].id for i in self.actors]

    @cached_property
    def network_ids(self) -> list[str]:
        return [self.landscape.networks[i].id for i in self.networks]

    @cached_property
    def tie_actor(self) -> Ints:
        """The actor of each tie, in the order of tie_network."""
        return np.repeat(np.arange(self.n_actors, dtype=np.int32), np.diff(self.start))

    @cached_property
    def degree(self) -> Ints:
        """d_a: number of networks of each actor."""
        return np.diff(self.start)

    @cached_property
    def size(self) -> Ints:
        """s_N: number of members of each network."""
        return np.bincount(self.tie_network, minlength=self.n_networks).astype(np.int32)

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """B, actors x networks, int32 ones."""
        ones = np.ones(self.n_ties, dtype=np.int32)
        return sparse.csr_matrix((ones, self.tie_network, self.start), shape=(self.n_actors, self.n_networks))

    @cached_property
    def transposed(self) -> sparse.csr_matrix:
        """B', networks x actors: members of network N are indices[indptr[N]:indptr[N+1]], ascending."""
        turned = self.matrix.T.tocsr()
        turned.sort_indices()
        return turned

    @cached_property
    def group_of_actor(self) -> NDArray[np.int16]:
        """The group each actor of this graph usually sits for; -1 if it has none."""
        return self.landscape.group_of_actor[self.actors]

    def actor(self, position: int) -> Actor:
        return self.landscape.actors[int(self.actors[position])]

    def network(self, position: int) -> Network:
        return self.landscape.networks[int(self.networks[position])]

    def networks_of(self, actor: int) -> Ints:
        """Networks of the actor at this position, ascending."""
        return self.tie_network[self.start[actor] : self.start[actor + 1]]

    def members_of(self, network: int) -> Ints:
        """Members of the network at this position, ascending."""
        members: Ints = self.transposed.indices[self.transposed.indptr[network] : self.transposed.indptr[network + 1]]
        return members


def build(
    actors: Iterable[Actor],
    networks: Iterable[Network],
    seats: Iterable[Seat],
    *,
    groups: tuple[str, ...] = GROUPS,
    places: tuple[Place, ...] = (),
    fields: tuple[tuple[str, str], ...] = (),
    ages: tuple[tuple[str, str], ...] = (),
    target_seats: tuple[TargetSeat, ...] = (),
    offers: tuple[Offer, ...] = (),
    required: frozenset[Cell] | None = None,
) -> Landscape:
    """A landscape from rows. An id that only a seat names becomes an actor or network without particulars."""
    rows = list(seats)
    by_actor = {actor.id: actor for actor in actors}
    by_network = {network.id: network for network in networks}
    for seat in rows:
        by_actor.setdefault(seat.actor, Actor(seat.actor))
        by_network.setdefault(seat.network, Network(seat.network))
    actor_at = {name: i for i, name in enumerate(sorted(by_actor))}
    network_at = {name: i for i, name in enumerate(sorted(by_network))}
    group_at = {name: i for i, name in enumerate(groups)}
    n = len(rows)
    return Landscape(
        actors=tuple(by_actor[name] for name in actor_at),
        networks=tuple(by_network[name] for name in network_at),
        row_actor=np.fromiter((actor_at[s.actor] for s in rows), dtype=np.int32, count=n),
        row_network=np.fromiter((network_at[s.network] for s in rows), dtype=np.int32, count=n),
        row_since=np.fromiter((s.since.toordinal() if s.since else ALWAYS for s in rows), dtype=np.int32, count=n),
        row_until=np.fromiter((s.until.toordinal() if s.until else OPEN for s in rows), dtype=np.int32, count=n),
        row_group=np.fromiter((group_at.get(s.group, -1) for s in rows), dtype=np.int16, count=n),
        row_vacant=np.fromiter((s.vacant for s in rows), dtype=bool, count=n),
        row_ids=tuple(s.id for s in rows) if any(s.id for s in rows) else (),
        groups=groups, places=places, fields=fields, ages=ages, target_seats=target_seats, offers=offers, required=required,
    )  # fmt: skip


def with_groups(landscape: Landscape, of_actor: dict[str, str]) -> Landscape:
    """The same landscape with other groups, by actor id: for `--group COLUMN`. Groups of seats are dropped."""
    names = tuple(sorted({name for name in of_actor.values() if name}))
    actors = tuple(replace(actor, group=of_actor.get(actor.id, "")) for actor in landscape.actors)
    return replace(
        landscape, actors=actors, groups=names, row_group=np.full(len(landscape.row_actor), -1, dtype=np.int16)
    )
