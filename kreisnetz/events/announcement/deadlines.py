"""Reads until when to sign up: a day, "bis Ende Mai", "eine Woche vorher", "drei Werktage vor Beginn".

Relative deadlines are counted from the first day of the event.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kreisnetz.events.announcement.clock import read_clock
from kreisnetz.events.announcement.dates import GERMAN_WEEKDAYS, MONTHS, Day
from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Doubt, Found, Sure
from kreisnetz.events.announcement.roles import SIGN_UP, Dated, Role
from kreisnetz.events.announcement.years import spoken

_COUNT = {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10, "vierzehn": 14, "one": 1, "a": 1, "two": 2, "three": 3}  # fmt: skip
_BEFORE = re.compile(
    r"(?:(?P<n>\d{1,2}|"
    + "|".join(sorted(_COUNT, key=len, reverse=True))
    + r") (?P<unit>Tage?n?|Werktage?n?|Arbeitstage?n?|Wochen?|Monate?n?|days?|weeks?) "
    r"(?:vorher|zuvor|im [Vv]oraus|davor|vor (?:der|dem|den|Beginn|Veranstaltungs|Kurs|Termin|jeweil|Seminar|Beginn)|before|in advance|prior))"
    r"|(?P<eve>\b(?:am|bis zum|zum|bis) (?:Vortag|Tag (?:vorher|davor|zuvor|vor)))",
    re.IGNORECASE,
)
_PART_OF_MONTH = re.compile(
    r"\b(?:bis(?: spätestens)?(?: zum)?|spätestens|by the|until) (?P<part>Ende|Mitte|Anfang|end of|mid)[ -](?:des Monats )?(?P<month>"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r")(?![\wäöüß])(?: (?P<year>20\d\d))?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:bis(?: spätestens)?(?: zum)?|spätestens(?: bis)?(?: am)?) (?:kommenden |nächsten |diesen |dem )?(?P<wd>"
    + "|".join(GERMAN_WEEKDAYS)
    + r")\b(?!,? (?:den |dem )?\d{1,2}\.)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"[.,]? ?(?:\((?:Mo|Di|Mi|Do|Fr|Sa|So)\w*\))?,? ?(?:um |bis )?(\d{1,2}(?:[.:]\d\d)?) ?(?:Uhr|h\b)", re.IGNORECASE
)
_CUE_WINDOW = 220


def read_deadline(
    page: Page, dated: Sequence[Dated], event_day: date | None, *, anchor: date, doubts: list[Doubt]
) -> Found[date | datetime] | None:
    """The last moment to sign up, or None if the text names none."""
    absolute = _absolute(page, dated, event_day, anchor, doubts)
    found = absolute or _relative(page, event_day, anchor, doubts)
    if found is not None and event_day is not None:
        day = found.value.date() if isinstance(found.value, datetime) else found.value
        if day > event_day:
            doubts.append(
                Doubt(f"Der Anmeldeschluss ({spoken(day)}) liegt nach der Veranstaltung: bitte prüfen.", found.spans)
            )
            return Found(found.value, found.spans, Sure.DOUBTFUL)
    return found


def _absolute(
    page: Page, dated: Sequence[Dated], event_day: date | None, anchor: date, doubts: list[Doubt]
) -> Found[date | datetime] | None:
    for one in dated:
        if one.role is not Role.DEADLINE:
            continue
        mention = one.mention
        day = mention.days[-1]
        found = day.on(day.year) if day.year else _place_year(day, event_day, anchor)
        if found is None:
            doubts.append(
                Doubt(
                    f"Den {day.day}.{day.month}. gibt es nicht: bitte den Anmeldeschluss klären.",
                    (page.span(mention.start, mention.end),),
                )
            )
            continue
        sure = Sure.CERTAIN if day.year else Sure.LIKELY
        if mention.weekdays and found.weekday() != mention.weekdays[-1]:
            sure = Sure.DOUBTFUL
            doubts.append(
                Doubt(
                    f"Wochentag und Datum passen nicht zusammen: der {spoken(found)} ist ein {GERMAN_WEEKDAYS[found.weekday()]}.",
                    (page.span(mention.start, mention.end),),
                )
            )
        hour = _HOUR.match(page.text, mention.end)
        at = read_clock(hour[1]) if hour else None
        if hour and at is not None:
            return Found(datetime.combine(found, at), (page.span(mention.start, hour.end()),), sure)
        return Found(found, (page.span(mention.start, mention.end),), sure)
    return None


def _place_year(day: Day, event_day: date | None, anchor: date) -> date | None:
    """A deadline without a year is the last such day before the event."""
    reference = event_day or anchor
    found = day.on(reference.year)
    if found is None:
        return None
    if event_day is not None and found > event_day:
        return day.on(event_day.year - 1)
    if event_day is None and found < anchor:
        return day.on(anchor.year + 1)
    return found


def _relative(page: Page, event_day: date | None, anchor: date, doubts: list[Doubt]) -> Found[date | datetime] | None:
    for pattern, work_out in ((_PART_OF_MONTH, _part_of_month), (_BEFORE, _before), (_WEEKDAY, _weekday)):
        for match in pattern.finditer(page.text):
            if not page.is_body(match.start()) or not _about_signing_up(page, match):
                continue
            span = page.span(match.start(), match.end())
            if pattern is _BEFORE and event_day is None:
                doubts.append(
                    Doubt(
                        f"Anmeldeschluss „{' '.join(match[0].split())}“: ohne Datum der Veranstaltung nicht zu berechnen.",
                        (span,),
                    )
                )
                return None
            day = work_out(match, event_day, anchor)
            if day is None:
                doubts.append(
                    Doubt(
                        f"Der Anmeldeschluss „{' '.join(match[0].split())}“ ist ungenau: bitte einen Tag festlegen.",
                        (span,),
                    )
                )
                return None
            words = " ".join(match[0].split())
            doubts.append(Doubt(f"Der Anmeldeschluss ist berechnet: „{words}“ ist der {spoken(day)}.", (span,)))
            return Found(day, (span,), Sure.LIKELY)
    return None


def _about_signing_up(page: Page, match: re.Match[str]) -> bool:
    start, end = page.sentence_at(match.start())
    if SIGN_UP.search(
        page.text[max(start, match.start() - _CUE_WINDOW) : min(max(end, match.end()), match.end() + _CUE_WINDOW)]
    ):
        return True
    number = page.sentence_number(match.start())
    before = page.sentences[number - 1] if number else (0, 0)
    return SIGN_UP.search(page.text[before[0] : before[1]][-_CUE_WINDOW:]) is not None and start - before[1] < 5


def _part_of_month(match: re.Match[str], event_day: date | None, anchor: date) -> date | None:
    month = MONTHS[match["month"].lower()]
    part = match["part"].lower()
    if part == "anfang":
        return None
    reference = event_day or anchor
    year = int(match["year"]) if match["year"] else reference.year
    if part in {"mitte", "mid"}:
        found = date(year, month, 15)
    else:
        found = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    if not match["year"] and event_day is not None and (found.year, found.month) > (event_day.year, event_day.month):
        return _part_of_month(match, date(event_day.year - 1, month, 28), anchor)
    return found


def _before(match: re.Match[str], event_day: date | None, anchor: date) -> date | None:
    if event_day is None:
        return None
    if match["eve"]:
        return event_day - timedelta(days=1)
    number = int(match["n"]) if match["n"].isdigit() else _COUNT[match["n"].lower()]
    unit = match["unit"].lower()
    if unit.startswith(("werktag", "arbeitstag")):
        return _working_days_before(event_day, number)
    if unit.startswith("monat"):
        month = (event_day.month - number - 1) % 12 + 1
        year = event_day.year + (event_day.month - number - 1) // 12
        return date(year, month, min(event_day.day, 28))
    return event_day - timedelta(days=number * (7 if unit.startswith(("woche", "week")) else 1))


def _working_days_before(day: date, number: int) -> date:
    while number > 0:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return day


def _weekday(match: re.Match[str], event_day: date | None, anchor: date) -> date | None:
    """ "bis Freitag": the last Friday before the event."""
    weekday = GERMAN_WEEKDAYS.index(match["wd"].capitalize())
    if event_day is None:
        return anchor + timedelta(days=(weekday - anchor.weekday()) % 7)
    back = (event_day.weekday() - weekday) % 7 or 7
    return event_day - timedelta(days=back)
