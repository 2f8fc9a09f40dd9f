"""Days as offices write them: Excel days and serials, "seit 2019", "01/2020", "März 2021", "ausgeschieden 3/22", "2017 – heute"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kreisnetz.register.sheets.contract import Precision, Raw

_EPOCH = date(1899, 12, 30)
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan januar jänner january|feb februar february|mrz mär märz maerz mar march|apr april|mai may|jun juni june|jul juli july|"
        "aug august|sep sept september|okt oktober oct october|nov november|dez dezember dec december".split("|"),
        1,
    )
    for name in names.split()
}
_SEPARATORS = r"\s*[./-]\s*"
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEPARATORS}(\d{{1,2}}){_SEPARATORS}(\d{{4}}|\d{{2}})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAMED_DAY = re.compile(r"(?<!\d)(\d{1,2})\.?\s*([A-Za-zäöüÄÖÜ]{3,9})\.?\s*'?(\d{4}|\d{2})(?!\d)")
_NAMED_MONTH = re.compile(r"\b([A-Za-zäöüÄÖÜ]{3,9})\.?\s*'?(\d{4}|\d{2})(?!\d)")
_MONTH = re.compile(rf"(?<![\d./])(0?[1-9]|1[0-2]){_SEPARATORS}(\d{{4}}|\d{{2}})(?![\d./])")
_ISO_MONTH = re.compile(r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])(?![\d-])")
_YEAR = re.compile(r"(?<![\d.,/])(1[89]\d\d|20\d\d)(?!\d|[,/]\d)")
_UNTIL_WORDS = re.compile(
    r"(?i)\b(bis|ausgeschieden|ausgetreten|ausstieg|austritt|verlassen|beendet|aufgelöst|inaktiv|ruhestand|nicht mehr (?:dabei|aktiv|im)"
    r"|weggang|left|until|ended|former|ehem(?:alig\w*|\.)?)(?!\w)"
)
_SINCE_WORDS = re.compile(
    r"(?i)\b(seit|ab|beginn|eintritt|eingetreten|beigetreten|aufgenommen|neu|since|from|joined|gegr\w*)(?!\w)"
)
_OPEN_END = re.compile(r"(?i)\b(heute|lfd|laufend|unbefristet|offen|now|present|today)\b|[-–—]\s*$")
_RANGE = re.compile(r"\s+(?:[-–—]|bis)\s+|\s*[–—]\s*|(?<=\d{4})\s*-\s*(?=\d{4})|\s+bis\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of what was written, and how exact it is."""

    first: date
    last: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Period:
    since: Span | None = None
    until: Span | None = None
    ended: bool = False  # a word says it has ended, whether or not a day does


def span_of(value: Raw) -> Span | None:
    """The day, month or year a cell of a date column gives.

    >>> span_of("seit 2019").first, span_of("03/22").last, span_of(43831.0).first
    (datetime.date(2019, 1, 1), datetime.date(2022, 3, 31), datetime.date(2020, 1, 1))
    """
    if isinstance(value, datetime):
        return _day(value.year, value.month, value.day)
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        text = value.strip()
        if not re.fullmatch(r"\d{4,5}(?:\.0)?", text):
            return _written(text)
        value = float(text)
    if 1700 <= value <= 2200 and value == int(value):
        return _year(int(value))
    if 10_000 <= value <= 80_000:
        day = _EPOCH + timedelta(days=int(value))
        return Span(day, day, Precision.DAY)
    return None


def period_of(text: str) -> Period:
    """Since, until and "has ended" from words.

    >>> period_of("ausgeschieden 3/22").until.last, period_of("2017 - 2021").since.first
    (datetime.date(2022, 3, 31), datetime.date(2017, 1, 1))
    """
    ended = _UNTIL_WORDS.search(text)
    pieces = _RANGE.split(text, maxsplit=1)
    if len(pieces) == 2:
        since, until = _written(pieces[0]), _written(pieces[1])
        if since and (until or _OPEN_END.search(text)):
            return Period(since, until)
    since_word = _SINCE_WORDS.search(text)
    if since_word and ended and since_word.start() < ended.start():
        return Period(_written(text[: ended.start()]), _written(text[ended.start() :]), True)
    if ended:
        until = _written(text[ended.start() :]) or _written(text)
        return Period(None, until, not (ended[1].lower() == "bis" and until is None))
    found = _written(text)
    if found and _OPEN_END.search(text):
        return Period(found)
    return Period(found)


def says_ended(text: str) -> bool:
    """Whether words say that somebody left; "bis" alone does not.

    >>> says_ended("ausgeschieden"), says_ended("Mo bis Fr")
    (True, False)
    """
    found = _UNTIL_WORDS.search(text)
    return bool(found) and found[1].lower() not in {"bis", "until"} if found else False


def says_since(text: str) -> bool:
    return bool(_SINCE_WORDS.search(text))


def is_datelike(text: str) -> bool:
    """A short text that is a day, month, year or span and hardly anything else."""
    if len(text) > 40 or not any(c.isdigit() for c in text):
        return False
    rest = text
    for pattern in (_ISO, _DAY, _NAMED_DAY, _NAMED_MONTH, _ISO_MONTH, _MONTH, _YEAR):
        rest = pattern.sub(" ", rest)
    rest = _UNTIL_WORDS.sub(" ", _SINCE_WORDS.sub(" ", _OPEN_END.sub(" ", rest)))
    return rest != text and len(re.sub(r"[\W_]|am|ca|zum|circa", "", rest)) <= 2


def _written(text: str) -> Span | None:
    """The first day, month or year in a text."""
    if match := _ISO.search(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.search(text):
        return _day(_full(match[3]), int(match[2]), int(match[1]))
    if (match := _NAMED_DAY.search(text)) and match[2].lower() in _MONTHS:
        return _day(_full(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    for match in _NAMED_MONTH.finditer(text):
        if match[1].lower() in _MONTHS:
            return _month(_full(match[2]), _MONTHS[match[1].lower()])
    if match := _ISO_MONTH.search(text):
        return _month(int(match[1]), int(match[2]))
    if match := _MONTH.search(text):
        return _month(_full(match[2]), int(match[1]))
    if match := _YEAR.search(text):
        return _year(int(match[1]))
    return None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)


def _day(year: int, month: int, day: int) -> Span | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Span(found, found, Precision.DAY)


def _month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH)


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
