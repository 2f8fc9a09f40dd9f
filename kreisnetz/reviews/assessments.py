"""The life of an assessment: ordered, computed by the worker, read, published, deleted. The only door to its rows."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from kreisnetz.core import audit, version
from kreisnetz.core.models import User
from kreisnetz.reviews.models import Assessment

log = logging.getLogger(__name__)
# A worker that died leaves its work to the next one after this time; each step renews it.
LEASE = timedelta(minutes=10)


class Stopped(Exception):
    """Somebody stopped the computation, or deleted what it is for."""


class NotReady(ValueError):
    """Only what is ready can be published."""


def order(day: date, *, by: User | str | None, now: datetime, title: str = "") -> Assessment:
    """Ask for an assessment of this day, compared with the last one of an earlier day. The worker computes it."""
    last = Assessment.objects.ready().filter(day__lt=day).order_by("-day", "-ordered_at").first()
    user = by if isinstance(by, User) else None
    made = Assessment.objects.create(day=day, title=title, ordered_by=user, ordered_at=now, compared_to=last)
    audit.record(by, "create", made, now=now)
    return made


def compute_due(*, now: datetime, clock: Callable[[], datetime]) -> int:
    """Compute what waits, oldest first; also what a worker left behind. Returns how many became ready."""
    left = Q(state=Assessment.State.RUNNING, started_at__lt=now - LEASE)
    due = Assessment.objects.filter(Q(state=Assessment.State.WAITING) | left).order_by("ordered_at", "id")
    return sum(_compute_one(pk, clock=clock) for pk in due.values_list("pk", flat=True)[:20])


def _compute_one(pk: int, *, clock: Callable[[], datetime]) -> int:
    now = clock()
    free = Q(state=Assessment.State.WAITING) | Q(state=Assessment.State.RUNNING, started_at__lt=now - LEASE)
    mine = Assessment.objects.filter(free, pk=pk).update(
        state=Assessment.State.RUNNING, started_at=now, done=0, step=""
    )
    if not mine:
        return 0
    assessment = Assessment.objects.select_related("compared_to").get(pk=pk)
    lease = [now]

    def progress(step: str, done: int, total: int) -> None:
        """Say how far it is; the guard on started_at notices a stop and another worker's claim alike."""
        at = clock()
        held = Assessment.objects.filter(pk=pk, state=Assessment.State.RUNNING, started_at=lease[0])
        if not held.update(step=step, done=done, total=total, started_at=at):
            raise Stopped
        lease[0] = at

    try:
        findings, public = _findings(assessment, progress)
    except Stopped:
        return 0
    except Exception:
        log.exception("assessment %s failed", pk)
        Assessment.objects.filter(pk=pk, started_at=lease[0]).update(state=Assessment.State.FAILED, finished_at=clock())
        return 0
    held = Assessment.objects.filter(pk=pk, state=Assessment.State.RUNNING, started_at=lease[0])
    ready = {"findings": findings, "public_findings": public, "state": Assessment.State.READY, "finished_at": clock()}
    return held.update(**ready)


def _findings(
    assessment: Assessment, progress: Callable[[str, int, int], None]
) -> tuple[dict[str, Any], dict[str, Any]]:
    from kreisnetz.register.landscape import whole_landscape  # slow import
    from kreisnetz.reviews.computing import STEPS, findings_of  # slow import

    before = assessment.compared_to.day if assessment.compared_to else None
    n = len(STEPS)

    def told(part: int) -> Callable[[str, int], None]:
        return lambda step, done: progress(step, part * n + done, 2 * n)

    findings = findings_of(whole_landscape(), assessment.day, before=before, on_step=told(0))
    public = findings_of(whole_landscape(public=True), assessment.day, before=before, on_step=told(1))
    return findings, public


@transaction.atomic
def stop(assessment: Assessment, *, by: User, now: datetime) -> bool:
    """Hold what waits or runs; the worker notices it after its step. False when it was over already."""
    unfinished = Assessment.objects.filter(pk=assessment.pk, state__in=Assessment.UNFINISHED)
    stopped = bool(unfinished.update(state=Assessment.State.STOPPED, finished_at=now))
    if stopped:
        audit.record(by, "stop", assessment, now=now)
    return stopped


@transaction.atomic
def again(assessment: Assessment, *, by: User, now: datetime) -> bool:
    """Compute once more what was stopped or failed."""
    over = Assessment.objects.filter(pk=assessment.pk, state__in=(Assessment.State.STOPPED, Assessment.State.FAILED))
    waiting = bool(over.update(state=Assessment.State.WAITING, ordered_at=now, finished_at=None))
    if waiting:
        audit.record(by, "restart", assessment, now=now)
    return waiting


@transaction.atomic
def describe(assessment: Assessment, *, title: str, foreword: str, by: User, now: datetime) -> None:
    assessment.title, assessment.foreword = title, foreword
    assessment.save(update_fields=["title", "foreword"])
    audit.record(by, "edit", assessment, now=now, fields=["title", "foreword"])
    version.bump()


@transaction.atomic
def publish(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Show its public findings to everybody."""
    if assessment.state != Assessment.State.READY or assessment.public_findings is None:
        raise NotReady
    assessment.published_at = now
    assessment.save(update_fields=["published_at"])
    audit.record(by, "publish", assessment, now=now)
    version.bump()


@transaction.atomic
def withdraw(assessment: Assessment, *, by: User, now: datetime) -> None:
    assessment.published_at = None
    assessment.save(update_fields=["published_at"])
    audit.record(by, "withdraw", assessment, now=now)
    version.bump()


@transaction.atomic
def delete(assessment: Assessment, *, by: User, now: datetime) -> None:
    audit.record(by, "delete", assessment, now=now)
    assessment.delete()
    version.bump()
