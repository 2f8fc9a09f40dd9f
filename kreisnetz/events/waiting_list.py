"""The waiting list: in order of arrival, with time to accept; nobody is overtaken by the machine."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kreisnetz.core import audit
from kreisnetz.core.each import each
from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.events import notices, seats
from kreisnetz.events.models import Event, Registration

SHORTEST_OFFER = timedelta(hours=2)


class NoSeat(ValueError):
    """There is no free seat for this registration, or it does not wait any more."""


class OfferGone(ValueError):
    """The time to accept is over, or there was no offer."""


def fill(event: Event, *, now: datetime) -> list[Registration]:
    """Give free seats to those who wait, first come first served; a party that does not fit holds those behind it.

    Only seats reserved for a group may go past that party. The caller holds the event's lock.
    """
    if event.has_begun(now=now) or event.status in {Event.Status.CANCELLED, Event.Status.POSTPONED}:
        return []
    moved = []
    blocked = False
    for registration in event.registrations.waiting().filter(email_confirmed_at__isnull=False):
        if blocked and not registration.group:
            continue
        hold = seats.take(event, registration.n_seats, registration.group, only_reserved=blocked)
        if hold is None:
            blocked = True
            continue
        registration.event = event
        _give(registration, hold, now=now)
        moved.append(registration)
    return moved


def _give(registration: Registration, hold: seats.Hold, *, now: datetime) -> None:
    """An offer with a deadline, or the seat at once when the event is near."""
    event = registration.event
    latest = event.starts_at - SHORTEST_OFFER
    expires = min(now + timedelta(hours=event.offer_hours), latest)
    registration.n_reserved = hold.reserved
    if event.offer_hours and expires - now >= SHORTEST_OFFER:
        registration.state, registration.offer_expires_at = Registration.State.OFFERED, expires
        kind = notices.Kind.OFFERED
    else:
        registration.state = Registration.State.CONFIRMED
        kind = notices.Kind.PROMOTED
    registration.version += 1
    registration.save(update_fields=["state", "n_reserved", "offer_expires_at", "version"])
    audit.record("system", kind.value, registration, now=now)
    notices.notify(registration, kind, now=now)


@transaction.atomic
def accept(registration: Registration, *, now: datetime, by: User | None = None) -> Registration:
    """Take the offered seat. A second call changes nothing. Raises OfferGone."""
    seats.lock_event(registration.event_id)
    registration = Registration.objects.select_related("event").get(pk=registration.pk)
    if registration.state == Registration.State.CONFIRMED:
        return registration
    expires = registration.offer_expires_at
    if registration.state != Registration.State.OFFERED or expires is None or expires < now:
        raise OfferGone
    if registration.event.status == Event.Status.CANCELLED:
        raise OfferGone
    registration.state = Registration.State.CONFIRMED
    registration.offer_expires_at = None
    registration.version += 1
    registration.save(update_fields=["state", "offer_expires_at", "version"])
    audit.record(by, "accept", registration, now=now)
    notices.notify(registration, notices.Kind.CONFIRMED, now=now)
    return registration


@transaction.atomic
def promote(registration: Registration, *, now: datetime, by: User) -> Registration:
    """The office gives this one a seat out of order; it counts at once. Raises NoSeat."""
    event = seats.lock_event(registration.event_id)
    registration = Registration.objects.get(pk=registration.pk)
    registration.event = event
    if registration.state != Registration.State.WAITING:
        raise NoSeat
    hold = seats.take(event, registration.n_seats, registration.group)
    if hold is None:
        raise NoSeat
    registration.state, registration.n_reserved = Registration.State.CONFIRMED, hold.reserved
    registration.email_confirmed_at = registration.email_confirmed_at or now
    registration.version += 1
    registration.save(update_fields=["state", "n_reserved", "email_confirmed_at", "version"])
    audit.record(by, "promote", registration, now=now)
    notices.notify(registration, notices.Kind.PROMOTED, now=now)
    return registration


def end(event: Event, registration: Registration, state: str, *, now: datetime) -> None:
    """Take a live registration off the list and give its seats back. The caller holds the event's lock."""
    if registration.holds_seats:
        seats.give_back(event, registration.n_seats, reserved=registration.n_reserved, group=registration.group)
    registration.state = Registration.State(state)
    registration.n_reserved = 0
    registration.offer_expires_at = None
    registration.ended_at = now
    registration.source = ""
    registration.version += 1
    registration.save(update_fields=["state", "n_reserved", "offer_expires_at", "ended_at", "source", "version"])


def expire_offers(*, now: datetime) -> int:
    """Offers nobody accepted in time go to the next ones; each in its own transaction. Safe to run twice."""
    due = Registration.objects.filter(state=Registration.State.OFFERED, offer_expires_at__lt=now)
    return each(due.values_list("pk", "event_id"), lambda row: _expire_offer(*row, now=now))


@transaction.atomic
def _expire_offer(pk: int, event_id: int, *, now: datetime) -> int:
    event = seats.lock_event(event_id)
    registration = Registration.objects.filter(
        pk=pk, state=Registration.State.OFFERED, offer_expires_at__lt=now
    ).first()
    if registration is None:
        return 0
    registration.event = event
    end(event, registration, Registration.State.EXPIRED, now=now)
    audit.record("system", "offer_expired", registration, now=now)
    # Who was told that the event does not take place need not hear of a seat as well.
    if event.status not in {Event.Status.CANCELLED, Event.Status.POSTPONED}:
        notices.notify(registration, notices.Kind.OFFER_EXPIRED, now=now)
    fill(event, now=now)
    return 1


def expire_unconfirmed(*, now: datetime) -> int:
    """Sign-ups whose mail link nobody followed are deleted, their seats given to the next ones. Safe to run twice."""
    oldest = now - timedelta(hours=settings.UNCONFIRMED_HOURS)
    due = Registration.objects.live().filter(email_confirmed_at__isnull=True, created_at__lt=oldest)
    return each(due.values_list("pk", "event_id"), lambda row: _drop_unconfirmed(*row, now=now))


@transaction.atomic
def _drop_unconfirmed(pk: int, event_id: int, *, now: datetime) -> int:
    event = seats.lock_event(event_id)
    registration = Registration.objects.live().filter(pk=pk, email_confirmed_at__isnull=True).first()
    if registration is None:
        return 0
    registration.event = event
    end(event, registration, Registration.State.EXPIRED, now=now)
    audit.record("system", "unconfirmed_deleted", registration, now=now)
    OutgoingMessage.objects.filter(about=audit.ref(registration)).delete()
    registration.delete()
    fill(event, now=now)
    return 1
