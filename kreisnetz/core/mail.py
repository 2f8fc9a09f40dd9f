"""Outgoing answers: queue() writes a row in the caller's transaction; send_due() is the only SMTP code."""

import uuid
from datetime import datetime

from django.conf import settings

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import tidy


def new_message_id() -> str:
    """Made once when queued, so that a repeated sending is recognisable."""
    domain = settings.MAIL_FROM.rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4().hex}@{domain}>"


def queue(
    *,
    key: str,
    about: str,
    to_address: str,
    subject: str,
    text: str,
    now: datetime,
    event_ref: str = "",
    channel: str = OutgoingMessage.Channel.EMAIL,
    to_name: str = "",
    reply_to: str = "",
    language: str = "de",
    html: str = "",
    calendar: str = "",
    calendar_method: str = "",
    not_before: datetime | None = None,
) -> OutgoingMessage | None:
    """Put one answer into the outbox; None if a row with this key exists (a repeated call doubles nothing)."""
    if OutgoingMessage.objects.filter(key=key).exists():
        return None
    return OutgoingMessage.objects.create(
        key=key,
        channel=channel,
        about=about,
        event_ref=event_ref,
        to_address=to_address.strip(),
        to_name=tidy(to_name)[:200],
        reply_to=tidy(reply_to),
        language=language,
        subject=tidy(subject)[:250],
        text=text,
        html=html,
        calendar=calendar,
        calendar_method=calendar_method,
        message_id=new_message_id(),
        created_at=now,
        not_before=not_before or now,
    )
