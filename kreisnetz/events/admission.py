"""At the door: find somebody by code, let in who holds a seat but has not confirmed, and sign up who just walks in."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kreisnetz.core.models import User
from kreisnetz.events import door, registration, waiting_list
from kreisnetz.events.models import Event, Participant, Registration
from kreisnetz.events.registration import Application

State = Registration.State
_CODE = re.compile(r"(?:[?&]code=|^)([0-9a-fA-F]{8,32})(?:[&#]|$)")


class NoFreeSeat(ValueError):
    """Every seat is taken, or meant for somebody on the waiting list."""


@dataclass(frozen=True)
class Found:
    """What a code stands for: a person of this event, or of another one, or nothing we know."""

    participant: Participant | None = None
    other_event: Event | None = None


def code_in(text: str) -> str:
    """The door code in what a scanner read: an address with ?code=… or the bare code; empty if there is none.

    >>> code_in("https://termine.example.org/buero/termine/12/einlass/?code=0123456789abcdef")
    '0123456789abcdef'
    >>> code_in(" 0123456789ABCDEF "), code_in("https://example.org/")
    ('0123456789abcdef', '')
    """
    found = _CODE.search(text.strip())
    return found[1].lower() if found else ""


def find(event: Event, text: str) -> Found:
    """Whose code this is; one query."""
    code = code_in(text)
    people = Participant.objects.select_related("registration__event", "menu_choice")
    participant = people.filter(door_code=code).first() if code else None
    if participant is None:
        return Found()
    if participant.registration.event_id != event.pk:
        return Found(other_event=participant.registration.event)
    return Found(participant=participant)


@transaction.atomic
def admit(participant: Participant, *, now: datetime, by: User) -> bool:
    """Tick somebody off; a seat that was held but not yet confirmed or accepted is confirmed by coming.

    False if that was done before. Raises door.NotExpected for everybody without a seat.
    """
    held = Registration.objects.get(pk=participant.registration_id)
    try:
        if held.state == State.UNCONFIRMED:
            registration.confirm(held, now=now)
        elif held.state == State.OFFERED:
            waiting_list.accept(held, now=now, by=by)
    except (registration.RegistrationRefused, waiting_list.OfferGone) as refused:
        raise door.NotExpected from refused
    return door.check_in(participant, now=now, by=by)


@transaction.atomic
def walk_in(event: Event, application: Application, *, now: datetime, by: User) -> Participant:
    """Sign somebody up who stands at the door, and tick them off. Raises NoFreeSeat, RegistrationRefused: nothing changed."""
    outcome = registration.register(event, application, channel=Registration.Channel.ONSITE, now=now, by=by)
    if outcome.registration.state == State.WAITING and not outcome.already:
        raise NoFreeSeat
    first = outcome.registration.participants.order_by("position", "id").first()
    if first is None:
        raise door.NotExpected
    for participant in outcome.registration.participants.all():
        admit(participant, now=now, by=by)
    return first
