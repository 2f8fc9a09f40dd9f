"""A sheet as tidy texts: merged cells filled downwards, every text traced to the cell it was read from. Counts from 0."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from kreisnetz.register.sheets.contract import Cell, Raw, Sheet

_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_LINES = re.compile(r" *(?:\r\n|\r|\n|\u2028|\x0b) *")
_MANY_LINES = re.compile(r"\n{3,}")
LONGEST = 1000  # what a cell says beyond this is no name, address or remark
_ODD = re.compile(r"[\u200b\ufeff\u00ad\x00-\x08\x0c\x0e-\x1f]")


def to_text(value: Raw) -> str:
    """What a person sees in the cell, without superfluous blanks; lines stay.

    >>> to_text(64521.0), to_text(datetime(2020, 1, 2)), to_text(" a \\r\\n b ")
    ('64521', '02.01.2020', 'a\\nb')
    """
    if isinstance(value, str):
        if value.isprintable() and "  " not in value and "\u00a0" not in value:
            return value.strip()[:LONGEST]
        text = _LINES.sub("\n", _SPACES.sub(" ", _ODD.sub("", value[: LONGEST * 4])))
        return _MANY_LINES.sub("\n\n", text).strip()[:LONGEST]
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def one_line(text: str) -> str:
    """A text of the grid on one line; its blanks are tidy already.

    >>> one_line("Netzwerk\\nFrühe Hilfen")
    'Netzwerk Frühe Hilfen'
    """
    return " ".join(text.split()) if "\n" in text else text


class Grid:
    """Texts by row and column from 0, and the way back to the cells of the file."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.texts: list[list[str]] = [[to_text(value) if value != "" else "" for value in row] for row in sheet.rows]
        self.height = len(self.texts)
        self.cut = [
            (row, column)
            for row, values in enumerate(sheet.rows)
            for column, value in enumerate(values)
            if isinstance(value, str) and len(value) > LONGEST
        ]
        self.width = max(map(len, self.texts), default=0)
        for row in self.texts:
            row.extend([""] * (self.width - len(row)))
        self._origin: dict[tuple[int, int], tuple[int, int]] = {}
        self.spans: dict[tuple[int, int], int] = {}  # columns of a horizontal merge by its first cell
        for top, left, bottom, right in sheet.merged:
            self._merge(top - 1, left - 1, bottom - 1, right - 1)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if top >= self.height or left >= self.width:
            return
        if right > left:
            self.spans[top, left] = right - left + 1
        text = self.texts[top][left]
        for row in range(top + 1, min(bottom, self.height - 1) + 1) if text else ():
            if not self.texts[row][left]:
                self.texts[row][left] = text
                self._origin[row, left] = (top, left)

    def text(self, row: int, column: int) -> str:
        return self.texts[row][column] if 0 <= row < self.height and 0 <= column < self.width else ""

    def fill(self, row: int, column: int, source: int) -> None:
        """Take over the text of a row above; it stays traced to the cell up there."""
        self.texts[row][column] = self.texts[source][column]
        self._origin[row, column] = self._origin.get((source, column), (source, column))

    def is_filled(self, row: int, column: int) -> bool:
        """Whether the text belongs to a merged cell that begins further up."""
        return (row, column) in self._origin

    def value(self, row: int, column: int) -> Raw:
        row, column = self._origin.get((row, column), (row, column))
        values = self.sheet.rows[row] if row < len(self.sheet.rows) else ()
        return values[column] if column < len(values) else ""

    def cell(self, row: int, column: int) -> Cell:
        at = self._origin.get((row, column), (row, column))
        return Cell(self.sheet.name, at[0] + 1, at[1] + 1, self.texts[row][column], self.value(row, column))

    def used(self, row: int) -> list[int]:
        """The columns of a row that hold something of their own, not only a merged cell from above."""
        return [column for column, text in enumerate(self.texts[row]) if text and (row, column) not in self._origin]

    def column(self, column: int, first: int, *, limit: int = 300) -> list[str]:
        """Up to ``limit`` texts of a column below a row, spread evenly."""
        stride = max(1, (self.height - first) // (limit * 8))
        texts = [text for row in self.texts[first::stride] if (text := row[column])]
        step = max(1, len(texts) // limit)
        return texts[::step][:limit]

    def rows(self, first: int) -> Iterator[int]:
        return iter(range(first, self.height))
