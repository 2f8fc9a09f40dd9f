"""One row of a sheet to its seats: every value with the cell it was read from; several people in a cell become several seats."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kreisnetz.register.sheets import channels, dates, people, vocabulary
from kreisnetz.register.sheets.contacts import ContactReader
from kreisnetz.register.sheets.contract import (
    Cell,
    Column,
    DateValue,
    Field,
    PersonValue,
    SeatRow,
    Value,
)
from kreisnetz.register.sheets.grid import Grid, one_line
from kreisnetz.register.sheets.organisations import read_organisation
from kreisnetz.register.sheets.remarks import Remarks

F = Field
_PLAIN = {
    F.NETWORK_SHORT: "network_short", F.NETWORK_ID: "network_id", F.ORGANISATION_SHORT: "organisation_short",
    F.ORGANISATION_KIND: "organisation_kind", F.ORGANISATION_ID: "organisation_id", F.PARENT: "parent",
    F.PERSON_FUNCTION: "person_function", F.PERSON_ID: "person_id", F.WEBSITE: "website", F.STREET: "street",
    F.MUNICIPALITY: "municipality",
}  # fmt: skip
_NAME_SPLIT = re.compile(r"\s*(?:;|\n|\s\|\s)\s*")
_DEPUTY_REMARK = re.compile(r"(?i)^(?:stellv\w*|stv|vertr\w*|vertretung|ersatz\w*)\b\.?(?:\s*:?\s+(.+))?$")
_FIELD_SPLIT = re.compile(r"\s*[;\n|,]\s*")


class SeatReader:
    """Reads rows of one grid with one assignment of columns."""

    def __init__(self, grid: Grid, columns: tuple[Column, ...], remarks: Remarks) -> None:
        self.grid, self.remarks = grid, remarks
        self.by_field: dict[Field, list[int]] = {}
        for column in columns:
            if column.field not in (F.IGNORE, F.MARK):
                self.by_field.setdefault(column.field, []).append(column.index)
        self.has_person_column = bool({F.PERSON, F.LAST_NAME, F.FIRST_NAME} & set(self.by_field))
        self.parent_in_cell = _parent_side(next((c.heading for c in columns if c.field is F.ORGANISATION), ""))
        mixed = [
            column
            for column in self.by_field.get(F.PERSON, [])
            if any(map(channels.has_channel, grid.column(column, 0)))
        ]
        with_people = {**self.by_field, F.CONTACT: self.by_field.get(F.CONTACT, []) + mixed} if mixed else self.by_field
        self.contacts = ContactReader(grid, with_people, remarks)
        self.plain = [(name, self.by_field[key]) for key, name in _PLAIN.items() if key in self.by_field]
        self.network_pieces: set[str] = _pieces_of(grid, self.by_field.get(F.NETWORK, []))
        self.dates = [column for key in (F.SINCE, F.UNTIL, F.PERIOD, F.STATUS) for column in self.by_field.get(key, [])]
        self.grey_counts = len({row for row, _ in grid.sheet.greyed}) <= 0.4 * max(grid.height, 1)

    def first(self, row: int, key: Field) -> tuple[str, int] | None:
        for column in self.by_field.get(key, ()):
            if text := self.grid.texts[row][column]:
                return text, column
        return None

    def value(self, row: int, key: Field, code_of: Callable[[str], str] | None = None) -> Value | None:
        found = self.first(row, key)
        if not found:
            return None
        text = one_line(found[0])
        return Value(text, self.grid.cell(row, found[1]), code_of(text) if code_of else "")

    def read(self, row: int) -> list[SeatRow]:
        """The seats of one row; none where it names neither organisation, person nor network."""
        said: dict[str, Any] = {}
        for name, columns in self.plain:
            for column in columns:
                if text := self.grid.texts[row][column]:
                    said[name] = Value(one_line(text), self.grid.cell(row, column))
                    break
        self._organisation(row, said)
        self._words(row, said)
        self._place(row, said)
        self._dates(row, said)
        persons = self._people(row, said)
        networks = self._networks(row)
        who = said.get("organisation") or said.get("organisation_id") or said.get("person_id")
        if not (who or persons or networks or said.get("network_id") or said.get("is_vacant")):
            return []
        cell = said["organisation"].cell if said.get("organisation") else persons[0].cell if persons else None
        said |= {"sheet": self.grid.sheet.name, "row": row + 1, "cell": cell or self._first_cell(row)}
        found = [
            {**said, **own, "network": network}
            for network in networks or (None,)
            for own in self.contacts.of_seats(row, persons)
        ]
        return [SeatRow(part=part, **values) for part, values in enumerate(found)]

    def _first_cell(self, row: int) -> Cell:
        return self.grid.cell(row, next((column for column, text in enumerate(self.grid.texts[row]) if text), 0))

    def _organisation(self, row: int, said: dict[str, Any]) -> None:
        found = self.first(row, F.ORGANISATION)
        if not found:
            return
        text, column = found
        cell = self.grid.cell(row, column)
        organisation = read_organisation(
            text, parent_in_cell=self.parent_in_cell, person_in_cell=not self.has_person_column
        )
        if organisation.name:
            said["organisation"] = Value(organisation.name, cell)
        for name in ("street", "postcode", "town"):
            if part := getattr(organisation.address, name):
                said.setdefault(name, Value(part, cell))
        if organisation.short and "organisation_short" not in said:
            said["organisation_short"] = Value(organisation.short, cell)
        if organisation.parent and "parent" not in said:
            said["parent"] = Value(organisation.parent, cell)
        if organisation.person:
            said["_person"] = organisation.person

    def _words(self, row: int, said: dict[str, Any]) -> None:
        if role := self.value(row, F.ROLE, vocabulary.role_code):
            said["role"] = role
            said["is_deputy"] = vocabulary.is_deputy(role.text)
            if people.is_vacant(role.text):
                said["is_vacant"] = True
        if group := self.value(row, F.STAKEHOLDER_GROUP, vocabulary.group_code):
            said["stakeholder_group"] = group
        if kind := self.value(row, F.NETWORK_KIND, vocabulary.kind_code):
            said["network_kind"] = kind
        notes = [(text, column) for column in self.by_field.get(F.NOTE, ()) if (text := self.grid.texts[row][column])]
        if notes:
            said["note"] = Value("; ".join(one_line(text) for text, _ in notes), self.grid.cell(row, notes[0][1]))
        fields = [
            Value(one_line(piece), self.grid.cell(row, column))
            for column in self.by_field.get(F.FIELD_OF_ACTION, ())
            if (text := self.grid.texts[row][column])
            for piece in _FIELD_SPLIT.split(text)
            if piece
        ]
        if fields:
            said["fields_of_action"] = tuple(fields)

    def _place(self, row: int, said: dict[str, Any]) -> None:
        if code := self.value(row, F.POSTCODE):
            digits = code.text.upper().removeprefix("DE").removeprefix("D").lstrip(" -")
            said["postcode"] = Value(digits.zfill(5) if digits.isdigit() and len(digits) == 4 else digits, code.cell)
        if ags := self.value(row, F.AGS):
            said["ags"] = replace(
                ags, text=ags.text.zfill(8) if ags.text.isdigit() and len(ags.text) == 7 else ags.text
            )
        for key in (F.TOWN, F.ADDRESS):
            found = self.first(row, key)
            if not found:
                continue
            cell, address = self.grid.cell(row, found[1]), channels.address_in(found[0])
            for name, text in (("street", address.street), ("postcode", address.postcode), ("town", address.town)):
                if text and name not in said:
                    said[name] = Value(text, cell)

    def _dates(self, row: int, said: dict[str, Any]) -> None:
        for column in self.dates:
            if text := self.grid.texts[row][column]:
                self._date(row, column, text, said)
        if stamp := self._day(row, F.SNAPSHOT):
            said["snapshot"] = stamp
        note = said.get("note")
        if note and dates.says_ended(note.text):
            until = dates.period_of(note.text).until
            if until and "until" not in said:
                said["until"] = _last_day(until, note.text, note.cell)
            elif "until" not in said:
                said["ended_hint"] = note.cell
        elif note and "since" not in said and dates.says_since(note.text) and dates.is_datelike(note.text):
            self._take_period(dates.period_of(note.text), note.text, note.cell, said)
        if hint := self._crossed_out(row):
            said["ended_hint"] = hint
        since, until_value = said.get("since"), said.get("until")
        if since and until_value and until_value.day < since.day:
            self.remarks.add("ends_before_start", f"„{until_value.text}“ liegt vor „{since.text}“.", until_value.cell)

    def _date(self, row: int, column: int, text: str, said: dict[str, Any]) -> None:
        cell, value = self.grid.cell(row, column), self.grid.value(row, column)
        is_since, is_until = column in self.by_field.get(F.SINCE, ()), column in self.by_field.get(F.UNTIL, ())
        plain = not isinstance(value, str) or not any(c.isalpha() for c in value)
        span = dates.span_of(value) if (is_since or is_until) and plain else None
        if span and is_since and not re.search(r"\d{4}\s*[-–]\s*\d{2,4}$", text):
            said["since"] = DateValue(span.first, span.precision, text, cell)
        elif span and is_until:
            said["until"] = _last_day(span, text, cell)
        else:
            period = dates.period_of(text)
            if is_until and period.since and not period.until and not dates.says_since(text):
                period = dates.Period(None, period.since)
            found = self._take_period(period, text, cell, said)
            known = (
                found or column in self.by_field.get(F.STATUS, ()) or vocabulary.is_no(text) or vocabulary.is_mark(text)
            )
            if column in self.by_field.get(F.STATUS, ()) and text.lower().startswith(
                ("inaktiv", "nein", "ruh", "nicht")
            ):
                said.setdefault("ended_hint", cell)
            if not known and not re.search(
                r"(?i)heute|laufend|unbefristet|anfang|gründung|unbekannt|present|now|immer", text
            ):
                self.remarks.add("bad_date", f"„{text[:60]}“ ist kein lesbares Datum.", cell)

    def _take_period(self, period: dates.Period, text: str, cell: Cell, said: dict[str, Any]) -> bool:
        if period.since and "since" not in said:
            said["since"] = DateValue(period.since.first, period.since.precision, one_line(text), cell)
        if period.until and "until" not in said:
            said["until"] = _last_day(period.until, one_line(text), cell)
        elif period.ended and "until" not in said:
            said["ended_hint"] = cell
        return bool(period.since or period.until or period.ended)

    def _day(self, row: int, key: Field) -> DateValue | None:
        found = self.first(row, key)
        span = dates.span_of(self.grid.value(row, found[1])) if found else None
        return (
            DateValue(span.first, span.precision, found[0], self.grid.cell(row, found[1])) if found and span else None
        )

    def _crossed_out(self, row: int) -> Cell | None:
        """The first of organisation and person whose letters are struck through or grey."""
        sheet = self.grid.sheet
        if not sheet.struck and not sheet.greyed:
            return None
        for key in (F.PERSON, F.LAST_NAME, F.ORGANISATION, F.NETWORK):
            for column in self.by_field.get(key, ()):
                place = (row + 1, column + 1)
                if self.grid.texts[row][column] and (
                    place in sheet.struck or (self.grey_counts and place in sheet.greyed)
                ):
                    return self.grid.cell(row, column)
        return None

    def _networks(self, row: int) -> list[Value]:
        found = self.first(row, F.NETWORK)
        if not found:
            return []
        text, cell = found[0], self.grid.cell(row, found[1])
        pieces = [one_line(piece) for piece in _NAME_SPLIT.split(text) if one_line(piece)]
        if len(pieces) == 1 and "," in text:
            parts = [one_line(piece) for piece in text.split(",") if one_line(piece)]
            if all(part in self.network_pieces for part in parts):
                pieces = parts
        return [Value(piece, cell) for piece in pieces if not vocabulary.is_no(piece)]

    def _people(self, row: int, said: dict[str, Any]) -> list[PersonValue]:
        """The people of the row; notes vacancy, deputies and remarks in ``said`` on the way."""
        self._deputies(row, said)
        inline = said.pop("_person", "")
        if inline:
            return self._taken(people.names_in(inline), said["organisation"].cell, said)
        if (found := self.first(row, F.PERSON)) is None:
            return self._from_parts(row, said)
        text, cell = found[0], self.grid.cell(row, found[1])
        if channels.has_channel(text):
            text = channels.without(text)
        if people.is_vacant(text):
            said["is_vacant"] = True
            return []
        if not text or vocabulary.is_no(text) or vocabulary.is_mark(text):
            return []
        if people.is_no_person(text):
            self.remarks.add("no_person", f"„{text[:60]}“ ist kein Name einer Person.", cell)
            said.setdefault("person_function", Value(one_line(text), cell))
            return []
        names = people.names_in(text)
        first = self.first(row, F.FIRST_NAME)
        if first and len(names) == 1 and not names[0].first_name:
            names = [replace(names[0], first_name=one_line(first[0]))]
        return self._taken(names, cell, said)

    def _taken(self, names: list[people.Name], cell: Cell, said: dict[str, Any]) -> list[PersonValue]:
        """People to seats; who is marked as deputy in brackets becomes the deputy of the others."""
        kept, deputies = [], list(said.get("deputies", ()))
        for name in names:
            person = PersonValue(name.last_name, name.first_name, name.title, name.greeting, cell)
            deputy = _DEPUTY_REMARK.match(name.remark)
            if deputy and not deputy[1] and len(names) > 1:
                deputies.append(person)
                continue
            kept.append(person)
            if deputy and deputy[1]:
                stand_ins = people.names_in(deputy[1]) if people.looks_like_person(deputy[1]) else []
                deputies += [PersonValue(n.last_name, n.first_name, n.title, n.greeting, cell) for n in stand_ins]
            elif deputy:
                said["is_deputy"] = True
            elif dates.says_ended(name.remark):
                self._take_period(dates.period_of(name.remark), name.remark, cell, said)
            elif name.remark and "person_function" not in said:
                said["person_function"] = Value(name.remark, cell)
        if deputies:
            said["deputies"] = tuple(deputies)
        return kept

    def _from_parts(self, row: int, said: dict[str, Any]) -> list[PersonValue]:
        last, first = self.first(row, F.LAST_NAME), self.first(row, F.FIRST_NAME)
        if not last and not first:
            return []
        column = (last or first or ("", 0))[1]
        cell = self.grid.cell(row, column)
        surname, given = (last or ("", 0))[0], (first or ("", 0))[0]
        if people.is_vacant(surname or given):
            said["is_vacant"] = True
            return []
        if vocabulary.is_no(surname) and vocabulary.is_no(given):
            return []
        title = self.first(row, F.TITLE)
        lines = list(zip(surname.split("\n"), given.split("\n"), strict=False))
        if not given or len(surname.split("\n")) != len(given.split("\n")):
            lines = [(surname, given)]
        names = []
        for family, fore in lines:
            name = people.one_name(f"{family}, {fore}" if fore and family else family or fore)
            if name and title:
                own, _ = people.take_titles(title[0])
                name = replace(name, title=own or name.title)
            names += [name] if name else []
        return self._taken(names, cell, said)

    def _deputies(self, row: int, said: dict[str, Any]) -> None:
        found = self.first(row, F.DEPUTY)
        if found and vocabulary.is_yes(found[0]):
            said["is_deputy"] = True
        elif found and not people.is_vacant(found[0]) and not vocabulary.is_no(found[0]):
            cell, first = self.grid.cell(row, found[1]), self.first(row, F.DEPUTY_FIRST_NAME)
            names = people.names_in(f"{found[0]}, {first[0]}" if first else found[0])
            said["deputies"] = tuple(PersonValue(n.last_name, n.first_name, n.title, n.greeting, cell) for n in names)
        if found := self.first(row, F.DEPUTY_OF):
            names = people.names_in(found[0])
            cell = self.grid.cell(row, found[1])
            said["is_deputy"] = bool(names)
            if names:
                n = names[0]
                said["deputy_of"] = PersonValue(n.last_name, n.first_name, n.title, n.greeting, cell)


def _last_day(span: dates.Span, text: str, cell: Cell) -> DateValue:
    return DateValue(span.last, span.precision, text, cell)


def _parent_side(heading: str) -> str:
    """Whether a heading like "Einrichtung/Träger" promises both in one cell, and on which side the Träger stands."""
    words = re.split(r"\s*/\s*|\s+und\s+|\s*\|\s*", heading.lower())
    if len(words) != 2 or "träger" not in heading.lower():
        return ""
    return "before" if "träger" in words[0] and "träger" not in words[1] else "after" if "träger" in words[1] else ""


def _pieces_of(grid: Grid, columns: list[int]) -> set[str]:
    """Texts that stand alone in a column, or are listed in it more than once: names that commas may part."""
    alone: set[str] = set()
    listed: dict[str, int] = {}
    for column in columns:
        for row in grid.texts:
            text = row[column]
            if "," not in text:
                alone.add(text)
            else:
                for piece in text.split(","):
                    listed[one_line(piece)] = listed.get(one_line(piece), 0) + 1
    return alone | {piece for piece, n in listed.items() if n > 1}
