"""Reads the cells of an old .xls (Excel 97 to 2003) by itself: a hostile one makes the usual library end the whole program.

Values, merged cells, formulas with their stored results, struck-through letters; no macro and no link is ever followed.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kreisnetz.register.sheets import gate
from kreisnetz.register.sheets.biff_strings import formatted, read_string, shared_strings
from kreisnetz.register.sheets.compound_file import stream_of
from kreisnetz.register.sheets.contract import Raw, Refusal, Sheet

_FORMULA, _1904, _CONTINUE, _FILEPASS, _FONT, _BOUNDSHEET = 0x06, 0x22, 0x3C, 0x2F, 0x31, 0x85
_MULRK, _XF, _MERGED, _SST, _SUPBOOK, _LABELSST = 0xBD, 0xE0, 0xE5, 0xFC, 0x1AE, 0xFD
_NUMBER, _LABEL, _BOOLERR, _STRING, _RK, _FORMAT, _BOF = 0x203, 0x204, 0x205, 0x207, 0x27E, 0x41E, 0x809
_STRUCK_OUT = 0x08
_DAY_FORMATS = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58}
_TIME_FORMATS = {18, 19, 20, 21}


@dataclass
class _Page:
    """One sheet while it is read; rows and columns from 0."""

    cells: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class _Book:
    fonts: list[bool] = field(default_factory=list)  # struck through?
    formats: list[tuple[int, int]] = field(default_factory=list)  # font and number format of every cell style
    number_formats: dict[int, str] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    sheets: list[tuple[int, bool, int, str]] = field(default_factory=list)  # place, hidden, kind, name
    epoch: date = date(1899, 12, 30)


def read_old_excel(data: bytes, called: str) -> list[Sheet]:
    """Every sheet of the file, or ``Refusal``."""
    try:
        stream = stream_of(data, "Workbook")
        if stream is None:
            raise Refusal(
                "too_old",
                f"{called} ist in einem sehr alten Excel-Format (vor 1997). Bitte öffnen Sie die Datei in Excel oder LibreOffice "
                "und speichern Sie sie als .xlsx.",
            )
        book, pages = _read(stream, called)
        return [_sheet(name, hidden, pages.get(at, _Page())) for at, hidden, kind, name in book.sheets if kind == 0]
    except (struct.error, IndexError, ValueError, KeyError, OverflowError) as error:
        raise gate.broken(called) from error


def _records(stream: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Place, kind and body of every record, with the bodies that continue it."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        place, bodies = at, [stream[at + 4 : at + 4 + length]]
        at += 4 + length
        while at + 4 <= len(stream) and kind and stream[at : at + 2] == b"\x3c\x00":
            length = struct.unpack_from("<H", stream, at + 2)[0]
            bodies.append(stream[at + 4 : at + 4 + length])
            at += 4 + length
        yield place, kind, bodies


def _read(stream: bytes, called: str) -> tuple[_Book, dict[int, _Page]]:
    book, pages = _Book(), dict[int, _Page]()
    page: _Page | None = None
    waiting: tuple[int, int] | None = None  # a formula whose text follows
    for place, kind, bodies in _records(stream):
        body = bodies[0]
        if kind == _FILEPASS:
            raise gate.protected(called)
        if kind == _SUPBOOK and len(body) > 4:
            raise gate.external_links(called)
        if kind == _BOF:
            page = pages[place] = _Page()
        elif kind == _SST:
            book.strings = shared_strings(bodies)
        elif kind == _STRING and page is not None and waiting:
            page.cells[waiting] = read_string(body, 2, struct.unpack_from("<H", body)[0])
            page.uncomputed.discard(waiting)
            waiting = None
        elif page is not None and kind in (_FORMULA, _MULRK, _LABELSST, _NUMBER, _LABEL, _BOOLERR, _RK):
            waiting = _cell(book, page, kind, body)
            _check_reach(page, struct.unpack_from("<H", body)[0])
        elif page is not None and kind == _MERGED:
            page.merged += [
                (a, c, b, d)
                for a, b, c, d in struct.iter_unpack("<4H", body[2 : 2 + 8 * struct.unpack_from("<H", body)[0]])
            ]
        else:
            _setting(book, kind, body)
    return book, pages


def _setting(book: _Book, kind: int, body: bytes) -> None:
    """What the first part of the file says about the whole workbook."""
    if kind == _BOUNDSHEET:
        at, state, sheet_kind, length = struct.unpack_from("<IBBB", body)
        book.sheets.append((at, state & 3 != 0, sheet_kind, read_string(body, 7, length)))
    elif kind == _FONT:
        book.fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK_OUT))
    elif kind == _XF:
        book.formats.append(struct.unpack_from("<HH", body))
    elif kind == _FORMAT:
        number, length = struct.unpack_from("<HH", body)
        book.number_formats[number] = read_string(body, 4, length)
    elif kind == _1904 and body[:1] == b"\x01":
        book.epoch = date(1904, 1, 1)


def _cell(book: _Book, page: _Page, kind: int, body: bytes) -> tuple[int, int] | None:
    """Keep a cell; the place of a formula whose result is the text that follows."""
    row, column, style = struct.unpack_from("<HHH", body)
    place = (row, column)
    font = book.formats[style][0] if style < len(book.formats) else 0
    font -= font > 4  # number 4 is never written
    if font < len(book.fonts) and book.fonts[font]:
        page.struck.add(place)
    if kind == _LABELSST:
        page.cells[place] = book.strings[struct.unpack_from("<I", body, 6)[0]]
    elif kind == _LABEL:
        page.cells[place] = read_string(body, 8, struct.unpack_from("<H", body, 6)[0])
    elif kind == _NUMBER:
        page.cells[place] = _number(book, struct.unpack_from("<d", body, 6)[0], style)
    elif kind == _RK:
        page.cells[place] = _number(book, _packed(struct.unpack_from("<I", body, 6)[0]), style)
    elif kind == _MULRK:
        for n in range((len(body) - 6) // 6):
            own_style, packed = struct.unpack_from("<HI", body, 4 + 6 * n)
            page.cells[row, column + n] = _number(book, _packed(packed), own_style)
    elif kind == _BOOLERR:
        if body[7]:
            page.uncomputed.add(place)
        else:
            page.cells[place] = bool(body[6])
    else:
        return _formula(book, page, place, body, style)
    return None


def _formula(book: _Book, page: _Page, place: tuple[int, int], body: bytes, style: int) -> tuple[int, int] | None:
    page.formulas.add(place)
    result = body[6:14]
    if result[6:8] != b"\xff\xff":
        page.cells[place] = _number(book, struct.unpack("<d", result)[0], style)
    elif result[0] == 1:
        page.cells[place] = bool(result[2])
    else:
        page.uncomputed.add(place)  # until the text comes
        return place if result[0] == 0 else None
    return None


def _packed(value: int) -> float:
    """A number in 30 bits: a whole number, or the upper half of a float; a hundredth where the first bit says so."""
    if value & 2:
        number = float(struct.unpack("<i", struct.pack("<I", value & 0xFFFFFFFC))[0] >> 2)
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", value & 0xFFFFFFFC))[0]
    return number / 100 if value & 1 else number


def _number(book: _Book, number: float, style: int) -> Raw:
    """A day where the style of the cell says so."""
    shown = book.formats[style][1] if style < len(book.formats) else 0
    if not 0 < number < 2_900_000 or not (
        shown in _DAY_FORMATS or formatted(book.number_formats.get(shown, "")) == "day"
    ):
        return number
    day = book.epoch + timedelta(days=int(number))
    seconds = round((number - int(number)) * 86400)
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds) if seconds else day  # noqa: DTZ001 - no zone in a sheet


def _check_reach(page: _Page, row: int) -> None:
    if len(page.cells) > gate.CELL_LIMIT or row > 65535:
        raise gate.too_many_cells("", row + 1, 256)


def _sheet(name: str, hidden: bool, page: _Page) -> Sheet:
    height = max((row for row, _ in page.cells), default=-1) + 1
    width = max((column for _, column in page.cells), default=-1) + 1
    if height * width > gate.CELL_LIMIT:
        raise gate.too_many_cells(name, height, width)
    rows: list[list[Raw]] = [[""] * width for _ in range(height)]
    for (row, column), value in page.cells.items():
        rows[row][column] = value
    return Sheet(
        name,
        tuple(map(tuple, rows)),
        hidden,
        tuple((a + 1, b + 1, c + 1, d + 1) for a, b, c, d in page.merged),
        _from_one(page.struck),
        frozenset(),
        _from_one(page.formulas),
        _from_one(page.uncomputed),
    )


def _from_one(places: set[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    return frozenset((row + 1, column + 1) for row, column in places)
