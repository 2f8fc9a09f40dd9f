"""Meetings of networks: who sits elsewhere at that time, what they cost in hours, who was there."""

from datetime import date, datetime, timedelta

import pytest

from kreisnetz.events import editing, meetings
from kreisnetz.events.content import Content
from kreisnetz.events.models import BERLIN, Event, Meeting
from kreisnetz.register.models import Network
from tests.make import NOW, make_actor, make_membership, make_network

pytestmark = pytest.mark.django_db
DAY = datetime(2027, 3, 4, tzinfo=BERLIN)


def meet(network: Network, hour: int = 9, hours: float | None = 3, day: datetime = DAY) -> Meeting:
    starts_at = day.replace(hour=hour)
    ends_at = starts_at + timedelta(hours=hours) if hours else None
    content = Content(values={"starts_at": starts_at, "ends_at": ends_at})
    return meetings.plan(network, content, by=None, now=NOW)


def test_meeting_is_not_public_and_bears_the_networks_name() -> None:
    meeting = meet(make_network("Runder Tisch"))

    assert (meeting.event.title, meeting.event.kind, meeting.event.is_public) == (
        "Runder Tisch",
        Event.Kind.MEETING,
        False,
    )


def test_those_who_sit_at_both_tables_at_that_time_are_named() -> None:
    here, there = make_network("Hier"), make_network("Dort")
    both, only, former = make_actor("Beides"), make_actor("Nur hier"), make_actor("Früher dort")
    for actor in (both, only, former):
        make_membership(actor, here)
    make_membership(both, there)
    make_membership(former, there, until=date(2026, 12, 31))
    other = meet(there, hour=11)

    found = meetings.clashes(here, DAY.replace(hour=9), DAY.replace(hour=12))

    assert [(clash.meeting, clash.actors) for clash in found] == [(other, (both,))]
    assert meetings.clashes(here, DAY.replace(hour=14), DAY.replace(hour=16)) == []
    assert meetings.clashes(here, DAY.replace(hour=9), DAY.replace(hour=11)) == []
    editing.cancel_event(other.event, by=None, now=NOW)
    assert meetings.clashes(here, DAY.replace(hour=9), DAY.replace(hour=12)) == []


def test_number_of_queries_does_not_grow_with_meetings(django_assert_num_queries: object) -> None:
    here, actor = make_network("Hier"), make_actor()
    make_membership(actor, here)
    for number in range(5):
        there = make_network(f"Dort {number}")
        make_membership(actor, there)
        meet(there)

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(meetings.clashes(here, DAY.replace(hour=9), None)) == 5
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert meetings.load(date(2027, 3, 1), date(2027, 3, 31))[0].hours == 15


def test_hours_count_who_came_where_it_was_noted_and_else_who_has_a_seat() -> None:
    network = make_network("Hier", meeting_hours=2)
    came, missed, left = make_actor("Kam"), make_actor("Fehlte"), make_actor("Ging")
    for actor in (came, missed):
        make_membership(actor, network)
    make_membership(left, network, until=date(2027, 2, 1))
    noted = meet(network, hours=3)
    meet(network, day=DAY + timedelta(days=40), hours=None)
    meetings.record(noted, {"minutes": "Ergebnis"}, {came.pk: "present", missed.pk: "excused"}, by=None, now=NOW)

    found = {
        one.actor.name: (one.hours, dict(one.months)) for one in meetings.load(date(2027, 1, 1), date(2027, 12, 31))
    }

    assert found == {"Kam": (5, {(2027, 3): 3, (2027, 4): 2}), "Fehlte": (2, {(2027, 4): 2})}


def test_note_can_be_corrected() -> None:
    network, actor = make_network(), make_actor()
    make_membership(actor, network)
    meeting = meet(network)
    meetings.record(meeting, {}, {actor.pk: "present"}, by=None, now=NOW)

    meetings.record(meeting, {"agenda": "1. Begrüßung"}, {actor.pk: ""}, by=None, now=NOW)

    meeting.refresh_from_db()
    assert (meeting.agenda, meeting.attendances.count()) == ("1. Begrüßung", 0)
