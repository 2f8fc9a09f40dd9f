"""Dates and times as people in Germany write and read them. Pure: a moment and a language in, words out."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
MONTHS_SHORT = {
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(),
}


def language_now() -> str:
    """The two letters of the active language we have words for."""
    code = (get_language() or "de")[:2]
    return code if code in WEEKDAYS else "de"


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def as_day(value: date) -> date:
    """The day in Berlin of a moment; a day itself."""
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date, language: str, *, year: bool = True) -> str:
    """27. Juni 2019 / 27 June 2019"""
    value = as_day(value)
    month = MONTHS[language][value.month - 1]
    dot = "." if language == "de" else ""
    return f"{value.day}{dot} {month}" + (f" {value.year}" if year else "")


def long_day(value: date, language: str, *, year: bool = True) -> str:
    """Donnerstag, 27. Juni 2019 / Thursday, 27 June 2019"""
    value = as_day(value)
    return f"{WEEKDAYS[language][value.weekday()]}, {day(value, language, year=year)}"


def clock(value: datetime | time, language: str, *, minutes: bool | None = None, unit: bool = True) -> str:
    """15 Uhr, 15:30 Uhr / 3 pm, 3:30 pm; minutes=True also for full hours."""
    moment = local(value) if isinstance(value, datetime) else value
    exact = bool(moment.minute) if minutes is None else minutes
    if language == "de":
        text = f"{moment.hour}:{moment.minute:02d}" if exact else str(moment.hour)
        return f"{text} Uhr" if unit else text
    hour = moment.hour % 12 or 12
    text = f"{hour}:{moment.minute:02d}" if exact else str(hour)
    return f"{text} {'am' if moment.hour < 12 else 'pm'}"


def hours(starts_at: datetime, ends_at: datetime | None, language: str) -> str:
    """15 bis 18 Uhr / 3 pm to 6 pm; one moment when there is no end."""
    if ends_at is None or ends_at == starts_at:
        return clock(starts_at, language)
    exact = bool(local(starts_at).minute or local(ends_at).minute)
    if language == "de":
        return f"{clock(starts_at, 'de', minutes=exact, unit=False)} bis {clock(ends_at, 'de', minutes=exact)}"
    return f"{clock(starts_at, language, minutes=exact)} to {clock(ends_at, language, minutes=exact)}"


def span(starts_at: datetime, ends_at: datetime | None, language: str, *, all_day: bool = False) -> str:
    """When something happens, in one line: Donnerstag, 27. Juni 2019, 15 bis 18 Uhr."""
    first, last = as_day(starts_at), as_day(ends_at or starts_at)
    to = "bis" if language == "de" else "to"
    if first == last:
        when = long_day(first, language)
        return when if all_day else f"{when}, {hours(starts_at, ends_at, language)}"
    start = long_day(first, language, year=first.year != last.year)
    end = long_day(last, language)
    if all_day or ends_at is None:
        return f"{start} {to} {end}"
    return f"{start}, {clock(starts_at, language)} {to} {end}, {clock(ends_at, language)}"
