"""Text that goes into a cell of a spreadsheet: nothing a program cannot hold, nothing it would run. Pure."""

import unicodedata

CELL = 32_000  # Excel takes 32,767 characters in one cell.
# Also the wide forms that East Asian keyboards give and some spreadsheets read as the same sign.
STARTS_A_FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20\u2212"


def plain(text: str) -> str:
    """Without what no spreadsheet may hold: control characters, half characters, signs that turn the text around."""
    kept = (c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or _is_ordinary(c))
    return "".join(kept).strip()[:CELL]


def harmless(text: str) -> str:
    """One line that a spreadsheet takes as text, whatever somebody typed: a leading = + - @ gets an apostrophe.

    >>> harmless("=1+1"), harmless("  -2"), harmless("Anna")
    ("'=1+1", "'-2", 'Anna')
    """
    line = " ".join(plain(text.replace("\t", " ")).split())
    return f"'{line}" if line.startswith(tuple(STARTS_A_FORMULA)) else line


def _is_ordinary(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
