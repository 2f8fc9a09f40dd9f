"""What a person gets to see of their own data (Art. 15 and 20 GDPR): all of it, in words and as plain data."""

from typing import Any

from kreisnetz.core import audit
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models import AccessNeeds, Registration

OWN_FIELDS = (
    "reference", "state", "channel", "first_name", "last_name", "organisation", "email", "phone", "fax", "postal_address",
    "answer_by", "group", "remarks", "office_note", "language", "n_seats", "created_at", "email_confirmed_at", "waiting_since",
    "offer_expires_at", "ended_at",
)  # fmt: skip


def everything(registration: Registration) -> dict[str, Any]:
    """All stored about one registration, the messages to the person included."""
    event = registration.event
    needs = AccessNeeds.objects.filter(registration=registration).first()
    messages = OutgoingMessage.objects.filter(about=audit.ref(registration)).order_by("id")
    return {
        "event": {"title": event.title, "starts_at": event.starts_at, "uid": str(event.uid)},
        "registration": {name: getattr(registration, name) for name in OWN_FIELDS},
        "people": [
            {
                "first_name": person.first_name,
                "last_name": person.last_name,
                "menu": person.menu_choice.name if person.menu_choice else None,
                "checked_in_at": person.checked_in_at,
            }
            for person in registration.participants.all()
        ],
        "access_needs": {"needs": needs.needs, "note": needs.note, "consented_at": needs.consented_at}
        if needs
        else None,
        "messages": [
            {
                "channel": m.channel,
                "subject": m.subject,
                "text": m.text,
                "created_at": m.created_at,
                "sent_at": m.sent_at,
            }
            for m in messages
        ],
    }


def needs_in_words(registration: Registration) -> list[str]:
    """The support asked for, as on the form."""
    needs = AccessNeeds.objects.filter(registration=registration).first()
    if needs is None:
        return []
    words = dict(AccessNeeds.Need.choices)
    return [str(words.get(need, need)) for need in needs.needs] + ([needs.note] if needs.note else [])
