"""How old an entry is, in words, and from when on it counts as stale. Knows the clock only as an argument."""

from calendar import monthrange
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

STALE_AFTER_MONTHS = 12


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day.

    >>> months_before(date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def stale_before(today: date) -> date:
    """Entries confirmed before this day must be looked at again."""
    return months_before(today, STALE_AFTER_MONTHS)


def is_stale(confirmed_on: date | None, *, today: date) -> bool:
    return confirmed_on is None or confirmed_on < stale_before(today)


def stale(today: date, prefix: str = "") -> Q:
    """The same as a filter; prefix: the way to the row ("actor__")."""
    name = f"{prefix}confirmed_on"
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": stale_before(today)})


def full_months(then: date, today: date) -> int:
    return (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)


def age(confirmed_on: date | None, *, today: date) -> str:
    """ "bestätigt vor 14 Monaten" """
    if confirmed_on is None:
        return _("noch nie bestätigt")
    days = (today - confirmed_on).days
    months = full_months(confirmed_on, today)
    if days <= 0:
        return _("heute bestätigt")
    if months < 1:
        return ngettext("bestätigt vor %(n)s Tag", "bestätigt vor %(n)s Tagen", days) % {"n": days}
    if months < 24:
        return ngettext("bestätigt vor %(n)s Monat", "bestätigt vor %(n)s Monaten", months) % {"n": months}
    years = months // 12
    return ngettext("bestätigt vor %(n)s Jahr", "bestätigt vor %(n)s Jahren", years) % {"n": years}
