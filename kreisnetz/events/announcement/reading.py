"""The announcement reader: any text in, a proposal for an event out. Pure: no Django, no clock, no network.

It only joins the readers of the single fields; every rule about words lives with its field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kreisnetz.events.announcement.clock import find_clocks
from kreisnetz.events.announcement.contacts import find_contacts
from kreisnetz.events.announcement.dates import Mention, find_dates
from kreisnetz.events.announcement.deadlines import read_deadline
from kreisnetz.events.announcement.entries import find_entries, only_first
from kreisnetz.events.announcement.hosts import read_hosts
from kreisnetz.events.announcement.money import read_capacity, read_fee
from kreisnetz.events.announcement.nature import (
    Signs,
    read_audience,
    read_catering,
    read_description,
    read_is_event,
    read_kind,
    read_language,
    read_series,
)
from kreisnetz.events.announcement.page import Page, lay_out
from kreisnetz.events.announcement.places import read_place
from kreisnetz.events.announcement.plaintext import clean
from kreisnetz.events.announcement.proposal import (
    Doubt,
    Found,
    MovedFrom,
    Proposal,
    RegistrationFound,
    Status,
    Sure,
    When,
)
from kreisnetz.events.announcement.recurring import Assumed, find_near_day, find_recurrence
from kreisnetz.events.announcement.registration_info import read_registration
from kreisnetz.events.announcement.roles import Dated, Role, give_roles
from kreisnetz.events.announcement.schedule import Schedule, make_schedule
from kreisnetz.events.announcement.speakers import read_speakers
from kreisnetz.events.announcement.status import StatusRead, read_status
from kreisnetz.events.announcement.titles import read_titles
from kreisnetz.events.announcement.years import Resolved, resolve


def read(text: str, *, today: date) -> Proposal:
    """Read an announcement; ``today`` is where missing years are counted from."""
    cleaned = clean(text)
    doubts: list[Doubt] = []
    if cleaned.was_cut:
        doubts.append(Doubt("Der Text ist sehr lang: gelesen ist nur der Anfang."))
    page, mentions, dated = _first_announcement(lay_out(cleaned), doubts)
    status = read_status(page, dated)
    titles = read_titles(page, doubts)
    course = _course(page, status, titles.title, today, doubts)
    place = read_place(
        page,
        skip=[(m.start, m.end) for m in mentions],
        event_spots=[dated.mention.start for dated, _ in course.chosen][:20],
        moved_at=status.place_moved_at,
        doubts=doubts,
    )
    registration = _registration(page, status, course, doubts)
    is_event = read_is_event(page, titles.title, _signs(status, course, today))
    return Proposal(
        is_event=is_event,
        title=titles.title,
        subtitle=titles.subtitle,
        kind=read_kind(page, titles.title),
        dates=course.schedule.dates,
        doors=course.schedule.doors,
        series=read_series(page, course.first_day),
        place=place,
        hosts=read_hosts(page),
        speakers=read_speakers(page),
        audience=read_audience(page),
        description=read_description(page),
        fee=read_fee(page),
        capacity=read_capacity(page),
        registration=registration,
        catering=read_catering(page),
        status=status.status if is_event.value else Found(Status.SCHEDULED, ()),
        moved_from=MovedFrom(course.old_dates),
        language=read_language(page),
        warnings=_warnings(is_event.value, status, course, doubts),
    )


@dataclass(frozen=True, slots=True)
class _Course:
    """What came out about dates."""

    anchor: date
    chosen: list[tuple[Dated, Resolved]]
    assumed: Assumed | None
    schedule: Schedule
    old_dates: tuple[Found[When], ...]

    @property
    def first_day(self) -> date | None:
        return self.schedule.dates[0].value.start_on if self.schedule.dates else None


def _first_announcement(page: Page, doubts: list[Doubt]) -> tuple[Page, list[Mention], list[Dated]]:
    """A newsletter with several events is not one event with several dates: keep to the first."""
    mentions = find_dates(page.text)
    dated = give_roles(page, mentions)
    entries = find_entries(page, [one for one in dated if one.role in {Role.EVENT, Role.NEXT}])
    if not entries:
        return page, mentions, dated
    page = only_first(page, entries)
    said = f"Der Text kündigt mehrere Veranstaltungen an ({len(entries)}): gelesen ist die erste. Bitte fügen Sie die übrigen einzeln ein."
    doubts.append(Doubt(said))
    return page, mentions, give_roles(page, mentions)


def _course(page: Page, status: StatusRead, title: Found[str] | None, today: date, doubts: list[Doubt]) -> _Course:
    anchor = _anchor(status.dated, today)
    hints = _year_hints(status.dated, title)
    chosen, assumed = _event_dates(page, status, anchor, hints, today, doubts)
    schedule = make_schedule(page, chosen, find_clocks(page.text))
    doubts.extend(schedule.doubts)
    return _Course(anchor, chosen, assumed, schedule, _old_dates(page, status.dated, anchor, hints, today))


def _registration(page: Page, status: StatusRead, course: _Course, doubts: list[Doubt]) -> RegistrationFound:
    found = read_registration(page, find_contacts(page.text), doubts)
    if found.required is not None and not found.required.value:
        return found
    deadline = read_deadline(page, status.dated, course.first_day, anchor=course.anchor, doubts=doubts)
    return replace(found, deadline=deadline)


def _warnings(is_event: bool, status: StatusRead, course: _Course, doubts: list[Doubt]) -> tuple[Doubt, ...]:
    if not is_event:
        cut = [doubt for doubt in doubts if "sehr lang" in doubt.text]
        return (*cut, Doubt("Der Text kündigt wohl keine Veranstaltung an."))
    if not course.schedule.dates:
        doubts = [*doubts, Doubt("Im Text steht kein Datum, das zur Veranstaltung gehört.")]
    return tuple(dict.fromkeys([*doubts, *(Doubt(words) for words in status.doubts)]))


def _anchor(dated: Sequence[Dated], today: date) -> date:
    """The day of publication if the text gives it in full, else today."""
    for one in dated:
        day = one.mention.days[0]
        if one.role is Role.PUBLISHED and day.year is not None and (found := day.on(day.year)) is not None:
            return found
    return today


def _year_hints(dated: Sequence[Dated], title: Found[str] | None) -> list[int]:
    """Years named in the title or with other event dates."""
    hints = [
        int(word.strip(".,:()–-"))
        for word in (title.value.split() if title else [])
        if word.strip(".,:()–-").isdigit() and word.strip(".,:()–-")[:2] == "20" and len(word.strip(".,:()–-")) == 4
    ]
    for one in dated:
        if one.role is Role.EVENT:
            hints += [day.year for day in one.mention.days if day.year is not None]
    return list(dict.fromkeys(hints))


def _event_dates(
    page: Page, status: StatusRead, anchor: date, hints: Sequence[int], today: date, doubts: list[Doubt]
) -> tuple[list[tuple[Dated, Resolved]], Assumed | None]:
    """The mentions that are the event's, with their dates; worked-out days only if nothing is written."""
    events = [one for one in status.dated if one.role is Role.EVENT]
    events = events or [one for one in status.dated if one.role is Role.NEXT]
    events = _without_long_ago(events)
    best = max((one.strength for one in events), default=0)
    if best >= 4:
        events = _without_weak(events, best)
    assumed = find_recurrence(page.text, anchor=anchor)
    if not events:
        assumed = assumed or find_near_day(page.text, anchor=anchor)
        if assumed is None or not page.is_body(assumed.mention.start):
            return _resolve_all(
                page, [one for one in status.dated if one.role is Role.OLD], anchor, hints, today, doubts
            ), None
        doubts.append(Doubt(assumed.doubt, (page.span(assumed.mention.start, assumed.mention.end),)))
        return [(Dated(assumed.mention, Role.EVENT, 2), Resolved((assumed.day,), assumed=True))], assumed
    if assumed is not None:
        doubts.append(
            Doubt(
                "Regelmäßiger Termin: eingetragen sind nur die Tage, die der Text nennt.",
                (page.span(assumed.mention.start, assumed.mention.end),),
            )
        )
    return _resolve_all(page, events, anchor, hints, today, doubts), assumed


def _without_weak(events: list[Dated], best: int) -> list[Dated]:
    """Beside a weekday with a time, a bare day ("die Landtagswahl am 13. März") is another matter; in a list it is not."""
    least = 5 if best >= 7 else 2
    strong = [one for one in events if one.strength >= least]
    days = {(day.day, day.month) for one in strong for day in one.mention.days}
    return [
        one
        for one in events
        if one in strong
        or any((day.day, day.month) in days for day in one.mention.days)
        or any(
            0 <= other.mention.start - one.mention.end < 25 or 0 <= one.mention.start - other.mention.end < 25
            for other in strong
        )
    ]


def _without_long_ago(events: list[Dated]) -> list[Dated]:
    """ "Am 20. Januar 2004 öffnete der Sitz": a bare day of an earlier year beside better dates."""
    newest = max((day.year for one in events for day in one.mention.days if day.year is not None), default=0)
    best = max((one.strength for one in events), default=0)
    return [
        one
        for one in events
        if (year := one.mention.days[-1].year) is None
        or year >= newest - 1
        or one.mention.weekdays
        or one.strength >= best
    ]


def _resolve_all(
    page: Page, events: Sequence[Dated], anchor: date, hints: Sequence[int], today: date, doubts: list[Doubt]
) -> list[tuple[Dated, Resolved]]:
    result: list[tuple[Dated, Resolved]] = []
    for one in events:
        resolved = resolve(one.mention, anchor=anchor, hints=_hints_for(one.mention, hints, events), today=today)
        named = {(day.day, day.month) for other in events for day in other.mention.days if day.year is not None}
        for words in resolved.doubts:
            if "fehlt das Jahr" in words and (one.mention.days[0].day, one.mention.days[0].month) in named:
                continue
            stem = words.split(": ")[0]
            if not any(doubt.text.startswith(stem) for doubt in doubts):
                doubts.append(Doubt(words, (page.span(one.mention.start, one.mention.end),)))
        if resolved.days:
            result.append((one, resolved))
    return result


def _hints_for(mention: Mention, hints: Sequence[int], events: Sequence[Dated]) -> list[int]:
    """The same day with a year elsewhere in the text weighs most."""
    same = {(day.day, day.month) for day in mention.days}
    named = [
        day.year for one in events for day in one.mention.days if day.year is not None and (day.day, day.month) in same
    ]
    return list(dict.fromkeys([*named, *hints]))


def _old_dates(
    page: Page, dated: Sequence[Dated], anchor: date, hints: Sequence[int], today: date
) -> tuple[Found[When], ...]:
    result = []
    for one in dated:
        if one.role is Role.OLD:
            resolved = resolve(one.mention, anchor=anchor, hints=hints, today=today)
            span = (page.span(one.mention.start, one.mention.end),)
            result += [Found(When(day, all_day=True), span, Sure.LIKELY) for day in resolved.days]
    return tuple(result)


def _signs(status: StatusRead, course: _Course, today: date) -> Signs:
    strengths = [one.strength for one in status.dated if one.role in {Role.EVENT, Role.NEXT, Role.OLD}] + [
        dated.strength for dated, _ in course.chosen
    ]
    days = [day for _, resolved in course.chosen for day in resolved.days]
    earlier = any(one.role is Role.EARLIER for one in status.dated)
    return Signs(
        strong_date=max(strengths, default=0) >= 4,
        any_date=bool(strengths),
        timed=any(found.value.start_at is not None for found in course.schedule.dates),
        recurring=course.assumed is not None,
        only_past=bool(days) and max(days) < today or not days and earlier,
        status=status.status.value,
    )
