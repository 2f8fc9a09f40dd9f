"""Forms about seats: add one by the organisation's name, change it, end it, name who sits there."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.names import tidy
from kreisnetz.register import directory
from kreisnetz.register.models import Actor, ActorKind, Membership, Person, StakeholderGroup
from kreisnetz.staff.forms_dates import DayField
from kreisnetz.staff.forms_register_fields import OFFERED, EntryField, Rough, RoughDayField, in_two_levels
from kreisnetz.ui.forms import WHOLE_ADDRESS, Form

NEW = "neu"
NOBODY, VACANT, SOMEBODY_NEW = "", "unbesetzt", "neu"
GROUPS = [("", _("wie die Organisation")), *StakeholderGroup.choices]


class SeatForm(Form):
    """What is said about a seat, whoever sits there."""

    mark_optional = False
    role = forms.ChoiceField(label=_("Rolle"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER)
    role_note = forms.CharField(label=_("Rolle in eigenen Worten"), max_length=120, required=False)
    group = forms.ChoiceField(label=_("Gruppe am Tisch"), choices=GROUPS, required=False)
    since = RoughDayField(label=_("Seit"), required=False)
    until = RoughDayField(label=_("Bis"), required=False)
    sureness = forms.ChoiceField(
        label=_("Wie sicher?"), choices=Membership.Sureness.choices, initial=Membership.Sureness.SURE
    )
    source = forms.CharField(label=_("Quelle"), max_length=200, required=False)
    note = forms.CharField(label=_("Notiz"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until.last() < since.day:
            self.add_error("until", _("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Tage."))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        found = {
            name: data[name] for name in ("role", "role_note", "group", "sureness", "source", "note") if name in data
        }
        if "since" in data:
            since: Rough | None = data["since"]
            found |= {"since": since.day if since else None, "since_precision": since.precision if since else "day"}
        if "until" in data:
            until: Rough | None = data["until"]
            found |= {"until": until.last() if until else None, "until_precision": until.precision if until else "day"}
        return found


def seat_initial(seat: Membership) -> dict[str, Any]:
    names = ("role", "role_note", "group", "sureness", "source", "note")
    found: dict[str, Any] = {name: getattr(seat, name) for name in names}
    for name in ("since", "until"):
        day = getattr(seat, name)
        found[name] = Rough(day, getattr(seat, f"{name}_precision")) if day else None
    return found


class NewSeatForm(SeatForm):
    """A seat for an organisation written by name: found, chosen from those that may be meant, or new."""

    organisation = forms.CharField(
        label=_("Organisation"), max_length=250, widget=forms.TextInput(attrs={"list": OFFERED, "autocomplete": "off"})
    )
    meant = forms.ChoiceField(label=_("Welche Organisation ist gemeint?"), required=False, widget=forms.RadioSelect)
    kind = EntryField(
        ActorKind.objects.none(), label=_("Art der neuen Organisation"), required=False, empty_label=_("keine Angabe")
    )
    is_vacant = forms.BooleanField(label=_("Der Sitz ist unbesetzt"), required=False)
    last_name = forms.CharField(label=_("Nachname der Person"), max_length=100, required=False)
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    function = forms.CharField(label=_("Funktion"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-Mail"), max_length=254, required=False)
    field_order = ("organisation", "meant", "kind", "is_vacant", "last_name", "first_name", "function", "email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("until")
        self.fields["kind"].queryset = in_two_levels(ActorKind)
        self.near: list[Actor] = []
        self.actor: Actor | None = None
        self.must_choose = False
        name = tidy(str(self.data.get("organisation") or ""))[:250] if self.is_bound else ""
        if name:
            self.actor = directory.actor_called(name)
            self.near = [] if self.actor else directory.actors_named(name)
        choices = [(str(actor.pk), _label(actor)) for actor in self.near]
        self.fields["meant"].choices = [*choices, (NEW, _("keine davon: neu anlegen"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("meant") or ""
        if not self.actor and data.get("organisation"):
            self.actor = next((actor for actor in self.near if str(actor.pk) == chosen), None)
            if not self.actor and chosen != NEW:
                self.must_choose = True
                self.add_error("meant", _ask(self.near, data["organisation"]))
        if data.get("is_vacant") and data.get("last_name"):
            self.add_error(
                "is_vacant", _("Ein unbesetzter Sitz hat keine Person. Nehmen Sie bitte eines davon heraus.")
            )
        if not data.get("last_name") and (data.get("first_name") or data.get("email") or data.get("function")):
            self.add_error("last_name", _("Bitte geben Sie den Nachnamen der Person an."))
        return data

    @property
    def asks(self) -> bool:
        """Whether the page asks which organisation is meant."""
        return self.is_bound and self.actor is None and bool(tidy(str(self.data.get("organisation") or "")))


def _label(actor: Actor) -> str:
    behind = [str(part) for part in (actor.kind, actor.parent) if part]
    return f"{actor.name} ({', '.join(behind)})" if behind else actor.name


def _ask(near: list[Actor], name: str) -> Any:
    if near:
        return _("Bitte wählen Sie aus, welche Organisation Sie meinen, oder legen Sie sie neu an.")
    return _("„%(name)s“ steht noch nicht im Register. Wählen Sie „neu anlegen“ oder prüfen Sie die Schreibweise.") % {
        "name": name
    }


class WhoForm(Form):
    """Who sits there and who stands in: somebody of the organisation, somebody new, nobody."""

    mark_optional = False
    person = forms.ChoiceField(label=_("Wer sitzt auf diesem Platz?"), required=False)
    deputy = forms.ChoiceField(label=_("Vertretung"), required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100, required=False)
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    function = forms.CharField(label=_("Funktion"), max_length=150, required=False)
    email = forms.CharField(
        label=_("E-Mail"), max_length=254, required=False, validators=[EmailValidator(message=WHOLE_ADDRESS)]
    )

    def __init__(self, *args: Any, seat: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Q(actor=seat.actor_id, left_on__isnull=True, anonymised_at__isnull=True)
        people = Person.objects.filter(there | Q(pk__in=[seat.person_id or 0, seat.deputy_id or 0]))
        self.people = {str(person.pk): person for person in people}
        known = [(number, _name(person)) for number, person in self.people.items()]
        new = (SOMEBODY_NEW, _("jemand Neues (unten eintragen)"))
        self.fields["person"].choices = [
            (NOBODY, _("besetzt, Name nicht erfasst")),
            (VACANT, _("unbesetzt")),
            *known,
            new,
        ]
        self.fields["deputy"].choices = [(NOBODY, _("keine Vertretung")), *known, new]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        new = [name for name in ("person", "deputy") if data.get(name) == SOMEBODY_NEW]
        if len(new) > 1:
            self.add_error("deputy", _("Nur eine neue Person auf einmal: Speichern Sie bitte zuerst die eine."))
        if new and not data.get("last_name"):
            self.add_error("last_name", _("Bitte geben Sie den Nachnamen der neuen Person an."))
        if not new and data.get("last_name"):
            self.add_error("person", _("Wählen Sie bitte „jemand Neues“ für die Person, die Sie unten eintragen."))
        if data.get("person") and data.get("person") == data.get("deputy") and not new:
            self.add_error("deputy", _("Person und Vertretung sind dieselbe. Bitte prüfen Sie das."))
        return data


def who_initial(seat: Membership) -> dict[str, str]:
    person = VACANT if seat.is_vacant else str(seat.person_id or NOBODY)
    return {"person": person, "deputy": str(seat.deputy_id or NOBODY)}


def _name(person: Person) -> str:
    return f"{person}, {person.function}" if person.function else str(person)


class EndSeatForm(Form):
    """The last day of a seat."""

    until = DayField(label=_("Letzter Tag"))

    def __init__(self, *args: Any, seat: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if self.seat.since and until < self.seat.since:
            raise forms.ValidationError(
                _("Der Sitz beginnt erst am %(day)s. Bitte nehmen Sie einen späteren Tag.")
                % {"day": f"{self.seat.since:%d.%m.%Y}"}
            )
        return until
