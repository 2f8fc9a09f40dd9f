"""What stays of an event's registrations when the people are deleted: sums, and nothing that points to one person."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from kreisnetz.events.models import Event, EventStatistics, Participant, Registration


def suppress(counts: Mapping[str, int], *, k: int) -> dict[str, int | None]:
    """Counts below k become None; if that hides one cell only, the next smallest is hidden too, so that no sum tells it.

    >>> suppress({"web": 40, "fax": 2, "mail": 7}, k=5)
    {'web': 40, 'fax': None, 'mail': None}
    """
    hidden = {name for name, n in counts.items() if 0 < n < k}
    if len(hidden) == 1:
        rest = sorted((n, name) for name, n in counts.items() if name not in hidden and n)
        if rest:
            hidden.add(rest[0][1])
    return {name: None if name in hidden else n for name, n in counts.items()}


def sums(event: Event) -> dict[str, object]:
    """People by state, and of those who were coming: by channel, group and menu."""
    people = Participant.objects.filter(registration__event=event)
    rows = people.values_list(
        "registration__state", "registration__channel", "registration__group", "menu_choice__name", "checked_in_at"
    )
    coming = [row for row in rows if row[0] == Registration.State.CONFIRMED]
    states = Counter(row[0] for row in rows)
    k = settings.MIN_GROUP
    totals: dict[str, object] = {
        "confirmed": len(coming) if len(coming) >= k else None,
        "checked_in": (n if (n := sum(1 for row in coming if row[4])) >= k else None),
    }
    tables = {
        "states": states,
        "channels": Counter(row[1] for row in coming),
        "groups": Counter(row[2] or "none" for row in coming),
        "menu": Counter(row[3] for row in coming if row[3]),
    }
    return totals | {name: suppress(counts, k=k) for name, counts in tables.items()}


def keep(event: Event, *, now: datetime) -> None:
    """Store the sums; what an earlier run stored (menus, deleted sooner) stays where nothing is left to count."""
    fresh = sums(event)
    known = EventStatistics.objects.filter(event=event).first()
    if known:
        fresh = {name: value or known.counts.get(name) for name, value in fresh.items()}
    EventStatistics.objects.update_or_create(event=event, defaults={"counts": fresh, "made_at": now})
