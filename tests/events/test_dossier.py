"""Hand-over dossiers: everything a successor needs, accessible PDF and workbook, nothing for those who may not see it."""

import io
import re
from datetime import date, timedelta

import openpyxl
import page as pdf_checker
import pypdfium2
import pytest

from kreisnetz.core.models import AuditEntry, User
from kreisnetz.core.rights import Role
from kreisnetz.events import dossier
from kreisnetz.events.models import Attendance, Meeting
from kreisnetz.register import editing
from kreisnetz.register.export.selection import Reader
from kreisnetz.register.models import Network, NetworkEntry, NetworkLink
from tests import make

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return re.sub(r"\s+", " ", " ".join(pages).replace("\ufffe", "").replace("\u200b", ""))


def assert_accessible(pdf: bytes) -> None:
    report = pdf_checker.validate_pdf_bytes(pdf)
    assert report.profile == pdf_checker.ValidationProfile.PDF_UA_1
    assert [failure.message for failure in report.failures] == []


def full_network() -> Network:
    """Members past and present, a meeting, a decision, an open point, law, and something that looks like a command."""
    network = make.make_network(
        "Netzwerk Übergang (Beispiel)",
        purpose='#read("/etc/passwd") Übergänge begleiten',
        mandate="Kreistag, Beispielbeschluss",
        where_things_are="Ordner im Schrank 3",
        review_due_on=date(2027, 3, 1),
    )
    office, school = make.make_actor("Beispiel-Beratung"), make.make_actor("Beispiel-Schule")
    ada = make.make_person("Beispielin", "Ada", email="ada@example.org", actor=office)
    make.make_membership(office, network, person=ada, since=date(2020, 1, 1), role="chair")
    make.make_membership(school, network, since=date(2015, 1, 1), until=date(2019, 12, 31))
    rows = [
        {
            "kind": "open_point",
            "text": "Vereinbarung erneuern",
            "dated_on": date(2026, 5, 1),
            "due_on": date(2026, 12, 1),
        },
        {"kind": "decision", "text": "Wir treffen uns viermal im Jahr", "dated_on": date(2026, 5, 1)},
    ]
    editing.set_rows(network, NetworkEntry, [(None, row, {}) for row in rows], by=None, now=make.NOW)
    law = {"kind": "legal_basis", "title": "Beispielgesetz § 3", "url": "https://example.org/gesetz"}
    editing.set_rows(network, NetworkLink, [(None, law, {})], by=None, now=make.NOW)
    for days, minutes in ((-30, "Alle stimmten zu."), (30, "")):
        event = make.make_event(f"Sitzung {days}", starts_at=make.NOW + timedelta(days=days))
        meeting = Meeting.objects.create(event=event, network=network, minutes=minutes)
        if minutes:
            Attendance.objects.create(meeting=meeting, actor=office, state="present")
            Attendance.objects.create(meeting=meeting, actor=school, state="excused")
    return network


def made_for(user: User, network: Network) -> tuple[bytes, bytes]:
    reader = Reader.of(user, now=make.NOW)
    made = dossier.of_network(network, reader, by=user, now=make.NOW, what="pdf")
    return dossier.pdf(made, now=make.NOW), dossier.xlsx(made, now=make.NOW)


EVERYTHING = [
    '#read("/etc/passwd") Übergänge begleiten',
    "Kreistag, Beispielbeschluss",
    "Beispielgesetz § 3",
    "Vereinbarung erneuern",
    "1. Dezember 2026",
    "Schrank 3",
    "Ada Beispielin",
    "ada@example.org",
    "da (1): Beispiel-Beratung",
    "entschuldigt (1): Beispiel-Schule",
    "Alle stimmten zu.",
    "viermal im Jahr",
    "01.01.2015 – 31.12.2019",
    "legte an: Netzwerk",
]


def test_dossier_of_a_network_tells_a_successor_everything_on_accessible_paper() -> None:
    network = full_network()

    pdf, book = made_for(make.make_user(Role.COORDINATION, scope=network.scope()), network)

    assert_accessible(pdf)
    text = text_of(pdf)
    assert [words for words in EVERYTHING if words not in text] == []
    parts = ["Auf einen Blick", "Offene Punkte", "Mitglieder heute", "Kontakte", "Sitzungen am", "Frühere Mitglieder"]
    assert sorted(parts, key=text.index) == parts
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    cells = "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)
    assert [words for words in EVERYTHING if words not in cells] == []
    assert sheets.sheetnames[0] == "Angaben" and "Mitglieder heute" in sheets.sheetnames
    assert AuditEntry.objects.filter(verb="export_dossier", about=f"network:{network.pk}").count() == 1


def test_dossier_shows_no_contacts_to_those_who_may_not_see_them() -> None:
    network = full_network()

    pdf, book = made_for(make.make_user(Role.READER), network)

    text = text_of(pdf)
    assert "Vereinbarung erneuern" in text
    assert "Beispielin" not in text and "ada@example.org" not in text
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row]
    assert not any("Beispielin" in cell or "ada@example.org" in cell for cell in cells)


def test_dossier_of_a_coordinator_holds_own_networks_open_points_and_days() -> None:
    network, other = full_network(), make.make_network("Fremdes Netzwerk (Beispiel)")
    user = make.make_user(Role.COORDINATION, scope=network.scope(), name="Kim Koordination")

    made = dossier.of_person(user, Reader.of(user, now=make.NOW), by=user, now=make.NOW, what="pdf")

    assert [chapter.title for chapter in made.chapters] == ["Überblick", network.name]
    days = next(section for section in made.chapters[0].sections if section.title == "Fristen und Termine")
    assert [(row[0], row[2], row[3]) for row in days.rows] == [
        ("1. Dezember 2026", "Vereinbarung erneuern", "überfällig"),
        ("10. Februar 2027", "Sitzung", ""),
        ("1. März 2027", "Überprüfung", ""),
    ]
    pdf = dossier.pdf(made, now=make.NOW)
    assert_accessible(pdf)
    assert "Kim Koordination" in text_of(pdf) and other.name not in text_of(pdf)
    sheets = openpyxl.load_workbook(io.BytesIO(dossier.xlsx(made, now=make.NOW))).sheetnames
    assert "Fristen und Termine (Überblick)" in sheets and "Mitglieder heute" in sheets


def test_dossier_of_an_empty_network_says_what_is_not_known() -> None:
    network = make.make_network()

    pdf, _book = made_for(make.make_user(Role.ADMINISTRATION), network)

    assert_accessible(pdf)
    assert "Zweck und Auftrag sind nicht eingetragen." in text_of(pdf)
