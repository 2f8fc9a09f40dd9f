"""Forms of the page on which the register is given out: which part, in which format; whose dossier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.register.export.making import GOOD_FOR, Format
from kreisnetz.register.export.selection import Reader, Selection
from kreisnetz.register.models import FieldOfAction, Network
from kreisnetz.staff.forms_dates import DayField
from kreisnetz.staff.forms_register_fields import EntryField, in_two_levels
from kreisnetz.ui.forms import Form

PDF, XLSX = "pdf", "xlsx"


class ExportForm(Form):
    """One format; nothing chosen besides is the whole register with its past."""

    mark_optional = False
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect, initial=Format.XLSX)
    netzwerke = forms.ModelMultipleChoiceField(
        Network.objects.none(),
        label=_("Nur diese Netzwerke"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nichts angekreuzt: alle Netzwerke."),
    )
    feld = EntryField(
        FieldOfAction.objects.none(), label=_("Nur dieses Handlungsfeld"), required=False, empty_label=_("alle")
    )
    am = DayField(
        label=_("Wie es an diesem Tag war"), required=False, help_text=_("Leer: alles, auch frühere Mitglieder.")
    )
    oeffentlich = forms.BooleanField(
        label=_("Nur, was öffentlich gezeigt werden darf: keine Personen, keine Notizen, keine Soll-Liste"),
        required=False,
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["format"].choices = [  # type: ignore[attr-defined]
            (value, f"{label}: {GOOD_FOR[Format(value)]}")
            for value, label in Format.choices
            if value != Format.VCARD or reader.sees_contacts
        ]
        self.fields["netzwerke"].queryset = Network.objects.all()  # type: ignore[attr-defined]
        self.fields["feld"].queryset = in_two_levels(FieldOfAction)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("format") == Format.VCARD and data.get("oeffentlich"):
            self.add_error("oeffentlich", _("Das Adressbuch enthält Personen. Nehmen Sie das Häkchen heraus."))
        return data

    def wanted(self) -> tuple[Format, Selection, Reader]:
        data = self.cleaned_data
        selection = Selection(
            networks=frozenset(network.pk for network in data["netzwerke"]), field=data["feld"], day=data["am"]
        )
        return Format(data["format"]), selection, Reader.everybody() if data["oeffentlich"] else self.reader


class DossierForm(Form):
    """Paper or workbook; the buttons of the page say which."""

    art = forms.ChoiceField(
        label=_("Form"),
        choices=[(PDF, _("PDF")), (XLSX, _("Excel"))],
        error_messages={"required": _("Bitte wählen Sie PDF oder Excel.")},
    )


class PersonDossierForm(DossierForm):
    konto = forms.ModelChoiceField(User.objects.none(), label=_("Wessen Netzwerke?"), empty_label=None, required=True)

    def __init__(self, *args: Any, accounts: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["konto"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=[user.pk for user in accounts]
        )
