"""What the office writes to many: a message with placeholders, and the reminder sent by hand. Queues, never sends."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kreisnetz.core import audit
from kreisnetz.core.models import User
from kreisnetz.events import notices
from kreisnetz.events.models import Event, Registration

_PLACEHOLDER = re.compile(r"\{(?:Vorname|Nachname|Termin)\}")


def fill_in(text: str, registration: Registration) -> str:
    """Put the person's name and the event's title where the placeholders stand."""
    values = {
        "{Vorname}": registration.first_name,
        "{Nachname}": registration.last_name,
        "{Termin}": registration.event.title,
    }
    return _PLACEHOLDER.sub(lambda found: values[found[0]], text)


@transaction.atomic
def send_message(
    event: Event, *, states: Iterable[str], subject: str, text: str, key: str, by: User, now: datetime
) -> int:
    """Queue the message for everybody in these states; how many. The same key twice sends nothing twice."""
    queued = 0
    for registration in event.registrations.live().filter(state__in=list(states)).order_by("id"):
        registration.event = event
        words = {"subject": fill_in(subject, registration), "body": fill_in(text, registration)}
        if notices.notify(registration, notices.Kind.MESSAGE, now=now, message_key=key, **words):
            queued += 1
    if queued:
        audit.record(by, "message", event, now=now, n=queued)
    return queued


@transaction.atomic
def remind(event: Event, *, by: User, now: datetime) -> int:
    """Queue the reminder for everybody who comes and has not had it; how many."""
    coming = event.registrations.coming()
    queued = notices.notify_all(event, notices.Kind.REMINDER, now=now, registrations=coming.order_by("id"))
    coming.filter(reminded_at__isnull=True).update(reminded_at=now)
    if queued:
        audit.record(by, "remind", event, now=now, n=queued)
    return queued
