"""Sums fetched from the database, and what earlier events say about how many come."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kreisnetz.core.rights import Role
from kreisnetz.events import admission, headcount
from kreisnetz.events.catering import COMING, OFFERED, UNCONFIRMED, WAITING
from kreisnetz.events.models import Event, EventStatistics, Series
from kreisnetz.events.registration import cancel
from tests.make import NOW, make_event, make_registration, make_series, make_user

pytestmark = pytest.mark.django_db


def held(series: Series | None, *, days_ago: int, registered: int, came: int, **kwargs: Any) -> Event:
    """An event that took place, with so many people registered and ticked off."""
    then = NOW - timedelta(days=days_ago)
    event = make_event(series=series, starts_at=then, **kwargs)
    clerk = make_user(Role.OFFICE)
    if registered:
        make_registration(event, n_seats=registered, now=then - timedelta(days=9), by=clerk)
        for participant in list(event.registrations.get().participants.all())[:came]:
            admission.admit(participant, now=then, by=clerk)
    return event


def test_count_sums_people_by_state_and_leaves_out_who_cancelled() -> None:
    event = make_event(seats_in_all=4, double_opt_in=True)
    make_registration(event, n_seats=2, channel="phone")
    make_registration(event)
    leaving = make_registration(event, channel="phone")
    make_registration(event, n_seats=3, channel="phone")
    make_registration(event, channel="phone")
    cancel(leaving, now=NOW)

    counted = headcount.count(event)

    assert {row.state: (row.people, row.unnamed) for row in counted.states} == {
        COMING: (2, 1),
        UNCONFIRMED: (1, 0),
        OFFERED: (0, 0),
        WAITING: (4, 2),
    }


def test_past_takes_earlier_events_of_the_series_newest_first() -> None:
    series = make_series()
    held(series, days_ago=700, registered=10, came=6)
    held(series, days_ago=300, registered=10, came=9)
    held(None, days_ago=200, registered=10, came=1)
    event = make_event(series=series)

    assert [(other.registered, other.came) for other in headcount.past(event, now=NOW)] == [(10, 9), (10, 6)]


def test_past_uses_the_sums_that_stay_after_the_names_are_deleted() -> None:
    series = make_series()
    before = held(series, days_ago=300, registered=0, came=0)
    EventStatistics.objects.create(event=before, counts={"confirmed": 100, "checked_in": 82}, made_at=NOW)

    assert [(o.registered, o.came) for o in headcount.past(make_event(series=series), now=NOW)] == [(100, 82)]


def test_past_takes_the_estimated_guests_when_nobody_was_ticked_off() -> None:
    series = make_series()
    held(series, days_ago=300, registered=10, came=0, attended_estimate=8)

    assert [(o.registered, o.came) for o in headcount.past(make_event(series=series), now=NOW)] == [(10, 8)]


@pytest.mark.parametrize("came", [0, None])
def test_past_leaves_out_events_of_which_a_number_is_unknown(came: int | None) -> None:
    series = make_series()
    held(series, days_ago=300, registered=10, came=came or 0)
    held(series, days_ago=600, registered=0, came=0, attended_estimate=100)

    assert headcount.past(make_event(series=series), now=NOW) == []


def test_past_leaves_out_cancelled_and_future_events() -> None:
    series = make_series()
    held(series, days_ago=300, registered=10, came=9, status=Event.Status.SCHEDULED)
    Event.objects.update(status=Event.Status.CANCELLED)
    later = held(series, days_ago=-90, registered=10, came=9)

    assert headcount.past(make_event(series=series), now=NOW) == []
    assert headcount.past(later, now=NOW) == []


@pytest.mark.parametrize("n", [1, 3])
def test_forecast_asks_the_database_once_for_any_number_of_events(n: int, django_assert_num_queries: Any) -> None:
    series = make_series()
    for number in range(n):
        held(series, days_ago=100 + number, registered=5, came=4)
    event = make_event(series=series)

    with django_assert_num_queries(1):
        forecast = headcount.forecast(event, 50, now=NOW)

    assert forecast is not None and forecast.likely == 40


def test_past_is_read_as_of_the_given_moment(now: datetime) -> None:
    series = make_series()
    held(series, days_ago=10, registered=10, came=9)

    assert headcount.past(make_event(series=series), now=now - timedelta(days=20)) == []
