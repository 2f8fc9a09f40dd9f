"""The guard over the seats: pools, groups, levels, and the database's own constraints behind it."""

import pytest
from django.db import IntegrityError, transaction

from kreisnetz.core import version
from kreisnetz.events import seats
from kreisnetz.events.models import SeatPool
from tests.make import make_event, make_registration

pytestmark = pytest.mark.django_db


def taken(event) -> dict[str, int]:
    return dict(SeatPool.objects.filter(event=event).values_list("group", "taken"))


def test_take_needs_a_transaction_when_called_alone(transactional_db) -> None:
    event = make_event(seats_in_all=1)

    with pytest.raises(RuntimeError):
        seats.lock_event(event.pk)


def test_take_fills_the_last_seat_and_refuses_the_next() -> None:
    event = make_event(seats_in_all=1)

    first = seats.take(event, 1)
    second = seats.take(event, 1)

    assert (first, second) == (seats.Hold(1, 0), None)
    assert taken(event) == {"": 1}


def test_take_takes_nothing_when_a_party_does_not_fit() -> None:
    event = make_event(seats_in_all=2)

    assert seats.take(event, 3) is None
    assert taken(event) == {"": 0}


def test_take_uses_the_groups_own_seats_first_when_there_is_a_quota() -> None:
    event = make_event(seats_in_all=5, groups={"affected": 2})

    hold = seats.take(event, 3, "affected")

    assert hold == seats.Hold(3, 2)
    assert taken(event) == {"": 1, "affected": 2}


def test_others_never_get_reserved_seats_when_the_open_ones_are_gone() -> None:
    event = make_event(seats_in_all=3, groups={"affected": 2})

    assert seats.take(event, 1, "politics") == seats.Hold(1, 0)
    assert seats.take(event, 1, "politics") is None
    assert seats.take(event, 1) is None
    assert seats.take(event, 2, "affected") == seats.Hold(2, 2)


def test_only_reserved_takes_nothing_from_the_open_pool() -> None:
    event = make_event(seats_in_all=5, groups={"affected": 1})

    assert seats.take(event, 2, "affected", only_reserved=True) is None
    assert seats.take(event, 1, "affected", only_reserved=True) == seats.Hold(1, 1)


def test_give_back_returns_seats_to_the_pools_they_came_from() -> None:
    event = make_event(seats_in_all=5, groups={"affected": 2})
    seats.take(event, 3, "affected")

    seats.give_back(event, 3, reserved=2, group="affected")

    assert taken(event) == {"": 0, "affected": 0}


def test_database_refuses_an_overfull_pool_when_code_would_forget_the_guard() -> None:
    event = make_event(seats_in_all=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        SeatPool.objects.filter(event=event).update(taken=2)


def test_availability_counts_free_groups_and_waiting() -> None:
    event = make_event(seats_in_all=3, groups={"affected": 1})
    make_registration(event, n_seats=2)
    make_registration(event, n_seats=2)

    now_free = seats.availability(event)

    assert (now_free.free, now_free.free_in_group, now_free.waiting) == (0, {"affected": 1}, 2)
    assert (now_free.level, now_free.seats, now_free.taken) == ("full", 3, 2)


@pytest.mark.parametrize(
    ("size", "used", "level"), [(None, 9, "unlimited"), (100, 89, "free"), (100, 90, "few"), (1, 1, "full")]
)
def test_level_tells_how_full_an_event_is(size: int | None, used: int, level: str) -> None:
    event = make_event(seats_in_all=size)
    SeatPool.objects.filter(event=event).update(taken=used)

    assert seats.availability(event).level == level


def test_public_pages_are_made_anew_only_when_the_level_changes() -> None:
    event = make_event(seats_in_all=8)
    before = version.current()

    seats.take(event, 1)
    same = version.current()
    seats.take(event, 7)

    assert (same, version.current()) == (before, before + 1)


def test_set_capacity_refuses_to_go_below_what_is_taken() -> None:
    event = make_event(seats_in_all=5)
    make_registration(event, n_seats=4)

    with pytest.raises(seats.CapacityTooSmall) as refused:
        seats.set_capacity(event, seats=3)

    assert refused.value.taken == 4
    assert seats.availability(event).seats == 5


def test_set_capacity_adds_and_removes_a_quota() -> None:
    event = make_event(seats_in_all=5)

    seats.set_capacity(event, seats=6, groups={"affected": 2})
    with_quota = dict(SeatPool.objects.filter(event=event).values_list("group", "seats"))
    seats.set_capacity(event, seats=6)

    assert with_quota == {"": 4, "affected": 2}
    assert dict(SeatPool.objects.filter(event=event).values_list("group", "seats")) == {"": 6}


@pytest.mark.parametrize(("size", "groups"), [(None, {"affected": 1}), (2, {"affected": 3})])
def test_set_capacity_refuses_quotas_that_do_not_fit(size: int | None, groups: dict[str, int]) -> None:
    event = make_event(seats_in_all=5)

    with pytest.raises(ValueError):
        seats.set_capacity(event, seats=size, groups=groups)


def test_check_finds_a_counter_that_does_not_fit_the_registrations() -> None:
    event = make_event("Tagung", seats_in_all=5)
    make_registration(event, n_seats=2)
    fine = seats.check(event)
    SeatPool.objects.filter(event=event).update(taken=3)

    assert fine == []
    assert seats.check(event) == [f"Termin {event.pk}, Kontingent „offen“: gezählt 2, vermerkt 3"]
