"""What belongs to an event, for lists of many: fetched at once as plain lists.

Django's prefetch_related() makes a query object for every event and list, which costs more than the queries themselves.
"""

from typing import Any

from django.db.models import Prefetch

from kreisnetz.events.models import Event
from kreisnetz.events.models.event import EventQuerySet


def with_related(events: EventQuerySet, *names: str) -> EventQuerySet:
    """names: of dates, parts, pools, fields_of_action."""
    return events.prefetch_related(*(Prefetch(name, to_attr=f"listed_{name}") for name in names))


def related(event: Event, name: str) -> list[Any]:
    """One of these lists; asks the database only for an event that did not come from with_related()."""
    found = getattr(event, f"listed_{name}", None)
    return list(getattr(event, name).all()) if found is None else found
