"""What the user corrects: columns, heading, layout, network; remembered by the headings for the next file."""

import json

import pytest

from kreisnetz.register.sheets.contract import (
    Field,
    Layout,
    Mapping,
    NetworkFrom,
    Precision,
    ShapeMapping,
    SheetChoice,
    Sureness,
)
from kreisnetz.register.sheets.reading import read

pytestmark = pytest.mark.pure
LIST = "Wer;Woher;Wann\nBeispiel, Anna;Jugendamt;2019\n"


def test_corrected_columns_are_read_and_survive_json() -> None:
    found = read(LIST.encode(), "Netzwerk Demenz.csv").sheets[0]
    mapping = Mapping(shapes={found.signature: ShapeMapping(columns={1: Field.ORGANISATION, 2: Field.SINCE})})

    stored = Mapping.from_json(json.loads(json.dumps(mapping.to_json())))
    sheet = read(LIST.replace("2019", "2020").encode(), "Netzwerk Pflege.csv", stored).sheets[0]

    assert stored == mapping
    row = sheet.rows[0]
    assert (row.network.text, row.organisation.text, row.last_name) == ("Netzwerk Pflege", "Jugendamt", "Beispiel")
    assert (row.since.day.year, row.since.precision) == (2020, Precision.YEAR)
    assert (sheet.columns[2].sureness, sheet.columns[2].reason) == (Sureness.SURE, "Von Ihnen so zugeordnet.")


def test_signature_is_that_of_the_headings_whatever_is_below_and_however_many_sheets() -> None:
    one = read(LIST.encode(), "a.csv")
    other = read(b"wer ;WOHER;Wann\n1;2;3\n", "b.csv")
    third = read(b"Wer;Wohin;Wann\n1;2;3\n", "c.csv")

    assert one.signature == other.signature != third.signature
    assert len(one.signature) == 64


def test_a_column_can_be_left_out_and_a_heading_moved() -> None:
    text = "Einrichtung;Mail;Fax\nJugendamt;a@example.org;123456\nName;Adresse;Nummer\nKita Beispiel;b@example.org;1\n"
    found = read(text.encode(), "Netz.csv").sheets[0]
    assert found.header_row == 1

    left_out = Mapping(shapes={found.signature: ShapeMapping(columns={1: Field.IGNORE})})
    moved = Mapping(shapes={found.signature: ShapeMapping(header_offset=2)})

    assert read(text.encode(), "Netz.csv", left_out).rows[0].emails == ()
    sheet = read(text.encode(), "Netz.csv", moved).sheets[0]
    assert (sheet.header_row, sheet.found_header_row, [row.row for row in sheet.rows]) == (3, 1, [4])


def test_network_can_be_said_for_a_sheet_and_a_sheet_left_out() -> None:
    text = "Einrichtung;Mail\nJugendamt;a@example.org\n"
    assert read(text.encode(), "Tabelle1.csv").sheets[0].layout is Layout.ORGANISATIONS

    said = Mapping(sheets={"Tabelle1": SheetChoice(network="Frühe Hilfen")})
    sheet = read(text.encode(), "Tabelle1.csv", said).sheets[0]
    nothing = read(text.encode(), "Tabelle1.csv", Mapping(sheets={"Tabelle1": SheetChoice(take=False)})).sheets[0]

    assert (sheet.layout, sheet.network_from, sheet.rows[0].network.text) == (
        Layout.SEATS,
        NetworkFrom.USER,
        "Frühe Hilfen",
    )
    assert (nothing.left_out, nothing.rows) == (True, ())


def test_crosses_can_be_turned_and_made_of_columns_the_reader_did_not_take() -> None:
    text = "Verein;Wald;Wiese;Wasser\nGrün;x;;x\nBlau;;x;\n"
    found = read(text.encode(), "a.csv").sheets[0]
    assert next((row.organisation.text, row.network.text) for row in found.rows) == ("Grün", "Wald")

    turned = Mapping(
        shapes={found.signature: ShapeMapping(columns={0: Field.NETWORK}, matrix_networks_in="rows")},
    )
    rows = read(text.encode(), "a.csv", turned).rows

    assert [(row.organisation.text, row.network.text) for row in rows] == [
        ("Wald", "Grün"),
        ("Wasser", "Grün"),
        ("Wiese", "Blau"),
    ]


def test_stored_words_that_nobody_knows_any_more_are_dropped() -> None:
    stored = {
        "shapes": {
            "abc": {
                "columns": {"0": "organisation", "1": "gone", "x": "email"},
                "layout": "spiral",
                "header_offset": "1",
            }
        },
        "sheets": {"Blatt": {"take": "yes", "network": None}, "kaputt": 3},
    }

    mapping = Mapping.from_json(stored)

    assert mapping == Mapping(
        shapes={"abc": ShapeMapping(columns={0: Field.ORGANISATION})}, sheets={"Blatt": SheetChoice()}
    )
    assert Mapping.from_json({}) == Mapping()
