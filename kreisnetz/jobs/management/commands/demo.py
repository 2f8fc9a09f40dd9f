"""Fills an empty database with the example county; does nothing to one that holds data."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from kreisnetz.jobs import example


class Command(BaseCommand):
    help = "Lädt den Beispielkreis in eine leere Datenbank."

    def handle(self, *args: Any, **options: Any) -> None:
        if example.is_empty():
            example.build(now=timezone.now(), accounts=settings.DEMO)
            self.stdout.write("Der Beispielkreis ist angelegt.")
        else:
            self.stdout.write("Die Datenbank enthält schon Daten. Der Beispielkreis wird nicht angelegt.")
        if settings.DEMO and (accounts := example.sign_ins()):
            self.stdout.write(f"Anmelden im Büro: {settings.SITE_URL}/buero/")
            for email in accounts:
                self.stdout.write(f"  {email:28} Passwort: {example.PASSWORD}")
