"""Events as iCalendar: feeds and single files (PUBLISH), invitations to one person (REQUEST, CANCEL).

Follows RFC 5545, 7986, 5546 and 6047. The UID of an event never changes and is the same in page, feed and mail. A feed names
nobody who takes part; an invitation names its recipient only. Further dates of an event are entries of their own in files and
feeds, because few programs read RDATE; in invitations they are RDATE, because one invitation may hold one UID only.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

import icalendar
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar.parser import Contentline

from kreisnetz.core import dates
from kreisnetz.events.models import BERLIN, Event, Part, Registration
from kreisnetz.events.plain import one_line, without_controls
from kreisnetz.events.related import related

PRODID = "-//Kreisnetz//Termine//DE"
REFRESH = timedelta(hours=6)
Moment = date | datetime
Method = Literal["REQUEST", "CANCEL"]
# IANA name with the rules in force since 1996; clients that do not know the name compute with these.
_VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
_END = "END:VCALENDAR\r\n"
_STATUS = {
    Event.Status.SCHEDULED: "CONFIRMED",
    Event.Status.MOVED: "CONFIRMED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A VEVENT as plain values. Equal entries have the same text, so it is made once (_text_of)."""

    uid: str
    start: Moment
    end: Moment | None
    summary: str
    description: str
    url: str
    status: str
    sequence: int
    created_at: datetime
    modified_at: datetime
    organizer: str
    contact: str
    categories: tuple[str, ...]
    location: str = ""
    geo: tuple[float, float] | None = None
    conference: str = ""
    parent: str = ""
    sibling: str = ""
    blocks_time: bool = True
    # Of invitations: starts of further dates; or which of these starts this entry describes, because it lasts longer or shorter.
    more_starts: tuple[Moment, ...] = ()
    instance: Moment | None = None


def event_path(event: Event) -> str:
    """Where the event's public page is, below the site's address."""
    return f"/termine/{event.year}/{event.slug}/"


def event_url(event: Event) -> str:
    """The event's page in the language of the moment."""
    language = dates.language_now()
    return settings.SITE_URL + ("" if language == "de" else f"/{language}") + event_path(event)


def calendar_feed(events: Iterable[Event], *, name: str, url: str, now: datetime, page_url: str = "") -> bytes:
    """A calendar to subscribe to. events: from with_related(); url: the feed's own address; page_url: the same as page."""
    rows = list(events)
    calendar = _calendar("PUBLISH")
    calendar.add("name", one_line(name))
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("x-wr-timezone", "Europe/Berlin")
    calendar.add("description", one_line(f"{name}. {settings.SITE_NAME}, {settings.COUNTY_NAME}"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add("source", icalendar.vUri(url), parameters={"VALUE": "URI"})
    calendar.add("url", icalendar.vUri(page_url or url))
    calendar.add("color", "darkblue")
    if rows:
        calendar.add("last-modified", max(event.modified_at for event in rows))
    return _joined(calendar, [entry for event in rows for entry in _published(event)]).encode()


def event_file(event: Event, *, now: datetime) -> bytes:
    """One event as a file to download."""
    return _joined(_calendar("PUBLISH"), _published(event)).encode()


def invitation(registration: Registration, *, method: Method, now: datetime, before: int | None = None) -> str:
    """The calendar part of a mail to the one who registered; ORGANIZER is the address our mails come from.

    before: how often this address was taken off the event before, where the caller has counted for many at once.
    """
    # Up by one when somebody is taken off, and once more when the same address comes back.
    earlier = _earlier_cancellations(registration) if before is None else before
    sequence = registration.event.sequence + 2 * earlier
    if method == "CANCEL" and registration.event.status in {Event.Status.SCHEDULED, Event.Status.MOVED}:
        # A cancelled event has counted up already.
        sequence += 1
    text = _invitation_text(registration.event, method, sequence)
    attendee = icalendar.vCalAddress(f"mailto:{registration.email}")
    attendee.params["CN"] = one_line(registration.name).replace('"', "") or registration.email
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["RSVP"] = "FALSE"
    line = Contentline.from_parts("ATTENDEE", attendee.params, attendee).to_ical().decode()
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return text.replace("\r\nEND:VEVENT", f"\r\n{line}\r\nEND:VEVENT").replace(
        "DTSTAMP:19700101T000000Z", f"DTSTAMP:{stamp}"
    )


def _earlier_cancellations(registration: Registration) -> int:
    """How often this address was taken off this event before; calendars ignore an invitation with a lower SEQUENCE than that."""
    ended = (Registration.State.CANCELLED, Registration.State.EXPIRED)
    others = Registration.objects.filter(event_id=registration.event_id, state__in=ended, email=registration.email)
    return others.exclude(pk=registration.pk).count()


def earlier_cancellations(event: Event) -> Counter[str]:
    """The same for all addresses of an event, in one query."""
    ended = (Registration.State.CANCELLED, Registration.State.EXPIRED)
    return Counter(event.registrations.filter(state__in=ended).values_list("email", flat=True))


_invitations: dict[tuple[object, ...], str] = {}


def _invitation_text(event: Event, method: Method, sequence: int) -> str:
    """The same for everybody but the attendee; made once per state of the event, because booking waits for it."""
    # A venue has no version of its own, so what the entry says about it is part of the key.
    venue = event.venue
    place = (venue.name, venue.address, venue.latitude, venue.longitude) if venue else None
    key = (event.uid, event.modified_at, event.status, place, method, sequence, dates.language_now())
    text = _invitations.get(key)
    if text is None:
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        status = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
        entries = [
            replace(entry, sequence=sequence, modified_at=epoch, status=status) for entry in _with_instances(event)
        ]
        text = _joined(_calendar(method), entries)
        if len(_invitations) > 200:
            _invitations.clear()
        _invitations[key] = text
    return text


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _joined(calendar: icalendar.Calendar, entries: Sequence[Entry]) -> str:
    """The calendar's own lines, the time zone, and the entries."""
    head = calendar.to_ical().decode().removesuffix(_END)
    return "".join((head, _VTIMEZONE, *map(_text_of, entries), _END))


def _published(event: Event) -> list[Entry]:
    """The event's own entry and one for each further date."""
    main = _entry(event)
    entries = [main]
    for extra in related(event, "dates"):
        start, end = _times(extra.starts_at, extra.ends_at, all_day=False)
        entries.append(replace(main, uid=_uid(extra.uid), start=start, end=end, sibling=main.uid))
    return entries


def _with_instances(event: Event) -> list[Entry]:
    """All dates under one UID: the start of each further one, and an entry for those that last longer or shorter."""
    main = _entry(event)
    more = [_times(extra.starts_at, extra.ends_at, all_day=event.all_day) for extra in related(event, "dates")]
    length = main.end - main.start if main.end is not None else None
    others = [
        replace(main, start=start, end=end, instance=start)
        for start, end in more
        if (end - start if end is not None else None) != length
    ]
    return [replace(main, more_starts=tuple(start for start, _end in more)), *others]


def _entry(event: Event) -> Entry:
    url = event_url(event)
    start, end = _times(event.starts_at, event.ends_at, all_day=event.all_day)
    venue = event.venue
    place = ", ".join(filter(None, (venue.name, venue.address))) if venue else event.online_url
    known = venue is not None and venue.latitude is not None and venue.longitude is not None
    takes_place = event.status in {Event.Status.SCHEDULED, Event.Status.MOVED}
    return Entry(
        uid=_uid(event.uid),
        start=start,
        end=end,
        summary=_summary(event),
        description=_description(event, url),
        url=url,
        status=_STATUS[Event.Status(event.status)],
        sequence=event.sequence,
        created_at=event.created_at,
        modified_at=event.modified_at,
        organizer=one_line(event.contact_name).replace('"', "") or settings.OPERATOR_NAME,
        contact=one_line(", ".join(filter(None, (event.contact_name, event.contact_phone, event.contact_email)))),
        categories=(
            str(event.get_kind_display()),
            *(one_line(field.name) for field in related(event, "fields_of_action")),
        ),
        location=one_line(place),
        geo=(venue.latitude, venue.longitude) if venue and known else None,  # type: ignore[arg-type]
        conference=event.online_url,
        parent=_uid(event.series.uid) if event.series else "",
        blocks_time=takes_place and not event.all_day,
    )


def _uid(uid: object) -> str:
    return f"{uid}@kreisnetz"


def _times(starts_at: datetime, ends_at: datetime | None, *, all_day: bool) -> tuple[Moment, Moment | None]:
    """Start and end as a calendar wants them: Berlin time, or whole days with the day after the last one as end."""
    start, end = starts_at.astimezone(BERLIN), (ends_at or starts_at).astimezone(BERLIN)
    if all_day:
        return start.date(), max(end.date(), start.date()) + timedelta(days=1)
    return start, end if ends_at is not None and end > start else None


def _summary(event: Event) -> str:
    if event.status == Event.Status.CANCELLED:
        return one_line(_("Abgesagt") + f": {event.title}")
    if event.status == Event.Status.POSTPONED:
        return one_line(_("Verschoben") + f": {event.title}")
    return one_line(event.title)


def _description(event: Event, url: str) -> str:
    """What one wants to know on the way there; the address of the page once more, because many programs hide URL."""
    language = dates.language_now()
    parts = related(event, "parts")
    by_role = {
        role: ", ".join(part.name for part in parts if part.role == role)
        for role in (Part.Role.HOST, Part.Role.SPEAKER)
    }
    more = [dates.span(extra.starts_at, extra.ends_at, language) for extra in related(event, "dates")]
    facts = (
        "; ".join(more),
        dates.clock(event.doors_at, language) if event.doors_at else "",
        by_role[Part.Role.HOST],
        by_role[Part.Role.SPEAKER],
        event.fee,
        dates.long_day(event.deadline_at, language) if event.deadline_at else "",
    )
    known = "\n".join(f"{name}: {value}" for name, value in zip(_labels(language), facts, strict=True) if value)
    paragraphs = (event.status_note, event.subtitle, event.description, known, url)
    return without_controls("\n\n".join(text.strip() for text in paragraphs if text.strip()))


@lru_cache(maxsize=8)
def _labels(language: str) -> tuple[str, ...]:
    with translation.override(language):
        return _("Weitere Tage"), _("Einlass"), _("Veranstaltet von"), _("Mit"), _("Kosten"), _("Anmeldeschluss")


@lru_cache(maxsize=2000)
def _text_of(entry: Entry) -> str:
    """One VEVENT; the library escapes and folds. Most entries of a feed are the same as the last time it was read."""
    item = icalendar.Event()
    item.add("uid", entry.uid)
    item.add("dtstamp", entry.modified_at)
    item.add("dtstart", entry.start)
    if entry.end is not None:
        item.add("dtend", entry.end)
    if entry.instance is not None:
        item.add("recurrence-id", entry.instance)
    if entry.more_starts:
        item.add("rdate", list(entry.more_starts))
    item.add("summary", entry.summary)
    item.add("description", entry.description)
    item.add("url", icalendar.vUri(entry.url))
    item.add("status", entry.status)
    item.add("sequence", entry.sequence)
    item.add("class", "PUBLIC")
    item.add("transp", "OPAQUE" if entry.blocks_time else "TRANSPARENT")
    item.add("created", entry.created_at)
    item.add("last-modified", entry.modified_at)
    item.add("categories", list(entry.categories))
    _add_people_and_place(item, entry)
    if entry.parent:
        item.add("related-to", entry.parent, parameters={"RELTYPE": "PARENT"})
    if entry.sibling:
        item.add("related-to", entry.sibling, parameters={"RELTYPE": "SIBLING"})
    return str(item.to_ical().decode())


def _add_people_and_place(item: icalendar.Event, entry: Entry) -> None:
    organizer = icalendar.vCalAddress(f"mailto:{settings.MAIL_FROM}")
    organizer.params["CN"] = entry.organizer
    item.add("organizer", organizer)
    if entry.contact:
        item.add("contact", entry.contact)
    if entry.location:
        item.add("location", entry.location)
    if entry.geo is not None:
        item.add("geo", entry.geo)
    if entry.conference:
        item.add("conference", icalendar.vUri(entry.conference), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
