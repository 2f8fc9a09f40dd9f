"""What a profile says beyond its own fields: the four groups at the table, the target list and what is missing, hours."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kreisnetz.register.models import Actor, ActorKind, Membership, Network, StakeholderGroup, TargetSeat


@dataclass(frozen=True)
class GroupShare:
    """One of the four groups at the table; group "" are the seats nobody has put into a group."""

    group: str
    label: str
    n: int
    percent: int


@dataclass(frozen=True)
class TargetLine:
    """One line of the target list and who fills it."""

    target: TargetSeat
    actors: list[Actor]
    n_vacant: int
    missing: int

    @property
    def state(self) -> str:
        if self.target.not_applicable:
            return "not_applicable"
        if not self.missing:
            return "filled"
        return "vacant" if self.n_vacant else "missing"


@dataclass(frozen=True)
class Hours:
    """Planned meeting hours of one organisation; n_unknown networks have not said how often and how long they meet."""

    per_year: float
    n_unknown: int

    @property
    def per_month(self) -> float:
        return self.per_year / 12


def seats_of(network: Network, *, day: date) -> QuerySet[Membership]:
    """The table of one day, organisations in order, in two queries."""
    seats = network.memberships.on(day).select_related("actor__kind__parent", "person", "deputy")
    return seats.prefetch_related("actor__municipalities").order_by("actor__sort_key", "since", "id")


def group_of(seat: Membership) -> str:
    """The seat's own group; else what the organisation, else what its kind usually sits for; "" when unknown."""
    kind = seat.actor.kind
    return seat.group or seat.actor.default_group or (kind.default_group if kind else "")


def shares(seats: Sequence[Membership]) -> list[GroupShare]:
    """All four groups, also those with nobody; seats without a group only when there are some. A vacant seat sits nobody."""
    counts = Counter(group_of(seat) for seat in seats if not seat.is_vacant)
    total = sum(counts.values())
    rows = [(value, str(label)) for value, label in StakeholderGroup.choices]
    rows += [("", _("ohne Gruppe"))] if counts[""] else []
    return [
        GroupShare(value, label, counts[value], round(100 * counts[value] / total) if total else 0)
        for value, label in rows
    ]


def target_lines(network: Network, seats: Sequence[Membership]) -> list[TargetLine]:
    """Each line of the target list with the organisations that fill it; one seat may fill several lines."""
    lines = []
    for target in network.target_seats.select_related("kind", "municipality"):
        fitting = [seat for seat in seats if _fits(target, seat)]
        there = {seat.actor_id: seat.actor for seat in fitting if not seat.is_vacant}
        n_vacant = len({seat.actor_id for seat in fitting} - set(there))
        missing = 0 if target.not_applicable else max(0, target.minimum - len(there))
        lines.append(TargetLine(target, list(there.values()), n_vacant, missing))
    return lines


def _fits(target: TargetSeat, seat: Membership) -> bool:
    actor = seat.actor
    if target.kind_id and target.kind_id not in _kinds(actor.kind):
        return False
    if target.group and target.group != group_of(seat):
        return False
    if target.municipality_id:
        at_work = {row.pk for row in actor.municipalities.all()}
        return target.municipality_id in at_work | {actor.municipality_id}
    return True


def _kinds(kind: ActorKind | None) -> set[int | None]:
    """A kind and the one above it; its own number only for none."""
    return {kind.pk, kind.parent_id} if kind else set()


def meeting_hours(seats: Iterable[Membership]) -> Hours:
    """What the networks of these seats plan in a year; each filled seat costs its own hours."""
    total, unknown = 0.0, set()
    for seat in seats:
        if seat.is_vacant:
            continue
        hours = seat.network.hours_per_year
        if hours is None:
            unknown.add(seat.network_id)
        else:
            total += hours
    return Hours(total, len(unknown))
