"""Builds the search index anew: after an update, or after a backup was restored."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kreisnetz.events import findable as events
from kreisnetz.register import findable as register


class Command(BaseCommand):
    help = "Baut den Suchindex neu auf."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            n = register.rebuild() + events.rebuild()
        self.stdout.write(f"Der Suchindex enthält {n} Einträge.")
