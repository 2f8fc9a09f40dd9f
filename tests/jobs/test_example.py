"""The example county: real facts with their source, everything invented marked as such, and one of every kind to look at."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from kreisnetz.core.models import User
from kreisnetz.events import seats
from kreisnetz.events.models import BERLIN, AccessNeeds, Event, Part, Participant, Registration
from kreisnetz.jobs import example
from kreisnetz.jobs.tick import tick
from kreisnetz.register.models import Actor, Membership, Municipality, Network, Person, StakeholderGroup
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The example county, built once for all tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        example.build(now=NOW, accounts=True)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("built")
def test_county_has_fourteen_municipalities_with_their_official_figures() -> None:
    trebur = Municipality.objects.get(name="Trebur")
    assert Municipality.objects.count() == 14
    assert sum(Municipality.objects.values_list("inhabitants", flat=True)) == 281712
    assert (trebur.ags, trebur.ars, trebur.inhabitants) == ("06433014", "064330014014", 13162)
    assert trebur.inhabitants_base == "Bevölkerungsfortschreibung, Stand 31.12.2023 (Destatis)"


@pytest.mark.usefixtures("built")
def test_real_conferences_are_past_dates_of_one_series_and_carry_no_invented_people() -> None:
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


@pytest.mark.usefixtures("built")
def test_everything_invented_says_so() -> None:
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
    assert all("Beispiel" in actor.name and actor.is_example for actor in Actor.objects.all())
    assert all("Beispiel" in person.last_name and person.is_example for person in Person.objects.all())
    assert set(Membership.objects.values_list("source", flat=True)) == {"erfunden (Beispiel)"}


@pytest.mark.usefixtures("built")
def test_one_of_every_kind_is_there_to_look_at() -> None:
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


@pytest.mark.usefixtures("built")
def test_register_holds_the_five_networks_of_the_press_with_something_to_do_in_each() -> None:
    names = set(Network.objects.filter(parent=None).values_list("name", flat=True))
    seats_now = Membership.objects.on(NOW.date())
    assert names == {
        "Netzwerk Frühe Hilfen",
        "Netzwerk gegen Gewalt",
        "Netzwerk Jugendarbeit und Jugendbildung",
        "Netzwerk Bildung",
        "Netzwerk Arbeit",
    }
    assert seats_now.vacant().count() == 3
    assert Membership.objects.ended(NOW.date()).count() == 6
    assert set(seats_now.values_list("group", flat=True)) == set(StakeholderGroup.values)
    assert Actor.objects.filter(kind=None).count() == 0
    assert Actor.objects.get(protected_address=True).address == ""
    assert Network.objects.filter(review_due_on__lt=NOW.date()).exists()


@pytest.mark.usefixtures("built")
def test_nothing_vanishes_at_once_when_the_worker_starts() -> None:
    before = Registration.objects.count()

    tick(now=NOW + timedelta(minutes=1))

    assert Registration.objects.count() == before
