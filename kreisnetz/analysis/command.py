"""`kreisnetz analyse`: CSV files in, measures as JSON out. Broken input: a sentence on stderr, exit code 2, nothing on stdout."""

import argparse
import json
import sys
from pathlib import Path

NOTE = (
    "Spaltennamen, Trennzeichen und Zeichensatz werden erkannt. Ein Ende zählt mit: last_year 2014 gilt bis zum 31.12.2014, "
    "ein Tag bis zu seinem Ablauf. Bei Ständen (Spalte snapshot) gilt der letzte Stand am oder vor dem Tag. "
    "Ohne --on zählen alle Zeilen, bei Ständen der letzte."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = NOTE
    parser.add_argument("--memberships", type=Path, metavar="DATEI", help="Mitgliedschaften (CSV)")
    parser.add_argument(
        "--edges", type=Path, metavar="DATEI", help="befragte Verbindungen (CSV), statt Mitgliedschaften"
    )
    parser.add_argument("--nodes", type=Path, metavar="DATEI", help="Knoten der Verbindungen (CSV)")
    parser.add_argument("--actors", type=Path, metavar="DATEI", help="Akteure (CSV)")
    parser.add_argument("--networks", type=Path, metavar="DATEI", help="Netzwerke (CSV)")
    parser.add_argument("--on", metavar="TAG", help="Tag, zum Beispiel 2026-06-29; ein Jahr meint seinen 1. Januar")
    parser.add_argument("--compare", metavar="TAG", help="der andere Tag, mit dem der Wandel gemessen wird")
    parser.add_argument("--group", default="", metavar="SPALTE", help="Spalte der Akteure, die ihre Gruppe nennt")
    parser.add_argument("--measures", default="", metavar="A,B", help="nur diese Maße")
    parser.add_argument("--seed", type=int, default=1, metavar="ZAHL", help="Startwert für Stichproben")


def run(options: argparse.Namespace) -> int:
    from kreisnetz.analysis.answer import answer  # slow import
    from kreisnetz.analysis.answer_keys import MEASURES, Question  # slow import
    from kreisnetz.analysis.tables import TableError, read_day, read_landscape  # slow import

    if (options.memberships is None) == (options.edges is None):
        return _refuse("Bitte entweder --memberships oder --edges angeben.")
    if options.edges is not None:
        return _edges(options)
    names = [name.strip() for name in options.measures.split(",") if name.strip()]
    if unknown := [name for name in names if name not in MEASURES]:
        return _refuse(f"Unbekanntes Maß: {', '.join(unknown)}. Bekannt sind: {', '.join(MEASURES)}.")
    days = []
    for name, text in (("--on", options.on), ("--compare", options.compare)):
        try:
            days.append(read_day(text) if text else None)
        except ValueError:
            return _refuse(f"{name}: „{text}“ ist kein Datum (erlaubt: 2019-06-27, 27.06.2019, 2019-06, 2019).")
    day, compare = days
    try:
        landscape, latest = read_landscape(options.memberships, options.actors, options.networks, options.group)
    except TableError as problem:
        return _refuse(str(problem))
    found = answer(Question(landscape, day or latest, compare, options.seed), names)
    print(json.dumps(found, allow_nan=False))
    return 0


def _edges(options: argparse.Namespace) -> int:
    from kreisnetz.analysis.one_mode.answer import one_mode_keys  # slow import
    from kreisnetz.analysis.one_mode.reading import read_graphs  # slow import
    from kreisnetz.analysis.tables import TableError  # slow import

    try:
        graphs = read_graphs(options.edges, options.nodes, options.group)
    except TableError as problem:
        return _refuse(str(problem))
    found = {}
    for name, graph in graphs.items():
        values, reasons = one_mode_keys(graph)
        found[name] = {**values, "reasons": reasons}
    print(json.dumps(found[""] if list(found) == [""] else {"relations": found}, allow_nan=False))
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
