"""edges.csv and nodes.csv as graphs: one graph per relation where a column names several. Column names are found by themselves."""

from pathlib import Path

from kreisnetz.analysis.one_mode.graph import OneMode, one_mode
from kreisnetz.analysis.tables import Table, TableError, read_table

SOURCES, TARGETS = ("source", "from", "von", "quelle"), ("target", "to", "nach", "ziel")
RELATIONS, IDS = ("relation", "beziehung"), ("id", "node", "knoten")


def read_graphs(edges: Path, nodes: Path | None, group: str = "", *, directed: bool = True) -> dict[str, OneMode]:
    """Graphs by relation; "" where the file names none. TableError with line and column if it cannot be read."""
    table = read_table(edges)
    source, target, relation = _need(table, SOURCES), _need(table, TARGETS), _find(table, RELATIONS)
    pairs: dict[str, list[tuple[str, str]]] = {}
    for line, row in table.rows:
        name = row[relation].strip() if relation is not None else ""
        pair = (table.identity(line, row, source), table.identity(line, row, target))
        pairs.setdefault(name, []).append(pair)
    ids, groups = _nodes(nodes, group) if nodes else ([], {})
    return {name: one_mode(rows, ids, group=groups, directed=directed) for name, rows in (pairs or {"": []}).items()}


def _nodes(path: Path, group: str) -> tuple[list[str], dict[str, str]]:
    table = read_table(path)
    key = _need(table, IDS)
    ids = [table.identity(line, row, key) for line, row in table.rows]
    if not group:
        return ids, {}
    at = _need(table, (group.strip().lower(),))
    return ids, {row[key].strip(): row[at].strip() for _, row in table.rows}


def _find(table: Table, names: tuple[str, ...]) -> int | None:
    return next((i for i, title in enumerate(table.header) if title.strip().lower() in names), None)


def _need(table: Table, names: tuple[str, ...]) -> int:
    at = _find(table, names)
    if at is None:
        raise TableError(f"{table.name}, Zeile 1: Es fehlt eine Spalte mit einem dieser Namen: {', '.join(names)}.")
    return at
