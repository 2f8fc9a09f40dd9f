"""The door: bytes and a file name in, a Reading out. Nothing of a file is used when any part of it is refused."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kreisnetz.register.sheets import body, columns, header, matrix, titles
from kreisnetz.register.sheets.contract import (
    NOT_READ,
    Cell,
    Column,
    Field,
    Layout,
    Mapping,
    NetworkFrom,
    PersonValue,
    Progress,
    Reading,
    Refusal,
    SeatRow,
    ShapeMapping,
    Sheet,
    SheetChoice,
    SheetReading,
    Sureness,
    Value,
    Warning,
)
from kreisnetz.register.sheets.grid import Grid, one_line
from kreisnetz.register.sheets.header import Header
from kreisnetz.register.sheets.headings import heading_key
from kreisnetz.register.sheets.remarks import Remarks
from kreisnetz.register.sheets.seats import SeatReader
from kreisnetz.register.sheets.workbook import open_sheets

_STEP = 250
_IDENTIFYING = {
    Field.NETWORK, Field.ORGANISATION, Field.PERSON, Field.LAST_NAME, Field.FIRST_NAME, Field.EMAIL, Field.ORGANISATION_ID, Field.NETWORK_ID,
}  # fmt: skip
_WHO = {Field.ORGANISATION, Field.PERSON, Field.LAST_NAME, Field.PARENT}


@dataclass
class _Shape:
    """A sheet whose columns are known, before its rows are read."""

    grid: Grid
    header: Header
    columns: tuple[Column, ...]
    found: Header  # without correction
    signature: str
    mapping: ShapeMapping
    choice: SheetChoice
    side: str  # where the networks of a matrix stand: "columns", "rows"; "" for no matrix


def read(data: bytes, name: str, mapping: Mapping | None = None, progress: Progress | None = None) -> Reading:
    """Read a whole file; ``Refusal`` where it must not or cannot be read."""
    mapping = mapping or Mapping()
    sheets = open_sheets(data, name)
    shapes = [_shape(sheet, mapping) for sheet in sheets]
    total = sum(shape.grid.height for shape in shapes)
    names = [titles.network_of_title(shape.grid, shape.header.top) for shape in shapes]
    done = 0
    read_sheets: list[SheetReading] = []
    warnings: list[Warning] = []
    for number, shape in enumerate(shapes):
        others = [
            value.text for n, value in enumerate(names) if value and n != number and not shapes[n].grid.sheet.hidden
        ]
        reader = _SheetReader(shape, names[number], others)
        for rows in reader.run():
            if progress:
                progress(min(done + rows, total), total)
        done += shape.grid.height
        read_sheets.append(reader.reading)
        warnings += reader.remarks.all()
    if progress:
        progress(total, total)
    return Reading(name, hashlib.sha256(data).hexdigest(), tuple(read_sheets), tuple(warnings))


def _shape(sheet: Sheet, mapping: Mapping) -> _Shape:
    grid = Grid(sheet)
    found = header.find(grid)
    signature = _signature(found, grid.width)
    corrected = mapping.shapes.get(signature, ShapeMapping())
    used = found
    if corrected.header_offset and 0 <= max(found.bottom, 0) + corrected.header_offset < grid.height:
        used = header.at(grid, max(found.bottom, 0) + corrected.header_offset)
    marks = (
        header.matrix_columns(grid, used.bottom)
        if used.bottom >= 0 and corrected.layout in (None, Layout.MATRIX)
        else []
    )
    proposed = columns.propose(grid, used, marks)
    if corrected.columns:
        proposed = tuple(_corrected(column, corrected.columns.get(column.index)) for column in proposed)
    side = ""
    if any(column.field is Field.MARK for column in proposed):
        side = corrected.matrix_networks_in or matrix.networks_in(grid, used, proposed)
        proposed = matrix.with_names(proposed, side, set(corrected.columns))
    choice = mapping.sheets.get(sheet.name, SheetChoice())
    return _Shape(grid, used, proposed, found, signature, corrected, choice, side)


def _signature(found: Header, width: int) -> str:
    """Of the headings as they were found, blank and letter case aside."""
    keys = [heading_key(heading) for heading in found.headings]
    while keys and not keys[-1]:
        keys.pop()
    text = "\x1f".join(keys) if keys else f"without heading {width}"
    return hashlib.sha256(text.encode()).hexdigest() if width else ""


def _corrected(column: Column, field: Field | None) -> Column:
    return replace(column, field=field, sureness=Sureness.SURE, reason="Von Ihnen so zugeordnet.") if field else column


class _SheetReader:
    """Reads the rows of one sheet; ``reading`` stands when ``run`` has come to its end."""

    def __init__(self, shape: _Shape, title: Value | None, other_titles: list[str]) -> None:
        self.shape, self.title, self.other_titles = shape, title, other_titles
        self.sheet = shape.grid.sheet
        self.remarks = Remarks(self.sheet.name)
        self.fields = {column.field for column in shape.columns}
        self.network: Value | None = None
        self.network_short: Value | None = None
        self.network_from = NetworkFrom.NOWHERE
        self.reading = self._result(Layout.EMPTY, [], body.Body())

    def run(self) -> Iterator[int]:
        """Yields the number of rows done, so that progress can be shown."""
        if self._is_left_out():
            self.reading = replace(self.reading, layout=self._layout(), left_out=True)
            return
        split = body.split(self.shape.grid, self.shape.header, self.shape.columns, self.remarks)
        self._check_formulas({row + 1 for row in split.rows})
        self._find_network(split)
        layout = self._layout()
        rows: list[SeatRow] = []
        if layout not in (Layout.EMPTY, Layout.UNCLEAR):
            reader = SeatReader(self.shape.grid, self.shape.columns, self.remarks)
            crosses = None
            if layout is Layout.MATRIX:
                shape = self.shape
                crosses = matrix.MatrixReader(shape.grid, shape.header, shape.columns, shape.side, self.remarks)
            for number, row in enumerate(split.rows):
                seats = self._finish(row, reader.read(row), split)
                rows += crosses.read(row, seats) if crosses else seats
                if number % _STEP == 0:
                    yield row
        rows = with_deputies(rows)
        self._say(layout, rows, split)
        self.reading = self._result(layout, rows, split)

    def _is_left_out(self) -> bool:
        take = self.shape.choice.take
        if take is None and self.sheet.hidden and self.shape.grid.height:
            self.remarks.add(
                "hidden_sheet",
                f"Das Blatt „{self.sheet.name}“ ist ausgeblendet und wird nicht übernommen, solange Sie es nicht wählen.",
            )
        return take is False or (take is None and (self.sheet.hidden or self._is_ours_to_look_at()))

    def _is_ours_to_look_at(self) -> bool:
        """A sheet of the register's own workbook that says in its last heading that it is not read back."""
        return any(heading_key(text) == heading_key(NOT_READ) for text in self.shape.header.headings if text)

    def _check_formulas(self, rows: set[int]) -> None:
        """A formula's stored result is read and named; without one the file cannot be trusted."""
        taken = {column.index: column.field for column in self.shape.columns if column.field is not Field.IGNORE}
        for row, column in sorted(self.sheet.uncomputed):
            if row in rows and column - 1 in taken:
                cell = Cell(self.sheet.name, row, column, "")
                raise Refusal(
                    "formula_without_value",
                    f"{cell.place}: Hier steht eine Formel ohne gespeichertes Ergebnis oder mit einem Fehler. Bitte öffnen Sie die Datei "
                    "in Excel, ersetzen Sie Formeln durch Werte („Inhalte einfügen › Werte“) und speichern Sie sie neu.",
                )
        for row, column in sorted(self.sheet.formulas):
            if row in rows and column - 1 in taken:
                kind = "formula" if taken[column - 1] in _IDENTIFYING else "formula_result"
                cell = Cell(self.sheet.name, row, column, self.shape.grid.text(row - 1, column - 1))
                self.remarks.add(kind, f"Eine Formel: gelesen ist ihr letztes Ergebnis „{cell.text[:60]}“.", cell)

    def _find_network(self, split: body.Body) -> None:
        choice = self.shape.choice.network
        own = titles.network_of_sheet(self.sheet)
        chosen, source, short = titles.choose(self.title, own, self.other_titles)
        if choice:
            self.network, self.network_from = Value(choice, Cell(self.sheet.name, 1, 1, choice)), NetworkFrom.USER
        elif Field.MARK in self.fields:
            self.network_from = NetworkFrom.MATRIX
        elif self.fields & {Field.NETWORK, Field.NETWORK_ID, Field.NETWORK_SHORT}:
            self.network_from = NetworkFrom.COLUMN
        elif split.n_blocks:
            self.network_from, self.network = NetworkFrom.BLOCKS, chosen
        else:
            self.network, self.network_from, self.network_short = chosen, source, short

    def _layout(self) -> Layout:
        fields, told = self.fields, self.shape.mapping.layout
        if not any(map(any, self.shape.grid.texts)):
            return Layout.EMPTY
        if told:
            return told
        if Field.MARK in fields:
            return Layout.MATRIX
        ids = {Field.ORGANISATION_ID, Field.NETWORK_ID} <= fields or {Field.PERSON_ID, Field.NETWORK_ID} <= fields
        if ids and not fields & (_WHO | {Field.NETWORK}):
            return Layout.MEMBERSHIPS
        if fields & (_WHO | {Field.ORGANISATION_ID, Field.PERSON_ID}):
            return Layout.SEATS if self.network_from is not NetworkFrom.NOWHERE else Layout.ORGANISATIONS
        if fields & {Field.NETWORK, Field.NETWORK_ID}:
            return Layout.NETWORKS
        return Layout.UNCLEAR

    def _finish(self, row: int, seats: list[SeatRow], split: body.Body) -> list[SeatRow]:
        """Add what stands above the row: its block's network and group, or the network of the sheet."""
        grid, network = self.shape.grid, self.network
        if row in split.network_row and self.network_from is NetworkFrom.BLOCKS:
            cell = grid.cell(*split.network_row[row])
            network = Value(titles.block_name(cell.text), cell)
        group = grid.cell(*split.group_row[row]) if row in split.group_row else None
        above = split.organisation_row.get(row)
        finished = []
        for seat in seats:
            if above and not seat.organisation:
                seat = replace(seat, organisation=Value(one_line(grid.text(*above)), grid.cell(*above)))
            if network and not seat.network:
                seat = replace(seat, network=network, network_short=seat.network_short or self.network_short)
            if group and not seat.stakeholder_group:
                seat = replace(seat, stakeholder_group=titles.group_value(group))
            finished.append(seat)
        return finished

    def _say(self, layout: Layout, rows: list[SeatRow], split: body.Body) -> None:
        if layout is Layout.UNCLEAR:
            self.remarks.add(
                "unclear_sheet",
                f"Das Blatt „{self.sheet.name}“ nennt keine Spalte mit Organisationen, Personen oder Netzwerken.",
            )
        unknown = [
            column
            for column in self.shape.columns
            if column.field is Field.IGNORE and column.sureness is Sureness.UNSURE
        ]
        for column in unknown if rows else ():
            heading = f"„{one_line(column.heading)}“" if column.heading else column.letters
            self.remarks.add("column_left_out", f"Die Spalte {heading} wird nicht übernommen. {column.reason}")
        for place in self.shape.grid.cut:
            self.remarks.add(
                "cell_cut", "Der Text ist sehr lang; gelesen ist nur sein Anfang.", self.shape.grid.cell(*place)
            )
        if layout is Layout.SEATS:
            for row in rows:
                if not row.organisation and not row.organisation_id and not row.person_id:
                    self.remarks.add("no_organisation", f"Zeile {row.row} nennt keine Organisation.", row.cell)

    def _result(self, layout: Layout, rows: list[SeatRow], split: body.Body) -> SheetReading:
        shape = self.shape
        return SheetReading(
            name=self.sheet.name,
            layout=layout,
            header_row=shape.header.bottom + 1,
            columns=shape.columns,
            network_from=self.network_from,
            network=self.network,
            rows=tuple(rows),
            skipped=tuple(split.skipped),
            hidden=self.sheet.hidden,
            signature=shape.signature,
            found_header_row=shape.found.bottom + 1,
            matrix_networks_in=shape.side,
        )


def with_deputies(rows: list[SeatRow]) -> list[SeatRow]:
    """Rows of deputies without a name for whom: of the one person of their organisation in that network, if it is one."""
    principals: dict[tuple[str, str], set[PersonValue]] = {}
    for row in rows:
        if row.person and not row.is_deputy:
            principals.setdefault(_table_of(row), set()).add(row.person)
    linked = []
    for row in rows:
        persons = principals.get(_table_of(row), set())
        if row.is_deputy and row.person and not row.deputy_of and row.organisation and len(persons) == 1:
            row = replace(row, deputy_of=next(iter(persons)))
        linked.append(row)
    return linked


def _table_of(row: SeatRow) -> tuple[str, str]:
    return (row.organisation.text if row.organisation else "", row.network.text if row.network else "")
