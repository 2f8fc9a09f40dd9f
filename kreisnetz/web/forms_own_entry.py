"""Forms of the private pages: an organisation's own entry, a person's own contact data."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.names import tidy
from kreisnetz.register.models import Actor, ContactChannel, FieldOfAction, Language, Membership, Municipality, Person
from kreisnetz.register.own_entry import NewContact, Wish
from kreisnetz.ui.forms import Form

LINES = {"rows": 2}
MOST_LINES = 6


def lines_of(text: str) -> list[str]:
    return [line for line in (tidy(part) for part in text.splitlines()) if line][:MOST_LINES]


class OwnEntryForm(Form):
    """What an organisation may correct by itself; wish() says what it wants. Needs actor=…"""

    name = forms.CharField(label=_("Name der Organisation"), max_length=250)
    short_names = forms.CharField(label=_("Kurznamen, mit Komma getrennt"), max_length=250, required=False)
    about = forms.CharField(
        label=_("Was machen Sie?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    website = forms.URLField(label=_("Internetseite"), max_length=500, required=False, assume_scheme="https")
    emails = forms.CharField(
        label=_("E-Mail-Adressen der Organisation, eine je Zeile"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    phones = forms.CharField(
        label=_("Telefonnummern, eine je Zeile"), max_length=500, required=False, widget=forms.Textarea(attrs=LINES)
    )
    faxes = forms.CharField(label=_("Fax"), max_length=200, required=False)
    street = forms.CharField(label=_("Straße und Hausnummer"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postleitzahl"), max_length=5, required=False)
    town = forms.CharField(label=_("Ort"), max_length=100, required=False)
    fields_of_action = forms.ModelMultipleChoiceField(
        label=_("Handlungsfelder"),
        queryset=FieldOfAction.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    county_wide = forms.BooleanField(label=_("Wir arbeiten im ganzen Kreis"), required=False)
    municipalities = forms.ModelMultipleChoiceField(
        label=_("Wir arbeiten in diesen Kommunen"),
        queryset=Municipality.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.ModelMultipleChoiceField(
        label=_("Sprachen, in denen Sie helfen"),
        queryset=Language.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    may_be_shown = forms.BooleanField(
        label=_("Unser Eintrag darf öffentlich gezeigt werden"),
        required=False,
        help_text=_("Sie können das jederzeit zurücknehmen. Ansprechpersonen werden nie öffentlich gezeigt."),
    )
    contact_first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    contact_last_name = forms.CharField(label=_("Nachname"), max_length=100, required=False)
    contact_function = forms.CharField(label=_("Funktion"), max_length=150, required=False)
    contact_email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)
    contact_phone = forms.CharField(label=_("Telefon"), max_length=60, required=False)
    contact_replaces = forms.ModelChoiceField(
        label=_("Löst ab"), queryset=Person.objects.none(), required=False, empty_label=_("niemanden, kommt dazu")
    )
    leaves = forms.ModelMultipleChoiceField(
        label=_("Wir verlassen diese Netzwerke"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(
        label=_("Was sollen wir noch wissen?"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES)
    )

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        self.actor, self.today = actor, today
        kwargs.setdefault("initial", self._now())
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(actor=actor, left_on=None, anonymised_at=None)
        seats = Membership.objects.on(today).filter(actor=actor).select_related("network")
        choices = (("contact_replaces", people), ("leaves", seats))
        for name, rows in choices:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            if not rows:
                del self.fields[name]
        if "leaves" in self.fields:
            self.fields["leaves"].label_from_instance = lambda seat: seat.network.name  # type: ignore[attr-defined]

    def _now(self) -> dict[str, Any]:
        actor = self.actor
        ways: dict[str, list[str]] = {}
        for channel in actor.channels.all():
            ways.setdefault(channel.kind, []).append(channel.value)
        return {
            **{name: getattr(actor, name) for name in ("name", "short_names", "about", "website", "county_wide")},
            **{name: getattr(actor, name) for name in ("street", "postcode", "town")},
            **{name: getattr(actor, name).all() for name in ("fields_of_action", "municipalities", "languages")},
            "emails": "\n".join(ways.get(ContactChannel.Kind.EMAIL, [])),
            "phones": "\n".join(ways.get(ContactChannel.Kind.PHONE, []) + ways.get(ContactChannel.Kind.MOBILE, [])),
            "faxes": ", ".join(ways.get(ContactChannel.Kind.FAX, [])),
            "may_be_shown": bool(actor.agreed_on),
        }

    def clean_emails(self) -> str:
        checked = forms.EmailField()
        for line in lines_of(self.cleaned_data["emails"]):
            try:
                checked.clean(line)
            except forms.ValidationError as error:
                words = _t(
                    "„%(line)s“ ist keine E-Mail-Adresse. Bitte schreiben Sie je Zeile eine Adresse wie name@example.org."
                )
                raise forms.ValidationError(words % {"line": line}) from error
        return str(self.cleaned_data["emails"])

    def clean_postcode(self) -> str:
        code = str(self.cleaned_data["postcode"])
        if code and not (len(code) == 5 and code.isascii() and code.isdigit()):
            raise forms.ValidationError(_t("Eine Postleitzahl hat fünf Ziffern."))
        return code

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        said = any(found.get(f"contact_{name}") for name in ("first_name", "function", "email", "phone", "replaces"))
        if said and not found.get("contact_last_name"):
            self.add_error("contact_last_name", _t("Bitte nennen Sie den Nachnamen der neuen Ansprechperson."))
        return found

    def wish(self) -> Wish:
        """What was said, compared with the entry by the room."""
        said = self.cleaned_data
        names = ("name", "short_names", "about", "website", "county_wide", "street", "postcode", "town")
        known = {channel.value: channel.kind for channel in self.actor.channels.all()}
        channels = [("email", line) for line in lines_of(said["emails"])]
        channels += [(known.get(line, "phone"), line) for line in lines_of(said["phones"])]
        channels += [("fax", part.strip()) for part in said["faxes"].split(",") if part.strip()]
        contact = None
        if said["contact_last_name"]:
            replaces = said.get("contact_replaces")
            contact = NewContact(
                tidy(said["contact_first_name"]),
                tidy(said["contact_last_name"]),
                tidy(said["contact_function"]),
                said["contact_email"],
                tidy(said["contact_phone"]),
                replaces.pk if replaces else None,
            )
        return Wish(
            fields={
                name: said[name].replace("\r\n", "\n") if isinstance(said[name], str) else said[name] for name in names
            },
            lists={
                name: [row.pk for row in said[name]] for name in ("fields_of_action", "municipalities", "languages")
            },
            channels=channels,
            contact=contact,
            leaves={seat.pk: self.today for seat in said.get("leaves", ())},
            may_be_shown=said["may_be_shown"],
            remark=said["remark"],
        )


class OwnPersonForm(Form):
    """A person's own contact data; what they say holds at once."""

    own_details = True
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100)
    function = forms.CharField(label=_("Funktion"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=60, required=False)
