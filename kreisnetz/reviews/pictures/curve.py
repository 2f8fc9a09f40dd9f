"""What is left connected when organisations fall away, one after the other: a curve."""

from collections.abc import Sequence
from dataclasses import dataclass

from kreisnetz.reviews.pictures.svg import Picture

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 16, 56


@dataclass(frozen=True)
class Line:
    """A named line; values from 0 to 1, one for each number of losses from 0 on."""

    name: str
    values: Sequence[float]
    look: str


def curve(lines: Sequence[Line], *, label: str, along: str, up: str) -> Picture:
    """Lines over the number of losses. along, up: what the axes count."""
    picture = Picture(WIDTH, HEIGHT, label)
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    most = max((len(line.values) - 1 for line in lines), default=0) or 1
    for share in (0, 25, 50, 75, 100):
        y = TOP + high * (1 - share / 100)
        picture.line([(LEFT, y), (LEFT + wide, y)], "kp-line")
        picture.text(LEFT - 8, y + 5, f"{share}\u202f%", "kp-muted kp-small", anchor="end")
    for number in ticks(most):
        x = LEFT + wide * number / most
        picture.text(x, TOP + high + 20, number, "kp-muted kp-small", anchor="middle")
    for line in lines:
        points = [
            (LEFT + wide * i / most, TOP + high * (1 - min(max(value, 0.0), 1.0)))
            for i, value in enumerate(line.values)
        ]
        picture.line(points or [(LEFT, TOP + high)], line.look)
    picture.text(LEFT + wide / 2, HEIGHT - 16, along, "kp-muted kp-small", anchor="middle")
    picture.text(14, TOP + high / 2, up, "kp-muted kp-small", anchor="middle", turn=-90)
    _names(picture, lines)
    return picture


def _names(picture: Picture, lines: Sequence[Line]) -> None:
    for number, line in enumerate(lines):
        y = TOP + 14 + 20 * number
        picture.line([(WIDTH - 236, y - 5), (WIDTH - 204, y - 5)], line.look)
        picture.text(WIDTH - 198, y, line.name, "kp-small")


def ticks(most: int) -> list[int]:
    """At most eleven whole numbers from 0 to most."""
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if most / size <= 10)
    return list(range(0, most + 1, step))
