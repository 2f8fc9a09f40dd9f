"""Puts days and times together: the dates of the event, when the doors open, what is doubtful.

Which day is the event's is decided in ``roles``; this only joins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from kreisnetz.events.announcement.clock import Clock, Label
from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Doubt, Found, Span, Sure, When
from kreisnetz.events.announcement.roles import SIGN_UP, Dated
from kreisnetz.events.announcement.years import Resolved, spoken

_OPENING_HOURS = re.compile(
    r"öffnungszeit|sprechzeit|servicezeit|bürozeit|geschäftszeit|erreichbar|telefonzeit|zu den üblichen|(?:mo|montag)s?\.?\s?(?:bis|-|–)\s?(?:do|fr|donnerstag|freitag|sa|so)|wochentags|werktags|telefonisch|redaktionsschluss|geöffnet ist|abfahrt|treffpunkt bus|shuttle",
    re.IGNORECASE,
)
_PROGRAMME_ROW = re.compile(
    r"^[•*\-–·\s]{0,4}(?:von\s|ab\s|ca\.\s|gegen\s|um\s)?\d{1,2}(?:[.:]\d\d)?(?:\s?(?:Uhr|h)\b|(?<=[.:]\d\d)|\s?[-–])",
    re.IGNORECASE,
)
_LAST_ROW = re.compile(
    r"\b(?:ende|schluss|veranstaltungsende|verabschiedung|abschluss|schlusswort|ausklang bis|abreise|heimfahrt|end|closing)\b",
    re.IGNORECASE,
)
_ARRIVAL = re.compile(
    r"\b(?:einlass|ankommen|anmeldung|registrierung|check-?in|stehkaffee|eintreffen|ankunft|come together)\b",
    re.IGNORECASE,
)
_EACH_DAY = re.compile(
    r"\bjeweils\b|\btäglich\b|\bjeden tag\b|\ban beiden tagen\b|\bdaily\b|\bje\s(?:von|ab)\b", re.IGNORECASE
)
_ALL_DAY = re.compile(r"\bganztägig\w*|\bganztags\b|\bden ganzen tag\b|\ball[- ]day\b|\btüm gün\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b(?:dauer|dauert|dauern)\b[^.!?\n]{0,25}?\b(?:(\d{1,2})(?:[.,](5))?\s?(?:stunden|std|h\b)|(\d{2,3})\s?(?:minuten|min)|(eine|eineinhalb|anderthalb|zwei|zweieinhalb|drei|vier)\s?stunden?)",
    re.IGNORECASE,
)
_LENGTH_WORDS = {
    "eine": 60,
    "eineinhalb": 90,
    "anderthalb": 90,
    "zwei": 120,
    "zweieinhalb": 150,
    "drei": 180,
    "vier": 240,
}
_IN_A_LIST = re.compile(r"\s*(?:,|;|/|&|\+)?\s*(?:und|sowie|oder|u\.|and)?\s*(?:am|den|dem)?\s*", re.IGNORECASE)


@dataclass(slots=True)
class _Times:
    """The times that belong to one date mention."""

    begin: Clock | None = None
    finish: Clock | None = None
    doors: Clock | None = None
    others: list[Clock] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What came out."""

    dates: tuple[Found[When], ...]
    doors: Found[time] | None
    doubts: tuple[Doubt, ...]


def make_schedule(page: Page, events: Sequence[tuple[Dated, Resolved]], clocks: Sequence[Clock]) -> Schedule:
    """Dates with their times, doubles merged, in order."""
    usable = [clock for clock in clocks if _is_usable(page, clock)]
    programme = _programme(page, usable)
    free = [clock for clock in usable if clock not in programme]
    starts = [(dated.mention.start, dated.mention.end) for dated, _ in events]
    owned: list[_Times] = [_Times() for _ in events]
    loose: list[Clock] = []
    for clock in free:
        index = _owner(page, starts, clock)
        (owned[index].others if index is not None else loose).append(clock)
    for times in owned:
        _sort_out(times)
    doubts: list[Doubt] = []
    _share(page, owned, loose, programme, events, doubts)
    return _merge(page, events, owned, doubts)


def _is_usable(page: Page, clock: Clock) -> bool:
    if not page.is_body(clock.start):
        return False
    start, end = page.sentence_at(clock.start)
    line = page.line_at(clock.start)
    start, end = max(start, min(line.start, clock.start), clock.start - 120), min(end, clock.end + 60)
    before = page.text[start : clock.start]
    if _OPENING_HOURS.search(before):
        return False
    if re.search(r"\(\s?(?:täglich\s)?(?:ab|von|bis|mo)\s?$", before) and re.search(r"\d{3,}\s?\(", before):
        return False
    return not (
        re.search(r"bis[^.!?]{0,40}$|schluss[^.!?]{0,40}$", before, re.IGNORECASE)
        and SIGN_UP.search(before)
        and clock.finish is None
    )


def _programme(page: Page, clocks: Sequence[Clock]) -> list[Clock]:
    """Times at the beginning of three or more lines: a programme, not several events."""
    rows = []
    for clock in clocks:
        line = page.line_at(clock.start)
        if (
            clock.start - line.start <= 8
            and _PROGRAMME_ROW.match(line.text)
            and len(line.text) > clock.end - line.start + 3
        ):
            rows.append(clock)
    return rows if len(rows) >= 3 else []


def _owner(page: Page, starts: Sequence[tuple[int, int]], clock: Clock) -> int | None:
    """The date a time stands with: in its sentence the one before, else the one after; else in lines close by."""
    first, last = page.sentence_at(clock.start)
    last = max(last, clock.end)
    before = [i for i, (s, e) in enumerate(starts) if first <= s and s <= clock.start]
    if before:
        return before[-1]
    after = [i for i, (s, e) in enumerate(starts) if clock.end <= s < last and s - clock.end < 120]
    if after:
        return after[0]
    number, block = page.line_number(clock.start), page.line_at(clock.start).block
    for i in range(len(starts) - 1, -1, -1):
        if starts[i][0] > clock.start:
            continue
        there = page.line_at(starts[i][0])
        gap = number - page.line_number(starts[i][0])
        short = len(page.line_at(clock.start).text) < 90
        if gap <= 3 and short and (there.block == block or gap <= 1 or there.block + 1 == block):
            return i
        break
    return None


def _sort_out(times: _Times) -> None:
    for clock in times.others:
        if clock.label is Label.DOORS and clock.finish is None:
            times.doors = times.doors or clock
        elif clock.label is Label.END and clock.finish is None:
            times.finish = times.finish or clock
        elif times.begin is None or (
            clock.label is Label.BEGIN and times.begin.label is Label.PLAIN and times.begin.finish is None
        ):
            times.begin = clock


def _share(
    page: Page,
    owned: list[_Times],
    loose: list[Clock],
    programme: list[Clock],
    events: Sequence[tuple[Dated, Resolved]],
    doubts: list[Doubt],
) -> None:
    """Times that stand apart from every date belong to all dates that have none."""
    different = {resolved.days for _, resolved in events}
    _share_in_lists(page, owned, events)
    rest = _Times(others=loose)
    _sort_out(rest)
    for times in owned:
        alone = len(different) == 1
        without = all(other.begin is None for other in owned) if alone else times.begin is None
        if (
            without
            and rest.begin is not None
            and (
                alone
                or _EACH_DAY.search(_around(page, rest.begin))
                or rest.begin.label is Label.BEGIN
                or all(o.begin is None for o in owned)
            )
        ):
            times.begin = rest.begin
        times.doors = times.doors or (rest.doors if alone else None)
        if alone and times.finish is None and rest.finish is not None:
            times.finish = rest.finish
    if programme and len(different) == 1 and owned:
        _use_programme(page, owned, programme)
    spoken_times = [times.begin for times in owned if times.begin is not None and times.begin.in_words]
    for clock in spoken_times[:1]:
        words = page.text[clock.start : clock.end]
        said = f"„{words}“ ist als {clock.begin:%H:%M} Uhr verstanden: bitte prüfen."
        doubts.append(Doubt(said, (page.span(clock.start, clock.end),)))


def _share_in_lists(page: Page, owned: list[_Times], events: Sequence[tuple[Dated, Resolved]]) -> None:
    """ "3.6., 10.6. und 17.6., 18 Uhr": the time behind the last day counts for all of the list."""
    for index in range(len(events) - 2, -1, -1):
        between = page.text[events[index][0].mention.end : events[index + 1][0].mention.start]
        if owned[index].begin is None and len(between) < 16 and _IN_A_LIST.fullmatch(between):
            owned[index].begin, owned[index].finish = owned[index + 1].begin, owned[index + 1].finish


def _around(page: Page, clock: Clock) -> str:
    return page.text[max(0, clock.start - 40) : clock.end]


def _use_programme(page: Page, owned: list[_Times], programme: list[Clock]) -> None:
    if all(times.begin is None for times in owned):
        first = programme[0]
        row = page.line_at(first.start).text
        if len(programme) > 1 and re.search(r"einlass", row, re.IGNORECASE):
            owned[0].doors, first = first, programme[1]
        owned[0].begin = Clock(first.start, first.end, first.begin)
    keeper = next(times for times in owned if times.begin is not None)
    if keeper.begin is not None and keeper.begin.finish is None and keeper.finish is None:
        last = programme[-1]
        if last.finish is not None:
            keeper.finish = Clock(last.start, last.end, last.finish, label=Label.END)
        elif _LAST_ROW.search(page.line_at(last.start).text):
            keeper.finish = last


def _length(page: Page) -> tuple[int, Span] | None:
    match = _LENGTH.search(page.text)
    if match is None:
        return None
    if match[1]:
        minutes = int(match[1]) * 60 + (30 if match[2] else 0)
    else:
        minutes = int(match[3]) if match[3] else _LENGTH_WORDS[match[4].lower()]
    return minutes, page.span(match.start(), match.end())


def _merge(page: Page, events: Sequence[tuple[Dated, Resolved]], owned: list[_Times], doubts: list[Doubt]) -> Schedule:
    """One entry for each day, with the best times and all the words it was read from."""
    all_day = _ALL_DAY.search(page.text)
    length = _length(page)
    entries: dict[tuple[date, date | None], list[tuple[When, tuple[Span, ...], Sure, int]]] = {}
    for (dated, resolved), times in zip(events, owned, strict=True):
        spans = _spans(page, dated, times)
        sure = _sureness(dated, resolved, times)
        for when in _whens(page, dated, resolved, times, length):
            quality = _quality(when, times) + dated.strength // 4
            entries.setdefault((when.start_on, when.end_on), []).append((when, spans, sure, quality))
    found: list[Found[When]] = []
    for options in _drop_contained(entries):
        found.append(_best(options, doubts, page))
    found.sort(key=lambda f: (f.value.start_on, f.value.start_at or time(0)))
    found = [_whole_day(f, page, all_day) for f in found]
    _doubt_times(found, doubts, all_day is not None)
    doors = next((t.doors for t in owned if t.doors is not None), None)
    doors_found = None if doors is None else Found(doors.begin, (page.span(doors.start, doors.end),))
    return Schedule(tuple(found), doors_found, tuple(doubts))


def _spans(page: Page, dated: Dated, times: _Times) -> tuple[Span, ...]:
    mention = dated.mention
    spans = [page.span(mention.start, mention.end)]
    spans += [page.span(clock.start, clock.end) for clock in (times.begin, times.finish) if clock is not None]
    return tuple(dict.fromkeys(spans))


def _sureness(dated: Dated, resolved: Resolved, times: _Times) -> Sure:
    if resolved.mismatch or (times.begin is not None and times.begin.in_words):
        return Sure.DOUBTFUL
    return Sure.LIKELY if resolved.assumed or dated.strength < 3 else Sure.CERTAIN


def _quality(when: When, times: _Times) -> int:
    return (
        (4 if when.start_at else 0)
        + (4 if when.end_at else 0)
        + (2 if times.begin is not None and times.begin.label is Label.BEGIN else 0)
    )


def _whens(page: Page, dated: Dated, resolved: Resolved, times: _Times, length: tuple[int, Span] | None) -> list[When]:
    mention, days = dated.mention, resolved.days
    if not days:
        return []
    begin = times.begin.begin if times.begin is not None else None
    finish = (
        times.begin.finish
        if times.begin is not None and times.begin.finish is not None
        else (times.finish.begin if times.finish is not None else None)
    )
    if mention.is_range and len(days) == 2:
        each = times.begin is not None and _EACH_DAY.search(page.text[mention.end : times.begin.end + 30])
        span = (days[1] - days[0]).days
        if each and 0 < span <= 14:
            return [_one(days[0] + timedelta(days=step), begin, finish, None) for step in range(span + 1)]
        if mention.starts_at is not None:
            return [When(days[0], mention.starts_at, days[1], mention.ends_at)]
        return [When(days[0], begin, days[1], finish if begin is not None else None)]
    return [_one(day, begin, finish, length) for day in days]


def _one(day: date, begin: time | None, finish: time | None, length: tuple[int, Span] | None) -> When:
    if begin is None:
        return When(day)
    if finish is None:
        if length is None:
            return When(day, begin)
        minutes = begin.hour * 60 + begin.minute + length[0]
        return When(day, begin, day + timedelta(days=minutes // 1440), time(minutes // 60 % 24, minutes % 60))
    return When(day, begin, day if finish > begin else day + timedelta(days=1), finish)


def _drop_contained(
    entries: dict[tuple[date, date | None], list[tuple[When, tuple[Span, ...], Sure, int]]],
) -> list[list[tuple[When, tuple[Span, ...], Sure, int]]]:
    """A day inside a range that is also named is not a second date."""
    ranges = [(start, end) for start, end in entries if end is not None and end > start + timedelta(days=1)]
    by_day: dict[tuple[date, date | None], list[tuple[When, tuple[Span, ...], Sure, int]]] = {}
    for (start, end), options in entries.items():
        inside = any(first <= start <= last and (start, end) != (first, last) for first, last in ranges)
        if inside:
            continue
        key = (start, end) if (start, end) in ranges else (start, None)
        by_day.setdefault(key, []).extend(options)
    return list(by_day.values())


def _best(options: list[tuple[When, tuple[Span, ...], Sure, int]], doubts: list[Doubt], page: Page) -> Found[When]:
    best = max(options, key=lambda option: option[3])
    spans = tuple(dict.fromkeys((*best[1], *(span for option in options for span in option[1]))))
    begins = {when.start_at for when, *_ in options if when.start_at is not None}
    sure = best[2]
    if len(begins) > 1:
        sure = Sure.DOUBTFUL
        named = ", ".join(f"{at:%H:%M}" for at in sorted(begins))
        doubts.append(
            Doubt(
                f"Für den {spoken(best[0].start_on)} stehen verschiedene Uhrzeiten im Text ({named}): bitte den Beginn prüfen.",
                spans,
            )
        )
    return Found(best[0], spans, sure)


def _whole_day(found: Found[When], page: Page, all_day: re.Match[str] | None) -> Found[When]:
    when = found.value
    if when.start_at is not None:
        return found
    whole = When(when.start_on, None, when.end_on, None, all_day=True)
    if all_day is None:
        return Found(whole, found.spans, Sure.LIKELY if found.sure is Sure.CERTAIN else found.sure)
    return Found(whole, (*found.spans, page.span(all_day.start(), all_day.end())), found.sure)


def _doubt_times(found: Sequence[Found[When]], doubts: list[Doubt], said_all_day: bool) -> None:
    for one in found:
        when = one.value
        if when.all_day and not said_all_day:
            doubts.append(Doubt(f"Zum {spoken(when.start_on)} steht keine Uhrzeit im Text.", one.spans))
        if when.start_at is not None and when.end_on is not None and when.end_on > when.start_on + timedelta(days=1):
            doubts.append(
                Doubt(
                    "Der Zeitraum reicht über mehrere Tage: bitte prüfen, ob die Uhrzeiten für jeden Tag gelten.",
                    one.spans,
                )
            )
        if when.start_at is not None and _is_clock_change(when.start_on, when.start_at):
            doubts.append(
                Doubt(
                    f"In der Nacht zum {spoken(when.start_on)} wird die Uhr umgestellt: bitte die Uhrzeit prüfen.",
                    one.spans,
                )
            )


def _is_clock_change(day: date, at: time) -> bool:
    last_sunday = day.month in {3, 10} and day.weekday() == 6 and day.day > 24
    return last_sunday and 2 <= at.hour < 3
