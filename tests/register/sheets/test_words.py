"""Names, days, numbers and headings as offices write them."""

import doctest
import importlib
import io
import pkgutil
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from kreisnetz.register import sheets
from kreisnetz.register.sheets import channels, dates, headings, labels, people
from kreisnetz.register.sheets.contract import Field, Layout, Precision
from kreisnetz.register.sheets.reading import read

pytestmark = pytest.mark.pure
F = Field


def test_examples_in_the_docstrings_hold() -> None:
    modules = [name for _, name, _ in pkgutil.iter_modules([str(Path(sheets.__file__).parent)])]

    results = [doctest.testmod(importlib.import_module(f"{sheets.__name__}.{name}")) for name in modules]

    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beispiel, Anna", [("Anna", "Beispiel", "")]),
        ("Anna Beispiel", [("Anna", "Beispiel", "")]),
        ("Beispiel Anna", [("Anna", "Beispiel", "")]),
        ("Frau Beispiel", [("", "Beispiel", "")]),
        ("Hr. Muster", [("", "Muster", "")]),
        ("Frau Dr. Anna Beispiel-Muster", [("Anna", "Beispiel-Muster", "Dr.")]),
        ("Prof. Dr. med. Jan Probe", [("Jan", "Probe", "Prof. Dr. med.")]),
        ("Probe, Dr. Jan", [("Jan", "Probe", "Dr.")]),
        ("Dipl.-Päd. Eva Fiktiv", [("Eva", "Fiktiv", "Dipl.-Päd.")]),
        ("von der Heide, Jan", [("Jan", "von der Heide", "")]),
        ("Jan von der Heide", [("Jan", "von der Heide", "")]),
        ("A. Beispiel", [("A.", "Beispiel", "")]),
        ("Anna Maria Beispiel (Leitung)", [("Anna Maria", "Beispiel", "")]),
        ("Anna Beispiel, Bernd Muster", [("Anna", "Beispiel", ""), ("Bernd", "Muster", "")]),
        ("Beispiel, Anna; Muster, Bernd", [("Anna", "Beispiel", ""), ("Bernd", "Muster", "")]),
        ("Beispiel, Anna, Muster, Bernd", [("Anna", "Beispiel", ""), ("Bernd", "Muster", "")]),
        ("Beispiel, Anna\nMuster, Bernd", [("Anna", "Beispiel", ""), ("Bernd", "Muster", "")]),
        ("Frau Beispiel und Herr Muster", [("", "Beispiel", ""), ("", "Muster", "")]),
        ("Frau Beispiel/Herr Muster", [("", "Beispiel", ""), ("", "Muster", "")]),
        ("Anna und Bernd Beispiel", [("Anna", "Beispiel", ""), ("Bernd", "Beispiel", "")]),
        ("Herr Öztürk", [("", "Öztürk", "")]),
    ],
)
def test_people_in_a_cell_are_taken_apart(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(name.first_name, name.last_name, name.title) for name in people.names_in(text)] == expected


@pytest.mark.parametrize(
    "text", ["N.N.", "n. n.", "NN", "vakant", "unbesetzt", "z.Zt. nicht besetzt", "wird noch benannt"]
)
def test_empty_chairs_are_told_from_people(text: str) -> None:
    assert people.is_vacant(text)
    assert not people.is_vacant("Nn" + "eumann, Anna")


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("seit 2019", (date(2019, 1, 1), "year"), None),
        ("01/2020", (date(2020, 1, 1), "month"), None),
        ("ab 1.3.21", (date(2021, 3, 1), "day"), None),
        ("März 2021", (date(2021, 3, 1), "month"), None),
        ("12. Mai 2020", (date(2020, 5, 12), "day"), None),
        ("2020-03", (date(2020, 3, 1), "month"), None),
        ("2017-2021", (date(2017, 1, 1), "year"), (date(2021, 12, 31), "year")),
        ("01.02.2017 – 28.02.2021", (date(2017, 2, 1), "day"), (date(2021, 2, 28), "day")),
        ("2019 – heute", (date(2019, 1, 1), "year"), None),
        ("ausgeschieden 3/22", None, (date(2022, 3, 31), "month")),
        ("bis 31.12.2020", None, (date(2020, 12, 31), "day")),
        ("seit 2015, ausgeschieden 2/2020", (date(2015, 1, 1), "year"), (date(2020, 2, 29), "month")),
        ("31.02.2020", None, None),
        ("irgendwann", None, None),
    ],
)
def test_days_are_read_with_their_precision(
    text: str, since: tuple[date, str] | None, until: tuple[date, str] | None
) -> None:
    period = dates.period_of(text)

    assert (period.since and (period.since.first, period.since.precision)) == since
    assert (period.until and (period.until.last, period.until.precision)) == until


def test_days_of_excel_are_read_as_serials_too() -> None:
    assert dates.span_of(43831) == dates.Span(date(2020, 1, 1), date(2020, 1, 1), Precision.DAY)
    assert dates.span_of("43831") == dates.span_of(43831.0)
    assert dates.span_of(2020.0) == dates.Span(date(2020, 1, 1), date(2020, 12, 31), Precision.YEAR)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Einrichtung/Träger", F.ORGANISATION),
        ("AP", F.PERSON),
        ("Ansprechpartner/in", F.PERSON),
        ("Ansprechpartner*innen", F.PERSON),
        ("E-Mail-Adresse(n)", F.EMAIL),
        ("Tel. dienstl.", F.PHONE),
        ("Inst.", F.ORGANISATION),
        ("seit", F.SINCE),
        ("Funktion im NW", F.ROLE),
        ("Vertretung", F.DEPUTY),
        ("E-Mail Vertretung", F.DEPUTY_EMAIL),
        ("AGS", F.AGS),
        ("Name, Vorname", F.PERSON),
        ("PLZ / Ort", F.TOWN),
        ("Träger", F.PARENT),
        ("Handy-Nr.", F.MOBILE),
        ("Name der\nEinrichtung", F.ORGANISATION),
        ("Mitglied seit (Jahr)", F.SINCE),
        ("network_id", F.NETWORK_ID),
    ],
)
def test_headings_name_fields(heading: str, field: Field) -> None:
    found = headings.field_of(heading)

    assert found is not None
    assert found[0] is field


def test_every_field_and_layout_has_a_german_word() -> None:
    assert set(labels.LABELS) == set(Field)
    assert set(labels.LAYOUTS) == set(Layout)


def test_numbers_of_one_cell_are_told_apart() -> None:
    text = "Tel. 06100 / 555-0, mobil: 0171/5550104\nFax 06100 555-99"

    assert channels.numbers_in(text) == channels.Numbers(("06100 / 555-0",), ("0171/5550104",), ("06100 555-99",))


@pytest.mark.parametrize("evil", ["a", "a@", "(", "()", "1 ", "-", " / ", "Dr. ", "\n", "a, ", "Stand ", "0 ("])
def test_no_text_of_a_cell_keeps_the_reader_busy(evil: str) -> None:
    cell = (evil * 5000)[:5000].replace('"', "")
    data = f'Netzwerk;Organisation;AP;E-Mail;Telefon;seit\n"{cell}";"{cell}";"{cell}";"{cell}";"{cell}";"{cell}"\n'.encode()

    begun = time.perf_counter()
    read(data, "x.csv")

    assert time.perf_counter() - begun < 2


def test_two_thousand_seats_are_read_within_a_second_or_two() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Gesamt")
    sheet.write_row(
        0, 0, ["Netzwerk", "Organisation", "Vorname", "Nachname", "E-Mail", "Telefon", "Rolle", "PLZ", "Ort"]
    )
    for number in range(2_000):
        sheet.write_row(
            number + 1,
            0,
            [f"Netz {number % 97}", f"Verein {number % 601} e. V.", "Anna", f"Beispiel{number}", f"a{number}@example.org",
             f"06100 {number}", "Mitglied", 64999, "Beispielstadt"],
        )  # fmt: skip
    book.close()

    begun = time.process_time()
    reading = read(buffer.getvalue(), "x.xlsx")

    assert len(reading.rows) == 2_000
    assert timedelta(seconds=time.process_time() - begun) < timedelta(seconds=2)
