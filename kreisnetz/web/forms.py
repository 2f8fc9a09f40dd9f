"""The filter above the calendar. Choices come from what is in use; nothing typed is refused."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.models import Event, Series
from kreisnetz.register.models import FieldOfAction, Municipality
from kreisnetz.ui.forms import Form


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a select, ready to be written."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One select of the filter. Django's own widget would render a template for each of its forty options."""

    name: str
    label: str
    choices: tuple[Choice, ...]


class FilterForm(Form):
    """Form of a GET page: names are the parameters of the address."""

    mark_optional = False
    q = forms.CharField(label=_("Suchwort"), required=False, max_length=100)
    kommune = forms.ChoiceField(label=_("Kommune"), required=False)
    feld = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    zielgruppe = forms.ChoiceField(label=_("Für wen"), required=False)
    reihe = forms.ChoiceField(label=_("Reihe"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Alle"))]
        choices = {
            "kommune": list(Municipality.objects.values_list("slug", "name")),
            "feld": list(FieldOfAction.objects.values_list("slug", "name")),
            "zielgruppe": list(Event.Audience.choices),
            "reihe": list(Series.objects.values_list("slug", "name")),
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = everything + found
            if not found:
                del self.fields[name]

    @property
    def text(self) -> str:
        return str(self.data.get("q", ""))[:100]

    def selects(self) -> list[Select]:
        found = []
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                now = self.data.get(name, "")
                choices = tuple(Choice(str(value), str(label), value == now) for value, label in field.choices)  # type: ignore[misc]
                found.append(Select(name, str(field.label), choices))
        return found
