"""Starts the site: granian with worker processes that are replaced when one dies. Collects the static files first."""

import os
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Startet die Seite."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("collectstatic", interactive=False, verbosity=0)
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"]
        command += ["--host", options["host"], "--port", str(options["port"]), "--log-level", "warning"]
        command += ["--workers", str(options["workers"]), "--blocking-threads", str(options["threads"])]
        os.execv(sys.executable, [*command, "kreisnetz.wsgi:application"])  # noqa: S606 - our own command line
