"""Contact persons as vCard 4.0 (RFC 6350), for address books of mail programs and telephones."""

import re
from collections.abc import Iterator
from datetime import datetime

from kreisnetz.core.cells import plain
from kreisnetz.register.export.selection import Extract
from kreisnetz.register.export.tables import person_number
from kreisnetz.register.models import ContactChannel, Person

WIDTH = 75  # octets in a line
_SPECIAL = re.compile(r"([\\,;])")
TYPES = {
    ContactChannel.Kind.PHONE: "voice",
    ContactChannel.Kind.MOBILE: "cell",
    ContactChannel.Kind.FAX: "fax",
}


def vcards(extract: Extract, *, now: datetime) -> bytes:
    """Those who have not left, with the networks they sit in as categories; ways that bounced are left out."""
    tables: dict[int, list[str]] = {}
    for seat in extract.seats:
        for person in (extract.person_of(seat), extract.deputy_of(seat)):
            if person:
                tables.setdefault(person.pk, []).append(seat.network.label)
    made: list[str] = []
    for person in extract.people:
        if person.left_on is None:
            made += _card(person, list(dict.fromkeys(tables.get(person.pk, []))), now)
    return "".join(f"{folded(line)}\r\n" for line in made).encode()


def _card(person: Person, networks: list[str], now: datetime) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"UID;VALUE=text:{person_number(person)}"
    yield f"FN:{escaped(str(person))}"
    yield f"N:{escaped(person.last_name)};{escaped(person.first_name)};;{escaped(person.title)};"
    if person.actor:
        yield f"ORG:{escaped(person.actor.name)}"
    if person.function:
        yield f"TITLE:{escaped(person.function)}"
    for way in person.channels.all():
        if way.bounced_at:
            continue
        kind = ContactChannel.Kind(way.kind)
        name = "EMAIL;TYPE=work" if kind == ContactChannel.Kind.EMAIL else f'TEL;VALUE=text;TYPE="work,{TYPES[kind]}"'
        yield f"{name}:{escaped(way.value)}"
    if networks:
        yield "CATEGORIES:" + ",".join(escaped(name) for name in networks)
    yield f"REV:{now:%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def escaped(text: str) -> str:
    r"""
    >>> escaped("Amt; Rat, usw.")
    'Amt\\; Rat\\, usw.'
    """
    return _SPECIAL.sub(r"\\\1", plain(text)).replace("\n", r"\n")


def folded(line: str) -> str:
    """At most 75 octets in a line, never broken inside a character."""
    pieces, piece, room = [], "", WIDTH
    for character in line:
        if len((piece + character).encode()) > room:
            pieces.append(piece)
            piece, room = "", WIDTH - 1
        piece += character
    return "\r\n ".join([*pieces, piece])
