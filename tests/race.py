"""Starts many real processes at the same moment on one database, SQLite as a file or PostgreSQL, and collects what they say."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import postgres
from tests.conftest import absent

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


class Runner:
    """One real process that does one part after the other; starting it costs more than most parts."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by end()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.race_worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """The next line; a process that says nothing for too long is killed and says nothing."""
        assert self.process.stdout is not None
        alarm = threading.Timer(PATIENCE, self.process.kill)
        alarm.start()
        line = self.process.stdout.readline()
        alarm.cancel()
        if not line:
            self.process.wait()
            self.errors.seek(0)
            raise AssertionError(f"exit code {self.process.returncode}: {self.errors.read()[-3000:]}")
        return line

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.errors.close()


@dataclass
class Stadium:
    """A migrated database of its own; run() does one part, race() many at once."""

    environment: dict[str, str]
    idle: list[Runner] = field(default_factory=list)

    def run(self, name: str, **arguments: Any) -> Any:
        return self.race([(name, arguments)])[0]

    def race(self, parts: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        """All start together once everybody is ready; the answers in the order of the parts."""
        missing = [Runner(self.environment) for _ in range(len(parts) - len(self.idle))]
        runners = [*self.idle[: len(parts)], *missing]
        self.idle = self.idle[len(parts) :]
        try:
            for runner, part in zip(runners, parts, strict=True):
                runner.say(json.dumps(part))
            for runner in runners:
                assert runner.hear() == "ready\n"
            for runner in runners:
                runner.say("go")
            answers = [json.loads(runner.hear()) for runner in runners]
        except BaseException:
            for runner in runners:
                runner.end()
            raise
        for runner, (_name, arguments) in zip(runners, parts, strict=True):
            # Whoever ran without the guard stays without it.
            if arguments.get("guarded", True):
                self.idle.append(runner)
            else:
                runner.end()
        return answers

    def close(self) -> None:
        for runner in self.idle:
            runner.end()
        self.idle = []


@contextmanager
def stadium(kind: str, folder: Path) -> Iterator[Stadium]:
    """kind: "sqlite" or "postgres"."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KREISNETZ_DATABASE")}
    own |= {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "KREISNETZ_DATA_DIR": str(folder),
        "KREISNETZ_DATABASE": "sqlite",
    }
    if kind == "sqlite":
        with closing(_migrated(own)) as place:
            yield place
        return
    if not postgres.is_there():
        absent("PostgreSQL")
    with (
        postgres.server() as server,
        postgres.database(f"kreisnetz_race_{os.getpid()}", server) as variables,
        closing(_migrated({**own, **variables})) as place,
    ):
        yield place


def _migrated(environment: dict[str, str]) -> Stadium:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return Stadium(environment)
