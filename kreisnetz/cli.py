"""The command line: readers that need no database, and short names for the commands of the running service.

The readers start without Django, each in a module of its own; everything else is handed on to Django's management commands.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

# Reader -> module with add_arguments(parser) and run(options) -> exit code. Only the module asked for is loaded.
READERS: dict[str, tuple[str, str]] = {
    "read-announcement": (
        "kreisnetz.events.announcement.command",
        "liest eine Ankündigung von der Standardeingabe und gibt JSON aus",
    ),
    "analyse": ("kreisnetz.analysis.command", "misst Netzwerke aus CSV-Dateien und gibt JSON aus"),
}

# Command of ours -> management command. The service's commands are listed here and nowhere else.
MANAGEMENT: dict[str, tuple[str, str]] = {
    "serve": ("serve", "startet die Seite"),
    "worker": ("worker", "erledigt, was nach der Uhr geschieht (Mails, Fristen, Löschen)"),
    "doctor": ("doctor", "prüft Datenbank, Mail, Einstellungen und sagt auf Deutsch, was fehlt"),
    "demo": ("demo", "legt den Beispielkreis an"),
    "migrate": ("migrate", "bringt die Datenbank auf den Stand"),
    "search-index": ("search_index", "baut den Suchindex neu auf"),
    "import-register": ("import_register", "liest eine Liste (Excel, LibreOffice, CSV) in das Register ein"),
    "export-register": ("export_register", "gibt das Register aus (Excel, CSV, JSON und andere Formate)"),
    "create-admin": ("create_admin", "legt ein Administrationskonto an"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 if it went well."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in MANAGEMENT:
        return _hand_on(MANAGEMENT[arguments[0]][0], arguments[1:])
    if arguments and arguments[0] in READERS:
        return _read(arguments[0], arguments[1:])
    _overview().parse_args(arguments)
    return 0


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kreisnetz", description="Kreisnetz: Netzwerkarbeit eines Landkreises.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="BEFEHL")
    for name, (_, words) in {**READERS, **MANAGEMENT}.items():
        commands.add_parser(name, help=words, add_help=False)
    return parser


def _read(name: str, arguments: Sequence[str]) -> int:
    """A reader's module says which arguments it takes (add_arguments) and does the work (run)."""
    module, words = READERS[name]
    reader = importlib.import_module(module)
    parser = argparse.ArgumentParser(prog=f"kreisnetz {name}", description=f"{name}: {words}.")
    reader.add_arguments(parser)
    return int(reader.run(parser.parse_args(arguments)))


def _hand_on(command: str, arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kreisnetz.settings")
    from django.core.management import execute_from_command_line  # slow import

    execute_from_command_line(["kreisnetz", command, *arguments])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
