"""The form of an event: one screen for everything an announcement has. It checks what was typed and saves nothing.

From and to the room's Content goes forms_content.py.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.models import Event, Part, Series, Venue
from kreisnetz.register.models import FieldOfAction, Municipality, StakeholderGroup
from kreisnetz.staff.forms_dates import DayField, TimeField, moment
from kreisnetz.ui.forms import Form

YES_NO = [("", _("weiß ich nicht")), ("ja", _("ja")), ("nein", _("nein"))]
VENUE_FIELDS = (
    "name",
    "street",
    "postcode",
    "town",
    "municipality",
    "step_free",
    "accessible_toilet",
    "induction_loop",
    "accessible_parking",
    "accessibility_note",
    "directions",
)
WHEN_AND_WHERE = frozenset(
    {"starts_on", "starts_time", "ends_on", "ends_time", "doors_time", "all_day", "venue", "online_url"}
    | {f"venue_{name}" for name in VENUE_FIELDS}
)


def lines(rows: int, **attrs: object) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class YesNoField(forms.ChoiceField):
    """Yes, no, or not known; None means not known."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(choices=YES_NO, required=False, **kwargs)

    def prepare_value(self, value: object) -> object:
        return {True: "ja", False: "nein", None: ""}.get(value, value) if isinstance(value, bool | None) else value

    def clean(self, value: object) -> bool | None:
        return {"ja": True, "nein": False}.get(str(super().clean(value)))


class Lines(forms.CharField):
    """Several entries, one per line."""

    def __init__(self, *, rows: int = 3, **kwargs: object) -> None:
        super().__init__(widget=lines(rows), required=False, **kwargs)

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> tuple[str, ...]:
        typed = (" ".join(line.split()) for line in str(super().clean(value) or "").splitlines())
        return tuple(dict.fromkeys(line for line in typed if line))


class VenueForm(Form):
    """The place: a known one, or a new one with what visitors with disabilities need to know."""

    mark_optional = False
    venue = forms.ModelChoiceField(
        label=_("Bekannter Ort"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("– neuer Ort oder keiner –"),
    )
    venue_name = forms.CharField(label=_("Name des neuen Ortes"), max_length=200, required=False)
    venue_street = forms.CharField(label=_("Straße und Hausnummer"), max_length=200, required=False)
    venue_postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Postleitzahl"),
        required=False,
        error_messages={"invalid": _("Bitte fünf Ziffern angeben.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    venue_town = forms.CharField(label=_("Ort"), max_length=100, required=False)
    venue_municipality = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("– außerhalb des Kreises –"),
    )
    venue_step_free = YesNoField(label=_("Stufenlos erreichbar?"))
    venue_accessible_toilet = YesNoField(label=_("Toilette für Menschen im Rollstuhl?"))
    venue_induction_loop = YesNoField(label=_("Induktive Höranlage?"))
    venue_accessible_parking = YesNoField(label=_("Behindertenparkplätze?"))
    venue_accessibility_note = forms.CharField(
        label=_("Weitere Hinweise zur Barrierefreiheit"), widget=lines(2), required=False, max_length=2000
    )
    venue_directions = forms.CharField(
        label=_("Anfahrt mit Bus, Bahn und Auto"), widget=lines(2), required=False, max_length=2000
    )
    online_url = forms.URLField(
        label=_("Adresse der Online-Veranstaltung"), required=False, max_length=200, assume_scheme="https"
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.all()
        self.fields["venue_municipality"].queryset = Municipality.objects.all()

    def clean_venue_part(self) -> None:
        """One of the two: a known place, or a new one with a name."""
        data = self.cleaned_data
        typed = [name for name in VENUE_FIELDS if name != "name" and data.get(f"venue_{name}") not in (None, "")]
        if data.get("venue") and data.get("venue_name"):
            self.add_error("venue_name", _("Bitte nur eines: einen bekannten Ort wählen oder einen neuen eintragen."))
        elif not data.get("venue") and not data.get("venue_name") and typed:
            self.add_error("venue_name", _("Bitte geben Sie dem neuen Ort einen Namen."))

    def new_venue(self) -> Mapping[str, object] | None:
        data = self.cleaned_data
        if not data.get("venue_name"):
            return None
        return {name: data[f"venue_{name}"] for name in VENUE_FIELDS}


class WhenForm(Form):
    """Begin and end of the event."""

    mark_optional = False
    starts_on = DayField(
        label=_("Tag"), error_messages={"required": _("Bitte geben Sie den Tag an, z. B. 27.06.2026.")}
    )
    starts_time = TimeField(label=_("Beginn"), required=False)
    ends_time = TimeField(label=_("Ende"), required=False)
    doors_time = TimeField(label=_("Einlass"), required=False)
    ends_on = DayField(label=_("Letzter Tag"), required=False, help_text=_("nur, wenn es mehrere Tage dauert"))
    all_day = forms.BooleanField(label=_("ganztägig, ohne Uhrzeit"), required=False)

    def clean_when(self) -> None:
        data = self.cleaned_data
        day: date | None = data.get("starts_on")
        start: time | None = data.get("starts_time")
        if day is None or "starts_time" in self.errors or "ends_time" in self.errors:
            return
        if start is None and not data.get("all_day"):
            self.add_error("starts_time", _("Bitte geben Sie den Beginn an, oder kreuzen Sie „ganztägig“ an."))
            return
        last = data.get("ends_on") or day
        if last < day:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
            return
        starts_at, ends_at = when_of(data)
        if ends_at is not None and ends_at < starts_at:
            self.add_error(
                "ends_time", _("Das Ende liegt vor dem Beginn. Geht es über Mitternacht, geben Sie den letzten Tag an.")
            )
        doors = data.get("doors_time")
        if doors and start and doors > start and not data.get("all_day"):
            self.add_error("doors_time", _("Der Einlass liegt nach dem Beginn."))


def when_of(data: Mapping[str, object]) -> tuple[datetime, datetime | None]:
    """Begin and end as moments; all-day events begin at midnight and end (if over several days) on their last day."""
    day: date = data["starts_on"]
    last: date = data.get("ends_on") or day
    if data.get("all_day"):
        return moment(day), moment(last) if last > day else None
    starts_at = moment(day, data["starts_time"])
    end = data.get("ends_time")
    if end is None:
        return starts_at, None if last == day else moment(last, time(23, 59))
    return starts_at, moment(last, end)


class EventForm(WhenForm, VenueForm):
    """Everything an announcement has. Only title, day and begin are a must."""

    # Was
    title = forms.CharField(
        label=_("Titel"), max_length=250, error_messages={"required": _("Bitte geben Sie dem Termin einen Titel.")}
    )
    subtitle = forms.CharField(label=_("Untertitel oder Thema"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Art"), choices=Event.Kind.choices, initial=Event.Kind.OTHER)
    series = forms.ModelChoiceField(
        label=_("Reihe"), queryset=Series.objects.none(), required=False, empty_label=_("– keine –")
    )
    new_series = forms.CharField(label=_("Neue Reihe"), max_length=200, required=False)
    description = forms.CharField(label=_("Beschreibung"), widget=lines(8), required=False, max_length=20000)
    programme = forms.CharField(label=_("Ablauf"), widget=lines(3), required=False, max_length=10000)
    audience = forms.ChoiceField(label=_("Zielgruppe"), choices=Event.Audience.choices, initial=Event.Audience.EVERYONE)
    audience_note = forms.CharField(label=_("Wer ist eingeladen?"), max_length=300, required=False)
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Handlungsfelder"),
        queryset=FieldOfAction.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_free = forms.BooleanField(label=_("kostenfrei"), required=False, initial=True)
    fee = forms.CharField(label=_("Kosten"), max_length=200, required=False)
    # Anmeldung
    registration_open = forms.BooleanField(label=_("Anmeldung auf dieser Seite"), required=False)
    external_registration_url = forms.URLField(
        label=_("Anmeldung auf einer anderen Seite"), required=False, max_length=200, assume_scheme="https"
    )
    seats = forms.IntegerField(
        label=_("Plätze"),
        required=False,
        min_value=1,
        max_value=20000,
        help_text=_("leer: ohne Begrenzung"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    registration_opens_on = DayField(label=_("Anmeldung ab"), required=False, help_text=_("leer: sofort"))
    deadline_on = DayField(label=_("Anmeldeschluss"), required=False, help_text=_("leer: bis zum Beginn"))
    deadline_time = TimeField(label=_("Uhrzeit des Anmeldeschlusses"), required=False, help_text=_("leer: Tagesende"))
    double_opt_in = forms.BooleanField(
        label=_("Anmeldungen aus dem Internet per E-Mail bestätigen lassen"), required=False, initial=True
    )
    waiting_list = forms.BooleanField(label=_("Warteliste führen"), required=False, initial=True)
    offer_hours = forms.IntegerField(
        label=_("Stunden Zeit, um einen frei gewordenen Platz anzunehmen"),
        min_value=0,
        max_value=720,
        initial=48,
        help_text=_("0: wer nachrückt, ist sofort angemeldet"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    max_party = forms.IntegerField(
        label=_("Höchstens so viele Personen je Anmeldung"),
        min_value=1,
        max_value=200,
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    catering = forms.BooleanField(label=_("Buffet oder Essen"), required=False)
    menu = Lines(
        label=_("Essen zur Auswahl"), max_length=2000, help_text=_("eine Zeile je Wahl, ohne Gründe: „vegetarisch“")
    )
    ask_access_needs = forms.BooleanField(label=_("Nach Unterstützungsbedarf fragen"), required=False, initial=True)
    ask_group = forms.BooleanField(label=_("Nach der Gruppe am Tisch fragen"), required=False)
    # Zugänglichkeit
    languages = forms.CharField(label=_("Sprachen der Veranstaltung"), max_length=120, required=False)
    plain_language = forms.CharField(
        label=_("Text in Leichter Sprache"), widget=lines(3), required=False, max_length=20000
    )
    sign_language_url = forms.URLField(
        label=_("Video in Deutscher Gebärdensprache"), required=False, max_length=200, assume_scheme="https"
    )
    # Kontakt
    contact_name = forms.CharField(label=_("Wer hilft bei Fragen?"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-Mail für Fragen und Anmeldung"), required=False)
    contact_phone = forms.CharField(label=_("Telefon"), max_length=60, required=False)
    contact_fax = forms.CharField(label=_("Fax"), max_length=60, required=False)
    attended_estimate = forms.IntegerField(
        label=_("Gäste (ungefähr)"),
        required=False,
        min_value=0,
        max_value=100000,
        help_text=_("für den Rückblick"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )

    def __init__(self, *args: object, fixed_when: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = Series.objects.all()
        self.fields["fields_of_action"].queryset = FieldOfAction.objects.all()
        for value, label in StakeholderGroup.choices:
            self.fields[f"group_{value}"] = forms.IntegerField(
                label=gettext("davon für: %(group)s") % {"group": label},
                required=False,
                min_value=0,
                max_value=20000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
            )
        self.fixed_when = fixed_when
        if fixed_when:
            for name in WHEN_AND_WHERE:
                del self.fields[name]

    def clean(self) -> dict[str, object]:
        super().clean()
        if not self.fixed_when:
            self.clean_when()
            self.clean_venue_part()
        data = self.cleaned_data
        if data.get("series") and data.get("new_series"):
            self.add_error("new_series", _("Bitte nur eines: eine bekannte Reihe wählen oder eine neue eintragen."))
        if data.get("registration_open") and data.get("external_registration_url"):
            self.add_error(
                "external_registration_url", _("Bitte nur eines: Anmeldung hier oder auf einer anderen Seite.")
            )
        if data.get("deadline_time") and not data.get("deadline_on"):
            self.add_error("deadline_on", _("Bitte geben Sie auch den Tag des Anmeldeschlusses an."))
        self._clean_seats()
        return data

    def _clean_seats(self) -> None:
        data = self.cleaned_data
        reserved = sum(data.get(f"group_{value}") or 0 for value in StakeholderGroup.values)
        if not reserved or "seats" in self.errors:
            return
        seats = data.get("seats")
        if seats is None:
            self.add_error(
                "seats", _("Bitte geben Sie die Plätze insgesamt an, wenn Sie welche für Gruppen zurückhalten.")
            )
        elif reserved > seats:
            self.add_error(
                "seats",
                ValidationError(
                    _("Für Gruppen sind %(reserved)s Plätze zurückgehalten, es gibt aber nur %(seats)s."),
                    params={"reserved": reserved, "seats": seats},
                ),
            )


class PartForm(Form):
    """One host, speaker or moderator; an empty name means: this row is not used."""

    mark_optional = False
    role = forms.ChoiceField(label=_("Rolle"), choices=Part.Role.choices)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    function = forms.CharField(label=_("Funktion"), max_length=200, required=False)
    is_controller = forms.BooleanField(label=_("verantwortlich für den Datenschutz"), required=False)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("function") and not data.get("name"):
            self.add_error("name", _("Bitte geben Sie auch den Namen an."))
        return data


class DateForm(Form):
    """One further date; an empty day means: this row is not used."""

    mark_optional = False
    starts_on = DayField(label=_("Tag"), required=False)
    starts_time = TimeField(label=_("Beginn"), required=False)
    ends_time = TimeField(label=_("Ende"), required=False)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        start, end = data.get("starts_time"), data.get("ends_time")
        if (start or end) and not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Bitte geben Sie den Tag an."))
        if end and not start and "starts_time" not in self.errors:
            self.add_error("starts_time", _("Bitte geben Sie auch den Beginn an."))
        if start and end and end < start:
            self.add_error("ends_time", _("Das Ende liegt vor dem Beginn."))
        return data


PartRows = forms.formset_factory(PartForm, extra=2, max_num=40, absolute_max=60)
DateRows = forms.formset_factory(DateForm, extra=1, max_num=60, absolute_max=80)
