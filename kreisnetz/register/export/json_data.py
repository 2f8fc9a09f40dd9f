"""The register as JSON with stable English keys, described in docs/export.md. Ids are those that stay for ever (uid)."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from kreisnetz.register.export.selection import Extract
from kreisnetz.register.export.tables import person_number
from kreisnetz.register.models import Actor, Membership, Network, Offer, Person, TargetSeat

FORMAT = "kreisnetz-register"
VERSION = 1


def as_json(extract: Extract, *, now: datetime) -> bytes:
    """One document; keys are only ever added within a version."""
    reader = extract.reader
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(timespec="seconds"),
        "as_of": _day(extract.selection.day),
        "public_only": reader.public,
        "networks": [_network(extract, row) for row in extract.networks],
        "organisations": [_actor(extract, row) for row in extract.actors],
        "memberships": [_seat(extract, row) for row in extract.seats],
    }
    if reader.sees_contacts:
        data["people"] = [_person(row) for row in extract.people]
    if not reader.public:
        data["target_seats"] = [_target(row) for row in extract.targets]
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _network(extract: Extract, row: Network) -> dict[str, Any]:
    parent = extract.parent_of(row)
    shown: dict[str, Any] = {
        "id": str(row.uid),
        "name": row.name,
        "short_name": row.short_name,
        "slug": row.slug,
        "kind": row.kind,
        "status": row.status,
        "governance": row.governance,
        "purpose": row.purpose,
        "tasks": row.tasks,
        "mandate": row.mandate,
        "fields_of_action": _slugs(row.fields_of_action.all()),
        "challenges": _slugs(row.challenges.all()),
        "target_groups": _slugs(row.target_groups.all()),
        "age_groups": _slugs(row.age_groups.all()),
        "county_wide": row.county_wide,
        "municipalities": [place.ags for place in row.municipalities.all()],
        "hosts": [str(host.uid) for host in extract.hosts_of(row)],
        "parent": str(parent.uid) if parent else None,
        "rhythm": row.rhythm,
        "meetings_per_year": _number(row.meetings_per_year),
        "meeting_hours": _number(row.meeting_hours),
        "founded_on": _day(row.founded_on),
        "ends_on": _day(row.ends_on),
        "is_plenary": row.is_plenary,
        "is_public": row.is_public,
        "is_example": row.is_example,
        "confirmed_on": _day(row.confirmed_on),
        "links": [
            {"kind": link.kind, "title": link.title, "url": link.url, "dated_on": _day(link.dated_on)}
            for link in extract.links_of(row)
        ],
    }
    if not extract.reader.public:
        shown |= {"size_limit": row.size_limit, "review_due_on": _day(row.review_due_on)}
    if extract.reader.sees_notes(row.pk):
        shown |= {"note": row.note, "where_things_are": row.where_things_are}
    return shown


def _actor(extract: Extract, row: Actor) -> dict[str, Any]:
    parent, where = extract.parent_of(row), extract.reader.sees_where(row)
    shown: dict[str, Any] = {
        "id": str(row.uid),
        "name": row.name,
        "short_names": [name.strip() for name in row.short_names.split(",") if name.strip()],
        "slug": row.slug,
        "kind": row.kind.slug if row.kind else None,
        "parent": str(parent.uid) if parent else None,
        "default_group": row.default_group,
        "fields_of_action": _slugs(row.fields_of_action.all()),
        "competences": _slugs(row.competences.all()),
        "languages": [language.code for language in row.languages.all()],
        "county_wide": row.county_wide,
        "municipalities": [place.ags for place in extract.places_of(row)],
        "about": row.about,
        "address": _address(row) if where else None,
        "protected_address": row.protected_address,
        "channels": [{"kind": way.kind, "value": way.value, "note": way.note} for way in extract.channels_of(row)],
        "website": row.website,
        "founded_on": _day(row.founded_on),
        "ended_on": _day(row.ended_on),
        "is_public": row.is_public,
        "is_example": row.is_example,
        "confirmed_on": _day(row.confirmed_on),
        "offers": [_offer(extract, offer) for offer in extract.offers_of(row)],
    }
    if extract.reader.notes.everywhere:
        shown["note"] = row.note
    return shown


def _address(row: Actor) -> dict[str, Any]:
    ags = row.municipality.ags if row.municipality else None
    return {"street": row.street, "postcode": row.postcode, "town": row.town, "municipality": ags}


def _offer(extract: Extract, row: Offer) -> dict[str, Any]:
    return {
        "name": row.name,
        "description": row.description,
        "url": row.url,
        "field_of_action": row.field.slug if row.field else None,
        "age_groups": _slugs(row.age_groups.all()),
        "target_groups": _slugs(row.target_groups.all()),
        "languages": [language.code for language in row.languages.all()],
        "county_wide": row.county_wide,
        "municipalities": [place.ags for place in extract.places_of(row)],
        "is_public": row.is_public,
    }


def _seat(extract: Extract, row: Membership) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "network": str(row.network.uid),
        "organisation": str(row.actor.uid),
        "role": row.role,
        "role_note": row.role_note,
        "group": row.group,
        "is_vacant": row.is_vacant,
        "since": _day(row.since),
        "since_precision": row.since_precision,
        "until": _day(row.until),
        "until_precision": row.until_precision,
        "sureness": row.sureness,
    }
    if not extract.reader.public:
        shown["source"] = row.source
    if extract.reader.sees_notes(row.network_id):
        shown["note"] = row.note
    if extract.reader.contacts.covers_seat(row):
        shown |= {
            "person": person_number(extract.person_of(row)) or None,
            "deputy": person_number(extract.deputy_of(row)) or None,
        }
    return shown


def _person(row: Person) -> dict[str, Any]:
    return {
        "id": person_number(row),
        "title": row.title,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "function": row.function,
        "organisation": str(row.actor.uid) if row.actor else None,
        "channels": [{"kind": way.kind, "value": way.value, "note": way.note} for way in row.channels.all()],
        "left_on": _day(row.left_on),
        "confirmed_on": _day(row.confirmed_on),
    }


def _target(row: TargetSeat) -> dict[str, Any]:
    return {
        "network": str(row.network.uid),
        "label": row.label,
        "kind": row.kind.slug if row.kind else None,
        "group": row.group,
        "municipality": row.municipality.ags if row.municipality else None,
        "minimum": row.minimum,
        "source": row.source,
        "not_applicable": row.not_applicable,
    }


def _slugs(rows: Iterable[Any]) -> list[str]:
    return [row.slug for row in rows]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
