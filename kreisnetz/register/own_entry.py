"""Organisations keep their own entry true: a private link once a year, see, correct, confirm, name a contact, leave a network.

By the organisation's trust a correction holds at once or waits for the coordinator. Taking back the consent to be shown always
holds at once.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kreisnetz.core import audit, mail
from kreisnetz.core.each import each
from kreisnetz.core.models import User
from kreisnetz.core.names import tidy
from kreisnetz.register import editing
from kreisnetz.register.models import Actor, ActorLink, ContactChannel, Correction, Membership, Person

HOLDS = timedelta(days=90)
REMIND_AFTER = timedelta(days=21)
MONTH = timedelta(days=30.44)
AT_ONCE = 200
# What an organisation may correct by itself; everything else is the coordinator's.
CONTACT_FIELDS = frozenset({"street", "postcode", "town", "website"})
FIELDS = CONTACT_FIELDS | {"name", "short_names", "about", "county_wide"}
Rows = list[tuple[int | None, dict[str, Any], dict[str, Any]]]
LISTS = frozenset({"fields_of_action", "competences", "languages", "municipalities"})


@dataclass(frozen=True)
class NewContact:
    """Somebody who speaks for the organisation from now on."""

    first_name: str
    last_name: str
    function: str = ""
    email: str = ""
    phone: str = ""
    replaces: int | None = None


@dataclass(frozen=True)
class Wish:
    """What the organisation says. None or empty: nothing is to change."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Iterable[int]] = field(default_factory=dict)
    channels: list[tuple[str, str]] | None = None
    contact: NewContact | None = None
    leaves: Mapping[int, date] = field(default_factory=dict)
    may_be_shown: bool | None = None
    remark: str = ""


@dataclass(frozen=True)
class Outcome:
    """What holds at once and what waits, as field names."""

    holds: frozenset[str]
    waits: frozenset[str]
    correction: Correction | None


def due(*, now: datetime) -> QuerySet[Actor]:
    """Organisations whose entry nobody confirmed for CONFIRM_MONTHS and that hold no fresh link."""
    old = (now - MONTH * settings.CONFIRM_MONTHS).date()
    asked = ActorLink.objects.filter(actor=OuterRef("pk"), made_at__gt=now - MONTH * settings.CONFIRM_MONTHS)
    stale = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=old)
    actors = Actor.objects.on(now.date()).filter(stale, is_example=False).exclude(Exists(asked))
    return actors.prefetch_related("channels", "people__channels").order_by("confirmed_on", "id")


def ask_due(*, now: datetime) -> int:
    """Ask those who are due and have a mail address; the others stay on the coordinator's list."""
    if settings.CONFIRM_MONTHS <= 0:
        return 0
    return each(due(now=now)[:AT_ONCE], lambda actor: int(ask(actor, by="worker", now=now) is not None))


def remind_due(*, now: datetime) -> int:
    """One reminder, with a new link, to those who did not answer."""
    silent = ActorLink.objects.filter(
        answered_at=None, revoked_at=None, reminded_at=None, made_at__lte=now - REMIND_AFTER, expires_at__gt=now
    ).exclude(sent_to="")
    return each(silent.select_related("actor").order_by("id")[:AT_ONCE], lambda link: _remind(link, now=now))


@transaction.atomic
def ask(actor: Actor, *, by: User | str, now: datetime, address: str = "", reminder: bool = False) -> ActorLink | None:
    """Make a link and queue its mail; None when the organisation has no mail address that works."""
    address = address or address_of(actor)
    if not address:
        return None
    link, token = make_link(actor, sent_to=address, now=now)
    with translation.override("de"):
        context = {
            "actor": actor,
            "page": url_of(token),
            "until": link.expires_at,
            "reminder": reminder,
            "operator": settings.OPERATOR_NAME,
        }
        text = render_to_string("register/mail/own_entry.txt", context)
        words = (
            _("Erinnerung: Stimmt Ihr Eintrag noch? %(name)s") if reminder else _("Stimmt Ihr Eintrag noch? %(name)s")
        )
        subject = words % {"name": actor.name}
    mail.queue(
        key=f"own-entry:{link.pk}", about=audit.ref(actor), to_address=address, subject=subject, text=text, now=now
    )
    audit.record(by, "ask_for_confirmation", actor, now=now)
    return link


def make_link(actor: Actor, *, sent_to: str = "", now: datetime) -> tuple[ActorLink, str]:
    """A new link and its token; only a hash of the token is kept, so it is shown once."""
    token = secrets.token_urlsafe(24)
    link = ActorLink.objects.create(
        actor=actor, token_hash=_hash(token), sent_to=sent_to, made_at=now, expires_at=now + HOLDS
    )
    return link, token


def url_of(token: str) -> str:
    return f"{settings.SITE_URL}/eintrag/{token}/"


def find(token: str, *, now: datetime) -> ActorLink | None:
    """The link of this token while it holds; None else."""
    living = ActorLink.objects.filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=now)
    return living.select_related("actor__kind", "actor__parent").first()


def address_of(actor: Actor) -> str:
    """Mail of the organisation, else of one of its people; never one that bounced."""
    own = [channel for channel in actor.channels.all() if _works(channel)]
    people = [
        channel
        for person in actor.people.all()
        if person.left_on is None and person.anonymised_at is None
        for channel in person.channels.all()
        if _works(channel)
    ]
    return (own + people)[0].value if own or people else ""


@transaction.atomic
def confirm(link: ActorLink, *, now: datetime) -> None:
    """One click: everything is right."""
    editing.confirm(link.actor, on=now.date(), by=_name(link), now=now)
    ActorLink.objects.filter(pk=link.pk).update(answered_at=now)


@transaction.atomic
def submit(link: ActorLink, wish: Wish, *, now: datetime) -> Outcome:
    """Take what the organisation says: what its trust allows holds at once, the rest waits as one Correction."""
    actor = Actor.objects.select_for_update().get(pk=link.actor_id)
    parts = _parts(actor, wish)
    if wish.may_be_shown is False and actor.agreed_on:
        editing.change(actor, {"is_public": False, "agreed_on": None}, by=_name(link), now=now)
        parts.pop("may_be_shown", None)
    at_once = {name for name in parts if _holds_at_once(actor, name)}
    apply_parts(actor, {name: parts[name] for name in at_once}, by=_name(link), now=now)
    waiting = {name: value for name, value in parts.items() if name not in at_once}
    correction = None
    if waiting or wish.remark:
        correction = Correction.objects.create(
            actor=actor, link=link, made_at=now, values=waiting, remark=tidy(wish.remark)[:2000]
        )
    editing.confirm(actor, on=now.date(), by=_name(link), now=now)
    ActorLink.objects.filter(pk=link.pk).update(answered_at=now)
    return Outcome(frozenset(at_once), frozenset(waiting), correction)


@transaction.atomic
def decide(correction: Correction, *, accepted: bool, by: User, now: datetime) -> bool:
    """The coordinator takes a correction over or not; False when somebody decided already."""
    state = Correction.State.APPLIED if accepted else Correction.State.REJECTED
    mine = Correction.objects.filter(pk=correction.pk, state=Correction.State.WAITING)
    if not mine.update(state=state, decided_at=now, decided_by=by):
        return False
    if accepted:
        apply_parts(correction.actor, correction.values, by=by, now=now)
    audit.record(by, "accept_correction" if accepted else "reject_correction", correction, now=now)
    return True


def apply_parts(actor: Actor, parts: Mapping[str, Any], *, by: User | str, now: datetime) -> None:
    """Write these parts (the shape of Correction.values) into the register."""
    values = {name: value for name, value in parts.items() if name in FIELDS}
    lists = {name: value for name, value in parts.items() if name in LISTS}
    if "may_be_shown" in parts:
        values["agreed_on"] = now.date()
    if values or lists:
        editing.change(actor, values, lists, by=by, now=now)
    if "channels" in parts:
        _set_channels(actor, parts["channels"], by=by, now=now)
    if "contact" in parts:
        _new_contact(actor, NewContact(**parts["contact"]), by=by, now=now)
    for number, day in parts.get("leaves", {}).items():
        seat = Membership.objects.filter(actor=actor, pk=number).first()
        if seat is not None:
            editing.end_membership(seat, until=max(date.fromisoformat(day), seat.since or date.min), by=by, now=now)


def _parts(actor: Actor, wish: Wish) -> dict[str, Any]:
    """What differs from the entry, as JSON."""
    parts: dict[str, Any] = {n: v for n, v in wish.fields.items() if n in FIELDS and getattr(actor, n) != v}
    for name, chosen in wish.lists.items():
        numbers = sorted(chosen)
        if name in LISTS and numbers != sorted(getattr(actor, name).values_list("pk", flat=True)):
            parts[name] = numbers
    if wish.channels is not None:
        wanted = [[kind, tidy(value)] for kind, value in wish.channels if tidy(value)]
        if wanted != [[channel.kind, channel.value] for channel in actor.channels.all()]:
            parts["channels"] = wanted
    if wish.contact is not None:
        parts["contact"] = vars(wish.contact)
    mine = set(Membership.objects.filter(actor=actor).values_list("pk", flat=True))
    leaves = {str(number): day.isoformat() for number, day in wish.leaves.items() if number in mine}
    if leaves:
        parts["leaves"] = leaves
    if wish.may_be_shown is not None and wish.may_be_shown != bool(actor.agreed_on):
        parts["may_be_shown"] = wish.may_be_shown
    return parts


def _holds_at_once(actor: Actor, name: str) -> bool:
    if actor.trust == Actor.Trust.ALL or name == "may_be_shown":
        return True
    return actor.trust == Actor.Trust.CONTACTS and name in CONTACT_FIELDS | {"channels", "contact"}


def _set_channels(actor: Actor, wanted: Iterable[tuple[str, str]], *, by: User | str, now: datetime) -> None:
    """Known channels keep their row (and whether they are public); new ones are not public before somebody says so."""
    there = {(channel.kind, channel.value): channel.pk for channel in actor.channels.all()}
    rows: Rows = [(there.get((kind, value)), {"kind": kind, "value": value}, {}) for kind, value in wanted]
    editing.set_rows(actor, ContactChannel, rows, by=by, now=now)


def _new_contact(actor: Actor, contact: NewContact, *, by: User | str, now: datetime) -> None:
    """The new person takes over the seats of the one they replace, or every vacant seat of the organisation."""
    person = Person(
        actor=actor,
        first_name=contact.first_name,
        last_name=contact.last_name,
        function=contact.function,
        source=_("Angabe der Organisation"),
        confirmed_on=now.date(),
    )
    editing.create(person, by=by, now=now)
    rows = [("email", contact.email), ("phone", contact.phone)]
    channels: Rows = [(None, {"kind": kind, "value": value}, {}) for kind, value in rows if value]
    editing.set_rows(person, ContactChannel, channels, by=by, now=now)
    seats = Membership.objects.filter(actor=actor).on(now.date())
    before = Person.objects.filter(actor=actor, pk=contact.replaces).first() if contact.replaces else None
    for seat in seats.filter(person=before) if before else seats.filter(person=None):
        editing.change(seat, {"person": person, "is_vacant": False}, by=by, now=now)
    if before is not None:
        editing.leave_person(before, on=now.date(), by=by, now=now)


@transaction.atomic
def _remind(link: ActorLink, *, now: datetime) -> int:
    if not ActorLink.objects.filter(pk=link.pk, reminded_at=None).update(reminded_at=now):
        return 0
    new = ask(link.actor, by="worker", now=now, address=link.sent_to, reminder=True)
    if new is None:
        return 0
    ActorLink.objects.filter(pk=new.pk).update(reminded_at=now)
    return 1


def _works(channel: ContactChannel) -> bool:
    return channel.kind == ContactChannel.Kind.EMAIL and channel.bounced_at is None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _name(link: ActorLink) -> str:
    """Who did it, for history and audit trail."""
    return f"actorlink:{link.pk}"
