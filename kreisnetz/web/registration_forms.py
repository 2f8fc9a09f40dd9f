"""The public registration form: from what somebody typed to an Application. Which fields there are depends on the event."""

import hashlib
from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.models import AccessNeeds, Event, Registration
from kreisnetz.events.registration import Application, Attendee, Needs
from kreisnetz.register.models import StakeholderGroup
from kreisnetz.ui.forms import Form
from kreisnetz.ui.spam import GuardedForm

LONGEST_CHOICE = 20


class RegistrationFields(Form):
    """Everything but the guard, so that it serves the change page too. Needs event=…"""

    own_details = True
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100)
    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, required=False, help_text=_("Wenn Sie für eine Stelle kommen")
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), required=False, help_text=_("Hierhin senden wir Bestätigung und Kalendereintrag.")
    )
    phone = forms.CharField(label=_("Telefon"), max_length=60, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=60, required=False)
    postal_address = forms.CharField(
        label=_("Anschrift"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    n_seats = forms.IntegerField(label=_("Wie viele Personen kommen?"), min_value=1)
    names = forms.CharField(
        label=_("Namen der weiteren Personen"),
        required=False,
        max_length=5000,
        help_text=_("Eine Person je Zeile. Sie können die Namen auch später nennen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    group = forms.ChoiceField(
        label=_("Für wen sprechen Sie am Tisch?"),
        required=False,
        help_text=_("So sehen wir, ob alle Seiten vertreten sind, und halten Plätze frei."),
        widget=forms.RadioSelect,
        choices=[("", _("keine Angabe")), *StakeholderGroup.choices],
    )
    menu = forms.ChoiceField(label=_("Was möchten Sie essen?"), required=False, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label=_("Was brauchen Sie?"),
        required=False,
        choices=AccessNeeds.Need.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_note = forms.CharField(
        label=_("Was sollten wir noch wissen?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needs_consent = forms.BooleanField(
        label=_("Ich bin einverstanden, dass die Geschäftsstelle diese Angaben nutzt, um mich zu unterstützen."),
        required=False,
    )
    remarks = forms.CharField(
        label=_("Bemerkung"),
        max_length=2000,
        required=False,
        help_text=_("Bitte keine Namen anderer Menschen, keine Fälle und keine Angaben zur Gesundheit."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)
        # Not free to leave out: without e-mail another way is needed, and the page says which.
        self.fields["email"].mark_optional = False  # type: ignore[attr-defined]
        self._size()
        self._menu()
        if not event.ask_group:
            del self.fields["group"]
        if not event.ask_access_needs:
            for name in ("needs", "needs_note", "needs_consent"):
                del self.fields[name]

    def _size(self) -> None:
        most = self.event.max_party
        if most == 1:
            del self.fields["n_seats"], self.fields["names"]
        elif most <= LONGEST_CHOICE:
            words = [(n, str(n)) for n in range(1, most + 1)]
            self.fields["n_seats"] = forms.TypedChoiceField(
                label=self.fields["n_seats"].label, coerce=int, choices=words, initial=1
            )
            self.fields["n_seats"].error_messages["invalid_choice"] = _t(
                "Bitte wählen Sie eine Zahl von 1 bis %(most)s."
            ) % {"most": most}
        else:
            self.fields["n_seats"].widget.attrs["max"] = most
            self.fields["n_seats"].validators.append(MaxValueValidator(most))

    def _menu(self) -> None:
        self.choices_of_menu = list(self.event.menu.all()) if self.event.catering else []
        if not self.choices_of_menu:
            del self.fields["menu"]
            return
        field = self.fields["menu"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _t("keine Angabe")), *((str(choice.pk), choice.name) for choice in self.choices_of_menu)]
        if self.event.max_party > 1:
            for choice in self.choices_of_menu:
                self.fields[f"menu_{choice.pk}"] = forms.IntegerField(
                    label=choice.name, min_value=0, max_value=self.event.max_party, required=False
                )

    @property
    def menu_counts(self) -> list[forms.BoundField]:
        """How many of the other people eat what."""
        return [self[name] for name in self.fields if name.startswith("menu_")]

    def clean_names(self) -> list[tuple[str, str]]:
        """(first name, last name) of each further person."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        people = []
        for line in filter(None, lines):
            if "," in line:
                last, _comma, first = line.partition(",")
            else:
                first, _space, last = line.rpartition(" ")
            people.append((first.strip()[:100], last.strip()[:100]))
        return people

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            not any(cleaned.get(name) for name in ("email", "phone", "fax", "postal_address"))
            and "email" not in self.errors
        ):
            self.add_error("email", _t("Bitte geben Sie eine E-Mail-Adresse an. Ohne E-Mail reichen Telefon, Fax oder Anschrift."))  # fmt: skip
        n_seats = cleaned.get("n_seats") or 1
        if len(cleaned.get("names") or []) + 1 > n_seats and "names" in self.fields and "n_seats" not in self.errors:
            self.add_error("names", _t("Sie nennen mehr Namen, als Personen kommen. Bitte passen Sie die Zahl oder die Namen an."))  # fmt: skip
        eaters = sum(cleaned.get(field.name) or 0 for field in self.menu_counts)
        if eaters > n_seats - 1 and eaters:
            self.add_error(self.menu_counts[0].name, _t("Das sind mehr Essen, als weitere Personen kommen. Bitte prüfen Sie die Zahlen."))  # fmt: skip
        if (cleaned.get("needs") or cleaned.get("needs_note")) and not cleaned.get("needs_consent"):
            self.add_error("needs_consent", _t("Bitte setzen Sie hier das Häkchen, damit wir Sie unterstützen dürfen, oder lassen Sie die Angaben leer."))  # fmt: skip
        return cleaned

    def application(self, *, language: str) -> Application:
        """What is asked for; only after is_valid()."""
        data = self.cleaned_data
        n_seats = data.get("n_seats") or 1
        needs = None
        if data.get("needs") or data.get("needs_note"):
            needs = Needs(tuple(data.get("needs") or ()), data.get("needs_note", ""))
        return Application(
            last_name=data["last_name"],
            first_name=data["first_name"],
            organisation=data["organisation"],
            email=data["email"],
            phone=data["phone"],
            fax=data["fax"],
            postal_address=data["postal_address"],
            group=data.get("group", ""),
            people=self._people(n_seats),
            n_seats=n_seats,
            access_needs=needs,
            remarks=data["remarks"],
            language=language,
        )

    def _people(self, n_seats: int) -> tuple[Attendee, ...]:
        data = self.cleaned_data
        own = int(data["menu"]) if data.get("menu") else None
        meals = [
            int(field.name.removeprefix("menu_"))
            for field in self.menu_counts
            for _n in range(data.get(field.name) or 0)
        ]
        names = data.get("names") or []
        others = []
        for number in range(max(len(names), len(meals))):
            first, last = names[number] if number < len(names) else ("", "")
            others.append(Attendee(first, last, meals[number] if number < len(meals) else None))
        return (Attendee(data["first_name"], data["last_name"], own), *others)[:n_seats]

    def summary(self) -> list[tuple[str, str]]:
        """(label, words) of everything that was filled in, for the check page."""
        rows = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if name in {"stamp", "website", "needs_consent"} or value in (None, "", [], 0):
                continue
            if name == "names":
                value = "\n".join(" ".join(filter(None, person)) for person in value)
            elif isinstance(field, forms.MultipleChoiceField):
                words = dict(field.choices)
                value = ", ".join(str(words[item]) for item in value)
            elif isinstance(field, forms.ChoiceField) and name != "n_seats":
                value = str(dict(field.choices)[value])
            label = (
                _t("Weitere Personen: %(meal)s") % {"meal": field.label} if name.startswith("menu_") else field.label
            )
            rows.append((str(label), str(value)))
        return rows


class RegisterForm(GuardedForm, RegistrationFields):
    """The form of the first page."""

    def application(self, *, language: str) -> Application:
        """The same form sent twice is one wish; another person or another wish from the same page is a new one."""
        wish = super().application(language=language)
        said = repr(wish) if wish.email else f"{wish.first_name}|{wish.last_name}"
        return replace(wish, form_key=hashlib.sha256(f"{self.form_key}|{said}".encode()).hexdigest())


class ChangeForm(RegistrationFields):
    """The same for somebody who is registered, filled with what is known."""

    @staticmethod
    def initial_of(registration: Registration) -> dict[str, Any]:
        people = list(registration.participants.all())
        others = people[1:]
        initial: dict[str, Any] = {
            name: getattr(registration, name)
            for name in (
                "first_name", "last_name", "organisation", "email", "phone", "fax", "postal_address", "n_seats", "group", "remarks",
            )
        }  # fmt: skip
        initial["names"] = "\n".join(person.name for person in others if person.name)
        if people and people[0].menu_choice_id:
            initial["menu"] = str(people[0].menu_choice_id)
        for person in others:
            if person.menu_choice_id:
                key = f"menu_{person.menu_choice_id}"
                initial[key] = initial.get(key, 0) + 1
        needs = AccessNeeds.objects.filter(registration=registration).first()
        if needs:
            initial |= {"needs": needs.needs, "needs_note": needs.note, "needs_consent": True}
        return initial
