"""The ordered list of everything that happens by the clock. Each entry stands alone: one that fails stops no other."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from kreisnetz.core import mail
from kreisnetz.core.each import each
from kreisnetz.core.models import Heartbeat
from kreisnetz.events import notices, waiting_list
from kreisnetz.events.models import Event, Registration
from kreisnetz.jobs import retention
from kreisnetz.register import map_layout, own_entry, people

log = logging.getLogger(__name__)
ALIVE = timedelta(minutes=5)
# A job that failed is tried again after this time, or at its own turn if that comes sooner.
AGAIN = timedelta(minutes=1)
REMIND_AT_ONCE = 200


def _remind(now: datetime) -> int:
    """A reminder some days before, once, to everybody with a seat who registered before that day."""
    if settings.REMINDER_DAYS <= 0:
        return 0
    soon = now + timedelta(days=settings.REMINDER_DAYS)
    due = Registration.objects.coming().filter(
        reminded_at__isnull=True,
        event__starts_at__gt=now,
        event__starts_at__lte=soon,
        event__published_at__isnull=False,
        event__status__in=(Event.Status.SCHEDULED, Event.Status.MOVED),
        # Whoever signed up in the last days knows.
        created_at__lte=F("event__starts_at") - timedelta(days=settings.REMINDER_DAYS),
    )
    rows = due.select_related("event__venue").prefetch_related("event__dates").order_by("id")[:REMIND_AT_ONCE]
    return each(rows, lambda registration: _remind_one(registration, now=now))


@transaction.atomic
def _remind_one(registration: Registration, *, now: datetime) -> int:
    mine = Registration.objects.filter(pk=registration.pk, reminded_at__isnull=True).update(reminded_at=now)
    return int(bool(mine and notices.notify(registration, notices.Kind.REMINDER, now=now)))


# name, function, how often at most
JOBS: tuple[tuple[str, Callable[[datetime], object], timedelta], ...] = (
    ("offers", lambda now: waiting_list.expire_offers(now=now), timedelta(0)),
    ("unconfirmed", lambda now: retention.forget_unconfirmed(now=now), timedelta(minutes=5)),
    ("reminders", _remind, timedelta(minutes=1)),
    ("person_notices", lambda now: people.tell_due(now=now), timedelta(hours=1)),
    ("own_entries", lambda now: own_entry.ask_due(now=now), timedelta(hours=6)),
    ("own_entry_reminders", lambda now: own_entry.remind_due(now=now), timedelta(hours=6)),
    ("map", lambda now: map_layout.store_positions(), timedelta(minutes=10)),
    ("mail", lambda now: mail.send_due(now=now), timedelta(0)),
    ("retention", lambda now: retention.run(now=now), timedelta(days=1)),
)


def tick(*, now: datetime) -> dict[str, object]:
    """Do what is due; returns what each job said. Safe to run twice and in several processes."""
    done: dict[str, object] = {}
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": now})
    for name, job, every in JOBS:
        if _claim(name, every, now=now):
            done[name] = _run(name, job, now=now)
    return done


def _run(name: str, job: Callable[[datetime], object], *, now: datetime) -> object:
    """Do one job and note whether it failed: the kind of error only, for its words may hold personal data."""
    try:
        result = job(now)
    except Exception as failure:
        log.exception("job %s failed", name)
        Heartbeat.objects.filter(name=name).update(error=type(failure).__name__)
        return None
    Heartbeat.objects.filter(name=name).exclude(error="").update(error="")
    return result


def _claim(name: str, every: timedelta, *, now: datetime) -> bool:
    """True for the one process that may run this job now."""
    beat, made = Heartbeat.objects.get_or_create(name=name, defaults={"at": now})
    if made or not every:
        return made or bool(Heartbeat.objects.filter(pk=beat.pk).update(at=now))
    wait = min(every, AGAIN) if beat.error else every
    return bool(Heartbeat.objects.filter(pk=beat.pk, at=beat.at, at__lte=now - wait).update(at=now))


def worker_is_alive(*, now: datetime) -> bool:
    """Whether a worker ticked in the last minutes; for the doctor."""
    return Heartbeat.objects.filter(name="worker", at__gte=now - ALIVE).exists()
