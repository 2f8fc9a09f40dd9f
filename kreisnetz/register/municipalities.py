"""Municipalities of a county: from the file that comes with Kreisnetz, or from the list of the Federal Statistical Office.

Source: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis, data licence Germany – attribution – version 2.0. Read are its
XLSX ("Alle politisch selbständigen Gemeinden", one line a municipality, keys in five columns) and CSV files with the columns ags and name.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kreisnetz.core import version
from kreisnetz.core.names import search_key, slug, tidy
from kreisnetz.register.models import Municipality
from kreisnetz.register.sheets.contract import Refusal
from kreisnetz.register.sheets.workbook import open_sheets

EXAMPLE_FILE = Path(__file__).parent / "data" / "gemeinden-gg.csv"
BASE = "Bevölkerungsfortschreibung, Stand 31.12.2023 (Destatis)"
LIMIT = 20_000_000
# Words of the headings (search_key) -> what stands there. The official file spreads its headings over several rows.
HEADINGS: tuple[tuple[str, str], ...] = (
    (r"^satz ?art", "kind"),
    (r"^(ags|amtlicher gemeindeschluessel|gemeindeschluessel)\b", "ags"),
    (r"^(ars|regionalschluessel)\b", "ars"),
    (r"^(regionalschluessel )?.*\bland$", "land"),
    (r"^rb$", "rb"),
    (r"^kreis$", "kreis"),
    (r"^vb$", "vb"),
    (r"^gem(einde)?$", "gem"),
    (r"gemeinde ?name|^name$", "name"),
    (r"flaeche|^area", "area"),
    (r"insgesamt|^inhabitants|^einwohner|^bevoelkerung$", "inhabitants"),
    (r"post ?leit|^postcode|^plz", "postcode"),
    (r"laengengrad|^longitude|^lon$", "longitude"),
    (r"breitengrad|^latitude|^lat$", "latitude"),
)
MUNICIPALITY_LINE = "60"


class NotAList(ValueError):
    """The file is not a list of municipalities; the German sentence says what was looked for."""


@dataclass(frozen=True)
class Line:
    """One municipality as the file has it."""

    ags: str
    ars: str
    name: str
    postcode: str
    area_km2: Decimal | None
    inhabitants: int | None
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True)
class MunicipalityList:
    """What was read: lines of one county, and the base and day of the inhabitants."""

    lines: tuple[Line, ...]
    base: str


def load(path: Path = EXAMPLE_FILE) -> int:
    """Create or refresh the municipalities of the file that comes with Kreisnetz; returns how many."""
    found = read(path.read_bytes(), path.name)
    return save(MunicipalityList(found.lines, BASE))


@transaction.atomic
def save(found: MunicipalityList) -> int:
    """Create or refresh by key; what is not in the list stays as it is (events and seats may hang on it). Returns how many."""
    taken = dict(Municipality.objects.values_list("slug", "ags"))
    for line in found.lines:
        address = slug(line.name)
        if taken.get(address, line.ags) != line.ags:
            address = f"{address}-{line.ags}"
        taken[address] = line.ags
        Municipality.objects.update_or_create(
            ags=line.ags,
            defaults={
                "ars": line.ars,
                "name": line.name,
                "slug": address,
                "sort_key": search_key(line.name),
                "postcode": line.postcode,
                "area_km2": line.area_km2,
                "inhabitants": line.inhabitants,
                "inhabitants_base": found.base if line.inhabitants is not None else "",
                "longitude": line.longitude,
                "latitude": line.latitude,
            },
        )
    version.bump()
    return len(found.lines)


def read(data: bytes, name: str, *, county: str = "") -> MunicipalityList:
    """The municipalities whose key begins with `county` (5 digits; empty: all in the file). Raises NotAList."""
    if len(data) > LIMIT:
        raise NotAList(
            _("Die Datei ist größer als 20 MB. Bitte nehmen Sie die Gemeindeliste von Destatis als XLSX oder CSV.")
        )
    tables = _csv(data) if not data.startswith(b"PK") else _xlsx(data)
    for title, rows in tables:
        columns, first = _columns(rows)
        if "name" in columns and ("ags" in columns or {"land", "kreis", "gem"} <= set(columns)):
            lines = [line for row in rows[first:] if (line := _line(row, columns)) and line.ags.startswith(county)]
            if lines:
                return MunicipalityList(tuple(lines), _base(title, rows[:first], name))
            if county:
                words = _("In der Datei steht keine Kommune, deren Schlüssel mit %(county)s beginnt.")
                raise NotAList(words % {"county": county})
    raise NotAList(
        _(
            "In der Datei wurde keine Gemeindeliste gefunden. Gebraucht werden der Gemeindeschlüssel (AGS, 8 Ziffern) und der Gemeindename."
        )
    )


def _xlsx(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """Through the same gate as every spreadsheet: a hostile file must not reach the reader."""
    try:
        sheets = open_sheets(data, "gemeinden.xlsx")
    except Refusal as refused:
        raise NotAList(refused.text_de) from refused
    return [(sheet.name, [[_text(cell) for cell in row] for row in sheet.rows]) for sheet in sheets]


def _csv(data: bytes) -> list[tuple[str, list[list[str]]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    head = text[:2000]
    separator = max(";,\t", key=head.count)
    return [("", [[tidy(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)])]


def _columns(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Where each field stands, and the first row below the headings: the first whose key columns hold digits."""
    first = next(
        (n for n, row in enumerate(rows[:30]) if sum(bool(re.fullmatch(r"\d{2,12}", c)) for c in row[:8]) >= 1), 0
    )
    found: dict[str, int] = {}
    for row in rows[:first]:
        if sum(map(bool, row)) < 2:  # a title
            continue
        for index, cell in enumerate(row):
            words = search_key(cell)
            for pattern, field in HEADINGS:
                if words and field not in found and index not in found.values() and re.search(pattern, words):
                    found[field] = index
    return found, first


def _line(row: Sequence[str], columns: Mapping[str, int]) -> Line | None:
    def cell(field: str) -> str:
        return row[columns[field]] if field in columns and columns[field] < len(row) else ""

    if "kind" in columns and cell("kind") != MUNICIPALITY_LINE:
        return None
    ags, ars = cell("ags").zfill(8), cell("ars")
    if "ags" not in columns:
        land, rb, kreis, gem = cell("land").zfill(2), cell("rb"), cell("kreis").zfill(2), cell("gem").zfill(3)
        ags = f"{land}{rb}{kreis}{gem}"
        ars = f"{land}{rb}{kreis}{cell('vb').zfill(4)}{gem}"
    name = cell("name").split(",")[0].strip()
    if not re.fullmatch(r"\d{8}", ags) or not name:
        return None
    # People come whole: here a dot can only group thousands.
    inhabitants = _number(re.sub(r"\.(?=\d{3}\b)", "", cell("inhabitants")))
    return Line(
        ags=ags,
        ars=ars,
        name=name,
        postcode=cell("postcode").zfill(5) if cell("postcode") else "",
        area_km2=None if (area := _number(cell("area"))) is None else area.quantize(Decimal("0.01")),
        inhabitants=None if inhabitants is None else int(inhabitants),
        longitude=_degrees(cell("longitude")),
        latitude=_degrees(cell("latitude")),
    )


def _base(title: str, head: Sequence[Sequence[str]], name: str) -> str:
    """Base and day of the inhabitants, from the title line or the file's name."""
    words = " ".join(cell for row in head for cell in row)
    found = re.search(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", words) or re.search(
        r"(\d{2})(\d{2})(20\d{2})", f"{title} {name}"
    )
    day = f", Stand {int(found[1]):02d}.{int(found[2]):02d}.{found[3]}" if found else ", Stand der Datei nicht genannt"
    kind = "Zensus 2022" if re.search(r"zensus", words, re.IGNORECASE) else "Bevölkerungsfortschreibung"
    return f"{kind}{day} (Destatis)"


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value)) if value is not None else ""


def _number(text: str) -> Decimal | None:
    text = text.replace(" ", "").replace("\u202f", "")
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _degrees(text: str) -> float | None:
    number = _number(text)
    return None if number is None else float(number)
