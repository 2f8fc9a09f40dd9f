"""The people of one event in the order of a German list: for lists, badges, exports and the door. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from kreisnetz.core.names import search_key
from kreisnetz.events.models import Event, Participant, Registration

COMING = (Registration.State.CONFIRMED,)


@dataclass(frozen=True)
class Guest:
    """One seat. Without a name of its own it is the companion of whoever registered it."""

    pk: int
    first_name: str
    last_name: str
    organisation: str
    registered_by: str
    state: str
    door_code: str
    menu: str
    checked_in_at: datetime | None
    sort_key: tuple[str, str, int, int]

    @property
    def is_named(self) -> bool:
        return bool(self.first_name or self.last_name)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def list_name(self) -> str:
        """As in a list: "Groß, Anna"; empty for unnamed companions."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)

    @property
    def search_words(self) -> str:
        return search_key(f"{self.name} {self.last_name} {self.organisation} {self.registered_by}")

    @classmethod
    def of(cls, participant: Participant) -> Self:
        registration = participant.registration
        named = bool(participant.first_name or participant.last_name)
        last = participant.last_name or participant.first_name if named else registration.last_name
        first = participant.first_name if named else registration.first_name
        return cls(
            pk=participant.pk,
            first_name=participant.first_name,
            last_name=participant.last_name,
            organisation=registration.organisation,
            registered_by=registration.name,
            state=registration.state,
            door_code=participant.door_code,
            menu=participant.menu_choice.name if participant.menu_choice else "",
            checked_in_at=participant.checked_in_at,
            # Ä counts as AE (DIN 5007-2); "von der Heide" stands under V, as it is written in the passport.
            sort_key=(search_key(last), search_key(first), 0 if named else 1, participant.position),
        )


def guests(event: Event, states: Sequence[str] = COMING) -> list[Guest]:
    """Everybody in these states, by name; unnamed companions directly after who registered them. One query."""
    people = Participant.objects.filter(registration__event=event, registration__state__in=states)
    rows = people.select_related("registration", "menu_choice").order_by("id")
    return sorted((Guest.of(row) for row in rows), key=lambda guest: (guest.sort_key, guest.pk))
