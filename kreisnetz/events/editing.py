"""Create, change, publish, cancel, move and postpone an event: the only door to what is announced.

Every function locks the event, writes the audit trail (field names, never contents) and tells the public pages that they
are old. Pages decide nothing here: they hand over a Content and get an event back.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from kreisnetz.core import audit, version
from kreisnetz.core.models import AuditEntry, User
from kreisnetz.core.names import search_key, tidy
from kreisnetz.events import findable, notices, seats, waiting_list
from kreisnetz.events.content import (
    Capacity,
    Content,
    MenuInUse,
    PartLine,
    Span,
    capacity_of,
    differences,
    free_slug,
    make_search_key,
    save_parts_of,
    settle,
    with_new_rows,
)
from kreisnetz.events.models import Event, SeatPool, Venue
from kreisnetz.events.models.event import BERLIN

__all__ = [
    "Capacity",
    "Content",
    "EditedMeanwhile",
    "MenuInUse",
    "NotADraft",
    "PartLine",
    "Span",
    "cancel_event",
    "capacity_of",
    "create",
    "delete_draft",
    "move_event",
    "postpone",
    "publish",
    "save",
    "save_venue",
    "similar_events",
]

By = User | str | None

# A change of these is a change for everybody's calendar (RFC 5546): the sequence number grows.
ADDRESS = frozenset({"name", "street", "postcode", "town", "latitude", "longitude"})
TIME_AND_PLACE = frozenset({"starts_at", "ends_at", "all_day", "venue", "online_url", "dates", "status"})


class EditedMeanwhile(ValueError):
    """Somebody else changed the same fields since this clerk opened the form; nothing was saved."""

    def __init__(self, event: Event, fields: list[str], actor: str, at: datetime) -> None:
        super().__init__(", ".join(fields))
        self.event, self.fields, self.actor, self.at = event, fields, actor, at


class NotADraft(ValueError):
    """Only an event that was never public and that nobody is registered for can be deleted."""


@transaction.atomic
def create(content: Content, *, by: By, now: datetime) -> Event:
    """A new draft; nothing of it is public before publish()."""
    content = with_new_rows(content)
    event = Event(created_at=now, modified_at=now, **content.values)
    event.year = event.starts_at.astimezone(BERLIN).year
    event.slug = free_slug(event)
    event.last_at = event.last_moment()
    event.save(force_insert=True)
    SeatPool.objects.create(event=event, group="", seats=None)
    save_parts_of(event, content)
    if content.capacity is not None:
        seats.set_capacity(event, seats=content.capacity.seats, groups=content.capacity.groups)
    settle(event)
    event.save(update_fields=["last_at", "search_key"])
    findable.refresh([event])
    audit.record(by, "create", event, now=now)
    return event


@transaction.atomic
def save(event: Event, content: Content, *, by: By, now: datetime, seen: datetime | None = None) -> Event:
    """Save what differs. seen: modified_at when the form was opened; raises EditedMeanwhile when the same fields moved on.

    Raises also MenuInUse and seats.CapacityTooSmall; then nothing was saved.
    """
    event = seats.lock_event(event.pk)
    content = with_new_rows(content)
    changed = differences(event, content)
    if seen is not None and seen != event.modified_at:
        _refuse_clash(event, changed, seen)
    if not changed:
        return event
    for name in changed & set(content.values):
        setattr(event, name, content.values[name])
    save_parts_of(event, content)
    if not event.is_public:
        event.year = event.starts_at.astimezone(BERLIN).year
        event.slug = free_slug(event)
    if event.is_public and changed & TIME_AND_PLACE:
        event.sequence += 1
    settle(event)
    event.modified_at = now
    event.save()
    findable.refresh([event])
    audit.record(by, "edit", event, now=now, fields=sorted(changed))
    if "capacity" in changed and content.capacity is not None:
        seats.set_capacity(event, seats=content.capacity.seats, groups=content.capacity.groups)
        waiting_list.fill(event, now=now)
    if event.is_public:
        version.bump()
    return event


@transaction.atomic
def publish(event: Event, *, by: By, now: datetime) -> Event:
    """Make the event's page public, for ever. A second call changes nothing."""
    event = seats.lock_event(event.pk)
    if event.is_public:
        return event
    event.published_at = event.modified_at = now
    event.save(update_fields=["published_at", "modified_at"])
    findable.refresh([event])
    audit.record(by, "publish", event, now=now)
    version.bump()
    return event


@transaction.atomic
def delete_draft(event: Event, *, by: By, now: datetime) -> None:
    """Throw a draft away. Raises NotADraft."""
    event = seats.lock_event(event.pk)
    if event.is_public or event.registrations.exists():
        raise NotADraft
    audit.record(by, "delete_draft", event, now=now)
    findable.forget(event)
    event.delete()


@transaction.atomic
def cancel_event(event: Event, *, note: str = "", by: By, now: datetime, notify: bool = True) -> int:
    """The event does not take place; its page stays and says so. Gives back how many were told; twice changes nothing."""
    event = seats.lock_event(event.pk)
    if event.status == Event.Status.CANCELLED:
        return 0
    _set_status(event, Event.Status.CANCELLED, note, by=by, now=now, verb="cancel_event")
    return _tell(event, notices.Kind.EVENT_CANCELLED, now=now) if notify else 0


@transaction.atomic
def postpone(event: Event, *, note: str = "", by: By, now: datetime, notify: bool = True) -> int:
    """The event will take place on a day not yet known. Gives back how many were told."""
    event = seats.lock_event(event.pk)
    if event.status == Event.Status.POSTPONED:
        return 0
    event.previous_starts_at = event.starts_at
    _set_status(event, Event.Status.POSTPONED, note, by=by, now=now, verb="postpone")
    return _tell(event, notices.Kind.EVENT_POSTPONED, now=now) if notify else 0


@transaction.atomic
def move_event(
    event: Event, content: Content, *, note: str = "", mark: bool = True, by: By, now: datetime, notify: bool = True
) -> int:
    """New time or place. mark: the page says "verlegt"; without, it is a correction. Gives back how many were told.

    Brings back a cancelled or postponed event, too. Changes nothing when time and place stay and it takes place already.
    """
    event = seats.lock_event(event.pk)
    content = with_new_rows(content)
    changed = differences(event, content)
    revived = event.status in {Event.Status.CANCELLED, Event.Status.POSTPONED}
    if not changed and not revived:
        return 0
    before = event.starts_at
    for name in changed & set(content.values):
        setattr(event, name, content.values[name])
    save_parts_of(event, content)
    if mark and event.starts_at != before:
        event.previous_starts_at = before
    if event.starts_at != before:
        event.registrations.update(reminded_at=None)
    settle(event)
    event.save()
    status = Event.Status.MOVED if mark else Event.Status.SCHEDULED
    if not mark and event.status == Event.Status.MOVED:
        status = Event.Status.MOVED
    findable.refresh([event])
    _set_status(event, status, note, by=by, now=now, verb="move_event", fields=sorted(changed))
    waiting_list.fill(event, now=now)
    return _tell(event, notices.Kind.EVENT_MOVED, now=now) if notify else 0


@transaction.atomic
def save_venue(venue: Venue | None, values: Mapping[str, object], *, by: By, now: datetime) -> Venue:
    """A new venue, or changes of one; events there can be found by its new name, and calendars follow to its new address."""
    verb = "edit_venue" if venue else "create_venue"
    venue = venue or Venue()
    changed = {name for name, value in values.items() if getattr(venue, name) != value}
    for name, value in values.items():
        setattr(venue, name, value)
    venue.save()
    if changed and verb == "edit_venue":
        _follow_venue(venue, moved=bool(changed & ADDRESS), now=now)
    audit.record(by, verb, venue, now=now, fields=sorted(values))
    version.bump()
    return venue


def _follow_venue(venue: Venue, *, moved: bool, now: datetime) -> None:
    """Past events keep their version: nobody's calendar needs to hear of them again."""
    for event in venue.events.select_for_update(of=("self",)).order_by("pk"):
        event.venue, event.search_key = venue, make_search_key(event)
        if not event.is_over(now=now):
            event.modified_at = now
            event.sequence += moved and event.is_public
        event.save(update_fields=["search_key", "modified_at", "sequence"])
    findable.refresh(venue.events.all())


def similar_events(title: str, starts_at: datetime, *, besides: Event | None = None) -> list[Event]:
    """Events of the same day that share most words of the title: probably the same one."""
    words = set(search_key(title).split())
    day = starts_at.astimezone(BERLIN).date()
    found = []
    same_day = Event.objects.filter(starts_at__date=day)
    for event in same_day.exclude(pk=besides.pk) if besides and besides.pk else same_day:
        theirs = set(search_key(event.title).split())
        if words and len(words & theirs) * 2 > min(len(words), len(theirs)):
            found.append(event)
    return found


def _set_status(
    event: Event, status: str, note: str, *, by: By, now: datetime, verb: str, fields: Iterable[str] = ()
) -> None:
    event.status, event.status_note = Event.Status(status), tidy(note)[:300]
    event.modified_at = now
    if event.is_public:
        event.sequence += 1
        version.bump()
    event.save(update_fields=["status", "status_note", "previous_starts_at", "modified_at", "sequence"])
    audit.record(by, verb, event, now=now, fields=sorted({"status", *fields}))


def _tell(event: Event, kind: "notices.Kind", *, now: datetime) -> int:
    """Everybody who is still on the list; nobody when it is over."""
    if event.is_over(now=now):
        return 0
    return notices.notify_all(event, kind, now=now)


def _refuse_clash(event: Event, mine: set[str], seen: datetime) -> None:
    """Changes of different fields are merged; a clash is a field that both changed to different values."""
    later = list(AuditEntry.objects.filter(about=audit.ref(event), at__gt=seen, at__lte=event.modified_at))
    theirs = {name for entry in later for name in entry.detail.get("fields", [])}
    if mine & theirs:
        raise EditedMeanwhile(event, sorted(mine & theirs), later[0].actor, event.modified_at)
