"""What python-calamine does not tell of an old .xls: password, links to other files, formulas, how far a sheet reaches, struck letters.

A small reader of the compound file and of the BIFF8 records; must run before calamine.
"""

import struct
from dataclasses import dataclass, field

from kreisnetz.register.sheets import gate
from kreisnetz.register.sheets.contract import Refusal

_END = 0xFFFFFFF8
_FORMULA, _EOF, _FILEPASS, _FONT, _BOUNDSHEET, _XF, _SUPBOOK, _BOF = 0x06, 0x0A, 0x2F, 0x31, 0x85, 0xE0, 0x1AE, 0x809
_CELLS = {0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xBE, 0x201, 0xD6}
_STRUCK_OUT = 0x08


@dataclass
class OldMarks:
    rows: int = 0
    columns: int = 0
    struck: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)


def scan(data: bytes, called: str) -> list[OldMarks]:
    """The marks of every sheet in the order of the file."""
    try:
        return _scan(_workbook(data), called)
    except (struct.error, IndexError, ValueError) as error:
        raise gate.broken(called) from error


def _workbook(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    n_fat, first_directory = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 48)[0]
    mini_limit, first_mini = struct.unpack_from("<I", data, 56)[0], struct.unpack_from("<I", data, 60)[0]
    next_table, n_tables = struct.unpack_from("<II", data, 68)
    sectors = list(struct.unpack_from("<109I", data, 76))
    for _ in range(min(n_tables, 1000)):
        if next_table >= _END:
            break
        entries = struct.unpack_from(f"<{size // 4}I", data, (next_table + 1) * size)
        sectors += entries[:-1]
        next_table = entries[-1]
    fat: list[int] = []
    for sector in sectors[:n_fat]:
        if sector < _END:
            fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    directory = _chain(data, fat, first_directory, size, size)
    streams = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, stream_size = struct.unpack_from("<II", directory, at + 116)
        streams[name.lower()] = (start, stream_size)
    start, length = streams.get("workbook") or _no_workbook()
    if length >= mini_limit:
        return _chain(data, fat, start, size, size)[:length]
    root_start = streams["root entry"][0]
    mini_stream = _chain(data, fat, root_start, size, size)
    mini_bytes = _chain(data, fat, first_mini, size, size)
    mini = list(struct.unpack(f"<{len(mini_bytes) // 4}I", mini_bytes))
    return _chain(b"\0" * 64 + mini_stream, mini, start, 64, 64)[:length]


def _no_workbook() -> tuple[int, int]:
    raise Refusal(
        "too_old",
        "Die Datei ist in einem sehr alten Excel-Format (vor 1997). Bitte öffnen Sie sie in Excel oder LibreOffice und "
        "speichern Sie sie als .xlsx.",
    )


def _chain(data: bytes, table: list[int], sector: int, size: int, offset: int) -> bytes:
    pieces, seen = [], set()
    while sector < _END:
        if sector in seen or sector >= len(table):
            raise ValueError("loop")
        seen.add(sector)
        pieces.append(data[offset + sector * size : offset + (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)


def _scan(stream: bytes, called: str) -> list[OldMarks]:
    starts, fonts, formats = [], [], []
    sheets: dict[int, OldMarks] = {}
    current: OldMarks | None = None
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == _FILEPASS:
            raise gate.protected(called)
        if kind == _BOF:
            current = sheets[at] = OldMarks()
        elif kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK_OUT))
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", body)[0])
        elif kind == _SUPBOOK and length > 4:
            raise gate.external_links(called)
        elif kind in _CELLS and current is not None:
            _note_cell(current, kind, body, fonts, formats)
        at += 4 + length
    marks = [sheets.get(start, OldMarks()) for start in starts]
    for number, sheet in enumerate(marks, 1):
        if sheet.rows * sheet.columns > gate.CELL_LIMIT:
            raise gate.too_many_cells(f"Blatt {number}", sheet.rows, sheet.columns)
    return marks


def _note_cell(sheet: OldMarks, kind: int, body: bytes, fonts: list[bool], formats: list[int]) -> None:
    row, column = struct.unpack_from("<HH", body)
    place = (row + 1, column + 1)
    style = struct.unpack_from("<H", body, 4)[0]
    font = formats[style] if style < len(formats) else 0
    font -= font > 4  # number 4 is never written
    if font < len(fonts) and fonts[font]:
        sheet.struck.add(place)
    if kind in (0x201, 0xBE):
        return
    last = struct.unpack_from("<H", body, len(body) - 2)[0] + 1 if kind == 0xBD else column + 1
    sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last)
    if kind == _FORMULA:
        sheet.formulas.add(place)
        result = body[6:14]
        if result[6:8] == b"\xff\xff" and result[0] in (2, 3):  # an error, or nothing
            sheet.uncomputed.add(place)
