"""What an import wants: networks, organisations, people and seats as the file says them, and the lines that show the plan."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kreisnetz.core.names import person_key
from kreisnetz.register.models import Actor, Membership, Network, Person
from kreisnetz.register.sheets.contract import PersonValue, SeatRow

NEW, CHANGED, ENDED, UNCLEAR, SAME = "new", "changed", "ended", "unclear", "same"
SKIP, AS_NEW, SAME_AS = "skip", "new", "same"
Detail = tuple[str, str, str]


@dataclass
class Item:
    """One line of the plan: what would happen to one network, organisation or seat. details: label, old, new."""

    key: str
    kind: str
    verb: str
    title: str
    place: str = ""
    details: list[Detail] = field(default_factory=list)
    question: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class NetworkWish:
    key: str
    name: str
    short_name: str = ""
    kind: str = ""
    row: Network | None = None


@dataclass
class ActorWish:
    """What the file says of one organisation; row is the one in the register."""

    key: str
    name: str
    place: str
    row: Actor | None = None
    skipped: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    channels: list[tuple[str, str]] = field(default_factory=list)
    fields: set[int] = field(default_factory=set)


@dataclass
class PersonWish:
    actor: ActorWish
    said: PersonValue
    function: str = ""
    channels: list[tuple[str, str]] = field(default_factory=list)
    row: Person | None = None
    place: str = ""

    @property
    def key(self) -> str:
        return person_key(self.said.first_name, self.said.last_name)


@dataclass
class SeatWish:
    key: str
    network: NetworkWish
    actor: ActorWish
    said: SeatRow
    person: PersonWish | None = None
    deputy: PersonWish | None = None
    row: Membership | None = None
    values: dict[str, Any] = field(default_factory=dict)
    # From several snapshots: first and last day on which the seat was seen, where a snapshot before or after does not have it.
    span: tuple[date | None, date | None] | None = None

    @property
    def since(self) -> date | None:
        return self.said.since.day if self.said.since else self.span[0] if self.span else None

    @property
    def until(self) -> date | None:
        return self.said.until.day if self.said.until else self.span[1] if self.span else None


@dataclass
class Plan:
    """Everything that would be done, and the lines that show it."""

    items: list[Item] = field(default_factory=list)
    networks: list[NetworkWish] = field(default_factory=list)
    actors: list[ActorWish] = field(default_factory=list)
    people: list[PersonWish] = field(default_factory=list)
    seats: list[SeatWish] = field(default_factory=list)
    ends: list[tuple[Membership, date]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.verb for item in self.items)

    @property
    def unclear(self) -> list[Item]:
        return [item for item in self.items if item.verb == UNCLEAR]
