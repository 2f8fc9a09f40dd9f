"""Texts in old Excel files: one or two bytes a letter, with formatting behind, cut anywhere into several records."""

import re
import struct

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_string(body: bytes, at: int, length: int) -> str:
    """A text whose flags stand at ``at``: letters in one byte (Latin-1) or in two."""
    flags = body[at]
    at += 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    if flags & 1:
        return body[at : at + 2 * length].decode("utf-16-le", "replace")
    return body[at : at + length].decode("latin-1")


def shared_strings(bodies: list[bytes]) -> list[str]:
    """All texts of the workbook's table; a text may go on in the next record, which begins with flags of its own."""
    n_strings = struct.unpack_from("<I", bodies[0], 4)[0]
    reader = _Reader(bodies)
    strings: list[str] = []
    while len(strings) < n_strings and reader.has_more():
        strings.append(reader.string())
    return strings


class _Reader:
    def __init__(self, bodies: list[bytes]) -> None:
        self.bodies, self.part, self.at = bodies, 0, 8

    def has_more(self) -> bool:
        while self.part < len(self.bodies) and self.at >= len(self.bodies[self.part]):
            self.part, self.at = self.part + 1, 0
        return self.part < len(self.bodies)

    def take(self, size: int) -> bytes:
        """Bytes that are no letters; they may lie across two records."""
        pieces = b""
        while len(pieces) < size and self.has_more():
            piece = self.bodies[self.part][self.at : self.at + size - len(pieces)]
            self.at += len(piece)
            pieces += piece
        return pieces

    def string(self) -> str:
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        text = self.letters(length, flags & 1)
        self.take(4 * runs + min(extra, 1 << 24))
        return text

    def letters(self, length: int, wide: int) -> str:
        text = ""
        while length and self.part < len(self.bodies):
            if self.at >= len(self.bodies[self.part]):
                if not self.has_more():
                    break
                wide = self.bodies[self.part][0] & 1
                self.at = 1
            size = 1 + wide
            raw = self.bodies[self.part][self.at : self.at + length * size]
            if len(raw) < size:
                raise ValueError("a letter is cut in two")
            raw = raw[: len(raw) // size * size]
            text += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            self.at += len(raw)
            length -= len(raw) // size
        return text


def formatted(pattern: str) -> str:
    """Whether a number format shows days.

    >>> formatted("DD.MM.YYYY"), formatted("#,##0.00 [$-407]"), formatted('0 "Tage"')
    ('day', 'number', 'number')
    """
    bare = _NOT_SHOWN.sub("", pattern.lower())
    return "day" if re.search(r"y|j{2}|t{1,2}[./]|d{1,2}[./ -]|m{1,4}[./ -]", bare) else "number"
