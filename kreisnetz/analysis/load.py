"""Load: meeting hours and seats per organisation and per network. Unknown hours stay unknown, never nought. Pure."""

from dataclasses import dataclass

from kreisnetz.analysis.landscape import TwoMode


@dataclass(frozen=True, slots=True)
class Burden:
    """One organisation. hours: the sum of what is known (None if nothing is); unknown: networks whose hours are not known."""

    actor: str
    seats: int
    hours: float | None
    unknown: int
    networks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """One network: members, hours a year of one seat and of all."""

    network: str
    members: int
    hours_per_seat: float | None
    member_hours: float | None


@dataclass(frozen=True, slots=True)
class Load:
    """All organisations (most hours first) and all networks; hours: the known ones, in sum; None if none is known."""

    actors: tuple[Burden, ...]
    networks: tuple[Effort, ...]
    hours: float | None
    networks_unknown: int


def load(graph: TwoMode) -> Load:
    """Meeting hours of a year; preparation and travel are not in it."""
    per_seat = [graph.network(i).hours_per_year for i in range(graph.n_networks)]
    efforts = tuple(
        Effort(name, int(members), hours, None if hours is None else hours * int(members))
        for name, members, hours in zip(graph.network_ids, graph.size, per_seat, strict=True)
    )
    burdens = []
    for number, name in enumerate(graph.actor_ids):
        mine = graph.networks_of(number).tolist()
        known = [hours for hours in (per_seat[i] for i in mine) if hours is not None]
        names = tuple(graph.network_ids[i] for i in mine)
        burdens.append(Burden(name, len(mine), sum(known) if known else None, len(mine) - len(known), names))
    burdens.sort(key=lambda b: (b.hours is None, -(b.hours or 0.0), b.actor))
    known_hours = [effort.member_hours for effort in efforts if effort.member_hours is not None]
    return Load(tuple(burdens), efforts, sum(known_hours) if known_hours else None, per_seat.count(None))
