"""Mail addresses, telephone numbers and postal addresses in one cell, however many there are."""

import re
from dataclasses import dataclass

from kreisnetz.core.names import tidy

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_EMAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}++@[\w-]++(?:\.[\w-]++)+")
_SPELLED_AT = re.compile(r"\s*(?:\(at\)|\[at\]|\{at\}|\(ät\))\s*", re.IGNORECASE)
_SPELLED_DOT = re.compile(r"\s*(?:\(dot\)|\[dot\]|\(punkt\))\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|00|0|\(0|\(\+)?[\d()][\d\s()/.\-–‑]*\d")
_PLAIN_NUMBER = re.compile(r"[+0][\d \-]{3,30}\d")
_LABEL = re.compile(
    r"(?i)\b(?P<mobile>mobil(?:telefon)?|handy|cell|m(?=[:.]))|(?P<fax>(?:tele)?fax|f(?=[:.]))|(?P<phone>tel(?:efon)?|fon|t(?=[:.])|d(?:urchwahl|w))\b"
)
_MOBILE = re.compile(r"^(?:\+49|0049|0)\(?0?\)?1(?:5|6|7)")
_SPLIT_NUMBERS = re.compile(r"\s*(?:\n|;|,|\bod(?:er)?\.?\b|\bund\b|\s/\s?(?=[0+(]))\s*|(?<=\d)/(?=(?:\+|0)\d{3,})")
_WEBSITE = re.compile(r"(?i)^(?:https?://\S+|www\.\S+\.\w{2,})$")
_POSTCODE_TOWN = re.compile(r"(?:\b(?:D|DE)\s*-\s*)?\b(\d{5})\s+([A-ZÄÖÜ][^\d\n,;]*)")
_STREET = re.compile(
    r"(?i)(?:straße|strasse|str\.?|weg|platz|allee|gasse|ring|ufer|hof|damm|markt|chaussee|steig|berg|graben|pfad|anlage|park)\s*\d+\s*[a-z]?\b"
    r"|^(?:am|an der|im|in der|auf dem|zum|zur)\s.+\s\d+\s*[a-z]?$|^[A-ZÄÖÜ][\w.-]+(?:\s[A-ZÄÖÜ][\w.-]+)*\s\d+\s?[a-z]?$"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    postcode: str = ""
    town: str = ""


def emails_in(text: str) -> list[str]:
    """Every mail address in a cell, as it is written, each once.

    >>> emails_in("a.beispiel@example.org; Bernd <B@example.org>, c(at)example.org")
    ['a.beispiel@example.org', 'B@example.org', 'c@example.org']
    """
    if "@" not in text or "(" in text or "[" in text:
        text = _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", text))
    found = (match.strip(".'") for match in _EMAIL.findall(text.replace("mailto:", " ")))
    return list({address.lower(): address for address in found}.values())


def has_bad_email(text: str) -> bool:
    """An at sign that belongs to no address."""
    return "@" in text and text.count("@") != len(_EMAIL.findall(text.replace("mailto:", " ")))


def numbers_in(text: str) -> Numbers:
    """Telephone, mobile and fax numbers of a cell, told apart by their words or their prefix.

    >>> numbers_in("Tel. 06152 / 989-100, Fax: 06152 989-199").faxes
    ('06152 989-199',)
    >>> numbers_in("06152/989100 / 0171 2345678")
    Numbers(phones=('06152/989100',), mobiles=('0171 2345678',), faxes=())
    """
    if _PLAIN_NUMBER.fullmatch(text):  # nearly always
        return Numbers(mobiles=(text,)) if _MOBILE.match(re.sub(r"[\s.-]", "", text)) else Numbers(phones=(text,))
    found: dict[str, list[str]] = {"phone": [], "mobile": [], "fax": []}
    kind = ""
    for piece in _pieces(text):
        label = _LABEL.search(piece)
        if label:
            kind = next(name for name in ("mobile", "fax", "phone") if label[name])
        number = _number(piece)
        if number:
            mobile = kind != "fax" and bool(_MOBILE.match(re.sub(r"[\s/.-]", "", number)))
            found["mobile" if mobile else kind or "phone"].append(number)
    return Numbers(tuple(found["phone"]), tuple(found["mobile"]), tuple(found["fax"]))


def _pieces(text: str) -> list[str]:
    text = _EMAIL.sub("\n", text)
    text = re.sub(r"(?i)(?=\b(?:tel(?:efon)?|(?:tele)?fax|mobil|handy)\b)", "\n", text)
    return [piece for piece in _SPLIT_NUMBERS.split(text) if piece and piece.strip()]


def _number(piece: str) -> str:
    match = _NUMBER.search(piece)
    if not match:
        return ""
    number = tidy(match[0])
    if piece.strip() == f"-{number}":  # only an extension
        return f"-{number}"
    return number if sum(c.isdigit() for c in number) >= 3 else ""


def has_channel(text: str) -> bool:
    """Whether a mail address or a number stands among other words."""
    return "@" in text or sum(c.isdigit() for c in text) >= 5


def without(text: str) -> str:
    """What is left of a cell without its mail addresses and numbers.

    >>> without("Anna Beispiel, Tel. 06100 555-1, a@example.org")
    'Anna Beispiel'
    """
    rest = _NUMBER.sub(" ", _EMAIL.sub(" ", text))
    rest = re.sub(
        r"(?i)\b(?:tel(?:efon)?|fon|(?:tele)?fax|mobil|handy|e-?mail|mail)\b\.?\s*:?|mailto:|<\s*>", " ", rest
    )
    lines = (
        re.sub(r"[ \t]+", " ", re.sub(r"(?:[ ,;:/|–-]+(?=,|;|$))", "", line)).strip(" ,;:/|–-")
        for line in rest.split("\n")
    )
    return "\n".join(line for line in lines if line)


def is_phone(text: str) -> bool:
    """A cell that is a telephone number and hardly anything else.

    >>> is_phone("06152 / 989-100"), is_phone("64521"), is_phone("12.03.2025")
    (True, False, False)
    """
    digits = sum(c.isdigit() for c in text)
    letters = sum(c.isalpha() for c in _LABEL.sub("", text))
    starts = text.lstrip("( ").startswith(("0", "+")) or _LABEL.search(text)
    return (
        6 <= digits <= 40
        and letters <= 3
        and bool(starts)
        and not re.match(r"\d{1,2}\.\d{1,2}\.\d{2,4}$", text.strip())
    )


def is_website(text: str) -> bool:
    return bool(_WEBSITE.match(text.strip()))


def is_street(text: str) -> bool:
    return len(text) < 80 and bool(_STREET.search(text.strip()))


def address_in(text: str) -> Address:
    """
    >>> address_in("Beispielstr. 1, 64521 Groß-Gerau")
    Address(street='Beispielstr. 1', postcode='64521', town='Groß-Gerau')
    """
    match = _POSTCODE_TOWN.search(text)
    if not match:
        street = tidy(text)
        return Address(street=street) if is_street(street) else Address(town=street)
    before = tidy(text[: match.start()].replace("\n", ", ")).strip(" ,;")
    return Address(before, match[1], tidy(match[2]).strip(" ,;-"))
