"""Small forms of the office: searching, cancelling, moving, notes. Big ones have their own file (forms_*.py)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.staff.forms_dates import DayField, TimeField
from kreisnetz.staff.forms_event import VENUE_FIELDS, VenueForm, WhenForm, lines
from kreisnetz.ui.forms import Form

STAGES = [
    ("kommend", _("Veröffentlicht")),
    ("entwuerfe", _("Entwürfe")),
    ("ausgebucht", _("Ausgebucht")),
    ("vergangen", _("Vergangen")),
]


class EventSearchForm(Form):
    """Filter of the list of events."""

    mark_optional = False
    stand = forms.ChoiceField(choices=STAGES, required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Suchen"), max_length=100, required=False, widget=forms.SearchInput)


class ReasonForm(Form):
    """Why an event is cancelled or postponed; stands on the public page and in the mail."""

    mark_optional = False
    note = forms.CharField(
        label=_("Grund oder Hinweis"),
        max_length=300,
        required=False,
        help_text=_("steht auf der öffentlichen Seite und in der Nachricht"),
        widget=forms.TextInput,
    )
    notify = forms.BooleanField(label=_("Alle Angemeldeten benachrichtigen"), required=False, initial=True)


class MoveForm(WhenForm, VenueForm):
    """New time or place of an event."""

    deadline_on = DayField(label=_("Anmeldeschluss"), required=False, help_text=_("leer: bis zum Beginn"))
    deadline_time = TimeField(label=_("Uhrzeit des Anmeldeschlusses"), required=False, help_text=_("leer: Tagesende"))
    mark = forms.TypedChoiceField(
        label=_("Was ändert sich?"),
        choices=[
            ("ja", _("Der Termin wird verlegt. Die Seite sagt das als Erstes.")),
            ("nein", _("Eine Angabe wird ergänzt oder berichtigt.")),
        ],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        initial="ja",
    )
    note = forms.CharField(
        label=_("Hinweis"),
        max_length=300,
        required=False,
        help_text=_("steht auf der öffentlichen Seite und in der Nachricht"),
    )
    notify = forms.BooleanField(label=_("Alle Angemeldeten benachrichtigen"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.clean_when()
        self.clean_venue_part()
        data = self.cleaned_data
        if data.get("deadline_time") and not data.get("deadline_on"):
            self.add_error("deadline_on", _("Bitte geben Sie auch den Tag des Anmeldeschlusses an."))
        deadline: date | None = data.get("deadline_on")
        start: date | None = data.get("starts_on")
        if deadline and start and deadline > start:
            self.add_error("deadline_on", _("Der Anmeldeschluss liegt nach dem Termin."))
        return data


class VenueEditForm(Form):
    """A known place: address and what visitors with disabilities need to know."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = VenueForm()
        for name in VENUE_FIELDS:
            self.fields[name] = typed.fields[f"venue_{name}"]
        self.fields["name"].label = _("Name des Ortes")
        self.fields["name"].required = True
        self.speak_clearly()


class NoteForm(Form):
    """A note of the office about one registration."""

    mark_optional = False
    office_note = forms.CharField(
        label=_("Notiz der Geschäftsstelle"),
        max_length=2000,
        required=False,
        widget=lines(3),
        help_text=_("nur im Büro sichtbar; keine Angaben zur Gesundheit"),
    )


class CancelRegistrationForm(Form):
    """Sign somebody off."""

    notify = forms.BooleanField(label=_("Die Person benachrichtigen"), required=False, initial=True)
