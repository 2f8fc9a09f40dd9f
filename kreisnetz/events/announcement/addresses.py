"""Finds streets with house numbers, postcodes and towns. Whose address it is, others decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

_MOST = 200
_CAP = r"[A-ZÄÖÜ][\wäöüßéèç'’.]*"
_ENDING = (
    r"(?:straße|strasse|STRASSE|STRAẞE|STR\.|WEG|PLATZ|ALLEE|GASSE|RING|str\.|weg|platz|allee|gasse|ring|damm|ufer|markt|graben|pfad|steig|stieg|chaussee|promenade|wall|anger|hof|berg|feld|garten|brücke|tor|twiete|zeile|reihe|kamp|heide|siedlung|grund|höhe|rain|bogen"
    r"|winkel|park|treppe|stiege|wiese|wiesen|acker|insel|see|leite|gäßchen|gäßle|gässle)"
)
_WORD = r"(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer|Markt|Graben|Pfad|Steig|Chaussee|Promenade|Wall|Tor|Zeile|Park|Hof|Berg|Street|Road|Avenue|caddesi|Caddesi|sokak)"
_ADJECTIVE = r"(?:Alte[rn]?|Neue[rn]?|Große[rn]?|Kleine[rn]?|Obere[rn]?|Untere[rn]?|Hintere[rn]?|Vordere[rn]?|Lange[rn]?|Breite[rn]?|Hohe[rn]?|Mittlere[rn]?|Am|An der|Bad|Sankt|St\.)"
_NUMBER = r"\d{1,3}(?:\s?[a-hA-H](?![\wäöü]))?(?:\s?[-–/+]\s?\d{1,3}\s?[a-h]?(?!\w))?(?!\d|\.\d|:\d|\s?(?:Uhr|h\b|€|Euro|%|Prozent|Jahre|Personen|Teilnehm|Minuten|\.\s?(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)))"
_BY_SUFFIX = (
    rf"(?:(?:{_ADJECTIVE}[ ])?(?:{_CAP}-){{0,4}}(?:(?:[A-ZÄÖÜ][\wäöüßéèç’]{{0,40}})?{_ENDING}|(?<=-){_WORD})"
    rf"|{_CAP}(?:[ -]{_CAP}){{0,2}}[ -]{_WORD})"
)
_BY_PREPOSITION = (
    r"(?:(?:Am|An der|An den|An dem|Im|In der|In den|In dem|Auf der|Auf dem|Auf den|Zum|Zur|Hinter der|Hinter dem|Unter den|Vor dem|Vor der|Bei der|Beim|Unterm|Oberer|Unterer|Obere|Untere|Alte|Alter|Neue|Neuer|Große|Kleine|Lange|Breite|Hohe)"
    r"[ ](?!Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|Januar|Februar|März|April|Mai\b|Juni|Juli|August|September|Oktober|November|Dezember|Jahr|Alter|Raum|Zimmer|Saal|Rahmen)"
    rf"{_CAP}(?:[ -]{_CAP}){{0,2}})"
)
STREET_WITH_NUMBER = re.compile(
    rf"(?<![\wäöüß-])(?P<street>(?:{_BY_PREPOSITION}|{_BY_SUFFIX}|Straße des \d{{1,2}}\. {_CAP}|(?:Platz|Straße) (?:der|des) {_CAP}(?: {_CAP})?)[ ]{{1,2}}{_NUMBER})"
)
_STREET_ALONE = re.compile(
    r"(?<![\wäöüß-])(?P<street>(?:[A-ZÄÖÜ][\wäöüß'.]{1,30}[ -]){0,3}[A-ZÄÖÜ]?[\wäöüß-]{0,30}(?:straße|strasse|str\.|Straße|gasse|Gasse|allee|Allee))(?=\s?[,.;)\n]|\s(?:in|statt|ein)\b|$)"
)
_TOWN = (
    r"[A-ZÄÖÜ](?:[\wäöüß]{1,30}|\.)(?:[-/](?:[A-ZÄÖÜ][\wäöüß]{1,30}|am|an|der|im|bei)){0,4}"
    r"(?:\s(?:am|an der|an|im|in der|in|bei|ob der|vor der|a\.\s?d\.|a\.|b\.|i\.|v\.\s?d\.)\s?(?!Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonn)[A-ZÄÖÜ][\wäöüß]{1,25}(?:-[A-ZÄÖÜ][\wäöüß]{1,25})?)?"
)
_POSTCODE = re.compile(
    rf"(?<![\d/.-])(?:D\s?-\s?)?(?P<postcode>\d{{5}})\s{{1,2}}(?P<town>(?:(?:Bad|Sankt|St\.|Neu|Alt|Groß|Klein|Markt|Stadt|Hansestadt|Schloss|Burg|Freie)\s)?{_TOWN})"
)
_TOWN_AFTER = re.compile(
    rf"^\)?(?:\s?,\s?|\s?[|·]\s?|\s?[–-]\s|\s(?:in|im)\s)(?:\s?in\s)?(?P<town>(?:(?:Bad|Sankt|St\.)\s)?{_TOWN})(?=\s?(?:[,.;)|\n]|$|\s(?:ein|statt|zum|zur|zu|an|unter|mit|und)\b))"
)
_NO_TOWN = re.compile(
    r"^(?:Raum|Saal|Zimmer|Eingang|Erdgeschoss|Etage|Gebäude|Haus|Tel|Telefon|Fax|Beginn|Einlass|Eintritt|Uhr|Anmeldung|Parkplätze|Treffpunkt|Kosten|Obergeschoss|Untergeschoss|Foyer|Aula|Sitzungssaal|Stock|Mail|E-Mail|Hof|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Ebene|Bitte|Die|Der|Das|Wir|Es|Im|Am|Bauteil|Hinterhaus|Info|Kontakt|Seiteneingang)",
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as far as it is written out: places in the clean text."""

    start: int
    end: int
    street: tuple[int, int] | None
    postcode: tuple[int, int] | None
    town: tuple[int, int] | None


def find_addresses(text: str, skip: Sequence[tuple[int, int]]) -> list[Address]:
    """All addresses in order; stretches in ``skip`` (dates) are none."""
    codes = [m for m in islice(_POSTCODE.finditer(text), _MOST) if not _overlaps(m.span(), skip)]
    result: list[Address] = []
    used: set[int] = set()
    for match in islice(STREET_WITH_NUMBER.finditer(text), _MOST):
        span = match.span("street")
        if _overlaps(span, skip):
            continue
        code = next((c for c in codes if -60 < c.start() - span[1] < 60 and _joined(text, span, c.span())), None)
        result.append(_address(text, span, code))
        if code is not None:
            used.add(code.start())
    for code in codes:
        if code.start() not in used:
            result.append(Address(code.start(), code.end(), None, code.span("postcode"), code.span("town")))
    if not any(address.street for address in result):
        for match in islice(_STREET_ALONE.finditer(text), _MOST):
            if not _overlaps(match.span("street"), skip) and len(match["street"]) > 7:
                result.append(_address(text, match.span("street"), None))
    return sorted(result, key=lambda address: address.start)


def _overlaps(span: tuple[int, int], skip: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in skip)


def _joined(text: str, street: tuple[int, int], code: tuple[int, int]) -> bool:
    """Only separators, a room or a line end between street and postcode."""
    between = text[street[1] : code[0]] if code[0] >= street[1] else text[code[1] : street[0]]
    if code[0] < street[0]:
        return re.fullmatch(r"\s?[,|·–-]?\s{0,2}", between) is not None
    return (
        re.fullmatch(
            r"\)?[\s,|·•–(/-]{0,6}(?:in\s)?(?:(?:Raum|Saal|Zimmer|Gebäude|Haus|Eingang|EG|OG|\d\. (?:OG|Stock))[^,\n]{0,25}[,\n]\s?)?",
            between,
        )
        is not None
    )


def _address(text: str, street: tuple[int, int], code: re.Match[str] | None) -> Address:
    if code is not None:
        start, end = min(street[0], code.start()), max(street[1], code.end())
        return Address(start, end, street, code.span("postcode"), code.span("town"))
    after = _TOWN_AFTER.match(text[street[1] : street[1] + 60])
    if after and not _NO_TOWN.match(after["town"]):
        town = (street[1] + after.start("town"), street[1] + after.end("town"))
        return Address(street[0], town[1], street, None, town)
    return Address(street[0], street[1], street, None, None)


def same_street(one: str, other: str) -> bool:
    """ "Wilhelm-Seipp-Str. 4" and "Wilhelm-Seipp-Straße 4" are the same."""
    return _key(one) == _key(other)


def _key(street: str) -> str:
    plain = street.lower().replace("strasse", "straße")
    plain = re.sub(r"str\.(?=\s|$)", "straße", plain)
    return re.sub(r"[\s.-]", "", plain)
