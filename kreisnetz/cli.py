"""The command line: readers that need no database, and short names for the commands of the running service.

``read-announcement`` starts without Django; everything else is handed on to Django's management commands.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date

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
    options = _parser().parse_args(arguments)
    return _read_announcement(options.today)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kreisnetz", description="Kreisnetz: Netzwerkarbeit eines Landkreises.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="BEFEHL")
    reader = commands.add_parser(
        "read-announcement", help="liest eine Ankündigung von der Standardeingabe und gibt JSON aus"
    )
    reader.add_argument(
        "--today", type=_day, default=None, metavar="JJJJ-MM-TT", help="Tag, von dem aus fehlende Jahre gezählt werden"
    )
    for name, (_, words) in MANAGEMENT.items():
        commands.add_parser(name, help=words, add_help=False)
    return parser


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{words}“ ist kein Datum der Form JJJJ-MM-TT.") from error


def _read_announcement(today: date | None) -> int:
    from kreisnetz.events.announcement.contract import to_contract  # slow import
    from kreisnetz.events.announcement.reading import read  # slow import
    from kreisnetz.events.documents import decode  # slow import

    text = decode(sys.stdin.buffer.read())
    proposal = read(text, today=today or date.today())  # noqa: DTZ011 - the office's own calendar day
    answer = json.dumps(to_contract(proposal), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(answer.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _hand_on(command: str, arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kreisnetz.settings")
    from django.core.management import execute_from_command_line  # slow import

    execute_from_command_line(["kreisnetz", command, *arguments])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
