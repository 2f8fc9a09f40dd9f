"""Meetings of networks: plan, record who was there, see who sits elsewhere at that time, and what the meetings cost in hours.

Hours are of organisations, never of people.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from kreisnetz.core import audit
from kreisnetz.events import editing
from kreisnetz.events.content import Content
from kreisnetz.events.models import Attendance, Event, Meeting
from kreisnetz.events.models.event import BERLIN
from kreisnetz.register.models import Actor, Membership, Network

By = editing.By
USUAL = timedelta(hours=2)


@dataclass(frozen=True)
class Clash:
    """Another meeting at that time, and the organisations that sit at both tables."""

    meeting: Meeting
    actors: tuple[Actor, ...]


@dataclass(frozen=True)
class Load:
    """Hours one organisation spends in meetings: per month (year, month) and in all."""

    actor: Actor
    months: Mapping[tuple[int, int], float]
    n_networks: int

    @property
    def hours(self) -> float:
        return sum(self.months.values())


@transaction.atomic
def plan(network: Network, content: Content, *, agenda: str = "", by: By, now: datetime) -> Meeting:
    """A new meeting, not public; publish its event like any other when citizens are invited."""
    values = {
        "kind": Event.Kind.MEETING,
        "title": network.name,
        "audience": Event.Audience.PROFESSIONALS,
        **content.values,
    }
    event = editing.create(Content(values=values, new_venue=content.new_venue), by=by, now=now)
    meeting = Meeting.objects.create(event=event, network=network, agenda=agenda)
    audit.record(by, "plan_meeting", network, now=now, event=event.pk)
    return meeting


@transaction.atomic
def record(
    meeting: Meeting, values: Mapping[str, object], states: Mapping[int, str] | None = None, *, by: By, now: datetime
) -> Meeting:
    """Agenda, minutes and, if given, the state of every organisation by its number ("" takes the line away)."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    for name in ("agenda", "minutes", "minutes_url", "n_people"):
        if name in values:
            setattr(meeting, name, values[name])
    meeting.save()
    for actor, state in (states or {}).items():
        if state:
            Attendance.objects.update_or_create(meeting=meeting, actor_id=actor, defaults={"state": state})
        else:
            Attendance.objects.filter(meeting=meeting, actor_id=actor).delete()
    audit.record(by, "record_meeting", meeting.network, now=now, event=meeting.event_id)
    return meeting


def clashes(
    network: Network, starts_at: datetime, ends_at: datetime | None, *, besides: Meeting | None = None
) -> list[Clash]:
    """Meetings of other networks at that time with members of this one; the one that costs most members first."""
    ends_at = ends_at or starts_at + USUAL
    there = (
        Meeting.objects.exclude(network=network)
        .exclude(pk__in=[besides.pk] if besides else [])
        .exclude(event__status__in=(Event.Status.CANCELLED, Event.Status.POSTPONED))
        .filter(event__starts_at__lt=ends_at, event__last_at__gt=starts_at)
        .select_related("event", "network")
    )
    meetings = [meeting for meeting in there if (meeting.event.ends_at or meeting.event.starts_at + USUAL) > starts_at]
    if not meetings:
        return []
    day = starts_at.astimezone(BERLIN).date()
    seats: dict[int, dict[int, Actor]] = defaultdict(dict)
    wanted = {network.pk, *(meeting.network_id for meeting in meetings)}
    for seat in Membership.objects.on(day).filter(network__in=wanted).select_related("actor"):
        seats[seat.network_id][seat.actor_id] = seat.actor
    found = []
    for meeting in meetings:
        both = seats[network.pk].keys() & seats[meeting.network_id].keys()
        if both:
            actors = sorted((seats[network.pk][pk] for pk in both), key=lambda actor: actor.sort_key)
            found.append(Clash(meeting, tuple(actors)))
    return sorted(found, key=lambda clash: (-len(clash.actors), clash.meeting.event.starts_at))


def load(first: date, last: date) -> list[Load]:
    """Hours of every organisation in the meetings of these days (both inclusive), the busiest first.

    Where it was noted who came, only those who came; else everybody who had a seat that day. Cancelled meetings cost nothing.
    """
    meetings = list(
        Meeting.objects.filter(
            event__starts_at__gte=datetime.combine(first, datetime.min.time(), BERLIN),
            event__starts_at__lt=datetime.combine(last + timedelta(days=1), datetime.min.time(), BERLIN),
        )
        .exclude(event__status__in=(Event.Status.CANCELLED, Event.Status.POSTPONED))
        .select_related("event", "network")
        .annotate(n_noted=Count("attendances"))
    )
    networks = {meeting.network_id for meeting in meetings}
    seats: dict[int, list[Membership]] = defaultdict(list)
    for seat in Membership.objects.filter(network__in=networks).filter(Q(until=None) | Q(until__gte=first)):
        seats[seat.network_id].append(seat)
    came: dict[int, set[int]] = defaultdict(set)
    for row in Attendance.objects.filter(meeting__in=meetings, state=Attendance.State.PRESENT):
        came[row.meeting_id].add(row.actor_id)
    months: dict[int, dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    tables: dict[int, set[int]] = defaultdict(set)
    for meeting in meetings:
        day = meeting.event.starts_on
        held = {s.actor_id for s in seats[meeting.network_id] if _held(s, day)}
        for actor in came[meeting.pk] if meeting.n_noted else held:
            months[actor][(day.year, day.month)] += hours_of(meeting)
            tables[actor].add(meeting.network_id)
    actors = Actor.objects.in_bulk(list(months))
    loads = [Load(actors[pk], dict(per_month), len(tables[pk])) for pk, per_month in months.items()]
    return sorted(loads, key=lambda one: (-one.hours, one.actor.sort_key))


def hours_of(meeting: Meeting) -> float:
    """Its length in hours; by the network's usual length, or two hours, when no end is known."""
    event = meeting.event
    if event.ends_at is not None:
        return (event.ends_at - event.starts_at).total_seconds() / 3600
    return float(meeting.network.meeting_hours or 2)


def _held(seat: Membership, day: date) -> bool:
    return (seat.since is None or seat.since <= day) and (seat.until is None or seat.until >= day)


@transaction.atomic
def move_attendance(goes: Actor, stays: Actor) -> None:
    """Two organisations become one: who came as the one came as the other; where both are noted, the one that stays counts."""
    noted = Attendance.objects.filter(actor=stays).values("meeting")
    Attendance.objects.filter(actor=goes).exclude(meeting__in=noted).update(actor=stays)
    Attendance.objects.filter(actor=goes).delete()
