"""Bars with their number, longest first: for slides and paper. Pages show the same as a table with bars in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kreisnetz.reviews.pictures.svg import Picture, shortened

WIDTH, ROW, NAME = 640, 30, 250


@dataclass(frozen=True)
class Bar:
    name: str
    value: float
    words: str


def bars(rows: Sequence[Bar], *, label: str) -> Picture:
    picture = Picture(WIDTH, ROW * max(len(rows), 1) + 12, label)
    most = max((row.value for row in rows), default=0) or 1
    room = WIDTH - NAME - 90
    for number, row in enumerate(rows):
        y = 6 + number * ROW
        picture.text(NAME - 10, y + 19, shortened(row.name, 36), "kp-small", anchor="end")
        picture.rect(NAME, y + 5, room * row.value / most, ROW - 12, "kp-bar", round_=3)
        picture.text(NAME + room * row.value / most + 8, y + 19, row.words, "kp-small")
    return picture
