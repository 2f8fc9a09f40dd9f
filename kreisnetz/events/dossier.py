"""Hand-over dossiers on paper (PDF/UA-1) and as a workbook: what register.dossier gathers, and the meetings.

Each one made is written into the audit trail. Rights are asked by the Reader that comes in.
"""

import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kreisnetz.core import audit, dates
from kreisnetz.core.cells import plain
from kreisnetz.core.models import User
from kreisnetz.events.handouts import moment
from kreisnetz.events.handouts_typst import breakable, printable, render
from kreisnetz.events.models import Attendance, Event, Meeting
from kreisnetz.register import dossier
from kreisnetz.register.dossier import Chapter, Dossier, Section
from kreisnetz.register.export.selection import Reader
from kreisnetz.register.models import Network

# Minutes of so many meetings are in the dossier word for word.
MINUTES = 5
# A coordinator with more networks gets the overview alone; the dossier of each network is on its own page.
WHOLE = 12
STATES = Attendance.State


def of_network(network: Network, reader: Reader, *, by: User, now: datetime, what: str) -> Dossier:
    """The dossier of one network; what: "pdf" or "xlsx", for the audit trail."""
    today = dates.as_day(now)
    chapter = dossier.of_network(network, reader, meetings(network, reader), today=today)
    audit.record(by, "export_dossier", network, now=now, what=what)
    return Dossier(_("Übergabe: %(name)s") % {"name": network.name}, _stand(now, by), [chapter], notes=_notes(chapter))


def of_person(user: User, reader: Reader, *, by: User, now: datetime, what: str) -> Dossier:
    """Everything in the hands of one account: the overview, and each network unless there are too many."""
    today = dates.as_day(now)
    networks = list(dossier.networks_of(user, now=now))
    chapters = [dossier.overview(networks, to_come(networks, now=now), today=today)]
    notes = []
    if len(networks) <= WHOLE:
        chapters += [dossier.of_network(row, reader, meetings(row, reader), today=today) for row in networks]
    else:
        notes.append(_("Die Dossiers der einzelnen Netzwerke gibt es auf der Seite jedes Netzwerks."))
    audit.record(by, "export_dossier", user, now=now, what=what, networks=len(networks))
    title = _("Übergabe: alles in den Händen von %(name)s") % {"name": user}
    return Dossier(title, _stand(now, by), chapters, notes=[*notes, *_notes(*chapters)])


def _stand(now: datetime, by: User) -> str:
    return _("Stand %(moment)s, erstellt von %(name)s") % {"moment": moment(now), "name": by}


def _notes(*chapters: Chapter) -> list[str]:
    contacts = [section for chapter in chapters for section in chapter.sections if section.title == _("Kontakte")]
    if not any(section.rows for section in contacts):
        return []
    return [_("Enthält personenbezogene Daten. Nur für die Übergabe nutzen und danach vernichten.")]


def meetings(network: Network, reader: Reader) -> list[Section]:
    """All meetings with who was there; the minutes of the last ones word for word, for those who read inner notes."""
    found = list(
        Meeting.objects.filter(network=network)
        .select_related("event")
        .prefetch_related("attendances__actor")
        .order_by("-event__starts_at")
    )
    rows = [
        [
            dossier.day(dates.as_day(meeting.event.starts_at)),
            meeting.event.title + (f" ({_state(meeting)})" if _state(meeting) else ""),
            _attendance(meeting),
            meeting.minutes_url or (_("im Register") if meeting.minutes else ""),
        ]
        for meeting in found
    ]
    table = Section(
        _("Sitzungen"),
        columns=[_("am"), _("Sitzung"), _("Wer war da"), _("Protokoll")],
        widths=[3, 4, 7, 4],
        rows=rows,
        nothing=_("Es sind keine Sitzungen eingetragen."),
    )
    return [table, *(_minutes(found) if reader.sees_notes(network.pk) else [])]


def _minutes(found: Sequence[Meeting]) -> list[Section]:
    facts = []
    for meeting in [meeting for meeting in found if meeting.agenda or meeting.minutes][:MINUTES]:
        text = "\n\n".join(part for part in (meeting.agenda, meeting.minutes) if part)
        facts.append((dossier.day(dates.as_day(meeting.event.starts_at)), text))
    return [Section(_("Tagesordnungen und Protokolle"), facts=facts)] if facts else []


def _state(meeting: Meeting) -> str:
    gone = {Event.Status.CANCELLED, Event.Status.POSTPONED}
    return str(meeting.event.get_status_display()) if meeting.event.status in gone else ""


def _attendance(meeting: Meeting) -> str:
    """Organisations by state: "da: …", one line each."""
    lines = []
    for state, label in STATES.choices:
        names = sorted(row.actor.name for row in meeting.attendances.all() if row.state == state)
        if names:
            lines.append(f"{label} ({len(names)}): {', '.join(names)}")
    return "\n".join(lines)


def to_come(networks: Sequence[Network], *, now: datetime) -> list[tuple[date, str, str]]:
    rows = Meeting.objects.filter(network__in=networks, event__starts_at__gte=now).select_related("event", "network")
    rows = rows.exclude(event__status__in=(Event.Status.CANCELLED, Event.Status.POSTPONED))
    return [(dates.as_day(row.event.starts_at), row.network.label, _("Sitzung")) for row in rows]


def pdf(made: Dossier, *, now: datetime) -> bytes:
    """PDF/UA-1 in reading order, with headings for every part."""
    data = {
        "lang": dates.language_now(),
        "title": printable(made.title),
        "kind": _("Übergabe-Dossier"),
        # page.typ, the look of all lists, asks for an event: here it is the network.
        "event": _heading(made),
        "when": "",
        "place": "",
        "subtitle": f"{settings.OPERATOR_NAME}. {printable(made.subtitle)}",
        "notes": made.notes,
        "word": _("Angabe"),
        "value": _("Wert"),
        "printed": printable(made.subtitle),
        "page": _("Seite {page} von {pages}"),
        "warning": "",
        "chapters": [_clean(asdict(chapter)) for chapter in made.chapters],
    }
    return render("dossier.typ", data, at=now)


def _heading(made: Dossier) -> str:
    return printable(made.chapters[0].title if len(made.chapters) == 1 else made.title)


def _clean(value: Any) -> Any:
    """The same data, every text fit to be printed."""
    if isinstance(value, str):
        return breakable(printable(value))
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def xlsx(made: Dossier, *, now: datetime) -> bytes:
    """One sheet for each part, so that tables can be filtered; chapters one below the other."""
    import xlsxwriter  # slow import

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": plain(made.title), "created": now.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#EEF0F6"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for title, columns, widths, rows in _sheets(made):
        sheet = book.add_worksheet(title)
        for column, heading in enumerate(columns):
            sheet.set_column(column, column, 7 * widths[column])
            sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, plain(value), text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


Table = tuple[str, list[str], list[int], list[list[str]]]


def _sheets(made: Dossier) -> list[Table]:
    """First everything that is text, then each kind of table with the chapters' rows together."""
    lead = len(made.chapters) > 1
    about = [
        [_("Dossier"), "", made.title],
        [_("Stand"), "", made.subtitle],
        *([_("Achtung"), "", n] for n in made.notes),
    ]
    tables: dict[str, Table] = {}
    for chapter in made.chapters:
        for section in chapter.sections:
            about += [[chapter.title, f"{section.title}: {name}", value] for name, value in section.facts]
            about += [[chapter.title, section.title, paragraph] for paragraph in section.paragraphs]
            if section.rows:
                name = _sheet_name(section, chapter, first=chapter is made.chapters[0], lead=lead)
                columns = [*([_("Teil")] if lead else []), *section.columns]
                widths = [*([4] if lead else []), *section.widths]
                table = tables.setdefault(name, (name, columns, widths, []))
                table[3].extend([*([chapter.title] if lead else []), *row] for row in section.rows)
    return [(_("Angaben"), [_("Teil"), _("Angabe"), _("Wert")], [5, 5, 12], about), *tables.values()]


def _sheet_name(section: Section, chapter: Chapter, *, first: bool, lead: bool) -> str:
    """At most 31 characters and none of those a spreadsheet forbids; the overview keeps sheets of its own."""
    name = section.title.partition(":")[0].partition(",")[0]
    name = f"{name} ({chapter.title})" if first and lead else name
    return "".join(c for c in name if c not in "[]:*?/\\")[:31]
