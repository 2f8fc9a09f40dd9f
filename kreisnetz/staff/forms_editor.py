"""The event's form with its rows of people and days, as one thing: filled, posted, checked, and laid out in sections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.http import QueryDict
from django.utils.translation import gettext as _

from kreisnetz.events.editing import Content
from kreisnetz.events.models import Event, Part
from kreisnetz.register.models import StakeholderGroup
from kreisnetz.staff.forms_content import Filled, content_of, filled_from_event
from kreisnetz.staff.forms_event import DateRows, EventForm, PartRows
from kreisnetz.staff.forms_reading import Reading

PEOPLE, DAYS = "personen", "tage"
MORE_PEOPLE, MORE_DAYS = "mehr_personen", "mehr_tage"
SECTIONS: dict[str, tuple[str, ...]] = {
    "what": ("title", "subtitle", "kind", "series", "new_series", "description", "programme"),
    "fields": ("fields_of_action",),
    "when": ("starts_on", "starts_time", "ends_time", "doors_time", "ends_on", "all_day"),
    "where": ("venue", "online_url"),
    "new_venue": (
        "venue_name",
        "venue_street",
        "venue_postcode",
        "venue_town",
        "venue_municipality",
        "venue_step_free",
        "venue_accessible_toilet",
        "venue_induction_loop",
        "venue_accessible_parking",
        "venue_accessibility_note",
        "venue_directions",
    ),
    "audience": ("audience", "audience_note"),
    "fee": ("is_free", "fee"),
    "registration": (
        "registration_open",
        "external_registration_url",
        "seats",
        "deadline_on",
        "deadline_time",
        "registration_opens_on",
        "max_party",
        "offer_hours",
        "double_opt_in",
        "waiting_list",
        "ask_access_needs",
    ),
    "groups": ("ask_group", *(f"group_{value}" for value in StakeholderGroup.values)),
    "food": ("catering", "menu"),
    "access": ("languages", "plain_language", "sign_language_url"),
    "contact": ("contact_name", "contact_email", "contact_phone", "contact_fax"),
    "past": ("attended_estimate",),
}
WIDE = {
    "title",
    "subtitle",
    "description",
    "programme",
    "fields_of_action",
    "menu",
    "plain_language",
    "venue_accessibility_note",
    "venue_directions",
}
NARROW = {
    "starts_on",
    "starts_time",
    "ends_time",
    "doors_time",
    "ends_on",
    "venue_postcode",
    "seats",
    "deadline_on",
    "deadline_time",
    "registration_opens_on",
}
TICKS = {"all_day", "is_free", "registration_open", "double_opt_in", "waiting_list", "ask_access_needs"}
TICKS |= {"ask_group", "catering"}


@dataclass(frozen=True)
class Row:
    """One field on the page, with the words it was read from."""

    field: forms.BoundField
    reading: Reading | None
    size: str

    @property
    def name(self) -> str:
        return self.field.html_name


@dataclass
class Editor:
    """Form, people and days."""

    form: EventForm
    people: forms.BaseFormSet
    days: forms.BaseFormSet | None
    readings: Mapping[str, Reading] = field(default_factory=dict)

    @classmethod
    def filled(cls, filled: Filled, *, fixed_when: bool = False, more: str = "") -> "Editor":
        """A form to be shown, not checked yet."""
        days = None if fixed_when else _rows(DateRows, filled.dates, DAYS, extra=5 if more == MORE_DAYS else 1)
        people = _rows(PartRows, filled.parts, PEOPLE, extra=5 if more == MORE_PEOPLE else 2)
        return cls(EventForm(initial=filled.values, fixed_when=fixed_when), people, days)

    @classmethod
    def posted(cls, data: QueryDict, *, fixed_when: bool = False) -> "Editor":
        days = None if fixed_when else DateRows(data, prefix=DAYS)
        return cls(EventForm(data, fixed_when=fixed_when), PartRows(data, prefix=PEOPLE), days)

    def is_valid(self) -> bool:
        checks = [self.form.is_valid(), self.people.is_valid(), self.days is None or self.days.is_valid()]
        return all(checks)

    def content(self) -> Content:
        return content_of(self.form, self.people, self.days)

    def typed(self) -> Filled:
        """Everything as it was typed, right or wrong, so that it can be shown again."""
        values = {bound.name: bound.value() for bound in self.form}
        return Filled(
            values, _typed_rows(self.people, "name"), _typed_rows(self.days, "starts_on") if self.days else []
        )

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The fields by section, in the order of the page."""
        return {
            section: [self._row(self.form[name]) for name in names if name in self.form.fields]
            for section, names in SECTIONS.items()
        }

    @property
    def people_rows(self) -> list[list[Row]]:
        return [[self._row(bound) for bound in row] for row in self.people]

    @property
    def day_rows(self) -> list[list[Row]]:
        return [[self._row(bound) for bound in row] for row in self.days or []]

    def _row(self, bound: forms.BoundField) -> Row:
        name = bound.name
        size = "wide" if name in WIDE else "narrow" if name in NARROW else "tick" if name in TICKS else "half"
        return Row(bound, self.readings.get(bound.html_name), size)

    @property
    def all_forms(self) -> list[forms.BaseForm]:
        return [self.form, *self.people, *(self.days or [])]


def _rows(kind: type[forms.BaseFormSet], filled: list[dict[str, Any]], prefix: str, *, extra: int) -> forms.BaseFormSet:
    rows = kind(initial=filled, prefix=prefix)
    rows.extra = extra
    return rows


def _typed_rows(rows: forms.BaseFormSet, key: str) -> list[dict[str, Any]]:
    typed = [{bound.name: bound.value() for bound in row} for row in rows]
    return [row for row in typed if row.get(key)]


def blank() -> Filled:
    """A new event: the county is host and answers questions."""
    host = {"role": Part.Role.HOST, "name": settings.OPERATOR_NAME, "is_controller": True}
    values = {"contact_email": settings.OPERATOR_EMAIL, "contact_phone": settings.OPERATOR_PHONE}
    return Filled(values, [host], [])


def merged(read: Filled, typed: Filled, default: Filled) -> Filled:
    """What was read, but anything the clerk had typed before wins."""
    plain = EventForm(initial=default.values)
    for name, value in typed.values.items():
        if name in plain.fields and plain.fields[name].has_changed(
            plain.get_initial_for_field(plain.fields[name], name), value
        ):
            read.values[name] = value
    had_people = {str(row.get("name")) for row in default.parts}
    own = [row for row in typed.parts if row.get("name") not in had_people]
    read.parts = read.parts + own or default.parts
    read.dates = read.dates or typed.dates
    for name, value in default.values.items():
        read.values.setdefault(name, value)
    return read


def editor_of(event: Event) -> Editor:
    return Editor.filled(filled_from_event(event), fixed_when=event.is_public)


def field_label(name: str) -> str:
    """What a changed field is called on the screen (for the timeline and for clashes)."""
    own = {
        "dates": _("Weitere Tage"),
        "parts": _("Personen"),
        "menu": _("Essen zur Auswahl"),
        "capacity": _("Plätze"),
        "fields_of_action": _("Handlungsfelder"),
        "status": _("Stand"),
    }
    if name in own:
        return own[name]
    try:
        return str(Event._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
