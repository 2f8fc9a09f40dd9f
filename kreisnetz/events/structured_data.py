"""An event as schema.org JSON-LD, for search engines and other calendars."""

import json
from typing import Any

from django.conf import settings

from kreisnetz.events import seats
from kreisnetz.events.ics import event_path
from kreisnetz.events.models import BERLIN, Event, Part

STATUS = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.MOVED: "EventRescheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
}
FEATURES = (
    ("step_free", "wheelchairAccess"),
    ("accessible_toilet", "accessibleToilet"),
    ("induction_loop", "hearingLoop"),
    ("accessible_parking", "accessibleParking"),
)


def as_json_ld(event: Event) -> str:
    """Text that is safe inside a script element."""
    text = json.dumps(as_dict(event), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def as_dict(event: Event) -> dict[str, Any]:
    """schema.org/Event; nothing that is unknown."""
    url = settings.SITE_URL + event_path(event)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{url}#event",
        "name": event.title,
        "description": event.subtitle or event.description[:300],
        "url": url,
        "startDate": _moment(event, event.starts_at),
        "eventStatus": f"https://schema.org/{STATUS[Event.Status(event.status)]}",
        "eventAttendanceMode": _mode(event),
        "inLanguage": "de",
        "isAccessibleForFree": event.is_free,
        "organizer": [{"@type": "Organization", "name": name} for name in _names(event, Part.Role.HOST)],
        "performer": [{"@type": "Person", "name": name} for name in _names(event, Part.Role.SPEAKER)],
        "location": _locations(event),
        "superEvent": _series(event),
    }
    if event.ends_at:
        data["endDate"] = _moment(event, event.ends_at)
    if event.doors_at:
        data["doorTime"] = event.doors_at.astimezone(BERLIN).isoformat()
    if event.previous_starts_at and event.status == Event.Status.MOVED:
        data["previousStartDate"] = _moment(event, event.previous_starts_at)
    if event.registration_open:
        data |= _offer(event, url)
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def _moment(event: Event, value: Any) -> str:
    local = value.astimezone(BERLIN)
    return str(local.date().isoformat() if event.all_day else local.isoformat())


def _mode(event: Event) -> str:
    kind = "Mixed" if event.venue and event.online_url else "Online" if event.online_url else "Offline"
    return f"https://schema.org/{kind}EventAttendanceMode"


def _names(event: Event, role: str) -> list[str]:
    return [part.name for part in event.parts.all() if part.role == role]


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
    opened = next((pool for pool in pools if pool.group == ""), None)
    full = seats.level_of(pools) == "full"
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": f"{url}anmelden/",
        "availability": f"https://schema.org/{'SoldOut' if full else 'InStock'}",
        "priceCurrency": "EUR",
    }
    if event.is_free:
        offer["price"] = 0
    if event.registration_opens_at or event.published_at:
        offer["validFrom"] = (event.registration_opens_at or event.published_at).astimezone(BERLIN).isoformat()  # type: ignore[union-attr]
    data: dict[str, Any] = {"offers": offer}
    if opened is not None and opened.seats is not None:
        data["maximumAttendeeCapacity"] = sum(pool.seats or 0 for pool in pools)
    return data
