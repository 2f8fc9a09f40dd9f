"""Calls tick() again and again until told to stop. Several workers may run at once."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from kreisnetz.jobs.tick import tick

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sendet E-Mails, lässt nachrücken, erinnert und löscht, was zu löschen ist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="Sekunden zwischen zwei Durchgängen")
        parser.add_argument("--once", action="store_true", help="nur ein Durchgang")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            tick(now=timezone.now())
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_args: stop.set())
        while not stop.is_set():
            close_old_connections()
            # A full outbox is worked off without waiting.
            if not _tick_or_log().get("mail"):
                stop.wait(options["every"])


def _tick_or_log() -> dict[str, object]:
    """A database that is away for a while does not end the worker."""
    try:
        return tick(now=timezone.now())
    except Error:
        log.exception("the database did not answer")
        return {}
