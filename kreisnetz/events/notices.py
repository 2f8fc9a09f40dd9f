"""What people are told: one answer per step of a registration, by the channel they used, queued in the caller's transaction.

A message's key says what it is about, so that a repeated call doubles nothing. Rooms know no HTTP: addresses of pages are put
together from settings.SITE_URL.
"""

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape, urlize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kreisnetz.core import audit, dates, mail
from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.events import ics
from kreisnetz.events.deletion import deleted_on
from kreisnetz.events.models import Event, Registration

Channel = OutgoingMessage.Channel


class Kind(enum.StrEnum):
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    PROMOTED = "promoted"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    OFFER_EXPIRED = "offer_expired"
    ALREADY_REGISTERED = "already_registered"
    REMINDER = "reminder"
    EVENT_MOVED = "event_moved"
    EVENT_POSTPONED = "event_postponed"
    EVENT_CANCELLED = "event_cancelled"
    MESSAGE = "message"


SUBJECTS = {
    Kind.RECEIVED: gettext_noop("Bitte bestätigen: %(title)s"),
    Kind.CONFIRMED: gettext_noop("Sie sind angemeldet: %(title)s"),
    Kind.WAITING: gettext_noop("Warteliste: %(title)s"),
    Kind.OFFERED: gettext_noop("Ein Platz ist frei geworden: %(title)s"),
    Kind.PROMOTED: gettext_noop("Sie haben einen Platz: %(title)s"),
    Kind.CHANGED: gettext_noop("Ihre Anmeldung ist geändert: %(title)s"),
    Kind.CANCELLED: gettext_noop("Sie sind abgemeldet: %(title)s"),
    Kind.OFFER_EXPIRED: gettext_noop("Der angebotene Platz ist vergeben: %(title)s"),
    Kind.ALREADY_REGISTERED: gettext_noop("Ihre Anmeldung liegt schon vor: %(title)s"),
    Kind.REMINDER: gettext_noop("Bald ist es so weit: %(title)s"),
    Kind.EVENT_MOVED: gettext_noop("Geändert: %(title)s"),
    Kind.EVENT_POSTPONED: gettext_noop("Verschoben: %(title)s"),
    Kind.EVENT_CANCELLED: gettext_noop("Abgesagt: %(title)s"),
    Kind.MESSAGE: gettext_noop("Nachricht zu: %(title)s"),
}
# Which answers put the event into the recipient's calendar, and which take it out again.
CALENDAR: dict[Kind, ics.Method] = {
    Kind.CONFIRMED: "REQUEST",
    Kind.PROMOTED: "REQUEST",
    Kind.CHANGED: "REQUEST",
    Kind.EVENT_MOVED: "REQUEST",
    Kind.CANCELLED: "CANCEL",
    Kind.EVENT_CANCELLED: "CANCEL",
    Kind.EVENT_POSTPONED: "CANCEL",
}
# Asked of people with e-mail only: nobody is phoned for these.
MAIL_ONLY = {Kind.RECEIVED, Kind.REMINDER, Kind.ALREADY_REGISTERED}
ABOUT_THE_EVENT = {Kind.EVENT_MOVED, Kind.EVENT_CANCELLED, Kind.EVENT_POSTPONED}


def channel_for(registration: Registration) -> tuple[str, str] | None:
    """How this person is answered, and where; None if unreachable.

    As the office chose; else by mail if possible, else by the channel they used. Who has not confirmed yet must get the link.
    """
    if registration.answer_by and registration.email_confirmed_at:
        fields = {Channel.EMAIL: "email", Channel.FAX: "fax", Channel.LETTER: "postal_address", Channel.PHONE: "phone"}
        chosen = Channel(registration.answer_by)
        if to := getattr(registration, fields[chosen]):
            return chosen, to
    if registration.email:
        return Channel.EMAIL, registration.email
    ways = {
        Registration.Channel.FAX: (Channel.FAX, registration.fax),
        Registration.Channel.LETTER: (Channel.LETTER, registration.postal_address),
        Registration.Channel.PHONE: (Channel.PHONE, registration.phone),
    }
    first = ways.get(Registration.Channel(registration.channel), (Channel.PHONE, ""))
    return next(((channel, to) for channel, to in (first, *ways.values()) if to), None)


def notify(registration: Registration, kind: Kind, *, now: datetime, **context: Any) -> OutgoingMessage | None:
    """Queue one answer to one registration; None when it was queued before or nobody can be reached.

    context for Kind.MESSAGE: subject, body (plain text), message_key.
    """
    way = channel_for(registration)
    if way is None or (kind in MAIL_ONLY and way[0] != Channel.EMAIL):
        return None
    return mail.queue(**compose(registration, kind, way, now=now, **context), now=now)


def notify_all(
    event: Event, kind: Kind, *, now: datetime, registrations: Iterable[Registration] | None = None, **context: Any
) -> int:
    """Queue the same news to everybody who is registered or waits (or to these registrations); returns how many."""
    chosen = event.registrations.live().order_by("id") if registrations is None else registrations
    prefetch_related_objects([event], "dates", "parts", "fields_of_action")
    before = ics.earlier_cancellations(event)
    rows = []
    for registration in chosen:
        registration.event = event
        way = channel_for(registration)
        if way is not None and not (kind in MAIL_ONLY and way[0] != Channel.EMAIL):
            rows.append(compose(registration, kind, way, now=now, before=before[registration.email], **context))
    return mail.queue_many(rows, now=now)


def resend(registration: Registration, *, now: datetime, by: User) -> OutgoingMessage | None:
    """Send again what the person should know now; asked for by the office."""
    kind = {
        Registration.State.CONFIRMED: Kind.CONFIRMED,
        Registration.State.WAITING: Kind.WAITING,
        Registration.State.OFFERED: Kind.OFFERED,
        Registration.State.UNCONFIRMED: Kind.RECEIVED,
    }.get(Registration.State(registration.state), Kind.CANCELLED)
    if registration.email_confirmed_at is None and kind == Kind.WAITING:
        kind = Kind.RECEIVED
    audit.record(by, "resend", registration, now=now, kind=kind)
    return notify(registration, kind, now=now, again=f"{now:%Y%m%d%H%M}")


def compose(
    registration: Registration, kind: Kind, way: tuple[str, str], *, now: datetime, **context: Any
) -> dict[str, Any]:
    """Everything of one message but its time, in the person's language; also the preview of the office."""
    event, (channel, to_address) = registration.event, way
    language = registration.language if registration.language in dict(settings.LANGUAGES) else "de"
    with translation.override(language):
        subject = context.get("subject") or _(SUBJECTS[kind]) % {"title": event.title}
        text = _text(registration, kind, channel, language, **context)
    by_mail = channel == Channel.EMAIL
    method = CALENDAR.get(kind) if by_mail and _has_entry(registration, kind) else None
    return {
        "key": _key(registration, kind, now=now, **context),
        "channel": channel,
        "about": audit.ref(registration) if registration.pk else "",
        "event_ref": event.scope(),
        "to_address": to_address,
        "to_name": registration.name,
        "reply_to": event.contact_email,
        "language": language,
        "subject": subject,
        "text": text,
        "html": as_html(text, subject, language) if by_mail else "",
        "calendar": ics.invitation(registration, method=method, now=now, before=context.get("before"))
        if method
        else "",
        "calendar_method": method or "",
    }


def private_url(registration: Registration, language: str = "de") -> str:
    """The person's own page; whoever has this link may change and cancel."""
    prefix = "" if language == "de" else f"/{language}"
    return f"{settings.SITE_URL}{prefix}/anmeldung/{registration.token}/"


def as_html(text: str, title: str, language: str) -> str:
    """The same words as HTML: paragraphs, line breaks, links; no pictures, nothing from elsewhere."""
    paragraphs = "".join(
        "<p>" + urlize(escape(part.strip()), nofollow=True).replace("\n", "<br>\n") + "</p>\n"
        for part in text.split("\n\n")
        if part.strip()
    )
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        '<body style="font-family: sans-serif; font-size: 1rem; line-height: 1.5; max-width: 40em">\n'
        f"{paragraphs}</body></html>\n"
    )


def _has_entry(registration: Registration, kind: Kind) -> bool:
    """Whether this person's calendar gets or has an entry: waiting people were never invited, so there is nothing to change."""
    if kind == Kind.CANCELLED:
        sent = OutgoingMessage.objects.filter(about=audit.ref(registration), calendar_method="REQUEST")
        return bool(registration.pk) and sent.exists()
    return registration.state == Registration.State.CONFIRMED


def _key(registration: Registration, kind: Kind, *, now: datetime, **context: Any) -> str:
    event = registration.event
    key = f"{kind}:{registration.pk}:{registration.version}"
    if kind in ABOUT_THE_EVENT:
        key += f":{event.sequence}"
    if kind == Kind.REMINDER:
        key = f"{kind}:{registration.pk}:{event.starts_at:%Y%m%d%H%M}"
    if kind == Kind.MESSAGE:
        key = f"{kind}:{registration.pk}:{context['message_key']}"
    if kind == Kind.ALREADY_REGISTERED:
        key += f":{now:%Y%m%d%H}"
    if context.get("again"):
        key += f":{context['again']}"
    return key


def _text(registration: Registration, kind: Kind, channel: str, language: str, **context: Any) -> str:
    event = registration.event
    prefix = "" if language == "de" else f"/{language}"
    page = private_url(registration, language)
    values = {
        "registration": registration,
        "event": event,
        "kind": str(kind),
        "channel": str(channel),
        "by_mail": channel == Channel.EMAIL,
        "body": context.get("body", ""),
        "when": when(event, language),
        "before": dates.span(event.previous_starts_at, None, language) if event.previous_starts_at else "",
        "doors": dates.clock(event.doors_at, language) if event.doors_at else "",
        "where": ", ".join(filter(None, (event.venue.name, event.venue.address))) if event.venue else "",
        "page": page,
        "confirm_url": f"{page}bestaetigen/",
        "accept_url": f"{page}annehmen/",
        "event_url": f"{settings.SITE_URL}{prefix}{ics.event_path(event)}",
        "privacy_url": f"{settings.SITE_URL}{prefix}{ics.event_path(event)}datenschutz/",
        "deleted_on": dates.day(deleted_on(event), language),
        "offer_until": _moment(registration.offer_expires_at, language),
        "unconfirmed_hours": settings.UNCONFIRMED_HOURS,
        "operator": ", ".join(
            filter(None, (settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS, settings.OPERATOR_PHONE))
        ),
    }
    return _squeeze(get_template(f"events/mail/{kind}.txt").render(values))


def when(event: Event, language: str) -> str:
    """All dates of an event, one a line."""
    spans = [dates.span(event.starts_at, event.ends_at, language, all_day=event.all_day)]
    spans += [dates.span(extra.starts_at, extra.ends_at, language) for extra in event.dates.all()]
    return "\n".join(spans)


def _moment(value: datetime | None, language: str) -> str:
    return f"{dates.long_day(value, language)}, {dates.clock(value, language)}" if value else ""


def _squeeze(text: str) -> str:
    """At most one empty line between paragraphs, as left by conditions in the templates."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
