"""Uploaded documents become plain text by what they contain; anything else gets a German sentence."""

import io
import zipfile

import docx
import pytest

from kreisnetz.events import documents
from kreisnetz.events.documents import UnreadableDocument, decode, read_document

pytestmark = pytest.mark.pure


def make_docx(*paragraphs, table=()):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for label, value in table:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = label, value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_pdf(lines, pages=1):
    """A minimal PDF, written by hand, with the text on every page."""
    text = (
        b"BT /F1 12 Tf 50 700 Td "
        + b" ".join(b"(" + line.encode("cp1252") + b") Tj 0 -20 Td" for line in lines)
        + b" ET"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    objects.append(b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages)
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    objects += [page] * pages
    result, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(result))
        result += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    start = len(result)
    result += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    return result + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def test_word_document_gives_its_paragraphs_and_table_cells():
    text = read_document(
        make_docx("Sommerfest", "Am 3. Juni 2025, 15 Uhr", table=[("Ort", "Bürgerhaus Musterdorf")]), "fest.docx"
    )

    assert "Sommerfest\nAm 3. Juni 2025, 15 Uhr\n" in text
    assert "Ort\n" in text
    assert "Bürgerhaus Musterdorf\n" in text


def test_pdf_gives_its_lines():
    text = read_document(make_pdf(["Sommerfest", "Am 3. Juni 2025, 15 Uhr im Bürgerhaus"]), "fest.pdf")

    assert text.split("\n")[:2] == ["Sommerfest", "Am 3. Juni 2025, 15 Uhr im Bürgerhaus"]


def test_content_decides_when_the_name_lies():
    text = read_document(make_pdf(["Sommerfest"]), "fest.txt")

    assert "Sommerfest" in text


def test_html_is_handed_on_as_it_is():
    assert read_document("<p>Früh</p>".encode(), "a.html") == "<p>Früh</p>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Früh".encode(), "Früh"),
        ("Früh".encode("cp1252"), "Früh"),
        ("Früh".encode("utf-16"), "Früh"),
        ("\ufeffFrüh".encode(), "Früh"),
        (b"\x81\xff", "\ufffdÿ"),
    ],
)
def test_bytes_become_text_whatever_their_encoding(content, text):
    assert decode(content) == text


def test_too_large_file_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "SIZE_LIMIT", 10)

    with pytest.raises(UnreadableDocument, match="größer als 10 MB"):
        read_document(b"x" * 11, "a.txt")


def test_zip_bomb_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)

    assert len(stream.getvalue()) < 100_000
    with pytest.raises(UnreadableDocument, match="ausgepackt zu groß"):
        read_document(stream.getvalue(), "bombe.docx")


def test_entities_in_a_word_document_are_not_expanded():
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "geheim">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:t>Text &x;&y;</w:t></w:p></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", body)

    text = read_document(stream.getvalue(), "a.docx")

    assert text == "Text\n"


def test_pdf_with_too_many_pages_is_refused():
    with pytest.raises(UnreadableDocument, match="mehr als 50 Seiten"):
        read_document(make_pdf(["Seite"], pages=51), "lang.pdf")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (b"   \n", "kein Text"),
        (b"%PDF-1.4 kaputt", "nicht öffnen"),
        (b"PK\x03\x04kaputt", "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Alte Word-Dateien"),
        (b"\x89PNG\r\n\x1a\n", "ein Bild"),
        (bytes(range(256)) * 20, "kein Text"),
        (make_pdf([]), "eingescannt"),
    ],
)
def test_unreadable_file_says_in_german_what_to_do(content, words):
    with pytest.raises(UnreadableDocument, match=words):
        read_document(content, "datei.bin")


def test_zip_that_is_no_word_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "Hallo")

    with pytest.raises(UnreadableDocument, match="kein Word-Dokument"):
        read_document(stream.getvalue(), "a.docx")
