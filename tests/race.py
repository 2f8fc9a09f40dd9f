"""Starts many real processes at the same moment on one database, SQLite as a file or PostgreSQL, and collects what they say."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import postgres
from tests.conftest import absent

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


@dataclass(frozen=True)
class Stadium:
    """A migrated database of its own; run() does one part, race() many at once."""

    environment: dict[str, str]

    def run(self, name: str, **arguments: Any) -> Any:
        return self.race([(name, arguments)])[0]

    def race(self, parts: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        """All start together once everybody is ready; the answers in the order of the parts."""
        runners = [self._start(name, arguments) for name, arguments in parts]
        try:
            for runner in runners:
                assert runner.stdout is not None
                ready = runner.stdout.readline()
                assert ready == "ready\n", runner.communicate()[1]
            for runner in runners:
                assert runner.stdin is not None
                runner.stdin.write("go\n")
                runner.stdin.flush()
            return [self._finish(runner) for runner in runners]
        finally:
            for runner in runners:
                if runner.poll() is None:
                    runner.kill()
                    runner.communicate()

    def _start(self, name: str, arguments: dict[str, Any]) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.race_worker", name, json.dumps(arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )

    def _finish(self, runner: "subprocess.Popen[str]") -> Any:
        out, err = runner.communicate(timeout=PATIENCE)
        assert runner.returncode == 0, err[-3000:]
        return json.loads(out)


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
        yield _migrated(own)
        return
    if not postgres.is_there():
        absent("PostgreSQL")
    with postgres.server() as server, postgres.database(f"kreisnetz_race_{os.getpid()}", server) as variables:
        yield _migrated({**own, **variables})


def _migrated(environment: dict[str, str]) -> Stadium:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return Stadium(environment)
