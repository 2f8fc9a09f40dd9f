"""Tables of the room "events": event.py (what is announced), registration.py (who comes)."""

from kreisnetz.events.models.event import Event, EventDate, EventStatistics, MenuChoice, Part, SeatPool, Series, Venue
from kreisnetz.events.models.registration import AccessNeeds, Participant, Registration

__all__ = [
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
