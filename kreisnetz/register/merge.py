"""Organisations that stand in the register twice: find likely pairs, and make one of two. Only ever by a person's click."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kreisnetz.core import audit
from kreisnetz.register import matching
from kreisnetz.register.history import By, Writer
from kreisnetz.register.models import Actor, Network

# What is taken over where the one that stays says nothing.
TAKEN_OVER = (
    "kind",
    "parent",
    "default_group",
    "about",
    "street",
    "postcode",
    "town",
    "municipality",
    "website",
    "note",
)
LISTS = ("fields_of_action", "competences", "languages", "municipalities")


class Linked(ValueError):
    """One is the Träger of the other: these are two."""


@dataclass(frozen=True)
class Double:
    """Two organisations that may be one, and why (German)."""

    one: Actor
    other: Actor
    reason: str
    sure: float


def doubles(*, limit: int = 100) -> list[Double]:
    """Likely pairs, the surest first; a Träger and its own house are no pair."""
    rows = {row.name_key: row for row in Actor.objects.select_related("kind")}
    found = [
        Double(rows[pair.one], rows[pair.other], pair.reason, pair.sure)
        for pair in matching.pairs({key: row.name for key, row in rows.items()})
    ]
    same: dict[str, Actor] = {}
    for row in Actor.objects.select_related("kind").order_by("pk"):
        if row.name_key in same:
            found.append(Double(same[row.name_key], row, "gleicher Name", 100.0))
        same.setdefault(row.name_key, row)
    apart = [d for d in found if d.one.pk not in {d.other.parent_id} and d.other.pk not in {d.one.parent_id}]
    return sorted(apart, key=lambda double: -double.sure)[:limit]


@transaction.atomic
def merge(stays: Actor, goes: Actor, *, by: By, now: datetime) -> None:
    """Seats, people, offers, channels and lists of the one that goes become the other's; its name stays as a short name.

    Raises Linked. What belongs to other rooms (who came to meetings) is moved by the caller before.
    """
    stays, goes = (Actor.objects.select_for_update().get(pk=row.pk) for row in (stays, goes))
    if stays.pk == goes.pk or stays.parent_id == goes.pk or goes.parent_id == stays.pk:
        raise Linked(str(stays))
    with Writer(by, now) as writer:
        known = {(channel.kind, channel.value) for channel in stays.channels.all()}
        for channel in goes.channels.all():
            if (channel.kind, channel.value) not in known:
                writer.update(channel, {"actor": stays})
        for row in (*goes.memberships.all(), *goes.people.all(), *goes.offers.all()):
            writer.update(row, {"actor": stays})
        for child in goes.children.all():
            writer.update(child, {"parent": stays})
        for network in Network.objects.filter(hosts=goes):
            hosts = {*network.hosts.values_list("pk", flat=True)} - {goes.pk} | {stays.pk}
            writer.update(network, {}, {"hosts": hosts})
        writer.update(stays, _values(stays, goes), _lists(stays, goes))
        writer.delete(goes)
    audit.record(by, "merge", stays, now=now, gone=goes.pk)


def _values(stays: Actor, goes: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {n: getattr(goes, n) for n in TAKEN_OVER if not getattr(stays, n) and getattr(goes, n)}
    names = [part.strip() for part in f"{stays.short_names},{goes.short_names},{goes.name}".split(",")]
    short = ", ".join(dict.fromkeys(name for name in names if name and name != stays.name))
    found["short_names"] = short if len(short) <= 250 else stays.short_names
    found["county_wide"] = stays.county_wide or goes.county_wide
    # A protected address stays protected, whichever entry said so.
    found["protected_address"] = stays.protected_address or goes.protected_address
    return found


def _lists(stays: Actor, goes: Actor) -> dict[str, set[int]]:
    return {name: {row.pk for row in (*getattr(stays, name).all(), *getattr(goes, name).all())} for name in LISTS}
