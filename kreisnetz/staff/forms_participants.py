"""Forms about people: fast entry of a registration by phone or letter, the filter of the list, a message to many."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models import AccessNeeds, Event, MenuChoice, Registration
from kreisnetz.events.registration import Application, Attendee, Needs
from kreisnetz.staff.forms_event import lines
from kreisnetz.ui.forms import Form

OFFICE_CHANNELS = [(value, label) for value, label in Registration.Channel.choices if value != Registration.Channel.WEB]
SMALL = {"inputmode": "numeric", "size": 4}
PLACEHOLDERS = ("{Vorname}", "{Nachname}", "{Termin}")


class RegistrationForm(Form):
    """One registration as the office takes it down. Only a last name is a must."""

    mark_optional = False
    channel = forms.ChoiceField(label=_("Eingegangen per"), choices=OFFICE_CHANNELS, initial="phone")
    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, error_messages={"required": _("Bitte geben Sie den Nachnamen an.")}
    )
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    n_seats = forms.IntegerField(
        label=_("Plätze"), min_value=1, max_value=200, initial=1, widget=forms.TextInput(attrs=SMALL)
    )
    menu_choice = forms.ModelChoiceField(
        label=_("Essen"), queryset=MenuChoice.objects.none(), required=False, empty_label=_("– noch offen –")
    )
    stays_away = forms.BooleanField(label=_("Meldet nur andere an, kommt nicht selbst"), required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False, max_length=254)
    phone = forms.CharField(label=_("Telefon"), max_length=60, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=60, required=False)
    postal_address = forms.CharField(label=_("Postanschrift"), max_length=1000, required=False, widget=lines(3))
    answer_by = forms.ChoiceField(
        label=_("Antwort per"),
        choices=[("", _("E-Mail, sonst wie eingegangen")), *OutgoingMessage.Channel.choices],
        required=False,
    )
    group = forms.ChoiceField(label=_("Gruppe am Tisch"), required=False)
    language = forms.ChoiceField(label=_("Sprache der Antwort"), choices=[("de", "Deutsch"), ("en", "English")])
    remarks = forms.CharField(label=_("Bemerkung"), max_length=2000, required=False, widget=lines(2))
    needs = forms.MultipleChoiceField(
        label=_("Unterstützung"),
        choices=AccessNeeds.Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_note = forms.CharField(label=_("Weitere Angaben dazu"), max_length=1000, required=False, widget=lines(2))
    needs_consent = forms.BooleanField(
        label=_("Die Person ist einverstanden, dass wir diese Angaben für den Termin speichern"), required=False
    )

    def __init__(self, *args: Any, event: Event, may_see_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        if not self.is_bound:
            self.fields["last_name"].widget.attrs["autofocus"] = True
        self.fields["menu_choice"].queryset = event.menu.all()
        groups = Registration._meta.get_field("group").choices or []
        self.fields["group"].choices = [("", _("– keine Angabe –")), *groups]
        if not event.menu.all():
            del self.fields["menu_choice"]
        if not event.ask_group and not any(pool.group for pool in event.pools.all()):
            del self.fields["group"]
        if not (event.ask_access_needs and may_see_needs):
            for name in ("needs", "needs_note", "needs_consent"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = data.get("needs") or data.get("needs_note")
        if asked and not data.get("needs_consent"):
            self.add_error(
                "needs_consent",
                _("Ohne Einverständnis dürfen wir diese Angaben nicht speichern. Bitte fragen Sie nach."),
            )
        needed = {"email": "email", "fax": "fax", "letter": "postal_address", "phone": "phone"}
        way = needed.get(str(data.get("channel")))
        contacts = ("email", "phone", "fax", "postal_address")
        if way and not any(data.get(name) for name in contacts) and not self.errors:
            self.add_error(way, _("Bitte geben Sie an, wie wir die Person erreichen, oder wählen Sie „vor Ort“."))
        answer = needed.get(str(data.get("answer_by")))
        if answer and answer not in self.errors and not data.get(answer):
            self.add_error(
                answer,
                _(
                    "Auf diesem Weg soll die Antwort kommen. Bitte füllen Sie das Feld aus, oder wählen Sie bei „Antwort per“ etwas anderes."
                ),
            )
        return data

    def application(self, rows: forms.BaseFormSet, *, kept_needs: Needs | None = None) -> Application:
        data = self.cleaned_data
        people = [] if data["stays_away"] else [self._self()]
        people += [row.attendee() for row in rows if row.is_used()]
        needs = kept_needs
        if "needs" in self.fields:
            needs = Needs(tuple(data["needs"]), data["needs_note"]) if data["needs_consent"] else None
        return Application(
            last_name=data["last_name"],
            first_name=data["first_name"],
            organisation=data["organisation"],
            email=data["email"],
            phone=data["phone"],
            fax=data["fax"],
            postal_address=data["postal_address"],
            answer_by=data["answer_by"],
            group=data.get("group", ""),
            people=tuple(people) or (Attendee(),),
            n_seats=max(data["n_seats"], len(people), 1),
            access_needs=needs,
            remarks=data["remarks"],
            language=data["language"],
        )

    def _self(self) -> Attendee:
        data = self.cleaned_data
        choice = data.get("menu_choice")
        return Attendee(data["first_name"], data["last_name"], choice.pk if choice else None)


class PersonForm(Form):
    """One more person of the same registration; an empty row is not used."""

    mark_optional = False
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100, required=False)
    menu_choice = forms.ModelChoiceField(
        label=_("Essen"), queryset=MenuChoice.objects.none(), required=False, empty_label=_("– noch offen –")
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = event.menu.all()
        self.fields["menu_choice"].queryset = choices
        if not choices:
            del self.fields["menu_choice"]

    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("first_name", "last_name", "menu_choice"))

    def attendee(self) -> Attendee:
        data = self.cleaned_data
        choice = data.get("menu_choice")
        return Attendee(data["first_name"], data["last_name"], choice.pk if choice else None)


PersonRows = forms.formset_factory(PersonForm, extra=3, max_num=200, absolute_max=250)


def filled_from_registration(registration: Registration) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The form and the rows of an existing registration."""
    people = list(registration.participants.all())
    first = people[0] if people else None
    own = bool(first and (first.first_name, first.last_name) == (registration.first_name, registration.last_name))
    names = ("channel", "last_name", "first_name", "organisation", "n_seats", "email", "phone", "fax", "group")
    values = {
        name: getattr(registration, name) for name in (*names, "postal_address", "answer_by", "language", "remarks")
    }
    values["menu_choice"] = first.menu_choice_id if first and own else None
    values["stays_away"] = bool(first and first.name and not own)
    needs = getattr(registration, "access_needs", None)
    if needs is not None:
        values |= {"needs": needs.needs, "needs_note": needs.note, "needs_consent": True}
    others = people[1:] if own or not (first and first.name) else people
    rows = [{"first_name": p.first_name, "last_name": p.last_name, "menu_choice": p.menu_choice_id} for p in others]
    return values, rows


class ParticipantFilterForm(Form):
    """Filter of the list of participants."""

    mark_optional = False
    q = forms.CharField(label=_("Name oder Organisation"), max_length=100, required=False, widget=forms.SearchInput)
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("alle, die dabei sind")), ("alle", _("auch Abgemeldete")), *Registration.State.choices],
        required=False,
    )
    kanal = forms.ChoiceField(
        label=_("Eingegangen per"), choices=[("", _("alle Wege")), *Registration.Channel.choices], required=False
    )


class MessageForm(Form):
    """One message to many; each gets it in the own name, by the way each can be reached."""

    mark_optional = False
    states = forms.MultipleChoiceField(
        label=_("An wen?"),
        choices=[(value, label) for value, label in Registration.State.choices if value in Registration.LIVE],
        widget=forms.CheckboxSelectMultiple,
        initial=[Registration.State.CONFIRMED],
        error_messages={"required": _("Bitte wählen Sie, wer die Nachricht bekommt.")},
    )
    subject = forms.CharField(
        label=_("Betreff"), max_length=200, error_messages={"required": _("Bitte geben Sie einen Betreff an.")}
    )
    text = forms.CharField(
        label=_("Nachricht"),
        max_length=10000,
        widget=lines(10),
        help_text=_(
            "Die Anrede mit dem Namen und der Gruß stehen schon im Brief. Platzhalter: {Vorname}, {Nachname}, {Termin}."
        ),
        error_messages={"required": _("Bitte schreiben Sie die Nachricht.")},
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: secrets.token_hex(8))

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        return self._known_placeholders(text)

    def clean_subject(self) -> str:
        return self._known_placeholders(str(self.cleaned_data["subject"]))

    def _known_placeholders(self, text: str) -> str:
        rest = text
        for known in PLACEHOLDERS:
            rest = rest.replace(known, "")
        start = rest.find("{")
        if start >= 0 and "}" in rest[start:]:
            unknown = rest[start : rest.index("}", start) + 1]
            sentence = _("Den Platzhalter „%(name)s“ gibt es nicht. Möglich: {Vorname}, {Nachname}, {Termin}.")
            raise ValidationError(sentence, params={"name": unknown[:40]})
        return text
