"""Fills the bench's own database and measures what is measured inside one process. `python bench/data.py fill|event|inside`."""

# ruff: noqa: E402 - the models can be imported only after django.setup()
import json
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kreisnetz.settings")

import django

django.setup()

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kreisnetz.events import editing
from kreisnetz.events.editing import Capacity, Content, PartLine
from kreisnetz.events.models import Event, Part, Venue
from kreisnetz.jobs import example
from kreisnetz.register.models import FieldOfAction

EVENTS = 500


def fill() -> dict[str, object]:
    """The example county and so many events more that the calendar shows 500."""
    now = timezone.now()
    example.build(now=now, accounts=False)
    fields = list(FieldOfAction.objects.all())
    venues = list(Venue.objects.all())
    while (number := Event.objects.public().upcoming(now).count()) < EVENTS:
        starts_at = now + timedelta(days=1 + number % 300, hours=number % 7)
        content = Content(
            values={
                "title": f"Beispielveranstaltung {number}: Gemeinsam vor Ort",
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=2),
                "venue": venues[number % len(venues)],
                "description": "Ein Nachmittag mit Austausch, Kaffee und kurzen Berichten aus den Kommunen. " * 4,
                "registration_open": True,
                "is_example": True,
            },
            parts=(PartLine(Part.Role.HOST, "Beispiel-Netzwerk", is_controller=True),),
            capacity=Capacity(30 + number % 50),
            fields_of_action=(fields[number % len(fields)],),
        )
        editing.publish(editing.create(content, by="bench", now=now), by="bench", now=now)
    conference = Event.objects.get(title=example.NEXT_CONFERENCE, is_example=True)
    return {"path": path_of(conference)}


def path_of(event: Event) -> str:
    return f"/termine/{event.year}/{event.slug}/"


def event(seats: str = "0") -> dict[str, object]:
    """An event to register for, without confirmation by mail; seats 0: no limit."""
    now = timezone.now()
    values = {
        "title": f"Beispiel: großer Andrang {time.time_ns()}",
        "starts_at": now + timedelta(days=30),
        "registration_open": True,
        "double_opt_in": False,
        "is_example": True,
    }
    made = editing.create(Content(values=values, capacity=Capacity(int(seats) or None)), by="bench", now=now)
    return {"path": path_of(editing.publish(made, by="bench", now=now))}


def inside(path: str) -> dict[str, object]:
    """Uncached CPU and SQL queries per page; Django alone, without the store of pages before it."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    pages = {
        "single view": path,
        "calendar, first page": "/termine/",
        "month": f"/termine/monat/{timezone.now():%Y/%m}/",
        "registration form": f"{path}anmelden/",
        "calendar .ics": "/termine/termine.ics",
        "Atom": "/termine/termine.atom",
    }
    return {name: _measure(client, url) for name, url in pages.items()}


def _measure(client: Client, url: str) -> dict[str, float]:
    cpu = []
    for _ in range(12):
        cache.clear()
        began = time.process_time()
        response = client.get(url)
        cpu.append(time.process_time() - began)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return {
        "status": response.status_code,
        "cpu_ms": round(statistics.median(cpu[2:]) * 1000, 1),
        "queries": len(queries),
        "bytes": len(response.content),
    }


if __name__ == "__main__":
    todo = {"fill": fill, "event": event, "inside": inside}[sys.argv[1]]
    json.dump(todo(*sys.argv[2:]), sys.stdout)
