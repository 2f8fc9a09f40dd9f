"""The register as a landscape for the analysis: organisations, networks, dated seats. No person comes through here.

Ids are the keys of the rows as text. Loaded inside functions by those who compute, because it needs numpy.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from kreisnetz.analysis import landscape as pure
from kreisnetz.register.models import (
    Actor,
    AgeGroup,
    FieldOfAction,
    Membership,
    Municipality,
    Network,
    Offer,
    ResponsibleArea,
    StakeholderGroup,
    TargetSeat,
)

ONE_DAY = timedelta(days=1)


def whole_landscape(*, public: bool = False) -> pure.Landscape:
    """Everything of all days, in a number of queries that does not grow. public=True: only what the public may see."""
    actors, networks = Actor.objects.order_by("id"), Network.objects.order_by("id")
    # Ended without a day: nobody knows when it was there.
    networks = networks.exclude(status=Network.Status.ENDED, ends_on__isnull=True)
    seats = Membership.objects.order_by("id")
    if public:
        actors, networks, seats = actors.public(), networks.public(), seats.public()
    by_id = {network.pk: network for network in networks}
    lives = {row.pk: (row.founded_on, row.ended_on) for row in actors}
    return pure.build(
        _actors(actors),
        _networks(networks),
        _seats(seats.filter(network__in=networks), lives, by_id),
        groups=tuple(StakeholderGroup.values),
        places=_places(),
        fields=tuple((str(pk), name) for pk, name in FieldOfAction.objects.values_list("pk", "name")),
        ages=tuple((str(pk), name) for pk, name in AgeGroup.objects.values_list("pk", "name")),
        target_seats=_target_seats(networks),
        offers=_offers(actors, public=public),
        required=_required(networks),
    )


def _after(day: date | None) -> date | None:
    """The first day without; the register counts the last day in."""
    return None if day is None else day + ONE_DAY


def _linked(through: type, owner: str, other: str) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for mine, theirs in through._default_manager.values_list(f"{owner}_id", f"{other}_id"):  # type: ignore[attr-defined]
        found[mine].add(str(theirs))
    return {key: frozenset(values) for key, values in found.items()}


def _actors(rows: QuerySet[Actor]) -> Iterable[pure.Actor]:
    fields = _linked(Actor.fields_of_action.through, "actor", "fieldofaction")
    places = _linked(Actor.municipalities.through, "actor", "municipality")
    nothing: frozenset[str] = frozenset()
    for row in rows.select_related("kind"):
        works_in = places.get(row.pk, nothing)
        if not works_in and not row.county_wide and row.municipality_id and not row.protected_address:
            works_in = frozenset({str(row.municipality_id)})
        usual = row.default_group or (row.kind.default_group if row.kind else "")
        yield pure.Actor(
            id=str(row.pk), name=row.name, kind=str(row.kind_id or ""), group=usual, municipalities=works_in,
            fields=fields.get(row.pk, nothing), county_wide=row.county_wide, sits_everywhere=row.sits_everywhere,
        )  # fmt: skip


def _networks(rows: QuerySet[Network]) -> Iterable[pure.Network]:
    fields = _linked(Network.fields_of_action.through, "network", "fieldofaction")
    places = _linked(Network.municipalities.through, "network", "municipality")
    ages = _linked(Network.age_groups.through, "network", "agegroup")
    nothing: frozenset[str] = frozenset()
    for row in rows:
        yield pure.Network(
            id=str(row.pk), name=row.name, kind=row.kind, fields=fields.get(row.pk, nothing),
            municipalities=places.get(row.pk, nothing), ages=ages.get(row.pk, nothing), county_wide=row.county_wide,
            plenary=row.is_plenary,
            meetings_per_year=None if row.meetings_per_year is None else float(row.meetings_per_year),
            meeting_hours=None if row.meeting_hours is None else float(row.meeting_hours),
            size_limit=row.size_limit, since=row.founded_on, until=_after(row.ends_on),
        )  # fmt: skip


def _seats(
    rows: QuerySet[Membership], lives: dict[int, tuple[date | None, date | None]], networks: dict[int, Network]
) -> Iterable[pure.Seat]:
    """Seats, no longer than their organisation and their network were there."""
    columns = ("pk", "actor_id", "network_id", "since", "until", "group", "is_vacant")
    for pk, actor, network, since, until, group, vacant in rows.values_list(*columns).iterator(chunk_size=5000):
        if actor not in lives:
            continue
        founded, ended = lives[actor]
        table = networks[network]
        begin = max((day for day in (since, founded, table.founded_on) if day), default=None)
        end = min((day for day in (until, ended, table.ends_on) if day), default=None)
        if begin and end and end < begin:
            continue
        yield pure.Seat(str(actor), str(network), begin, _after(end), group, vacant, str(pk))


def _places() -> tuple[pure.Place, ...]:
    return tuple(
        pure.Place(str(row.pk), row.name, row.inhabitants, row.inhabitants_base) for row in Municipality.objects.all()
    )


def _target_seats(networks: QuerySet[Network]) -> tuple[pure.TargetSeat, ...]:
    rows = TargetSeat.objects.filter(network__in=networks, not_applicable=False).order_by(
        "network_id", "position", "id"
    )
    return tuple(
        pure.TargetSeat(
            id=str(row.pk),
            network=str(row.network_id),
            label=row.label,
            kind=str(row.kind_id or ""),
            group=row.group,
            municipality=str(row.municipality_id or ""),
            minimum=row.minimum,
        )
        for row in rows
    )


def _offers(actors: QuerySet[Actor], *, public: bool) -> tuple[pure.Offer, ...]:
    """Offers with a field; one that names no place is where its organisation works."""
    rows = Offer.objects.filter(actor__in=actors, field__isnull=False).select_related("actor").order_by("id")
    if public:
        rows = rows.filter(is_public=True)
    places = _linked(Offer.municipalities.through, "offer", "municipality")
    at_work = _linked(Actor.municipalities.through, "actor", "municipality")
    ages = _linked(Offer.age_groups.through, "offer", "agegroup")
    nothing: frozenset[str] = frozenset()
    offers = []
    for row in rows:
        there = places.get(row.pk, nothing)
        wide = row.county_wide or (not there and row.actor.county_wide)
        if not there and not wide:
            seat = row.actor.municipality_id
            own = frozenset({str(seat)}) if seat and not row.actor.protected_address else nothing
            there = at_work.get(row.actor_id, own)
        offers.append(
            pure.Offer(str(row.actor_id), str(row.field_id), there, ages.get(row.pk, nothing), wide, row.name)
        )
    return tuple(offers)


def _required(networks: QuerySet[Network]) -> frozenset[pure.Cell]:
    """Every municipality for every field that a network works in, less what a municipality sees to itself.

    Ages are told apart in fields whose networks name ages.
    """
    theirs = set(ResponsibleArea.objects.filter(counts_as_covered=True).values_list("municipalities", "field"))
    ages_of: dict[int, set[int]] = defaultdict(set)
    for field, age in networks.order_by().values_list("fields_of_action", "age_groups"):
        if field is not None:
            ages_of[field].add(age)
    towns = list(Municipality.objects.values_list("pk", flat=True))
    return frozenset(
        (str(town), str(field), str(age))
        for field, ages in ages_of.items()
        for age in ({""} if ages == {None} else ages - {None})
        for town in towns
        if (town, field) not in theirs
    )
