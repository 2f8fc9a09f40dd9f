"""Django's SQLite with a better way to wait for one's turn to write. Django asks for a module of this name.

SQLite lets one writer in at a time. Whoever must wait asks again after growing pauses of up to a tenth of a second: in a rush
most of the time nobody writes, and the unlucky ones wait for seconds. Here the threads of a process wait in line, and the first of
each process asks again every millisecond or two.
"""

import random
import threading
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

DEFAULT_TIMEOUT = 5.0
_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """The only change: how a transaction begins and ends."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT))
        deadline = time.monotonic() + timeout
        if not _turn.acquire(timeout=timeout):
            raise OperationalError("database is locked")
        self._has_turn = True
        try:
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                self._begin(deadline)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout={int(timeout * 1000)}")
        except BaseException:
            self._pass_on()
            raise

    def _begin(self, deadline: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
                return
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
            time.sleep(random.uniform(0.0005, 0.002))

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            # A commit that failed leaves the transaction open; rollback follows.
            if self.connection is None or not self.connection.in_transaction:
                self._pass_on()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _turn.release()
