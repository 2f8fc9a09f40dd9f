"""Calls tick() again and again until told to stop. Several workers may run at once."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from kreisnetz.jobs.tick import tick


class Command(BaseCommand):
    help = "Sendet E-Mails, lässt nachrücken, erinnert und löscht, was zu löschen ist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="Sekunden zwischen zwei Durchgängen")
        parser.add_argument("--once", action="store_true", help="nur ein Durchgang")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_args: stop.set())
        while not stop.is_set():
            close_old_connections()
            done = tick(now=timezone.now())
            if options["once"]:
                return
            # A full outbox is worked off without waiting.
            if not done.get("mail"):
                stop.wait(options["every"])
