"""One event for the registration pages: its rows are kept in this process as long as nothing public has changed.

The seats are read anew each time; they are never kept. Two short queries a request.
"""

import copy
from threading import Lock

from django.http import Http404

from kreisnetz.core import version
from kreisnetz.events.models import Event, SeatPool

MOST = 200
_kept: dict[tuple[int, str], tuple[int, Event]] = {}
_lock = Lock()


def open_event(year: int, slug: str) -> tuple[Event, list[SeatPool], int]:
    """The public event, its seats as of now, and the version of the public pages. Raises Http404."""
    number = version.current()
    kept = _kept.get((year, slug))
    if kept is None or kept[0] != number:
        kept = (number, _fetch(year, slug))
        with _lock:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[(year, slug)] = kept
    event = copy.copy(kept[1])
    return event, list(SeatPool.objects.filter(event_id=event.pk)), number


def _fetch(year: int, slug: str) -> Event:
    rows = Event.objects.public().select_related("venue", "series").prefetch_related("parts", "menu", "dates")
    event = rows.filter(year=year, slug=slug).first()
    if event is None:
        raise Http404
    return event
