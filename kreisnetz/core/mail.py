"""Outgoing answers: queue() writes a row in the caller's transaction; send_due() is the only SMTP code."""

import smtplib
import ssl
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import tidy

LEASE = timedelta(minutes=10)
# A mail that cannot be delivered now is tried again for about three days.
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440)]


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


def due(*, now: datetime) -> QuerySet[OutgoingMessage]:
    """Mails to send now: not leased, and nothing earlier about the same thing is still waiting (order is kept)."""
    earlier = OutgoingMessage.objects.filter(
        about=OuterRef("about"),
        channel=OutgoingMessage.Channel.EMAIL,
        id__lt=OuterRef("id"),
        sent_at__isnull=True,
        given_up_at__isnull=True,
    )
    return (
        OutgoingMessage.objects.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now),
            channel=OutgoingMessage.Channel.EMAIL,
            sent_at__isnull=True,
            given_up_at__isnull=True,
            not_before__lte=now,
        )
        .exclude(Exists(earlier))
        .order_by("not_before", "id")
    )


def send_due(*, now: datetime, limit: int = 50) -> int:
    """Send what is due; returns how many went out. Several workers may call this at once; safe to repeat.

    A row is leased first, sent outside any transaction, then marked. Whoever dies in between leaves the lease to run out; the
    same message with the same Message-ID is then sent again (e-mail is at least once).
    """
    if settings.MAIL_MODE != "smtp":
        return 0
    rows = [row for pk in due(now=now).values_list("pk", flat=True)[:limit] if (row := _claim(pk, now=now))]
    if not rows:
        return 0
    sent = 0
    try:
        with _connection() as smtp:
            for row in rows:
                sent += _send(smtp, row, now=now)
    except (OSError, smtplib.SMTPException) as error:
        for row in rows:
            _try_later(row, error, now=now)
    return sent


def _claim(pk: int, *, now: datetime) -> OutgoingMessage | None:
    lease = uuid.uuid4().hex
    free = OutgoingMessage.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now), pk=pk, sent_at__isnull=True, given_up_at__isnull=True
    )
    if not free.update(lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return OutgoingMessage.objects.get(pk=pk)


@contextmanager
def _connection() -> Iterator[smtplib.SMTP]:
    smtp = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        yield smtp
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def _send(smtp: smtplib.SMTP, row: OutgoingMessage, *, now: datetime) -> int:
    try:
        smtp.send_message(as_email(row), from_addr=settings.MAIL_FROM, to_addrs=[row.to_address])
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()))
        _settle(row, error=f"{code} {reply.decode(errors='replace')}", now=now, for_good=code >= 500)
        return 0
    except smtplib.SMTPDataError as error:
        _settle(row, error=str(error), now=now, for_good=error.smtp_code >= 500)
        return 0
    except (ValueError, UnicodeError) as error:
        _settle(row, error=f"Adresse oder Inhalt ungültig: {error}", now=now, for_good=True)
        return 0
    return _mine(row).update(sent_at=now, lease="", lease_until=None, last_error="")


def _mine(row: OutgoingMessage) -> QuerySet[OutgoingMessage]:
    """The row, if this process still holds its lease."""
    return OutgoingMessage.objects.filter(pk=row.pk, lease=row.lease, sent_at__isnull=True)


def _try_later(row: OutgoingMessage, error: Exception, *, now: datetime) -> None:
    _settle(row, error=f"{type(error).__name__}: {error}", now=now, for_good=False)


def _settle(row: OutgoingMessage, *, error: str, now: datetime, for_good: bool) -> None:
    """Try again later by the back-off, or give up and let the office see why."""
    values: dict[str, Any] = {"lease": "", "lease_until": None, "last_error": tidy(error)[:300]}
    if for_good or row.attempts > len(BACK_OFF):
        values["given_up_at"] = now
    else:
        values["not_before"] = now + BACK_OFF[row.attempts - 1]
    _mine(row).update(**values)


def as_email(row: OutgoingMessage) -> EmailMessage:
    """The mail as it is sent: plain text, the same as HTML, and the calendar entry both inline and as a file (RFC 6047)."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = row.subject
    message["From"] = Address(settings.OPERATOR_NAME, addr_spec=settings.MAIL_FROM)
    message["To"] = Address(row.to_name, addr_spec=row.to_address)
    if row.reply_to:
        message["Reply-To"] = row.reply_to
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = row.language
    message.set_content(row.text)
    if row.html:
        message.add_alternative(row.html, subtype="html")
    if row.calendar:
        method = {"method": row.calendar_method}
        message.add_alternative(row.calendar, subtype="calendar", params=method)
        data = row.calendar.encode()
        message.add_attachment(data, maintype="application", subtype="ics", filename="termin.ics", params=method)
    return message
