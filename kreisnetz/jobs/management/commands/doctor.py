"""Checks what must work and says in plain German what does not; exit code 1 if anything is wrong. Changes nothing."""

import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kreisnetz.core import mail
from kreisnetz.core.models import Heartbeat, OutgoingMessage, RoleGrant
from kreisnetz.core.rights import Role
from kreisnetz.events import seats
from kreisnetz.events.models import Event
from kreisnetz.jobs.tick import worker_is_alive

ENOUGH_DISK = 500 * 1024 * 1024
LATE_MAIL = timedelta(hours=1)
MISSED_RETENTION = timedelta(days=2)
# A finding that starts with this is worth knowing, but nothing is wrong.
NOTE = "Hinweis: "


def _database() -> Iterator[str]:
    plan = MigrationExecutor(connection)
    if plan.migration_plan(plan.loader.graph.leaf_nodes()):
        yield "Die Datenbank ist nicht auf dem Stand des Programms. Bitte „kreisnetz migrate“ ausführen."


def _seats() -> Iterator[str]:
    for event in Event.objects.all():
        for difference in seats.check(event):
            yield f"Die Plätze stimmen nicht mit den Anmeldungen überein. {difference}"


def _worker() -> Iterator[str]:
    now = timezone.now()
    if not worker_is_alive(now=now):
        yield "Der Arbeiter („kreisnetz worker“) läuft nicht: Es gehen keine E-Mails hinaus, und niemand rückt nach."
    for beat in Heartbeat.objects.exclude(error="").order_by("name"):
        yield f"Die Aufgabe „{beat.name}“ ist gescheitert ({beat.error}). Einzelheiten stehen im Protokoll des Arbeiters."
    if Heartbeat.objects.filter(name="retention", at__lt=now - MISSED_RETENTION).exists():
        yield "Seit mehr als zwei Tagen wurde nicht gelöscht, was zu löschen ist. Der Arbeiter muss täglich laufen."


def _mail() -> Iterator[str]:
    if settings.MAIL_MODE != "smtp":
        note = NOTE if settings.DEMO else ""
        yield f"{note}Es werden keine E-Mails gesendet (KREISNETZ_MAIL=outbox). Sie liegen lesbar im Postausgang."
        return
    try:
        with mail.open_server(timeout=min(10, settings.EMAIL_TIMEOUT)) as smtp:
            smtp.noop()
    except (OSError, smtplib.SMTPException) as error:
        yield f"Der Mailserver {settings.EMAIL_HOST}:{settings.EMAIL_PORT} nimmt keine E-Mails an: {mail.why_no_server(error)}"
    yield from _outbox()


def _outbox() -> Iterator[str]:
    mails = OutgoingMessage.objects.filter(sent_at__isnull=True, channel=OutgoingMessage.Channel.EMAIL)
    late = mails.filter(given_up_at__isnull=True, created_at__lt=timezone.now() - LATE_MAIL).count()
    if late:
        yield f"{late} E-Mails warten seit mehr als einer Stunde. Die Gründe stehen im Postausgang."
    failed = mails.filter(given_up_at__isnull=False).count()
    if failed:
        yield f"{NOTE}{failed} E-Mails konnten nicht zugestellt werden. Bitte im Postausgang nachsehen."


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR).free
    if free < ENOUGH_DISK:
        yield f"Nur noch {free // 1024 // 1024} MB Platz auf der Festplatte."


def _settings() -> Iterator[str]:
    note = NOTE if settings.DEMO else ""
    if settings.DEMO:
        yield f"{NOTE}Dies ist eine Vorführung (KREISNETZ_DEMO): Das Passwort der Beispielkonten ist öffentlich bekannt."
    elif not settings.HTTPS:
        yield "KREISNETZ_SITE_URL beginnt nicht mit https://. Anmeldedaten gingen offen über die Leitung."
    for name in ("OPERATOR_ADDRESS", "OPERATOR_EMAIL", "DATA_PROTECTION_CONTACT"):
        if not getattr(settings, name):
            yield f"{note}KREISNETZ_{name} fehlt. Impressum und Datenschutzhinweise sind unvollständig."
    if settings.MAIL_MODE == "smtp" and settings.MAIL_FROM.endswith("@example.org"):
        yield "KREISNETZ_MAIL_FROM fehlt. Ohne eigene Absenderadresse nehmen andere Mailserver nichts an."
    if settings.DEBUG:
        yield "KREISNETZ_DEBUG ist eingeschaltet. Das darf im Betrieb nicht sein."
    if len(settings.SECRET_KEY) < 40:
        yield "KREISNETZ_SECRET_KEY ist kürzer als 40 Zeichen."


def _accounts() -> Iterator[str]:
    lasting = RoleGrant.objects.filter(role=Role.ADMINISTRATION, scope="", expires_at=None, user__is_active=True)
    if not lasting.exists():
        yield "Niemand hat die Rolle Administration. Bitte „kreisnetz create-admin“ ausführen."


CHECKS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("Datenbank", _database),
    ("Plätze", _seats),
    ("Arbeiter", _worker),
    ("E-Mail", _mail),
    ("Konten", _accounts),
    ("Speicherplatz", _disk),
    ("Einstellungen", _settings),
)


class Command(BaseCommand):
    help = "Prüft Datenbank, Plätze, Arbeiter, E-Mail, Konten, Speicherplatz und Einstellungen."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for name, check in CHECKS:
            findings = _findings(check)
            wrong += sum(not finding.startswith(NOTE) for finding in findings)
            self.stdout.write(f"{name}: in Ordnung" if not findings else f"{name}:")
            for finding in findings:
                self.stdout.write(f"  – {finding}")
        self.stdout.write("Alles in Ordnung." if not wrong else f"Zu tun: {wrong}")
        if wrong:
            sys.exit(1)


def _findings(check: Callable[[], Iterator[str]]) -> list[str]:
    try:
        return list(check())
    except Error as error:
        return [f"Die Datenbank antwortet nicht oder ist unvollständig ({type(error).__name__})."]
