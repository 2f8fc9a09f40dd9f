"""The audit trail in words: who did what to which event or registration, for dashboards and the audit page. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kreisnetz.core import audit
from kreisnetz.core.models import AuditEntry, User
from kreisnetz.events.models import Event, Registration
from kreisnetz.staff.forms_editor import field_label

LENGTH = 20


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
    return {
        "create": _("angelegt"),
        "edit": _("geändert"),
        "publish": _("veröffentlicht"),
        "delete_draft": _("Entwurf gelöscht"),
        "cancel_event": _("abgesagt"),
        "postpone": _("verschoben, neuer Tag offen"),
        "move_event": _("verlegt oder berichtigt"),
        "create_venue": _("Ort angelegt"),
        "edit_venue": _("Ort geändert"),
        "register": _("angemeldet"),
        "confirm": _("E-Mail bestätigt"),
        "change": _("Anmeldung geändert"),
        "cancel": _("abgemeldet"),
        "erase": _("gelöscht"),
        "promote": _("nachgerückt"),
        "promoted": _("nachgerückt"),
        "offered": _("Platz angeboten"),
        "accept": _("Platz angenommen"),
        "offer_expired": _("Platzangebot verfallen"),
        "unconfirmed_deleted": _("unbestätigte Anmeldung gelöscht"),
        "check_in": _("am Einlass abgehakt"),
        "undo_check_in": _("Häkchen am Einlass zurückgenommen"),
        "note": _("Notiz geschrieben"),
        "message": _("Nachricht geschrieben"),
        "remind": _("erinnert"),
        "resend": _("Antwort noch einmal verschickt"),
        "done_by_hand": _("von Hand erledigt"),
        "retry": _("noch einmal versucht"),
        "invite": _("Konto angelegt, eingeladen"),
        "grant": _("Rolle gegeben"),
        "revoke": _("Rolle entzogen"),
        "deactivate": _("Konto gesperrt"),
        "activate": _("Konto freigegeben"),
        "forget_second_step": _("zweiten Schritt zurückgesetzt"),
        "signed_in": _("angemeldet (Büro)"),
        "signed_out": _("abgemeldet (Büro)"),
        "sign_in_failed": _("Anmeldung im Büro gescheitert"),
        "password_reset": _("Kennwort neu gesetzt"),
        "password_changed": _("Kennwort geändert"),
    }.get(verb, verb.replace("_", " "))


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
            fields=", ".join(field_label(str(name)) for name in entry.detail.get("fields", [])),
        )
        for entry in entries
    ]


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
    return names


def _about_in_words(about: str) -> str:
    kind, _sep, number = about.partition(":")
    word = {
        "event": _("Termin"),
        "registration": _("Anmeldung"),
        "participant": _("Teilnehmende"),
        "venue": _("Ort"),
        "user": _("Konto"),
        "outgoingmessage": _("Postausgang"),
    }.get(kind, kind)
    return f"{word} {number}"


def _url(about: str) -> str:
    kind, _sep, number = about.partition(":")
    view = {"event": "staff:event", "registration": "staff:registration", "user": "staff:account"}.get(kind)
    return reverse(view, args=[number]) if view else ""
