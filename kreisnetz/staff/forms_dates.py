"""Form fields for days and times as people in Germany type them: "27.6.2019", "27. Juni 2019", "15", "15.30 Uhr"."""

import re
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.models.event import BERLIN

_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[.\s/-]+(\d{1,2})[.\s/-]+(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zäöü]{3,9})\.?\s*(\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WEEKDAY = re.compile(r"^(?:mo|di|mi|do|fr|sa|so)[a-zäöü]*\.?,?\s+", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?|(\d{2})(\d{2})")


def read_day(text: str) -> date | None:
    """The day, or None when it cannot be read.

    >>> read_day("Do, 27. Juni 2019"), read_day("1.2.26")
    (datetime.date(2019, 6, 27), datetime.date(2026, 2, 1))
    """
    text = _WEEKDAY.sub("", text.strip().lower().replace("maerz", "märz").replace("mrz", "mär"))
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _NUMERIC.fullmatch(text) or _COMPACT.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WORDS.fullmatch(text)) and found[2][:3] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2][:3]) + 1, int(found[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of day, or None when it cannot be read.

    >>> read_time("15.30 Uhr"), read_time("9"), read_time("1830")
    (datetime.time(15, 30), datetime.time(9, 0), datetime.time(18, 30))
    """
    found = _TIME.fullmatch(text.strip().lower().removesuffix("uhr").strip())
    if not found:
        return None
    hour, minute = (found[1], found[2]) if found[1] else (found[3], found[4])
    try:
        return time(int(hour) % 24 if int(hour) == 24 else int(hour), int(minute or 0))
    except ValueError:
        return None


def moment(day: date, at: time | None = None) -> datetime:
    """This local time as an aware datetime; midnight without a time."""
    return datetime.combine(day, at or time(), BERLIN)


def end_of(day: date) -> datetime:
    """The last minute of a day."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN) - timedelta(minutes=1)


class DayField(forms.CharField):
    """A day typed with the keyboard."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}))
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def to_python(self, value: object) -> date | None:
        if isinstance(value, date):
            return value
        text = str(super().to_python(value) or "")[:40]
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise ValidationError(_("Bitte den Tag so angeben: 27.06.2026."))
        if not 1950 <= day.year <= 2100:
            raise ValidationError(_("Bitte prüfen Sie das Jahr."))
        return day


class TimeField(forms.CharField):
    """A time of day typed with the keyboard."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 20}))
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: object) -> time | None:
        if isinstance(value, time):
            return value
        text = str(super().to_python(value) or "")[:40]
        if not text:
            return None
        at = read_time(text)
        if at is None:
            raise ValidationError(_("Bitte die Uhrzeit so angeben: 15:30."))
        return at
