"""Writes the register, or a part of it, to standard output in one of the formats of the page "Ausgeben"."""

import argparse
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kreisnetz.register.export.making import Format, make
from kreisnetz.register.export.selection import Reader, Selection
from kreisnetz.register.models import Network


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{words}“ ist kein Datum der Form JJJJ-MM-TT.") from error


class Command(BaseCommand):
    help = (
        "Gibt das Register auf die Standardausgabe aus, mit Personen und geschützten Adressen, wenn nicht --public "
        "dabeisteht. Zum Beispiel: kreisnetz export-register --format xlsx > register.xlsx"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", required=True, choices=Format.values, help="Format der Datei")
        parser.add_argument("--on", type=_day, default=None, metavar="JJJJ-MM-TT", help="wie es an diesem Tag war")
        parser.add_argument(
            "--network", action="append", default=[], metavar="KENNUNG", help="nur dieses Netzwerk; mehrfach möglich"
        )
        parser.add_argument("--public", action="store_true", help="nur, was öffentlich gezeigt werden darf")

    def handle(self, *args: Any, **options: Any) -> None:
        if sys.stdout.isatty():
            raise CommandError("Bitte leiten Sie die Ausgabe in eine Datei: … > register.xlsx")
        chosen = Format(options["format"])
        if options["public"] and chosen == Format.VCARD:
            raise CommandError("Das Adressbuch enthält Personen und ist nie öffentlich. Lassen Sie --public weg.")
        reader = Reader.everybody() if options["public"] else Reader.everything()
        selection = Selection(networks=_networks(options["network"]), day=options["on"])
        made = make(chosen, selection, reader, by="console", now=timezone.now())
        # Bytes, not text: no line end and no letter may change on the way.
        sys.stdout.buffer.write(made.content)
        sys.stdout.buffer.flush()


def _networks(slugs: list[str]) -> frozenset[int]:
    """The numbers of these networks; an unknown name is said, never left out silently."""
    known = dict(Network.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        names = ", ".join(unknown)
        raise CommandError(f"Kein Netzwerk mit der Kennung {names}. Sie steht am Ende der Adresse seiner Seite.")
    return frozenset(known.values())
