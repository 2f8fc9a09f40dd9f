"""The public calendar: filters as people set them, the events they leave, and months as weeks of days. Knows no pages."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from kreisnetz.core.names import search_key
from kreisnetz.events import seats
from kreisnetz.events.models import BERLIN, Event, SeatPool, Series
from kreisnetz.events.models.event import EventQuerySet
from kreisnetz.events.related import related, with_related
from kreisnetz.register.models import FieldOfAction, Municipality

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

    def with_past(self, past: bool) -> Self:
        return replace(self, past=past)

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
        if self.text:
            words = search_key(self.text).split()[:8]
            # Signs only, no letter: nothing is called that.
            events = events if words else events.none()
            for word in words:
                events = events.filter(search_key__contains=word)
        return events

    def chosen(self) -> list[str]:
        """The choices in words, for the name of a feed."""
        names: list[str | None] = [self.text]
        if self.municipality:
            names.append(Municipality.objects.filter(slug=self.municipality).values_list("name", flat=True).first())
        if self.field:
            names.append(FieldOfAction.objects.filter(slug=self.field).values_list("name", flat=True).first())
        if self.series:
            names.append(Series.objects.filter(slug=self.series).values_list("name", flat=True).first())
        if self.audience in Event.Audience.values:
            names.append(str(Event.Audience(self.audience).label))
        return [name for name in names if name]

    def listed(self, *, now: datetime) -> EventQuerySet:
        """In the order of the list: the next ones first, of past ones the latest."""
        return self.matching().past(now) if self.past else self.matching().upcoming(now)


def for_cards(events: EventQuerySet) -> EventQuerySet:
    """With what a card or a line of the month shows, without the long texts; three queries however many events."""
    long_texts = ("description", "programme", "plain_language", "search_key", "venue__directions")
    return with_related(events.select_related("venue"), "dates", "pools").defer(*long_texts)


@dataclass(frozen=True)
class Day:
    """A square of the month view."""

    on: date
    in_month: bool
    events: tuple[Event, ...]


def weeks(year: int, month: int, filters: Filters) -> list[list[Day]]:
    """The month as weeks from Monday to Sunday, every event on each of its days."""
    days = [day for week in calendar.Calendar().monthdatescalendar(year, month) for day in week]
    first = datetime.combine(days[0], datetime.min.time(), BERLIN)
    end = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), BERLIN)
    found = filters.matching().filter(starts_at__lt=end, last_at__gte=first).order_by("starts_at", "id")
    on_day: dict[date, list[Event]] = {}
    for event in for_cards(found):
        for day in days_of(event):
            on_day.setdefault(day, []).append(event)
    squares = [Day(day, day.month == month, tuple(on_day.get(day, ()))) for day in days]
    return [squares[start : start + 7] for start in range(0, len(squares), 7)]


def days_of(event: Event) -> set[date]:
    """Every day on which something of this event happens; at most sixty."""
    last = event.ends_on
    if event.ends_at is not None and not event.all_day:
        # What ends at midnight does not reach into the next day.
        last = max((event.ends_at - timedelta(microseconds=1)).astimezone(BERLIN).date(), event.starts_on)
    length = min((last - event.starts_on).days, 60)
    days = {event.starts_on + timedelta(days=n) for n in range(length + 1)}
    return days | {extra.starts_at.astimezone(BERLIN).date() for extra in related(event, "dates")}


def level(event: Event, *, now: datetime, pools: list[SeatPool] | None = None) -> str:
    """ "free", "few", "full" while people can register here, else ""; from prefetched pools, no query."""
    if not event.registration_open or event.starts_at <= now or event.status in {"cancelled", "postponed"}:
        return ""
    if (event.deadline_at and now > event.deadline_at) or (
        event.registration_opens_at and now < event.registration_opens_at
    ):
        return ""
    found = seats.level_of(related(event, "pools") if pools is None else pools)
    return "free" if found == "unlimited" else found


def neighbour(year: int, month: int, step: int) -> tuple[int, int] | None:
    """The month before or after, None outside of the years we show."""
    number = year * 12 + month - 1 + step
    there = divmod(number, 12)
    return (there[0], there[1] + 1) if FIRST_YEAR <= there[0] <= LAST_YEAR else None
