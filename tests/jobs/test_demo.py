"""The command that fills an empty database with the example county: on any day, once, and never over real data."""

import re
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event
from kreisnetz.jobs import example
from tests.make import make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [datetime(2027, 2, 27, 23, 30, tzinfo=UTC), datetime(2028, 3, 25, 1, tzinfo=UTC)])
def test_county_can_be_built_on_any_day(day: datetime) -> None:
    """A weekend, a leap year, the night of the change to summer time."""
    example.build(now=day, accounts=True)

    assert all(event.ends_at is None or event.ends_at > event.starts_at for event in Event.objects.all())


def test_demo_makes_no_accounts_when_it_is_not_a_demonstration(settings: Any) -> None:
    settings.DEMO = False
    out = StringIO()

    call_command("demo", stdout=out)

    assert Event.objects.exists()
    assert not User.objects.exists()
    assert "Passwort" not in out.getvalue()


def test_demo_tells_one_sign_in_per_role_and_does_nothing_the_second_time(settings: Any) -> None:
    settings.DEMO = True
    first, second = StringIO(), StringIO()

    call_command("demo", stdout=first)
    n = Event.objects.count()
    call_command("demo", stdout=second)

    roles = set(RoleGrant.objects.values_list("role", flat=True))
    assert roles == {role.value for role in Role}
    assert len(re.findall(r"Passwort: ", first.getvalue())) == User.objects.count() == len(roles) + 1
    assert Event.objects.count() == n
    assert "enthält schon Daten" in second.getvalue()
    user = User.objects.get(email="buero@example.org")
    assert user.check_password(example.PASSWORD)


def test_demo_leaves_a_database_alone_that_holds_data() -> None:
    make_event()

    call_command("demo", stdout=StringIO())

    assert Event.objects.count() == 1
