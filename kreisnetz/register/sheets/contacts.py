"""Mail addresses and numbers of one row, and whose they are where a cell names several people."""

from typing import Any

from kreisnetz.register.sheets import channels, vocabulary
from kreisnetz.register.sheets.contract import Field, PersonValue, Value
from kreisnetz.register.sheets.grid import Grid
from kreisnetz.register.sheets.remarks import Remarks

F = Field
_NUMBERS = ((F.PHONE, "phones"), (F.MOBILE, "mobiles"), (F.FAX, "faxes"), (F.CONTACT, ""))


class ContactReader:
    """Reads the channels of rows of one grid."""

    def __init__(self, grid: Grid, by_field: dict[Field, list[int]], remarks: Remarks) -> None:
        self.grid, self.by_field, self.remarks = grid, by_field, remarks
        keys = {key for key, _ in _NUMBERS} | {
            F.EMAIL,
            F.ORGANISATION_EMAIL,
            F.ORGANISATION_PHONE,
            F.DEPUTY_EMAIL,
            F.DEPUTY_PHONE,
        }
        self.has_any = bool(keys & set(by_field))

    def _mails(self, row: int, keys: tuple[Field, ...]) -> list[Value]:
        found = []
        for key in keys:
            for column in self.by_field.get(key, ()):
                text = self.grid.texts[row][column]
                if not text:
                    continue
                addresses = channels.emails_in(text)
                found += [Value(address, self.grid.cell(row, column)) for address in addresses]
                if channels.has_bad_email(text) or (
                    key is F.EMAIL and not addresses and any(c.isalpha() for c in text)
                ):
                    self.remarks.add(
                        "bad_email", f"„{text[:60]}“ ist keine gültige E-Mail-Adresse.", self.grid.cell(row, column)
                    )
        return found

    def _numbers(self, row: int, key: Field, kind: str) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {"phones": [], "mobiles": [], "faxes": []}
        for column in self.by_field.get(key, ()):
            if text := self.grid.texts[row][column]:
                numbers, cell = channels.numbers_in(text), self.grid.cell(row, column)
                for name, values in (
                    ("phones", numbers.phones),
                    ("mobiles", numbers.mobiles),
                    ("faxes", numbers.faxes),
                ):
                    # A plain column says what its numbers are; only mobile prefixes and words in the cell say otherwise.
                    at = kind if kind and name == "phones" else "faxes" if kind == "faxes" else name
                    found[at] += [Value(number, cell) for number in values]
        return found

    def of_seats(self, row: int, persons: list[PersonValue]) -> list[dict[str, Any]]:
        """Person and channels for every seat of the row."""
        if not self.has_any:
            return [{"person": person} for person in persons] or [{}]
        said: dict[str, Any] = {}
        numbers: dict[str, list[Value]] = {"phones": [], "mobiles": [], "faxes": []}
        for key, kind in _NUMBERS:
            if key in self.by_field:
                for name, values in self._numbers(row, key, kind).items():
                    numbers[name] += values
        said.update({name: tuple(values) for name, values in numbers.items() if values})
        of_organisation = self._mails(row, (F.ORGANISATION_EMAIL,))
        central = self._numbers(row, F.ORGANISATION_PHONE, "phones")
        if central["phones"] or central["mobiles"]:
            said["organisation_phones"] = tuple(central["phones"] + central["mobiles"])
        if F.DEPUTY_EMAIL in self.by_field:
            said["deputy_emails"] = tuple(self._mails(row, (F.DEPUTY_EMAIL,)))
        if F.DEPUTY_PHONE in self.by_field:
            of_deputy = self._numbers(row, F.DEPUTY_PHONE, "phones")
            said["deputy_phones"] = tuple(of_deputy["phones"] + of_deputy["mobiles"])
        mails = self._mails(row, (F.EMAIL, F.CONTACT))
        if len(persons) <= 1:
            said["emails"], said["organisation_emails"] = tuple(mails), tuple(of_organisation)
            return [{"person": persons[0] if persons else None, **said}]
        shares, rest = share_mails(persons, mails)
        if rest:
            self.remarks.add(
                "unclear_email",
                f"„{rest[0].text}“ gehört zu keiner der {len(persons)} Personen erkennbar.",
                rest[0].cell,
            )
        said["organisation_emails"] = tuple(of_organisation + rest)
        seats = [{"person": person, "emails": tuple(own), **said} for person, own in zip(persons, shares, strict=True)]
        for name in ("phones", "mobiles"):
            if numbers[name]:
                self._share_numbers(seats, persons, name, numbers[name])
        return seats

    def _share_numbers(
        self, seats: list[dict[str, Any]], persons: list[PersonValue], name: str, found: list[Value]
    ) -> None:
        """Numbers of several people: who stands in the same line, else one each in order, else the office's for all.

        A mobile number is never given to two people.
        """
        owners = [[n for n, person in enumerate(persons) if _same_line(number, person)] for number in found]
        if all(len(own) == 1 for own in owners):
            places = [own[0] for own in owners]
        elif len(found) == len(persons):
            places = list(range(len(persons)))
        elif name == "phones":
            return
        else:
            places = [0] * len(found)
            self.remarks.add(
                "unclear_phone",
                f"„{found[0].text}“ gehört zu keiner der {len(persons)} Personen erkennbar.",
                found[0].cell,
            )
        for n, seat in enumerate(seats):
            seat[name] = tuple(number for number, place in zip(found, places, strict=True) if place == n)


def _same_line(number: Value, person: PersonValue) -> bool:
    """Whether a line of the number's cell names this person too."""
    return any(number.text in line and person.last_name in line for line in number.cell.text.split("\n"))


def share_mails(persons: list[PersonValue], mails: list[Value]) -> tuple[list[list[Value]], list[Value]]:
    """Which address is whose: the surname in it decides, then the order where there are as many as people."""
    shares: list[list[Value]] = [[] for _ in persons]
    rest = []
    for mail in mails:
        local = vocabulary.letters(mail.text.partition("@")[0])
        owners = [n for n, person in enumerate(persons) if vocabulary.letters(person.last_name) in local]
        if len(owners) > 1:
            closer = [n for n in owners if vocabulary.letters(persons[n].first_name)[:1] == local[:1]]
            owners = closer or owners
        if len(owners) == 1:
            shares[owners[0]].append(mail)
        else:
            rest.append(mail)
    if len(rest) == len(mails) == len(persons):
        return [[mail] for mail in mails], []
    return shares, rest
