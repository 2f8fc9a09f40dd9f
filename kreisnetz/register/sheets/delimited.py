"""CSV and TSV as offices save them: encoding and separator are found, not asked for."""

import csv
import io
import re
from collections import Counter

from kreisnetz.register.sheets import gate
from kreisnetz.register.sheets.contract import Refusal

SEPARATORS = ";\t,|"
_EXCEL_TEXT = re.compile(r'^="(.*)"$')


def decode(data: bytes) -> str:
    """Text from bytes: UTF-8 or UTF-16 if they are that, else Windows-1252.

    >>> decode("Träger".encode("cp1252"))
    'Träger'
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return data.decode("utf-16-le", errors="replace")
    if sample[0::2].count(0) > len(sample) // 4:
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_delimited(data: bytes, called: str) -> list[tuple[str, ...]]:
    """The rows of a CSV, or ``Refusal`` where the bytes are no text."""
    text = decode(data)
    sample = text[:20_000]
    odd = sum(not c.isprintable() and c not in "\n\r\t\f\u00ad\ufeff\u200b" for c in sample)
    if "\x00" in sample or odd * 20 > len(sample):
        raise Refusal("wrong_type", f"{called} ist keine Tabelle und kein Text. {gate.POSSIBLE}")
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        text = text[told.end() :]
    separator = told[1] if told else separator_of(text)
    try:
        rows = [tuple(map(_plain, row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise gate.broken(called) from error
    width = max(map(len, rows), default=0)
    if sum(map(len, rows)) > gate.CELL_LIMIT or width > 10_000:
        raise gate.too_many_cells(called.strip("„“"), len(rows), width)
    return rows


def separator_of(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, more than one.

    >>> separator_of("Name;Ort, Straße\\nA;B, C\\n")
    ';'
    """
    lines = text[:50_000].splitlines()[:60]
    best, best_score = ";", 0.0
    for sign in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=sign) if any(map(str.strip, row))]
        except csv.Error:
            continue
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, often = max(wide.items(), key=lambda item: item[1] * min(item[0], 6))
        score = often / len(widths) * (1 + min(width, 12) / 12)
        if score > best_score:
            best, best_score = sign, score
    return best


def _plain(text: str) -> str:
    """Excel's way to keep a leading zero: ="06152"."""
    match = _EXCEL_TEXT.match(text)
    return match[1] if match else text
