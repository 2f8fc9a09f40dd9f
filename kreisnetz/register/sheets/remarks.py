"""Gathers warnings while a sheet is read; the same remark is made a few times with its cell, then only counted."""

from collections import Counter

from kreisnetz.register.sheets.contract import Cell, Warning

MANY = 25


class Remarks:
    """Warnings of one sheet."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self._warnings: list[Warning] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, text_de: str, cell: Cell | None = None) -> None:
        self._counts[code] += 1
        if self._counts[code] <= MANY:
            self._warnings.append(Warning(code, text_de, cell, self.sheet))

    def all(self) -> list[Warning]:
        """Every warning, with a closing line for those that came too often."""
        more = [
            Warning(code, f"Derselbe Hinweis gilt auf diesem Blatt noch {n - MANY}-mal.", None, self.sheet)
            for code, n in self._counts.items()
            if n > MANY
        ]
        return self._warnings + more
