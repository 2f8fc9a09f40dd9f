"""The register as a workbook: frozen headings, filters, and choices from the county's lists; nothing in it is ever run."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kreisnetz.core.cells import plain
from kreisnetz.register.export.selection import Extract
from kreisnetz.register.export.tables import Cell, Column, Table, lists, tables
from kreisnetz.register.sheets.contract import NOT_READ

LISTS = "Listen"
# Empty rows below the last one in which new entries are checked as well.
ROOM = 200
FIRST_YEAR = 1901  # Spreadsheets know no older days; those are written as words.


class Formats:
    """The looks of cells; a workbook wants each made once."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#EEF0F6"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
        self.number = book.add_format({"valign": "top"})


def workbook(extract: Extract, about: list[tuple[str, str]], *, now: datetime) -> bytes:
    """All tables of the extract, the lists, and a sheet that says what this is (about: pairs of words)."""
    import xlsxwriter  # slow import

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "Register der Netzwerke", "created": now.replace(tzinfo=None)})
    formats, words, made = Formats(book), lists(), tables(extract)
    places = _places(words, made)
    for table in made:
        _add_table(book, table, formats, places)
    _add_lists(book, words, formats)
    _add_about(book, about, formats)
    book.close()
    return buffer.getvalue()


def _places(words: dict[str, list[str]], made: list[Table]) -> dict[str, str]:
    """Where in the workbook the words of a list stand, for the choices in the cells."""
    from xlsxwriter.utility import xl_col_to_name  # slow import

    places = {
        heading: f"={LISTS}!${xl_col_to_name(column)}$2:${xl_col_to_name(column)}${len(entries) + 1}"
        for column, (heading, entries) in enumerate(words.items())
        if entries
    }
    for table in made:
        # The name stands right of the number in these two sheets.
        if table.name in {"Netzwerke", "Organisationen"} and table.rows:
            places[f"={table.name}"] = f"={table.name}!$B$2:$B${len(table.rows) + 1 + ROOM}"
    return places


def _add_table(book: Any, table: Table, formats: Formats, places: dict[str, str]) -> None:
    sheet = book.add_worksheet(table.name)
    heads = [(column.heading, column.width) for column in table.columns]
    _head(sheet, heads if table.is_read else [*heads, (NOT_READ, 20)], formats)
    for line, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, formats)
    last = max(1, len(table.rows))
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    for number, shown in enumerate(table.columns):
        _check(sheet, number, shown, last + ROOM, places)


def _check(sheet: Any, number: int, column: Column, last: int, places: dict[str, str]) -> None:
    """A choice for the cells of a column; another word is possible after a question."""
    if column.choices not in places:
        return
    sheet.data_validation(
        1,
        number,
        last,
        number,
        {
            "validate": "list",
            "source": places[column.choices],
            "error_type": "warning",
            "error_title": "Nicht in der Liste",
            "error_message": "Dieses Wort steht nicht im Blatt „Listen“. Trotzdem eintragen?",
        },
    )


def _add_lists(book: Any, words: dict[str, list[str]], formats: Formats) -> None:
    sheet = book.add_worksheet(LISTS)
    _head(sheet, [*((heading, 28) for heading in words), (NOT_READ, 20)], formats)
    for column, entries in enumerate(words.values()):
        for line, entry in enumerate(entries, 1):
            sheet.write_string(line, column, plain(entry), formats.text)


def _add_about(book: Any, about: list[tuple[str, str]], formats: Formats) -> None:
    sheet = book.add_worksheet("Hinweise")
    _head(sheet, [("Angabe", 26), ("Wert", 90), (NOT_READ, 20)], formats)
    for line, pair in enumerate(about, 1):
        for column, text in enumerate(pair):
            sheet.write_string(line, column, plain(text), formats.text)


def _head(sheet: Any, headings: list[tuple[str, int]], formats: Formats) -> None:
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats.head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, line: int, column: int, value: Cell, formats: Formats) -> None:
    """Text always as text: a name that begins with = stays a name."""
    if isinstance(value, date) and value.year < FIRST_YEAR:
        sheet.write_string(line, column, f"{value:%d.%m.%Y}", formats.text)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime.combine(value, datetime.min.time()), formats.day)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, column, float(value), formats.number)
    elif value:
        sheet.write_string(line, column, plain(value), formats.text)
