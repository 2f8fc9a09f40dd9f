"""What is deleted, and after how many days. The table is compared with docs/privacy.md by a test.

Runs once a day; every rule counts what it deleted into the ledger. Sums of an event are kept before its people are deleted, small
ones suppressed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from kreisnetz.core.each import each
from kreisnetz.core.models import AuditEntry, CacheRow, OutgoingMessage, RateCount, RetentionEntry, RoleGrant
from kreisnetz.events import seats, statistics, waiting_list
from kreisnetz.events.deletion import due
from kreisnetz.events.models import AccessNeeds, Event, Participant, Registration
from kreisnetz.register import people
from kreisnetz.register.importing import runs
from kreisnetz.register.models import ActorLink, Correction


@dataclass(frozen=True)
class Rule:
    """id: name in ledger and docs; after: words for the docs; run: deletes what is due and returns how much."""

    id: str
    after: str
    run: Callable[[datetime], int]


def _unconfirmed(now: datetime) -> int:
    return waiting_list.expire_unconfirmed(now=now)


def _food_and_access(now: datetime) -> int:
    has_needs = Q(registrations__access_needs__isnull=False)
    has_food = Q(registrations__participants__menu_choice__isnull=False)
    over = Event.objects.filter(due(settings.KEEP_SENSITIVE_DAYS, now=now)).filter(has_needs | has_food).distinct()
    return each(over.values_list("pk", flat=True), lambda pk: _forget_food_and_access(pk, now=now))


@transaction.atomic
def _forget_food_and_access(event_id: int, *, now: datetime) -> int:
    event = seats.lock_event(event_id)
    statistics.keep(event, now=now)
    needs = AccessNeeds.objects.filter(registration__event=event).delete()[0]
    people = Participant.objects.filter(registration__event=event, menu_choice__isnull=False)
    return needs + people.update(menu_choice=None)


def _registrations(now: datetime) -> int:
    over = Event.objects.filter(due(settings.KEEP_REGISTRATION_DAYS, now=now))
    full = over.filter(registrations__isnull=False).distinct()
    return each(full.values_list("pk", flat=True), lambda pk: _forget_people(pk, now=now))


@transaction.atomic
def _forget_people(event_id: int, *, now: datetime) -> int:
    event = seats.lock_event(event_id)
    statistics.keep(event, now=now)
    OutgoingMessage.objects.filter(event_ref=event.scope()).delete()
    n = Registration.objects.filter(event=event).delete()[1].get("events.Registration", 0)
    Event.objects.filter(pk=event.pk).update(retention_done_at=now)
    event.pools.update(taken=0)
    return n


def _messages(now: datetime) -> int:
    """Mails about registrations that are gone, and everything that is not about an event."""
    old = now - timedelta(days=settings.KEEP_REGISTRATION_DAYS)
    gone = Event.objects.filter(due(settings.KEEP_REGISTRATION_DAYS, now=now)).values_list("pk", flat=True)
    refs = [f"event:{pk}" for pk in gone]
    old_or_gone = Q(event_ref="", created_at__lt=old) | Q(event_ref__in=refs)
    return OutgoingMessage.objects.filter(old_or_gone).delete()[0]


def _ended_registrations(now: datetime) -> int:
    """Those who cancelled need not wait for the event: they go when the days since their cancellation are over."""
    old = now - timedelta(days=settings.KEEP_REGISTRATION_DAYS)
    gone = list(
        Registration.objects.exclude(state__in=Registration.LIVE).filter(ended_at__lt=old).values_list("pk", flat=True)
    )
    OutgoingMessage.objects.filter(about__in=[f"registration:{pk}" for pk in gone]).delete()
    return Registration.objects.filter(pk__in=gone).delete()[1].get("events.Registration", 0)


def _audit(now: datetime) -> int:
    return AuditEntry.objects.filter(at__lt=now - timedelta(days=settings.KEEP_AUDIT_DAYS)).delete()[0]


def _rate_counts(now: datetime) -> int:
    return RateCount.objects.filter(hour__lt=now - timedelta(days=1)).delete()[0]


def _sign_in_limits(now: datetime) -> int:
    return CacheRow.objects.filter(expires__lt=now).delete()[0]


def _sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _door_grants(now: datetime) -> int:
    return RoleGrant.objects.filter(expires_at__lt=now).delete()[0]


def _people_who_left(now: datetime) -> int:
    return people.forget_left(now=now)


def _own_entry(now: datetime) -> int:
    """Links that are no longer good, and decided corrections: what they changed stands in the history."""
    old = now - timedelta(days=365)
    n = Correction.objects.exclude(state=Correction.State.WAITING).filter(decided_at__lt=old).delete()[0]
    n += Correction.objects.filter(state=Correction.State.WAITING, made_at__lt=old).delete()[0]
    return n + ActorLink.objects.filter(expires_at__lt=old).delete()[0]


def _import_files(now: datetime) -> int:
    return runs.forget_files(now=now)


RULES = (
    Rule("unconfirmed", "72 Stunden nach der Anmeldung", _unconfirmed),
    Rule("food_and_access", "7 Tage nach dem Termin", _food_and_access),
    Rule("registrations", "30 Tage nach dem Termin", _registrations),
    Rule("ended_registrations", "30 Tage nach der Abmeldung", _ended_registrations),
    Rule("messages", "30 Tage nach dem Termin", _messages),
    Rule("people_who_left", "12 Monate nach dem Ausscheiden", _people_who_left),
    Rule("own_entry", "12 Monate nach Ablauf oder Entscheidung", _own_entry),
    Rule("import_files", "1 Tag nach dem Hochladen", _import_files),
    Rule("audit", "180 Tage nach dem Eintrag", _audit),
    Rule("rate_counts", "1 Tag nach der Zählung", _rate_counts),
    Rule("sign_in_limits", "nach Ablauf", _sign_in_limits),
    Rule("sessions", "mit Ablauf der Sitzung", _sessions),
    Rule("door_grants", "mit Ablauf der Berechtigung", _door_grants),
)


def run(*, now: datetime) -> dict[str, int]:
    """All rules once, each on its own; safe to repeat. Raises SomeFailed after the others when one failed."""
    done: dict[str, int] = {}
    try:
        each(RULES, lambda rule: _apply(rule, done, now=now))
    finally:
        _overwrite()
    return done


def forget_unconfirmed(*, now: datetime) -> int:
    """The one rule that does not wait for the night: seats nobody confirmed go to the next ones."""
    return _apply(RULES[0], {}, now=now)


def _apply(rule: Rule, done: dict[str, int], *, now: datetime) -> int:
    n = done[rule.id] = rule.run(now)
    entry, _made = RetentionEntry.objects.get_or_create(day=timezone.localdate(now), rule=rule.id)
    RetentionEntry.objects.filter(pk=entry.pk).update(n=F("n") + n)
    return n


def _overwrite() -> None:
    """SQLite: bring the log back into the file, so that no deleted words stay in it (the file overwrites them itself).

    On PostgreSQL the next (auto)vacuum frees the space; docs/operations.md tells what that means for backups.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
