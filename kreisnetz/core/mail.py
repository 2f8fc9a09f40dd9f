"""Outgoing answers: queue() writes a row in the caller's transaction; send_due() is the only SMTP code."""

import logging
import smtplib
import ssl
import time
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as _SMTP
from email.utils import format_datetime
from typing import Any, Self

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import tidy

log = logging.getLogger(__name__)
# Longer than one mail can take: each of its few steps waits EMAIL_TIMEOUT at most.
LEASE = timedelta(minutes=10)
# Seven bits pass through every server, also those that never heard of 8BITMIME.
SMTP = _SMTP.clone(cte_type="7bit")
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
    """Mails to send now: not leased, and nothing earlier to this person about the same thing still waits (order is kept)."""
    earlier = OutgoingMessage.objects.filter(
        about=OuterRef("about"),
        to_address=OuterRef("to_address"),
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
    same message with the same Message-ID is then sent again (e-mail is at least once). In the mode "outbox" nothing is sent.
    """
    if settings.MAIL_MODE != "smtp":
        return 0
    waiting = list(due(now=now).values_list("pk", flat=True)[:limit])
    started = time.monotonic()
    sent = 0
    with _Server() as server:
        for pk in waiting:
            moment = now + timedelta(seconds=time.monotonic() - started)
            row = _claim(pk, now=moment)
            if row is None:
                continue
            failure = _deliver(server, row)
            if failure is None:
                sent += _mine(row).update(sent_at=moment, lease="", lease_until=None, last_error="")
                continue
            _settle(row, failure, now=moment)
            if failure.nobody_there:
                break
    return sent


def _claim(pk: int, *, now: datetime) -> OutgoingMessage | None:
    """The row, if nobody else is sending it and it is still to be sent."""
    lease = uuid.uuid4().hex
    free = OutgoingMessage.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now), pk=pk, sent_at__isnull=True, given_up_at__isnull=True
    )
    if not free.update(lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return OutgoingMessage.objects.filter(pk=pk, lease=lease).first()


@dataclass(frozen=True)
class _Failure:
    """Why a mail did not go out, for the office. nobody_there: the others need not be tried now."""

    reason: str
    for_good: bool = False
    nobody_there: bool = False


def open_server(*, timeout: int) -> smtplib.SMTP:
    """A connection to the mail server of the settings, encrypted and signed in. Raises OSError or SMTPException."""
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    if settings.EMAIL_USE_SSL:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=_trusted())
    else:
        smtp = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=_trusted())
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


class UnreadableCertificates(OSError):
    """The file of KREISNETZ_SMTP_CA_FILE is missing or holds no certificate."""


def _trusted() -> ssl.SSLContext:
    """Whose certificates we believe: those the system knows, and the operator's own."""
    context = ssl.create_default_context()
    if settings.SMTP_CA_FILE:
        try:
            context.load_verify_locations(settings.SMTP_CA_FILE)
        except OSError as error:
            raise UnreadableCertificates(settings.SMTP_CA_FILE) from error
    return context


def why_no_server(error: Exception) -> str:
    """What the operator can do about an error of open_server."""
    if isinstance(error, UnreadableCertificates):
        return f"Die Datei {error} (KREISNETZ_SMTP_CA_FILE) fehlt oder enthält kein Zertifikat."
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"Sein Zertifikat ist nicht gültig ({error.verify_message}). Ist es von einer eigenen Stelle ausgestellt, "
            "nennen Sie deren Zertifikat in KREISNETZ_SMTP_CA_FILE; der Name in KREISNETZ_SMTP_HOST muss darin stehen."
        )
    if isinstance(error, ssl.SSLError):
        return "Er verschlüsselt auf diesem Port nicht von Anfang an. Bitte KREISNETZ_SMTP_STARTTLS statt KREISNETZ_SMTP_TLS."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Er nimmt Benutzername oder Passwort nicht an (KREISNETZ_SMTP_USER, KREISNETZ_SMTP_PASSWORD)."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"Er bietet nicht an, was eingestellt ist: {error}"
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError):
        return f"Er antwortet nicht ({error}). Verlangt der Port Verschlüsselung von Anfang an, setzen Sie KREISNETZ_SMTP_TLS=1."
    return str(error)


class _Server:
    """The mail server; connects at the first mail, and again for the next one after the connection broke."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def connect(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = open_server(timeout=settings.EMAIL_TIMEOUT)
        return self._smtp

    def leave(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()
        self._smtp = None


def _deliver(server: _Server, row: OutgoingMessage) -> _Failure | None:
    """Hand one mail to the server; None when the server has taken it."""
    try:
        message = as_email(row)
    except Exception as error:
        # The parsers of the standard library raise many kinds of errors on broken addresses; none may stop the other mails.
        log.warning("mail %s cannot be written: %s", row.pk, type(error).__name__)
        return _Failure(f"Adresse oder Inhalt ist ungültig ({type(error).__name__})", for_good=True)
    try:
        smtp = server.connect()
    except (OSError, smtplib.SMTPException) as error:
        server.leave()
        return _Failure(f"Der Mailserver ist nicht erreichbar: {why_no_server(error)}", nobody_there=True)
    try:
        smtp.send_message(message, from_addr=settings.MAIL_FROM, to_addrs=[address_spec(row)])
    except (OSError, ValueError, smtplib.SMTPException) as error:
        answered = (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError)
        if smtp.sock is None or not isinstance(error, answered):
            server.leave()
        return _refused(error)
    return None


def _refused(error: Exception) -> _Failure:
    """What the server's refusal means for this mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        reason = f"Der Mailserver nimmt die Adresse nicht an: {code} {reply.decode(errors='replace')}"
        return _Failure(reason, for_good=code >= 500)
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        # A refused sender is the operator's to mend, so those mails wait; only "too big" (552) is about this one mail.
        about_sender = isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != 552
        reason = f"Der Mailserver nimmt die E-Mail nicht an: {error.smtp_code} {text}"
        return _Failure(reason, for_good=error.smtp_code >= 500 and not about_sender)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return _Failure(f"Der Mailserver kann an diese Adresse nicht senden: {error}", for_good=True)
    return _Failure(f"Die Verbindung zum Mailserver brach ab: {error}")


def _mine(row: OutgoingMessage) -> QuerySet[OutgoingMessage]:
    """The row, if this process still holds its lease."""
    return OutgoingMessage.objects.filter(pk=row.pk, lease=row.lease, sent_at__isnull=True)


def _settle(row: OutgoingMessage, failure: _Failure, *, now: datetime) -> None:
    """Try again later by the back-off, or give up and let the office see why."""
    values: dict[str, Any] = {"lease": "", "lease_until": None, "last_error": tidy(failure.reason)[:300]}
    if failure.for_good or row.attempts > len(BACK_OFF):
        values["given_up_at"] = now
    else:
        values["not_before"] = now + BACK_OFF[row.attempts - 1]
    _mine(row).update(**values)


def address_spec(row: OutgoingMessage) -> str:
    """The address as mail servers read it: a domain with umlauts in its ASCII form.

    Never with "ß": the standard library turns it into "ss" (IDNA 2003), which may be somebody else's domain.
    """
    name, at, domain = row.to_address.rpartition("@")
    if "ß" in domain:
        raise ValueError("domain with ß")
    return name + at + (domain if domain.isascii() else domain.encode("idna").decode("ascii"))


def as_email(row: OutgoingMessage) -> EmailMessage:
    """The mail as it is sent: plain text, the same as HTML, and the calendar entry both inline and as a file (RFC 6047)."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = row.subject
    message["From"] = Address(settings.OPERATOR_NAME, addr_spec=settings.MAIL_FROM)
    message["To"] = Address(row.to_name, addr_spec=address_spec(row))
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
