"""Where the name of a sheet's network stands: in the lines above the table or in the name of the sheet."""

import re

from kreisnetz.core.names import search_key
from kreisnetz.register.sheets import vocabulary
from kreisnetz.register.sheets.contract import Cell, NetworkFrom, Sheet, Value
from kreisnetz.register.sheets.grid import Grid, one_line

_LETTERHEAD = re.compile(
    r"(?i)^(?:land)?kreis\w*\b(?!.*netzwerk)|^(?:stadt|gemeinde|fachbereich|fachdienst|amt|dezernat|abteilung|der kreisausschuss)\b"
)


def network_of_title(grid: Grid, header_top: int) -> Value | None:
    """The network named above the heading, if a line there names one."""
    lines = []
    for row in range(max(header_top, 0)):
        for column in grid.used(row):
            text = one_line(grid.text(row, column))
            if 3 <= len(text) <= 150 and not vocabulary.is_footer(text) and not vocabulary.is_total(text):
                lines.append((text, grid.cell(row, column)))
    named = [line for line in lines if vocabulary.names_network(line[0])]
    sheet_words = set(search_key(grid.sheet.name).split()) - {"netzwerk", "ag", "ak"}
    like_sheet = [line for line in lines if sheet_words & set(search_key(line[0]).split())]
    rest = [line for line in lines if not _LETTERHEAD.match(line[0])]
    for text, cell in named + like_sheet + rest:
        name = vocabulary.network_name(text)
        if len(name) >= 3 and not vocabulary.is_generic(name):
            return Value(name, cell)
    return None


def network_of_sheet(sheet: Sheet) -> Value | None:
    """The network named by the sheet's own name; None for "Tabelle1" and the like."""
    name = vocabulary.network_name(one_line(sheet.name))
    if vocabulary.is_generic(sheet.name) or vocabulary.is_generic(name) or len(name) < 2:
        return None
    return Value(name, Cell(sheet.name, 1, 1, sheet.name, sheet.name))


def choose(
    title: Value | None, sheet: Value | None, titles_of_others: list[str]
) -> tuple[Value | None, NetworkFrom, Value | None]:
    """Network, where from, and its short name. A title that several sheets share names no network."""
    if title and titles_of_others.count(title.text) == 0:
        words = set(search_key(title.text).split())
        if sheet and not set(search_key(sheet.text).split()) & words and not vocabulary.names_network(title.text):
            return sheet, NetworkFrom.SHEET, None
        short = sheet if sheet and len(sheet.text) < len(title.text) and len(sheet.text) <= 20 else None
        same = short and search_key(short.text) == search_key(title.text)
        return title, NetworkFrom.TITLE, None if same else short
    if sheet:
        return sheet, NetworkFrom.SHEET, None
    return None, NetworkFrom.NOWHERE, None


def block_name(text: str) -> str:
    """The network named by a heading between rows.

    >>> block_name("2. Netzwerk Frühe Hilfen (12 Mitglieder)")
    'Netzwerk Frühe Hilfen'
    """
    text = re.sub(r"^\s*(?:\d{1,2}|[IVX]{1,4}|[a-z])[.)]\s+", "", one_line(text))
    text = re.sub(r"\s*\(\d+\s+\w+\)\s*$", "", text)
    return vocabulary.network_name(text) or text


def group_value(cell: Cell) -> Value:
    text = one_line(cell.text).rstrip(" :")
    return Value(text, cell, vocabulary.group_code(text))
