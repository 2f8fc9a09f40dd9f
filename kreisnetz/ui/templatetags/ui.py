"""Template tags of every page (loaded everywhere by settings): form fields, error summary, dates, badges, icons."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kreisnetz.core import dates
from kreisnetz.ui import forms

register = template.Library()

# What a state looks like; the word beside it always says the same.
BADGES = {
    "success": {"confirmed", "free", "sent", "published", "scheduled", "open", "checked_in", "unlimited"},
    "warning": {"unconfirmed", "few", "moved", "postponed", "offered"},
    "danger": {"cancelled", "full", "given_up", "expired"},
}


@register.inclusion_tag("field.html")
def field(field: BoundField, label: str = "", hint: str | None = None) -> dict[str, Any]:
    """One form field with label, hint and error: {% field form.name %}; hint="" leaves the form's own hint out."""
    return field_context(field, label, hint)


def field_context(field: BoundField, label: str = "", hint: str | None = None) -> dict[str, Any]:
    kind = forms.kind_of(field)
    if hint is not None:
        field.help_text = hint
    hint = str(field.help_text or "")
    described_by = [f"{field.auto_id}_helptext"] if hint else []
    described_by += [f"{field.auto_id}_error"] if field.errors else []
    return {
        "field": field,
        "kind": kind,
        "label": label or field.label,
        "hint": hint,
        "described_by": " ".join(described_by),
        "optional": forms.is_marked_optional(field),
        "tag": forms.draw(field) if kind not in {"options", "parts"} else "",
        "options": forms.options_of(field) if kind == "options" else [],
        "parts": forms.parts_of(field) if kind == "parts" else [],
    }


@register.inclusion_tag("error_summary.html")
def error_summary(*sources: BaseForm | BaseFormSet[Any]) -> dict[str, Any]:
    """All errors of these forms and formsets on top of the page, each a link to its field."""
    errors: list[tuple[str, str]] = []
    for source in sources:
        errors += errors_of(source)
    return {"errors": errors}


def errors_of(source: BaseForm | BaseFormSet[Any] | None) -> list[tuple[str, str]]:
    """(anchor or "", sentence) of one form or formset."""
    if source is None or not source.is_bound:
        return []
    if isinstance(source, BaseFormSet):
        found = [("", str(message)) for message in source.non_form_errors()]
        for form in source.forms:
            found += errors_of(form)
        return found
    found = [("", str(message)) for message in source.non_field_errors()]
    for bound in source:
        if bound.errors:
            anchor = "" if bound.is_hidden else forms.anchor_of(bound)
            found += [(anchor, str(message)) for message in bound.errors]
    return found


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Fehler: " for the title of a page whose form has errors. Looks at types only, so that no lazy user is fetched."""
    for layer in context.dicts:
        for value in layer.values():
            if issubclass(type(value), BaseForm | BaseFormSet) and value.is_bound and not value.is_valid():
                return _("Fehler: ")
    return ""


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """One of KERN's pictures, only for the eye: the word stands beside it."""
    return format_html('<span class="kern-icon kern-icon--{} {}" aria-hidden="true"></span>', name, extra)


@register.inclusion_tag("badge.html")
def badge(kind: str, text: str, small: bool = False) -> dict[str, Any]:
    """A short state in a coloured field: {% badge "success" "angemeldet" %}; kinds: info, success, warning, danger."""
    return {"kind": kind, "text": text, "small": small}


@register.inclusion_tag("badge.html")
def state_badge(state: str, text: str, small: bool = False) -> dict[str, Any]:
    """The same by state: {% state_badge registration.state registration.get_state_display %}"""
    kind = next((kind for kind, states in BADGES.items() if state in states), "info")
    return {"kind": kind, "text": text, "small": small}


@register.simple_tag
def when(starts_at: datetime, ends_at: datetime | None = None, all_day: bool = False) -> str:
    """Donnerstag, 27. Juni 2019, 15 bis 18 Uhr: {% when event.starts_at event.ends_at event.all_day %}"""
    return dates.span(starts_at, ends_at or None, dates.language_now(), all_day=all_day)


@register.simple_tag
def hours(starts_at: datetime, ends_at: datetime | None = None, all_day: bool = False) -> str:
    """15 bis 18 Uhr, for places where the day stands already."""
    if all_day:
        return _("ganztägig")
    return dates.hours(starts_at, ends_at or None, dates.language_now())


@register.filter
def day(value: date | None) -> str:
    """27. Juni 2019"""
    return dates.day(value, dates.language_now()) if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """Donnerstag, 27. Juni 2019"""
    return dates.long_day(value, dates.language_now()) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """27.06.2019, for tables"""
    return f"{dates.as_day(value):%d.%m.%Y}" if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """15:30 Uhr"""
    return dates.clock(value, dates.language_now()) if value is not None else ""


@register.filter
def moment(value: datetime | None) -> str:
    """27. Juni 2019, 15:30 Uhr"""
    if not value:
        return ""
    language = dates.language_now()
    return f"{dates.day(value, language)}, {dates.clock(value, language, minutes=True)}"


@register.filter
def short_moment(value: datetime | None) -> str:
    """27.06.2019 15:30, for tables"""
    return f"{dates.local(value):%d.%m.%Y %H:%M}" if value else ""


@register.filter
def month_name(number: int) -> str:
    return dates.MONTHS[dates.language_now()][int(number) - 1]


@register.inclusion_tag("date_tile.html")
def date_tile(value: date, cancelled: bool = False) -> dict[str, Any]:
    """Day and month as a picture beside an event; hidden from screen readers, because the date stands in the text."""
    language = dates.language_now()
    local = dates.as_day(value)
    return {
        "day": local.day,
        "month": dates.MONTHS_SHORT[language][local.month - 1],
        "year": local.year,
        "weekday": dates.WEEKDAYS[language][local.weekday()][:2],
        "cancelled": cancelled,
    }
