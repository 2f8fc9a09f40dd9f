"""What of the register goes into a download: the part that was chosen, and only what its reader may see.

Every format reads the Extract made here and asks nothing of the database itself; a right is checked here and nowhere else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register.models import (
    Actor,
    ContactChannel,
    FieldOfAction,
    Membership,
    Municipality,
    Network,
    NetworkLink,
    Offer,
    Person,
    TargetSeat,
)
from kreisnetz.register.who_may import Scopes

EVERYWHERE = Scopes(True, frozenset(), frozenset())
NOWHERE = Scopes(False, frozenset(), frozenset())


@dataclass(frozen=True)
class Reader:
    """What the one who downloads may see. public: only what everybody may see anyway."""

    contacts: Scopes
    protected: Scopes
    notes: Scopes
    public: bool = False

    @classmethod
    def of(cls, user: User, *, now: datetime) -> "Reader":
        contacts = Scopes.of(user, Right.SEE_CONTACTS, now=now)
        protected = Scopes.of(user, Right.SEE_PROTECTED, now=now)
        return cls(contacts, protected, Scopes.of(user, Right.SEE_NOTES, now=now))

    @classmethod
    def everything(cls) -> "Reader":
        """For the command line: whoever may run it holds the database."""
        return cls(EVERYWHERE, EVERYWHERE, EVERYWHERE)

    @classmethod
    def everybody(cls) -> "Reader":
        return cls(NOWHERE, NOWHERE, NOWHERE, public=True)

    @property
    def sees_contacts(self) -> bool:
        return bool(self.contacts.everywhere or self.contacts.networks or self.contacts.actors)

    def sees_where(self, actor: Actor) -> bool:
        """Whether address and places of this organisation may be given out."""
        return not actor.protected_address or self.protected.everywhere or actor.pk in self.protected.actors

    def sees_notes(self, network_id: int) -> bool:
        return self.notes.everywhere or network_id in self.notes.networks


@dataclass(frozen=True)
class Selection:
    """The part that was chosen; nothing chosen is everything. day: only seats held that day (None: past seats too)."""

    networks: frozenset[int] = frozenset()
    field: FieldOfAction | None = None
    day: date | None = None

    @property
    def is_part(self) -> bool:
        return bool(self.networks) or self.field is not None


@dataclass(frozen=True)
class Extract:
    """Rows of one download with everything they point to. What the reader may not see is not reached through its methods."""

    selection: Selection
    reader: Reader
    networks: list[Network]
    actors: list[Actor]
    seats: list[Membership]
    people: list[Person]
    offers: list[Offer]
    targets: list[TargetSeat]
    # Organisations whose inner ways (not only the public ones) this reader may see.
    open_actors: frozenset[int]

    @property
    def has_people(self) -> bool:
        """Whether anything about a person is in it: such a download is recorded as one of people."""
        return bool(self.people) or any(self.person_of(seat) or self.deputy_of(seat) for seat in self.seats)

    def channels_of(self, actor: Actor) -> list[ContactChannel]:
        rows = [row for row in actor.channels.all() if row.is_public or self._sees_all_ways(actor)]
        return [row for row in rows if not (self.reader.public and row.bounced_at)]

    def _sees_all_ways(self, actor: Actor) -> bool:
        return self.reader.contacts.everywhere or actor.pk in self.open_actors

    def person_of(self, seat: Membership) -> Person | None:
        return _living(seat.person) if self.reader.contacts.covers_seat(seat) else None

    def deputy_of(self, seat: Membership) -> Person | None:
        return _living(seat.deputy) if self.reader.contacts.covers_seat(seat) else None

    def parent_of(self, row: Network | Actor) -> Network | Actor | None:
        return row.parent if row.parent and (row.parent.is_public or not self.reader.public) else None

    def hosts_of(self, network: Network) -> list[Actor]:
        return [host for host in network.hosts.all() if host.is_public or not self.reader.public]

    def links_of(self, network: Network) -> list[NetworkLink]:
        return [link for link in network.links.all() if link.is_public or not self.reader.public]

    def offers_of(self, actor: Actor) -> list[Offer]:
        return self.offers_by_actor.get(actor.pk, [])

    @cached_property
    def offers_by_actor(self) -> dict[int, list[Offer]]:
        found: dict[int, list[Offer]] = {}
        for offer in self.offers:
            found.setdefault(offer.actor_id, []).append(offer)
        return found

    @cached_property
    def actors_by_pk(self) -> dict[int, Actor]:
        return {actor.pk: actor for actor in self.actors}

    def places_of(self, row: Actor | Offer) -> list[Municipality]:
        """Where an organisation or its offer works; nothing for a protected one."""
        actor = row.actor if isinstance(row, Offer) else row
        return list(row.municipalities.all()) if self.reader.sees_where(actor) else []


def _living(person: Person | None) -> Person | None:
    """Nobody who objected or whose time in the register is over."""
    return person if person and not (person.anonymised_at or person.objected_at) else None


def gather(selection: Selection, reader: Reader) -> Extract:
    """Everything of one download, in a number of queries that does not grow with the register."""
    networks, seats, actors = _networks(selection, reader), _seats(selection, reader), _actors(selection, reader)
    offers = Offer.objects.filter(actor__in=actors.values("pk")).select_related("actor", "field")
    offers = offers.prefetch_related("age_groups", "target_groups", "languages", "municipalities")
    targets = TargetSeat.objects.filter(network__in=networks.values("pk"))
    where = reader.contacts
    held = Membership.objects.on(selection.day) if selection.day else Membership.objects.all()
    mine = held.filter(network__in=where.networks).values_list("actor_id", flat=True)
    return Extract(
        selection=selection,
        reader=reader,
        networks=list(networks.select_related("parent").prefetch_related(*_OF_NETWORK)),
        actors=list(actors.select_related("kind", "parent", "municipality").prefetch_related(*_OF_ACTOR)),
        seats=list(seats.select_related("network", "actor", "person", "deputy").order_by(*_ORDER)),
        people=list(_people(selection, reader)),
        offers=list(offers.filter(is_public=True) if reader.public else offers),
        targets=[] if reader.public else list(targets.select_related("network", "kind", "municipality")),
        open_actors=where.actors | frozenset(mine),
    )


_OF_NETWORK = ("fields_of_action", "challenges", "target_groups", "age_groups", "municipalities", "hosts", "links")
_OF_ACTOR = ("fields_of_action", "competences", "languages", "municipalities", "channels")
_ORDER = ("network__sort_key", "network_id", "actor__sort_key", "actor_id", "since", "id")


def _fields(selection: Selection) -> Q:
    """The field and those below it, as a condition on fields_of_action."""
    return Q(fields_of_action=selection.field) | Q(fields_of_action__parent=selection.field)


def _networks(selection: Selection, reader: Reader) -> QuerySet[Network]:
    rows = Network.objects.all()
    if reader.public:
        rows = rows.public()
    if selection.day:
        rows = rows.on(selection.day)
    if selection.networks:
        rows = rows.filter(pk__in=selection.networks)
    if selection.field:
        rows = rows.filter(pk__in=Network.objects.filter(_fields(selection)).values("pk"))
    return rows


def _seats(selection: Selection, reader: Reader) -> QuerySet[Membership]:
    rows = Membership.objects.filter(network__in=_networks(selection, reader).values("pk"))
    if reader.public:
        rows = rows.public()
    return rows.on(selection.day) if selection.day else rows


def _actors(selection: Selection, reader: Reader) -> QuerySet[Actor]:
    rows = Actor.objects.all()
    if reader.public:
        rows = rows.public()
    if selection.day:
        rows = rows.on(selection.day)
    if selection.is_part:
        wanted = Q(pk__in=_seats(selection, reader).values("actor"))
        wanted |= Q(hosted_networks__in=_networks(selection, reader).values("pk"))
        if selection.field and not selection.networks:
            wanted |= _fields(selection)
        rows = rows.filter(pk__in=Actor.objects.filter(wanted).values("pk"))
    return rows


def _people(selection: Selection, reader: Reader) -> QuerySet[Person]:
    """Contacts of the chosen part: of a part only those who sit there; those who left only without a day."""
    where = reader.contacts
    if not reader.sees_contacts:
        return Person.objects.none()
    seats = _seats(selection, reader)
    rows = Person.objects.filter(anonymised_at=None, objected_at=None)
    if selection.day:
        rows = rows.filter(Q(left_on=None) | Q(left_on__gte=selection.day))
    if selection.is_part:
        rows = rows.filter(_sitting(seats))
    if not where.everywhere:
        own = Membership.objects.filter(network__in=where.networks)
        rows = rows.filter(Q(actor__in=where.actors) | _sitting(own))
    return rows.select_related("actor").prefetch_related("channels").order_by("person_key", "id")


def _sitting(seats: QuerySet[Membership]) -> Q:
    return Q(pk__in=seats.values("person")) | Q(pk__in=seats.values("deputy"))
