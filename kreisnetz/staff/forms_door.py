"""Forms at the door: a photo of a code, and the short registration of somebody who walks in."""

import secrets
from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kreisnetz.core.names import tidy
from kreisnetz.events.models import Event
from kreisnetz.events.registration import Application, Attendee
from kreisnetz.events.scan import MOST_BYTES
from kreisnetz.register.models import StakeholderGroup
from kreisnetz.ui.forms import Form


class PhotoForm(Form):
    photo = forms.FileField(
        label=gettext_lazy("Foto des Codes"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def clean_photo(self) -> "UploadedFile[bytes]":
        photo: UploadedFile[bytes] = self.cleaned_data["photo"]
        if photo.size is None or photo.size > MOST_BYTES:
            raise forms.ValidationError(_("Das Foto ist zu groß. Bitte nehmen Sie es mit kleinerer Auflösung auf."))
        return photo


class WalkInForm(Form):
    """A name is enough. The key makes that a form sent twice signs up once."""

    first_name = forms.CharField(label=gettext_lazy("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=gettext_lazy("Nachname"), max_length=100)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    group = forms.ChoiceField(label=gettext_lazy("Gruppe am Tisch"), required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("keine Angabe")), *StakeholderGroup.choices]  # type: ignore[attr-defined]
        if not event.ask_group:
            del self.fields["group"]

    @classmethod
    def fresh(cls, event: Event) -> Self:
        return cls(event, initial={"form_key": secrets.token_urlsafe(24)})

    def clean_last_name(self) -> str:
        name = tidy(self.cleaned_data["last_name"])
        if not name:
            raise forms.ValidationError(_("Bitte geben Sie einen Namen an."))
        return name

    def application(self) -> Application:
        data = self.cleaned_data
        first, last = tidy(data["first_name"]), data["last_name"]
        return Application(
            first_name=first,
            last_name=last,
            organisation=tidy(data["organisation"]),
            group=data.get("group", ""),
            people=(Attendee(first, last),),
            form_key=data["form_key"] or None,
        )
