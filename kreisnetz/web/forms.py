"""The filter above the calendar. Choices come from what is in use; nothing typed is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.calendar import PAST
from kreisnetz.events.models import Event, Series
from kreisnetz.register.models import FieldOfAction, Municipality
from kreisnetz.ui.forms import Form


class FilterForm(Form):
    """Unbound-looking form of a GET page: names are the parameters of the address."""

    mark_optional = False
    q = forms.CharField(label=_("Suchwort"), required=False, max_length=100)
    kommune = forms.ChoiceField(label=_("Kommune"), required=False)
    feld = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    zielgruppe = forms.ChoiceField(label=_("Für wen"), required=False)
    reihe = forms.ChoiceField(label=_("Reihe"), required=False)
    zeit = forms.ChoiceField(
        label=_("Zeit"), required=False, choices=[("", _("Kommende Termine")), (PAST, _("Vergangene Termine"))]
    )

    def __init__(self, *args: Any, with_time: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_time:
            del self.fields["zeit"]
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
