"""What a list says about an event, put into words before the template: one small object per event and no query.

Lists are long and templates slow, so everything here is plain text that only has to be written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kreisnetz.core import dates
from kreisnetz.events import calendar
from kreisnetz.events.models import BERLIN, Event
from kreisnetz.events.related import related

LEVEL_LOOKS = {"free": "success", "few": "warning", "full": "danger"}


@dataclass(frozen=True, slots=True)
class Card:
    """One event in a list."""

    url: str
    title: str
    subtitle: str
    status: str
    status_word: str
    weekday: str
    day: int
    month: str
    when: tuple[str, ...]
    where: str
    level: str
    level_word: str
    level_look: str
    is_example: bool
    is_over: bool
    guests: int | None
    starts_on: date


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading."""

    key: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One event in a square of the month."""

    url: str
    title: str
    clock: str
    status: str
    status_word: str


@dataclass(frozen=True, slots=True)
class Square:
    """One day of the month view."""

    on: str
    number: int
    weekday: str
    words: str
    css: str
    lines: tuple[Line, ...]


def german() -> SafeString:
    """An attribute for what the office wrote: on a page in another language it is still German."""
    return mark_safe("" if dates.language_now() == "de" else ' lang="de"')


def status_words() -> dict[str, str]:
    """What stands before the title; nothing when the event takes place as planned."""
    return {
        Event.Status.CANCELLED: _("Abgesagt"),
        Event.Status.MOVED: _("Verlegt"),
        Event.Status.POSTPONED: _("Verschoben"),
        Event.Status.SCHEDULED: "",
    }


def level_word(level: str, *, waiting_list: bool) -> str:
    if level == "full":
        return _("Ausgebucht – Warteliste") if waiting_list else _("Ausgebucht")
    return {"free": _("Plätze frei"), "few": _("Nur noch wenige Plätze")}.get(level, "")


def url_of(event: Event) -> str:
    return reverse("web:event", args=(event.year, event.slug))


def cards_of(events: Iterable[Event], *, now: datetime) -> list[Card]:
    """events: from calendar.for_cards()."""
    language, words = dates.language_now(), status_words()
    return [_card(event, language, words, now) for event in events]


def _card(event: Event, language: str, words: dict[str, str], now: datetime) -> Card:
    day = event.starts_on
    level = calendar.level(event, now=now)
    over = event.is_over(now=now)
    return Card(
        url=url_of(event),
        title=event.title,
        subtitle=event.subtitle,
        status=event.status,
        status_word=words[event.status],
        weekday=dates.WEEKDAYS[language][day.weekday()][:2],
        day=day.day,
        month=dates.MONTHS_SHORT[language][day.month - 1],
        when=_when(event, language),
        where=str(event.venue) if event.venue else _("Online") if event.online_url else "",
        level=level,
        level_word=level_word(level, waiting_list=event.waiting_list),
        level_look=LEVEL_LOOKS.get(level, ""),
        is_example=event.is_example,
        is_over=over,
        guests=event.attended_estimate if over else None,
        starts_on=day,
    )


def _when(event: Event, language: str) -> tuple[str, ...]:
    if event.status == Event.Status.POSTPONED:
        return (_("Der neue Tag steht noch nicht fest."),)
    first = dates.span(event.starts_at, event.ends_at, language, all_day=event.all_day)
    more = (dates.span(extra.starts_at, extra.ends_at, language) for extra in related(event, "dates"))
    return (first, *more)


def by_month(cards: Iterable[Card]) -> list[Group]:
    """Under "November 2026"; the order of the cards is kept."""
    names = dates.MONTHS[dates.language_now()]
    grouped = groupby(cards, key=lambda card: (card.starts_on.year, card.starts_on.month))
    return [Group(f"{y}-{m:02d}", f"{names[m - 1]} {y}", tuple(found)) for (y, m), found in grouped]


def by_year(cards: Iterable[Card]) -> list[Group]:
    grouped = groupby(cards, key=lambda card: card.starts_on.year)
    return [Group(str(year), str(year), tuple(found)) for year, found in grouped]


def month_squares(weeks: list[list[calendar.Day]], *, today: date) -> list[list[Square]]:
    """The weeks of calendar.weeks() with everything in words."""
    language, words = dates.language_now(), status_words()
    return [[_square(day, language, words, today) for day in week] for week in weeks]


def _square(day: calendar.Day, language: str, words: dict[str, str], today: date) -> Square:
    css = " ".join(
        name
        for name, holds in (("kn-month__day--out", not day.in_month), ("kn-month__day--today", day.on == today))
        if holds
    )
    return Square(
        on=day.on.isoformat(),
        number=day.on.day,
        weekday=dates.WEEKDAYS[language][day.on.weekday()],
        words=dates.long_day(day.on, language, year=False),
        css=css,
        lines=tuple(_line(event, day.on, language, words) for event in day.events),
    )


def _line(event: Event, day: date, language: str, words: dict[str, str]) -> Line:
    starts = [event.starts_at, *(extra.starts_at for extra in related(event, "dates"))]
    here = next((moment for moment in starts if moment.astimezone(BERLIN).date() == day), None)
    clock = dates.clock(here, language) if here is not None and not event.all_day else ""
    return Line(url_of(event), event.title, clock, event.status, words[event.status])
