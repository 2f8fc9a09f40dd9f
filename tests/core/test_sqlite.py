"""Waiting for one's turn to write on SQLite: in line, not for ever, and passed on whatever happens."""

import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from kreisnetz.core import version
from kreisnetz.core.sqlite.base import _turn

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="nur auf SQLite"),
]


@pytest.fixture
def impatient() -> object:
    """A connection that waits half a second."""
    options = connection.settings_dict["OPTIONS"]
    before = options["timeout"]
    options["timeout"] = 0.5
    yield options
    options["timeout"] = before
    connection.close()


def test_all_writers_get_their_turn_soon_when_many_write_at_once() -> None:
    version.bump()
    before = version.current()
    waits: list[float] = []

    def work() -> None:
        try:
            for _ in range(10):
                began = time.monotonic()
                with transaction.atomic():
                    waits.append(time.monotonic() - began)
                    version.bump()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert version.current() == before + 80
    assert len(waits) == 80
    assert not _turn.locked()


def test_turn_is_passed_on_when_a_transaction_fails_or_is_taken_back() -> None:
    with suppress(LookupError), transaction.atomic():
        held = _turn.locked()
        raise LookupError
    assert held
    assert not _turn.locked()

    connection.set_autocommit(False)
    connection.rollback()
    connection.set_autocommit(True)
    with transaction.atomic():
        connection.close()

    assert not _turn.locked()


def test_waiting_ends_with_an_error_when_another_process_holds_the_database(impatient: object) -> None:
    other = sqlite3.connect(Path(str(connection.settings_dict["NAME"])), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()

    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass

    assert 0.4 < time.monotonic() - began < 5
    assert not _turn.locked()
    other.execute("ROLLBACK")
    other.close()
    version.bump()


def test_waiting_ends_with_an_error_when_a_thread_never_passes_on(impatient: object) -> None:
    with _turn, pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass

    version.bump()


def test_single_statements_wait_as_long_as_the_settings_say_after_a_transaction() -> None:
    with transaction.atomic():
        version.bump()

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] == connection.settings_dict["OPTIONS"]["timeout"] * 1000
