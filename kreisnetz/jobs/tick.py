"""The ordered list of everything that happens by the clock. Each entry stands alone: one that fails stops no other."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections

from kreisnetz.core import mail
from kreisnetz.core.models import Heartbeat
from kreisnetz.core.names import tidy
from kreisnetz.events import notices, waiting_list
from kreisnetz.events.models import Event, Registration
from kreisnetz.jobs import retention

log = logging.getLogger(__name__)
ALIVE = timedelta(minutes=5)
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
        event__status__in=(Event.Status.SCHEDULED, Event.Status.MOVED),
    )
    n = 0
    for registration in due.select_related("event__venue").prefetch_related("event__dates")[:REMIND_AT_ONCE]:
        if Registration.objects.filter(pk=registration.pk, reminded_at__isnull=True).update(reminded_at=now):
            fresh = registration.created_at > registration.event.starts_at - timedelta(days=settings.REMINDER_DAYS)
            n += 0 if fresh else bool(notices.notify(registration, notices.Kind.REMINDER, now=now))
    return n


# name, function, how often at most
JOBS: tuple[tuple[str, Callable[[datetime], object], timedelta], ...] = (
    ("offers", lambda now: waiting_list.expire_offers(now=now), timedelta(0)),
    ("unconfirmed", lambda now: waiting_list.expire_unconfirmed(now=now), timedelta(minutes=5)),
    ("reminders", _remind, timedelta(minutes=5)),
    ("retention", lambda now: retention.run(now=now), timedelta(days=1)),
    ("mail", lambda now: mail.send_due(now=now), timedelta(0)),
)


def tick(*, now: datetime) -> dict[str, object]:
    """Do what is due; returns what each job said. Safe to run twice and in several processes."""
    done: dict[str, object] = {}
    for name, job, every in JOBS:
        if not _claim(name, every, now=now):
            continue
        try:
            done[name] = job(now)
            error = ""
        except Exception as failure:
            log.exception("job %s failed", name)
            error = tidy(f"{type(failure).__name__}: {failure}")[:300]
            close_old_connections()
        Heartbeat.objects.filter(name=name).update(error=error)
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": now, "error": ""})
    return done


def _claim(name: str, every: timedelta, *, now: datetime) -> bool:
    """True for the one process that may run this job now; a job that failed is tried again at the next tick."""
    beat, made = Heartbeat.objects.get_or_create(name=name, defaults={"at": now})
    if made or not every or beat.error:
        return made or bool(Heartbeat.objects.filter(pk=beat.pk).update(at=now))
    return bool(Heartbeat.objects.filter(pk=beat.pk, at__lte=now - every).update(at=now))


def worker_is_alive(*, now: datetime) -> bool:
    """Whether a worker ticked in the last minutes; for the health page and the doctor."""
    return Heartbeat.objects.filter(name="worker", at__gte=now - ALIVE).exists()
