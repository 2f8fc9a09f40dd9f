"""The public calendar: filters as people set them, the events they leave, and months as weeks of days. Knows no pages."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from kreisnetz.core.names import search_key
from kreisnetz.events import seats
from kreisnetz.events.models import BERLIN, Event, SeatPool
from kreisnetz.events.models.event import EventQuerySet

PAST = "vergangen"
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see; empty means everything. Slugs for municipality, field and series."""

    municipality: str = ""
    field: str = ""
    series: str = ""
    audience: str = ""
    text: str = ""
    past: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """From the query part of an address; unknown values simply find nothing."""
        names = {"municipality": "kommune", "field": "feld", "series": "reihe", "audience": "zielgruppe", "text": "q"}
        values = {name: query.get(param, "").replace("\x00", "").strip()[:100] for name, param in names.items()}
        return cls(**values, past=query.get("zeit", "") == PAST)

    def query(self) -> str:
        """The same as the query part of an address, without what is empty."""
        params = {
            "kommune": self.municipality,
            "feld": self.field,
            "reihe": self.series,
            "zielgruppe": self.audience,
            "q": self.text,
            "zeit": PAST if self.past else "",
        }
        return urlencode({name: value for name, value in params.items() if value})

    @property
    def is_set(self) -> bool:
        return any((self.municipality, self.field, self.series, self.audience, self.text))

    def matching(self) -> EventQuerySet:
        """Public events that fit, past and coming."""
        events = Event.objects.public()
        if self.municipality:
            events = events.filter(venue__municipality__slug=self.municipality)
        if self.field:
            events = events.filter(fields_of_action__slug=self.field)
        if self.series:
            events = events.filter(series__slug=self.series)
        if self.audience:
            events = events.filter(audience=self.audience)
        for word in search_key(self.text).split()[:8]:
            events = events.filter(search_key__contains=word)
        return events

    def listed(self, *, now: datetime) -> EventQuerySet:
        """In the order of the list: the next ones first, of past ones the latest."""
        return self.matching().past(now) if self.past else self.matching().upcoming(now)


@dataclass(frozen=True)
class Month:
    """Events of one month, under one heading."""

    first: date
    events: list[Event]


@dataclass(frozen=True)
class Day:
    """A square of the month view."""

    on: date
    in_month: bool
    events: tuple[Event, ...]


def by_month(events: Iterable[Event]) -> list[Month]:
    """Consecutive events of the same month together, their order kept."""
    months: list[Month] = []
    for event in events:
        first = event.starts_on.replace(day=1)
        if not months or months[-1].first != first:
            months.append(Month(first, []))
        months[-1].events.append(event)
    return months


def weeks(year: int, month: int, filters: Filters) -> list[list[Day]]:
    """The month as weeks from Monday to Sunday, every event on each of its days."""
    days = [day for week in calendar.Calendar().monthdatescalendar(year, month) for day in week]
    first = datetime.combine(days[0], datetime.min.time(), BERLIN)
    end = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), BERLIN)
    found = filters.matching().filter(starts_at__lt=end, last_at__gte=first).order_by("starts_at", "id").with_lists()
    on_day: dict[date, list[Event]] = {}
    for event in found:
        for day in days_of(event):
            on_day.setdefault(day, []).append(event)
    squares = [Day(day, day.month == month, tuple(on_day.get(day, ()))) for day in days]
    return [squares[start : start + 7] for start in range(0, len(squares), 7)]


def days_of(event: Event) -> set[date]:
    """Every day on which something of this event happens; at most sixty."""
    length = min((event.ends_on - event.starts_on).days, 60)
    days = {event.starts_on + timedelta(days=n) for n in range(length + 1)}
    return days | {extra.starts_at.astimezone(BERLIN).date() for extra in event.dates.all()}


def level(event: Event, *, now: datetime, pools: list[SeatPool] | None = None) -> str:
    """ "free", "few", "full" while people can register here, else ""; from prefetched pools, no query."""
    if not event.registration_open or event.starts_at <= now or event.status in {"cancelled", "postponed"}:
        return ""
    if (event.deadline_at and now > event.deadline_at) or (
        event.registration_opens_at and now < event.registration_opens_at
    ):
        return ""
    found = seats.level_of(list(event.pools.all()) if pools is None else pools)
    return "free" if found == "unlimited" else found


def neighbour(year: int, month: int, step: int) -> tuple[int, int] | None:
    """The month before or after, None outside of the years we show."""
    number = year * 12 + month - 1 + step
    there = divmod(number, 12)
    return (there[0], there[1] + 1) if FIRST_YEAR <= there[0] <= LAST_YEAR else None
