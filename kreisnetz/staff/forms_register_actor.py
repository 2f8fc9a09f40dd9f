"""Forms about organisations and people: filter of the list, the profile in short parts, offers, ways to reach them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import modelform_factory, modelformset_factory
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.names import tidy
from kreisnetz.register.directory import ActorFilter
from kreisnetz.register.models import (
    Actor,
    ActorKind,
    ContactChannel,
    FieldOfAction,
    Municipality,
    Offer,
    Person,
)
from kreisnetz.staff.forms_dates import DayField
from kreisnetz.staff.forms_register import LineForm, Part
from kreisnetz.staff.forms_register_fields import (
    EntryField,
    OrganisationField,
    RegisterForm,
    in_two_levels,
    register_field,
)
from kreisnetz.ui.forms import WHOLE_ADDRESS, Form


class ActorFilterForm(Form):
    mark_optional = False
    q = forms.CharField(label=_("Name oder Stichwort"), max_length=100, required=False, widget=forms.SearchInput)
    art = EntryField(ActorKind.objects.none(), label=_("Art"), required=False, empty_label=_("alle"))
    feld = EntryField(FieldOfAction.objects.none(), label=_("Handlungsfeld"), required=False, empty_label=_("alle"))
    kommune = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kommune"), required=False, empty_label=_("alle")
    )
    alt = forms.BooleanField(label=_("länger als ein Jahr nicht bestätigt"), required=False)
    frei = forms.BooleanField(label=_("mit unbesetztem Sitz"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["art"].queryset = in_two_levels(ActorKind)
        self.fields["feld"].queryset = in_two_levels(FieldOfAction)
        self.fields["kommune"].queryset = Municipality.objects.all()

    def wanted(self, *, sees_protected: bool) -> ActorFilter:
        self.is_valid()
        data = self.cleaned_data
        return ActorFilter(
            words=data.get("q") or "",
            kind=data.get("art"),
            field=data.get("feld"),
            municipality=data.get("kommune"),
            only_stale=bool(data.get("alt")),
            only_vacant=bool(data.get("frei")),
            sees_protected=sees_protected,
        )


class PersonFilterForm(Form):
    mark_optional = False
    q = forms.CharField(label=_("Name oder Funktion"), max_length=100, required=False, widget=forms.SearchInput)
    alt = forms.BooleanField(label=_("länger als ein Jahr nicht bestätigt"), required=False)


class ActorPartForm(RegisterForm):
    """One part of an organisation's profile."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        founded = data.get("founded_on", self.instance.founded_on)
        ended = data.get("ended_on", self.instance.ended_on)
        if founded and ended and ended < founded and "ended_on" in self.fields:
            self.add_error("ended_on", _("Die Auflösung liegt vor der Gründung. Bitte prüfen Sie beide Tage."))
        if data.get("is_public") and not data.get("agreed_on"):
            self.add_error(
                "agreed_on",
                _("Öffentlich zeigen dürfen wir die Organisation nur mit ihrer Zustimmung. Wann hat sie zugestimmt?"),
            )
        if data.get("county_wide") and data.get("municipalities"):
            self.add_error(
                "municipalities",
                _("Entweder im ganzen Kreis oder in einzelnen Kommunen: Nehmen Sie bitte eines davon heraus."),
            )
        return data


ACTOR_PARTS: Mapping[str, Part] = {
    part.key: part
    for part in (
        Part("name", _("Name, Art und Träger"), ("name", "short_names", "kind", "parent", "about", "website")),
        Part(
            "arbeit",
            _("Handlungsfelder, Kompetenzen, Sprachen und Orte"),
            ("fields_of_action", "competences", "languages", "county_wide", "municipalities"),
        ),
        Part("anschrift", _("Anschrift"), ("protected_address", "street", "postcode", "town", "municipality")),
        Part(
            "buero",
            _("Nur für das Büro"),
            (
                "is_public",
                "agreed_on",
                "trust",
                "default_group",
                "sits_everywhere",
                "founded_on",
                "ended_on",
                "note",
            ),
        ),
    )
}
# What a Träger account may change of its own organisation.
OWN_PARTS = frozenset({"name", "arbeit", "anschrift"})
NEW_ACTOR = Part("neu", _("Neue Organisation"), ("name", "short_names", "kind", "parent", "website"))


def actor_form(part: Part) -> type[ActorPartForm]:
    return modelform_factory(Actor, form=ActorPartForm, fields=part.fields, formfield_callback=register_field)


class ChannelForm(LineForm):
    """One way to reach an organisation or a person."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        value = tidy(data.get("value") or "")
        if value and data.get("kind") == ContactChannel.Kind.EMAIL:
            try:
                validate_email(value)
            except ValidationError:
                self.add_error("value", WHOLE_ADDRESS)
        elif value and data.get("kind") and not any(letter.isdigit() for letter in value):
            self.add_error("value", _("Bitte geben Sie eine Nummer an, zum Beispiel 06152 1234."))
        return {**data, "value": value}


_channel_rows: dict[str, Any] = {
    "form": ChannelForm,
    "formfield_callback": register_field,
    "extra": 2,
    "can_delete": True,
    "max_num": 30,
}
ActorChannelRows = modelformset_factory(ContactChannel, fields=("kind", "value", "note", "is_public"), **_channel_rows)
# Ways to reach a person are never public.
PersonChannelRows = modelformset_factory(ContactChannel, fields=("kind", "value", "note"), **_channel_rows)


class OfferBaseForm(RegisterForm):
    pass


OfferForm = modelform_factory(
    Offer,
    form=OfferBaseForm,
    fields=(
        "name",
        "description",
        "url",
        "field",
        "age_groups",
        "target_groups",
        "languages",
        "county_wide",
        "municipalities",
        "is_public",
    ),
    formfield_callback=register_field,
)


class PersonBaseForm(RegisterForm):
    pass


PersonForm = modelform_factory(
    Person,
    form=PersonBaseForm,
    fields=("title", "first_name", "last_name", "function", "source"),
    formfield_callback=register_field,
)


class MovePersonForm(Form):
    """The same person works for another organisation now."""

    actor = OrganisationField(label=_("Organisation"))


class LeaveForm(Form):
    """The day somebody left."""

    left_on = DayField(label=_("Letzter Tag"))
