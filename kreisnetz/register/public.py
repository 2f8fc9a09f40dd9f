"""What everybody may see of the register: released networks, organisations that agreed, their public seats and offers.

People, notes, protected addresses and where protected organisations work never come through here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from kreisnetz.core import search
from kreisnetz.core.models import SearchEntry
from kreisnetz.register.models import (
    Actor,
    AgeGroup,
    Challenge,
    Competence,
    ContactChannel,
    FieldOfAction,
    Language,
    ListEntry,
    Membership,
    Municipality,
    Network,
    NetworkLink,
    Offer,
    StakeholderGroup,
)

MOST_FOUND = 200


@dataclass(frozen=True)
class Wanted:
    """The choice of a list page, by the slugs of its address; "" or an unknown slug is everything."""

    words: str = ""
    field: str = ""
    place: str = ""
    language: str = ""
    age: str = ""
    challenge: str = ""
    competence: str = ""
    network: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Wanted":
        """From the parameters of the address: q, feld, kommune, sprache, alter, thema, wissen, netzwerk."""
        names = ("q", "feld", "kommune", "sprache", "alter", "thema", "wissen", "netzwerk")
        return cls(*(str(query.get(name, ""))[:100].replace("\x00", "") for name in names))

    @property
    def is_set(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class PublicTable:
    """Who sits at a network's table, as far as everybody may see it; the groups count all seats."""

    seats: list[Membership]
    n_others: int
    groups: list[tuple[str, int]]
    n_seats: int


def networks(wanted: Wanted, *, today: date) -> QuerySet[Network]:
    """Released networks that exist on this day, in order of name."""
    rows = Network.objects.public().on(today).exclude(status=Network.Status.ENDED).with_lists()
    if wanted.field:
        rows = rows.filter(fields_of_action__in=_entry_and_below(FieldOfAction, wanted.field))
    if wanted.place and (place := Municipality.objects.filter(slug=wanted.place).first()):
        rows = rows.filter(Q(county_wide=True) | Q(municipalities=place))
    if wanted.challenge:
        rows = rows.filter(challenges__in=_entry_and_below(Challenge, wanted.challenge))
    if wanted.words:
        rows = rows.filter(pk__in=_found(wanted.words, "network"))
    return rows.distinct()


def actors(wanted: Wanted, *, today: date) -> QuerySet[Actor]:
    """Organisations that agreed to be shown, in order of name, with the offers that fit first looked at."""
    rows = Actor.objects.public().on(today).with_lists()
    if wanted.field:
        fields = _entry_and_below(FieldOfAction, wanted.field)
        rows = rows.filter(Q(fields_of_action__in=fields) | Q(offers__field__in=fields, offers__is_public=True))
    if wanted.place and (place := Municipality.objects.filter(slug=wanted.place).first()):
        at_work = Q(municipality=place) | Q(municipalities=place) | Q(offers__municipalities=place)
        rows = rows.filter(Q(county_wide=True) | Q(offers__county_wide=True) | (at_work & Q(protected_address=False)))
    if wanted.language:
        rows = rows.filter(Q(languages__slug=wanted.language) | Q(offers__languages__slug=wanted.language))
    if wanted.age:
        rows = rows.filter(offers__age_groups__slug=wanted.age, offers__is_public=True)
    if wanted.competence:
        rows = rows.filter(competences__in=_entry_and_below(Competence, wanted.competence))
    if wanted.network:
        seats = Membership.objects.on(today).filter(network__slug=wanted.network, network__is_public=True)
        rows = rows.filter(pk__in=seats.values("actor"))
    if wanted.words:
        rows = rows.filter(pk__in=_found(wanted.words, "actor"))
    offers = Offer.objects.filter(is_public=True).select_related("field")
    return rows.distinct().prefetch_related(
        Prefetch("offers", offers, to_attr="public_offers"), "languages", "municipalities"
    )


def choices(names: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen for these parameters: slug and name; lists two levels deep are indented by a dash."""
    models: dict[str, type[ListEntry]] = {
        "feld": FieldOfAction,
        "sprache": Language,
        "alter": AgeGroup,
        "thema": Challenge,
        "wissen": Competence,
    }
    found: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        if name == "kommune":
            found[name] = list(Municipality.objects.values_list("slug", "name"))
        elif name == "netzwerk":
            found[name] = list(Network.objects.public().values_list("slug", "name"))
        else:
            found[name] = _tree(models[name])
    return found


def seats_now(networks: Iterable[Network], *, today: date) -> dict[int, int]:
    """How many organisations sit in these networks today."""
    pairs = (
        Membership.objects.on(today).filter(network__in=list(networks)).values_list("network_id", "actor_id").distinct()
    )
    return dict(Counter(network for network, _actor in pairs))


def table(network: Network, *, today: date) -> PublicTable:
    seats = list(Membership.objects.on(today).filter(network=network).select_related("actor__kind"))
    shown = {seat.actor_id: seat for seat in seats if seat.actor.is_public}
    hidden = {seat.actor_id for seat in seats} - shown.keys()
    counts = Counter(seat.group for seat in seats)
    groups = [(str(StakeholderGroup(value).label), counts[value]) for value in StakeholderGroup.values]
    ordered = sorted(shown.values(), key=lambda seat: seat.actor.sort_key)
    return PublicTable(ordered, len(hidden), groups, len(seats))


def links(network: Network) -> list[NetworkLink]:
    return list(network.links.filter(is_public=True))


def seats_of(actor: Actor, *, today: date) -> list[Membership]:
    seats = Membership.objects.on(today).filter(actor=actor, network__is_public=True).select_related("network")
    return sorted({seat.network_id: seat for seat in seats}.values(), key=lambda seat: seat.network.sort_key)


def channels(actor: Actor) -> list[ContactChannel]:
    return list(actor.channels.filter(is_public=True, bounced_at=None))


def offers(actor: Actor) -> list[Offer]:
    rows = actor.offers.filter(is_public=True).select_related("field")
    return list(rows.prefetch_related("age_groups", "languages", "municipalities", "target_groups"))


def _found(words: str, kind: str) -> list[int]:
    hits = search.find(words, audiences={SearchEntry.Audience.PUBLIC}, kinds={kind}, limit=MOST_FOUND)
    return [hit.number for hit in hits]


def _entry_and_below(model: type[ListEntry], slug: str) -> QuerySet[Any]:
    return model._default_manager.filter(Q(slug=slug) | Q(parent__slug=slug))


def _tree(model: type[ListEntry]) -> list[tuple[str, str]]:
    rows: list[Any] = list(model._default_manager.all())
    found = []
    for row in rows:
        if row.parent_id is None:
            found.append((row.slug, row.name))
            found += [(below.slug, f"– {below.name}") for below in rows if below.parent_id == row.pk]
    return found
