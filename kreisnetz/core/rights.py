"""Roles of staff accounts and what each may do. Rights are asked for, never roles (see docs/architecture.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMINISTRATION = "administration", _("Administration")
    EVENT_EDITOR = "event_editor", _("Redaktion Termine")
    COORDINATION = "coordination", _("Koordination")
    OFFICE = "office", _("Geschäftsstelle")
    READER = "reader", _("Lesend")
    MEMBER = "member", _("Träger")
    DOOR = "door", _("Einlass")


class Right(models.TextChoices):
    ENTER_OFFICE = "enter_office", _("Büro-Seiten betreten")
    SEE_EVENTS = "see_events", _("Termine und Zahlen ansehen")
    EDIT_EVENTS = "edit_events", _("Termine anlegen, ändern, veröffentlichen, absagen")
    SEE_PARTICIPANTS = "see_participants", _("Teilnehmende ansehen")
    SEE_ACCESS_NEEDS = "see_access_needs", _("Angaben zur Unterstützung ansehen")
    EDIT_REGISTRATIONS = "edit_registrations", _("Anmeldungen anlegen, ändern, absagen, nachrücken lassen")
    SEND_MESSAGES = "send_messages", _("Nachrichten an Teilnehmende senden")
    EXPORT_PEOPLE = "export_people", _("Personenlisten herunterladen")
    CHECK_IN = "check_in", _("Am Einlass abhaken")
    SEE_REGISTER = "see_register", _("Netzwerke und Organisationen ansehen")
    EDIT_REGISTER = "edit_register", _("Netzwerke, Organisationen und Sitze ändern")
    SEE_CONTACTS = "see_contacts", _("Ansprechpersonen und ihre Kontaktdaten ansehen")
    SEE_PROTECTED = "see_protected", _("Geschützte Adressen ansehen")
    SEE_NOTES = "see_notes", _("Interne Notizen, Beschlüsse und offene Punkte der Netzwerke ansehen")
    IMPORT_REGISTER = "import_register", _("Dateien in das Register einlesen und zurücknehmen")
    EDIT_LISTS = "edit_lists", _("Handlungsfelder, Kommunen und andere Listen ändern")
    SEE_REVIEWS = "see_reviews", _("Standortbestimmungen ansehen")
    MAKE_REVIEWS = "make_reviews", _("Standortbestimmungen erstellen und veröffentlichen")
    SEE_OUTBOX = "see_outbox", _("Postausgang ansehen")
    SEE_AUDIT = "see_audit", _("Protokoll ansehen")
    MANAGE_ACCOUNTS = "manage_accounts", _("Konten und Rollen verwalten")


_OFFICE = {
    Right.ENTER_OFFICE,
    Right.SEE_EVENTS,
    Right.SEE_PARTICIPANTS,
    Right.SEE_ACCESS_NEEDS,
    Right.EDIT_REGISTRATIONS,
    Right.SEND_MESSAGES,
    Right.EXPORT_PEOPLE,
    Right.CHECK_IN,
    Right.SEE_OUTBOX,
    Right.SEE_REGISTER,
    Right.SEE_CONTACTS,
    Right.SEE_NOTES,
    Right.SEE_REVIEWS,
}

RIGHTS_OF: dict[str, frozenset[Right]] = {
    Role.ADMINISTRATION: frozenset(Right),
    Role.EVENT_EDITOR: frozenset({Right.ENTER_OFFICE, Right.SEE_EVENTS, Right.EDIT_EVENTS}),
    Role.COORDINATION: frozenset(
        {
            Right.ENTER_OFFICE,
            Right.SEE_EVENTS,
            Right.EDIT_EVENTS,
            Right.SEE_PARTICIPANTS,
            Right.SEE_REGISTER,
            Right.EDIT_REGISTER,
            Right.SEE_CONTACTS,
            Right.SEE_PROTECTED,
            Right.SEE_NOTES,
            Right.IMPORT_REGISTER,
            Right.EDIT_LISTS,
            Right.SEE_REVIEWS,
            Right.MAKE_REVIEWS,
        }
    ),
    Role.OFFICE: frozenset(_OFFICE | {Right.EDIT_EVENTS}),
    Role.READER: frozenset(
        {Right.ENTER_OFFICE, Right.SEE_EVENTS, Right.SEE_REGISTER, Right.SEE_NOTES, Right.SEE_REVIEWS}
    ),
    Role.MEMBER: frozenset({Right.ENTER_OFFICE, Right.SEE_REGISTER, Right.EDIT_REGISTER, Right.SEE_CONTACTS}),
    Role.DOOR: frozenset({Right.CHECK_IN}),
}

# What a grant for one network or one organisation gives everywhere: somebody must get in and see what is around it.
WIDE_RIGHTS_OF: dict[str, frozenset[Right]] = {
    Role.COORDINATION: frozenset({Right.ENTER_OFFICE, Right.SEE_EVENTS, Right.SEE_REGISTER, Right.SEE_REVIEWS}),
    Role.MEMBER: frozenset({Right.ENTER_OFFICE, Right.SEE_REGISTER}),
}
