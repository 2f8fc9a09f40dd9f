"""What reading a spreadsheet gives: plain frozen data, every value with the cell it was read from.

``kreisnetz.register.sheets.reading.read(data, name, mapping, progress)`` makes a ``Reading`` or raises ``Refusal``.
No Django, no database; sentences are German, as data. Nothing here decides what the register does with it.
"""

from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from kreisnetz.register.sheets.fields import Field, Layout, NetworkFrom, Precision, Sureness

__all__ = [
    "NOT_READ",
    "Cell",
    "Column",
    "DateValue",
    "Field",
    "Layout",
    "Mapping",
    "NetworkFrom",
    "PersonValue",
    "Precision",
    "Progress",
    "Raw",
    "Reading",
    "Refusal",
    "SeatRow",
    "ShapeMapping",
    "Sheet",
    "SheetChoice",
    "SheetReading",
    "Skipped",
    "Sureness",
    "Value",
    "Warning",
    "column_letters",
]

Raw = str | int | float | bool | date | datetime | time | timedelta
Progress = Callable[[int, int], None]
# Heading of a column in sheets of our own workbook that are only there to be looked at.
NOT_READ = "Dieses Blatt wird nicht eingelesen"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in the file; row and column count from 1."""

    sheet: str
    row: int
    column: int
    text: str
    value: Raw = ""

    @property
    def address(self) -> str:
        """``C7``."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def place(self) -> str:
        """``Blatt „Frühe Hilfen“, Zelle C7``."""
        return f"Blatt „{self.sheet}“, Zelle {self.address}"


def column_letters(column: int) -> str:
    """
    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it stands in the file. ``rows`` are raw values, row 1 is ``rows[0]``; blank is ""."""

    name: str
    rows: tuple[tuple[Raw, ...], ...]
    hidden: bool = False
    # (first row, first column, last row, last column), from 1, both ends included
    merged: tuple[tuple[int, int, int, int], ...] = ()
    struck: frozenset[tuple[int, int]] = frozenset()  # struck through
    greyed: frozenset[tuple[int, int]] = frozenset()  # grey letters
    formulas: frozenset[tuple[int, int]] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()  # formulas without a stored result, or with an error


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should look at; the sheet was read all the same."""

    code: str
    text_de: str
    cell: Cell | None = None
    sheet: str = ""


class Refusal(Exception):
    """The whole file is refused and nothing of it is used. ``text_de`` says why and what to do."""

    def __init__(self, code: str, text_de: str) -> None:
        super().__init__(text_de)
        self.code = code
        self.text_de = text_de


@dataclass(frozen=True, slots=True)
class Value:
    """A tidied text and where it was read. ``code`` is set where the word means one of the register's choices."""

    text: str
    cell: Cell
    code: str = ""


@dataclass(frozen=True, slots=True)
class DateValue:
    """A day as the register keeps it: the first day of a span for since, the last for until, with its precision."""

    day: date
    precision: Precision
    text: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person's name taken apart. ``greeting`` is "Frau" or "Herr" where it stood there."""

    last_name: str
    first_name: str
    title: str
    greeting: str
    cell: Cell

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One seat, organisation or network that was read. What the row does not say is None or ().

    Codes: role -> Membership.Role, stakeholder_group -> StakeholderGroup, network_kind -> Network.Kind ("" = own words).
    A row of a cell with several people becomes several SeatRows of the same ``row`` (``part`` 0, 1, …).
    """

    sheet: str
    row: int
    part: int = 0
    cell: Cell  # where the seat is best shown: the mark in a matrix, else the organisation or person
    network: Value | None = None
    network_short: Value | None = None
    network_kind: Value | None = None
    network_id: Value | None = None
    organisation: Value | None = None
    organisation_short: Value | None = None
    organisation_kind: Value | None = None
    organisation_id: Value | None = None
    parent: Value | None = None
    person: PersonValue | None = None
    person_function: Value | None = None
    person_id: Value | None = None
    role: Value | None = None
    stakeholder_group: Value | None = None
    is_deputy: bool = False  # this person sits as somebody's deputy
    deputy_of: PersonValue | None = None
    deputies: tuple[PersonValue, ...] = ()
    deputy_emails: tuple[Value, ...] = ()
    deputy_phones: tuple[Value, ...] = ()
    emails: tuple[Value, ...] = ()  # of the person where there is one, else of the organisation
    phones: tuple[Value, ...] = ()
    mobiles: tuple[Value, ...] = ()
    faxes: tuple[Value, ...] = ()
    organisation_emails: tuple[Value, ...] = ()
    organisation_phones: tuple[Value, ...] = ()
    website: Value | None = None
    street: Value | None = None
    postcode: Value | None = None
    town: Value | None = None
    municipality: Value | None = None
    ags: Value | None = None
    fields_of_action: tuple[Value, ...] = ()
    since: DateValue | None = None
    until: DateValue | None = None
    snapshot: DateValue | None = None
    ended_hint: Cell | None = None  # struck through, grey, or "ausgeschieden" without a day
    is_vacant: bool = False
    is_unsure: bool = False  # "(x)", "x?", "angefragt"
    note: Value | None = None

    @property
    def last_name(self) -> str:
        return self.person.last_name if self.person else ""

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person else ""

    @property
    def title(self) -> str:
        return self.person.title if self.person else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it is taken for. ``index`` counts from 0, so it survives in a form; ``letters`` is for people."""

    index: int
    heading: str
    field: Field
    sureness: Sureness
    reason: str  # German: why it is taken for this
    samples: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        return column_letters(self.index + 1)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out, and why: so that nothing is lost silently."""

    row: int
    code: str  # "total", "footer", "heading_again", "block_heading", "no_name", "legend"
    text: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    name: str
    layout: Layout
    header_row: int  # 1-based; the last line of a two-line heading; 0 = none
    columns: tuple[Column, ...]
    network_from: NetworkFrom
    network: Value | None  # of the whole sheet, when title or sheet name says it
    rows: tuple[SeatRow, ...]
    skipped: tuple[Skipped, ...] = ()
    hidden: bool = False
    left_out: bool = False  # hidden, or the user said so: no rows
    signature: str = ""  # of the headings as found without correction
    found_header_row: int = 0  # likewise
    matrix_networks_in: str = ""  # "columns" or "rows"


@dataclass(frozen=True, slots=True)
class ShapeMapping:
    """Corrections for every sheet whose headings have this signature."""

    columns: Dictionary[int, Field] = field(
        default_factory=dict
    )  # column index -> field; columns not named: as proposed
    header_offset: int = 0  # header row minus the header row found without correction
    layout: Layout | None = None
    matrix_networks_in: str = ""


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Corrections for one sheet by its name."""

    take: bool | None = None  # None = as proposed (hidden sheets are left out)
    network: str = ""  # the network of all its rows


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the user corrected. ``to_json`` goes into RememberedMapping.mapping and ImportRun.mapping."""

    shapes: Dictionary[str, ShapeMapping] = field(default_factory=dict)  # by SheetReading.signature
    sheets: Dictionary[str, SheetChoice] = field(default_factory=dict)  # by sheet name

    def to_json(self) -> dict[str, object]:
        return {
            "shapes": {
                key: {
                    "columns": {str(index): str(to) for index, to in shape.columns.items()},
                    "header_offset": shape.header_offset,
                    "layout": str(shape.layout) if shape.layout else "",
                    "matrix_networks_in": shape.matrix_networks_in,
                }
                for key, shape in self.shapes.items()
            },
            "sheets": {key: {"take": choice.take, "network": choice.network} for key, choice in self.sheets.items()},
        }

    @classmethod
    def from_json(cls, data: Dictionary[str, object]) -> "Mapping":
        """The mapping that ``to_json`` wrote; unknown fields and layouts are dropped, not guessed."""
        return cls(
            shapes={str(key): _shape(value) for key, value in _entries(data.get("shapes"))},
            sheets={
                str(key): SheetChoice(
                    take=value["take"] if isinstance(value.get("take"), bool) else None,  # type: ignore[arg-type]
                    network=str(value.get("network") or ""),
                )
                for key, value in _entries(data.get("sheets"))
            },
        )


def _entries(data: object) -> list[tuple[str, dict[str, object]]]:
    return [(k, v) for k, v in data.items() if isinstance(v, dict)] if isinstance(data, dict) else []


def _shape(data: dict[str, object]) -> ShapeMapping:
    columns = data.get("columns")
    offset, layout = data.get("header_offset"), data.get("layout")
    known, layouts = set(Field), set(Layout)
    return ShapeMapping(
        columns={
            int(index): Field(to)
            for index, to in (columns.items() if isinstance(columns, dict) else ())
            if str(index).isdecimal() and to in known
        },
        header_offset=offset if isinstance(offset, int) else 0,
        layout=Layout(str(layout)) if layout in layouts else None,
        matrix_networks_in=str(data.get("matrix_networks_in") or ""),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one file."""

    file_name: str
    sha256: str
    sheets: tuple[SheetReading, ...]
    warnings: tuple[Warning, ...] = ()

    @property
    def rows(self) -> list[SeatRow]:
        return [row for sheet in self.sheets for row in sheet.rows]

    @property
    def signature(self) -> str:
        """Of the shape of the whole file: equal for next year's file with the same headings, however many sheets."""
        shapes = sorted({sheet.signature for sheet in self.sheets if sheet.signature})
        return sha256("\n".join(shapes).encode()).hexdigest() if shapes else ""
