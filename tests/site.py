"""The running site in tests: the real server with two worker processes, and people who sign up through its web form."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60.0
_STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind((HOST, 0))
        return int(unused.getsockname()[1])


@dataclass(frozen=True)
class Site:
    """A server process; children() are its workers."""

    port: int
    process: "subprocess.Popen[bytes]"

    def children(self) -> list[int]:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in listed.stdout.split()]

    def kill_one_worker(self) -> None:
        """kill -9 the oldest worker process; the server starts another."""
        for pid in self.children()[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@contextmanager
def site(environment: dict[str, str], *, workers: int = 2, threads: int = 4) -> Iterator[Site]:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"]
    command += ["--host", HOST, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    command += ["--log-level", "warning", "kreisnetz.wsgi:application"]
    own = {**environment, "KREISNETZ_SITE_URL": f"http://{HOST}:{port}"}
    process = subprocess.Popen(command, cwd=ROOT, env=own)
    try:
        _wait_for(port, process)
        yield Site(port, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server did not start"
        with suppress(OSError):
            if _ask(port, "GET", "/health/")[0] == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not answer")


def _ask(port: int, method: str, path: str, values: dict[str, str] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if values else {}
        connection.request(method, path, urlencode(values) if values else None, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@dataclass
class Visitor:
    """Somebody who fills in the form, looks at the check page and books; when the connection breaks, they press the button again."""

    port: int
    path: str
    name: str
    statuses: list[int] = field(default_factory=list)
    broken: int = 0
    answer: str = ""
    seconds: float = 0.0

    def sign_up(self) -> None:
        began = time.monotonic()
        form = f"{self.path}anmelden/"
        found = _STAMP.search(self._ask("GET", form))
        assert found, "no stamp on the form"
        values = {"stamp": found[1], "first_name": "Kim", "last_name": f"Beispiel {self.name}", "n_seats": "1"}
        values["email"] = f"{self.name}@example.org"
        check = self._ask("POST", form, values)
        assert "Stimmt alles?" in check, check[:2000]
        done = self._ask("POST", form, {**values, "step": "book"})
        self.answer = "angemeldet" if "Sie sind angemeldet" in done else "Warteliste" if "Warteliste" in done else done
        self.seconds = time.monotonic() - began

    def _ask(self, method: str, path: str, values: dict[str, str] | None = None) -> str:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                status, text = _ask(self.port, method, path, values)
            except (OSError, http.client.HTTPException):
                self.broken += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
                continue
            self.statuses.append(status)
            return text


def all_at_once(visitors: list[Visitor], *, together: int | None = None) -> list[BaseException]:
    """Everybody signs up, so many at a time (default: all); what went wrong for anybody."""
    failures: list[BaseException] = []
    waiting = list(reversed(visitors))

    def work() -> None:
        while True:
            try:
                visitor = waiting.pop()
            except IndexError:
                return
            try:
                visitor.sign_up()
            except BaseException as failure:
                failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(together or len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
