"""Guards of all tests: no socket but loopback, no undefined template variable (pyproject), no GET that writes (guards.py).

What is absent on this machine (browser, PostgreSQL, mail server) is skipped and named at the end of the run; with
KREISNETZ_TEST_REQUIRE_ALL=1 it is a failure.
"""

import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

pytest_plugins = ("tests.browser",)
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
REQUIRE_ALL = os.environ.get("KREISNETZ_TEST_REQUIRE_ALL") == "1"
left_out: set[str] = set()


def absent(what: str) -> None:
    """Skip this test because something is not on this machine, or fail where everything is required."""
    left_out.add(what)
    if REQUIRE_ALL:
        pytest.fail(f"{what} fehlt, wird hier aber verlangt (KREISNETZ_TEST_REQUIRE_ALL=1)")
    pytest.skip(f"{what} fehlt auf diesem Rechner")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests talk to servers on this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test wanted to talk to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def german() -> None:
    """Every test begins in German, whatever language the one before it left behind."""
    translation.activate("de")


@pytest.fixture
def now() -> datetime:
    """The moment at which the tests take place: a Monday in winter, 9:00 in Berlin."""
    return datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


@pytest.fixture
def shared() -> Path:
    """The folder of check material beside the project; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared liegt nicht neben dem Projekt")
    return SHARED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "fehlt auf diesem Rechner" in reason or "liegt nicht neben" in reason:
            left_out.add(reason.removeprefix("Skipped: "))
    for what in sorted(left_out):
        terminalreporter.write_line(f"Ausgelassen: {what}", yellow=True)
