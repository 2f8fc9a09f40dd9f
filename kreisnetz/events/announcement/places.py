"""Reads where it happens: name of the place, street, postcode, town, or online.

The imprint's address is only used to complete the postcode of the very same street.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kreisnetz.events.announcement.addresses import Address, find_addresses, same_street
from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Doubt, Found, PlaceFound, Sure
from kreisnetz.events.announcement.venues import VENUE_NOUN, best_venue, name_before

_LABEL = re.compile(
    r"^[•*\-–\s]{0,4}(?P<label>wo|ort|veranstaltungsort|treffpunkt|treffpunkt und ort|location|adresse|tagungsort|ort der veranstaltung|raum|saal|kursort|spielort|yer|where|venue|place|standort|veranstaltungsraum|startpunkt|veranstaltungsstätte|start und ziel|ort und anmeldung|beratungsort|lieu)\s?(?:/[\w ]{2,20})?(?::|\s-\s|\s–\s|\s{2,}|$)\s{0,3}(?P<value>.*)$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^(?P<label>stra(?:ß|ss)e|plz\s?/?\s?(?:und\s)?ort|plz|postleitzahl|stadt|gemeinde)\s?(?:und hausnummer)?\s?:\s{0,3}(?P<value>.+)$",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"\b(?:online\s?(?:per|via|über|mit|auf)\s(?:Zoom|MS[- ]Teams|Microsoft Teams|Teams|Webex|BigBlueButton|BBB|Jitsi|GoToMeeting|Videokonferenz)|(?:per|via|über|auf)\s(?:Zoom|MS[- ]Teams|Microsoft Teams|Webex|BigBlueButton|Jitsi|Videokonferenz|Livestream)|Zoom-(?:Meeting|Konferenz|Veranstaltung|Webinar)"
    r"|Online-?(?:veranstaltung|seminar|vortrag|workshop|treffen|infoabend|sprechstunde|kurs|konferenz|fachtag|meeting|schulung|abend|elternabend|dialog|forum|austausch)|findet\s(?:rein\s|ausschließlich\s|nur\s)?(?:online|digital|virtuell)\sstatt|Webinar|Videokonferenz|rein digital|virtuelle[rsn]?\s(?:veranstaltung|treffen|konferenz|rundgang))\b|^(?:Wo|Ort|Where|Yer|Veranstaltungsort|Location|Venue|Place)\s?:\s?(?:online|digital|virtuell|Zoom)\b.*$|\|\s?online\b[^|\n]{0,30}",
    re.IGNORECASE | re.MULTILINE,
)
_STARTS_WITH_ARTICLE = re.compile(
    r"^(?:im|in der|in den|in|am|an der|auf dem|auf der|beim|bei der|vor dem|vor der|der|die|das|dem|den|vom)\s(?=\S)",
    re.IGNORECASE,
)
_NO_PLACE_NAME = re.compile(r"\d\s?(?:Uhr|h)\b|\d\d[:.]\d\d|\b20\d\d\b|@|www\.|anmeld|tel\.|telefon", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Spot:
    name: tuple[int, int] | None
    address: Address | None
    sure: Sure


def read_place(
    page: Page,
    *,
    skip: Sequence[tuple[int, int]],
    event_spots: Sequence[int],
    moved_at: int | None,
    doubts: list[Doubt],
) -> PlaceFound:
    """The place of the event; ``skip`` are the stretches already read as dates."""
    addresses = find_addresses(page.text, skip)
    online = _ONLINE.search(page.text)
    online_found = (
        None
        if online is None or not page.is_body(online.start())
        else Found(True, (page.span(online.start(), online.end()),))
    )
    spot = (
        _labelled(page, addresses)
        or _with_address(page, addresses, event_spots, moved_at)
        or _venue(page, event_spots, moved_at)
    )
    parts = _labelled_parts(page)
    if spot is None and not parts:
        return _only_online(page, online, online_found)
    place = PlaceFound(online=online_found)
    if spot is not None:
        place = _build(page, spot, online_found)
    place = replace(
        place,
        street=place.street or parts.get("street"),
        postcode=place.postcode or parts.get("postcode"),
        town=place.town or parts.get("town"),
    )
    return _complete(page, place, addresses, doubts)


def _only_online(page: Page, online: re.Match[str] | None, found: Found[bool] | None) -> PlaceFound:
    if online is None or found is None:
        return PlaceFound()
    start, end = online.span()
    words = page.text[start:end]
    trimmed = re.sub(
        r"^(?:\|\s?|(?:Wo|Ort|Where|Yer|Veranstaltungsort|Location|Venue|Place)\s?:\s?)", "", words, flags=re.IGNORECASE
    )
    start = end - len(trimmed)
    if re.match(r"online|per|via|über|zoom", trimmed, re.IGNORECASE) and not re.match(
        r"online-?[a-z]{4}", trimmed, re.IGNORECASE
    ):
        name = page.found(start, end)
    else:
        name = Found("Online", (page.span(start, end),), Sure.LIKELY)
    return PlaceFound(name=name, online=found)


def _labelled(page: Page, addresses: Sequence[Address]) -> _Spot | None:
    """ "Wo: …", "Ort: …", also with the value on the next line."""
    for number, line in enumerate(page.lines):
        match = _LABEL.match(line.text)
        if match is None or not page.is_body(line.start):
            continue
        start, end = line.start + match.start("value"), line.end
        if match["label"].lower() in {"raum", "saal"} or re.match(
            r"online|digital|virtuell|zoom", match["value"], re.IGNORECASE
        ):
            continue
        if not match["value"].strip():
            if number + 1 >= len(page.lines):
                continue
            start, end = page.lines[number + 1].start, page.lines[number + 1].end
            number += 1
        reach = _reach(page, number, end)
        address = next((a for a in addresses if start <= a.start < reach), None)
        name_end = min(end, address.start) if address else end
        name = _trim(page, start, name_end)
        if name is None and address is None:
            continue
        return _Spot(name, address, Sure.CERTAIN)
    return None


def _reach(page: Page, number: int, end: int) -> int:
    """An address may go on in the lines below a place name."""
    for line in page.lines[number + 1 : number + 3]:
        if line.block != page.lines[number].block or re.match(r"^[\w/ ]{2,25}:", line.text) or len(line.text) > 70:
            break
        end = line.end
    return end


def _trim(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """Cut a place name to its words: no article, no trailing comma, not a whole sentence."""
    text = page.text[start:end]
    first = len(text) - len(text.lstrip(" ,;:–-|•(\n"))
    start, text = start + first, text[first:]
    stop = re.search(
        r"[|;\n]|\.\s(?=[A-ZÄÖÜ])(?<!St\.\s)(?<!Dr\.\s)|!\s?|\s\((?!\w+\))|,\s(?=(?:um|am|von|ab|Beginn|Einlass|Eingang|barrierefrei|Zugang|Parken|Anfahrt|Treff)\b|\d{1,2}[.:]?\d{0,2}\s?Uhr)",
        text,
    )
    text = (text[: stop.start()] if stop else text).rstrip(" ,;:–-|(.\n")
    article = _STARTS_WITH_ARTICLE.match(text)
    if article:
        start, text = start + article.end(), text[article.end() :]
    if text.count("(") > text.count(")"):
        text = text[: text.rindex("(")].rstrip(" ,")
    if len(text) < 2 or len(text) > 110 or not re.search(r"[A-ZÄÖÜa-zäöü]{2}", text):
        return None
    return start, start + len(text)


def _with_address(
    page: Page, addresses: Sequence[Address], event_spots: Sequence[int], moved_at: int | None
) -> _Spot | None:
    """The best street in the body, with the name of the place before it."""
    best: tuple[int, _Spot] | None = None
    for address in addresses:
        if not page.is_body(address.start):
            continue
        name, prose = name_before(page, address.start)
        if name is None and not address.street and not address.postcode:
            continue
        score = (
            (6 if name else 0) + (2 if address.street else 0) + _closeness(page, address.start, event_spots, moved_at)
        )
        if (
            re.search(
                r"anmeld|geschäftsstelle|kontakt|auskunft|vorverkauf|schriftlich|postanschrift",
                _left(page, address.start),
                re.IGNORECASE,
            )
            and not prose
        ):
            score -= 6
        if best is None or score > best[0]:
            best = (score, _Spot(name, address, Sure.CERTAIN if score > 8 else Sure.LIKELY))
    venue = best_venue(page, event_spots, moved_at)
    if best is None or best[0] < 3:
        return None
    if best[1].name is None and venue is not None:
        return _Spot((venue.start, venue.end), best[1].address, Sure.LIKELY)
    if venue is not None and venue.score > best[0] + 4 and best[0] < 9:
        return None
    return best[1]


def _left(page: Page, position: int) -> str:
    start = page.sentence_at(position)[0]
    line = page.line_at(position)
    return page.text[max(min(start, line.start), position - 120) : position]


def _closeness(page: Page, position: int, event_spots: Sequence[int], moved_at: int | None) -> int:
    sentence, line = page.sentence_number(position), page.line_number(position)
    score = 0
    for spot in event_spots:
        if page.sentence_number(spot) == sentence:
            score = max(score, 8)
        elif abs(page.line_number(spot) - line) <= 2 or abs(page.sentence_number(spot) - sentence) <= 1:
            score = max(score, 5)
        elif abs(spot - position) < 600:
            score = max(score, 2)
    if moved_at is not None and page.sentence_number(moved_at) == sentence:
        score += 4
    return score


def _venue(page: Page, event_spots: Sequence[int], moved_at: int | None) -> _Spot | None:
    venue = best_venue(page, event_spots, moved_at)
    if venue is None:
        return None
    return _Spot((venue.start, venue.end), None, Sure.CERTAIN if venue.score >= 9 else Sure.LIKELY)


def _build(page: Page, spot: _Spot, online: Found[bool] | None) -> PlaceFound:
    address = spot.address
    place = PlaceFound(online=online)
    if spot.name is not None:
        place = replace(place, name=page.found(*spot.name, spot.sure))
    if address is not None:
        place = replace(
            place,
            street=page.found(*address.street) if address.street else None,
            postcode=page.found(*address.postcode) if address.postcode else None,
            town=page.found(*address.town) if address.town else None,
        )
    elif spot.name is not None:
        place = _split_plain(page, place, spot.name)
    if place.town is None and spot.name is not None:
        inside = re.search(
            r"\bin\s([A-ZÄÖÜ][\wäöüß-]+(?:\s[A-ZÄÖÜ][\wäöüß-]+)?)$", page.text[spot.name[0] : spot.name[1]]
        )
        if inside:
            place = replace(
                place, town=page.found(spot.name[0] + inside.start(1), spot.name[0] + inside.end(1), Sure.LIKELY)
            )
    return place


def _split_plain(page: Page, place: PlaceFound, name: tuple[int, int]) -> PlaceFound:
    """ "Café Muster, Musterau": a last part that is no room is the town; a lone town is no place name."""
    words = page.text[name[0] : name[1]]
    cut = words.rfind(", ")
    last = words[cut + 2 :] if cut >= 0 else words
    is_town = (
        re.fullmatch(
            r"[A-ZÄÖÜ][\wäöüß]+(?:[- ][A-ZÄÖÜ][\wäöüß]+){0,2}(?:\s(?:am|an der|im|bei)\s[A-ZÄÖÜ][\wäöüß]+)?", last
        )
        and not VENUE_NOUN.search(last)
        and not re.search(r"raum|saal|zimmer|etage|stock|eingang|ebene|\d", last, re.IGNORECASE)
    )
    if cut >= 0 and is_town:
        return replace(
            place, name=page.found(name[0], name[0] + cut), town=page.found(name[0] + cut + 2, name[1], Sure.LIKELY)
        )
    if (
        cut < 0
        and is_town
        and len(words.split()) == 1
        and page.text[max(0, name[0] - 12) : name[0]].lower().rstrip().endswith(("ort:", "stadt:"))
    ):
        return replace(place, name=None, town=page.found(*name))
    return place


def _labelled_parts(page: Page) -> dict[str, Found[str]]:
    """ "Straße: …", "PLZ/Ort: …" in lists of fields."""
    parts: dict[str, Found[str]] = {}
    for line in page.lines:
        match = _PART.match(line.text)
        if match is None or not page.is_body(line.start):
            continue
        start = line.start + match.start("value")
        label = match["label"].lower()
        if label.startswith("stra"):
            parts.setdefault("street", page.found(start, line.end))
            continue
        both = re.match(r"(\d{5})\s?(.*)$", match["value"])
        if both:
            parts.setdefault("postcode", page.found(start, start + 5))
            if both[2]:
                parts.setdefault("town", page.found(start + both.start(2), line.end))
        elif label in {"stadt", "gemeinde"}:
            parts.setdefault("town", page.found(start, line.end))
    return parts


def _complete(page: Page, place: PlaceFound, addresses: Sequence[Address], doubts: list[Doubt]) -> PlaceFound:
    """Take postcode and town from another mention of the same street, be it the imprint's."""
    if place.street is None or place.postcode is not None:
        return place
    for address in addresses:
        if address.street is None or address.postcode is None:
            continue
        if not same_street(page.text[address.street[0] : address.street[1]], place.street.value):
            continue
        postcode = page.found(*address.postcode, Sure.LIKELY)
        town = page.found(*address.town, Sure.LIKELY) if address.town else None
        if page.in_imprint(address.start):
            doubts.append(
                Doubt(
                    "Postleitzahl und Ort stammen aus dem Impressum, weil dort dieselbe Straße steht.", postcode.spans
                )
            )
        return replace(place, postcode=postcode, town=place.town or town)
    return place
