"""The example county: real facts with their source, everything invented marked as such, and one of every kind to look at."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.rights import Role
from kreisnetz.events import seats
from kreisnetz.events.models import BERLIN, AccessNeeds, Event, Part, Participant, Registration
from kreisnetz.jobs import example
from kreisnetz.jobs.tick import tick
from kreisnetz.register.models import Municipality
from tests.make import NOW, make_event

pytestmark = pytest.mark.django_db


def test_county_has_fourteen_municipalities_with_their_official_figures() -> None:
    example.build(now=NOW, accounts=False)

    trebur = Municipality.objects.get(name="Trebur")
    assert Municipality.objects.count() == 14
    assert sum(Municipality.objects.values_list("inhabitants", flat=True)) == 281712
    assert (trebur.ags, trebur.ars, trebur.inhabitants) == ("06433014", "064330014014", 13162)
    assert trebur.inhabitants_base == "Bevölkerungsfortschreibung, Stand 31.12.2023 (Destatis)"


def test_real_conferences_are_past_dates_of_one_series_and_carry_no_invented_people() -> None:
    example.build(now=NOW, accounts=False)

    real = Event.objects.filter(is_example=False).order_by("starts_at")
    days = [(event.starts_at.astimezone(BERLIN).date().isoformat(), event.attended_estimate) for event in real]
    assert days == [("2018-10-23", 100), ("2018-11-03", 100), ("2019-06-27", 100)]
    assert {event.series.slug for event in real} == {"jahrestagung-soziale-netzwerke"}
    assert not Registration.objects.filter(event__is_example=False).exists()
    assert not any(event.registration_open for event in real)
    assert set(Part.objects.filter(event__in=real).values_list("name", flat=True)) == {
        "Kreis Groß-Gerau",
        "Liga der freien Wohlfahrt",
        "Prof. Dr. Peter Löcherbach",
    }


def test_everything_invented_says_so() -> None:
    example.build(now=NOW, accounts=True)

    for event in Event.objects.filter(is_example=True):
        assert "Beispiel" in event.description
        assert all("Beispiel" in part.name for part in event.parts.all())
        assert "Beispiel" in event.venue.name
    for registration in Registration.objects.all():
        assert registration.event.is_example
        assert "Beispiel" in registration.last_name
        assert registration.organisation == "" or "Beispiel" in registration.organisation
        assert registration.email == "" or registration.email.endswith("@example.org")
    assert all("Beispiel" in user.name for user in User.objects.all())


def test_one_of_every_kind_is_there_to_look_at() -> None:
    example.build(now=NOW, accounts=False)

    events = Event.objects.filter(is_example=True)
    conference = events.get(title=example.NEXT_CONFERENCE)
    registrations = conference.registrations
    assert {"scheduled", "moved", "cancelled"} == set(events.values_list("status", flat=True))
    assert events.filter(published_at=None).count() == 1
    assert events.filter(all_day=True).exists()
    assert events.filter(dates__isnull=False).exists()
    assert events.filter(last_at__lt=NOW).count() == 2
    assert {seats.availability(event).level for event in events} >= {"free", "full", "unlimited"}
    assert Registration.objects.filter(state="waiting").exists()
    assert set(registrations.values_list("channel", flat=True)) == {"web", "email", "phone", "fax", "letter"}
    assert set(registrations.values_list("state", flat=True)) >= {"confirmed", "unconfirmed", "cancelled"}
    assert registrations.filter(n_seats__gt=1).exists()
    assert Participant.objects.filter(registration__event=conference, menu_choice__isnull=False).exists()
    assert Participant.objects.filter(checked_in_at__isnull=False).exists()
    assert AccessNeeds.objects.exists()
    assert conference.starts_at > NOW + timedelta(days=20)
    assert [finding for event in Event.objects.all() for finding in seats.check(event)] == []


def test_nothing_vanishes_at_once_when_the_worker_starts() -> None:
    example.build(now=NOW, accounts=False)
    before = Registration.objects.count()

    tick(now=NOW + timedelta(minutes=1))

    assert Registration.objects.count() == before


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
    assert roles == {role.value for role in Role} - {Role.MEMBER}
    assert len(re.findall(r"Passwort: ", first.getvalue())) == len(roles)
    assert Event.objects.count() == n
    assert "enthält schon Daten" in second.getvalue()
    user = User.objects.get(email="buero@example.org")
    assert user.check_password(example.PASSWORD)


def test_demo_leaves_a_database_alone_that_holds_data() -> None:
    make_event()

    call_command("demo", stdout=StringIO())

    assert Event.objects.count() == 1
