"""Work through rows by the clock so that one broken row stops no other."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

log = logging.getLogger(__name__)
Row = TypeVar("Row")


class SomeFailed(RuntimeError):
    """Raised after all rows were tried; .done tells how much was done all the same."""

    def __init__(self, failed: int, done: int) -> None:
        super().__init__(f"{failed} of the rows failed")
        self.failed, self.done = failed, done


def each(rows: Iterable[Row], work: Callable[[Row], int]) -> int:
    """Call work for every row (each in its own transaction); returns the sum. Raises SomeFailed at the end."""
    done = failed = 0
    for row in rows:
        try:
            done += work(row)
        except Exception:
            log.exception("one row failed")
            failed += 1
    if failed:
        raise SomeFailed(failed, done)
    return done
