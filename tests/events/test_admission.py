"""At the door: codes, held seats that become sure by coming, and people who walk in."""

from datetime import timedelta

import pytest

from kreisnetz.core.rights import Role
from kreisnetz.events import admission, seats
from kreisnetz.events.door import NotExpected
from kreisnetz.events.models import Registration
from kreisnetz.events.registration import RegistrationRefused, cancel
from tests.make import NOW, make_application, make_event, make_participant, make_registration, make_user

pytestmark = pytest.mark.django_db
State = Registration.State
CODE = "0123456789abcdef"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.upper(),
        f"  {CODE}\n",
        f"https://termine.example.org/buero/termine/12/einlass/?code={CODE}",
        f"https://termine.example.org/en/buero/termine/12/einlass/?q=&code={CODE}#oben",
    ],
)
def test_code_is_found_in_what_a_scanner_reads(text: str) -> None:
    assert admission.code_in(text) == CODE


@pytest.mark.parametrize("text", ["", "Kim", "https://example.org/", f"?code={CODE}x", "x" * 5000, "\x00", "?code="])
def test_code_is_empty_when_the_text_is_something_else(text: str) -> None:
    assert admission.code_in(text) == ""


def test_find_tells_this_event_another_event_and_nothing_apart() -> None:
    event, other = make_event(), make_event()
    here, there = make_participant(event), make_participant(other)

    assert admission.find(event, here.door_code) == admission.Found(participant=here)
    assert admission.find(event, there.door_code) == admission.Found(other_event=other)
    assert admission.find(event, CODE) == admission.Found()


def test_admit_ticks_off_once() -> None:
    participant, door_person = make_participant(make_event()), make_user(Role.OFFICE)

    assert admission.admit(participant, now=NOW, by=door_person) is True
    assert admission.admit(participant, now=NOW + timedelta(minutes=5), by=door_person) is False

    participant.refresh_from_db()
    assert participant.checked_in_at == NOW


def test_admit_confirms_a_sign_up_whose_mail_link_was_not_followed() -> None:
    event = make_event(double_opt_in=True, seats_in_all=1)
    participant = make_participant(event)
    assert participant.registration.state == State.UNCONFIRMED

    admission.admit(participant, now=NOW, by=make_user(Role.OFFICE))

    assert Registration.objects.get().state == State.CONFIRMED
    assert seats.check(event) == []


def test_admit_accepts_an_offered_seat_for_who_comes() -> None:
    event = make_event(seats_in_all=1)
    first, second = make_registration(event), make_registration(event)
    cancel(first, now=NOW)
    second.refresh_from_db()
    assert second.state == State.OFFERED

    admission.admit(second.participants.get(), now=NOW, by=make_user(Role.OFFICE))

    second.refresh_from_db()
    assert second.state == State.CONFIRMED
    assert seats.check(event) == []


def test_admit_refuses_who_waits_has_cancelled_or_let_the_offer_pass() -> None:
    event, door_person = make_event(seats_in_all=1), make_user(Role.OFFICE)
    first, second, third = (make_registration(event) for _number in range(3))
    cancel(first, now=NOW)
    too_late = NOW + timedelta(days=20)

    for registration, now in ((third, NOW), (first, NOW), (second, too_late)):
        with pytest.raises(NotExpected):
            admission.admit(registration.participants.get(), now=now, by=door_person)

    assert not event.registrations.filter(participants__checked_in_at__isnull=False).exists()


def test_walk_in_gets_a_seat_and_is_here_at_once() -> None:
    event = make_event(seats_in_all=1)
    begun = event.starts_at + timedelta(minutes=10)

    participant = admission.walk_in(event, make_application(email=""), now=begun, by=make_user(Role.OFFICE))

    assert participant.checked_in_at is None  # as it was before; the row has it
    participant.refresh_from_db()
    assert participant.checked_in_at == begun
    assert participant.registration.channel == Registration.Channel.ONSITE
    assert seats.availability(event).taken == 1


def test_walk_in_leaves_no_trace_when_the_event_is_full() -> None:
    event = make_event(seats_in_all=1)
    make_registration(event)

    with pytest.raises(admission.NoFreeSeat):
        admission.walk_in(event, make_application(email=""), now=event.starts_at, by=make_user(Role.OFFICE))

    assert event.registrations.count() == 1
    assert seats.check(event) == []


def test_walk_in_is_refused_when_full_and_there_is_no_waiting_list() -> None:
    event = make_event(seats_in_all=1, waiting_list=False)
    make_registration(event)

    with pytest.raises(RegistrationRefused):
        admission.walk_in(event, make_application(email=""), now=event.starts_at, by=make_user(Role.OFFICE))


def test_walk_in_signs_up_once_when_the_form_is_sent_twice() -> None:
    event, door_person = make_event(), make_user(Role.OFFICE)
    application = make_application(email="", form_key="k" * 20)

    first = admission.walk_in(event, application, now=NOW, by=door_person)
    again = admission.walk_in(event, application, now=NOW + timedelta(seconds=9), by=door_person)

    assert first == again
    assert event.registrations.count() == 1
