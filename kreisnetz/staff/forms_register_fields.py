"""Form fields of the register: organisations by name, lists with two levels, days known to the day, month or year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kreisnetz.core import dates
from kreisnetz.core.names import tidy
from kreisnetz.register import directory
from kreisnetz.register.models import Actor, AgeGroup, ListEntry, Membership
from kreisnetz.staff.forms_dates import DayField, read_day
from kreisnetz.ui.forms import ModelForm

# Up to this many names a browser offers while somebody types; with more the server looks for what is meant.
MOST_OFFERED = 400
OFFERED = "organisationen-bekannt"
EARLIEST, LATEST = 1100, 2100
P = Membership.Precision
_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./\s-]+(\d{4})")
_NAMED = re.compile(r"([a-zäö]{3,9})\.?\s+(\d{4})", re.IGNORECASE)


def offered_actors() -> list[str]:
    """Names for the browser to offer; empty in a register too large for that."""
    names = list(Actor.objects.filter(ended_on__isnull=True).values_list("name", flat=True)[: MOST_OFFERED + 1])
    return names if len(names) <= MOST_OFFERED else []


def in_two_levels(model: type[ListEntry]) -> QuerySet[Any]:
    """Each entry of the first level with its parts after it."""
    if model is AgeGroup:
        return AgeGroup.objects.all()
    rows = model._default_manager.annotate(upper=Coalesce("parent__sort_key", "sort_key"))
    return rows.order_by("upper", F("parent").asc(nulls_first=True), "sort_key")


def entry_label(entry: models.Model) -> str:
    return f"– {entry}" if getattr(entry, "parent_id", None) else str(entry)


class EntryField(ModelChoiceField):  # type: ignore[type-arg]
    """One entry of a list, parts set off from what they belong to."""

    def label_from_instance(self, obj: models.Model) -> str:
        return entry_label(obj)


class EntriesField(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several entries of a list as check boxes."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: models.Model) -> str:
        return entry_label(obj)


class LongAgoField(DayField):
    """A day that may lie centuries back: when an organisation was founded. The year alone is enough."""

    def to_python(self, value: object) -> date | None:
        if isinstance(value, date):
            return value
        text = str(value or "").strip()[:40]
        if not text:
            return None
        day = date(int(text), 1, 1) if _YEAR.fullmatch(text) and int(text) else read_day(text)
        if day is None:
            raise ValidationError(_("Bitte den Tag so angeben: 27.06.2006, oder nur das Jahr: 2006."))
        if not EARLIEST <= day.year <= LATEST:
            raise ValidationError(_("Bitte prüfen Sie das Jahr."))
        return day


@dataclass(frozen=True)
class Rough:
    """A day and how exactly it is known."""

    day: date
    precision: str

    def __str__(self) -> str:
        return in_words(self.day, self.precision)

    def last(self) -> date:
        """The last day it can mean: for the end of a seat."""
        if self.precision == P.YEAR:
            return date(self.day.year, 12, 31)
        if self.precision == P.MONTH:
            following = date(self.day.year + self.day.month // 12, self.day.month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        return self.day


def in_words(day: date | None, precision: str) -> str:
    """ "2019", "März 2019" or "27.06.2019" """
    if day is None:
        return ""
    if precision == P.YEAR:
        return str(day.year)
    if precision == P.MONTH:
        return f"{dates.MONTHS[dates.language_now()][day.month - 1]} {day.year}"
    return f"{day:%d.%m.%Y}"


def read_rough(text: str) -> Rough | None:
    """The day as somebody wrote it, or None.

    >>> read_rough("2019"), read_rough("3/2019").precision
    (Rough(day=datetime.date(2019, 1, 1), precision='year'), 'month')
    """
    text = tidy(text)
    try:
        if found := _YEAR.fullmatch(text):
            return Rough(date(int(found[1]), 1, 1), P.YEAR)
        if found := _MONTH.fullmatch(text):
            return Rough(date(int(found[2]), int(found[1]), 1), P.MONTH)
        if (found := _NAMED.fullmatch(text)) and (day := read_day(f"1. {text}")):
            return Rough(day, P.MONTH)
    except ValueError:
        return None
    day = read_day(text)
    return Rough(day, P.DAY) if day else None


class RoughDayField(forms.CharField):
    """27.06.2019, 6/2019 or 2019."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}))
        kwargs.setdefault("help_text", _("27.06.2019, 6/2019 oder nur 2019"))
        super().__init__(**kwargs)

    def to_python(self, value: object) -> Rough | None:  # type: ignore[override]
        if isinstance(value, Rough):
            return value
        text = str(super().to_python(value) or "")[:40]
        if not text:
            return None
        found = read_rough(text)
        if found is None:
            raise ValidationError(_("Bitte den Tag so angeben: 27.06.2019, 6/2019 oder 2019."))
        if not 1900 <= found.day.year <= LATEST:
            raise ValidationError(_("Bitte prüfen Sie das Jahr."))
        return found


class OrganisationField(forms.CharField):
    """One organisation, written by name; what is not exactly the name is answered with those that may be meant."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": OFFERED, "autocomplete": "off"}))
        super().__init__(max_length=250, **kwargs)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, int):
            return Actor.objects.filter(pk=value).values_list("name", flat=True).first() or ""
        return value.name if isinstance(value, Actor) else value

    def clean(self, value: object) -> Actor | None:
        name = tidy(str(super().clean(value) or ""))
        return named_or_refused(name) if name else None


class OrganisationsField(forms.CharField):
    """Several organisations, one name on each line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
        kwargs["help_text"] = _("Je Zeile der Name einer Organisation, wie er im Register steht.")
        super().__init__(max_length=5000, **kwargs)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Iterable) and not isinstance(value, str):
            return "\n".join(str(actor) for actor in value)
        return value

    def clean(self, value: object) -> list[Actor]:
        found, problems = [], []
        for line in str(super().clean(value) or "").splitlines():
            if not tidy(line):
                continue
            try:
                found.append(named_or_refused(tidy(line)))
            except ValidationError as error:
                problems += error.messages
        if problems:
            raise ValidationError(problems)
        return found


def named_or_refused(name: str) -> Actor:
    found = directory.actor_called(name)
    if found:
        return found
    near = directory.actors_named(name, limit=5)
    if near:
        options = ", ".join(f"„{actor.name}“" for actor in near)
        raise ValidationError(
            _("„%(name)s“ ist nicht eindeutig. Meinen Sie %(near)s?") % {"name": name, "near": options}
        )
    raise ValidationError(
        _("„%(name)s“ steht nicht im Register. Bitte legen Sie die Organisation zuerst an.") % {"name": name}
    )


def register_field(column: Any, **kwargs: Any) -> forms.Field | None:
    """How a column of the register is asked for; Meta.formfield_callback of every form here."""
    common = {"label": capfirst(column.verbose_name), "required": not column.blank, "help_text": column.help_text}
    if isinstance(column, models.DateField):
        return LongAgoField(**common) if column.name == "founded_on" else DayField(**common)
    if isinstance(column, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
    if column.is_relation:
        field = _relation_field(column, common)
        if field is not None:
            return field
    if isinstance(column, models.URLField):
        kwargs["assume_scheme"] = "https"
    found: forms.Field | None = column.formfield(**kwargs)
    if isinstance(found, forms.ChoiceField) and column.blank:
        found.choices = [("", _("keine Angabe")), *column.choices]
    return found


def _relation_field(column: Any, common: dict[str, Any]) -> forms.Field | None:
    there = column.related_model
    if there is Actor:
        return (OrganisationsField if column.many_to_many else OrganisationField)(
            label=common["label"], required=common["required"]
        )
    rows = in_two_levels(there) if issubclass(there, ListEntry) else there._default_manager.all()
    if column.many_to_many:
        return EntriesField(rows, **common)
    return EntryField(rows, empty_label=_("keine Angabe"), **common)


class RegisterForm(ModelForm):
    """Base of the forms over rows of the register. Checked here; saved by register.editing alone, never by save()."""

    def validate_constraints(self) -> None:
        """The database's own rules are said in clear words by each form's clean()."""

    def many(self) -> dict[str, Any]:
        names = {column.name for column in self._meta.model._meta.many_to_many}
        return {name: list(value) for name, value in self.cleaned_data.items() if name in names}

    def values(self) -> dict[str, Any]:
        names = {column.name for column in self._meta.model._meta.concrete_fields if not column.primary_key}
        return {name: value for name, value in self.cleaned_data.items() if name in names}
