"""CSV files of memberships, actors and networks as a Landscape: finds column names, separator and encoding by itself.

Years, months and days in an end column are inclusive: 2014 counts to its 31 December. Every mistake names file, line and column.
"""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from kreisnetz.analysis.landscape import Actor, Landscape, Network, Seat, build, with_groups

COLUMNS: dict[str, tuple[str, ...]] = {
    "actor": ("actor_id", "actor", "akteur_id", "akteur", "organisation_id", "organisation", "source", "quelle", "id"),
    "network": ("network_id", "network", "netzwerk_id", "netzwerk", "target", "ziel", "id"),
    "name": ("name", "title", "titel", "bezeichnung"),
    "since": ("since", "start", "start_date", "first_year", "founded", "seit", "von", "beginn", "gegründet"),
    "until": ("until", "end", "end_date", "last_year", "dissolved", "bis", "ende", "aufgelöst"),
    "snapshot": ("snapshot", "stand", "stichtag"),
    "group": ("group", "gruppe"),
}
SEPARATORS = ",;\t|"


class TableError(Exception):
    """A German sentence that says what is wrong, and where."""


@dataclass(frozen=True)
class Table:
    """A file's rows with their line numbers. Column names as written."""

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def find(self, what: str) -> int | None:
        """Position of the column that holds this, by the first of its known names."""
        names = [re.sub(r"[\s-]+", "_", title.strip().lower()) for title in self.header]
        return next((names.index(known) for known in COLUMNS[what] if known in names), None)

    def need(self, what: str) -> int:
        at = self.find(what)
        if at is None:
            known = ", ".join(COLUMNS[what])
            raise TableError(f"{self.name}, Zeile 1: Es fehlt eine Spalte mit einem dieser Namen: {known}.")
        return at

    def identity(self, line: int, row: list[str], at: int) -> str:
        if not row[at].strip():
            raise TableError(f"{self.name}, Zeile {line}, Spalte „{self.header[at]}“: Die Kennung fehlt.")
        return row[at].strip()

    def day(self, line: int, row: list[str], at: int | None, *, end: bool = False) -> date | None:
        if at is None or not row[at].strip():
            return None
        try:
            return read_day(row[at], end=end)
        except (ValueError, OverflowError):
            raise TableError(
                f"{self.name}, Zeile {line}, Spalte „{self.header[at]}“: „{row[at]}“ ist kein Datum "
                "(erlaubt: 2019-06-27, 27.06.2019, 2019-06, 2019)."
            ) from None


def read_day(text: str, *, end: bool = False) -> date:
    """The first day of a day, month or year; with end, the first day after it. ValueError if it is none."""
    text = text.strip()
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        first = date(int(found[1]), int(found[2]), int(found[3]))
    elif found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        first = date(int(found[3]), int(found[2]), int(found[1]))
    elif found := re.fullmatch(r"(\d{4})-(\d{2})", text):
        first = date(int(found[1]), int(found[2]), 1)
        return date(first.year + first.month // 12, first.month % 12 + 1, 1) if end else first
    elif re.fullmatch(r"\d{4}", text):
        return date(int(text) + end, 1, 1)
    else:
        raise ValueError(text)
    return first + timedelta(days=1) if end else first


def read_table(path: Path) -> Table:
    """The file's rows; empty lines are skipped."""
    text = _text(path)
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise TableError(f"{path}, Zeile 1: Die Zeile mit den Spaltennamen fehlt.")
    separator = max(SEPARATORS, key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    try:
        header = next(reader)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                wrong = f"{len(row)} statt {len(header)} Spalten"
                at = min(len(row), len(header)) + (len(row) > len(header))
                raise TableError(f"{path}, Zeile {reader.line_num}, Spalte {at}: Die Zeile hat {wrong}.")
            rows.append((reader.line_num, row))
    except csv.Error as problem:
        raise TableError(
            f"{path}, Zeile {reader.line_num}, Spalte 1: Die Zeile ist nicht lesbar ({problem})."
        ) from None
    return Table(str(path), header, rows)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        raise TableError(f"{path}: Die Datei lässt sich nicht öffnen.") from None
    tries = ("utf-16",) if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ("utf-8-sig", "cp1252")
    for encoding in tries:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as problem:
            line = raw.count(b"\n", 0, problem.start) + 1
    raise TableError(f"{path}, Zeile {line}: Die Zeichen sind weder UTF-8 noch Windows-1252 noch UTF-16.")


def read_landscape(
    memberships: Path, actors: Path | None = None, networks: Path | None = None, group: str = ""
) -> tuple[Landscape, date | None]:
    """The landscape, and the day of the latest snapshot if the memberships come in snapshots."""
    seats, latest = _seats(read_table(memberships))
    actor_table = read_table(actors) if actors else None
    landscape = build(
        _actors(actor_table) if actor_table else [], _networks(read_table(networks)) if networks else [], seats
    )
    if group and actor_table is None:
        raise TableError("Für --group braucht es die Datei der Akteure (--actors).")
    if actor_table is not None:
        at = actor_table.header.index(group) if group in actor_table.header else None
        if group and at is None:
            raise TableError(f"{actor_table.name}, Zeile 1: Die Spalte „{group}“ gibt es nicht.")
        at = actor_table.find("group") if at is None else at
        if at is not None:
            key = actor_table.need("actor")
            landscape = with_groups(landscape, {row[key].strip(): row[at].strip() for _, row in actor_table.rows})
    return landscape, latest


def _seats(table: Table) -> tuple[list[Seat], date | None]:
    actor, network = table.need("actor"), table.need("network")
    since, until, snapshot = table.find("since"), table.find("until"), table.find("snapshot")
    if snapshot is not None:
        return _snapshots(table, actor, network, snapshot)
    seats = []
    for line, row in table.rows:
        first, after = table.day(line, row, since), table.day(line, row, until, end=True)
        if first and after and after <= first and until is not None:
            title = table.header[until]
            raise TableError(f"{table.name}, Zeile {line}, Spalte „{title}“: Das Ende liegt vor dem Beginn.")
        seats.append(Seat(table.identity(line, row, actor), table.identity(line, row, network), first, after))
    return seats, None


def _snapshots(table: Table, actor: int, network: int, snapshot: int) -> tuple[list[Seat], date | None]:
    """A snapshot holds from its day to the next one's."""
    days = []
    for line, row in table.rows:
        day = table.day(line, row, snapshot)
        if day is None:
            title = table.header[snapshot]
            raise TableError(f"{table.name}, Zeile {line}, Spalte „{title}“: Der Tag des Stands fehlt.")
        days.append(day)
    ordered = sorted(set(days))
    following: dict[date, date | None] = dict.fromkeys(ordered)
    following.update(pairwise(ordered))
    seats = [
        Seat(table.identity(line, row, actor), table.identity(line, row, network), day, following[day])
        for (line, row), day in zip(table.rows, days, strict=True)
    ]
    return seats, ordered[-1] if ordered else None


def _actors(table: Table) -> list[Actor]:
    key, name = table.need("actor"), table.find("name")
    return [
        Actor(table.identity(line, row, key), row[name].strip() if name is not None else "") for line, row in table.rows
    ]


def _networks(table: Table) -> list[Network]:
    key, name, since, until = table.need("network"), table.find("name"), table.find("since"), table.find("until")
    return [
        Network(
            table.identity(line, row, key),
            row[name].strip() if name is not None else "",
            since=table.day(line, row, since),
            until=table.day(line, row, until, end=True),
        )
        for line, row in table.rows
    ]
