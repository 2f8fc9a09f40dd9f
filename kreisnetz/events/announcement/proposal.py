"""What the announcement reader hands over: a proposal, every part with the words it was read from.

Only frozen values live here. No reading, no Django, no clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Sure(StrEnum):
    """How far a value can be trusted."""

    CERTAIN = "certain"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class Status(StrEnum):
    """What the announcement says about its event."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    MOVED = "moved"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text exactly as it was given: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, the words it was read from, and how sure the reader is."""

    value: T
    spans: tuple[Span, ...]
    sure: Sure = Sure.CERTAIN


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt in plain German, with the words that raised it (none if something is missing)."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """One date of an event, local time without zone. Without ``start_at`` it is a whole day."""

    start_on: date
    start_at: time | None = None
    end_on: date | None = None
    end_at: time | None = None
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person on the programme; ``role`` is the German word for what they do."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """Where it happens; ``online`` is true if (also) on the net."""

    name: Found[str] | None = None
    street: Found[str] | None = None
    postcode: Found[str] | None = None
    town: Found[str] | None = None
    online: Found[bool] | None = None


@dataclass(frozen=True, slots=True)
class RegistrationFound:
    """How to sign up. Contact data of the imprint never gets in here."""

    required: Found[bool] | None = None
    email: Found[str] | None = None
    fax: Found[str] | None = None
    phone: Found[str] | None = None
    url: Found[str] | None = None
    deadline: Found[date | datetime] | None = None


@dataclass(frozen=True, slots=True)
class SeriesFound:
    """The series an event belongs to, and the years of earlier ones named in the text."""

    name: Found[str] | None = None
    earlier_years: tuple[Found[int], ...] = ()


@dataclass(frozen=True, slots=True)
class MovedFrom:
    """Where or when it was going to be before it was moved."""

    dates: tuple[Found[When], ...] = ()
    place: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything the reader saw in one announcement; a person decides what becomes of it."""

    is_event: Found[bool]
    title: Found[str] | None
    subtitle: Found[str] | None
    kind: Found[str] | None
    dates: tuple[Found[When], ...]
    doors: Found[time] | None
    series: SeriesFound
    place: PlaceFound
    hosts: tuple[Found[str], ...]
    speakers: tuple[Found[Speaker], ...]
    audience: Found[str] | None
    description: Found[str] | None
    fee: Found[str] | None
    capacity: Found[int] | None
    registration: RegistrationFound
    catering: Found[str] | None
    status: Found[Status]
    moved_from: MovedFrom
    language: Found[str] | None
    warnings: tuple[Doubt, ...]
