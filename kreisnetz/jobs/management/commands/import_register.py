"""Takes a spreadsheet into the register, or only tells what would change."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kreisnetz.register.importing import runs
from kreisnetz.register.importing.wishes import CHANGED, ENDED, NEW, SAME, UNCLEAR
from kreisnetz.register.sheets.contract import Mapping, Refusal

WORDS = {NEW: "neu", CHANGED: "geändert", ENDED: "endet", UNCLEAR: "unklar", SAME: "unverändert"}


class Command(BaseCommand):
    help = "Liest eine Excel-, LibreOffice- oder CSV-Datei in das Register ein; mit --plan sagt es nur, was sich ändern würde."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="DATEI", help="die Datei")
        parser.add_argument("--plan", action="store_true", help="nur sagen, was sich ändern würde")
        parser.add_argument("--mapping", metavar="DATEI", help="Zuordnung der Spalten als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            data = Path(options["file"]).read_bytes()
            mapping = json.loads(Path(options["mapping"]).read_text(encoding="utf-8")) if options["mapping"] else None
        except (OSError, ValueError) as error:
            raise CommandError(f"Die Datei lässt sich nicht lesen: {error}", returncode=2) from error
        try:
            run, _reading = runs.start(data, Path(options["file"]).name, by=None, now=now)
            if mapping is not None:
                runs.set_mapping(run, Mapping.from_json(mapping), now=now)
            plan = runs.plan_of(run, today=timezone.localdate(now))
        except Refusal as refused:
            raise CommandError(refused.text_de, returncode=2) from refused
        for item in plan.items:
            if item.verb != SAME:
                details = "; ".join(
                    f"{label}: {old} → {new}" if old else f"{label}: {new}" for label, old, new in item.details
                )
                line = (WORDS[item.verb], item.title, item.question or details, item.place)
                self.stdout.write(" | ".join(part for part in line if part))
        self.stdout.write(
            ", ".join(f"{WORDS[verb]}: {n}" for verb, n in sorted(plan.counts.items())) or "Nichts zu tun."
        )
        if options["plan"]:
            run.delete()
            return
        if plan.unclear:
            run.delete()
            raise CommandError(
                "Einige Zeilen sind unklar. Bitte lesen Sie die Datei im Büro ein (Register, Einlesen) und entscheiden Sie dort.",
                returncode=2,
            )
        runs.apply(run, by="command", now=now)
        self.stdout.write("Übernommen. Zurücknehmen können Sie es im Büro unter Register, Einlesen.")
