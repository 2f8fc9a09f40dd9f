"""Forms about the lists the county keeps: an entry, merging two, who is responsible for a field where."""

from typing import Any

from django import forms
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.names import search_key, tidy
from kreisnetz.register.models import (
    ActorKind,
    AgeGroup,
    Challenge,
    Competence,
    FieldOfAction,
    Language,
    ListEntry,
    ResponsibleArea,
    TargetGroup,
)
from kreisnetz.staff.forms_register_fields import EntryField, RegisterForm, in_two_levels, register_field
from kreisnetz.ui.forms import Form

# Word in the address -> (rows, heading, own fields besides name and parent)
LISTS: dict[str, tuple[type[ListEntry], Any, tuple[str, ...]]] = {
    "handlungsfelder": (FieldOfAction, _("Handlungsfelder"), ()),
    "herausforderungen": (Challenge, _("Herausforderungen"), ()),
    "kompetenzen": (Competence, _("Kompetenzen"), ()),
    "zielgruppen": (TargetGroup, _("Zielgruppen"), ()),
    "altersgruppen": (AgeGroup, _("Altersgruppen"), ("from_age", "to_age")),
    "arten": (ActorKind, _("Arten von Organisationen"), ("default_group",)),
    "sprachen": (Language, _("Sprachen"), ("code",)),
}


class EntryBaseForm(RegisterForm):
    """One entry of a list. A name stands in a list only once, whatever its spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            top = self._meta.model._default_manager.filter(parent__isnull=True).exclude(pk=self.instance.pk)
            self.fields["parent"] = EntryField(
                top, label=_("gehört zu"), required=False, empty_label=_("nichts (oberste Ebene)")
            )
            self.initial.setdefault("parent", self.instance.parent_id)

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        if search_key(name) and others.filter(sort_key=search_key(name)).exists():
            raise forms.ValidationError(_("Diesen Eintrag gibt es schon."))
        return name

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"]).lower()
        if self._meta.model._default_manager.exclude(pk=self.instance.pk).filter(code=code).exists():
            raise forms.ValidationError(_("Dieses Kürzel hat schon eine andere Sprache."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("from_age"), data.get("to_age")
        if start is not None and end is not None and end < start:
            self.add_error("to_age", _("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Zahlen."))
        return data

    def validate_unique(self) -> None:
        """Said by clean_name and clean_code in clear words."""


def entry_form(model: type[ListEntry], own: tuple[str, ...]) -> type[EntryBaseForm]:
    return modelform_factory(
        model, form=EntryBaseForm, fields=("name", "parent", *own), formfield_callback=register_field
    )


class MergeForm(Form):
    """Into which entry another one goes."""

    mark_optional = False

    def __init__(self, *args: Any, entry: ListEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = in_two_levels(type(entry)).exclude(pk=entry.pk)
        self.fields["into"] = EntryField(others, label=_("Zusammenführen mit"), empty_label=_("bitte wählen"))
        self.speak_clearly()


class HistoryFilterForm(Form):
    mark_optional = False
    was = forms.ChoiceField(
        label=_("Zeigen"),
        required=False,
        choices=[("", _("alles")), ("listen", _("nur Listen")), ("geloescht", _("nur Gelöschtes"))],
    )


class AreaBaseForm(RegisterForm):
    pass


AreaForm = modelform_factory(
    ResponsibleArea,
    form=AreaBaseForm,
    fields=("field", "name", "municipalities", "counts_as_covered"),
    formfield_callback=register_field,
)
