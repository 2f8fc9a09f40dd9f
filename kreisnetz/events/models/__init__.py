"""Tables of the room "events": event.py (what is announced), registration.py (who comes), meeting.py (meetings of networks)."""

from kreisnetz.events.models.event import (
    BERLIN,
    Event,
    EventDate,
    EventStatistics,
    MenuChoice,
    Part,
    SeatPool,
    Series,
    Venue,
)
from kreisnetz.events.models.meeting import Attendance, Meeting
from kreisnetz.events.models.registration import AccessNeeds, Participant, Registration

__all__ = [
    "BERLIN",
    "AccessNeeds",
    "Attendance",
    "Event",
    "EventDate",
    "EventStatistics",
    "Meeting",
    "MenuChoice",
    "Part",
    "Participant",
    "Registration",
    "SeatPool",
    "Series",
    "Venue",
]
