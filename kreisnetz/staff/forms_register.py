"""Forms about networks: filter of the list, the profile in short parts, target list, documents, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import modelform_factory, modelformset_factory
from django.utils.translation import gettext_lazy as _

from kreisnetz.register.directory import NetworkFilter
from kreisnetz.register.models import (
    FieldOfAction,
    Municipality,
    Network,
    NetworkEntry,
    NetworkLink,
    TargetSeat,
)
from kreisnetz.staff.forms_dates import DayField
from kreisnetz.staff.forms_register_fields import EntryField, RegisterForm, in_two_levels, register_field
from kreisnetz.ui.forms import Form


class NetworkFilterForm(Form):
    mark_optional = False
    q = forms.CharField(label=_("Suchwort"), max_length=100, required=False, widget=forms.SearchInput)
    feld = EntryField(FieldOfAction.objects.none(), label=_("Handlungsfeld"), required=False, empty_label=_("alle"))
    kommune = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kommune"), required=False, empty_label=_("alle")
    )
    art = forms.ChoiceField(label=_("Art"), choices=[("", _("alle")), *Network.Kind.choices], required=False)
    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("alle, die es gibt")), *Network.Status.choices], required=False
    )
    am = DayField(label=_("Stand am"), required=False, help_text=_("leer: heute"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feld"].queryset = in_two_levels(FieldOfAction)
        self.fields["kommune"].queryset = Municipality.objects.all()

    def wanted(self) -> NetworkFilter:
        self.is_valid()
        data = self.cleaned_data
        return NetworkFilter(
            words=data.get("q") or "",
            field=data.get("feld"),
            municipality=data.get("kommune"),
            kind=data.get("art") or "",
            status=data.get("stand") or "",
        )

    def day(self, today: date) -> date:
        self.is_valid()
        return self.cleaned_data.get("am") or today


class DayForm(Form):
    """The table of one day: today, or as it was."""

    mark_optional = False
    am = DayField(label=_("Mitglieder am"), required=False)


@dataclass(frozen=True)
class Part:
    """One short form of a profile."""

    key: str
    title: Any
    fields: tuple[str, ...]


class NetworkPartForm(RegisterForm):
    """One part of a network's profile."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        founded = data.get("founded_on", self.instance.founded_on)
        ends = data.get("ends_on", self.instance.ends_on)
        if founded and ends and ends < founded:
            self.add_error("ends_on", _("Das Ende liegt vor der Gründung. Bitte prüfen Sie beide Tage."))
        if data.get("county_wide") and data.get("municipalities"):
            self.add_error(
                "municipalities",
                _("Entweder im ganzen Kreis oder nur in einzelnen Kommunen: Nehmen Sie bitte eines davon heraus."),
            )
        return data


NETWORK_PARTS: Mapping[str, Part] = {
    part.key: part
    for part in (
        Part("zweck", _("Name, Zweck und Aufgaben"), ("name", "short_name", "kind", "purpose", "tasks", "is_public")),
        Part("auftrag", _("Auftrag und Träger"), ("mandate", "governance", "hosts", "parent")),
        Part(
            "themen",
            _("Handlungsfelder, Zielgruppen und Orte"),
            ("fields_of_action", "challenges", "target_groups", "age_groups", "county_wide", "municipalities"),
        ),
        Part(
            "arbeitsweise",
            _("Sitzungen und Größe"),
            ("rhythm", "meetings_per_year", "meeting_hours", "size_limit", "is_plenary"),
        ),
        Part(
            "stand",
            _("Stand und Überprüfung"),
            ("status", "founded_on", "review_due_on", "ends_on"),
        ),
        Part("intern", _("Nur für das Büro"), ("where_things_are", "note")),
    )
}


def network_form(part: Part) -> type[NetworkPartForm]:
    return modelform_factory(Network, form=NetworkPartForm, fields=part.fields, formfield_callback=register_field)


NEW_NETWORK = Part("neu", _("Neues Netzwerk"), ("name", "short_name", "kind", "status", "purpose"))


class LineForm(RegisterForm):
    """One row of several on a page."""

    mark_optional = False


class TargetForm(LineForm):
    """A line of the target list."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("DELETE"):
            return data
        if self.has_changed() and not (data.get("kind") or data.get("group") or data.get("municipality")):
            self.add_error("kind", _("Bitte wählen Sie mindestens Art, Gruppe oder Kommune."))
        return data


class LinkForm(LineForm):
    pass


class EntryForm(LineForm):
    pass


TargetRows = modelformset_factory(
    TargetSeat,
    form=TargetForm,
    fields=("label", "kind", "group", "municipality", "minimum", "source", "not_applicable"),
    formfield_callback=register_field,
    extra=2,
    can_delete=True,
    max_num=200,
)
LinkRows = modelformset_factory(
    NetworkLink,
    form=LinkForm,
    fields=("kind", "title", "url", "dated_on", "parties", "is_public"),
    formfield_callback=register_field,
    extra=2,
    can_delete=True,
    max_num=200,
)
EntryRows = modelformset_factory(
    NetworkEntry,
    form=EntryForm,
    fields=("kind", "text", "dated_on", "responsible", "due_on", "done_on"),
    formfield_callback=register_field,
    extra=1,
    can_delete=True,
    max_num=500,
)
