"""Finds mail addresses, phone and fax numbers and web addresses, also in the ways people hide or break them.

Whose they are and what for is decided in ``registration_info``.
"""

import re
from dataclasses import dataclass
from enum import Enum
from itertools import islice

_MOST = 300


class Way(Enum):
    """Kind of contact."""

    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as it stands in the text; ``value`` is ready to use."""

    way: Way
    start: int
    end: int
    value: str
    mended: bool = False


_AT = r"(?:\s?@\s?|\s?[(\[{]\s?(?:at|ät|@|AT|Klammeraffe)\s?[)\]}]\s?|\s?_at_\s?|\s\(ät\)\s)"
_DOT = r"(?:\.|\s\.\s?|\s?[(\[{]\s?(?:dot|punkt|Punkt|\.)\s?[)\]}]\s?)"
_LABEL = r"[A-Za-z0-9äöüÄÖÜßçğış](?:[A-Za-z0-9äöüÄÖÜßçğış-]{0,62})"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[A-Za-z0-9äöüÄÖÜß_][\w.+'-]{{0,63}}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}[A-Za-z]{{2,24}}(?![\w-])"
)
_URL = re.compile(
    r"(?<![@\w./-])(?:https?://[^\s<>\"“”»«)\]]{3,300}|www\.[^\s<>\"“”»«)\],;]{3,300}|[a-zA-Z0-9äöü][a-zA-Z0-9äöü-]{1,60}(?:\.[a-zA-Z0-9äöü-]{1,60}){0,3}\.(?:de|com|org|net|eu|info|online|example|digital|events|at|ch)(?:/[^\s<>\"“”»«)\],;]{0,200})?)(?![\w@])"
)
_NUMBER = r"(?:\(?(?:\+|00)\s?\d{1,3}\)?[\s./-]{0,2}(?:\(0\)\s?)?|\(?0)[ ]?[\d](?:[\d()]|[\s./–-]{1,3}(?=[\d(])){4,22}"
_PHONE = re.compile(rf"(?<![\w./@-]){_NUMBER}")
_SHORT_PHONE = re.compile(
    r"(?:Tel(?:efon)?|Telefonnummer|Rufnummer|Ruf|Durchwahl|Apparat)(?:nummer)?\.?\s?(?:Nr\.?)?\s?:?\s{0,2}(?P<n>[1-9]\d[\d\s/-]{1,12}\d)(?!\s?(?:Uhr|€|Euro|\.))",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?:Fax|Telefax|PC-Fax)[\s.:-]{0,3}(?:Nr\.?:?\s?)?(?:[-–]\s?|DW\s?|Durchwahl\s?)(?P<n>\d{1,5})(?!\d)",
    re.IGNORECASE,
)
_FAX_LEFT = re.compile(
    r"(?:fax|telefax|fernkopie|faks)(?:[\s-]?(?:nr|nummer|no))?\.?(?:\s(?:an|unter|an die|unter der|gesendet an))?(?:\snummer)?\s{0,2}[:.]?\s{0,3}(?:\(?\+?49\)?)?\s?$",
    re.IGNORECASE,
)
_BOTH_LEFT = re.compile(r"(?:tel\w*\.?\s?(?:/|u\.|und|\+|&)\s?(?:tele)?fax)\.?\s?:?\s?$", re.IGNORECASE)
_NO_PHONE_LEFT = re.compile(
    r"\b(?:iban|bic|konto\w*|blz|plz|aktenzeichen|az\.?|vergabenummer|steuernummer|ust\S*|kennnummer|kenncode|meeting-id|passcode|isbn|issn|(?<!fax-)(?<!fax )(?<!tel-)(?<!tel\.-)(?<!telefon-)nr\.|id|id:)\s?:?\s?[\d\s]{0,12}$",
    re.IGNORECASE,
)


def find_contacts(text: str) -> list[Contact]:
    """All contacts, in order."""
    found: list[Contact] = []
    taken: list[tuple[int, int]] = []
    for read in (_emails, _urls, _phones):
        for contact in read(text):
            if not any(start < contact.end and contact.start < end for start, end in _near(taken, contact)):
                found.append(contact)
        taken = [(c.start, c.end) for c in found]
    found.extend(_extensions(text, found))
    return sorted(found, key=lambda c: c.start)


def _near(taken: list[tuple[int, int]], contact: Contact) -> list[tuple[int, int]]:
    return [span for span in taken if span[0] - 400 < contact.start < span[1] + 400]


def _emails(text: str) -> list[Contact]:
    result = []
    for match in islice(_EMAIL.finditer(text), _MOST):
        raw = match[0]
        value = re.sub(_AT, "@", raw, count=1)
        value = re.sub(_DOT, ".", value)
        if "@" not in value or re.search(r"\s", value):
            continue
        result.append(Contact(Way.EMAIL, match.start(), match.end(), value, mended=value != raw))
    return result


def _urls(text: str) -> list[Contact]:
    result = []
    for match in islice(_URL.finditer(text), _MOST):
        value = match[0].rstrip(".,;:!?'*")
        result.append(Contact(Way.URL, match.start(), match.start() + len(value), value))
    return result


def _phones(text: str) -> list[Contact]:
    result = []
    for match in islice(_PHONE.finditer(text), _MOST):
        raw = match[0].rstrip(" ./-–(")
        if raw.endswith(")") and raw.count("(") < raw.count(")"):
            raw = raw[:-1].rstrip()
        raw = raw.removeprefix("(") if raw.count("(") > raw.count(")") else raw
        start = match.start() + match[0].index(raw)
        if _is_phone(text, raw, start):
            way = Way.FAX if _is_fax(text, start) else Way.PHONE
            result.append(Contact(way, start, start + len(raw), " ".join(raw.split())))
            if _BOTH_LEFT.search(text[max(0, start - 30) : start]):
                result.append(Contact(Way.FAX, start, start + len(raw), " ".join(raw.split())))
    for match in islice(_SHORT_PHONE.finditer(text), _MOST):
        start, end = match.span("n")
        if not any(c.start < end and start < c.end for c in result):
            result.append(Contact(Way.PHONE, start, end, " ".join(match["n"].split())))
    return result


def _is_phone(text: str, raw: str, start: int) -> bool:
    digits = sum(c.isdigit() for c in raw)
    if not 6 <= digits <= 15:
        return False
    if re.fullmatch(r"\(?[0-3]?\d[./-][01]?\d[./-](?:\d\d){1,2}.*", raw) or re.match(r"0\d[.:]\d\d\b", raw):
        return False
    return _NO_PHONE_LEFT.search(text[max(0, start - 30) : start]) is None


def _is_fax(text: str, start: int) -> bool:
    return _FAX_LEFT.search(text[max(0, start - 45) : start]) is not None


def _extensions(text: str, found: list[Contact]) -> list[Contact]:
    """ "Telefon 05555 123-789, Fax -790": the fax has the phone's number up to the extension."""
    result = []
    for match in islice(_EXTENSION.finditer(text), _MOST):
        before = [c for c in found if c.way is Way.PHONE and c.end <= match.start() and match.start() - c.end < 60]
        if not before:
            continue
        stem = re.match(r"(.*[-–]\s?)\d{1,5}$", before[-1].value)
        if stem:
            result.append(Contact(Way.FAX, match.start("n"), match.end("n"), stem[1] + match["n"], mended=True))
    return result
