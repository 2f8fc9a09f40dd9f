"""Tables as pictures, for slides and paper: coverage (three states, told apart by shape) and overlap (darker: more)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kreisnetz.reviews.pictures.svg import Picture, shortened

CELL, HEAD, NAME = 34, 150, 230
WHITE_FROM = 3


@dataclass(frozen=True)
class Heat:
    """A cell: what stands in it, how dark (0 to 4), and what it means in words."""

    words: str
    level: int
    title: str = ""


def heat_matrix(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Heat | None]], *, label: str
) -> Picture:
    """Rows x columns; None leaves a cell empty."""
    picture = _frame(rows, columns, label)
    for r, line in enumerate(cells):
        for c, heat in enumerate(line):
            if heat is None:
                continue
            x, y = NAME + c * CELL, HEAD + r * CELL
            picture.rect(x + 1, y + 1, CELL - 2, CELL - 2, f"kp-h{heat.level}", title=heat.title, round_=3)
            on = " kp-on" if heat.level >= WHITE_FROM else ""
            picture.text(x + CELL / 2, y + CELL / 2 + 5, heat.words, f"kp-small{on}", anchor="middle")
    return picture


@dataclass(frozen=True)
class State:
    """A cell of the coverage matrix: "full", "part", "none", or "free" (not required)."""

    kind: str
    title: str = ""


def state_matrix(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[State]], *, label: str
) -> Picture:
    """full: a filled square; part: half filled; none: an empty frame; free: nothing. Readable without colours."""
    picture = _frame(rows, columns, label)
    for r, line in enumerate(cells):
        for c, state in enumerate(line):
            x, y, side = NAME + c * CELL + 6, HEAD + r * CELL + 6, CELL - 12
            if state.kind == "full":
                picture.rect(x, y, side, side, "kp-full", title=state.title, round_=3)
            elif state.kind == "part":
                picture.rect(x, y, side, side, "kp-part", title=state.title, round_=3)
                picture.rect(x, y + side / 2, side, side / 2, "kp-bar2")
            elif state.kind == "none":
                picture.rect(x, y, side, side, "kp-none", title=state.title, round_=3)
    return picture


def _frame(rows: Sequence[str], columns: Sequence[str], label: str) -> Picture:
    picture = Picture(NAME + len(columns) * CELL + 90, HEAD + len(rows) * CELL + 10, label)
    for number, name in enumerate(columns):
        picture.text(NAME + number * CELL + CELL / 2 + 4, HEAD - 8, shortened(name, 24), "kp-small", turn=-45)
    for number, name in enumerate(rows):
        picture.text(NAME - 10, HEAD + number * CELL + CELL / 2 + 5, shortened(name, 34), "kp-small", anchor="end")
    return picture
