"""Tables of the room "events": event.py (what is announced), registration.py (who comes)."""

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
from kreisnetz.events.models.registration import AccessNeeds, Participant, Registration

__all__ = [
    "BERLIN",
    "AccessNeeds",
    "Event",
    "EventDate",
    "EventStatistics",
    "MenuChoice",
    "Part",
    "Participant",
    "Registration",
    "SeatPool",
    "Series",
    "Venue",
]
