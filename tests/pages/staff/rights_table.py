"""Who may open which address of the office: one line for each, written down by hand; test_every_staff_page.py walks it.

A new address needs a line in TABLE. Its arguments are found by the first part of its route (World.of_route) and by the names of
its placeholders (World.named); what it cannot find there must be added.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import URLPattern, reverse

from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.core.rights import Role
from kreisnetz.events import meetings
from kreisnetz.events.content import Content
from kreisnetz.register import editing
from kreisnetz.register.models import Change, Correction, ImportRun, Offer, ResponsibleArea
from tests import make

# One letter for each kind of account:
# A Administration, R Redaktion Termine, K Koordination everywhere, G Geschäftsstelle, L Lesend, E Einlass at this event,
# k Koordination of this network, x Koordination of another network, T Träger of this organisation, t Träger of another one.
EVERYBODY = "ARKkxGLTtE"
EVENTS_SEEN = "ARKkxGL"
EDITORS = "ARKG"
PEOPLE = "AKG"
OFFICE = "AG"
ADMIN = "A"
DOOR = "AGE"
REGISTER_SEEN = "AKkxGLTt"
EVERYWHERE = "AK"
OWN_NETWORK = "AKk"
OWN_ACTOR = "AKT"
BOTH = "AKkT"
NETWORK_CONTACTS = "AKkG"
ACTOR_CONTACTS = "AKGT"
CONTACTS = "AKkGT"
SOME_CONTACTS = "AKkxGTt"


@dataclass(frozen=True)
class Line:
    """Who gets in with GET and with POST (without it: 405 for all; all others: 403), and what they are answered."""

    get: str = ""
    post: str = ""
    shown: int = 200
    # Of an empty form: 200 is the page with its errors, 302 means that it was done.
    done: int = 200

    def allowed(self, method: str) -> str:
        return self.get if method == "get" else self.post

    def expected(self, method: str, letter: str) -> int:
        allowed, status = (self.get, self.shown) if method == "get" else (self.post, self.done)
        if not allowed:
            return 405
        return status if letter in allowed else 403


TABLE: dict[str, Line] = {
    "home": Line(get=EVERYBODY),
    "outbox": Line(get=OFFICE),
    "outbox-message": Line(get=OFFICE),
    "outbox-html": Line(get=OFFICE),
    "outbox-calendar": Line(get=OFFICE),
    "outbox-done": Line(post=OFFICE, done=302),
    "outbox-retry": Line(post=OFFICE, done=302),
    "audit": Line(get=ADMIN),
    "accounts": Line(get=ADMIN),
    "account-new": Line(get=ADMIN, post=ADMIN),
    "account": Line(get=ADMIN),
    "account-grant": Line(post=ADMIN),
    "account-revoke": Line(post=ADMIN, done=404),
    "account-active": Line(post=ADMIN, done=302),
    "account-invite": Line(post=ADMIN, done=302),
    "account-second-step": Line(post=ADMIN, done=302),
    "event-list": Line(get=EVENTS_SEEN),
    "event-new": Line(get=EDITORS, post=EDITORS),
    "event": Line(get=EVENTS_SEEN),
    "event-edit": Line(get=EDITORS, post=EDITORS),
    "event-preview": Line(get=EVENTS_SEEN),
    "event-publish": Line(post=EDITORS, done=302),
    "event-delete": Line(post=EDITORS, done=302),
    "event-cancel": Line(get=EDITORS, post=EDITORS),
    "event-postpone": Line(get=EDITORS, post=EDITORS),
    "event-move": Line(get=EDITORS, post=EDITORS),
    "venue": Line(get=EDITORS, post=EDITORS),
    "participants": Line(get=PEOPLE),
    "registration-new": Line(get=OFFICE, post=OFFICE),
    "message": Line(get=OFFICE, post=OFFICE),
    "remind": Line(get=OFFICE, post=OFFICE, done=302),
    "registration": Line(get=PEOPLE),
    "registration-change": Line(get=OFFICE, post=OFFICE),
    "registration-cancel": Line(get=OFFICE, post=OFFICE, done=302),
    "registration-promote": Line(post=OFFICE, done=302),
    "registration-note": Line(post=OFFICE, done=302),
    "registration-resend": Line(post=OFFICE, done=302),
    "registration-erase": Line(get=OFFICE, post=OFFICE, done=302),
    "buffet": Line(get=EVENTS_SEEN),
    "buffet-pdf": Line(get=EVENTS_SEEN),
    "lists": Line(get=OFFICE),
    "attendee-list-pdf": Line(post=OFFICE),
    "sign-in-sheet-pdf": Line(post=OFFICE),
    "badges-pdf": Line(post=OFFICE, done=422),
    "participants-xlsx": Line(post=OFFICE),
    "participants-csv": Line(post=OFFICE),
    "door": Line(get=DOOR, post=DOOR, done=302),
    "door-scan": Line(post=DOOR, done=422),
    "door-walk-in": Line(get=DOOR, post=DOOR, done=422),
    "door-data": Line(get=DOOR, post=DOOR, done=400),
    "letter-pdf": Line(get=OFFICE, shown=404),
    "network-list": Line(get=REGISTER_SEEN),
    "network-new": Line(get=EVERYWHERE, post=EVERYWHERE),
    "network": Line(get=REGISTER_SEEN),
    "network-edit": Line(get=OWN_NETWORK, post=OWN_NETWORK),
    "network-confirm": Line(post=OWN_NETWORK, done=302),
    "network-delete": Line(get=EVERYWHERE, post=EVERYWHERE),
    "network-targets": Line(get=OWN_NETWORK, post=OWN_NETWORK),
    "network-targets-kkg": Line(post=OWN_NETWORK, done=302),
    "network-links": Line(get=OWN_NETWORK, post=OWN_NETWORK),
    "network-entries": Line(get=OWN_NETWORK, post=OWN_NETWORK),
    "network-history": Line(get=NETWORK_CONTACTS),
    "seat-new": Line(get=OWN_NETWORK, post=OWN_NETWORK),
    "seat-edit": Line(get=OWN_NETWORK, post=OWN_NETWORK),
    "seat-who": Line(get=BOTH, post=BOTH),
    "seat-end": Line(get=BOTH, post=BOTH),
    "seat-delete": Line(post=OWN_NETWORK, done=302),
    "actor-list": Line(get=REGISTER_SEEN),
    "actor-new": Line(get=EVERYWHERE, post=EVERYWHERE),
    "actor": Line(get=REGISTER_SEEN),
    "actor-edit": Line(get=OWN_ACTOR, post=OWN_ACTOR),
    "actor-confirm": Line(post=OWN_ACTOR, done=302),
    "actor-delete": Line(get=EVERYWHERE, post=EVERYWHERE, done=302),
    "actor-channels": Line(get=OWN_ACTOR, post=OWN_ACTOR),
    "offer-new": Line(get=OWN_ACTOR, post=OWN_ACTOR),
    "offer-edit": Line(get=OWN_ACTOR, post=OWN_ACTOR),
    "offer-delete": Line(post=OWN_ACTOR, done=302),
    "person-new": Line(get=OWN_ACTOR, post=OWN_ACTOR),
    "actor-history": Line(get=ACTOR_CONTACTS),
    "person-list": Line(get=SOME_CONTACTS),
    "person": Line(get=CONTACTS),
    "person-edit": Line(get=BOTH, post=BOTH),
    "person-channels": Line(get=BOTH, post=BOTH),
    "person-leave": Line(get=BOTH, post=BOTH),
    "person-confirm": Line(post=BOTH, done=302),
    "list-overview": Line(get=REGISTER_SEEN),
    "municipality-list": Line(get=REGISTER_SEEN),
    "area-list": Line(get=REGISTER_SEEN),
    "area-new": Line(get=EVERYWHERE, post=EVERYWHERE),
    "area-edit": Line(get=EVERYWHERE, post=EVERYWHERE),
    "area-delete": Line(post=EVERYWHERE, done=302),
    "entry-list": Line(get=REGISTER_SEEN),
    "entry-new": Line(get=EVERYWHERE, post=EVERYWHERE),
    "entry-edit": Line(get=EVERYWHERE, post=EVERYWHERE),
    "entry-merge": Line(post=EVERYWHERE, done=302),
    "entry-delete": Line(post=EVERYWHERE, done=302),
    "change-list": Line(get=EVERYWHERE),
    "register-export": Line(get=REGISTER_SEEN, post=REGISTER_SEEN, done=422),
    "dossier-person": Line(post="AKkx", done=422),
    "dossier": Line(get="AKkGL", post="AKkGL", done=422),
    "change-undo": Line(post=OWN_NETWORK, done=302),
    "search": Line(get=REGISTER_SEEN),
    "search-suggestions": Line(get=REGISTER_SEEN),
    "municipality-import": Line(get=EVERYWHERE, post=EVERYWHERE, done=422),
    "lists-start": Line(post=EVERYWHERE, done=302),
    "import-list": Line(get=EVERYWHERE, post=EVERYWHERE, done=422),
    "import": Line(get=EVERYWHERE),
    "import-columns": Line(get=EVERYWHERE, post=EVERYWHERE, shown=302, done=302),
    "import-plan": Line(get=EVERYWHERE, post=EVERYWHERE, shown=302, done=302),
    "import-apply": Line(post=EVERYWHERE, done=302),
    "import-undo": Line(post=EVERYWHERE, done=302),
    "import-discard": Line(post=EVERYWHERE, done=302),
    "upkeep": Line(get=EVERYWHERE),
    "doubles": Line(get=EVERYWHERE, post=EVERYWHERE, done=302),
    "meeting-hours": Line(get=REGISTER_SEEN),
    "correction-decide": Line(post=EVERYWHERE, done=302),
    "person-told": Line(post=EVERYWHERE, done=302),
    "actor-ask": Line(post=OWN_ACTOR, done=302),
    "meeting-list": Line(get=REGISTER_SEEN),
    "meeting-new": Line(get=OWN_NETWORK, post=OWN_NETWORK, done=422),
    "meeting": Line(get=OWN_NETWORK, post=OWN_NETWORK, done=302),
}


class World:
    """One of everything an address needs, and one account of each kind."""

    def __init__(self, now: datetime) -> None:
        self.event = make.make_event(now=now, seats_in_all=5, menu=("Menü vegetarisch",), catering=True)
        self.registration = make.make_registration(self.event, now=now)
        self.mail = OutgoingMessage.objects.filter(channel="email").latest("pk")
        self.person = make.make_user(Role.READER)
        self.network = make.make_network("Eigenes Beispiel-Netzwerk")
        other = make.make_network("Fremdes Beispiel-Netzwerk")
        self.actor = make.make_actor("Eigene Beispiel-Stelle")
        stranger = make.make_actor("Fremde Beispiel-Stelle")
        self.contact = make.make_person(actor=self.actor, email="ada@example.org")
        self.seat = make.make_membership(self.actor, self.network, person=self.contact, since=date(2020, 1, 1))
        make.make_membership(stranger, other)
        editing.set_rows(self.actor, Offer, [(None, {"name": "Beratung"}, {})], by=None, now=now)
        self.field = make.make_field()
        self.area = ResponsibleArea.objects.create(field=self.field, name="Beispielstadt")
        self.change = Change.objects.get(about=f"membership:{self.seat.pk}")
        self.meeting = meetings.plan(self.network, Content(values={"starts_at": now}), by=None, now=now)
        self.import_run = ImportRun.objects.create(file_name="x.csv", sha256="x", read_at=now, applied_at=now)
        self.correction = Correction.objects.create(actor=self.actor, made_at=now, values={})
        self.users: dict[str, User] = {
            "A": make.make_user(Role.ADMINISTRATION),
            "R": make.make_user(Role.EVENT_EDITOR),
            "K": make.make_user(Role.COORDINATION),
            "k": make.make_user(Role.COORDINATION, scope=self.network.scope()),
            "x": make.make_user(Role.COORDINATION, scope=other.scope()),
            "G": make.make_user(Role.OFFICE),
            "L": make.make_user(Role.READER),
            "T": make.make_user(Role.MEMBER, scope=self.actor.scope()),
            "t": make.make_user(Role.MEMBER, scope=stranger.scope()),
            "E": make.make_user(Role.DOOR, scope=self.event.scope()),
        }
        self.of_route = {
            "termine": self.event.pk,
            "anmeldungen": self.registration.pk,
            "postausgang": self.mail.pk,
            "konten": self.person.pk,
            "orte": self.event.venue_id,
            "netzwerke": self.network.pk,
            "organisationen": self.actor.pk,
            "sitze": self.seat.pk,
            "sitzungen": self.meeting.pk,
            "korrekturen": self.correction.pk,
            "einlesen": self.import_run.pk,
            "personen": self.contact.pk,
            "listen": self.field.pk,
            "listen/zustaendigkeiten": self.area.pk,
            "verlauf": self.change.pk,
        }
        # Placeholders that mean the same wherever they stand.
        self.named: dict[str, Any] = {"key": "handlungsfelder", "offer_pk": Offer.objects.get().pk}
        # An address with a part is walked with the part that is open to most.
        self.parts = {"network-edit": "zweck", "actor-edit": "name"}

    def url(self, pattern: URLPattern) -> str:
        route, kwargs = str(pattern.pattern), {}
        first = max((key for key in self.of_route if route.startswith(f"{key}/")), key=len, default="")
        for name in pattern.pattern.converters:
            if name == "part":
                kwargs[name] = self.parts[str(pattern.name)]
            else:
                kwargs[name] = self.named.get(name) or self.of_route[first]
        return reverse(f"staff:{pattern.name}", kwargs=kwargs)
