"""Contact persons: told where their data comes from (Art. 14 DSGVO), able to object, anonymous when their time is over.

A person's name and channels leave the register, the history and the search index together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kreisnetz.core import audit, mail
from kreisnetz.core.each import each
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import tidy
from kreisnetz.register import editing, findable
from kreisnetz.register.history import By
from kreisnetz.register.models import Actor, Change, ContactChannel, Person

SALT = "kreisnetz.person"
# The coordinator may look over an import (and take it back) before hundreds of people hear of it; the law gives a month.
WAIT_BEFORE_TELLING = timedelta(days=2)
MONTH = timedelta(days=30)
AT_ONCE = 200
NOBODY = "Kontakt gelöscht"


@dataclass(frozen=True)
class Way:
    """How somebody is reached: channel of the outbox and address."""

    channel: str
    address: str


def untold() -> QuerySet[Person]:
    """Contacts entered by somebody else who have not been told yet."""
    living = Person.objects.filter(told_at=None, objected_at=None, anonymised_at=None, left_on=None, is_example=False)
    return living.select_related("actor").prefetch_related("channels", "actor__channels")


def tell_due(*, now: datetime) -> int:
    """Tell those who wait long enough and can be reached; the others stay on the coordinator's list."""
    due = untold().filter(created_at__lte=now - WAIT_BEFORE_TELLING).order_by("created_at", "id")[:AT_ONCE]
    return each(due, lambda person: int(tell(person, now=now)))


@transaction.atomic
def tell(person: Person, *, now: datetime) -> bool:
    """Queue the Art. 14 notice and remember when; False when there is no way to reach this person."""
    way = way_to(person)
    if way is None or not Person.objects.filter(pk=person.pk, told_at=None).update(told_at=now):
        return False
    with translation.override("de"):
        text = render_to_string(
            "register/mail/person_notice.txt",
            {
                "person": person,
                "page": url_of(person),
                "by_mail": way.channel == OutgoingMessage.Channel.EMAIL,
                "seats": list(person.seats.select_related("network")),
                "channels": list(person.channels.all()),
                "operator": settings.OPERATOR_NAME,
                "contact": settings.DATA_PROTECTION_CONTACT,
                "months": settings.KEEP_PEOPLE_MONTHS,
            },
        )
        subject = _("Ihre Kontaktdaten im Netzwerkverzeichnis")
    queued = mail.queue(
        key=f"person-notice:{person.pk}",
        about=audit.ref(person),
        channel=way.channel,
        to_address=way.address,
        to_name=str(person),
        subject=subject,
        text=text,
        now=now,
    )
    return queued is not None


def way_to(person: Person) -> Way | None:
    """The person's own mail address, else the organisation's postal address; never a protected one."""
    for channel in person.channels.all():
        if channel.kind == ContactChannel.Kind.EMAIL and channel.bounced_at is None:
            return Way(OutgoingMessage.Channel.EMAIL, channel.value)
    actor: Actor | None = person.actor
    if actor is not None and actor.address:
        return Way(
            OutgoingMessage.Channel.LETTER, f"{actor.name}\n{person}\n{actor.street}\n{actor.postcode} {actor.town}"
        )
    return None


def url_of(person: Person) -> str:
    """The person's own page: see, correct, object. Whoever has this link may do it."""
    return f"{settings.SITE_URL}/eintrag/person/{signing.dumps(person.pk, salt=SALT)}/"


def find(token: str) -> Person | None:
    """The person of a link; None when it is not one of ours or the person is gone."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=number, anonymised_at=None).select_related("actor").first()


@transaction.atomic
def correct(person: Person, said: Mapping[str, str], *, now: datetime) -> None:
    """What the person says of itself holds at once: first_name, last_name, function, email, phone ("" takes a channel away)."""
    values = {name: tidy(said[name]) for name in ("first_name", "last_name", "function")}
    editing.change(person, {**values, "confirmed_on": now.date()}, by="person", now=now)
    rows: list[tuple[int | None, dict[str, str], dict[str, list[int]]]] = []
    replaced = set()
    for channel in person.channels.all():
        if channel.kind in {"email", "phone"} and channel.kind not in replaced:
            replaced.add(channel.kind)
            if tidy(said[channel.kind]):
                rows.append((channel.pk, {"kind": channel.kind, "value": tidy(said[channel.kind])}, {}))
        else:
            rows.append((channel.pk, {"kind": channel.kind, "value": channel.value}, {}))
    rows += [
        (None, {"kind": kind, "value": tidy(said[kind])}, {})
        for kind in ("email", "phone")
        if kind not in replaced and tidy(said[kind])
    ]
    editing.set_rows(person, ContactChannel, rows, by="person", now=now)
    ContactChannel.objects.filter(person=person).update(bounced_at=None)


@transaction.atomic
def object_(person: Person, *, now: datetime) -> None:
    """Somebody does not want to stand in the register: out at once; the seats stay, vacant."""
    audit.record("person", "object", person, now=now)
    anonymise(person, now=now, by="person")
    Person.objects.filter(pk=person.pk).update(objected_at=now)


@transaction.atomic
def anonymise(person: Person, *, now: datetime, by: By) -> None:
    """Name, function and channels go, from the entry, its history and the index; the seats become vacant."""
    today = now.date()
    if person.left_on is None:
        editing.leave_person(person, on=today, by=by, now=now)
    person.seats.update(person=None)
    person.deputy_seats.update(deputy=None)
    ContactChannel.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(
        title="",
        first_name="",
        last_name=NOBODY,
        function="",
        person_key="",
        search_key="",
        source="",
        anonymised_at=now,
    )
    ref = audit.ref(person)
    Change.objects.filter(Q(about=ref) | Q(shown_on=ref) | Q(also_on=ref)).delete()
    OutgoingMessage.objects.filter(about=ref).delete()
    findable.refresh(Person, [person.pk])


def forget_left(*, now: datetime) -> int:
    """Rule of jobs.retention: those who left longer ago than KEEP_PEOPLE_MONTHS become anonymous."""
    old = (now - KEEP_MONTH * settings.KEEP_PEOPLE_MONTHS).date()
    gone = Person.objects.filter(left_on__lt=old, anonymised_at=None)

    def one(person: Person) -> int:
        anonymise(person, now=now, by="worker")
        return 1

    return each(gone, one)


KEEP_MONTH = timedelta(days=30.44)


def mark_bounced(address: str, *, now: datetime) -> int:
    """Mail to this address came back: every contact with it is marked; gives how many."""
    there = ContactChannel.objects.filter(
        kind=ContactChannel.Kind.EMAIL, value__iexact=address.strip(), bounced_at=None
    )
    return there.update(bounced_at=now)
