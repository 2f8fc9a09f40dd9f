"""Open Referral HSDS 3.0: organisations and their offers for other directories of help. Public data only, no people.

https://docs.openreferral.org/en/3.0/hsds/schema_reference.html. Ids of rows that have none of their own are made from
the organisation's uid, so that they stay the same from one download to the next.
"""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kreisnetz.register.export.csv_files import archive
from kreisnetz.register.export.selection import Extract
from kreisnetz.register.models import Actor, ContactChannel, Offer

COUNTRY = "DE"
# The standard demands a state for every address; the first two digits of a German AGS say which.
STATES = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}
PHONE_TYPES = {
    ContactChannel.Kind.PHONE: "voice",
    ContactChannel.Kind.MOBILE: "cell",
    ContactChannel.Kind.FAX: "fax",
}


def hsds_archive(extract: Extract, *, state: str, now: datetime) -> bytes:
    """organizations.json and services.json, each a page of the standard's API with everything on it.

    state: of organisations whose municipality is not known.
    """
    if not extract.reader.public:
        raise ValueError("HSDS is for public data only")
    organizations = [organization(extract, actor, state=state) for actor in extract.actors]
    services = [service(extract, offer, state=state) for offer in extract.offers]
    files = {"organizations.json": _page(organizations), "services.json": _page(services)}
    return archive({name: _json(data) for name, data in files.items()}, now=now)


def organization(extract: Extract, actor: Actor, *, state: str) -> dict[str, Any]:
    """One organisation with its place and numbers. The standard demands a description: at the least the kind."""
    parent = extract.parent_of(actor)
    place = location(extract, actor, state=state)
    mail = _value(extract, actor, ContactChannel.Kind.EMAIL)
    return _filled(
        {
            "id": str(actor.uid),
            "name": actor.name,
            "alternate_name": actor.short_names,
            "description": actor.about or str(actor.kind or actor.name),
            "email": mail,
            "website": actor.website,
            "year_incorporated": actor.founded_on.year if actor.founded_on else None,
            "parent_organization_id": str(parent.uid) if parent else None,
            "phones": phones(extract, actor),
            "locations": [place] if place else [],
        }
    )


def service(extract: Extract, offer: Offer, *, state: str) -> dict[str, Any]:
    """One offer; where it says no languages, those of its organisation are meant."""
    actor = extract.actors_by_pk[offer.actor_id]
    number = _id(actor, "service", offer.pk)
    place = location(extract, actor, state=state)
    ages = list(offer.age_groups.all())
    languages = list(offer.languages.all()) or list(actor.languages.all())
    return _filled(
        {
            "id": number,
            "organization_id": str(actor.uid),
            "name": offer.name,
            "description": offer.description,
            "url": offer.url or actor.website,
            "status": "active",
            "eligibility_description": ", ".join(str(group) for group in [*offer.target_groups.all(), *ages]),
            "minimum_age": min((group.from_age for group in ages), default=None),
            "maximum_age": _oldest([group.to_age for group in ages]),
            "organization": organization(extract, actor, state=state),
            "languages": [
                {
                    "id": _id(actor, "language", f"{offer.pk}-{row.code}"),
                    "service_id": number,
                    "name": row.name,
                    "code": row.code,
                }
                for row in languages
            ],
            "service_areas": _areas(extract, offer, number),
            "service_at_locations": [_at_location(actor, offer, number, place)] if place else [],
            "attributes": _attributes(actor, offer, number),
        }
    )


def location(extract: Extract, actor: Actor, *, state: str) -> dict[str, Any] | None:
    """Where the organisation is; None when it is protected or not fully known (the standard demands all of it)."""
    if not extract.reader.sees_where(actor) or not (actor.street and actor.postcode and actor.town):
        return None
    number = _id(actor, "location")
    return {
        "id": number,
        "location_type": "physical",
        "name": actor.name,
        "organization_id": str(actor.uid),
        "addresses": [
            {
                "id": _id(actor, "address"),
                "location_id": number,
                "address_1": actor.street,
                "city": actor.town,
                "state_province": state_of(actor.municipality.ags) if actor.municipality else state,
                "postal_code": actor.postcode,
                "country": COUNTRY,
                "address_type": "physical",
            }
        ],
    }


def state_of(ags: str) -> str:
    """
    >>> state_of("06433003"), state_of("")
    ('Hessen', 'Deutschland')
    """
    return STATES.get(ags[:2], "Deutschland")


def phones(extract: Extract, actor: Actor) -> list[dict[str, Any]]:
    return [
        _filled(
            {
                "id": _id(actor, "phone", way.pk),
                "organization_id": str(actor.uid),
                "number": way.value,
                "type": PHONE_TYPES[ContactChannel.Kind(way.kind)],
                "description": way.note,
            }
        )
        for way in extract.channels_of(actor)
        if way.kind in PHONE_TYPES
    ]


def _areas(extract: Extract, offer: Offer, service_id: str) -> list[dict[str, Any]]:
    actor = extract.actors_by_pk[offer.actor_id]
    if offer.county_wide or (actor.county_wide and not offer.municipalities.all()):
        return [{"id": _id(actor, "area", offer.pk), "service_id": service_id, "name": "im ganzen Kreis"}]
    return [
        {
            "id": _id(actor, "area", f"{offer.pk}-{place.ags}"),
            "service_id": service_id,
            "name": place.name,
            "extent": place.ags,
            "extent_type": "text",
        }
        for place in extract.places_of(offer) or extract.places_of(actor)
    ]


def _at_location(actor: Actor, offer: Offer, service_id: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": _id(actor, "service-at-location", offer.pk),
        "service_id": service_id,
        "location_id": place["id"],
        "location": place,
    }


def _attributes(actor: Actor, offer: Offer, service_id: str) -> list[dict[str, Any]]:
    """The field of action, as a term of the county's own list."""
    if offer.field is None:
        return []
    term = str(uuid.uuid5(uuid.NAMESPACE_URL, f"kreisnetz:field:{offer.field.slug}"))
    return [
        {
            "id": _id(actor, "attribute", offer.pk),
            "link_id": service_id,
            "link_entity": "service",
            "taxonomy_term_id": term,
            "taxonomy_term": {
                "id": term,
                "code": offer.field.slug,
                "name": offer.field.name,
                "description": offer.field.name,
                "taxonomy": "Handlungsfelder",
            },
        }
    ]


def _id(actor: Actor, kind: str, number: object = "") -> str:
    return str(uuid.uuid5(actor.uid, f"{kind}:{number}"))


def _value(extract: Extract, actor: Actor, kind: str) -> str:
    return next((way.value for way in extract.channels_of(actor) if way.kind == kind), "")


def _oldest(ages: Sequence[int | None]) -> int | None:
    """None: open at the top, or no ages given."""
    known = [age for age in ages if age is not None]
    return max(known) if known and len(known) == len(ages) else None


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: the standard knows no empty text for an address on the web."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _page(contents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
