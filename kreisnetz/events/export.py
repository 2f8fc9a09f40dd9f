"""Participants as XLSX and CSV for the office: German headings, real dates, and no cell that a spreadsheet would run.

Choices at the buffet are left out (sums are on the buffet page); needs for support stand in a sheet of their own and only
for those who may see them. Every export is written into the audit trail.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kreisnetz.core import audit
from kreisnetz.core.cells import harmless, plain
from kreisnetz.core.models import User
from kreisnetz.core.names import search_key
from kreisnetz.events.guests import Guest
from kreisnetz.events.handouts import day, destroy_by, moment, place, when
from kreisnetz.events.models import AccessNeeds, Event, Participant, Registration
from kreisnetz.events.models.event import BERLIN

Value = str | int | datetime | None


@dataclass(frozen=True)
class Column:
    """One column: heading, width in characters, and where its value comes from."""

    heading: str
    width: int
    value: Callable[[Guest, Participant], Value]


def columns() -> list[Column]:
    """In the order of the sheet; the number comes first and is counted."""
    return [
        Column(_("Nachname"), 22, lambda guest, row: guest.last_name),
        Column(_("Vorname"), 18, lambda guest, row: guest.first_name),
        Column(_("Begleitung von"), 22, lambda guest, row: "" if guest.is_named else guest.registered_by),
        Column(_("Organisation"), 34, lambda guest, row: guest.organisation),
        Column(_("Gruppe am Tisch"), 16, lambda guest, row: row.registration.get_group_display()),
        Column(_("Stand"), 20, lambda guest, row: row.registration.get_state_display()),
        Column(_("Anmeldeweg"), 12, lambda guest, row: row.registration.get_channel_display()),
        Column(_("E-Mail"), 30, lambda guest, row: row.registration.email),
        Column(_("Telefon"), 18, lambda guest, row: row.registration.phone),
        Column(_("Fax"), 18, lambda guest, row: row.registration.fax),
        Column(_("Postanschrift"), 34, lambda guest, row: row.registration.postal_address),
        Column(_("Bemerkung"), 34, lambda guest, row: row.registration.remarks),
        Column(_("Kennung"), 11, lambda guest, row: row.registration.reference),
        Column(_("Eingegangen am"), 17, lambda guest, row: row.registration.created_at),
        Column(_("Eingelassen am"), 17, lambda guest, row: row.checked_in_at),
    ]


def participants_xlsx(event: Event, *, by: User, now: datetime, with_needs: bool) -> bytes:
    """A workbook; with_needs: the account has Right.SEE_ACCESS_NEEDS."""
    import xlsxwriter  # slow import

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": plain(event.title), "created": now.astimezone(BERLIN).replace(tzinfo=None)})
    shown = columns()
    headings = [(_("Nr."), 5)] + [(column.heading, column.width) for column in shown]
    people = _people(event)
    rows = [[number, *(column.value(*pair) for column in shown)] for number, pair in enumerate(people, 1)]
    _add_sheet(book, _("Teilnehmende"), headings, rows)
    if with_needs:
        _add_sheet(book, _("Unterstützung"), *_needs(event))
    _add_sheet(book, _("Hinweise"), *_about(event, by=by, now=now))
    book.close()
    audit.record(by, "export", event, now=now, what="participants-xlsx", rows=len(rows), needs=with_needs)
    return buffer.getvalue()


def participants_csv(event: Event, *, by: User, now: datetime) -> bytes:
    """The same list for other programs: UTF-8 with BOM, semicolons, one line per person."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    shown = columns()
    writer.writerow([_("Nr."), *(column.heading for column in shown)])
    people = _people(event)
    for number, pair in enumerate(people, 1):
        writer.writerow([str(number), *(_csv_cell(column.value(*pair)) for column in shown)])
    audit.record(by, "export", event, now=now, what="participants-csv", rows=len(people))
    return buffer.getvalue().encode("utf-8-sig")


def _people(event: Event) -> list[tuple[Guest, Participant]]:
    """Everybody who has a seat, an offer or a place on the waiting list, by name; one query."""
    people = Participant.objects.filter(registration__event=event, registration__state__in=Registration.LIVE)
    rows = people.select_related("registration", "menu_choice")
    return sorted(((Guest.of(row), row) for row in rows), key=lambda pair: (pair[0].sort_key, pair[0].pk))


def _needs(event: Event) -> tuple[list[tuple[str, int]], list[list[Value]]]:
    asked = AccessNeeds.objects.filter(registration__event=event, registration__state__in=Registration.LIVE)
    labels = dict(AccessNeeds.Need.choices)
    rows: list[list[Value]] = [
        [
            need.registration.last_name,
            need.registration.first_name,
            need.registration.n_seats,
            ", ".join(str(labels.get(name, name)) for name in need.needs),
            need.note,
        ]
        for need in sorted(asked.select_related("registration"), key=_by_name)
    ]
    headings = [
        (_("Nachname"), 22),
        (_("Vorname"), 18),
        (_("Personen"), 9),
        (_("Unterstützung"), 50),
        (_("Hinweis"), 50),
    ]
    return headings, rows


def _by_name(need: AccessNeeds) -> tuple[str, str, int]:
    registration = need.registration
    return search_key(registration.last_name), search_key(registration.first_name), registration.pk


def _about(event: Event, *, by: User, now: datetime) -> tuple[list[tuple[str, int]], list[list[Value]]]:
    rows: list[list[Value]] = [
        [_("Termin"), event.title],
        [_("Wann"), when(event)],
        [_("Wo"), place(event)],
        [_("Heruntergeladen am"), moment(now)],
        [_("Heruntergeladen von"), str(by)],
        [_("Achtung"), _("Enthält personenbezogene Daten, löschen bis %(day)s") % {"day": day(destroy_by(event))}],
    ]
    return [(_("Angabe"), 24), (_("Wert"), 70)], rows


def _add_sheet(book: Any, name: str, headings: list[tuple[str, int]], rows: list[list[Value]]) -> None:
    """Bold frozen headings, a filter over all columns, every text as text."""
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    date = book.add_format({"num_format": "dd.mm.yyyy hh:mm", "valign": "top"})
    sheet = book.add_worksheet(name)
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value.astimezone(BERLIN).replace(tzinfo=None, microsecond=0), date)
            elif isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value:
                sheet.write_string(line, column, plain(value), text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _csv_cell(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(BERLIN):%d.%m.%Y %H:%M}"
    return harmless(str(value)) if value else ""
