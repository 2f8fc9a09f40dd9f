"""The audit trail in words: who did what to which event or registration, for dashboards and the audit page. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kreisnetz.core import audit
from kreisnetz.core.models import AuditEntry, User
from kreisnetz.events.models import Event, Registration
from kreisnetz.register import wording
from kreisnetz.staff.forms_editor import field_label

LENGTH = 20


VERBS = {
    "create": gettext_lazy("angelegt"),
    "edit": gettext_lazy("geändert"),
    "publish": gettext_lazy("veröffentlicht"),
    "delete_draft": gettext_lazy("Entwurf gelöscht"),
    "cancel_event": gettext_lazy("abgesagt"),
    "postpone": gettext_lazy("verschoben, neuer Tag offen"),
    "move_event": gettext_lazy("verlegt oder berichtigt"),
    "create_venue": gettext_lazy("Ort angelegt"),
    "edit_venue": gettext_lazy("Ort geändert"),
    "register": gettext_lazy("angemeldet"),
    "confirm": gettext_lazy("E-Mail bestätigt"),
    "change": gettext_lazy("Anmeldung geändert"),
    "cancel": gettext_lazy("abgemeldet"),
    "erase": gettext_lazy("gelöscht"),
    "promote": gettext_lazy("nachgerückt"),
    "promoted": gettext_lazy("nachgerückt"),
    "offered": gettext_lazy("Platz angeboten"),
    "accept": gettext_lazy("Platz angenommen"),
    "offer_expired": gettext_lazy("Platzangebot verfallen"),
    "unconfirmed_deleted": gettext_lazy("unbestätigte Anmeldung gelöscht"),
    "check_in": gettext_lazy("am Einlass abgehakt"),
    "undo_check_in": gettext_lazy("Häkchen am Einlass zurückgenommen"),
    "note": gettext_lazy("Notiz geschrieben"),
    "message": gettext_lazy("Nachricht geschrieben"),
    "remind": gettext_lazy("erinnert"),
    "resend": gettext_lazy("Antwort noch einmal verschickt"),
    "done_by_hand": gettext_lazy("von Hand erledigt"),
    "retry": gettext_lazy("noch einmal versucht"),
    "delete": gettext_lazy("gelöscht"),
    "export": gettext_lazy("heruntergeladen"),
    "export_register": gettext_lazy("Register heruntergeladen"),
    "export_dossier": gettext_lazy("Dossier heruntergeladen"),
    "merge": gettext_lazy("zusammengeführt"),
    "import": gettext_lazy("eingelesen"),
    "discard_import": gettext_lazy("hochgeladene Datei verworfen"),
    "import_municipalities": gettext_lazy("Kommunen eingelesen"),
    "show_link": gettext_lazy("privaten Link gezeigt"),
    "told_by_hand": gettext_lazy("über den Eintrag unterrichtet"),
    "undo_import": gettext_lazy("Einlesen zurückgenommen"),
    "object": gettext_lazy("widersprochen"),
    "ask_for_confirmation": gettext_lazy("um Bestätigung gebeten"),
    "accept_correction": gettext_lazy("Korrektur übernommen"),
    "reject_correction": gettext_lazy("Korrektur nicht übernommen"),
    "plan_meeting": gettext_lazy("Sitzung geplant"),
    "record_meeting": gettext_lazy("Sitzung festgehalten"),
    "invite": gettext_lazy("Konto angelegt, eingeladen"),
    "grant": gettext_lazy("Rolle gegeben"),
    "revoke": gettext_lazy("Rolle entzogen"),
    "deactivate": gettext_lazy("Konto gesperrt"),
    "activate": gettext_lazy("Konto freigegeben"),
    "forget_second_step": gettext_lazy("zweiten Schritt zurückgesetzt"),
    "signed_in": gettext_lazy("angemeldet (Büro)"),
    "signed_out": gettext_lazy("abgemeldet (Büro)"),
    "sign_in_failed": gettext_lazy("Anmeldung im Büro gescheitert"),
    "password_reset": gettext_lazy("Kennwort neu gesetzt"),
    "password_changed": gettext_lazy("Kennwort geändert"),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    who: str
    what: str
    about: str
    url: str
    fields: str


def verb_in_words(verb: str) -> str:
    return str(VERBS.get(verb, verb.replace("_", " ")))


def name_of_actor(actor: str, names: dict[str, str] | None = None) -> str:
    """ "user:3" as the name of the account; the machine and the public in words."""
    if actor in {"public", ""}:
        return _("Öffentlichkeit")
    if actor in {"system", "worker"}:
        return _("von selbst")
    if actor == "example":
        return _("Beispieldaten")
    if names is not None and actor in names:
        return names[actor]
    kind, _sep, number = actor.partition(":")
    if kind == "actor":
        return wording.who(actor, {})
    user = User.objects.filter(pk=number).first() if kind == "user" and number.isdigit() else None
    return str(user) if user else _("gelöschtes Konto") if kind == "user" else actor


def lines_about(event: Event) -> list[Line]:
    """The last things that happened to an event itself."""
    entries = AuditEntry.objects.filter(about=audit.ref(event)).order_by("-at", "-id")
    return in_words(entries[:LENGTH])


def lines_about_registration(registration: Registration) -> list[Line]:
    return in_words(AuditEntry.objects.filter(about=audit.ref(registration)).order_by("-at", "-id")[:LENGTH])


def in_words(entries: Iterable[AuditEntry]) -> list[Line]:
    """Entries with names instead of numbers, in a number of queries that does not grow."""
    entries = list(entries)
    names = _names({e.actor for e in entries} | {e.about for e in entries})
    return [
        Line(
            at=entry.at,
            who=name_of_actor(entry.actor, names),
            what=verb_in_words(entry.verb),
            about=names.get(entry.about, "") or _about_in_words(entry.about),
            url=_url(entry.about) if entry.about in names else "",
            fields=", ".join(_field_in_words(entry.about, str(name)) for name in entry.detail.get("fields", [])),
        )
        for entry in entries
    ]


def _field_in_words(about: str, name: str) -> str:
    kind = about.partition(":")[0]
    return wording.field_in_words(kind, name) if wording.kind_in_words(kind) else field_label(name)


def _names(refs: set[str]) -> dict[str, str]:
    """Short names of accounts, events and registrations that still exist; three queries at most."""
    numbers: dict[str, list[int]] = {}
    for ref in refs:
        kind, _sep, number = ref.partition(":")
        if number.isdigit():
            numbers.setdefault(kind, []).append(int(number))
    names: dict[str, str] = {}
    if numbers.get("user"):
        users = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=numbers["user"])}
        names |= {ref: users.get(ref, _("gelöschtes Konto")) for ref in refs if ref.startswith("user:")} | users
    if numbers.get("event"):
        rows = Event.objects.filter(pk__in=numbers["event"]).values_list("pk", "title")
        names |= {f"event:{pk}": title for pk, title in rows}
    if numbers.get("registration"):
        found = Registration.objects.filter(pk__in=numbers["registration"]).values_list("pk", "reference")
        names |= {f"registration:{pk}": _("Anmeldung %(ref)s") % {"ref": ref} for pk, ref in found}
    return names | wording.names_of(refs)


def _about_in_words(about: str) -> str:
    kind, _sep, number = about.partition(":")
    word = (
        {
            "event": _("Termin"),
            "registration": _("Anmeldung"),
            "participant": _("Teilnehmende"),
            "venue": _("Ort"),
            "user": _("Konto"),
            "outgoingmessage": _("Postausgang"),
            "importrun": _("eingelesene Datei"),
            "correction": _("Korrektur"),
            "meeting": _("Sitzung"),
        }.get(kind)
        or wording.kind_in_words(kind)
        or kind
    )
    return f"{word} {number}"


def _url(about: str) -> str:
    kind, _sep, number = about.partition(":")
    view = {
        "event": "staff:event",
        "registration": "staff:registration",
        "user": "staff:account",
        "network": "staff:network",
        "actor": "staff:actor",
        "person": "staff:person",
    }.get(kind)
    return reverse(view, args=[number]) if view else ""
