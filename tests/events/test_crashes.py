"""kill -9 in the middle of it all: nobody is lost, nobody is confirmed twice, every seat adds up. SQLite and PostgreSQL.

Real processes throughout: the server with two workers, the worker that sends, a mail server that lives on. These tests bring
their own databases, so they run once (hence the mark `pure`).
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.race import ROOT, Stadium, stadium
from tests.site import Visitor, all_at_once, site

pytestmark = pytest.mark.pure


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stadium]:
    with stadium(request.param, tmp_path) as found:
        yield found


@contextmanager
def mail_server(folder: Path) -> Iterator[dict[str, str]]:
    """A mail server in a process of its own; the variables that point to it."""
    server = subprocess.Popen([sys.executable, "-m", "tests.mail_sink", str(folder)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 30
        while not (folder / "port").exists():
            assert server.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        port = (folder / "port").read_text()
        yield {"KREISNETZ_MAIL": "smtp", "KREISNETZ_SMTP_HOST": "127.0.0.1", "KREISNETZ_SMTP_PORT": port}
    finally:
        server.kill()
        server.wait()


def arrived(folder: Path) -> list[tuple[str, str]]:
    """(recipient, Message-ID) of every mail the server accepted, in order."""
    file = folder / "mails.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    return [(mail["to"][0], mail["id"]) for mail in map(json.loads, lines)]


class Worker:
    """`kreisnetz worker`, killed and started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.start()

    def start(self) -> None:
        command = [sys.executable, "manage.py", "worker", "--every", "0.1"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def now_and_then(*blows: Callable[[], None], every: float, rounds: int) -> Iterator[None]:
    """One blow after the other, so many rounds, or until the block ends."""
    stop = threading.Event()

    def work() -> None:
        for blow in blows * rounds:
            if stop.wait(every):
                return
            blow()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_nobody_is_lost_or_confirmed_twice_when_server_and_worker_are_killed_in_the_rush(
    place: Stadium, tmp_path: Path
) -> None:
    made = place.run("prepare", seats_in_all=40)
    with mail_server(tmp_path) as variables, closing(Stadium({**place.environment, **variables})) as stage:
        worker = Worker(stage.environment)
        kills = Counter[str]()

        def kill_worker() -> None:
            worker.kill()
            worker.start()
            kills["worker"] += 1

        with site(stage.environment) as running:

            def kill_server() -> None:
                running.kill_one_worker()
                kills["server"] += 1

            visitors = [Visitor(running.port, made["path"], f"k{number}") for number in range(100)]
            with now_and_then(kill_server, kill_worker, every=0.7, rounds=3):
                failures = all_at_once(visitors, together=10)
        worker.kill()
        # The leases of the killed ones run out after ten minutes; then somebody else sends.
        stage.run("send", minutes=11)

    after = place.run("look", event=made["event"])
    mails = arrived(tmp_path)
    ids = {person: {mail_id for to, mail_id in mails if to == person} for person in after["people"]}
    answers = [visitor.answer for visitor in visitors]
    assert failures == []
    assert min(kills["worker"], kills["server"]) >= 1
    assert {status for visitor in visitors for status in visitor.statuses} == {200}
    assert (answers.count("angemeldet"), answers.count("Warteliste")) == (40, 60)
    assert (after["problems"], after["seated"], after["all"], after["unsent"]) == ([], 40, 100, 0)
    assert after["confirmations"] == after["confirmed"]
    assert ids == {person: {after["message_ids"][person]} for person in after["people"]}
    assert after["people"] == sorted(f"{v.name}@example.org" for v in visitors if v.answer == "angemeldet")


def test_same_mail_goes_out_again_when_the_sender_is_killed_between_accepted_and_marked(
    place: Stadium, tmp_path: Path
) -> None:
    event = place.run("prepare", seats_in_all=3)["event"]
    place.run("sign_up", event=event, names=["a", "b"])
    with mail_server(tmp_path) as variables, closing(Stadium({**place.environment, **variables})) as stage:
        with pytest.raises(AssertionError):
            stage.run("send", die=True)
        first = arrived(tmp_path)
        stage.run("send", minutes=5)
        stage.run("send", minutes=11)
        stage.run("send", minutes=30)

    after = place.run("look", event=event)
    mails = arrived(tmp_path)
    assert first == mails[:1]
    assert Counter(mails)[first[0]] == 2
    assert len(mails) == 3
    assert dict(mails) == after["message_ids"]
    assert after["unsent"] == 0
