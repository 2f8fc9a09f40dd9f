"""Tells a list of different events (newsletter, calendar page) from one event with several dates."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kreisnetz.events.announcement.page import Page, Zone
from kreisnetz.events.announcement.roles import Dated

_LIST = re.compile(
    r"newsletter|veranstaltungskalender|veranstaltungsübersicht|unsere (?:nächsten )?(?:veranstaltungen|termine)|veranstaltungstipps|termine im überblick|die nächsten (?:veranstaltungen|termine)|termine und veranstaltungen|rundbrief|rundmail|wochenprogramm|monatsprogramm|was ist los|was, wann, wo",
    re.IGNORECASE,
)
_TITLE_LINE = re.compile(r"^(?:\d{1,2}[.)]\s|[•*►-]\s)?[„\"A-ZÄÖÜ].{3,90}[^.:,;]$")
_FIELD = re.compile(
    r"^(?:wann|wo|ort|datum|termin|zeit|uhrzeit|anmeldung|kosten|eintritt|beginn|mitbringen|treffpunkt|veranstalt)\w*\s?:",
    re.IGNORECASE,
)


def find_entries(page: Page, dated: Sequence[Dated]) -> list[int]:
    """The numbers of the lines where the listed events begin; empty if the page is about one event."""
    starts: dict[str, int] = {}
    blocks: set[int] = set()
    for one in dated:
        number = page.line_number(one.mention.start)
        line = page.lines[number]
        if line.block in blocks:
            continue
        title = _title_of(page, number)
        if title is None:
            continue
        blocks.add(line.block)
        starts.setdefault(page.lines[title].text, title)
    if len(starts) < 2 or len(starts) < len({one.mention.days for one in dated}) - 1:
        return []
    announced = _LIST.search(page.text[:1500]) is not None
    return sorted(starts.values()) if announced or len(starts) >= 3 else []


def only_first(page: Page, entries: Sequence[int]) -> Page:
    """The page with everything but its first event set aside."""
    first, second = entries[0], entries[1]
    lines = tuple(
        line if first <= number < second or line.zone is Zone.IMPRINT else replace(line, zone=Zone.FURNITURE)
        for number, line in enumerate(page.lines)
    )
    return replace(page, lines=lines)


def _title_of(page: Page, number: int) -> int | None:
    """The line with the heading of the block a date stands in: above it, or below."""
    line = page.lines[number]
    for index in range(number - 1, max(-1, number - 3), -1):
        above = page.lines[index]
        if (
            above.block == line.block
            and _TITLE_LINE.match(above.text)
            and not _FIELD.match(above.text)
            and not re.search(r"\d\s?Uhr", above.text)
        ):
            return index
    if number and page.lines[number - 1].block == line.block - 1 and number + 1 < len(page.lines):
        below = page.lines[number + 1]
        if (
            below.block == line.block
            and len(line.text) < 60
            and _TITLE_LINE.match(below.text)
            and not _FIELD.match(below.text)
            and not re.search(r"\d\s?Uhr|\d{5}", below.text)
        ):
            return number + 1
    return None
