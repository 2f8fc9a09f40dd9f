"""What of the register waits for this account on the first page: its networks, its organisation, nothing. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register import directory, freshness
from kreisnetz.register.directory import Waiting
from kreisnetz.register.models import Actor
from kreisnetz.register.who_may import Scopes


@dataclass(frozen=True)
class OwnActor:
    """The organisation of a Träger account and how old its entry is."""

    actor: Actor
    age: str
    is_stale: bool


def for_office(user: User, *, now: datetime) -> Waiting | None:
    """What is due, vacant, stale: in all networks, or in those the account coordinates; None for all others."""
    if not user.may(Right.SEE_NOTES, now=now) and not user.scopes(Right.SEE_NOTES, now=now):
        return None
    where = Scopes.of(user, Right.SEE_NOTES, now=now)
    scope = Q() if where.everywhere else Q(pk__in=where.networks)
    return directory.waiting(scope, today=timezone.localdate(now))


def own_actors(user: User, *, now: datetime) -> list[OwnActor]:
    """The organisations this account answers for."""
    numbers = Scopes.of(user, Right.EDIT_REGISTER, now=now).actors
    today = timezone.localdate(now)
    return [
        OwnActor(row, freshness.age(row.confirmed_on, today=today), freshness.is_stale(row.confirmed_on, today=today))
        for row in (Actor.objects.filter(pk__in=numbers) if numbers else [])
    ]
