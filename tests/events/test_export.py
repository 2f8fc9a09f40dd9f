"""XLSX and CSV of the participants, read back by the programs offices use (openpyxl, calamine, csv)."""

import csv
import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Role
from kreisnetz.events import admission, export
from kreisnetz.events.models import Event, Registration
from kreisnetz.events.registration import Attendee, Needs, cancel
from tests.make import NOW, make_event, make_registration, make_user

DANGEROUS = [
    '=HYPERLINK("http://example.org","x")',
    "+49 6000 1234",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "\n=1",
    "\u00a0=1",
    "\u200b=1",
    "\uff1d1+1",
    "'=1",
    'A;B"C"\nD',
    "Beispiel\x00\x07\x1b[31m\ud800\ufffe",
    "_x0041_",
    "http://example.org/",
    "{=1+1}",
    "00012",
]


def workbook(event: Event, *, with_needs: bool = False) -> Any:
    content = export.participants_xlsx(event, by=make_user(Role.OFFICE), now=NOW, with_needs=with_needs)
    return openpyxl.load_workbook(io.BytesIO(content))


def table(event: Event) -> list[dict[str, Any]]:
    rows = list(workbook(event)["Teilnehmende"].values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def csv_rows(event: Event) -> list[dict[str, str]]:
    content = export.participants_csv(event, by=make_user(Role.OFFICE), now=NOW)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.django_db
def test_workbook_has_german_headings_real_dates_frozen_header_and_filter() -> None:
    event = make_event()
    make_registration(event, first_name="Änne", last_name="Özbeispiel", phone="+49 6000 1")

    sheet = workbook(event)["Teilnehmende"]
    row = table(event)[0]

    assert [cell.value for cell in sheet[1]][:5] == ["Nr.", "Nachname", "Vorname", "Begleitung von", "Organisation"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P2")
    assert row["Eingegangen am"] == datetime(2027, 1, 11, 9, 0)
    assert (row["Nr."], row["Nachname"], row["Vorname"], row["Telefon"]) == (1, "Özbeispiel", "Änne", "+49 6000 1")
    assert row["Stand"] == "angemeldet"


@pytest.mark.django_db
def test_workbook_is_the_same_for_another_reader() -> None:
    event = make_event()
    make_registration(event, last_name="Beispiel", organisation="Beispiel e. V.")
    content = export.participants_xlsx(event, by=make_user(Role.OFFICE), now=NOW, with_needs=False)

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Teilnehmende")

    rows = sheet.to_python()
    assert rows[1][1] == "Beispiel" and rows[1][14] == datetime(2027, 1, 11, 9, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("text", DANGEROUS)
def test_workbook_runs_nothing_that_somebody_typed(text: str) -> None:
    event = make_event()
    registration = make_registration(event)
    Registration.objects.filter(pk=registration.pk).update(organisation=text.replace("\x00", "").replace("\ud800", ""))

    sheet = workbook(event)["Teilnehmende"]

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert {cell.hyperlink for row in sheet.iter_rows() for cell in row} == {None}


@pytest.mark.django_db
@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_has_no_cell_that_begins_like_a_formula(text: str) -> None:
    event = make_event()
    registration = make_registration(event)
    stored = text.replace("\x00", "").replace("\ud800", "")
    Registration.objects.filter(pk=registration.pk).update(organisation=stored, remarks=f"x\n{stored}", fax=stored)

    rows = csv_rows(event)

    assert len(rows) == 1
    for value in rows[0].values():
        assert not value.startswith(tuple("=+-@\t\r\n \uff1d"))
        assert "\n" not in value and value.isprintable()


@pytest.mark.django_db
def test_csv_marks_a_formula_with_an_apostrophe_and_leaves_the_rest() -> None:
    event = make_event()
    make_registration(event, last_name="=1+1", organisation='Beispiel; mit "Zeichen"', phone="+49 6000 1")

    row = csv_rows(event)[0]

    assert (row["Nachname"], row["Organisation"], row["Telefon"]) == (
        "'=1+1",
        'Beispiel; mit "Zeichen"',
        "'+49 6000 1",
    )
    assert row["Eingegangen am"] == "11.01.2027 09:00"


@pytest.mark.django_db
def test_exports_hold_everybody_with_a_seat_or_on_the_list_and_nobody_else() -> None:
    event, clerk = make_event(seats_in_all=3), make_user(Role.OFFICE)
    make_registration(event, last_name="Zbeispiel", first_name="Kim", n_seats=2)
    make_registration(event, last_name="Äbeispiel")
    make_registration(event, last_name="Wartebeispiel")
    cancel(make_registration(event, last_name="Abgemeldetbeispiel"), now=NOW)
    admission.admit(event.registrations.get(last_name="Äbeispiel").participants.get(), now=NOW, by=clerk)

    rows = table(event)

    assert [(row["Nachname"] or "", row["Begleitung von"] or "", row["Stand"]) for row in rows] == [
        ("Äbeispiel", "", "angemeldet"),
        ("Wartebeispiel", "", "auf der Warteliste"),
        ("Zbeispiel", "", "angemeldet"),
        ("", "Kim Zbeispiel", "angemeldet"),
    ]
    assert rows[0]["Eingelassen am"] == datetime(2027, 1, 11, 9, 0)
    assert [row["Begleitung von"] for row in csv_rows(event)] == ["", "", "", "Kim Zbeispiel"]


@pytest.mark.django_db
def test_needs_stand_on_their_own_sheet_and_only_when_asked_for() -> None:
    event = make_event(catering=True, menu=("vegan",))
    make_registration(
        event,
        last_name="Beispiel",
        people=(Attendee("Kim", "Beispiel", event.menu.get().pk),),
        access_needs=Needs(("grossdruck", "parkplatz"), "Geheim"),
    )

    without, with_needs = workbook(event), workbook(event, with_needs=True)

    assert without.sheetnames == ["Teilnehmende", "Hinweise"]
    assert with_needs.sheetnames == ["Teilnehmende", "Unterstützung", "Hinweise"]
    needs = list(with_needs["Unterstützung"].values)[1]
    assert needs == ("Beispiel", "Kim", 1, "Unterlagen in großer Schrift, Reservierter Behindertenparkplatz", "Geheim")
    for book in (without, with_needs):
        main = " ".join(str(value) for row in book["Teilnehmende"].values for value in row)
        assert "vegan" not in main and "Geheim" not in main and "Schrift" not in main
    assert "Geheim" not in str(csv_rows(event))


@pytest.mark.django_db
def test_workbook_says_when_it_must_be_deleted() -> None:
    notes = dict(list(workbook(make_event())["Hinweise"].values)[1:])

    assert notes["Achtung"] == "Enthält personenbezogene Daten, löschen bis 10. März 2027"


@pytest.mark.django_db
def test_every_export_is_recorded_without_names() -> None:
    event, clerk = make_event(), make_user(Role.OFFICE)
    make_registration(event)

    export.participants_xlsx(event, by=clerk, now=NOW, with_needs=True)
    export.participants_csv(event, by=clerk, now=NOW)

    entries = AuditEntry.objects.filter(verb="export", about=f"event:{event.pk}").order_by("id")
    assert [entry.detail for entry in entries] == [
        {"what": "participants-xlsx", "rows": 1, "needs": True},
        {"what": "participants-csv", "rows": 1},
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("n", [1, 3])
def test_export_asks_the_database_the_same_number_of_times_for_any_number_of_people(
    n: int, django_assert_num_queries: Any
) -> None:
    event, clerk = make_event(), make_user(Role.OFFICE)
    for _number in range(n):
        make_registration(event, access_needs=Needs(("parkplatz",)))
    event = Event.objects.select_related("venue").get(pk=event.pk)

    with django_assert_num_queries(4):  # people, needs, further dates, audit
        export.participants_xlsx(event, by=clerk, now=NOW, with_needs=True)


@given(st.text())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_harmless_text_never_begins_a_formula_and_stays_on_one_line(text: str) -> None:
    line = export.harmless(text)

    assert not line.startswith(tuple("=+-@\t\r \n"))
    assert line.isprintable()


@given(st.text(alphabet=st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=200))
def test_harmless_leaves_ordinary_text_as_it_is(text: str) -> None:
    if text[0] not in "=+-@\uff1d\uff0b\uff0d\uff20\u2212":
        assert export.harmless(text) == text
