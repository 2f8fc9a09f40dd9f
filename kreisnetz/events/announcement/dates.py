"""Finds every mention of a calendar day in a text: what is written, not yet what it means.

Years may be missing here; ``years`` fills them in, ``roles`` says what a mention is for.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import islice

from kreisnetz.events.announcement.clock import read_clock

_MOST = 250


@dataclass(frozen=True, slots=True)
class Day:
    """Day and month as written; the year may be missing."""

    day: int
    month: int
    year: int | None = None

    def on(self, year: int) -> date | None:
        """The date in that year, if there is one."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: a day, a list of days ("14. und 15. Juni") or a range ("3. bis 5. Juni")."""

    start: int
    end: int
    days: tuple[Day, ...]
    is_range: bool = False
    weekdays: tuple[int, ...] = ()
    starts_at: time | None = None
    ends_at: time | None = None


_MONTH_NAMES = (
    ("januar", "jänner", "jan", "january", "ocak", "janvier", "gennaio", "enero", "stycznia", "января", "січня"),
    ("februar", "feber", "feb", "february", "şubat", "février", "febbraio", "febrero", "lutego", "февраля", "лютого"),
    ("märz", "maerz", "mrz", "mär", "march", "mar", "mart", "mars", "marzo", "marca", "марта", "березня"),
    ("april", "apr", "nisan", "avril", "aprile", "abril", "kwietnia", "апреля", "квітня"),
    ("mai", "may", "mayıs", "maggio", "mayo", "maja", "мая", "травня"),
    ("juni", "jun", "june", "haziran", "juin", "giugno", "junio", "czerwca", "июня", "червня"),
    ("juli", "jul", "july", "temmuz", "juillet", "luglio", "julio", "lipca", "июля", "липня"),
    ("august", "aug", "ağustos", "août", "agosto", "sierpnia", "августа", "серпня"),
    ("september", "sept", "sep", "eylül", "septembre", "settembre", "septiembre", "września", "сентября", "вересня"),
    ("oktober", "okt", "october", "oct", "ekim", "octobre", "ottobre", "octubre", "października", "октября", "жовтня"),
    ("november", "nov", "kasım", "novembre", "noviembre", "listopada", "ноября", "листопада"),
    (
        "dezember",
        "dez",
        "december",
        "dec",
        "aralık",
        "décembre",
        "dicembre",
        "diciembre",
        "grudnia",
        "декабря",
        "грудня",
    ),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_WEEKDAY_NAMES = (
    ("montag", "mo", "monday", "mon", "pazartesi", "lundi"),
    ("dienstag", "di", "tuesday", "tue", "tues", "salı", "mardi"),
    ("mittwoch", "mi", "wednesday", "wed", "çarşamba", "mercredi"),
    ("donnerstag", "do", "thursday", "thu", "thur", "thurs", "perşembe", "jeudi"),
    ("freitag", "fr", "friday", "fri", "cuma", "vendredi"),
    ("samstag", "sa", "sonnabend", "saturday", "sat", "cumartesi", "samedi"),
    ("sonntag", "so", "sunday", "sun", "pazar", "dimanche"),
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names}
GERMAN_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
GERMAN_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_WEEKDAY = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + ")"
_EN_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
_NOT_TIME = r"(?!\s?(?:Uhr|h\b|€|Euro|EUR|%|Prozent|Mio|Mrd|cm|km|m²))"
_ATOM = re.compile(
    rf"""
    (?<![\d.,:/-])(?P<iy>(?:19|20)\d\d)-(?P<im>0\d|1[0-2])-(?P<id>[0-3]\d)(?![\d-])
  | (?<!\d)(?<!\d[.,:])(?P<wd>[0-3]?\d)\s?\.?(?:st|nd|rd|th)?\s{{0,2}}(?:of\s)?(?P<wm>{_MONTH})(?![\wäöüß])\.?
      (?:,?\s{{1,2}}(?P<wy>(?:19|20)\d\d)(?!\d)|\s?['’](?P<wz>\d\d)(?!\d)|\s(?P<ws>[2-3]\d)(?![\d.:]|\s?(?:Uhr|h\b|[-–]|bis)))?
      (?!-?(?:straße|str\.|platz|allee|weg))
  | (?<![\w.])(?P<em>{_EN_MONTH})\.?\s(?P<ed>[0-3]?\d)(?:st|nd|rd|th)?(?![\d.:])(?:,?\s(?P<ey>(?:19|20)\d\d))?(?!\s?(?:am|pm|Uhr)\b)
  | (?<!\d)(?<!\d[.,:/])(?P<nd>[0-3]?\d)\s?\.\s?(?P<nm>1[0-2]|0?[1-9])\s?\.
      (?:\s?(?P<ny>(?:19|20)\d\d)(?!\d)|(?P<nz>\d\d)(?![\d:]|\.\d|\s?[-–]\s?\d\d?(?:[.:]\d\d)?\s?(?:Uhr|h\b)|\s?Uhr|\s?h\b)|\s(?P<ns>[2-3]\d)(?![\d:.]|\s?[-–]|\s?Uhr|\s?h\b|\sbis))?(?!\d)
  | (?<![\d.,:/])(?P<sd>[0-3]?\d)/(?P<sm>1[0-2]|0?[1-9])/(?P<sy>(?:19|20)\d\d)(?!\d)
  | (?:(?<=\bam\s)|(?<=\bden\s)|(?<=\bdem\s)|(?<=\bbis\s)|(?<=\bzum\s)|(?<=\bvom\s)|(?<=[a-z],\s)|(?<=[MDFS][oiar][.,]\s))
      (?P<bd>[0-3]?\d)\.(?P<bm>1[0-2]|0[1-9])(?![\d.:]){_NOT_TIME}(?!\s?(?:-|–|bis)\s?\d\d?(?:[.:]\d\d)?\s?(?:Uhr|h\b))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LINK = r"(?:,|/|\+|&|und|u\.|sowie|oder|and|ve|-|–|—|bis(?:\szum)?|to)"
_EARLIER_DAYS = re.compile(
    rf"(?:(?<![\d.,:/])[0-3]?\d(?:\s?\.(?:\s?(?:1[0-2]|0?[1-9])\s?\.)?)?\s?{_LINK}\s?(?:{_WEEKDAY}[.,]{{0,2}}\s)?(?:dem\s|den\s|am\s)?){{1,12}}$",
    re.IGNORECASE,
)
_DAY_NUMBER = re.compile(r"(?<!\d)([0-3]?\d)(?:\s?\.\s?(1[0-2]|0?[1-9])(?=\s?\.))?")
_BEFORE = re.compile(
    rf"(?<![\wäöüß])({_WEEKDAY})(?![\wäöüß])[.s]?(?:\s?(?:,|und|u\.|&|/|-|–|bis|\+|and)\s?({_WEEKDAY})(?![\wäöüß])\.?)?"
    r"(?:\s?[,:(–-])?\s{0,3}(?:dem|den|der|am|the)?\s{0,2}$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\s?(?:\(|,\s)?({_WEEKDAY})\.?(?:\)|(?![\wäöüß]))", re.IGNORECASE)
_STREET_OF = re.compile(r"(?:straße|strasse|str\.|platz|allee|weg|halle|schule)\s+(?:des|vom)\s+$", re.IGNORECASE)
_JOINS_RANGE = re.compile(
    rf"^,?\s?(?P<first>(?:\d{{1,2}}[.:]\d\d|\d{{1,2}})(?:\s?Uhr)?)?,?\s?(?:-|–|—|bis|to|until|till|through)\s(?:einschließlich\s|zum\s|ca\.\s)?"
    rf"(?:(?:{_WEEKDAY})[.,]{{0,2}}\s)?(?:dem\s|den\s|the\s)?$",
    re.IGNORECASE,
)
_TIGHT_RANGE = re.compile(r"^\s?[-–—]\s?$")
_TIME_AFTER = re.compile(r",?\s?(?:um\s)?(\d{1,2}(?:[.:]\d\d)?)\s?Uhr", re.IGNORECASE)


def find_dates(text: str) -> list[Mention]:
    """All mentions of days, in order."""
    atoms: list[Mention] = []
    for match in islice(_ATOM.finditer(text), _MOST):
        day = _day(match)
        if day is None or _STREET_OF.search(text, max(0, match.start() - 25), match.start()):
            continue
        floor = atoms[-1].end if atoms else 0
        atoms.append(_with_neighbours(text, match, day, floor))
    return _inherit_years(_join_ranges(text, atoms))


def _day(match: re.Match[str]) -> Day | None:
    groups = match.groupdict()
    for kind in "iwensb":
        if groups.get(kind + "d"):
            break
    day = int(groups[kind + "d"])
    raw_month = groups[kind + "m"]
    month = int(raw_month) if raw_month.isdigit() else MONTHS[raw_month.lower()]
    full = groups.get(kind + "y")
    short = groups.get(kind + "z") or groups.get(kind + "s" if kind in "wn" else "") or None
    year = int(full) if full else _two_digits(int(short)) if short else None
    if kind in "nsb" and not 1 <= day <= 31:
        return None
    return Day(day, month, year) if 1 <= day <= 39 else None


def _two_digits(short: int) -> int:
    return 2000 + short if short < 70 else 1900 + short


def _with_neighbours(text: str, match: re.Match[str], last: Day, floor: int) -> Mention:
    """Add the days listed before the month and the weekdays around."""
    start, end = match.start(), match.end()
    window = text[max(floor, start - 70) : start]
    days, is_range = [last], False
    listed = _EARLIER_DAYS.search(window)
    if listed and _plausible_list(listed[0], window[: listed.start()]):
        start -= len(window) - listed.start()
        earlier = [Day(int(d), int(m) if m else last.month, last.year) for d, m in _DAY_NUMBER.findall(listed[0])]
        is_range = re.search(r"(?:-|–|—|bis|\bto\b)\D*$", listed[0]) is not None and len(earlier) == 1
        days = earlier + days
    window = text[max(floor, start - 45) : start]
    weekdays: tuple[int, ...] = ()
    before = _BEFORE.search(window)
    if before:
        start -= len(window) - before.start()
        weekdays = tuple(WEEKDAYS[name.lower()] for name in before.groups() if name)
    else:
        after = _AFTER.match(text, end)
        if after:
            end = after.end()
            weekdays = (WEEKDAYS[after[1].lower()],)
    if is_range and len(days) == 2 and days[0].month == days[1].month and days[0].day >= days[1].day:
        days, is_range = days[1:], False
    return Mention(start, end, tuple(days), is_range, weekdays)


def _plausible_list(listed: str, before: str) -> bool:
    """A list of days has dots, or is a plain range like "3-5. Juni"."""
    if before.endswith(("Nr. ", "Nr.", "Seite ", "Zimmer ", "Raum ")):
        return False
    numbers = _DAY_NUMBER.findall(listed)
    if any(not 1 <= int(day) <= 31 for day, _ in numbers):
        return False
    dotted = listed.count(".") >= len(numbers)
    return dotted or (len(numbers) == 1 and re.search(r"(?:-|–|—|/|bis|to|and|und)\s?$", listed) is not None)


def _join_ranges(text: str, atoms: list[Mention]) -> list[Mention]:
    result: list[Mention] = []
    for atom in atoms:
        previous = result[-1] if result else None
        if previous is not None and atom.start - previous.end < 45:
            joined = _joined(text, previous, atom)
            if joined is not None:
                result[-1] = joined
                continue
        result.append(atom)
    return result


def _joined(text: str, first: Mention, second: Mention) -> Mention | None:
    if len(first.days) > 1 or len(second.days) > 1:
        return None
    between = text[first.end : second.start]
    loose = _JOINS_RANGE.match(between if between.endswith(" ") or not between else between + " ")
    tight = _TIGHT_RANGE.match(between)
    if not loose and not tight:
        return None
    one, two = first.days[0], second.days[0]
    order = (one.month, one.day) < (two.month, two.day)
    if one.year == two.year and one.year and not order:
        return None
    times: tuple[time | None, time | None] = (None, None)
    end = second.end
    if loose and loose["first"]:
        times = (read_clock(loose["first"]), None)
        after = _TIME_AFTER.match(text, second.end)
        if after:
            times, end = (times[0], read_clock(after[1])), after.end()
    year = one.year
    if year is None and two.year is not None:
        year = two.year if order else two.year - 1
    weekdays = (first.weekdays or ()) + (second.weekdays or ()) if len(first.weekdays) == 1 else first.weekdays
    return Mention(first.start, end, (replace(one, year=year), two), True, weekdays, *times)


def _inherit_years(mentions: list[Mention]) -> list[Mention]:
    """In a list like "3.6., 10.6. und 17.6.2025" the year at the end counts for all."""
    result = list(mentions)
    for index in range(len(result) - 2, -1, -1):
        this, following = result[index], result[index + 1]
        year = following.days[-1].year
        if year is None or this.days[-1].year is not None or following.start - this.end > 25:
            continue
        if this.days[-1].month <= following.days[-1].month:
            result[index] = replace(this, days=tuple(replace(day, year=day.year or year) for day in this.days))
    return result
