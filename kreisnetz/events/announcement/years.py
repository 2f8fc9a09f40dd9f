"""Fills in the year where a text leaves it out, and says on what ground.

Never guesses silently: every assumed year comes with a doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kreisnetz.events.announcement.dates import GERMAN_MONTHS, GERMAN_WEEKDAYS, Day, Mention


@dataclass(frozen=True, slots=True)
class Resolved:
    """The dates of a mention, and what is doubtful about them."""

    days: tuple[date, ...]
    doubts: tuple[str, ...] = ()
    assumed: bool = False
    mismatch: bool = False


def resolve(mention: Mention, *, anchor: date, hints: Sequence[int], today: date) -> Resolved:
    """Turn days as written into dates.

    ``anchor`` is the day the text was published, else today; ``hints`` are years the text names nearby.
    """
    doubts: list[str] = []
    days: list[date] = []
    assumed = False
    previous: date | None = None
    for index, day in enumerate(mention.days):
        weekday = _weekday(mention, index)
        if day.year is not None:
            found = day.on(day.year)
        elif previous is not None:
            found = _not_before(day, previous)
            assumed = True
        else:
            found = _assume(day, weekday, anchor=anchor, hints=hints, today=today)
            assumed = True
        if found is None:
            doubts.append(
                f"Den {day.day}. {month_name(day.month)}{f' {day.year}' if day.year else ''} gibt es nicht: bitte das Datum klären."
            )
            continue
        if assumed and previous is None:
            doubts.append(_say_assumed(found, weekday))
        days.append(found)
        previous = found
    mismatch = len(days) == len(mention.days) and _mismatches(mention, days, doubts)
    return Resolved(tuple(days), tuple(doubts), assumed, mismatch)


def month_name(month: int) -> str:
    """The German name of a month."""
    return GERMAN_MONTHS[month - 1]


def spoken(day: date, *, year: bool = True) -> str:
    """ "27. Juni 2019"."""
    return f"{day.day}. {month_name(day.month)}" + (f" {day.year}" if year else "")


def _weekday(mention: Mention, index: int) -> int | None:
    if not mention.weekdays:
        return None
    if len(mention.weekdays) == len(mention.days):
        return mention.weekdays[index]
    return mention.weekdays[0] if index == 0 and len(mention.weekdays) == 1 else None


def _not_before(day: Day, previous: date) -> date | None:
    found = day.on(previous.year)
    return found if found is None or found >= previous else day.on(previous.year + 1)


def _assume(day: Day, weekday: int | None, *, anchor: date, hints: Sequence[int], today: date) -> date | None:
    """The year the text names, else the next such day; a fitting weekday decides between years."""
    years = [anchor.year + step for step in (0, 1, -1, 2, -2)]
    candidates = [found for found in (day.on(year) for year in years) if found is not None]
    if not candidates:
        return day.on(2024) and next((d for d in (day.on(anchor.year + s) for s in range(9)) if d), None)
    hinted = [found for found in (day.on(year) for year in hints) if found is not None]
    for found in hinted:
        if weekday is None or found.weekday() == weekday:
            return found
    upcoming = [found for found in candidates if found >= anchor]
    recent = [found for found in candidates if anchor - timedelta(days=330) <= found < anchor]
    if weekday is not None:
        for found in (*(u for u in sorted(upcoming) if u <= anchor + timedelta(days=366)), *recent, *sorted(upcoming)):
            if found.weekday() == weekday:
                return found
    return min(upcoming) if upcoming else max(candidates)


def _say_assumed(found: date, weekday: int | None) -> str:
    ground = (
        f", weil der {spoken(found, year=False)} dann auf einen {GERMAN_WEEKDAYS[weekday]} fällt"
        if weekday is not None and found.weekday() == weekday
        else ""
    )
    return f"Beim {spoken(found, year=False)} fehlt das Jahr: angenommen ist {found.year}{ground}."


def _mismatches(mention: Mention, days: list[date], doubts: list[str]) -> bool:
    wrong = False
    for index, found in enumerate(days):
        weekday = _weekday(mention, index)
        if weekday is not None and found.weekday() != weekday:
            wrong = True
            doubts.append(
                f"Wochentag und Datum passen nicht zusammen: der {spoken(found)} ist ein {GERMAN_WEEKDAYS[found.weekday()]}."
            )
    return wrong
