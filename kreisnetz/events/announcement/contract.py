"""The proposal as the JSON of the command line contract; knows the keys, reads nothing itself.

Dates are ISO 8601 without zone: "2019-06-27T15:00" to the minute, "2019-06-27" where no time is known.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from kreisnetz.events.announcement.proposal import Found, Proposal, RegistrationFound, When


def to_contract(proposal: Proposal) -> dict[str, Any]:
    """Give exactly the keys of the contract; where nothing is announced, nothing is filled in."""
    announced = proposal.is_event.value
    return {
        "is_event": announced,
        "title": _value(proposal.title),
        "dates": [_when(found.value) for found in proposal.dates] if announced else [],
        "place": {
            "name": _value(proposal.place.name) if announced else None,
            "street": _value(proposal.place.street) if announced else None,
            "postcode": _value(proposal.place.postcode) if announced else None,
            "town": _value(proposal.place.town) if announced else None,
        },
        "hosts": _values(proposal.hosts) if announced else [],
        "speakers": [found.value.name for found in proposal.speakers] if announced else [],
        "registration": _registration(proposal.registration if announced else RegistrationFound()),
        "fee": _value(proposal.fee) if announced else None,
        "capacity": _value(proposal.capacity) if announced else None,
        "status": proposal.status.value.value,
        "warnings": [doubt.text for doubt in proposal.warnings],
    }


def _value(found: Found[Any] | None) -> Any:
    return None if found is None else found.value


def _values(found: Sequence[Found[str]]) -> list[str]:
    return [one.value for one in found]


def _moment(day: date, at: time | None) -> str:
    if at is None:
        return day.isoformat()
    return datetime.combine(day, at).isoformat(timespec="minutes")


def _when(when: When) -> dict[str, Any]:
    end: str | None = None
    if when.end_on is not None:
        end = _moment(when.end_on, when.end_at)
    elif when.end_at is not None:
        end = _moment(when.start_on, when.end_at)
    return {"start": _moment(when.start_on, when.start_at), "end": end, "all_day": when.all_day}


def _registration(found: RegistrationFound) -> dict[str, Any]:
    deadline = _value(found.deadline)
    if isinstance(deadline, datetime):
        deadline = deadline.isoformat(timespec="minutes")
    elif isinstance(deadline, date):
        deadline = deadline.isoformat()
    return {
        "required": _value(found.required),
        "email": _value(found.email),
        "fax": _value(found.fax),
        "phone": _value(found.phone),
        "url": _value(found.url),
        "deadline": deadline,
    }
