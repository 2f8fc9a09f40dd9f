"""Checks what must work and says in plain German what does not; exit code 1 if anything is wrong."""

import shutil
import smtplib
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kreisnetz.core.models import Heartbeat, OutgoingMessage
from kreisnetz.events import seats
from kreisnetz.events.models import Event
from kreisnetz.jobs.tick import worker_is_alive

ENOUGH_DISK = 500 * 1024 * 1024


def _database() -> Iterator[str]:
    plan = MigrationExecutor(connection)
    if plan.migration_plan(plan.loader.graph.leaf_nodes()):
        yield "Die Datenbank ist nicht auf dem Stand des Programms. Bitte „kreisnetz migrate“ ausführen."


def _seats() -> Iterator[str]:
    for event in Event.objects.filter(last_at__gte=timezone.now()):
        yield from seats.check(event)


def _worker() -> Iterator[str]:
    if not worker_is_alive(now=timezone.now()):
        yield "Der Arbeiter („kreisnetz worker“) läuft nicht: Es gehen keine E-Mails hinaus, und niemand rückt nach."
    for beat in Heartbeat.objects.exclude(error=""):
        yield f"Aufgabe „{beat.name}“ ist gescheitert: {beat.error}"


def _mail() -> Iterator[str]:
    if settings.MAIL_MODE != "smtp":
        yield "Es werden keine E-Mails gesendet (KREISNETZ_MAIL=outbox). Sie liegen lesbar im Postausgang."
        return
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as smtp:
            smtp.noop()
    except (OSError, smtplib.SMTPException) as error:
        yield f"Der Mailserver {settings.EMAIL_HOST}:{settings.EMAIL_PORT} antwortet nicht: {error}"
    failed = OutgoingMessage.objects.filter(given_up_at__isnull=False, sent_at__isnull=True).count()
    if failed:
        yield f"{failed} E-Mails konnten nicht zugestellt werden. Bitte im Postausgang nachsehen."


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR).free
    if free < ENOUGH_DISK:
        yield f"Nur noch {free // 1024 // 1024} MB Platz auf der Festplatte."


def _settings() -> Iterator[str]:
    if not settings.HTTPS and not settings.DEMO:
        yield "KREISNETZ_SITE_URL beginnt nicht mit https://. Anmeldedaten gingen offen über die Leitung."
    for name in ("OPERATOR_ADDRESS", "OPERATOR_EMAIL", "DATA_PROTECTION_CONTACT"):
        if not getattr(settings, name):
            yield f"KREISNETZ_{name} fehlt. Impressum und Datenschutzhinweise sind unvollständig."
    if settings.DEBUG:
        yield "KREISNETZ_DEBUG ist eingeschaltet. Das darf im Betrieb nicht sein."


CHECKS = (
    ("Datenbank", _database),
    ("Plätze", _seats),
    ("Arbeiter", _worker),
    ("E-Mail", _mail),
    ("Speicherplatz", _disk),
    ("Einstellungen", _settings),
)


class Command(BaseCommand):
    help = "Prüft Datenbank, Plätze, Arbeiter, E-Mail, Speicherplatz und Einstellungen."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for name, check in CHECKS:
            findings = list(check())
            wrong += len(findings)
            self.stdout.write(f"{name}: {'in Ordnung' if not findings else ''}")
            for finding in findings:
                self.stdout.write(f"  – {finding}")
        if wrong:
            sys.exit(1)
