"""What stays of an event's registrations when the people are deleted: sums, and nothing that points to one person."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from kreisnetz.events.models import Event, EventStatistics, Participant, Registration


def suppress(counts: Mapping[str, int], *, k: int) -> dict[str, int | None]:
    """Counts below k become None, and so many of the next smallest that the sum of all does not tell the hidden ones.

    The sum is known (it is the number of all people). Hidden are at least two cells that together are k people or more, and
    more people than cells: else each of them would be one.

    >>> suppress({"web": 40, "fax": 2, "mail": 7}, k=5)
    {'web': 40, 'fax': None, 'mail': None}
    >>> suppress({"web": 40, "fax": 1, "mail": 1}, k=5)
    {'web': None, 'fax': None, 'mail': None}
    >>> suppress({"web": 1, "fax": 1}, k=5)
    {}
    """
    shown = dict(sorted((item for item in counts.items() if item[1] >= k), key=lambda item: (item[1], item[0])))
    hidden = {name: n for name, n in counts.items() if 0 < n < k}
    while hidden and shown and (len(hidden) < 2 or sum(hidden.values()) < max(k, len(hidden) + 1)):
        name = next(iter(shown))
        hidden[name] = shown.pop(name)
    if hidden and sum(hidden.values()) < max(k, len(hidden) + 1):
        return {}
    return {name: shown.get(name) for name, n in counts.items() if n}


def rounded(n: int, *, k: int, most: int) -> int | None:
    """To the next multiple of k, so that the few who were missing cannot be counted; None for less than k.

    >>> rounded(39, k=5, most=42), rounded(41, k=5, most=41), rounded(3, k=5, most=9)
    (40, 40, None)
    """
    return None if n < k else min((n + k // 2) // k * k, most)


def sums(event: Event) -> dict[str, object]:
    """People by state, and of those who were coming: by channel, group and menu."""
    people = Participant.objects.filter(registration__event=event)
    rows = people.values_list(
        "registration__state", "registration__channel", "registration__group", "menu_choice__name", "checked_in_at"
    )
    coming = [row for row in rows if row[0] == Registration.State.CONFIRMED]
    came = sum(1 for row in coming if row[4])
    k = settings.MIN_GROUP
    tables = {
        "states": Counter(row[0] for row in rows),
        "channels": Counter(row[1] for row in coming),
        "groups": Counter(row[2] or "none" for row in coming),
        "menu": Counter(row[3] or "none" for row in coming) if any(row[3] for row in coming) else Counter(),
    }
    totals: dict[str, object] = {
        "confirmed": len(coming) if len(coming) >= k else None,
        "checked_in": rounded(came, k=k, most=len(coming)),
    }
    return totals | {name: suppress(counts, k=k) for name, counts in tables.items()}


def keep(event: Event, *, now: datetime) -> None:
    """Store the sums; what an earlier run stored (menus, deleted sooner) stays where nothing is left to count."""
    fresh = sums(event)
    known = EventStatistics.objects.filter(event=event).first()
    if known:
        fresh = {name: value or known.counts.get(name) for name, value in fresh.items()}
    EventStatistics.objects.update_or_create(event=event, defaults={"counts": fresh, "made_at": now})
