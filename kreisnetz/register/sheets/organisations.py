"""Names of organisations as they stand in one cell: with their Träger, a short name in brackets, or the person behind a comma."""

import re
from dataclasses import dataclass

from kreisnetz.core.names import tidy
from kreisnetz.register.sheets import channels, people, vocabulary

_PARENT = re.compile(
    r"[\s(,;\n]*\b(?:Träger(?:verein)?|Trägerschaft|in Trägerschaft(?: von| der| des)?)\s*:?\s+([^()\n]+?)\s*\)?\s*$"
)
_SHORT = re.compile(r"\s*\(([A-ZÄÖÜ][\w.ÄÖÜäöüß&-]{0,9})\)\s*$")
_WITH_PERSON = re.compile(
    r"^(?P<organisation>.{3,}?)\s*[,;:\n–-]+\s*(?P<person>(?:Frau|Herrn?|Fr\.|Hr\.)\s.+)$", re.DOTALL
)
_PERSON_FIRST = re.compile(
    r"^(?P<person>(?:Frau|Herrn?|Fr\.|Hr\.)\s[^,;\n(]+?)\s*[,;\n(–]+\s*(?P<organisation>[^)]{3,}?)\)?$", re.DOTALL
)
_NO_ADDRESS = channels.Address()


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    short: str = ""
    parent: str = ""
    person: str = ""
    address: channels.Address = _NO_ADDRESS


def read_organisation(text: str, *, parent_in_cell: str = "", person_in_cell: bool = False) -> Organisation:
    """Take a cell apart. ``parent_in_cell`` says on which side of a slash the Träger stands ("before", "after", "").

    >>> read_organisation("Jobcenter Beispielkreis (JC)").short
    'JC'
    >>> read_organisation("Jugendamt\\nMusterweg 1\\n64999 Beispielstadt").address.town
    'Beispielstadt'
    >>> read_organisation("Kita Beispiel / Beispielträger gGmbH", parent_in_cell="after").parent
    'Beispielträger gGmbH'
    """
    person = parent = short = ""
    text, address = _apart_from_address(text)
    if person_in_cell:
        text, person = _apart_from_person(text)
    if match := _PARENT.search(text):
        parent, text = tidy(match[1]).strip(" ,;"), text[: match.start()]
    elif parent_in_cell:
        first, second = _halves(text)
        if second:
            text, parent = (first, second) if parent_in_cell == "after" else (second, first)
    name = ", ".join(line.strip(" ,;") for line in text.split("\n") if line.strip(" ,;")) if "\n" in text else text
    if (match := _SHORT.search(name)) and sum(c.isupper() for c in match[1]) >= 2:
        short, name = match[1], name[: match.start()]
    return Organisation(tidy(name).strip(" ,;"), short, parent, person, address)


def _apart_from_address(text: str) -> tuple[str, channels.Address]:
    """The lines below the name that are street and town."""
    lines = text.split("\n")
    at = next(
        (n for n, line in enumerate(lines) if n and (channels.is_street(line) or channels.address_in(line).postcode)), 0
    )
    if not at:
        return text, _NO_ADDRESS
    return "\n".join(lines[:at]), channels.address_in("\n".join(lines[at:]))


def _halves(text: str) -> tuple[str, str]:
    pieces = re.split(r"\s*\n\s*|\s+/\s+|\s+[–|]\s+", text.strip(), maxsplit=1)
    if len(pieces) == 1 and text.count("/") == 1 and "(" not in text:
        pieces = text.split("/")
    return (tidy(pieces[0]), tidy(pieces[1])) if len(pieces) == 2 else (tidy(text), "")


def _apart_from_person(text: str) -> tuple[str, str]:
    match = _WITH_PERSON.match(text) or _PERSON_FIRST.match(text)
    if match:
        return match["organisation"].strip(), tidy(match["person"])
    head, comma, tail = text.partition(",")
    if comma and vocabulary.names_organisation(head) and people.looks_like_person(tail) and len(tail.split()) >= 2:
        return head.strip(), tidy(tail)
    return text, ""
