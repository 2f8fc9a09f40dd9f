"""Rights in the register that one row alone cannot answer: whose contacts, whose seat, whose history. Denied by default.

The questions go to User.may(); what a role may do stands in core.rights alone.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register.models import Actor, Change, Membership, Network, Person

# What a Träger account neither sees nor takes back: the office's own words and decisions about the organisation.
OFFICE_ONLY = frozenset({"note", "trust", "sits_everywhere", "is_example", "is_public", "agreed_on"})
OWN_ROWS = frozenset({"actor", "contactchannel", "offer", "person"})


@dataclass(frozen=True)
class Scopes:
    """Where a right holds: everywhere, or for these networks and organisations."""

    everywhere: bool
    networks: frozenset[int]
    actors: frozenset[int]

    @classmethod
    def of(cls, user: User, right: Right, *, now: datetime) -> "Scopes":
        found = user.scopes(right, now=now)
        return cls("" in found, _numbers(found, "network"), _numbers(found, "actor"))

    def covers_seat(self, seat: Membership) -> bool:
        return self.everywhere or seat.network_id in self.networks or seat.actor_id in self.actors


def _numbers(scopes: set[str], kind: str) -> frozenset[int]:
    parts = (scope.partition(":") for scope in scopes)
    return frozenset(int(number) for name, _sep, number in parts if name == kind and number.isdigit())


def people_seen_by(user: User, *, now: datetime) -> QuerySet[Person]:
    """Contacts this account may see: all, those of its organisation, or those who sit in its networks."""
    where = Scopes.of(user, Right.SEE_CONTACTS, now=now)
    if where.everywhere:
        return Person.objects.all()
    mine = (
        Q(actor__in=where.actors) | Q(seats__network__in=where.networks) | Q(deputy_seats__network__in=where.networks)
    )
    return Person.objects.filter(pk__in=Person.objects.filter(mine).values("pk"))


def may_see_person(user: User, person: Person, *, now: datetime) -> bool:
    return people_seen_by(user, now=now).filter(pk=person.pk).exists()


def may_edit_person(user: User, person: Person, *, now: datetime) -> bool:
    """Who may edit the organisation; or who coordinates every network in which this person sits."""
    where = Scopes.of(user, Right.EDIT_REGISTER, now=now)
    if where.everywhere or person.actor_id in where.actors:
        return True
    sits = Membership.objects.filter(Q(person=person) | Q(deputy=person)).values_list("network_id", flat=True)
    networks = set(sits)
    return bool(networks) and networks <= where.networks


def may_edit_seat(user: User, seat: Membership, *, now: datetime) -> bool:
    return seat.network.can_be_edited_by(user, now=now)


def may_name_contact(user: User, seat: Membership, *, now: datetime) -> bool:
    """The organisation itself may say who sits there for it, and may leave."""
    return may_edit_seat(user, seat, now=now) or seat.actor.can_be_edited_by(user, now=now)


def may_see_address(user: User, actor: Actor, *, now: datetime) -> bool:
    return not actor.protected_address or user.may(Right.SEE_PROTECTED, now=now, scope=actor.scope())


def is_office(user: User, *, now: datetime) -> bool:
    """Reads what the office writes for itself (decisions, open points, where things are)."""
    return user.may(Right.SEE_NOTES, now=now)


def may_see_notes(user: User, network: Network, *, now: datetime) -> bool:
    return user.may(Right.SEE_NOTES, now=now, scope=network.scope())


def may_undo(user: User, change: Change, *, now: datetime) -> bool:
    """Who may edit the profile on which the change is shown; lists: who may edit lists."""
    if not change.shown_on:
        return user.may(Right.EDIT_LISTS, now=now)
    kind, _sep, number = change.shown_on.partition(":")
    if kind == "person":
        person = Person.objects.filter(pk=number).first()
        scope = f"actor:{person.actor_id}" if person else ""
    else:
        scope = change.shown_on
    if not user.may(Right.EDIT_REGISTER, now=now, scope=scope):
        return False
    if user.may(Right.EDIT_REGISTER, now=now) or scope.startswith("network:"):
        return True
    touched = set(change.before) | set(change.after)
    own = change.about.partition(":")[0] in OWN_ROWS
    return own and change.verb == Change.Verb.UPDATE and not touched & OFFICE_ONLY
