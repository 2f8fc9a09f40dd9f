"""What of the calendar can be found: published events and their series by all, drafts by the office."""

from collections.abc import Iterable

from kreisnetz.core import search_index
from kreisnetz.core.dates import long_day
from kreisnetz.core.models import SearchEntry
from kreisnetz.core.search_index import Findable
from kreisnetz.events.models import BERLIN, Event

A = SearchEntry.Audience


def refresh(events: Iterable[Event]) -> None:
    """Put these events into the index as they are now."""
    numbers = [event.pk for event in events]
    rows = Event.objects.filter(pk__in=numbers).with_lists()
    search_index.put(_findable(event) for event in rows)


def forget(event: Event) -> None:
    search_index.remove("event", [event.pk])


def rebuild() -> int:
    """The whole calendar anew; gives the number of events."""
    numbers = set(Event.objects.values_list("pk", flat=True))
    gone = set(SearchEntry.objects.filter(kind="event").values_list("number", flat=True)) - numbers
    search_index.remove("event", sorted(gone))
    search_index.put(_findable(event) for event in Event.objects.with_lists())
    return len(numbers)


def _findable(event: Event) -> Findable:
    venue = event.venue
    town = (venue.town or venue.name) if venue else ""
    fields = " ".join(item.name for item in event.fields_of_action.all())
    people = " ".join(part.name for part in event.parts.all())
    return Findable(
        kind="event",
        number=event.pk,
        label=event.title,
        hint=", ".join(part for part in (long_day(event.starts_at.astimezone(BERLIN), "de"), town) if part),
        slug=f"{event.year}/{event.slug}",
        audience=A.PUBLIC if event.is_public else A.OFFICE,
        short=f"{event.subtitle} {event.series.name if event.series else ''} {fields}",
        long=f"{people} {event.description} {event.programme}",
    )
