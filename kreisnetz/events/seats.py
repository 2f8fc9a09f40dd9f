"""The guard over the seats of an event: nobody else changes SeatPool.taken.

Every function that takes or gives back seats must run inside the transaction of lock_event(): on PostgreSQL that is a row
lock, on SQLite the IMMEDIATE transaction lets one writer in at a time. The database's own constraints stand behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db import transaction
from django.db.models import F, Q, Sum

from kreisnetz.core import version
from kreisnetz.events.models import Event, Registration, SeatPool

Level = Literal["unlimited", "free", "few", "full"]


@dataclass(frozen=True)
class Hold:
    """Seats taken for one registration: `reserved` of them from its group's pool, the rest from the open pool."""

    seats: int
    reserved: int


@dataclass(frozen=True)
class Availability:
    """Free seats now. `free` counts the open pool (None: no limit); groups have their own."""

    free: int | None
    waiting: int
    level: Level
    seats: int | None = None
    taken: int = 0
    free_in_group: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return self.level == "full"


class CapacityTooSmall(ValueError):
    """The wanted number of seats is below what is already taken; .taken tells how many."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken")
        self.taken = taken


def lock_event(event_id: int) -> Event:
    """The event's row, held until the end of the transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("seats need a transaction")
    return Event.objects.select_for_update().get(pk=event_id)


def level_of(pools: list[SeatPool]) -> Level:
    """How full an event is, for everybody: group pools do not count as free for the public."""
    for pool in pools:
        if pool.group == "":
            if pool.seats is None:
                return "unlimited"
            free = pool.seats - pool.taken
            if free <= 0:
                return "full"
            return "few" if free <= max(5, pool.seats // 10) else "free"
    return "unlimited"


def availability(event: Event) -> Availability:
    """Free seats as of this moment; two queries."""
    pools = list(event.pools.all())
    waiting = event.registrations.waiting().aggregate(n=Sum("n_seats"))["n"] or 0
    groups = {pool.group: (pool.seats or 0) - pool.taken for pool in pools if pool.group}
    opened = next((pool for pool in pools if pool.group == ""), None)
    limited = opened is not None and opened.seats is not None
    seats = sum(pool.seats or 0 for pool in pools) if limited else None
    free = max(0, (opened.seats or 0) - opened.taken) if opened is not None and limited else None
    return Availability(free, waiting, level_of(pools), seats, sum(pool.taken for pool in pools), groups)


def take(event: Event, n: int, group: str = "", *, only_reserved: bool = False) -> Hold | None:
    """Take n seats, the group's own first; None (and nothing taken) when they are not all free.

    only_reserved: all n from the group's own pool or none, so that nobody on the waiting list is overtaken.
    """
    pools = {pool.group: pool for pool in SeatPool.objects.filter(event_id=event.pk, group__in={"", group})}
    own = pools.get(group) if group else None
    reserved = min(n, (own.seats or 0) - own.taken) if own else 0
    rest = n - reserved
    if rest and only_reserved:
        return None
    opened = pools.get("")
    if rest and (opened is None or (opened.seats is not None and opened.seats - opened.taken < rest)):
        return None
    if own and reserved and not _add(own, reserved):
        return None
    if opened and rest and not _add(opened, rest):
        if own and reserved:
            _subtract(own, reserved)
        return None
    _tell_when_level_changed(opened, rest)
    return Hold(n, reserved)


def give_back(event: Event, n: int, *, reserved: int, group: str) -> None:
    """Free n seats, `reserved` of them in the group's pool."""
    pools = {pool.group: pool for pool in SeatPool.objects.filter(event_id=event.pk, group__in={"", group})}
    if reserved and group in pools:
        _subtract(pools[group], reserved)
    rest = n - reserved
    opened = pools.get("")
    if opened and rest:
        _subtract(opened, rest)
        _tell_when_level_changed(opened, -rest)


def _add(pool: SeatPool, n: int) -> bool:
    room = Q(seats__isnull=True) | Q(taken__lte=F("seats") - n)
    return SeatPool.objects.filter(room, pk=pool.pk).update(taken=F("taken") + n) == 1


def _subtract(pool: SeatPool, n: int) -> None:
    if SeatPool.objects.filter(pk=pool.pk, taken__gte=n).update(taken=F("taken") - n) != 1:
        raise RuntimeError(f"seat pool {pool.pk} has fewer than {n} seats taken")


def _tell_when_level_changed(pool: SeatPool | None, added: int) -> None:
    """The public pages show the level ("wenige Plätze"), so they must be made anew when it changes."""
    if pool is None or not added:
        return
    after = SeatPool(group="", seats=pool.seats, taken=pool.taken + added)
    if level_of([pool]) != level_of([after]):
        version.bump()


@transaction.atomic
def set_capacity(event: Event, *, seats: int | None, groups: Mapping[str, int] | None = None) -> None:
    """Set the number of seats in all and, of these, those reserved per group; refuses to go below what is taken.

    seats: in all, None for no limit (then no group may be reserved). Raises CapacityTooSmall, ValueError.
    """
    wanted = {group: n for group, n in (groups or {}).items() if n > 0}
    if seats is None and wanted:
        raise ValueError("reserved seats need a limit")
    if seats is not None and sum(wanted.values()) > seats:
        raise ValueError("more seats reserved than there are")
    lock_event(event.pk)
    pools = {pool.group: pool for pool in SeatPool.objects.filter(event=event)}
    sizes: dict[str, int | None] = dict(wanted)
    for group, pool in pools.items():
        if group and group not in sizes:
            sizes[group] = pool.taken
    open_size = None if seats is None else seats - sum(n or 0 for g, n in sizes.items() if g)
    sizes[""] = open_size
    for group, size in sizes.items():
        existing = pools.get(group)
        if size is not None and (size < 0 or (existing and size < existing.taken)):
            raise CapacityTooSmall(sum(pool.taken for pool in pools.values()))
    for group, size in sizes.items():
        SeatPool.objects.update_or_create(event=event, group=group, defaults={"seats": size})
    SeatPool.objects.filter(event=event, seats=0, taken=0).exclude(group="").delete()
    version.bump()


def check(event: Event) -> list[str]:
    """Differences between the counters and the registrations, in German; empty when all is well."""
    held = Registration.objects.filter(event=event).seated()
    sums = {"": 0}
    for group, n_seats, n_reserved in held.values_list("group", "n_seats", "n_reserved"):
        sums[group] = sums.get(group, 0) + (n_reserved if group else 0)
        sums[""] += n_seats - n_reserved
    taken = dict(SeatPool.objects.filter(event=event).values_list("group", "taken"))
    return [
        f"Termin {event.pk}, Kontingent „{group or 'offen'}“: gezählt {n}, vermerkt {taken.get(group, 0)}"
        for group in sorted(set(sums) | set(taken))
        if (n := sums.get(group, 0)) != taken.get(group, 0)
    ]
