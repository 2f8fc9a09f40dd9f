"""Three offices' workbooks, and other files as they arrive, read without any correction."""

from datetime import date
from pathlib import Path

import pytest

from kreisnetz.register.sheets.contract import Layout, NetworkFrom, Precision, Reading, SeatRow
from kreisnetz.register.sheets.reading import read

pytestmark = pytest.mark.pure
FILES = Path(__file__).resolve().parents[2] / "files" / "excel"


def read_file(name: str) -> Reading:
    return read((FILES / name).read_bytes(), name)


def seat(row: SeatRow) -> tuple[str, str, str]:
    """Network, organisation, person."""
    network, organisation = row.network, row.organisation
    person = "N.N." if row.is_vacant else row.person.text if row.person else ""
    return (network.text if network else "", organisation.text if organisation else "", person)


def test_one_sheet_per_network_is_read_from_a_prettily_merged_workbook() -> None:
    reading = read_file("jugendamt_netzwerke.xlsx")

    early = "Netzwerk Frühe Hilfen"
    table = "Runder Tisch gegen häusliche Gewalt"
    school = "AG Schulabsentismus"
    assert [seat(row) for row in reading.rows] == [
        (early, "Jugendamt Beispielkreis", "Anna Beispiel"),
        (early, "Jugendamt Beispielkreis", "Dr. Bernd Muster"),
        (early, "Jugendamt Beispielkreis", "Clara Vorlage"),
        (early, "Hebammenpraxis Beispielstadt", "Dora Probe"),
        (early, "Kinderklinik Beispielstadt gGmbH", "N.N."),
        (early, "Beispielverein Familie e. V.", "Emil Fiktiv"),
        (early, "Schwangerenberatung Beispiel", "Prof. Dr. Franka Beispiel-Muster"),
        (early, "Erziehungsberatungsstelle Beispielstadt", "Gustav Gedacht"),
        (early, "Frühförderstelle Beispiel", "Hanna Erdacht"),
        (table, "Polizeistation Beispielstadt", "Ida Ausgedacht"),
        (table, "Frauenhaus Beispiel", "Karin Beispiel"),
        (table, "Frauenhaus Beispiel", "Lena Muster"),
        (table, "Amtsgericht Beispielstadt", "N.N."),
        (school, "Gesamtschule Beispielstadt", "Muster"),
        (school, "Gesamtschule Beispielstadt", "Probe"),
        (school, "Staatliches Schulamt Beispiel", "Maria Beispiel"),
        (school, "Staatliches Schulamt Beispiel", "Otto Beispiel"),
    ]
    assert [(sheet.name, sheet.layout, sheet.network_from, sheet.left_out) for sheet in reading.sheets] == [
        ("Frühe Hilfen", Layout.SEATS, NetworkFrom.TITLE, False),
        ("RT Gewalt", Layout.SEATS, NetworkFrom.TITLE, False),
        ("AG Schulabsentismus", Layout.SEATS, NetworkFrom.SHEET, False),
        ("Alt 2019", Layout.ORGANISATIONS, NetworkFrom.NOWHERE, True),
        ("Tabelle5", Layout.EMPTY, NetworkFrom.NOWHERE, False),
    ]
    assert [(warning.code, warning.cell and warning.cell.address) for warning in reading.warnings] == [
        ("filled_down", "B6"),
        ("hidden_sheet", None),
    ]


def test_details_of_seats_are_read_with_their_cells() -> None:
    rows = {row.row: row for row in read_file("jugendamt_netzwerke.xlsx").sheets[0].rows}

    anna, bernd, clara, ended, grey = rows[7], rows[8], rows[9], rows[14], rows[15]
    assert (anna.role.code, anna.since.day, anna.since.precision) == ("coordination", date(2017, 1, 1), Precision.YEAR)
    assert anna.emails[0].cell.place == "Blatt „Frühe Hilfen“, Zelle D7"
    assert bernd.organisation.cell.address == "A7"  # merged over three rows
    assert [mail.text for mail in bernd.emails] == ["b.muster@example.org", "jugendamt@example.org"]
    assert (bernd.since.day, bernd.since.precision) == (date(2020, 1, 1), Precision.MONTH)
    assert (clara.is_deputy, clara.role.code) == (True, "member")
    assert [mobile.text for mobile in rows[10].mobiles] == ["0171 5550104"]
    assert (rows[11].is_vacant, rows[11].person) == (True, None)
    assert (rows[12].since.day, rows[12].role.code) == (date(2018, 5, 1), "chair")
    assert (rows[13].parent.text, rows[13].emails[0].text) == ("Beispielwerk e. V.", "beratung@example.org")
    assert (ended.until.day, ended.until.precision, ended.ended_hint.address) == (date(2022, 3, 31), "month", "B14")
    assert (ended.organisation.text, ended.organisation_short.text) == ("Erziehungsberatungsstelle Beispielstadt", "EB")
    assert (grey.ended_hint.address, grey.role.code) == ("B15", "guest")


def test_columns_that_are_nobodys_business_are_left_out() -> None:
    columns = {column.heading: column for column in read_file("jugendamt_netzwerke.xlsx").sheets[1].columns}

    assert columns["Geburtsdatum"].field == "ignore"
    assert columns["Geburtsdatum"].reason == "Wird aus Gründen des Datenschutzes nicht übernommen."


def test_a_grown_list_is_read_with_networks_in_a_column_and_in_headings_between() -> None:
    reading = read_file("liga_gesamtliste.xlsx")

    early, child, table = "Netzwerk Frühe Hilfen", "AG Kinderschutz", "Runder Tisch Integration"
    job, homeless = "Netzwerk Übergang Schule – Beruf", "Arbeitskreis Wohnungslosenhilfe"
    assert [seat(row) for row in reading.rows] == [
        (early, "Beispielwerk Kreisverband e.V.", "Dora Probe"),
        (early, "Beispielwerk Kreisverband e.V.", "Jan Muster"),
        (early, "Erfundene Hilfe gGmbH", "Dr. Petra Ersonnen"),
        (child, "Erfundene Hilfe gGmbH", "Rosa Fiktiv"),
        (child, "Probeverband Südkreis e. V.", "N.N."),
        (table, "Migrationsberatung Probeverband", "Yusuf Beispiel"),
        (child, "Migrationsberatung Probeverband", "Yusuf Beispiel"),
        (table, "Ausländerbeirat Beispielstadt", "Amira Muster"),
        (table, "Sprachtreff Beispiel", "Vorlage"),
        (job, "Jobcenter Beispielkreis", "Herr Thomas Probe".removeprefix("Herr ")),
        (job, "Berufsschule Beispielstadt", "Sabine Fiktiv"),
        (job, "Berufsschule Beispielstadt", "Tim Erdacht"),
        (job, "Handwerkskammer Beispiel", ""),
        (homeless, "Sozialamt Beispielstadt", "Ursula von der Vorlage"),
        (homeless, "Beispielwerk Kreisverband e.V.", "Jan Muster"),
        (homeless, "Tafel Beispielstadt e.V.", "N.N."),
    ]
    rows = reading.rows
    assert (rows[0].since.day, rows[0].until.day) == (date(2017, 1, 1), date(2021, 12, 31))
    assert [number.text for number in rows[1].phones + rows[1].mobiles] == ["06100 555402", "0160 5554021"]
    assert (rows[2].role.code, rows[2].faxes[0].text) == ("deputy_chair", "06100 555404")
    assert (rows[4].postcode.text, rows[4].parent.text) == ("01067", "Probeverband")
    assert rows[8].ended_hint.address == "M11"
    assert [row.emails[0].text for row in rows[10:12]] == ["fiktiv@example.org", "erdacht@example.org"]
    assert [row.stakeholder_group and row.stakeholder_group.code for row in rows[12:]] == [
        None,
        "administration",
        "practice",
        "practice",
    ]
    assert [(warning.code, warning.cell.address) for warning in reading.warnings] == [
        ("formula", "D7"),
        ("bad_date", "I10"),
        ("bad_email", "F10"),
    ]
    assert [(row.row, row.code) for row in reading.sheets[0].skipped] == [(13, "total")]


def test_crosses_are_read_with_networks_in_columns_or_in_rows() -> None:
    reading = read_file("sozialplanung_matrix.xlsx")

    columns, rows, addresses = reading.sheets
    assert (columns.layout, columns.matrix_networks_in) == (Layout.MATRIX, "columns")
    assert [(seat(row)[0], seat(row)[1], row.cell.address) for row in columns.rows] == [
        ("Frühe Hilfen", "Jugendamt Beispielkreis", "C5"),
        ("AG Kinderschutz", "Jugendamt Beispielkreis", "D5"),
        ("Bündnis gegen Gewalt", "Jugendamt Beispielkreis", "E5"),
        ("Frühe Hilfen", "Beispielverein Familie e. V.", "C6"),
        ("Runder Tisch Wohnen", "Beispielverein Familie e. V.", "G6"),
        ("AG Kinderschutz", "Polizeistation Beispielstadt", "D7"),
        ("Bündnis gegen Gewalt", "Polizeistation Beispielstadt", "E7"),
        ("Integration", "Jobcenter Beispielkreis", "F8"),
        ("Runder Tisch Wohnen", "Jobcenter Beispielkreis", "G8"),
        ("Bündnis gegen Gewalt", "Ausländerbeirat Beispielstadt", "E9"),
        ("Integration", "Ausländerbeirat Beispielstadt", "F9"),
        ("Runder Tisch Wohnen", "Ausländerbeirat Beispielstadt", "G9"),
        ("Bündnis gegen Gewalt", "Sozialamt Beispielstadt", "E10"),
        ("Integration", "Sozialamt Beispielstadt", "F10"),
        ("Runder Tisch Wohnen", "Sozialamt Beispielstadt", "G10"),
    ]
    said = columns.rows
    assert (said[1].role.code, said[6].is_deputy, said[10].role.code) == ("chair", True, "chair")
    assert [row.is_unsure for row in said] == [row.cell.address in {"G8", "G9"} for row in said]
    assert (said[12].last_name, said[12].emails, said[12].organisation_emails[0].text) == (
        "Muster",
        (),
        "sozialamt@example.org",
    )
    assert said[14].since.day == date(2019, 1, 1)
    assert (rows.matrix_networks_in, len(rows.rows)) == ("rows", 7)
    assert seat(rows.rows[4])[:2] == ("Runder Tisch Wohnen", "Stadt Probestadt")
    assert (addresses.layout, addresses.rows[0].network) == (Layout.ORGANISATIONS, None)
    first, second = addresses.rows
    assert (first.street.text, first.postcode.text, first.town.text) == ("Arbeitsweg 5", "64999", "Beispielstadt")
    assert (second.street.text, second.ags.text, first.ags.text) == ("Marktplatz 2", "06433999", "06433999")
    assert [field.text for field in first.fields_of_action] == ["Arbeit", "Soziales"]


def test_a_csv_in_cp1252_with_semicolons_keeps_umlauts_and_leading_zeros() -> None:
    rows = read_file("verteiler_cp1252.csv").rows

    assert [seat(row) for row in rows] == [
        ("Frühe Hilfen", "Müller-Beispiel-Stiftung", "Dr. Änne Beispiel"),
        ("Frühe Hilfen", "Köln-Beispiel GmbH", "Jörg Größe"),
        ("Gewaltschutz", 'Beratungsstelle "Offene Tür"; Beispiel', ""),
    ]
    assert (rows[0].phones[0].text, rows[1].until.day) == ("06100555501", date(2020, 12, 31))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "buendnis_demenz.ods",
            [
                ("Bündnis Demenz im Beispielkreis", "Pflegestützpunkt Beispiel", "Anna Beispiel"),
                ("Bündnis Demenz im Beispielkreis", "Pflegestützpunkt Beispiel", "Otto Probe"),
                ("Bündnis Demenz im Beispielkreis", "Seniorenheim Beispiel gGmbH", "Ute Muster"),
            ],
        ),
        (
            "altbestand.xls",
            [
                ("Arbeitskreis Sucht Beispielkreis", "Suchtberatung Beispiel e.V.", "Karl Beispiel"),
                ("Arbeitskreis Sucht Beispielkreis", "Suchtberatung Beispiel e.V.", "Rita Muster"),
                ("Arbeitskreis Sucht Beispielkreis", "Gesundheitsamt Beispielkreis", "Alt"),
            ],
        ),
    ],
)
def test_other_programs_files_are_read_with_merged_and_struck_cells(
    name: str, expected: list[tuple[str, str, str]]
) -> None:
    rows = read_file(name).rows

    assert [seat(row) for row in rows] == expected
    assert [row.ended_hint is not None for row in rows] == [False, False, True]
    assert rows[0].since is not None
    assert rows[0].since.precision is Precision.DAY


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_text_tables_are_read_in_any_encoding_with_any_separator(encoding: str, sign: str) -> None:
    lines = [["Netzwerk", "Träger", "AP"], ["Frühe Hilfen", "Jugendamt Ä", "Frau Öztürk"], ["Bündnis", "Kita Ü", ""]]
    data = "\r\n".join(sign.join(line) for line in lines).encode(encoding)

    rows = read(data, "liste.csv").rows

    assert [seat(row) for row in rows] == [("Frühe Hilfen", "Jugendamt Ä", "Öztürk"), ("Bündnis", "Kita Ü", "")]


def test_progress_is_told_up_to_the_end() -> None:
    lines = ["Netzwerk;Organisation"] + [f"Netz {number % 7};Verein {number} e.V." for number in range(1000)]
    told: list[tuple[int, int]] = []

    reading = read("\n".join(lines).encode(), "x.csv", progress=lambda done, total: told.append((done, total)))

    assert len(reading.rows) == 1000
    assert told[-1] == (1001, 1001)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) == 5


def read_lines(*lines: str) -> list[SeatRow]:
    return read("\n".join(lines).encode(), "Netzwerk Demenz.csv").rows


def test_a_cell_with_name_number_and_mail_is_taken_apart_and_mobiles_stay_with_their_owner() -> None:
    rows = read_lines(
        "Institution;Ansprechpartner",
        '"Pflegestützpunkt\nMusterweg 1\n64999 Beispielstadt";"Anna Beispiel\nTel. 06100 555-1\nanna@example.org"',
        'Klinik Beispiel gGmbH;"Dr. Jan Probe, 0171 5551234, probe@example.org\nUte Fiktiv, fiktiv@example.org"',
    )

    assert [(row.person.text, [mail.text for mail in row.emails], [n.text for n in row.mobiles]) for row in rows] == [
        ("Anna Beispiel", ["anna@example.org"], []),
        ("Dr. Jan Probe", ["probe@example.org"], ["0171 5551234"]),
        ("Ute Fiktiv", ["fiktiv@example.org"], []),
    ]
    assert (rows[0].organisation.text, rows[0].street.text, rows[0].town.text) == (
        "Pflegestützpunkt",
        "Musterweg 1",
        "Beispielstadt",
    )


def test_mobile_of_nobody_in_particular_is_given_once_and_named() -> None:
    reading = read(
        b"Einrichtung;Ansprechpartner;Mobil\nKita;Anna Beispiel und Jan Probe;0171 5551234\n", "Netzwerk X.csv"
    )

    assert [len(row.mobiles) for row in reading.rows] == [1, 0]
    assert [warning.code for warning in reading.warnings] == ["unclear_phone"]


def test_an_organisation_above_its_people_is_theirs() -> None:
    rows = read_lines(
        "Name;Vorname;Funktion;Mail",
        "Pflegedienst Beispiel GmbH;;;",
        "Beispiel;Anna;Leitung;a@example.org",
        "Muster;Jan;Fachkraft;j@example.org",
        "Sozialstation Muster;;;",
        "Probe;Ute;Leitung;u@example.org",
    )

    assert [seat(row)[1:] for row in rows] == [
        ("Pflegedienst Beispiel GmbH", "Anna Beispiel"),
        ("Pflegedienst Beispiel GmbH", "Jan Muster"),
        ("Sozialstation Muster", "Ute Probe"),
    ]
    assert [(row.role, row.person_function.text) for row in rows] == [
        (None, "Leitung"),
        (None, "Fachkraft"),
        (None, "Leitung"),
    ]


def test_a_table_without_headings_is_read_by_its_content() -> None:
    rows = read_lines(
        "Lebenshilfe Beispiel e.V.;Anna Beispiel;anna@example.org;06100 12345",
        "Förderschule Musterdorf;Jan Probe;jan@example.org;06100 12346",
        "Integrationsamt Beispiel;Ute Fiktiv;ute@example.org;",
    )

    assert [seat(row) for row in rows] == [
        ("Netzwerk Demenz", "Lebenshilfe Beispiel e.V.", "Anna Beispiel"),
        ("Netzwerk Demenz", "Förderschule Musterdorf", "Jan Probe"),
        ("Netzwerk Demenz", "Integrationsamt Beispiel", "Ute Fiktiv"),
    ]
    assert [row.emails[0].text for row in rows] == ["anna@example.org", "jan@example.org", "ute@example.org"]


def test_organisation_and_person_in_one_cell_are_told_apart() -> None:
    rows = read_lines(
        "Mitglied;Stimmberechtigt",
        "Jugendamt, Frau Beispiel;ja",
        "VHS Beispielstadt: Herr Dr. Probe;ja",
        "Frau Fiktiv (Kreiselternbeirat);nein",
    )

    assert [seat(row)[1:] for row in rows] == [
        ("Jugendamt", "Beispiel"),
        ("VHS Beispielstadt", "Dr. Probe"),
        ("Kreiselternbeirat", "Fiktiv"),
    ]


def test_a_deputy_is_tied_to_the_one_person_of_the_organisation() -> None:
    rows = read_lines(
        "Einrichtung;Name;Vorname;Rolle im Netzwerk",
        "Jugendamt;Beispiel;Anna;Mitglied",
        "Jugendamt;Muster;Jan;Stellvertretung",
        "Schulamt;Probe;Ute;Mitglied",
        "Schulamt;Fiktiv;Ida;Sprecherin",
        "Schulamt;Vorlage;Kai;stellv. Mitglied",
    )

    assert [row.deputy_of and row.deputy_of.text for row in rows] == [None, "Anna Beispiel", None, None, None]
    assert [row.is_deputy for row in rows] == [False, True, False, False, True]


def test_struck_grey_and_worded_endings_are_hints_or_days() -> None:
    rows = read_lines(
        "Einrichtung;AP;Bemerkung;Status",
        "Kita A;Frau Beispiel;ausgeschieden 3/22;",
        "Kita B;Frau Muster;nicht mehr dabei;",
        "Kita C;Frau Probe;Mo bis Fr;",
        "Kita D;Frau Fiktiv;;inaktiv",
        "Kita E;Frau Vorlage;;aktiv",
    )

    assert [row.until and row.until.day for row in rows] == [date(2022, 3, 31), None, None, None, None]
    assert [bool(row.ended_hint) for row in rows] == [False, True, False, True, False]


def test_the_line_that_names_a_network_is_its_title_whatever_stands_above() -> None:
    lines = [
        "Sozialplanung, Zimmer 12",
        "AK Asyl - Verteiler, Stand 3/2024",
        "",
        "Einrichtung;AP",
        "Kita Beispiel;Frau Muster",
    ]

    sheet = read("\n".join(lines).encode(), "Tabelle1.csv").sheets[0]

    assert (sheet.network_from, sheet.network.text, sheet.network.cell.address) == (NetworkFrom.TITLE, "AK Asyl", "A2")
