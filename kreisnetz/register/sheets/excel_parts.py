"""What python-calamine does not tell of an .xlsx: formulas, struck-through and grey cells, and how far a sheet reaches.

Reads the XML parts with patterns of its own, so no entity is ever expanded. Must run before calamine: a single
cell in the last corner would make it allocate the whole sheet.
"""

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath

from kreisnetz.register.sheets import gate

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(\s[^<>]*?)?(/?)>")
# Cells with content by their place, and cells that do not say where they are.
_PLACED = re.compile(rb"<(?:\w+:)?c\s(?=[^<>]*[^<>/]>)(?:[^<>]*?\s)?r=\"([A-Z]{1,3})(\d{1,7})\"")
_UNPLACED = re.compile(
    rb"<(?:\w+:)?c(?=[\s>])(?!(?:\s[\w:.-]+=\"[^\"<>]*\")*\s*/>)(?!\s(?=[^<>]*[^<>/]>)(?:[^<>]*?\s)?r=\"[A-Z]{1,3}\d{1,7}\")"
)
_END_OF_CELL = re.compile(rb"</(?:\w+:)?c>")
_CELL_PARTS = re.compile(rb"<(?:\w+:)?(f|v|is)[\s/>]")
_HAS_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
_FONT = re.compile(rb"<(?:\w+:)?font(?=[\s/>])")
_XF = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val\s*=\s*\"(?:1|true)\")?\s*/>")
_COLOUR = re.compile(rb"<(?:\w+:)?color\s([^>]*)/>")
_LONGEST_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Marks:
    """What one sheet's cells carry besides their values; rows and columns from 1."""

    rows: int
    columns: int
    struck: frozenset[tuple[int, int]]
    greyed: frozenset[tuple[int, int]]
    formulas: frozenset[tuple[int, int]]
    uncomputed: frozenset[tuple[int, int]]


def scan(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of every worksheet by its name."""
    struck, greyed = _styles(_part(archive, "xl/styles.xml"))
    found = {}
    sheets = _sheets(archive)
    known = {path for _, path in sheets}
    # Whatever else looks like a sheet is measured too: the library may find its sheets by other ways than this module.
    others = [(path, path) for path in archive.namelist() if path not in known and b"sheetData" in _part(archive, path)]
    for name, path in sheets + others:
        marks = _marks(_part(archive, path), struck, greyed)
        if marks.rows * marks.columns > gate.CELL_LIMIT:
            raise gate.too_many_cells(name, marks.rows, marks.columns)
        found[name] = marks
    return found


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        return archive.read(path)
    except KeyError:
        return b""


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape((first or second).decode("utf-8", "replace"))
        for key, first, second in _ATTRIBUTE.findall(text)
    }


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and path of every worksheet."""
    targets = {}
    for match in _RELATION.finditer(_part(archive, "xl/_rels/workbook.xml.rels")):
        relation = _attributes(match[1])
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    found = []
    for match in _SHEET.finditer(_part(archive, "xl/workbook.xml")):
        sheet = _attributes(match[1])
        relation_id = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        if relation_id in targets:
            found.append((sheet.get("name", ""), targets[relation_id]))
    return found


def _styles(xml: bytes) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The cell style numbers whose letters are struck through, and those whose letters are grey."""
    fonts_at, fonts_end = _section(xml, b"fonts")
    fonts = _FONT.split(xml[fonts_at:fonts_end])[1:]
    struck_fonts = {number for number, font in enumerate(fonts) if _STRIKE.search(font)}
    grey_fonts = {number for number, font in enumerate(fonts) if _is_grey(font)}
    formats_at, formats_end = _section(xml, b"cellXfs")
    struck, grey = set(), set()
    for number, match in enumerate(_XF.finditer(xml, formats_at, formats_end)):
        font = _attributes(match[1]).get("fontId", "0")
        if font.isdecimal() and int(font) in struck_fonts:
            struck.add(str(number).encode())
        if font.isdecimal() and int(font) in grey_fonts:
            grey.add(str(number).encode())
    return frozenset(struck), frozenset(grey)


def _section(xml: bytes, tag: bytes) -> tuple[int, int]:
    start = re.search(rb"<(?:\w+:)?" + tag + rb"[\s>]", xml)
    end = re.search(rb"</(?:\w+:)?" + tag + rb">", xml)
    return (start.end(), end.start()) if start and end else (0, 0)


def _is_grey(font: bytes) -> bool:
    match = _COLOUR.search(font)
    if not match:
        return False
    colour = _attributes(match[1])
    if "rgb" in colour and re.fullmatch("[0-9A-Fa-f]{8}", colour["rgb"]):
        red, green, blue = (int(colour["rgb"][at : at + 2], 16) for at in (2, 4, 6))
        return max(red, green, blue) - min(red, green, blue) < 12 and 0x60 <= red <= 0xD0
    if colour.get("indexed") in {"22", "23", "55"}:
        return True
    try:
        tint = float(colour.get("tint", "0"))
    except ValueError:
        return False
    return (colour.get("theme") == "0" and tint <= -0.2) or (colour.get("theme") == "1" and tint >= 0.3)


def _marks(xml: bytes, struck: frozenset[bytes], greyed: frozenset[bytes]) -> Marks:
    """One pass over the cells of a sheet; a quick one where nothing but its reach is of interest."""
    head = xml[:200]
    if b"\x00" in head or re.search(rb"encoding\s*=\s*.(?!utf-8|us-ascii)", head, re.IGNORECASE):
        raise ValueError("not in UTF-8")
    has_formulas = re.search(rb"<(?:\w+:)?f[\s/>]", xml) is not None
    plain = not struck and not greyed and not has_formulas and b't="e"' not in xml and b"t='e'" not in xml
    if plain and not _UNPLACED.search(xml):
        places = {(letters, int(digits)) for letters, digits in _PLACED.findall(xml)}
        reach = [_position(letters + b"1", 0, 0)[1] for letters in {letters for letters, _ in places}]
        empty: frozenset[tuple[int, int]] = frozenset()
        return Marks(max((row for _, row in places), default=0), max(reach, default=0), empty, empty, empty, empty)
    if xml.count(b"c ") + xml.count(b"c>") > gate.CELL_LIMIT:
        raise gate.bomb()
    found: dict[str, set[tuple[int, int]]] = {"struck": set(), "greyed": set(), "formulas": set(), "uncomputed": set()}
    row = column = rows = columns = 0
    for match in _ROW_OR_CELL.finditer(xml):
        attributes = match[2] or b""
        if attributes.count(b'"') % 2:
            raise ValueError("a bracket inside a value")
        if match[1] == b"row":
            number = _attribute(attributes, b" r=")
            row, column = int(number) if number.isdigit() else row + 1, 0
            continue
        row, column = _position(_attribute(attributes, b" r="), row, column + 1)
        style = _attribute(attributes, b" s=")
        if style in struck:
            found["struck"].add((row, column))
        if style in greyed:
            found["greyed"].add((row, column))
        if match[3]:
            continue
        rows, columns = max(rows, row), max(columns, column)
        if has_formulas:
            _note_formula(xml, match, (row, column), found)
        if _attribute(attributes, b" t=") == b"e":
            found["uncomputed"].add((row, column))
    return Marks(rows, columns, *(frozenset(found[key]) for key in ("struck", "greyed", "formulas", "uncomputed")))


def _note_formula(
    xml: bytes, match: re.Match[bytes], at: tuple[int, int], found: dict[str, set[tuple[int, int]]]
) -> None:
    part = _CELL_PARTS.match(xml, match.end())
    if part and part[1] == b"f":
        found["formulas"].add(at)
        end = _END_OF_CELL.search(xml, match.end(), match.end() + _LONGEST_CELL)
        body = xml[match.end() : end.start() if end else match.end() + _LONGEST_CELL]
        if not _HAS_RESULT.search(body):
            found["uncomputed"].add(at)


def _attribute(text: bytes, key: bytes) -> bytes:
    at = text.find(key)
    if at < 0:
        found = re.search(rb"\s" + key.strip(b" =") + rb"\s*=\s*[\"']([^\"']*)", text)
        return found[1] if found else b""
    start = at + len(key) + 1
    return text[start : text.find(text[start - 1 : start], start)]


def _position(reference: bytes, row: int, column: int) -> tuple[int, int]:
    """Row and column of ``C7``; cells may leave their reference out."""
    letters = reference.rstrip(b"0123456789")
    if not letters or not reference[len(letters) :]:
        return row, column
    column = 0
    for letter in letters.upper()[:6]:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]), column
