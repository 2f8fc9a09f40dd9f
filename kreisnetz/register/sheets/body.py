"""Tells the rows of data from headings in between, totals, footers and legends, and fills what stands only once for several rows."""

from dataclasses import dataclass, field

from kreisnetz.register.sheets import people, vocabulary
from kreisnetz.register.sheets.channels import emails_in
from kreisnetz.register.sheets.contract import Column, Field, Skipped
from kreisnetz.register.sheets.grid import Grid
from kreisnetz.register.sheets.header import Header
from kreisnetz.register.sheets.remarks import Remarks

F = Field
# What belongs to the organisation and so holds for all of its people below it.
_OF_ORGANISATION = {
    F.ORGANISATION, F.ORGANISATION_SHORT, F.ORGANISATION_KIND, F.ORGANISATION_ID, F.PARENT, F.ADDRESS, F.STREET, F.POSTCODE, F.TOWN,
    F.MUNICIPALITY, F.AGS, F.WEBSITE, F.ORGANISATION_EMAIL, F.ORGANISATION_PHONE, F.STAKEHOLDER_GROUP, F.FIELD_OF_ACTION,
}  # fmt: skip
_OF_NETWORK = {F.NETWORK, F.NETWORK_SHORT, F.NETWORK_KIND, F.NETWORK_ID}
_OF_PERSON = {
    F.PERSON,
    F.LAST_NAME,
    F.FIRST_NAME,
    F.TITLE,
    F.PERSON_FUNCTION,
    F.EMAIL,
    F.PHONE,
    F.MOBILE,
    F.FAX,
    F.CONTACT,
}
_WHO = {F.PERSON, F.LAST_NAME, F.FIRST_NAME, F.EMAIL, F.CONTACT, F.PERSON_ID}


@dataclass
class Body:
    """The rows to read (from 0), the block each belongs to, and what was left out."""

    rows: list[int] = field(default_factory=list)
    network_row: dict[int, tuple[int, int]] = field(default_factory=dict)  # row -> cell of the block's network
    group_row: dict[int, tuple[int, int]] = field(default_factory=dict)
    organisation_row: dict[int, tuple[int, int]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    n_blocks: int = 0


def split(grid: Grid, header: Header, columns: tuple[Column, ...], remarks: Remarks) -> Body:
    """Go down the rows once; fills the grid on the way."""
    return _Splitter(grid, header, columns, remarks).split()


class _Splitter:
    def __init__(self, grid: Grid, header: Header, columns: tuple[Column, ...], remarks: Remarks) -> None:
        self.grid, self.header, self.remarks = grid, header, remarks
        self.by_field: dict[Field, list[int]] = {}
        for column in columns:
            self.by_field.setdefault(column.field, []).append(column.index)
        self.taken = {column.index for column in columns if column.field is not F.IGNORE}
        self.body = Body()
        self.network: tuple[int, int] | None = None
        self.group: tuple[int, int] | None = None
        self.organisation: tuple[int, int] | None = None
        self.last: int | None = None
        self.in_legend = False
        self.headings = [heading.split("\n")[-1] for heading in header.headings]
        counts = sorted(len(grid.used(row)) for row in grid.rows(header.bottom + 1) if grid.used(row))
        self.usual = counts[len(counts) // 2] if counts else 0

    def split(self) -> Body:
        for row in self.grid.rows(self.header.bottom + 1):
            used = self.grid.used(row)
            if not used:
                if not any(self.grid.texts[row]) or self.last is None:
                    continue
            elif self._is_left_out(row, used):
                continue
            self._fill(row)
            if not any(self.grid.texts[row][column] for column in self.taken):
                self._skip(row, "no_name")
                continue
            self.body.rows.append(row)
            self.last = row
            if self.network:
                self.body.network_row[row] = self.network
            if self.group:
                self.body.group_row[row] = self.group
            if self.organisation:
                self.body.organisation_row[row] = self.organisation
        return self.body

    def _skip(self, row: int, code: str) -> bool:
        text = " | ".join(text for text in self.grid.texts[row] if text)
        self.body.skipped.append(Skipped(row + 1, code, text.replace("\n", " ")[:120]))
        return True

    def _is_left_out(self, row: int, used: list[int]) -> bool:
        texts = [self.grid.text(row, column) for column in used]
        first = texts[0]
        if self._is_heading_again(row, used):
            return self._skip(row, "heading_again")
        few = len(used) <= max(3, self.usual // 2)
        if vocabulary.is_total(first) and not any(map(emails_in, texts)) and self._only_numbers(texts[1:]):
            return self._skip(row, "total")
        if few and vocabulary.is_footer(first) and not any(map(emails_in, texts[:1])):
            self.in_legend = self.in_legend or first.lower().startswith("legende")
            return self._skip(row, "footer")
        if self.in_legend and len(used) <= 2:
            return self._skip(row, "legend")
        if row not in {0} and all(text.replace(".", "").isdigit() for text in texts) and F.MARK in self.by_field:
            return self._skip(row, "total")
        return len(used) == 1 and self._is_block_heading(row, used[0], first)

    def _only_numbers(self, texts: list[str]) -> bool:
        return all(text.replace(".", "").replace(",", "").replace(" ", "").isdigit() for text in texts)

    def _is_heading_again(self, row: int, used: list[int]) -> bool:
        same = sum(self.grid.text(row, column) == self.headings[column] for column in used)
        return same >= 2 and same * 2 > len(used) and same * 2 >= sum(map(bool, self.headings))

    def _is_block_heading(self, row: int, column: int, text: str) -> bool:
        """A row with one text: a network, a group at the table, or an organisation above its people."""
        if self.usual < 2 or len(text) > 150:
            return False
        spanning = self.grid.spans.get((row, column), 1) >= 2
        in_organisations = column in self.by_field.get(F.ORGANISATION, [])
        if spanning and self.grid.text(row, column) and self._is_group(text):
            self.group = (row, column)
            return self._skip(row, "block_heading")
        has_column = bool(self.by_field.get(F.NETWORK)) or F.MARK in self.by_field
        if not has_column and (spanning or vocabulary.heads_network(text)):
            self.network, self.group, self.organisation = (row, column), None, None
            self.body.n_blocks += 1
            self.last = None
            return self._skip(row, "block_heading")
        if (in_organisations or not self.taken & {column}) and self._is_group(text) and not self._is_over_people(row):
            self.group = (row, column)
            return self._skip(row, "block_heading")
        if not self.by_field.get(F.ORGANISATION) and self._heads_people(row, column, text):
            self.organisation = (row, column)
            return self._skip(row, "organisation_heading")
        if in_organisations and self._is_over_people(row):
            self.last = row
            return self._skip(row, "organisation_heading")
        return False

    def _is_group(self, text: str) -> bool:
        words = len(text.replace("/", " ").split())
        return words <= 4 and bool(vocabulary.group_code(text)) and not text.strip().endswith(("e.V.", "e. V.", "GmbH"))

    def _is_over_people(self, row: int) -> bool:
        """Whether the next row has a person but no organisation."""
        below = row + 1
        organisation = self.by_field.get(F.ORGANISATION, [])
        return (
            below < self.grid.height
            and not any(self.grid.text(below, column) for column in organisation)
            and any(self.grid.text(below, column) for who in _WHO for column in self.by_field.get(who, []))
        )

    def _heads_people(self, row: int, column: int, text: str) -> bool:
        """An organisation in the column of names, above its people; the sheet has no column of its own for it."""
        among_people = column in self.by_field.get(F.LAST_NAME, []) + self.by_field.get(F.PERSON, [])
        followed = row + 1 < self.grid.height and len(self.grid.used(row + 1)) >= 2
        return among_people and followed and not people.looks_like_person(text) and not people.is_vacant(text)

    def _fill(self, row: int) -> None:
        """Take over what stands once above: ditto marks, an organisation over its people, a network over its organisations."""
        last = self.last
        if last is None:
            return
        texts = self.grid.texts[row]
        for column in self.taken:
            if texts[column] and vocabulary.is_ditto(texts[column]) and self.grid.text(last, column):
                self.grid.fill(row, column, last)
        organisation = self.by_field.get(F.ORGANISATION, []) or self.by_field.get(F.ORGANISATION_ID, [])
        person = [column for who in _WHO for column in self.by_field.get(who, [])]
        has_person = any(texts[column] for column in person)
        has_network = any(texts[column] and not self.grid.is_filled(row, column) for column in self._of(_OF_NETWORK))
        if organisation and not any(texts[column] for column in organisation):
            if has_person:
                self._take_over(row, last, self._of(_OF_ORGANISATION | _OF_NETWORK))
                self._say_filled(row, last, organisation[0])
            elif has_network:
                self._take_over(row, last, self._of(_OF_ORGANISATION | _OF_PERSON))
                self._say_filled(row, last, organisation[0])
        elif organisation and self.grid.is_filled(row, organisation[0]):
            self._take_over(row, last, self._of(_OF_ORGANISATION))
        networks = self.by_field.get(F.NETWORK, [])
        if networks and not any(texts[column] for column in networks) and self._leaves_blank(networks[0]):
            self._take_over(row, last, self._of(_OF_NETWORK))

    def _of(self, fields: set[Field]) -> list[int]:
        return [column for name in fields for column in self.by_field.get(name, [])]

    def _take_over(self, row: int, last: int, columns: list[int]) -> None:
        for column in columns:
            if not self.grid.text(row, column) and self.grid.text(last, column):
                self.grid.fill(row, column, last)

    def _leaves_blank(self, column: int) -> bool:
        """Whether a column is written once per block: a good part of its cells is blank."""
        if not hasattr(self, "_blank"):
            self._blank: dict[int, bool] = {}
        if column not in self._blank:
            rows = [row for row in self.grid.rows(self.header.bottom + 1) if len(self.grid.used(row)) >= 2]
            blank = sum(not self.grid.text(row, column) for row in rows)
            self._blank[column] = blank >= 0.3 * len(rows)
        return self._blank[column]

    def _say_filled(self, row: int, last: int, column: int) -> None:
        name = self.grid.text(row, column).split("\n")[0]
        if name and not people.is_vacant(name):
            self.remarks.add(
                "filled_down",
                f"Zeile {row + 1} nennt keine Organisation; übernommen ist „{name}“ aus Zeile {last + 1}.",
                self.grid.cell(row, column),
            )
