"""Forms of meetings: plan one, note agenda, minutes and which organisations were there."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.models import Attendance, Venue
from kreisnetz.register.models import Actor
from kreisnetz.staff.forms_dates import DayField, TimeField, moment
from kreisnetz.ui.forms import Form


class MeetingForm(Form):
    """When and where; starts_at() and ends_at() after it was checked."""

    mark_optional = False
    title = forms.CharField(label=_("Titel"), max_length=250)
    day = DayField(label=_("Tag"))
    begins = TimeField(label=_("Beginn"))
    ends = TimeField(label=_("Ende"), required=False)
    venue = forms.ModelChoiceField(
        label=_("Ort"), queryset=Venue.objects.all(), required=False, empty_label=_("steht noch nicht fest")
    )
    online_url = forms.URLField(
        label=_("Adresse der Online-Sitzung"), max_length=200, required=False, assume_scheme="https"
    )
    agenda = forms.CharField(
        label=_("Tagesordnung"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    anyway = forms.BooleanField(label=_("Trotzdem anlegen"), required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("begins") and found.get("ends") and found["ends"] <= found["begins"]:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Uhrzeiten."))
        return found

    def starts_at(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["begins"])

    def ends_at(self) -> datetime | None:
        ends = self.cleaned_data.get("ends")
        return moment(self.cleaned_data["day"], ends) if ends else None


class RecordForm(Form):
    """What was on the table and who was there. Needs actors=… (of the day of the meeting)."""

    mark_optional = False
    agenda = forms.CharField(
        label=_("Tagesordnung"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    minutes = forms.CharField(
        label=_("Protokoll"),
        max_length=50_000,
        required=False,
        help_text=_("Keine Fälle, keine Namen von Betroffenen."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    minutes_url = forms.URLField(
        label=_("Wo das Protokoll liegt"), max_length=500, required=False, assume_scheme="https"
    )
    n_people = forms.IntegerField(label=_("Personen insgesamt"), min_value=0, max_value=10_000, required=False)

    def __init__(self, *args: Any, actors: list[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actors = actors
        states = [("", _("nicht vermerkt")), *Attendance.State.choices]
        for actor in actors:
            self.fields[self.name_of(actor)] = forms.ChoiceField(
                label=actor.name, choices=states, required=False, widget=forms.RadioSelect
            )

    @staticmethod
    def name_of(actor: Actor) -> str:
        return f"actor_{actor.pk}"

    def lines(self) -> list[forms.BoundField]:
        return [self[self.name_of(actor)] for actor in self.actors]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("agenda", "minutes", "minutes_url", "n_people")}

    def states(self) -> dict[int, str]:
        return {actor.pk: self.cleaned_data[self.name_of(actor)] for actor in self.actors}
