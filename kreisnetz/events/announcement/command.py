"""`kreisnetz read-announcement`: text of an announcement in, JSON out. Knows no database."""

import argparse
import json
import sys
from datetime import date

from kreisnetz.events.announcement.contract import to_contract
from kreisnetz.events.announcement.reading import read
from kreisnetz.events.documents import decode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--today", type=_day, default=None, metavar="JJJJ-MM-TT", help="Tag, von dem aus fehlende Jahre gezählt werden"
    )


def run(options: argparse.Namespace) -> int:
    """Read standard input, print the proposal. Any bytes give a proposal, so the exit code is always 0."""
    text = decode(sys.stdin.buffer.read())
    proposal = read(text, today=options.today or date.today())  # noqa: DTZ011 - the office's own calendar day
    answer = json.dumps(to_contract(proposal), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(answer.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{words}“ ist kein Datum der Form JJJJ-MM-TT.") from error
