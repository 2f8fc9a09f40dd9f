"""Bytes to sheets: opens what the gate let through. Values stay as they are in the file."""

import io
import zipfile
import zlib
from pathlib import PurePath
from typing import Any

from kreisnetz.register.sheets import excel_parts, gate
from kreisnetz.register.sheets.contract import Refusal, Sheet
from kreisnetz.register.sheets.delimited import read_delimited
from kreisnetz.register.sheets.old_excel import read_old_excel
from kreisnetz.register.sheets.open_document import read_open_document


def open_sheets(data: bytes, name: str) -> list[Sheet]:
    """Every sheet of the file in its order, or ``Refusal`` with nothing read."""
    kind = gate.kind_of(data, name)
    called = f"„{gate.shown_name(name)}“" if gate.shown_name(name) else "Die Datei"
    if kind is gate.Kind.TEXT:
        stem = PurePath(gate.shown_name(name)).stem or "Tabelle"
        return [Sheet(stem, tuple(read_delimited(data, called)))]
    if kind is gate.Kind.ODS:
        return read_open_document(data, called)
    if kind is gate.Kind.XLS:
        return read_old_excel(data, called)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = excel_parts.scan(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise gate.broken(called) from error
    return _with_calamine(data, called, parts)


def _with_calamine(data: bytes, called: str, parts: dict[str, excel_parts.Marks]) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum  # slow import

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [
                _sheet(book.get_sheet_by_name(about.name), "Hidden" in str(about.visible), parts.get(about.name))
                for about in book.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise gate.protected(called) from error
    except (CalamineError, OSError, ValueError) as error:
        raise gate.broken(called) from error
    except BaseException as error:
        # A file that makes the library itself stumble arrives as a PanicException, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise gate.broken(called) from error
    if not sheets:
        raise Refusal("no_sheet", f"{called} enthält kein Tabellenblatt.")
    return sheets


def _sheet(sheet: Any, hidden: bool, marks: excel_parts.Marks | None) -> Sheet:
    none: frozenset[tuple[int, int]] = frozenset()
    return Sheet(
        sheet.name,
        tuple(map(tuple, sheet.to_python(skip_empty_area=False))),
        hidden,
        tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()),
        marks.struck if marks else none,
        marks.greyed if marks else none,
        marks.formulas if marks else none,
        marks.uncomputed if marks else none,
    )
