"""What an event is made of, as typed: columns, dates, people, menu, seats; compared with and written to its rows.

Only events.editing writes through this module, inside its transaction; it decides nothing about publishing or telling.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kreisnetz.core.names import search_key, slug, tidy
from kreisnetz.events.models import Event, EventDate, MenuChoice, Part, Participant, Series, Venue
from kreisnetz.register.models import FieldOfAction

SLUG_LENGTH = 70


class MenuInUse(ValueError):
    """A menu choice cannot be removed because somebody has chosen it; .name tells which, .chosen how often."""

    def __init__(self, name: str, chosen: int) -> None:
        super().__init__(name)
        self.name, self.chosen = name, chosen


@dataclass(frozen=True)
class Span:
    """One further date."""

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class PartLine:
    """A host, speaker or moderator as typed."""

    role: str
    name: str
    function: str = ""
    is_controller: bool = False


@dataclass(frozen=True)
class Capacity:
    """Seats in all (None: no limit) and, of these, those reserved per stakeholder group."""

    seats: int | None = None
    groups: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What is to be saved. `values` are columns of Event by name; None in the others means: leave as it is."""

    values: Mapping[str, object] = field(default_factory=dict)
    dates: tuple[Span, ...] | None = None
    parts: tuple[PartLine, ...] | None = None
    menu: tuple[str, ...] | None = None
    fields_of_action: tuple[FieldOfAction, ...] | None = None
    capacity: Capacity | None = None
    new_venue: Mapping[str, object] | None = None
    new_series: str = ""


def capacity_of(event: Event) -> Capacity:
    """Seats in all and per group, as set_capacity() takes them."""
    pools = {pool.group: pool.seats for pool in event.pools.all()}
    groups = {group: n or 0 for group, n in pools.items() if group}
    opened = pools.get("")
    return Capacity(None if opened is None else opened + sum(groups.values()), groups)


def with_new_rows(content: Content) -> Content:
    """The venue and the series typed into the form become rows."""
    values = dict(content.values)
    if content.new_venue:
        values["venue"] = Venue.objects.create(**content.new_venue)
    if content.new_series:
        values["series"] = _series_named(content.new_series)
    return replace(content, values=values, new_venue=None, new_series="")


def _series_named(name: str) -> Series:
    name = tidy(name)[:200]
    existing = Series.objects.filter(name__iexact=name).first()
    if existing is not None:
        return existing
    stem = slug(name, length=SLUG_LENGTH)
    taken = set(Series.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return Series.objects.create(name=name, slug=_first_free(stem, taken))


def free_slug(event: Event) -> str:
    """Readable and unique within the year; kept while the title's stem stays the same."""
    stem = slug(event.title, length=SLUG_LENGTH)
    others = Event.objects.filter(year=event.year, slug__startswith=stem).exclude(pk=event.pk)
    return _first_free(stem, set(others.values_list("slug", flat=True)))


def _first_free(stem: str, taken: set[str]) -> str:
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def differences(event: Event, content: Content) -> set[str]:
    """Names of the columns and parts that would change."""
    changed = {name for name, value in content.values.items() if getattr(event, name) != value}
    if content.dates is not None and content.dates != tuple(Span(d.starts_at, d.ends_at) for d in event.dates.all()):
        changed.add("dates")
    if content.parts is not None and content.parts != tuple(
        PartLine(p.role, p.name, p.function, p.is_controller) for p in event.parts.all()
    ):
        changed.add("parts")
    if content.menu is not None and content.menu != tuple(choice.name for choice in event.menu.all()):
        changed.add("menu")
    if content.fields_of_action is not None and set(content.fields_of_action) != set(event.fields_of_action.all()):
        changed.add("fields_of_action")
    if content.capacity is not None and content.capacity != capacity_of(event):
        changed.add("capacity")
    return changed


def save_parts_of(event: Event, content: Content) -> None:
    if content.dates is not None:
        _save_dates(event, content.dates)
    if content.parts is not None:
        event.parts.all().delete()
        Part.objects.bulk_create(
            Part(
                event=event,
                role=line.role,
                name=tidy(line.name)[:200],
                function=tidy(line.function)[:200],
                is_controller=line.is_controller,
                position=position,
            )
            for position, line in enumerate(content.parts)
        )
    if content.menu is not None:
        _save_menu(event, content.menu)
    if content.fields_of_action is not None:
        event.fields_of_action.set(content.fields_of_action)


def _save_dates(event: Event, spans: tuple[Span, ...]) -> None:
    """Reuse the rows: each further date keeps its UID in people's calendars."""
    rows = list(event.dates.all())
    for row, span in zip(rows, spans, strict=False):
        row.starts_at, row.ends_at = span.starts_at, span.ends_at
        row.save(update_fields=["starts_at", "ends_at"])
    EventDate.objects.filter(pk__in=[row.pk for row in rows[len(spans) :]]).delete()
    for span in spans[len(rows) :]:
        EventDate.objects.create(event=event, starts_at=span.starts_at, ends_at=span.ends_at)


def _save_menu(event: Event, names: tuple[str, ...]) -> None:
    """Keep the rows people have chosen; refuse to remove one of them."""
    existing = {choice.name: choice for choice in event.menu.all()}
    for name in existing.keys() - set(names):
        chosen = Participant.objects.filter(menu_choice=existing[name]).count()
        if chosen:
            raise MenuInUse(name, chosen)
        existing[name].delete()
    for position, name in enumerate(names):
        MenuChoice.objects.update_or_create(event=event, name=name, defaults={"position": position})


def settle(event: Event) -> None:
    """Columns that follow from others."""
    event.last_at = event.last_moment()
    event.search_key = make_search_key(event)


def make_search_key(event: Event) -> str:
    venue = event.venue
    place = [venue.name, venue.town, venue.municipality.name if venue.municipality else ""] if venue else []
    words = [
        event.title,
        event.subtitle,
        event.series.name if event.series else "",
        *place,
        *(part.name for part in event.parts.all()),
        *(f.name for f in event.fields_of_action.all()),
        event.description,
    ]
    return search_key(" ".join(word for word in words if word))
