"""Crosses to seats: a row names the organisation and the columns the networks, or the other way round."""

import re
from dataclasses import replace

from kreisnetz.register.sheets import dates, people, vocabulary
from kreisnetz.register.sheets.contract import Cell, Column, DateValue, Field, PersonValue, SeatRow, Sureness, Value
from kreisnetz.register.sheets.grid import Grid, one_line
from kreisnetz.register.sheets.header import Header
from kreisnetz.register.sheets.organisations import read_organisation
from kreisnetz.register.sheets.remarks import Remarks

_HYPHEN = re.compile(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])")


def networks_in(grid: Grid, header: Header, columns: tuple[Column, ...]) -> str:
    """Where the networks stand: "columns" or "rows". Words decide, then the heading of the first column."""
    headings = [column.heading for column in columns if column.field is Field.MARK]
    first = next(
        (column for column in columns if column.field is not Field.MARK and column.field is not Field.IGNORE), None
    )
    if first and first.field in (Field.NETWORK, Field.NETWORK_SHORT):
        return "rows"
    if any(column.field in (Field.ORGANISATION, Field.PARENT) for column in columns):
        named = [column for column in columns if column.field is Field.ORGANISATION]
        if named and named[0].sureness.value == "sure":
            return "columns"
    names = grid.column(first.index, header.bottom + 1, limit=100) if first else []
    networks = _share(headings, vocabulary.names_network) + _share(names, vocabulary.names_organisation)
    organisations = _share(headings, vocabulary.names_organisation) + _share(names, vocabulary.names_network)
    return "rows" if organisations > networks else "columns"


def _share(texts: list[str], test: object) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts) if texts and callable(test) else 0.0


def with_names(columns: tuple[Column, ...], side: str, corrected: set[int]) -> tuple[Column, ...]:
    """The column beside the crosses names what the headings above them do not."""
    wanted = Field.ORGANISATION if side == "columns" else Field.NETWORK
    other = Field.NETWORK if side == "columns" else Field.ORGANISATION
    if any(column.field is wanted for column in columns):
        return columns
    free = [column for column in columns if column.index not in corrected and column.samples]
    beside = [column for column in free if column.field is other] or [
        column for column in free if column.field is Field.IGNORE and column.sureness is Sureness.UNSURE
    ]
    if not beside or (side == "columns" and any(column.field in (Field.PERSON, Field.LAST_NAME) for column in columns)):
        return columns
    label = "die Organisationen" if side == "columns" else "die Netzwerke"
    named = replace(beside[0], field=wanted, sureness=Sureness.LIKELY, reason=f"Neben den Kreuzen stehen {label}.")
    return tuple(named if column is beside[0] else column for column in columns)


class MatrixReader:
    """Makes one seat of every cross."""

    def __init__(self, grid: Grid, header: Header, columns: tuple[Column, ...], side: str, remarks: Remarks) -> None:
        self.grid, self.remarks, self.side = grid, remarks, side
        self.marks: list[tuple[int, Value]] = []
        for column in columns:
            if column.field is not Field.MARK:
                continue
            # The last line of a grouped heading names the network; lines within one cell are one name.
            row = next((r for r in range(header.bottom, header.top - 1, -1) if grid.text(r, column.index)), -1)
            cell = (
                grid.cell(row, column.index) if row >= 0 else Cell(grid.sheet.name, 1, column.index + 1, column.heading)
            )
            text = one_line(_HYPHEN.sub("", cell.text if row >= 0 else column.heading))
            if text and not vocabulary.is_total(text):
                self.marks.append((column.index, Value(text, cell)))

    def read(self, row: int, bases: list[SeatRow]) -> list[SeatRow]:
        """One seat for every cross in the row; ``bases`` is what the other columns say."""
        if not bases:
            return []
        base = bases[0]
        seats = [
            seat
            for column, name in self.marks
            if (text := self.grid.texts[row][column])
            and not vocabulary.is_no(text)
            and (seat := self._seat(base, name, text, self.grid.cell(row, column)))
        ]
        if len(bases) > 1 and seats:
            self.remarks.add(
                "several_people_in_matrix",
                f"Zeile {row + 1} nennt {len(bases)} Personen; wer in welchem Netzwerk sitzt, steht nicht da. Übernommen "
                f"ist {base.person.text if base.person else 'die erste'}.",
                base.person.cell if base.person else base.cell,
            )
        return seats

    def _seat(self, base: SeatRow, name: Value, text: str, cell: Cell) -> SeatRow | None:
        seat = replace(base, cell=cell, part=0)
        if self.side == "columns":
            seat = replace(seat, network=name)
        else:
            read = read_organisation(name.text)
            short = Value(read.short, name.cell) if read.short else None
            seat = replace(seat, organisation=Value(read.name, name.cell), organisation_short=short)
        if vocabulary.is_yes(text):
            return self._crossed_out(seat, cell)
        return self._crossed_out(self._worded(seat, text, cell), cell)

    def _worded(self, seat: SeatRow, text: str, cell: Cell) -> SeatRow:
        """A cell that says more than yes: perhaps, a role, a deputy, a year, or the name of the person."""
        if vocabulary.is_unsure_mark(text):
            self.remarks.add("unsure_mark", f"„{text}“: Ob dieser Sitz besteht, ist unsicher.", cell)
            return replace(seat, is_unsure=True)
        if people.is_vacant(text):
            return replace(_of_another(seat, None), is_vacant=True)
        if vocabulary.is_deputy(text):
            return replace(seat, is_deputy=True, role=Value(one_line(text), cell, vocabulary.role_code(text)))
        if code := vocabulary.role_code(text):
            return replace(seat, role=Value(one_line(text), cell, code))
        if dates.is_datelike(text):
            period = dates.period_of(text)
            since = period.since and DateValue(period.since.first, period.since.precision, one_line(text), cell)
            until = period.until and DateValue(period.until.last, period.until.precision, one_line(text), cell)
            return replace(seat, since=since or seat.since, until=until or seat.until)
        if people.looks_like_person(text):
            name = people.names_in(text)[0]
            person = PersonValue(name.last_name, name.first_name, name.title, name.greeting, cell)
            return _of_another(seat, person)
        self.remarks.add("unclear_mark", f"„{text[:60]}“ ist als Zeichen für einen Sitz nicht bekannt.", cell)
        return replace(seat, is_unsure=True, note=Value(one_line(text), cell))

    def _crossed_out(self, seat: SeatRow, cell: Cell) -> SeatRow:
        return replace(seat, ended_hint=cell) if (cell.row, cell.column) in self.grid.sheet.struck else seat


def _of_another(seat: SeatRow, person: PersonValue | None) -> SeatRow:
    """The seat of somebody whom only the cross names: the row's channels are the organisation's, or another person's."""
    central = seat.person is None
    return replace(
        seat,
        person=person,
        person_function=None,
        organisation_emails=seat.organisation_emails + (seat.emails if central else ()),
        organisation_phones=seat.organisation_phones + (seat.phones if central else ()),
        emails=(),
        phones=(),
        mobiles=(),
        faxes=seat.faxes if central else (),
    )
