"""Numbers for the office: lists of events with who comes and who waits, and what is to be done today. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models import Event, Registration, SeatPool

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Sums:
    """Registrations and seats of one event by state."""

    registrations: dict[str, int]
    seats: dict[str, int]
    by_channel: dict[str, int]

    @property
    def confirmed(self) -> int:
        return self.seats.get(Registration.State.CONFIRMED, 0)

    @property
    def unconfirmed(self) -> int:
        return self.seats.get(Registration.State.UNCONFIRMED, 0)

    @property
    def offered(self) -> int:
        return self.seats.get(Registration.State.OFFERED, 0)

    @property
    def waiting(self) -> int:
        return self.seats.get(Registration.State.WAITING, 0)

    @property
    def cancelled(self) -> int:
        return self.seats.get(Registration.State.CANCELLED, 0)


def with_numbers(events: QuerySet[Event]) -> QuerySet[Event]:
    """Each event with .n_confirmed, .n_open (unconfirmed and offered), .n_waiting, .n_seats (None: no limit), .is_full."""
    opened = SeatPool.objects.filter(event=OuterRef("pk"), group="")
    seats = SeatPool.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(n=Sum("seats"))
    return events.annotate(
        n_confirmed=_seats(Registration.State.CONFIRMED),
        n_open=_seats(Registration.State.UNCONFIRMED, Registration.State.OFFERED),
        n_waiting=_seats(Registration.State.WAITING),
        n_seats=Subquery(seats.values("n")[:1]),
        is_full=Exists(opened.filter(seats__isnull=False, taken__gte=F("seats"))),
    )


def _seats(*states: str) -> Coalesce:
    rows = Registration.objects.filter(event=OuterRef("pk"), state__in=states).order_by().values("event")
    return Coalesce(Subquery(rows.annotate(n=Sum("n_seats")).values("n")), 0)


def sums(event: Event) -> Sums:
    """Everything about one event in one query."""
    rows = event.registrations.order_by().values("state", "channel").annotate(n=Count("id"), s=Sum("n_seats"))
    registrations: dict[str, int] = {}
    seats: dict[str, int] = {}
    channels: dict[str, int] = {}
    for row in rows:
        registrations[row["state"]] = registrations.get(row["state"], 0) + row["n"]
        seats[row["state"]] = seats.get(row["state"], 0) + row["s"]
        if row["state"] in Registration.LIVE:
            channels[row["channel"]] = channels.get(row["channel"], 0) + row["s"]
    return Sums(registrations, seats, channels)


def offers_ending(*, now: datetime) -> QuerySet[Registration]:
    """Offered seats whose time to accept ends within a day."""
    offered = Registration.objects.filter(state=Registration.State.OFFERED, offer_expires_at__lt=now + SOON)
    return offered.select_related("event").order_by("offer_expires_at", "id")


def to_do_by_hand(*, now: datetime) -> QuerySet[OutgoingMessage]:
    """Letters, faxes and phone calls that nobody has done yet."""
    waiting = OutgoingMessage.objects.filter(sent_at__isnull=True, given_up_at__isnull=True, not_before__lte=now)
    return waiting.exclude(channel=OutgoingMessage.Channel.EMAIL).order_by("created_at", "id")


def failed_mails() -> QuerySet[OutgoingMessage]:
    """E-mails that were given up."""
    return OutgoingMessage.objects.filter(given_up_at__isnull=False, sent_at__isnull=True).order_by(
        "-given_up_at", "-id"
    )


def gaps(*, now: datetime) -> list[tuple[str, Event]]:
    """Coming public events where something is missing: "deadline", "place" or "access" and the event."""
    events = Event.objects.public().upcoming(now).exclude(status=Event.Status.CANCELLED).select_related("venue")
    found: list[tuple[str, Event]] = []
    for event in events:
        if event.registration_open and event.catering and event.deadline_at is None:
            found.append(("deadline", event))
        if event.venue is None and not event.online_url:
            found.append(("place", event))
        if event.venue is not None and not knows_access(event.venue):
            found.append(("access", event))
    return found


def knows_access(venue: Any) -> bool:
    """True if the venue says anything about its accessibility."""
    answers = (venue.step_free, venue.accessible_toilet, venue.induction_loop, venue.accessible_parking)
    return any(answer is not None for answer in answers) or bool(venue.accessibility_note)


def full(events: QuerySet[Event]) -> QuerySet[Event]:
    pools = SeatPool.objects.filter(event=OuterRef("pk"), group="", seats__isnull=False, taken__gte=F("seats"))
    return events.filter(Exists(pools))


def find(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Events whose search key has all the words (already a search key)."""
    condition = Q()
    for word in words.split():
        condition &= Q(search_key__contains=word)
    return events.filter(condition)
