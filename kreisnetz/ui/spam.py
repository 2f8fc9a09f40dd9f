"""Keeps machines out of public forms without a captcha and without a cookie: a signed time stamp, a random key, a honeypot.

Pages that show such a form must not be kept by any cache (never_cache), or all visitors would get the same key.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kreisnetz.ui.forms import Form

SALT = "kreisnetz.ui.spam"
MAX_AGE = timedelta(days=2)


def make_stamp(*, now: datetime) -> str:
    """When the form was handed out and its random key, signed."""
    return signing.dumps({"key": secrets.token_hex(16), "at": int(now.timestamp())}, salt=SALT)


def read_stamp(stamp: str) -> tuple[str, datetime] | None:
    """Key and moment of a stamp of ours; None for anything else."""
    try:
        content = signing.loads(stamp, salt=SALT)
        return str(content["key"]), datetime.fromtimestamp(int(content["at"]), timezone.get_default_timezone())
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


class GuardedForm(Form):
    """Base of public forms: Form(data or None, now=now). After is_valid(), form.form_key is the random key of this form."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Bitte lassen Sie dieses Feld leer"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    honeypot = "website"

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)
        self.initial.setdefault("stamp", make_stamp(now=now))

    @property
    def form_key(self) -> str:
        """The same through every step and repeated sending of one form."""
        read = read_stamp(self.cleaned_data.get("stamp", "")) if hasattr(self, "cleaned_data") else None
        return read[0] if read else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self._replace(self.honeypot, "")
            self.add_error(
                None, _("Das unsichtbare Feld war ausgefüllt. Bitte senden Sie das Formular noch einmal ab.")
            )
        self._check_stamp(cleaned.get("stamp", ""))
        return cleaned

    def _check_stamp(self, stamp: str) -> None:
        read = read_stamp(stamp)
        age = self.now - read[1] if read else None
        if age is None or age > MAX_AGE or age < -timedelta(minutes=5):
            self._replace("stamp", make_stamp(now=self.now))
            self.add_error(
                None,
                _("Diese Seite war sehr lange offen. Ihre Angaben sind noch da. Bitte senden Sie sie noch einmal ab."),
            )
        elif age < timedelta(seconds=settings.FORM_MIN_SECONDS):
            self.add_error(
                None, _("Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie sie noch einmal ab.")
            )

    def _replace(self, name: str, value: str) -> None:
        """Show this value when the form is shown again."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix(name)] = value
        self.data = data
