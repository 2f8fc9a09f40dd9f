"""What happens by the clock: each job on its own, at its time, once, and noted when it fails."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from kreisnetz.core.each import SomeFailed, each
from kreisnetz.core.models import Heartbeat, OutgoingMessage, RetentionEntry
from kreisnetz.events import editing
from kreisnetz.events.editing import Content
from kreisnetz.events.models import Registration, SeatPool
from kreisnetz.events.registration import cancel
from kreisnetz.jobs import tick as ticking
from kreisnetz.jobs.tick import tick, worker_is_alive
from tests.make import NOW, make_event, make_registration

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = timedelta(days=1)


def reminders() -> list[str]:
    rows = OutgoingMessage.objects.filter(key__startswith="reminder:").order_by("id")
    return list(rows.values_list("about", flat=True))


@pytest.mark.django_db
def test_reminder_goes_once_to_those_with_a_seat_when_the_day_is_near() -> None:
    event = make_event(seats_in_all=2)
    first, second = make_registration(event), make_registration(event)
    waiting, phone = make_registration(event), make_registration(make_event(), email="", phone="06000 1")
    cancel(second, now=NOW)
    assert Registration.objects.get(pk=waiting.pk).state == Registration.State.OFFERED

    tick(now=event.starts_at - 4 * DAY)
    early = reminders()
    tick(now=event.starts_at - 3 * DAY)
    tick(now=event.starts_at - 2 * DAY)

    assert early == []
    assert reminders() == [f"registration:{first.pk}"]
    assert phone.pk is not None


@pytest.mark.django_db
def test_no_reminder_goes_to_somebody_who_just_signed_up_or_when_the_event_is_cancelled() -> None:
    event, gone = make_event(), make_event()
    make_registration(event, now=event.starts_at - 2 * DAY)
    make_registration(gone)
    editing.cancel_event(gone, by="example", now=NOW)

    tick(now=event.starts_at - timedelta(hours=30))

    assert reminders() == []


@pytest.mark.django_db
def test_reminder_goes_again_when_the_event_was_moved() -> None:
    event = make_event()
    make_registration(event)
    tick(now=event.starts_at - 3 * DAY)
    later = {"starts_at": event.starts_at + 14 * DAY, "ends_at": event.ends_at + 14 * DAY}

    editing.move_event(event, Content(values=later), by="example", now=event.starts_at - 2 * DAY)
    tick(now=event.starts_at)
    between = len(reminders())
    tick(now=event.starts_at + 12 * DAY)

    assert (between, len(reminders())) == (1, 2)


@pytest.mark.django_db
def test_offer_goes_to_the_next_one_when_nobody_accepted_it() -> None:
    event = make_event(seats_in_all=1, offer_hours=48)
    first, second, third = (make_registration(event) for _ in range(3))
    cancel(first, now=NOW)

    tick(now=NOW + timedelta(hours=49))

    states = dict(Registration.objects.values_list("pk", "state"))
    assert (states[second.pk], states[third.pk]) == (Registration.State.EXPIRED, Registration.State.OFFERED)


@pytest.mark.django_db
def test_sign_up_is_deleted_when_nobody_confirmed_it() -> None:
    event = make_event(double_opt_in=True)
    make_registration(event)

    tick(now=NOW + timedelta(hours=71))
    before = Registration.objects.count()
    tick(now=NOW + timedelta(hours=73))

    assert (before, Registration.objects.count(), OutgoingMessage.objects.count()) == (1, 0, 0)


@pytest.mark.django_db
def test_other_jobs_run_when_one_fails_and_the_doctor_is_told_no_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def fail(now: Any) -> int:
        raise LookupError("kim.beispiel@example.org")

    jobs = (("broken", fail, timedelta(0)), ("other", lambda now: ran.append("other"), timedelta(0)))
    monkeypatch.setattr(ticking, "JOBS", jobs)

    tick(now=NOW)

    assert ran == ["other"]
    assert dict(Heartbeat.objects.values_list("name", "error")) == {"worker": "", "broken": "LookupError", "other": ""}
    monkeypatch.setattr(ticking, "JOBS", (("broken", lambda now: 1, timedelta(0)),))
    tick(now=NOW)
    assert Heartbeat.objects.get(name="broken").error == ""


@pytest.mark.django_db
def test_daily_job_runs_once_a_day_and_again_after_a_minute_when_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []

    def job(now: Any) -> None:
        ran.append(now)
        if len(ran) == 2:
            raise LookupError

    monkeypatch.setattr(ticking, "JOBS", (("daily", job, DAY),))
    hours = (0, 1, 23.9, 24, 24.001, 24.02, 25, 47)

    for hour in hours:
        tick(now=NOW + timedelta(hours=hour))

    assert [round((moment - NOW) / timedelta(hours=1), 2) for moment in ran] == [0, 24, 24.02]


@pytest.mark.django_db
def test_retention_writes_one_line_a_day_and_rule_when_it_ran_twice() -> None:
    tick(now=NOW)
    tick(now=NOW + timedelta(hours=2))
    tick(now=NOW + DAY)

    assert set(RetentionEntry.objects.values_list("day", flat=True)) == {NOW.date(), (NOW + DAY).date()}


@pytest.mark.django_db
def test_one_broken_row_stops_no_other_when_offers_expire() -> None:
    offered = []
    for event in (make_event(seats_in_all=1), make_event(seats_in_all=1)):
        seated = make_registration(event)
        offered.append(make_registration(event))
        cancel(seated, now=NOW)
    # The counter of the first event is wrong, so nothing can be given back.
    SeatPool.objects.filter(event=offered[0].event_id).update(taken=0)

    tick(now=NOW + timedelta(hours=49))

    states = [Registration.objects.get(pk=registration.pk).state for registration in offered]
    assert states == [Registration.State.OFFERED, Registration.State.EXPIRED]
    assert Heartbeat.objects.get(name="offers").error == "SomeFailed"


def test_each_does_all_rows_and_tells_at_the_end_when_some_fail() -> None:
    done: list[int] = []

    def work(row: int) -> int:
        if row == 2:
            raise KeyError
        done.append(row)
        return 1

    with pytest.raises(SomeFailed) as error:
        each([1, 2, 3], work)

    assert (done, error.value.failed, error.value.done) == ([1, 3], 1, 2)


@pytest.mark.django_db
def test_worker_counts_as_dead_when_it_has_not_ticked_for_minutes() -> None:
    tick(now=NOW)

    assert worker_is_alive(now=NOW + timedelta(minutes=4))
    assert not worker_is_alive(now=NOW + timedelta(minutes=6))


@pytest.mark.django_db(transaction=True)
def test_daily_job_runs_in_one_process_when_several_tick_together(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(ticking, "JOBS", (("daily", lambda now: ran.append("x"), DAY),))
    tick(now=NOW - DAY)
    barrier = threading.Barrier(4)

    def work() -> None:
        try:
            barrier.wait()
            tick(now=NOW)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ran) == 2


@pytest.mark.django_db(transaction=True)
def test_worker_ends_cleanly_when_it_is_told_to(tmp_path: Path) -> None:
    """A real process on this test database: it beats, then ends with code 0 within seconds of SIGTERM."""
    environment = os.environ | {"TEST_DATABASE_NAME": str(connections["default"].settings_dict["NAME"])}
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.child", "worker", "--every", "60"], cwd=ROOT, env=environment
    )
    try:
        deadline = time.monotonic() + 30
        while not worker_is_alive(now=timezone.now()) and time.monotonic() < deadline:
            time.sleep(0.1)
        alive = worker_is_alive(now=timezone.now())
        time.sleep(0.5)
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(timeout=15)
    finally:
        worker.kill()
        worker.wait()

    assert (alive, code) == (True, 0)


@pytest.mark.django_db
def test_worker_command_ticks_once_when_asked_for_one_round() -> None:
    call_command("worker", "--once")

    assert worker_is_alive(now=timezone.now())
