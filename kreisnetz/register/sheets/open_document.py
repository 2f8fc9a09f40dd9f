"""Reads the cells of an .ods by itself: merged and struck-through cells too, repeats cut before they can fill the memory."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

from kreisnetz.register.sheets import gate
from kreisnetz.register.sheets.contract import Raw, Sheet

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBERS = {"float", "currency", "percentage"}


@dataclass
class _Open:
    """The sheet that is being read."""

    name: str
    hidden: bool
    rows: list[tuple[Raw, ...]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    pending: int = 0  # empty rows that count only when something follows
    cells: int = 0

    def close(self) -> Sheet:
        return Sheet(
            self.name,
            tuple(self.rows),
            self.hidden,
            tuple(self.merged),
            frozenset(self.struck),
            frozenset(),
            frozenset(self.formulas),
            frozenset(self.uncomputed),
        )


def read_open_document(data: bytes, called: str) -> list[Sheet]:
    """Every sheet of an .ods, or ``Refusal``."""
    from lxml import etree  # slow import

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
        if b"table:cell-range-source" in content or b"table:dde-link" in content or b"<!ENTITY" in content:
            raise gate.external_links(called)
        return _read(etree, content, called)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise gate.broken(called) from error


def _read(etree: object, content: bytes, called: str) -> list[Sheet]:
    sheets: list[Sheet] = []
    struck_styles: set[str] = set()
    hidden_styles: set[str] = set()
    table: _Open | None = None
    events = etree.iterparse(  # type: ignore[attr-defined]
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag == f"{_TABLE}table":
                table = _Open(element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", "") in hidden_styles)
        elif tag == f"{_TABLE}table-source":
            raise gate.external_links(called)
        elif tag == f"{_STYLE}style":
            _note_style(element, struck_styles, hidden_styles)
        elif tag == f"{_TABLE}table-row" and table is not None:
            _add_row(table, element, struck_styles)
            element.clear()
        elif tag == f"{_TABLE}table" and table is not None:
            sheets.append(table.close())
            table = None
            element.clear()
    return sheets


def _note_style(element: object, struck: set[str], hidden: set[str]) -> None:
    name = element.get(f"{_STYLE}name", "")  # type: ignore[attr-defined]
    for child in element:  # type: ignore[attr-defined]
        if child.get(f"{_STYLE}text-line-through-style", "none") != "none":
            struck.add(name)
        if child.get(f"{_TABLE}display") == "false":
            hidden.add(name)


def _add_row(table: _Open, row: object, struck: set[str]) -> None:
    repeat = _count(row, "number-rows-repeated")
    values: list[Raw] = []
    spans: list[tuple[int, int, int]] = []
    marks: list[tuple[int, bool, bool, bool]] = []
    blank = 0
    for cell in row:  # type: ignore[attr-defined]
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times = _count(cell, "number-columns-repeated")
        value = _value(cell)
        formula = cell.get(f"{_TABLE}formula") is not None
        style = cell.get(f"{_TABLE}style-name", "") in struck
        if value == "" and not formula:
            blank += times
            continue
        if blank + times + len(values) > gate.CELL_LIMIT // 100:
            raise gate.too_many_cells(table.name, len(table.rows) + 1, blank + times + len(values))
        values.extend([""] * blank)
        blank = 0
        column = len(values) + 1
        values.extend([value] * times)
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            spans.append((column, down, right))
        marks.append((column, style, formula, formula and (value == "" or str(value).startswith(("#", "Err:")))))
    if not values:
        table.pending += repeat
        return
    table.cells += (repeat + table.pending) * len(values)
    if table.cells > gate.CELL_LIMIT:
        raise gate.too_many_cells(table.name, len(table.rows) + table.pending + repeat, len(values))
    table.rows.extend([()] * table.pending)
    table.pending = 0
    _note_marks(table, spans, marks)
    table.rows.extend([tuple(values)] * repeat)


def _note_marks(table: _Open, spans: list[tuple[int, int, int]], marks: list[tuple[int, bool, bool, bool]]) -> None:
    here = len(table.rows) + 1
    table.merged += [(here, column, here + down - 1, column + right - 1) for column, down, right in spans]
    for column, struck, formula, uncomputed in marks:
        if struck:
            table.struck.add((here, column))
        if formula:
            table.formulas.add((here, column))
        if uncomputed:
            table.uncomputed.add((here, column))


def _count(element: object, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")  # type: ignore[attr-defined]
    return max(1, int(value)) if value.isdecimal() else 1


def _value(cell: object) -> Raw:
    kind = cell.get(f"{_OFFICE}value-type", "")  # type: ignore[attr-defined]
    if kind in _NUMBERS:
        return float(cell.get(f"{_OFFICE}value", "0"))  # type: ignore[attr-defined]
    if kind == "date":
        text = cell.get(f"{_OFFICE}date-value", "")  # type: ignore[attr-defined]
        try:
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text[:19])
        except ValueError:
            pass
    if kind == "boolean":
        return bool(cell.get(f"{_OFFICE}boolean-value") == "true")  # type: ignore[attr-defined]
    lines = [_text(child) for child in cell if child.tag == f"{_TEXT}p"]  # type: ignore[attr-defined]
    return "\n".join(lines).strip("\n")


def _text(paragraph: object) -> str:
    pieces = [paragraph.text or ""]  # type: ignore[attr-defined]
    for child in paragraph:  # type: ignore[attr-defined]
        if child.tag == f"{_TEXT}s":
            pieces.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag != f"{_OFFICE}annotation":
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
