"""Bytes to sheets: opens what the gate let through. Values stay as they are in the file."""

import io
import zipfile
import zlib
from pathlib import PurePath

from kreisnetz.register.sheets import excel_parts, gate, old_excel
from kreisnetz.register.sheets.contract import Refusal, Sheet
from kreisnetz.register.sheets.delimited import read_delimited
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
        marks = old_excel.scan(data, called)
        return _with_calamine(data, called, old=marks)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = excel_parts.scan(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise gate.broken(called) from error
    return _with_calamine(data, called, parts=parts)


def _with_calamine(
    data: bytes,
    called: str,
    *,
    parts: dict[str, excel_parts.Marks] | None = None,
    old: list[old_excel.OldMarks] | None = None,
) -> list[Sheet]:
    from python_calamine import (  # slow import
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    sheets = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for number, about in enumerate(book.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                marks: excel_parts.Marks | old_excel.OldMarks | None = (parts or {}).get(about.name)
                if old is not None and number < len(old):
                    marks = old[number]
                sheet = book.get_sheet_by_name(about.name)
                rows = sheet.to_python(skip_empty_area=False)
                sheets.append(
                    Sheet(
                        about.name,
                        tuple(map(tuple, rows)),
                        about.visible != SheetVisibleEnum.Visible,
                        tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()),
                        frozenset(marks.struck) if marks else frozenset(),
                        marks.greyed if isinstance(marks, excel_parts.Marks) else frozenset(),
                        frozenset(marks.formulas) if marks else frozenset(),
                        frozenset(marks.uncomputed) if marks else frozenset(),
                    )
                )
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
