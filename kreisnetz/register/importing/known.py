"""What the register holds already, as dictionaries: read once, so that thousands of rows are compared without a query each."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import models

from kreisnetz.core.names import email_key, search_key
from kreisnetz.register.matching import actor_key
from kreisnetz.register.models import Actor, ActorKind, FieldOfAction, Membership, Municipality, Network, Person

R = TypeVar("R", bound=models.Model)


@dataclass
class Known:
    """The register by its keys; ambiguous keys are left out, so that nothing is guessed."""

    networks: dict[str, Network] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    people_by_number: dict[int, Person] = field(default_factory=dict)
    seats: dict[tuple[int, int], list[Membership]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, ActorKind] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    fields: dict[str, FieldOfAction] = field(default_factory=dict)
    actor_fields: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def load() -> Known:
    known = Known()
    _by_key(known.networks, Network.objects.all(), lambda row: [search_key(row.name), search_key(row.short_name)])
    known.networks |= {str(row.uid): row for row in Network.objects.all()}
    actors = list(Actor.objects.select_related("kind", "municipality", "parent").prefetch_related("channels"))
    _by_key(
        known.actors,
        actors,
        lambda row: [row.name_key, *(actor_key(s) for s in row.short_names.split(",") if s.strip())],
    )
    known.actors |= {str(row.uid): row for row in actors}
    for person in Person.objects.filter(anonymised_at=None).prefetch_related("channels"):
        known.people[person.actor_id or 0].append(person)
        known.people_by_number[person.pk] = person
    for seat in Membership.objects.select_related("person", "deputy"):
        known.seats[(seat.network_id, seat.actor_id)].append(seat)
    known.kinds = {search_key(row.name): row for row in ActorKind.objects.all()}
    for town in Municipality.objects.all():
        known.municipalities |= {search_key(town.name): town, town.ags: town}
    known.fields = {search_key(row.name): row for row in FieldOfAction.objects.all()}
    for actor_id, field_id in Actor.fields_of_action.through.objects.values_list("actor_id", "fieldofaction_id"):
        known.actor_fields[actor_id].add(field_id)
    return known


def emails_of(person: Person) -> set[str]:
    return {email_key(channel.value) for channel in person.channels.all() if channel.kind == "email"}


def _by_key(into: dict[str, R], rows: Iterable[R], keys_of: Callable[[R], Iterable[str]]) -> None:
    """Every row under each of its keys; a key of two rows names neither."""
    twice: set[str] = set()
    for row in rows:
        for key in {key for key in keys_of(row) if key}:
            if key in into and into[key].pk != row.pk:
                twice.add(key)
            into[key] = row
    for key in twice:
        del into[key]
