"""When the people of an event are forgotten: one rule for what the public pages promise and what the retention job does.

Counted in whole days in Germany, so that "deleted on" is true to the day. Deletes nothing itself.
"""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q

from kreisnetz.events.models import BERLIN, Event

# A postponed event waits this long for its new date; then its people are forgotten all the same.
POSTPONED_DAYS = 365


def deleted_on(event: Event, days: int | None = None) -> date:
    """The day on which what is kept so many days after the event (else: the registrations) is deleted."""
    kept = settings.KEEP_REGISTRATION_DAYS if days is None else days
    if event.status == Event.Status.POSTPONED:
        kept = max(kept, POSTPONED_DAYS)
    return event.last_at.astimezone(BERLIN).date() + timedelta(days=kept)


def due(days: int, *, now: datetime) -> Q:
    """The events whose deleted_on(event, days) is here."""
    postponed = Q(status=Event.Status.POSTPONED)
    return (~postponed & Q(last_at__lt=_before(days, now))) | (
        postponed & Q(last_at__lt=_before(max(days, POSTPONED_DAYS), now))
    )


def _before(days: int, now: datetime) -> datetime:
    return datetime.combine(now.astimezone(BERLIN).date() - timedelta(days=days - 1), time.min, BERLIN)
