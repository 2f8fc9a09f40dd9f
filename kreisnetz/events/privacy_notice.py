"""What people are told about their data at the form (Art. 13 GDPR), made for one event, with the day of deletion."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from kreisnetz.events.deletion import deleted_on
from kreisnetz.events.models import Event, Part


@dataclass(frozen=True)
class PrivacyNotice:
    """Who is responsible, why, on which basis, who gets it, and the dates on which it is deleted."""

    controllers: tuple[str, ...]
    contact: str
    data_protection_contact: str
    legal_basis: str
    food_deleted_on: date
    deleted_on: date
    awaits_new_day: bool
    days_after: int
    food_days_after: int
    unconfirmed_hours: int
    has_food: bool
    asks_needs: bool
    asks_group: bool


def notice_for(event: Event) -> PrivacyNotice:
    """The notice of this event; several hosts who decide together are joint controllers (Art. 26)."""
    controllers = tuple(part.name for part in event.parts.all() if part.role == Part.Role.HOST and part.is_controller)
    contact = ", ".join(filter(None, (event.contact_name, event.contact_email, event.contact_phone)))
    return PrivacyNotice(
        controllers=controllers or (settings.OPERATOR_NAME,),
        contact=contact or settings.OPERATOR_EMAIL,
        data_protection_contact=settings.DATA_PROTECTION_CONTACT,
        legal_basis=settings.LEGAL_BASIS,
        food_deleted_on=deleted_on(event, settings.KEEP_SENSITIVE_DAYS),
        deleted_on=deleted_on(event),
        awaits_new_day=event.status == Event.Status.POSTPONED,
        days_after=settings.KEEP_REGISTRATION_DAYS,
        food_days_after=settings.KEEP_SENSITIVE_DAYS,
        unconfirmed_hours=settings.UNCONFIRMED_HOURS,
        has_food=event.catering,
        asks_needs=event.ask_access_needs,
        asks_group=event.ask_group,
    )
