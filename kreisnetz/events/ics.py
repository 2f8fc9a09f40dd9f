"""Events as iCalendar: feeds and single files (PUBLISH), invitations to one person (REQUEST, CANCEL).

Follows RFC 5545, 7986, 5546 and 6047. The UID of an event never changes and is the same in page, feed and mail. A feed names
nobody who takes part; an invitation names its recipient only.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from icalendar.parser import Contentline

from kreisnetz.events.models import Event, EventDate, Part, Registration

BERLIN = ZoneInfo("Europe/Berlin")
PRODID = "-//Kreisnetz//Termine//DE"
REFRESH = timedelta(hours=6)
# IANA name with the rules in force since 1996; clients that do not know the name compute with these.
_VTIMEZONE = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:DAYLIGHT\r
DTSTART:19960331T020000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
END:VTIMEZONE\r
"""
_STATUS = {
    Event.Status.SCHEDULED: "CONFIRMED",
    Event.Status.MOVED: "CONFIRMED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
}


def event_path(event: Event) -> str:
    """Where the event's public page is, below the site's address."""
    return f"/termine/{event.year}/{event.slug}/"


def calendar_feed(events: Iterable[Event], *, name: str, url: str, now: datetime) -> bytes:
    """A calendar to subscribe to. events should come from EventQuerySet.with_lists(); url: the feed's own address."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Berlin")
    calendar.add("description", f"{name}. {settings.SITE_NAME}, {settings.COUNTY_NAME}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add("source", url, parameters={"VALUE": "URI"})
    calendar.add("url", url)
    latest = None
    for event in events:
        latest = max(latest or event.modified_at, event.modified_at)
        for component in _components(event):
            calendar.add_component(component)
    if latest:
        calendar.add("last-modified", latest)
    return bytes(calendar.to_ical())


def event_file(event: Event, *, now: datetime) -> bytes:
    """One event as a file to download."""
    calendar = _calendar("PUBLISH")
    for component in _components(event):
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def invitation(registration: Registration, *, method: Literal["REQUEST", "CANCEL"], now: datetime) -> str:
    """The calendar part of a mail to the one who registered; ORGANIZER is the address our mails come from."""
    event = registration.event
    text = _invitation_text(event.pk, event.sequence, event.modified_at, method) or _remember(event, method)
    attendee = icalendar.vCalAddress(f"mailto:{registration.email}")
    attendee.params["CN"] = _clean(registration.name) or registration.email
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["RSVP"] = "FALSE"
    line = Contentline.from_parts("ATTENDEE", attendee.params, attendee).to_ical().decode()
    stamp = now.astimezone(ZoneInfo("UTC")).strftime("%Y%m%dT%H%M%SZ")
    return text.replace("\r\nEND:VEVENT", f"\r\n{line}\r\nEND:VEVENT").replace(
        "DTSTAMP:19700101T000000Z", f"DTSTAMP:{stamp}"
    )


_invitations: dict[tuple[int, int, datetime, str], str] = {}


def _invitation_text(pk: int, sequence: int, modified_at: datetime, method: str) -> str | None:
    return _invitations.get((pk, sequence, modified_at, method))


def _remember(event: Event, method: str) -> str:
    """The same for everybody but the attendee; made once per state of the event, because booking waits for it."""
    calendar = _calendar(method)
    for component in _components(event):
        component["DTSTAMP"] = icalendar.vDDDTypes(datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC")))
        organizer = icalendar.vCalAddress(f"mailto:{settings.MAIL_FROM}")
        organizer.params["CN"] = _clean(event.contact_name) or settings.OPERATOR_NAME
        component.add("organizer", organizer)
        if method == "CANCEL":
            component["STATUS"] = icalendar.vText("CANCELLED")
            component["SEQUENCE"] = event.sequence + 1
        calendar.add_component(component)
    if len(_invitations) > 200:
        _invitations.clear()
    text = calendar.to_ical().decode()
    _invitations[(event.pk, event.sequence, event.modified_at, method)] = text
    return text


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_timezone())
    return calendar


@lru_cache(maxsize=1)
def _timezone() -> icalendar.Component:
    return icalendar.Timezone.from_ical(_VTIMEZONE)


def _components(event: Event) -> list[icalendar.Event]:
    """The event's own VEVENT and one for each further date."""
    main = _vevent(event, str(event.uid), event.starts_at, event.ends_at)
    return [main, *(_further(event, extra) for extra in event.dates.all())]


def _further(event: Event, extra: EventDate) -> icalendar.Event:
    component = _vevent(event, str(extra.uid), extra.starts_at, extra.ends_at)
    component.add("related-to", f"{event.uid}@kreisnetz", parameters={"RELTYPE": "SIBLING"})
    return component


def _vevent(event: Event, uid: str, starts_at: datetime, ends_at: datetime | None) -> icalendar.Event:
    url = settings.SITE_URL + event_path(event)
    item = icalendar.Event()
    item.add("uid", f"{uid}@kreisnetz")
    item.add("dtstamp", event.modified_at)
    _add_times(item, starts_at, ends_at, all_day=event.all_day)
    item.add("summary", _summary(event))
    item.add("description", _clean(_description(event, url), lines=True))
    item.add("url", url)
    item.add("status", _STATUS[Event.Status(event.status)])
    item.add("sequence", event.sequence)
    item.add("class", "PUBLIC")
    item.add("transp", "TRANSPARENT" if event.all_day else "OPAQUE")
    item.add("created", event.created_at)
    item.add("last-modified", event.modified_at)
    _add_place(item, event)
    contact = ", ".join(filter(None, (event.contact_name, event.contact_phone, event.contact_email)))
    if contact:
        item.add("contact", _clean(contact))
    fields = [_clean(field.name) for field in event.fields_of_action.all()]
    item.add("categories", [str(event.get_kind_display()), *fields])
    if event.series is not None:
        item.add("related-to", f"{event.series.uid}@kreisnetz", parameters={"RELTYPE": "PARENT"})
    return item


def _add_times(item: icalendar.Event, starts_at: datetime, ends_at: datetime | None, *, all_day: bool) -> None:
    start, end = starts_at.astimezone(BERLIN), (ends_at or starts_at).astimezone(BERLIN)
    if all_day:
        first: date = start.date()
        item.add("dtstart", first)
        item.add("dtend", max(end.date(), first) + timedelta(days=1))
        return
    item.add("dtstart", start)
    if ends_at is not None:
        item.add("dtend", end)


def _add_place(item: icalendar.Event, event: Event) -> None:
    venue = event.venue
    if venue is not None:
        item.add("location", _clean(", ".join(filter(None, (venue.name, venue.address)))))
        if venue.latitude is not None and venue.longitude is not None:
            item.add("geo", (venue.latitude, venue.longitude))
    elif event.online_url:
        item.add("location", event.online_url)
    if event.online_url:
        item.add("conference", event.online_url, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})


def _summary(event: Event) -> str:
    prefix = {Event.Status.CANCELLED: "Abgesagt: ", Event.Status.POSTPONED: "Verschoben: "}
    return _clean(prefix.get(Event.Status(event.status), "") + event.title)


def _description(event: Event, url: str) -> str:
    hosts = ", ".join(part.name for part in event.parts.all() if part.role == Part.Role.HOST)
    lines = [event.status_note, event.subtitle, event.description, f"Veranstaltet von: {hosts}" if hosts else "", url]
    return "\n\n".join(line for line in lines if line)


def _clean(text: str, *, lines: bool = False) -> str:
    """Without control characters, which break calendars of some programs."""
    return "".join(
        c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c >= " " and c != "\x7f" or (lines and c == "\n")
    )
