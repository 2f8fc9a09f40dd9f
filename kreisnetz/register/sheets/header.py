"""Finds the row with the headings among title lines, empty lines and second lines; puts two-line headings together."""

import re
from dataclasses import dataclass

from kreisnetz.register.sheets import vocabulary
from kreisnetz.register.sheets.content import kind_of
from kreisnetz.register.sheets.contract import Sureness
from kreisnetz.register.sheets.grid import Grid
from kreisnetz.register.sheets.headings import choices_of, field_of, heading_key

SEARCHED_ROWS = 30
_DATA = {"email", "contact", "phone", "mobile", "postcode", "postcode_town", "date", "website", "address", "mark"}
_NAMES = {"person", "organisation", "vacant", "street"}
_UNIT = re.compile(r"^\(.*\)$|^\[.*\]$|^(?:tt|dd)[./]mm|^(?:dienstl|privat|geschäftl)\w*\.?$|^ja/nein$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """Rows from 0; ``bottom`` is the last line of the heading. Without a heading both are -1."""

    top: int
    bottom: int
    headings: tuple[str, ...]


def find(grid: Grid) -> Header:
    """The best heading; an ordinary table first, else the row above the crosses of a matrix."""
    scores = {row: score for row in range(min(SEARCHED_ROWS, grid.height)) if (score := _score(grid, row)) > 0}
    marked = mark_row(grid)
    if marked is not None and (not scores or max(scores.values()) < 3 or marked in scores):
        return at(grid, marked)
    if scores:
        return at(grid, max(scores, key=lambda row: (scores[row], -row)))
    return Header(-1, -1, ("",) * grid.width)


def at(grid: Grid, row: int) -> Header:
    """The heading whose main line is this row, with the line above or below it where they belong to it."""
    top = bottom = row
    if row > 0 and _groups(grid, row - 1):
        top = row - 1
    if _is_second_line(grid, row):
        bottom = row + 1
    headings = []
    for column in range(grid.width):
        lines = []
        for line in range(top, bottom + 1):
            text = _group_text(grid, line, column) if line == top < row else grid.text(line, column)
            if text and text not in lines:
                lines.append(text)
        headings.append("\n".join(lines))
    return Header(top, bottom, tuple(headings))


def _score(grid: Grid, row: int) -> float:
    """How much a row looks like a heading: known words, distinct, nothing that is data."""
    score, fields = 0.0, set[str]()
    used = grid.used(row)
    for column in used:
        text = grid.text(row, column)
        if text.endswith(":") and (beside := grid.text(row, column + 1)) and not field_of(beside):
            return 0.0  # "Gremium: AG Kinderarmut" is a line of a form
        found = field_of(text) if len(text) <= 80 else None
        if found:
            fields.add(found[0])
            score += 1.0 if found[1] is Sureness.SURE else 0.7
        elif choices_of(text):
            fields.add(heading_key(text))
            score += 0.7
        else:
            kind = kind_of(text)
            score -= 1.0 if kind in _DATA else 0.6 if kind in _NAMES or len(text) > 80 else 0.0
    if len(fields) == 1 and score >= 0.6 and 2 <= len(used) == len(grid.used(row + 1) if row + 1 < grid.height else []):
        return 0.5  # one word that is sure, over a row as wide as this one
    enough = len(fields) >= 2 or (len(fields) == 1 and len(used) == 1 and _is_list_below(grid, row))
    return score if enough else 0.0


def _is_list_below(grid: Grid, row: int) -> bool:
    """A single heading over a single column."""
    filled = [line for line in range(row + 1, min(row + 6, grid.height)) if grid.used(line)]
    return grid.width == 1 or (len(filled) >= 2 and all(len(grid.used(line)) == 1 for line in filled))


def _groups(grid: Grid, row: int) -> bool:
    """Whether a row groups the headings below it: parts of it are merged across, or it has headings of its own."""
    used = grid.used(row)
    if not used:
        return False
    spanning = [column for column in used if 2 <= grid.spans.get((row, column), 1) < max(grid.width - 1, 3)]
    named = [column for column in used if field_of(grid.text(row, column)) or choices_of(grid.text(row, column))]
    data = [column for column in used if kind_of(grid.text(row, column)) in _DATA]
    if data or (len(used) == 1 and not spanning):
        return False
    return bool(spanning) or len(named) >= 2


def _group_text(grid: Grid, row: int, column: int) -> str:
    """The group a column belongs to: its own text, or the merged or plain cell to its left that reaches over it."""
    for left in range(column, -1, -1):
        text = grid.text(row, left)
        if text:
            span = grid.spans.get((row, left), 1)
            if left == column or column < left + span:
                return text
            return ""
    return ""


def _is_second_line(grid: Grid, row: int) -> bool:
    """Whether the row below carries units or the second half of the headings."""
    below = grid.used(row + 1) if row + 1 < grid.height else []
    if not below:
        return False
    texts = [grid.text(row + 1, column) for column in below]
    if any(kind_of(text) in _DATA | _NAMES and not _UNIT.match(text) and not field_of(text) for text in texts):
        return False
    like = sum(bool(_UNIT.match(text) or field_of(text) or choices_of(text)) for text in texts)
    open_above = any(not grid.text(row, column) or (row, column) in grid.spans for column in below)
    return like == len(texts) and (len(texts) >= 2 or open_above)


def mark_row(grid: Grid) -> int | None:
    """The row above three or more columns of crosses; None where there is no matrix."""
    best: tuple[int, int] | None = None
    for row in range(min(SEARCHED_ROWS, grid.height - 1)):
        n = len(matrix_columns(grid, row))
        if n and (best is None or n >= best[0]):
            best = (n, row)
    return best[1] if best else None


def matrix_columns(grid: Grid, row: int) -> list[int]:
    """The columns of crosses if they make a matrix: three, or two whose headings name networks."""
    found = mark_columns(grid, row)
    named = [column for column in found if vocabulary.names_network(grid.text(row, column))]
    return found if len(found) >= 3 or len(named) >= 2 else []


def mark_columns(grid: Grid, row: int) -> list[int]:
    """The columns whose heading in this row names something and whose cells below are crosses."""
    found = []
    for column in range(grid.width):
        heading = grid.text(row, column)
        if not heading or vocabulary.is_mark(heading) or vocabulary.is_total(heading) or grid.is_filled(row, column):
            continue
        known = field_of(heading)
        if known and known[1] is Sureness.SURE:
            continue
        below = grid.column(column, row + 1, limit=80)
        # The last line may be a sum or a legend.
        marks = [text for text in below if vocabulary.is_mark(text)]
        yes = [text for text in marks if vocabulary.is_yes(text) or vocabulary.is_unsure_mark(text)]
        if yes and len(marks) >= 0.6 * len(below) and len(marks) + 3 >= 0.8 * len(below):
            found.append(column)
    return found
