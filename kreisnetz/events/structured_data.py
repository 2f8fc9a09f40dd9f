"""An event as schema.org JSON-LD, for search engines and other calendars."""

import json
import re
from datetime import datetime
from typing import Any

from django.conf import settings

from kreisnetz.core.names import search_key
from kreisnetz.events import seats
from kreisnetz.events.ics import event_path, event_url
from kreisnetz.events.models import BERLIN, Event, Part, SeatPool

STATUS = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.MOVED: "EventRescheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
}
# Names of languages as people write them, and their codes; "gsg" is German Sign Language.
LANGUAGES = {
    "deutsch": "de", "deutsche gebaerdensprache": "gsg", "dgs": "gsg", "leichte sprache": "de-simple", "englisch": "en", "tuerkisch": "tr",
    "arabisch": "ar", "ukrainisch": "uk", "russisch": "ru", "polnisch": "pl", "rumaenisch": "ro", "bulgarisch": "bg",
    "italienisch": "it", "spanisch": "es", "franzoesisch": "fr", "farsi": "fa", "dari": "prs", "paschtu": "ps", "kurdisch": "ku",
}  # fmt: skip
AVAILABILITY = {"full": "SoldOut", "few": "LimitedAvailability", "free": "InStock", "unlimited": "InStock"}
FEATURES = (
    ("step_free", "wheelchairAccess"),
    ("accessible_toilet", "accessibleToilet"),
    ("induction_loop", "hearingLoop"),
    ("accessible_parking", "accessibleParking"),
)


def as_json_ld(event: Event) -> str:
    """Text that is safe inside a script element."""
    text = json.dumps(as_dict(event), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def as_dict(event: Event) -> dict[str, Any]:
    """schema.org/Event; nothing that is unknown."""
    url = event_url(event)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{settings.SITE_URL}{event_path(event)}#event",
        "identifier": f"urn:uuid:{event.uid}",
        "name": event.title,
        "alternateName": event.subtitle,
        "description": event.description[:1000] or event.subtitle,
        "url": url,
        "startDate": _moment(event, event.starts_at),
        "endDate": _moment(event, event.ends_at) if event.ends_at else "",
        "doorTime": event.doors_at.astimezone(BERLIN).isoformat() if event.doors_at else "",
        "eventStatus": f"https://schema.org/{STATUS[Event.Status(event.status)]}",
        "eventAttendanceMode": _mode(event),
        "inLanguage": _languages(event.languages),
        "isAccessibleForFree": event.is_free,
        "audience": {"@type": "Audience", "audienceType": event.audience_note or str(event.get_audience_display())},
        "organizer": [{"@type": "Organization", "name": part.name} for part in _parts(event, Part.Role.HOST)],
        "performer": [_person(part) for part in _parts(event, Part.Role.SPEAKER)],
        "location": _locations(event),
        "about": [{"@type": "Thing", "name": field.name} for field in event.fields_of_action.all()],
        "subEvent": _further_dates(event),
        "superEvent": _series(event),
    }
    if event.previous_starts_at and event.status in {Event.Status.MOVED, Event.Status.POSTPONED}:
        data["previousStartDate"] = _moment(event, event.previous_starts_at)
    if event.registration_open:
        data |= _offer(event, url)
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def _moment(event: Event, value: datetime) -> str:
    local = value.astimezone(BERLIN)
    return str(local.date().isoformat() if event.all_day else local.isoformat())


def _mode(event: Event) -> str:
    kind = "Mixed" if event.venue and event.online_url else "Online" if event.online_url else "Offline"
    return f"https://schema.org/{kind}EventAttendanceMode"


def _parts(event: Event, role: str) -> list[Part]:
    return [part for part in event.parts.all() if part.role == role]


def _person(part: Part) -> dict[str, str]:
    person = {"@type": "Person", "name": part.name}
    return person | {"jobTitle": part.function} if part.function else person


def _languages(text: str) -> list[str]:
    """Codes of the languages somebody wrote down; German when none is known."""
    named = [search_key(word) for word in re.split(r"[,;/]| und ", text)]
    return [LANGUAGES[word] for word in named if word in LANGUAGES] or ["de"]


def _further_dates(event: Event) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Event",
            "name": event.title,
            "startDate": _moment(event, extra.starts_at),
            **({"endDate": _moment(event, extra.ends_at)} if extra.ends_at else {}),
            "eventStatus": f"https://schema.org/{STATUS[Event.Status(event.status)]}",
            "location": _locations(event),
        }
        for extra in event.dates.all()
    ]


def _locations(event: Event) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    venue = event.venue
    if venue:
        address = {
            "@type": "PostalAddress",
            "streetAddress": venue.street,
            "postalCode": venue.postcode,
            "addressLocality": venue.town,
            "addressCountry": "DE",
        }
        place: dict[str, Any] = {
            "@type": "Place",
            "name": venue.name,
            "address": {name: value for name, value in address.items() if value},
        }
        features = [
            {"@type": "LocationFeatureSpecification", "name": name, "value": getattr(venue, attribute)}
            for attribute, name in FEATURES
            if getattr(venue, attribute) is not None
        ]
        if features:
            place["amenityFeature"] = features
        if venue.latitude is not None and venue.longitude is not None:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
        places.append(place)
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    return places


def _series(event: Event) -> dict[str, str] | None:
    if event.series is None:
        return None
    url = f"{settings.SITE_URL}/termine/reihen/{event.series.slug}/"
    return {"@type": "EventSeries", "name": event.series.name, "url": url}


def _offer(event: Event, url: str) -> dict[str, Any]:
    pools = list(event.pools.all())
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": f"{url}anmelden/",
        "availability": f"https://schema.org/{AVAILABILITY[seats.level_of(pools)]}",
        "priceCurrency": "EUR",
    }
    if event.is_free:
        offer["price"] = 0
    opens_at = event.registration_opens_at or event.published_at
    if opens_at:
        offer["validFrom"] = opens_at.astimezone(BERLIN).isoformat()
    if event.deadline_at:
        offer["validThrough"] = event.deadline_at.astimezone(BERLIN).isoformat()
    return {"offers": offer, **_capacity(pools)}


def _capacity(pools: list[SeatPool]) -> dict[str, int]:
    """Seats in all, and those that anybody can still have; nothing when there is no limit."""
    opened = next((pool for pool in pools if pool.group == ""), None)
    if opened is None or opened.seats is None:
        return {}
    return {
        "maximumAttendeeCapacity": sum(pool.seats or 0 for pool in pools),
        "remainingAttendeeCapacity": max(0, opened.seats - opened.taken),
    }
