"""The waiting list: order of arrival, offers with a deadline, moving up by hand, sign-ups nobody confirmed."""

from datetime import timedelta

import pytest

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events import seats
from kreisnetz.events.models import Event, Registration
from kreisnetz.events.registration import cancel
from kreisnetz.events.waiting_list import NoSeat, OfferGone, accept, expire_offers, expire_unconfirmed, promote
from tests.make import NOW, make_event, make_registration, make_user

pytestmark = pytest.mark.django_db
State = Registration.State


def states(*registrations: Registration) -> list[str]:
    return [Registration.objects.get(pk=r.pk).state for r in registrations]


def test_offer_lasts_the_hours_of_the_event_but_ends_before_it_begins() -> None:
    event = make_event(seats_in_all=1, offer_hours=48)
    seated, waiting = make_registration(event), make_registration(event)
    shortly = event.starts_at - timedelta(hours=10)

    cancel(seated, now=shortly)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.offer_expires_at) == (State.OFFERED, event.starts_at - timedelta(hours=2))


def test_seat_is_given_at_once_when_there_is_no_time_to_accept() -> None:
    event = make_event(seats_in_all=1)
    seated, waiting = make_registration(event), make_registration(event)

    cancel(seated, now=event.starts_at - timedelta(hours=3))

    assert states(waiting) == [State.CONFIRMED]
    assert OutgoingMessage.objects.filter(key__startswith="promoted:").count() == 1


def test_nobody_moves_up_after_the_beginning() -> None:
    event = make_event(seats_in_all=1)
    seated, waiting = make_registration(event), make_registration(event)

    cancel(seated, now=event.starts_at)

    assert states(waiting) == [State.WAITING]


def test_accept_turns_the_offer_into_a_seat_and_twice_changes_nothing() -> None:
    event = make_event(seats_in_all=1)
    seated, waiting = make_registration(event), make_registration(event)
    cancel(seated, now=NOW)

    accept(waiting, now=NOW + timedelta(hours=47))
    accepted = accept(waiting, now=NOW + timedelta(hours=47))

    assert accepted.state == State.CONFIRMED
    assert OutgoingMessage.objects.filter(about=f"registration:{waiting.pk}", key__startswith="confirmed:").count() == 1
    assert seats.check(event) == []


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=49)])
def test_accept_is_refused_without_a_live_offer(later: timedelta) -> None:
    event = make_event(seats_in_all=1)
    seated, waiting = make_registration(event), make_registration(event)
    if later:
        cancel(seated, now=NOW)

    with pytest.raises(OfferGone):
        accept(waiting, now=NOW + later)


def test_offer_goes_to_the_next_when_nobody_accepts() -> None:
    event = make_event(seats_in_all=1)
    seated, first, second = (make_registration(event, now=NOW + timedelta(minutes=i)) for i in range(3))
    cancel(seated, now=NOW)

    n = expire_offers(now=NOW + timedelta(hours=49))
    again = expire_offers(now=NOW + timedelta(hours=49))

    assert (n, again) == (1, 0)
    assert states(first, second) == [State.EXPIRED, State.OFFERED]
    assert seats.check(event) == []


def test_party_that_does_not_fit_is_not_overtaken() -> None:
    event = make_event(seats_in_all=2)
    seated = make_registration(event, n_seats=1)
    make_registration(event, n_seats=1)
    party = make_registration(event, n_seats=2, now=NOW + timedelta(minutes=1))
    single = make_registration(event, now=NOW + timedelta(minutes=2))

    cancel(seated, now=NOW + timedelta(hours=1))

    assert states(party, single) == [State.WAITING, State.WAITING]


def test_reserved_seats_may_pass_a_party_that_does_not_fit() -> None:
    event = make_event(seats_in_all=3, groups={"affected": 1})
    make_registration(event, n_seats=2)
    affected = make_registration(event, group="affected")
    make_registration(event, n_seats=2)
    next_affected = make_registration(event, group="affected")

    cancel(affected, now=NOW)

    assert states(next_affected) == [State.OFFERED]


def test_unconfirmed_waiting_person_holds_nobody_up() -> None:
    event = make_event(seats_in_all=1, double_opt_in=True)
    seated = make_registration(event, channel=Registration.Channel.PHONE, phone="1", email="")
    unconfirmed = make_registration(event)
    confirmed = make_registration(event, channel=Registration.Channel.PHONE, phone="2", email="")

    cancel(seated, now=NOW)

    assert states(unconfirmed, confirmed) == [State.WAITING, State.OFFERED]


def test_promote_lets_the_office_give_a_free_seat_out_of_order() -> None:
    clerk = make_user("office")
    event = make_event(seats_in_all=2)
    make_registration(event)
    party = make_registration(event, n_seats=2)
    single = make_registration(event)

    with pytest.raises(NoSeat):
        promote(party, now=NOW, by=clerk)
    promoted = promote(single, now=NOW, by=clerk)

    assert promoted.state == State.CONFIRMED
    with pytest.raises(NoSeat):
        promote(single, now=NOW, by=clerk)


def test_unconfirmed_sign_up_is_deleted_after_72_hours_and_its_seat_given_away() -> None:
    event = make_event(seats_in_all=1, double_opt_in=True, offer_hours=0)
    forgotten = make_registration(event)
    waiting = make_registration(event, channel=Registration.Channel.PHONE, phone="1", email="")

    early = expire_unconfirmed(now=NOW + timedelta(hours=71))
    n = expire_unconfirmed(now=NOW + timedelta(hours=73))

    assert (early, n) == (0, 1)
    assert not Registration.objects.filter(pk=forgotten.pk).exists()
    assert not OutgoingMessage.objects.filter(about=f"registration:{forgotten.pk}").exists()
    assert states(waiting) == [State.CONFIRMED]
    assert seats.check(event) == []


def test_order_is_that_of_the_lock_when_the_clock_was_read_earlier() -> None:
    event = make_event(seats_in_all=1)
    make_registration(event)
    first = make_registration(event, now=NOW + timedelta(seconds=2))
    second = make_registration(event, now=NOW + timedelta(seconds=1))

    assert list(event.registrations.waiting()) == [first, second]


def test_offer_of_a_cancelled_event_ends_without_another_mail() -> None:
    event = make_event(seats_in_all=1)
    seated, waiting = make_registration(event), make_registration(event)
    cancel(seated, now=NOW)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CANCELLED)

    expire_offers(now=NOW + timedelta(hours=49))

    assert states(waiting) == [State.EXPIRED]
    assert not OutgoingMessage.objects.filter(key__startswith="offer_expired:").exists()
