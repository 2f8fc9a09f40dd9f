"""Forms of the general pages."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kreisnetz.ui.spam import GuardedForm


class BarrierForm(GuardedForm):
    """Somebody tells us what they could not use. A name is not needed, an address only for an answer."""

    own_details = True
    page = forms.CharField(
        label=_("Auf welcher Seite?"),
        help_text=_("Adresse oder Name der Seite"),
        max_length=300,
        required=False,
    )
    problem = forms.CharField(
        label=_("Was hat nicht funktioniert?"),
        help_text=_("Zum Beispiel: „Mit der Tastatur komme ich nicht zum Knopf Anmelden.“"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    tools = forms.CharField(
        label=_("Womit haben Sie die Seite benutzt?"),
        help_text=_("Zum Beispiel Handy, Vorleseprogramm, Vergrößerung"),
        max_length=300,
        required=False,
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), help_text=_("Nur wenn Sie eine Antwort möchten"), required=False
    )

    def as_letter(self) -> str:
        """What the office reads."""
        answers = [(self.fields[name].label, self.cleaned_data[name]) for name in ("page", "problem", "tools", "email")]
        lines = [f"{label}\n{answer or _t('keine Angabe')}" for label, answer in answers]
        return "\n\n".join([_t("Über die Seite „Barriere melden“ ist diese Nachricht eingegangen."), *lines]) + "\n"
