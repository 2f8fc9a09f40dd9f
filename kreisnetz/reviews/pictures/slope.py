"""From then to now: one line for each network, from the number of its members then to that of today."""

from collections.abc import Sequence
from dataclasses import dataclass

from kreisnetz.reviews.pictures.svg import Picture, shortened

WIDTH = 640
TOP, ROW, LETTERS = 52, 22, 30
LEFT, RIGHT = 236, 404


@dataclass(frozen=True)
class Change:
    """A network's members before and now; None: it was not there."""

    name: str
    before: int | None
    now: int | None


def slope(changes: Sequence[Change], *, label: str, before: str, now: str) -> Picture:
    """before, now: the two days in words. Names never lie on each other: places are by rank, lines say the change."""
    left = _places([(c.name, c.before) for c in changes if c.before is not None])
    right = _places([(c.name, c.now) for c in changes if c.now is not None])
    height = TOP + ROW * max(len(left), len(right), 1) + 16
    picture = Picture(WIDTH, height, label)
    picture.text(LEFT, 24, before, "kp-big kp-small", anchor="end")
    picture.text(RIGHT, 24, now, "kp-big kp-small")
    for change in changes:
        if change.before is not None:
            picture.text(
                LEFT - 10,
                left[change.name] + 5,
                f"{shortened(change.name, LETTERS)}  {change.before}",
                "kp-small",
                anchor="end",
            )
        if change.now is not None:
            picture.text(
                RIGHT + 10, right[change.name] + 5, f"{change.now}  {shortened(change.name, LETTERS)}", "kp-small"
            )
        if change.before is None or change.now is None:
            place = (LEFT, left[change.name]) if change.now is None else (RIGHT, right[change.name])
            picture.dot(*place, 5, "kp-none")
            continue
        look = "kp-strong" if change.now > change.before else "kp-fall" if change.now < change.before else "kp-same"
        picture.line([(LEFT, left[change.name]), (RIGHT, right[change.name])], look)
        picture.dot(LEFT, left[change.name], 4, "kp-dot")
        picture.dot(RIGHT, right[change.name], 4, "kp-dot")
    return picture


def _places(rows: list[tuple[str, int | None]]) -> dict[str, float]:
    ranked = sorted(rows, key=lambda row: (-(row[1] or 0), row[0]))
    return {name: TOP + ROW * place for place, (name, _n) in enumerate(ranked)}
