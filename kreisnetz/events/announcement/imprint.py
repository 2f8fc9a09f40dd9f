"""Finds the imprint: the block of an office's own contact data that is not for signing up.

Works on lines only; the rest of the page's layout is in ``page``.
"""

import re

_STARTS = re.compile(
    r"^(?:impressum|firmenkontakt|herausgeber(?:in)?|v\.?\s?i\.?\s?s\.?\s?d\.?\s?p|verantwortlich(?: im sinne|er? redakteur| für den inhalt|:)"
    r"|pressekontakt|kontakt für (?:die )?(?:presse|medien)|presseanfragen|ansprechpartner(?:in)? für (?:die )?(?:presse|medien)|medienkontakt"
    r"|pressestelle|pressebüro|presse- und öffentlichkeitsarbeit|redaktion\b|anbieter(?:kennzeichnung)?|imprint|legal notice|künye"
    r"|anschrift der redaktion|absender|so erreichen sie (?:das rathaus|die verwaltung|uns)|öffnungszeiten der (?:verwaltung|kreisverwaltung)"
    r"|(?:über|about) (?:uns|den verein|us)\b)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"anmeld|angemeldet|rückmeld|reservier|register|sign up|kayıt|ansprechpart|auskunft|auskünfte|rückfragen|information(?:en)? (?:und|bei|unter|gibt)"
    r"|voranmeldung|kartenvorverkauf|vorverkauf|weitere info|nähere info|kontakt\s*:?$|kontakt:|veranstaltungsort|treffpunkt|^(?:wo|wann|ort|datum|beginn|adresse|location|yer)\b\s*:",
    re.IGNORECASE,
)
_SIGN_UP = re.compile(r"anmeld|rückmeld|reservier|regist|kayıt|sign up", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S|\(at\)|\[at\]|^e-?mail\b", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:^|\b)(?:tel|fon|phone|telefon|fax|telefax|mobil|zentrale)\b|^\+?[\d][\d /()–.-]{6,}$", re.IGNORECASE
)
_FAX = re.compile(r"\b(?:tele)?fax\b", re.IGNORECASE)
_POSTCODE = re.compile(r"(?:^|\s|D-)\d{5}\s[A-ZÄÖÜ]")
_STREET = re.compile(r"^[A-ZÄÖÜ][\wäöüß.\- ]{2,40}\s\d{1,4}\s?[a-z]?(?:\s?[-–]\s?\d+)?$")
_WEB = re.compile(r"^(?:web|internet|www|https?:)|^\S+\.(?:de|com|org|net|eu|info|example)$", re.IGNORECASE)
_HOURS = re.compile(
    r"^(?:öffnungszeiten|sprechzeiten|mo\b|di\b|mo\.|montag\s?[-–b]|bankverbindung|iban|ust|steuernummer|postfach|handelsregister|vertreten durch)",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\d\s?(?:uhr|h)\b|\d\d:\d\d|\b(?:19|20)\d\d\b.*\d\d|eintritt|teilnahme|gebühr", re.IGNORECASE)


def imprint_lines(texts: list[str], blocks: list[int]) -> frozenset[int]:
    """Numbers of the lines that belong to an imprint or a press office."""
    found: set[int] = set()
    for index, text in enumerate(texts):
        if len(text) <= 120 and _STARTS.match(text) and not _INVITES.search(text):
            found.update(_from_heading(index, texts, blocks))
    found.update(n for n in range(max(0, len(texts) - 6), len(texts)) if _is_address_line(texts[n]))
    found.update(_at_the_end(texts, blocks, found))
    return frozenset(found)


def _is_contact(text: str) -> bool:
    return len(text) <= 120 and bool(
        _MAIL.search(text)
        or _PHONE.search(text)
        or _POSTCODE.search(text)
        or _STREET.match(text)
        or _WEB.match(text)
        or _HOURS.match(text)
    )


def _is_address_line(text: str) -> bool:
    """Name, street, postcode and numbers of an office in one line at the foot of a page."""
    if len(text) > 260 or _INVITES.search(text) or _EVENT.search(text):
        return False
    signs = (
        bool(_POSTCODE.search(text))
        + bool(_PHONE.search(text))
        + bool(_FAX.search(text))
        + bool(_MAIL.search(text))
        + bool(re.search(r"www\.", text))
    )
    return signs >= 3 and bool(_POSTCODE.search(text))


def _is_prose(text: str) -> bool:
    if len(text) > 60 and text[-1] in ".!?":
        return not _is_contact(text) or len(re.findall(r"(?<![\w.@-])[a-zäöü]{2,}(?![\w.@-])", text)) >= 5
    return len(text) > 130 and not _is_address_line(text)


def _from_heading(index: int, texts: list[str], blocks: list[int]) -> set[int]:
    """The lines after a heading like "Impressum", up to prose or to the next invitation."""
    result = {index}
    for number in range(index + 1, min(len(texts), index + 25)):
        text = texts[number]
        if _is_prose(text) or _SIGN_UP.search(text):
            break
        if blocks[number] != blocks[number - 1] and not _is_contact(text):
            later = texts[number : number + 3]
            if sum(map(_is_contact, later)) < 2 or any(map(_is_prose, later)):
                break
        if _EVENT.search(text) and not _HOURS.match(text) and not _is_contact(text):
            break
        result.add(number)
    return result


def _at_the_end(texts: list[str], blocks: list[int], known: set[int]) -> set[int]:
    """Walk up from the last line over names, addresses and numbers; stop at what invites somebody."""
    number = len(texts) - 1
    lines: list[int] = []
    while number >= 0 and len(lines) < 30:
        text = texts[number]
        if number not in known and (
            _is_prose(text) or _INVITES.search(text) or _EVENT.search(text) and not _is_contact(text)
        ):
            break
        lines.append(number)
        number -= 1
    if number >= 0 and _INVITES.search(texts[number]) and not _is_prose(texts[number]):
        heading = blocks[number]
        lines = [n for n in lines if blocks[n] != heading and (texts[number][-1] != ":" or blocks[n] != heading + 1)]
    lines.sort()
    while lines and not _opens_address(lines, texts, blocks):
        lines = _without_first_block(lines, blocks)
    return set(lines) if _is_address_of_office([texts[n] for n in lines]) else set()


def _opens_address(lines: list[int], texts: list[str], blocks: list[int]) -> bool:
    """The block begins with a name and goes on with contact data."""
    first = blocks[lines[0]]
    block = [texts[n] for n in lines if blocks[n] == first]
    return sum(map(_is_contact, block)) * 2 >= len(block)


def _without_first_block(lines: list[int], blocks: list[int]) -> list[int]:
    first = blocks[lines[0]]
    return [n for n in lines if blocks[n] != first]


def _is_address_of_office(texts: list[str]) -> bool:
    contacts = sum(map(_is_contact, texts))
    joined = "\n".join(texts)
    has_address = any(_POSTCODE.search(t) for t in texts)
    return (
        contacts >= 3
        and (has_address or bool(_FAX.search(joined)))
        and any(_MAIL.search(t) or _PHONE.search(t) for t in texts)
    )
