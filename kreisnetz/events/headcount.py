"""Fetches the plain numbers for events.catering: the people of one event, and what is known of earlier ones."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kreisnetz.events import catering
from kreisnetz.events.models import Event, EventStatistics, Participant, Registration

EARLIER_EVENTS = 5


def count(event: Event) -> catering.HeadCount:
    """Sums of one event as of this moment; two queries."""
    people = Participant.objects.filter(registration__event=event, registration__state__in=Registration.LIVE)
    rows = people.values_list("registration__state", "menu_choice__name", "first_name", "last_name")
    seats = [catering.Seat(state, menu, bool(first or last)) for state, menu, first, last in rows]
    return catering.count(seats, menu=[choice.name for choice in event.menu.all()])


def present(event: Event) -> tuple[int, int]:
    """How many are ticked off at the door, and of how many who are coming."""
    people = Participant.objects.filter(registration__event=event, registration__state=Registration.State.CONFIRMED)
    sums = people.aggregate(came=Count("id", filter=Q(checked_in_at__isnull=False)), coming=Count("id"))
    return sums["came"], sums["coming"]


def like(event: Event, *, now: datetime) -> QuerySet[Event]:
    """Earlier events that can tell how many will come: the same series, else the same kind; newest first."""
    alike = Q(series=event.series) if event.series_id else Q(series__isnull=True, kind=event.kind)
    earlier = Event.objects.filter(alike, status__in=(Event.Status.SCHEDULED, Event.Status.MOVED), last_at__lt=now)
    return earlier.exclude(pk=event.pk).select_related("statistics").order_by("-starts_at", "-id")


def past(event: Event, *, now: datetime) -> list[catering.PastEvent]:
    """The last few of these of which both numbers are known, newest first; one query."""
    confirmed = Q(registrations__state=Registration.State.CONFIRMED)
    earlier = like(event, now=now).annotate(
        registered=Count("registrations__participants", filter=confirmed),
        came=Count(
            "registrations__participants",
            filter=confirmed & Q(registrations__participants__checked_in_at__isnull=False),
        ),
    )
    known = []
    for other in earlier[: 4 * EARLIER_EVENTS]:
        registered, came = _numbers(other)
        if registered and came:
            known.append(catering.PastEvent(other.title, other.starts_on.year, registered, came))
    return known[:EARLIER_EVENTS]


def _numbers(event: Event) -> tuple[int, int]:
    """Registered and present; 0 where unknown. After the retention date only the sums are left."""
    registered, came = event.registered, event.came  # type: ignore[attr-defined]
    try:
        counts = event.statistics.counts
    except EventStatistics.DoesNotExist:
        counts = {}
    registered = registered or counts.get("confirmed") or 0
    return registered, came or counts.get("checked_in") or event.attended_estimate or 0


def forecast(event: Event, registered: int, *, now: datetime) -> catering.Forecast | None:
    """How many of those registered will come, by the earlier events."""
    return catering.forecast(registered, past(event, now=now))
