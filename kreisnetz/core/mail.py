"""Outgoing answers: queue() writes a row in the caller's transaction; send_due() is the only SMTP code."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

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
    message = _row(
        key=key,
        channel=channel,
        about=about,
        event_ref=event_ref,
        to_address=to_address,
        to_name=to_name,
        reply_to=reply_to,
        language=language,
        subject=subject,
        text=text,
        html=html,
        calendar=calendar,
        calendar_method=calendar_method,
        created_at=now,
        not_before=not_before or now,
    )
    message.save(force_insert=True)
    return message


def queue_many(rows: Iterable[Mapping[str, Any]], *, now: datetime) -> int:
    """The same for many (the named arguments of queue, one mapping each) in a few statements; returns how many were new."""
    new = {row["key"]: _row(created_at=now, not_before=now, **row) for row in rows}
    known = set(OutgoingMessage.objects.filter(key__in=list(new)).values_list("key", flat=True))
    wanted = [message for key, message in new.items() if key not in known]
    OutgoingMessage.objects.bulk_create(wanted, batch_size=100, ignore_conflicts=True)
    return len(wanted)


def _row(**values: Any) -> OutgoingMessage:
    """A row that is safe to send: no line breaks in anything that becomes a header."""
    message = OutgoingMessage(**values, message_id=new_message_id())
    message.to_address = message.to_address.strip()
    message.to_name = tidy(message.to_name)[:200]
    message.reply_to = tidy(message.reply_to)
    message.subject = tidy(message.subject)[:250]
    return message
