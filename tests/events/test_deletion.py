"""One rule for the day that is promised and the day on which it happens."""

from datetime import datetime, time, timedelta

import pytest

from kreisnetz.events import editing
from kreisnetz.events.deletion import deleted_on
from kreisnetz.events.models import BERLIN, Registration
from kreisnetz.jobs import retention
from tests.make import NOW, make_event, make_registration


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [0, 14, 23])
@pytest.mark.parametrize("is_postponed", [False, True])
def test_people_are_deleted_on_the_promised_day_and_not_before(hour: int, is_postponed: bool) -> None:
    starts_at = datetime(2027, 3, 1, hour, 30, tzinfo=BERLIN)
    event = make_event(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
    make_registration(event)
    if is_postponed:
        editing.postpone(event, by="example", now=NOW)
        event.refresh_from_db()
    promised = datetime.combine(deleted_on(event), time.min, BERLIN)

    retention.run(now=promised - timedelta(seconds=1))
    before = Registration.objects.count()
    retention.run(now=promised)

    assert (before, Registration.objects.count()) == (1, 0)
    assert promised.date() - starts_at.date() == timedelta(days=365 if is_postponed else 30)
