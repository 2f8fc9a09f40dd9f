"""The same tables as CSV, one file each in one archive: UTF-8 with BOM and semicolons, as German spreadsheets read them."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

from kreisnetz.core.cells import harmless
from kreisnetz.core.names import slug
from kreisnetz.register.export.selection import Extract
from kreisnetz.register.export.tables import Cell, Table, tables


def csv_archive(extract: Extract, *, now: datetime) -> bytes:
    """A zip archive; every cell is one line of harmless text."""
    files = {f"{slug(table.name)}.csv": _csv(table) for table in tables(extract)}
    return archive(files, now=now)


def archive(files: dict[str, bytes], *, now: datetime) -> bytes:
    """Files in one zip archive; the same rows and moment make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return buffer.getvalue()


def csv_bytes(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _csv(table: Table) -> bytes:
    return csv_bytes(
        [[column.heading for column in table.columns], *([cell_text(value) for value in row] for row in table.rows)]
    )


def cell_text(value: Cell) -> str:
    """A cell as a German office writes it: 31.12.2026 and 1,5."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if value is None:
        return ""
    return harmless(str(value))
