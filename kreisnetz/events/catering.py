"""Head count, menu sums and a forecast of how many will come, from plain numbers.

Pure functions without Django or database: events.headcount fetches the rows. Nothing here knows a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

COMING, UNCONFIRMED, OFFERED, WAITING = "confirmed", "unconfirmed", "offered", "waiting"
STATES = (COMING, UNCONFIRMED, OFFERED, WAITING)
SEATED = (COMING, UNCONFIRMED, OFFERED)

# "Ohne Fleisch" is a meal, "ohne Essen" is none.
_NO_MEAL = re.compile(
    r"(?:ich\s+)?(?:nehme\s+nicht\b|esse\s+nicht(?:\s+mit)?\s*$)|nicht\s+am\s+(?:buffet|büfett|essen)\b"
    r"|(?:kein|keine|ohne)\s+(?:essen|buffet|büfett|mahlzeit|verpflegung|mittagessen|imbiss|speisen?)\b",
    re.IGNORECASE,
)
# The share of guests who come differs from one event to the next by about this much, before we know better,
# and this conviction weighs as much as so many events.
_USUAL_SPREAD, _USUAL_WEIGHT = 0.08, 3
_FOUR_OF_FIVE = 1.2816  # half width of the middle 80 % of a normal distribution


@dataclass(frozen=True)
class Seat:
    """One person as the kitchen sees it: state, choice (None: not given), named or "and one more"."""

    state: str
    menu: str | None = None
    named: bool = True


@dataclass(frozen=True)
class StateCount:
    """How many people are in one state, and how many of them have no name yet."""

    state: str
    people: int
    unnamed: int


@dataclass(frozen=True)
class MenuCount:
    """How often one choice was taken; name None: nothing given."""

    name: str | None
    coming: int
    possible: int

    @property
    def is_meal(self) -> bool:
        return self.name is None or is_meal(self.name)


@dataclass(frozen=True)
class HeadCount:
    """All sums of one event at one moment."""

    states: tuple[StateCount, ...]
    menu: tuple[MenuCount, ...]

    def people(self, *states: str) -> int:
        return sum(row.people for row in self.states if row.state in states)

    @property
    def coming(self) -> int:
        return self.people(COMING)

    @property
    def open(self) -> int:
        """Seats that are held, but whose people have not yet said a last yes."""
        return self.people(UNCONFIRMED, OFFERED)

    @property
    def waiting(self) -> int:
        return self.people(WAITING)

    @property
    def unnamed(self) -> int:
        return sum(row.unnamed for row in self.states if row.state in SEATED)

    @property
    def portions(self) -> int:
        """People who are coming and eat."""
        return sum(row.coming for row in self.menu if row.is_meal)

    @property
    def portions_at_most(self) -> int:
        """The same if everybody with an open seat says yes."""
        return sum(row.coming + row.possible for row in self.menu if row.is_meal)

    @property
    def without_meal(self) -> int:
        return self.coming - self.portions


@dataclass(frozen=True)
class PastEvent:
    """What is known of an earlier event: how many were registered, how many were there."""

    title: str
    year: int
    registered: int
    came: int


@dataclass(frozen=True)
class Forecast:
    """How many of those now registered will come: in four of five cases between low and high."""

    registered: int
    likely: int
    low: int
    high: int
    past_registered: int
    past_came: int
    past: tuple[PastEvent, ...]

    @property
    def came_of_hundred(self) -> int:
        return round(100 * self.past_came / self.past_registered)


def is_meal(name: str) -> bool:
    """False for a choice that says "I do not eat here".

    >>> is_meal("Ohne Fleisch"), is_meal("ohne Essen"), is_meal("Ich nehme nicht am Buffet teil")
    (True, False, False)
    """
    return not _NO_MEAL.match(name.strip())


def count(seats: Iterable[Seat], *, menu: Sequence[str] = ()) -> HeadCount:
    """Sums by state and by choice. menu: the choices offered, so that one nobody took shows as 0."""
    seats = [seat for seat in seats if seat.state in STATES]
    people = Counter(seat.state for seat in seats)
    unnamed = Counter(seat.state for seat in seats if not seat.named)
    coming = Counter(seat.menu for seat in seats if seat.state == COMING)
    possible = Counter(seat.menu for seat in seats if seat.state in (UNCONFIRMED, OFFERED))
    taken_but_gone = sorted({name for name in (*coming, *possible) if name is not None} - set(menu))
    names: list[str | None] = [*menu, *taken_but_gone, None]
    return HeadCount(
        states=tuple(StateCount(state, people[state], unnamed[state]) for state in STATES),
        menu=tuple(MenuCount(name, coming[name], possible[name]) for name in names),
    )


def forecast(registered: int, past: Iterable[PastEvent]) -> Forecast | None:
    """Expect the share that came to the earlier events; None where nothing is known of any.

    The range has two parts: events differ from each other (seen so far, mixed with the usual spread, so that two events
    that happened to agree do not promise too much), and people decide one by one. With few events it is wide: that is
    the truth. Never more than are registered, since those who come without a registration are not in the earlier sums.
    """
    known = tuple(event for event in past if event.registered > 0)
    total = sum(event.registered for event in known)
    if not known or registered <= 0:
        return None
    came = sum(min(event.came, event.registered) for event in known)
    share = came / total
    freedom = _USUAL_WEIGHT + len(known) - 1
    seen = sum((min(event.came, event.registered) / event.registered - share) ** 2 for event in known)
    spread = (_USUAL_WEIGHT * _USUAL_SPREAD**2 + seen) / freedom
    between = spread * (1 + 1 / len(known)) + share * (1 - share) / total
    deviation = sqrt(registered**2 * between + registered * share * (1 - share))
    half = _quantile(freedom) * deviation
    likely = registered * share
    return Forecast(
        registered=registered,
        likely=round(likely),
        low=max(0, round(likely - half)),
        high=min(registered, round(likely + half)),
        past_registered=total,
        past_came=came,
        past=known,
    )


def _quantile(freedom: int) -> float:
    """90 % point of Student's t (Cornish-Fisher); fewer events give a wider range."""
    z = _FOUR_OF_FIVE
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
