"""Test data: plain functions with defaults; they go through the rooms' doors where a door exists."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.names import search_key, slug
from kreisnetz.core.rights import Role
from kreisnetz.events import seats
from kreisnetz.events.models import Event, MenuChoice, Part, Participant, Registration, Series, Venue
from kreisnetz.events.registration import Application, register
from kreisnetz.register import editing
from kreisnetz.register.models import (
    Actor,
    ActorKind,
    ContactChannel,
    FieldOfAction,
    Membership,
    Municipality,
    Network,
    Person,
)

NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
_numbers = count(1)


def make_user(*roles: str, email: str = "", scope: str = "", name: str = "", password: str | None = None) -> User:
    """An account with these roles (default: none). Door roles need a scope and get an expiry in 2037."""
    user = User.objects.create_user(email or f"konto{next(_numbers)}@example.org", password, name or "Kim Beispiel")
    for role in roles:
        expires = datetime(2037, 1, 1, tzinfo=UTC) if role == Role.DOOR else None
        RoleGrant.objects.create(user=user, role=role, scope=scope, expires_at=expires)
    return user


def make_municipality(name: str = "Beispielstadt", **kwargs: Any) -> Municipality:
    number = next(_numbers)
    defaults: dict[str, Any] = {"ags": f"{number:08d}", "ars": f"{number:012d}", "slug": slug(name)}
    return Municipality.objects.create(name=name, sort_key=search_key(name), **(defaults | kwargs))


def make_field(name: str = "Frühe Hilfen") -> FieldOfAction:
    return FieldOfAction.objects.create(name=name, slug=slug(name), sort_key=search_key(name))


def make_venue(name: str = "Beispielhaus", **kwargs: Any) -> Venue:
    defaults = {"street": "Beispielstraße 1", "postcode": "00000", "town": "Beispielstadt"}
    return Venue.objects.create(name=name, **(defaults | kwargs))


def make_series(name: str = "Beispielreihe") -> Series:
    return Series.objects.create(name=name, slug=slug(name))


def make_event(
    title: str = "Beispieltagung",
    *,
    seats_in_all: int | None = None,
    groups: dict[str, int] | None = None,
    menu: tuple[str, ...] = (),
    hosts: tuple[str, ...] = ("Beispiel-Kreis",),
    speakers: tuple[str, ...] = (),
    fields: tuple[FieldOfAction, ...] = (),
    now: datetime = NOW,
    published: bool = True,
    **kwargs: Any,
) -> Event:
    """A public event in four weeks, from 15 to 18 o'clock in Berlin, open for registration without double opt-in."""
    starts_at = kwargs.pop("starts_at", now.replace(hour=14, minute=0) + timedelta(days=28))
    ends_at = kwargs.pop("ends_at", starts_at + timedelta(hours=3))
    defaults: dict[str, Any] = {
        "registration_open": True,
        "double_opt_in": False,
        "contact_name": "Geschäftsstelle Beispiel",
        "contact_email": "buero@example.org",
        "contact_phone": "06000 1234",
        "contact_fax": "06000 1235",
        "published_at": now if published else None,
    }
    if "venue" not in kwargs:
        kwargs["venue"] = make_venue()
    event = Event(
        title=title, slug=f"{slug(title)}-{next(_numbers)}", starts_at=starts_at, ends_at=ends_at, **(defaults | kwargs)
    )
    event.year = event.starts_on.year
    event.last_at = event.last_moment()
    event.search_key = search_key(f"{title} {event.subtitle} {event.description}")
    event.created_at = event.modified_at = now
    event.save(force_insert=True)
    for position, name in enumerate(menu):
        MenuChoice.objects.create(event=event, name=name, position=position)
    for name in hosts:
        Part.objects.create(event=event, role=Part.Role.HOST, name=name, is_controller=True)
    for name in speakers:
        Part.objects.create(event=event, role=Part.Role.SPEAKER, name=name)
    event.fields_of_action.set(fields)
    seats.set_capacity(event, seats=seats_in_all, groups=groups)
    return event


def make_application(**kwargs: Any) -> Application:
    number = next(_numbers)
    defaults = {"first_name": "Kim", "last_name": f"Beispiel{number}", "email": f"kim{number}@example.org"}
    return Application(**(defaults | kwargs))


def make_registration(
    event: Event, *, channel: str = Registration.Channel.WEB, now: datetime = NOW, by: User | None = None, **kwargs: Any
) -> Registration:
    return register(event, make_application(**kwargs), channel=channel, now=now, by=by).registration


def make_participant(event: Event, **kwargs: Any) -> Participant:
    participant = make_registration(event, **kwargs).participants.first()
    assert participant is not None
    return participant


def make_kind(name: str = "Beratungsstelle") -> ActorKind:
    found = ActorKind.objects.filter(name=name).first()
    return found or cast(ActorKind, editing.create(ActorKind(name=name), by=None, now=NOW))


def make_actor(name: str = "Beispiel-Beratung", *, kind_name: str = "", public: bool = False, **kwargs: Any) -> Actor:
    """An organisation, through the register's door; many-to-many values may be given by name."""
    many = {key: kwargs.pop(key) for key in list(kwargs) if key in {f.name for f in Actor._meta.many_to_many}}
    if kind_name:
        kwargs["kind"] = make_kind(kind_name)
    if public:
        kwargs |= {"is_public": True, "agreed_on": NOW.date()}
    return cast(Actor, editing.create(Actor(name=name, **kwargs), many, by=None, now=kwargs.pop("now", NOW)))


def make_network(name: str = "Beispiel-Netzwerk", **kwargs: Any) -> Network:
    many = {key: kwargs.pop(key) for key in list(kwargs) if key in {f.name for f in Network._meta.many_to_many}}
    return cast(Network, editing.create(Network(name=name, **kwargs), many, by=None, now=NOW))


def make_membership(actor: Actor | None = None, network: Network | None = None, **kwargs: Any) -> Membership:
    seat = Membership(actor=actor or make_actor(), network=network or make_network(), **kwargs)
    return cast(Membership, editing.create(seat, by=None, now=NOW))


def make_person(last_name: str = "Beispiel", first_name: str = "Ada", *, email: str = "", **kwargs: Any) -> Person:
    person = cast(
        Person, editing.create(Person(last_name=last_name, first_name=first_name, **kwargs), by=None, now=NOW)
    )
    if email:
        editing.set_rows(person, ContactChannel, [(None, {"kind": "email", "value": email}, {})], by=None, now=NOW)
    return person
