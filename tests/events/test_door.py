"""Ticking people off at the door."""

import pytest

from kreisnetz.events.door import NotExpected, check_in, undo_check_in
from kreisnetz.events.registration import cancel
from tests.make import NOW, make_event, make_participant, make_registration, make_user

pytestmark = pytest.mark.django_db


def test_check_in_ticks_once_and_can_be_taken_back() -> None:
    guard = make_user("office")
    guest = make_participant(make_event())

    results = [check_in(guest, now=NOW, by=guard), check_in(guest, now=NOW, by=guard)]
    guest.refresh_from_db()
    ticked = guest.checked_in_at
    results += [undo_check_in(guest, now=NOW, by=guard), undo_check_in(guest, now=NOW, by=guard)]
    guest.refresh_from_db()

    assert results == [True, False, True, False]
    assert (ticked, guest.checked_in_at) == (NOW, None)


def test_check_in_is_refused_when_the_registration_is_cancelled_or_waits() -> None:
    guard = make_user("office")
    event = make_event(seats_in_all=1)
    guest = make_participant(event)
    cancel(guest.registration, now=NOW)
    make_registration(event)
    waiting = make_participant(event)

    for person in (guest, waiting):
        with pytest.raises(NotExpected):
            check_in(person, now=NOW, by=guard)
