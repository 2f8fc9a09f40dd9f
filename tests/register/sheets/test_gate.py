"""Hostile, broken and wrong files: one clear German sentence, and nothing is read."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kreisnetz.register.sheets import gate
from kreisnetz.register.sheets.contract import Refusal
from kreisnetz.register.sheets.reading import read

pytestmark = pytest.mark.pure
FILES = Path(__file__).resolve().parents[2] / "files" / "excel"


def workbook(rows: list[list[object]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or [["Netzwerk", "Organisation"], ["Frühe Hilfen", "Beispielverein e. V."]]:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """The workbook with more or other parts; "__" in a name stands for "/", "_dot_" for "."."""
    buffer = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, named.pop(entry) if entry in named else old.read(entry))
        for name, content in named.items():
            new.writestr(name, content)
    return buffer.getvalue()


def packed(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def lying_bomb() -> bytes:
    """A part of 60 MB that the directory claims to have 100 bytes."""
    data = bytearray(with_parts(workbook(), xl__media__a_dot_xml=b"0" * 60_000_000))
    size = struct.pack("<I", 60_000_000)
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = struct.pack("<I", 100)
        at = data.find(size, at + 4)
    return bytes(data)


def old_excel_with(mark: str) -> bytes:
    return (FILES / "altbestand.xls").read_bytes() + mark.encode("utf-16-le")


SHEET = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Netzwerk</t></is></c></row>
<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>"""
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT = (FILES / "buendnis_demenz.ods").read_bytes()


def repeated_cells() -> bytes:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        content = archive.read("content.xml")
    content = content.replace(
        b"<table:table-row><table:table-cell office:value-type",
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="9" '
        b"office:value-type",
    )
    return packed(mimetype=ODS, content_dot_xml=content)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "leer.xlsx", "empty_file"),
        (b"\r\n\r\n", "leer.csv", "empty_file"),
        (b"x" * (gate.SIZE_LIMIT + 1), "gross.csv", "too_large"),
        (b"%PDF-1.7 ...", "liste.xlsx", "wrong_type"),
        (b"\x89PNG\r\n", "liste.png", "wrong_type"),
        (b"<html><table><tr><td>Netzwerk</td></tr></table></html>", "export.xls", "wrong_type"),
        (b"MZ\x90\x00" + bytes(200), "liste.xlsx", "wrong_type"),
        (bytes(range(256)) * 40, "liste.csv", "wrong_type"),
        (packed(word__document_dot_xml=b"<x/>"), "liste.docx", "wrong_type"),
        (packed(ppt__presentation_dot_xml=b"<x/>"), "liste.pptx", "wrong_type"),
        (packed(a_dot_txt=b"x"), "liste.zip", "wrong_type"),
        (packed(xl__workbook_dot_bin=b"x"), "liste.xlsb", "wrong_type"),
        (packed(xl__workbook_dot_xml=b"x" * 100_000_000), "bombe.xlsx", "bomb"),
        (lying_bomb(), "bombe.xlsx", "bomb"),
        (workbook()[:3000], "halb.xlsx", "broken"),
        (b"PK\x03\x04" + bytes(500), "kaputt.xlsx", "broken"),
        (packed(xl__workbook_dot_xml=b"<workbook/>"), "leer.xlsx", "broken"),
        (with_parts(workbook(), xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData><row"), "kaputt.xlsx", "broken"),
        (with_parts(workbook(), xl__worksheets__sheet1_dot_xml=SHEET), "ecke.xlsx", "too_many_cells"),
        (with_parts(workbook(), xl__vbaProject_dot_bin=b"x"), "makro.xlsm", "macros"),
        (with_parts(workbook(), xl__macrosheets__sheet1_dot_xml=b"x"), "makro.xlsm", "macros"),
        (with_parts(workbook(), xl__externalLinks__externalLink1_dot_xml=b"x"), "links.xlsx", "external_links"),
        (with_parts(workbook(), xl__connections_dot_xml=b"x"), "links.xlsx", "external_links"),
        (packed(mimetype=ODS, content_dot_xml=b"<x"), "kaputt.ods", "broken"),
        (packed(mimetype=ODS, Basic__Standard__Module1_dot_xml=b"x"), "makro.ods", "macros"),
        (packed(mimetype=ODS, **{"META-INF__manifest_dot_xml": b"<encryption-data/>"}), "geheim.ods", "encrypted"),
        (repeated_cells(), "bombe.ods", "too_many_cells"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "geheim.xlsx", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "alt.doc", "wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(900), "kaputt.xls", "broken"),
        ((FILES / "altbestand.xls").read_bytes()[:2000], "halb.xls", "broken"),
        (old_excel_with("_VBA_PROJECT_CUR"), "makro.xls", "macros"),
    ],
)
def test_file_is_refused_with_a_clear_sentence(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(data, name)

    assert refused.value.code == code
    sentence = refused.value.text_de
    assert sentence.endswith(".")
    assert 40 < len(sentence) < 300


FIRST = '<c t="inlineStr" r="A1"><is><t>Netzwerk</t></is></c>'
CELL = '<c t="inlineStr" {}><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    "place",
    [
        'r="XFD1048576"',
        "r='XFD1048576'",
        'r = "XFD1048576"',
        'x:r="A1" r="XFD1048576"',
        'a="/" r="A99999999"',
        'a=">" r="XFD1048576"',
        'r="XFD1048576" a="/>"',
        'r="AAAAA9"',
        '\nr="XFD1048576"',
    ],
)
@pytest.mark.parametrize("more", ["", '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'])
def test_no_spelling_of_a_place_lets_a_sheet_reach_into_the_void(place: str, more: str) -> None:
    sheet = f'<worksheet xmlns:x="x"><sheetData><row r="1">{FIRST}{CELL.format(place)}</row>{more}'
    data = with_parts(workbook(), xl__worksheets__sheet1_dot_xml=f"{sheet}</sheetData></worksheet>".encode())

    with pytest.raises(Refusal) as refused:
        read(data, "x.xlsx")

    assert refused.value.code in {"too_many_cells", "broken"}


def test_a_sheet_in_another_encoding_is_refused() -> None:
    data = with_parts(workbook(), xl__worksheets__sheet1_dot_xml=SHEET.decode().encode("utf-16"))

    with pytest.raises(Refusal) as refused:
        read(data, "x.xlsx")

    assert refused.value.code == "broken"


def test_old_workbook_with_password_or_links_is_refused() -> None:
    data = (FILES / "altbestand.xls").read_bytes()
    window = struct.pack("<HH", 0x3D, 18)  # the record WINDOW1 of every workbook becomes what must be refused
    at = data.index(window)

    for record, code in ((0x2F, "encrypted"), (0x1AE, "external_links")):
        with pytest.raises(Refusal) as refused:
            read(data[:at] + struct.pack("<H", record) + data[at + 2 :], "alt.xls")
        assert refused.value.code == code


def test_entities_in_an_open_document_are_never_expanded() -> None:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        content = archive.read("content.xml")
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    content = content.replace(b"?>", b"?>" + evil, 1).replace(b"Otto Probe", b"&a;")

    with pytest.raises(Refusal) as refused:
        read(packed(mimetype=ODS, content_dot_xml=content), "x.ods")

    assert refused.value.code == "external_links"


def formula_book(result: object, *, place: str = "B2") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Netz")
    sheet.write_row(0, 0, ["Netzwerk", "Organisation", "Bemerkung"])
    sheet.write_row(1, 0, ["Frühe Hilfen", "Beispielverein e. V."])
    sheet.write_row(2, 0, ["Frühe Hilfen", "Kita Beispiel"])
    sheet.write_formula(place, "=A2&B3", None, result)
    book.close()
    return buffer.getvalue()


def test_formula_with_a_stored_result_is_read_and_named() -> None:
    reading = read(formula_book("Verein Beispiel e. V."), "x.xlsx")

    assert reading.rows[0].organisation.text == "Verein Beispiel e. V."
    assert [(warning.code, warning.cell.address) for warning in reading.warnings] == [("formula", "B2")]


@pytest.mark.parametrize("result", ["", "#N/A", "#REF!"])
def test_formula_without_a_result_refuses_the_file_and_names_the_cell(result: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(formula_book(result), "x.xlsx")

    assert refused.value.code == "formula_without_value"
    assert refused.value.text_de.startswith("Blatt „Netz“, Zelle B2: ")


@pytest.mark.parametrize("place", ["H9", "B9"])
def test_formula_outside_the_rows_that_are_taken_does_no_harm(place: str) -> None:
    assert len(read(formula_book("", place=place), "x.xlsx").rows) == 2


def test_nothing_that_a_cell_says_is_run() -> None:
    data = "Netzwerk;Organisation\nFrühe Hilfen;\"=cmd|' /C calc'!A0\"\n".encode()

    assert read(data, "x.csv").rows[0].organisation.text == "=cmd|' /C calc'!A0"


def test_workbook_with_prefixed_names_and_no_references_is_read() -> None:
    """Other programs write <x:c> and leave the addresses of cells out."""
    cells = "".join(f'<x:c t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>' for text in ("Netzwerk", "Organisation"))
    more = "".join(f'<x:c t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>' for text in ("Demenz", "Kita Beispiel"))
    sheet = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<x:sheetData><x:row>{cells}</x:row><x:row>{more}</x:row></x:sheetData></x:worksheet>"
    )

    rows = read(with_parts(workbook(), xl__worksheets__sheet1_dot_xml=sheet.encode()), "x.xlsx").rows

    assert [(row.network.text, row.organisation.text) for row in rows] == [("Demenz", "Kita Beispiel")]
