"""Tells a list of different events (newsletter, calendar page) from one event with several dates."""

import re
from collections.abc import Sequence

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.roles import Dated

_LIST = re.compile(r"newsletter|veranstaltungskalender|veranstaltungsübersicht|unsere (?:nächsten )?(?:veranstaltungen|termine)|veranstaltungstipps|termine im überblick|die nächsten (?:veranstaltungen|termine)|termine und veranstaltungen|rundbrief|rundmail|wochenprogramm|monatsprogramm|was ist los|was, wann, wo", re.IGNORECASE)
_TITLE_LINE = re.compile(r"^(?:\d{1,2}[.)]\s|[•*►-]\s)?[„\"A-ZÄÖÜ].{3,90}[^.:,;]$")
_FIELD = re.compile(r"^(?:wann|wo|ort|datum|termin|zeit|uhrzeit|anmeldung|kosten|eintritt|beginn|mitbringen|treffpunkt|veranstalt)\w*\s?:", re.IGNORECASE)


def several_entries(page: Page, dated: Sequence[Dated]) -> int:
    """How many different events the page lists; 0 or 1 if it is about one."""
    if len(dated) < 2:
        return len(dated)
    starts: list[str] = []
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
        starts.append(title)
    distinct = len(set(starts))
    if distinct < 2 or distinct < len({one.mention.days for one in dated}) - 1:
        return 1
    announced = _LIST.search(page.text[:1500]) is not None
    return distinct if announced or distinct >= 3 else 1


def _title_of(page: Page, number: int) -> str | None:
    """The heading of the block a date stands in: the line above it, or what follows on its own line."""
    line = page.lines[number]
    for above in reversed(page.lines[max(0, number - 2) : number]):
        if above.block == line.block and _TITLE_LINE.match(above.text) and not _FIELD.match(above.text) and not re.search(r"\d\s?Uhr", above.text):
            return above.text
    if number and page.lines[number - 1].block == line.block - 1 and number + 1 < len(page.lines):
        below = page.lines[number + 1]
        if below.block == line.block and len(line.text) < 60 and _TITLE_LINE.match(below.text) and not _FIELD.match(below.text) and not re.search(r"\d\s?Uhr|\d{5}", below.text):
            return below.text
    return None
