"""Lists of networks and organisations for the office: filtered, as of a day, with counts; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kreisnetz.core.names import search_key
from kreisnetz.register.freshness import stale
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


@dataclass(frozen=True)
class NetworkFilter:
    """What a list of networks is narrowed to; None or "" is everything."""

    words: str = ""
    field: FieldOfAction | None = None
    municipality: Municipality | None = None
    kind: str = ""
    status: str = ""


@dataclass(frozen=True)
class ActorFilter:
    """What a list of organisations is narrowed to. sees_protected: where protected ones are may be found."""

    words: str = ""
    kind: ActorKind | None = None
    field: FieldOfAction | None = None
    municipality: Municipality | None = None
    only_stale: bool = False
    only_vacant: bool = False
    sees_protected: bool = False


@dataclass(frozen=True)
class Counts:
    """Of one network or organisation on one day; n_stale: organisations whose entry is not confirmed for a year."""

    n_seats: int = 0
    n_actors: int = 0
    n_vacant: int = 0
    n_stale: int = 0


def networks(wanted: NetworkFilter, *, day: date) -> QuerySet[Network]:
    """Those that existed on this day; asked for a status, all that have it."""
    rows = Network.objects.with_lists()
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    else:
        rows = rows.on(day)
        rows = rows.exclude(status=Network.Status.ENDED, ends_on__isnull=True)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.field:
        rows = rows.filter(pk__in=_with_field(Network, wanted.field))
    if wanted.municipality:
        there = Network.municipalities.through.objects.filter(municipality=wanted.municipality).values("network")
        rows = rows.filter(Q(county_wide=True) | Q(pk__in=there))
    for word in search_key(wanted.words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def actors(wanted: ActorFilter, *, today: date) -> QuerySet[Actor]:
    rows = Actor.objects.with_lists()
    if wanted.kind:
        kinds = ActorKind.objects.filter(Q(pk=wanted.kind.pk) | Q(parent=wanted.kind)).values("pk")
        rows = rows.filter(kind__in=kinds)
    if wanted.field:
        rows = rows.filter(pk__in=_with_field(Actor, wanted.field))
    if wanted.municipality:
        at_work = Actor.municipalities.through.objects.filter(municipality=wanted.municipality).values("actor")
        rows = rows.filter(Q(municipality=wanted.municipality) | Q(pk__in=at_work))
        rows = rows if wanted.sees_protected else rows.filter(protected_address=False)
    if wanted.only_stale:
        rows = rows.on(today).filter(stale(today))
    held = Membership.objects.filter(actor=OuterRef("pk")).on(today)
    if wanted.only_vacant:
        rows = rows.filter(Exists(held.vacant()))
    for word in search_key(wanted.words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def counts(rows: Sequence[Network] | Sequence[Actor], *, day: date, today: date) -> dict[int, Counts]:
    """Seats of the rows on one page, one query; those without a seat are missing."""
    if not rows:
        return {}
    name = str(rows[0]._meta.model_name)
    seats = Membership.objects.on(day).filter(**{f"{name}__in": [row.pk for row in rows]}).order_by()
    found = seats.values(name).annotate(
        n_seats=Count("pk"),
        n_actors=Count("actor", distinct=True),
        n_vacant=Count("pk", filter=Q(is_vacant=True)),
        n_stale=Count("actor", filter=stale(today, "actor__"), distinct=True),
    )
    return {row.pop(name): Counts(**row) for row in found}


def _with_field(model: type[Network] | type[Actor], field: FieldOfAction) -> QuerySet[Any, Any]:
    """Numbers of those that work in this field or in a part of it."""
    name = str(model._meta.model_name)
    fields = FieldOfAction.objects.filter(Q(pk=field.pk) | Q(parent=field)).values("pk")
    links: QuerySet[Any, Any] = model.fields_of_action.through._default_manager.filter(fieldofaction__in=fields)
    return links.values(name)


def actors_named(words: str, *, limit: int = 12) -> list[Actor]:
    """Organisations that may be meant: every word stands in the name or short name; the shortest names first."""
    rows = Actor.objects.select_related("kind", "parent")
    keys = search_key(words).split()
    if not keys:
        return []
    for key in keys:
        rows = rows.filter(Q(sort_key__contains=key) | Q(short_names__icontains=key))
    return sorted(rows[: limit * 5], key=lambda actor: (len(actor.name), actor.sort_key))[:limit]


def actor_called(name: str) -> Actor | None:
    """The one organisation with exactly this name or short name; None when there is none or more than one."""
    key = search_key(name)
    found = list(Actor.objects.filter(sort_key=key[:250])[:2]) if key else []
    if not found and key:
        near = Actor.objects.filter(short_names__icontains=name.strip())[:50]
        found = [row for row in near if key in {search_key(short) for short in row.short_names.split(",")}]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Waiting:
    """What in the register waits for somebody."""

    reviews: list[Network]
    vacant: list[Membership]
    n_vacant: int
    stale: list[Actor]
    n_stale: int
    old_contacts: list[Person]
    n_old_contacts: int
    bounced: list[ContactChannel]
    n_bounced: int

    def __bool__(self) -> bool:
        return bool(self.reviews or self.n_vacant or self.n_stale or self.n_old_contacts or self.n_bounced)


def waiting(scope: Q, *, today: date, shown: int = 5) -> Waiting:
    """scope: which networks (a filter on Network) the person looks after; Q() is all."""
    mine = Network.objects.filter(scope).on(today).exclude(status=Network.Status.ENDED)
    seats = Membership.objects.on(today).filter(network__in=mine)
    vacant = seats.vacant().select_related("network", "actor")
    there = Exists(seats.filter(actor=OuterRef("actor"))) | Exists(seats.filter(person=OuterRef("person")))
    # Measured with 30,000 organisations: IN is the faster way to them, EXISTS to people and channels.
    old = Actor.objects.on(today).filter(stale(today), pk__in=seats.values("actor"))
    old = old.order_by("confirmed_on", "sort_key")
    people = Person.objects.filter(stale(today), Exists(seats.filter(person=OuterRef("pk"))))
    people = people.filter(left_on__isnull=True, anonymised_at__isnull=True).select_related("actor")
    people = people.order_by("confirmed_on", "person_key")
    bounced = ContactChannel.objects.filter(bounced_at__isnull=False).filter(there)
    bounced = bounced.select_related("actor", "person")
    return Waiting(
        reviews=list(mine.filter(review_due_on__lte=today).order_by("review_due_on")[:shown]),
        vacant=list(vacant[:shown]),
        n_vacant=vacant.count(),
        stale=list(old[:shown]),
        n_stale=old.count(),
        old_contacts=list(people[:shown]),
        n_old_contacts=people.count(),
        bounced=list(bounced[:shown]),
        n_bounced=bounced.count(),
    )
