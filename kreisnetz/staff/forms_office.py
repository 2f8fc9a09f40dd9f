"""Forms about the office itself: filters of outbox and audit trail, accounts and their roles."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event
from kreisnetz.events.models.event import BERLIN
from kreisnetz.register.models import Network
from kreisnetz.staff.forms_dates import DayField, end_of
from kreisnetz.staff.forms_register_fields import OrganisationField
from kreisnetz.ui.forms import Form

OUTBOX_STATES = [
    ("by_hand", _("Von Hand zu erledigen")),
    ("waiting", _("E-Mails in der Warteschlange")),
    ("given_up", _("Gescheitert")),
    ("sent", _("Erledigt")),
    ("alle", _("Alle")),
]


class OutboxFilterForm(Form):
    mark_optional = False
    stand = forms.ChoiceField(label=_("Stand"), choices=OUTBOX_STATES, required=False)
    weg = forms.ChoiceField(
        label=_("Weg"), choices=[("", _("alle Wege")), *OutgoingMessage.Channel.choices], required=False
    )
    q = forms.CharField(label=_("Name, Adresse, Betreff"), max_length=100, required=False, widget=forms.SearchInput)


class AuditFilterForm(Form):
    mark_optional = False
    wer = forms.ChoiceField(label=_("Wer"), required=False)
    termin = forms.ModelChoiceField(
        label=_("Termin"), queryset=Event.objects.none(), required=False, empty_label=_("alle Termine")
    )
    von = DayField(label=_("Ab"), required=False)
    bis = DayField(label=_("Bis"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"user:{user.pk}", str(user)) for user in User.objects.order_by("name", "email")]
        fixed = [("", _("alle")), ("public", _("Öffentlichkeit")), ("system", _("von selbst"))]
        self.fields["wer"].choices = [*fixed, *people]
        self.fields["termin"].queryset = Event.objects.order_by("-starts_at")


class ScopedRole(Form):
    """A role for one network or one organisation: coordination may be for one network, a Träger account always is."""

    mark_optional = False
    network = forms.ModelChoiceField(
        label=_("Nur für das Netzwerk"),
        queryset=Network.objects.none(),
        required=False,
        empty_label=_("alle Netzwerke"),
        help_text=_("Bei der Rolle Koordination möglich."),
    )
    actor = OrganisationField(
        label=_("Nur für die Organisation"), required=False, help_text=_("Bei der Rolle Träger nötig.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = Network.objects.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        role = data.get("role")
        if data.get("network") and role != Role.COORDINATION:
            self.add_error("network", _("Ein einzelnes Netzwerk gibt es nur bei der Rolle Koordination."))
        if data.get("actor") and role != Role.MEMBER:
            self.add_error("actor", _("Eine einzelne Organisation gibt es nur bei der Rolle Träger."))
        if role == Role.MEMBER and not data.get("actor") and "actor" not in self.errors:
            self.add_error("actor", _("Bitte geben Sie die Organisation an, die mit dem Konto gepflegt wird."))
        return data

    @property
    def scope(self) -> str:
        found = self.cleaned_data.get("network") or self.cleaned_data.get("actor")
        return str(found.scope()) if found else ""


class InviteForm(ScopedRole):
    """A new account with its first role."""

    field_order = ("email", "name", "role", "network", "actor")
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(
        label=_("Erste Rolle"),
        choices=[(value, label) for value, label in Role.choices if value != Role.DOOR],
        initial=Role.OFFICE,
        help_text=_("Rollen für den Einlass an einem Termin geben Sie danach auf der Seite des Kontos."),
    )


class GrantForm(ScopedRole):
    """One more role; the door only for one event and only for a time."""

    field_order = ("role", "network", "actor", "event", "expires_on")
    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices)
    event = forms.ModelChoiceField(
        label=_("Nur für den Termin"), queryset=Event.objects.none(), required=False, empty_label=_("alle Termine")
    )
    expires_on = DayField(
        label=_("Gilt bis"), required=False, help_text=_("leer: ohne Ende; am Einlass: bis zum Tag nach dem Termin")
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["event"].queryset = Event.objects.filter(last_at__gte=now).order_by("starts_at")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("role") == Role.DOOR and not data.get("event"):
            self.add_error("event", _("Für den Einlass wählen Sie bitte den Termin."))
        if data.get("event") and (data.get("network") or data.get("role") == Role.MEMBER):
            self.add_error("event", _("Bitte nur eines: einen Termin, ein Netzwerk oder eine Organisation."))
        if data.get("role") == Role.ADMINISTRATION and (data.get("event") or data.get("expires_on")):
            self.add_error("role", _("Die Administration gilt immer für alles und ohne Ende."))
        until = data.get("expires_on")
        if until and end_of(until) < self.now:
            self.add_error("expires_on", _("Dieser Tag ist schon vorbei."))
        return data

    @property
    def scope(self) -> str:
        event = self.cleaned_data.get("event")
        return event.scope() if event else super().scope

    @property
    def expires_at(self) -> datetime | None:
        data = self.cleaned_data
        if data.get("expires_on"):
            return end_of(data["expires_on"])
        if data["role"] == Role.DOOR:
            return end_of(data["event"].last_at.astimezone(BERLIN).date() + timedelta(days=1))
        return None
