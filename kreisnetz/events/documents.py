"""Turns an uploaded document (.txt, .html, .docx, .pdf) into plain text for the announcement reader.

What a file is, its first bytes decide, never its name. No Django; nothing is interpreted here.
"""

import io
import zipfile
from pathlib import PurePath

SIZE_LIMIT = 10 * 1024 * 1024
UNPACKED_LIMIT = 50 * 1024 * 1024
UNPACKED_RATIO = 200
FILES_LIMIT = 2_000
PAGE_LIMIT = 50
TEXT_LIMIT = 1_000_000

_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class UnreadableDocument(Exception):
    """A document that cannot be read; its text is a German sentence for the person who uploaded it."""


def read_document(content: bytes, name: str = "") -> str:
    """The plain text of a document, or ``UnreadableDocument`` with what to do instead."""
    if not content:
        raise UnreadableDocument("Die Datei ist leer. Bitte wählen Sie eine andere Datei.")
    if len(content) > SIZE_LIMIT:
        raise UnreadableDocument(
            "Die Datei ist größer als 10 MB. Bitte kürzen Sie sie oder fügen Sie den Text von Hand ein."
        )
    start = content[:1024]
    if _PDF in start:
        text = _read_pdf(content)
    elif start.startswith(_ZIP):
        text = _read_docx(content)
    elif start.startswith(_OLD_OFFICE):
        raise UnreadableDocument(
            "Alte Word-Dateien (.doc) kann das Programm nicht lesen. Bitte speichern Sie die Datei als .docx oder PDF."
        )
    elif start.startswith(_PICTURES):
        raise UnreadableDocument(
            "Das ist ein Bild. Bitte fügen Sie den Text von Hand ein oder wählen Sie ein PDF mit Text."
        )
    else:
        text = decode(content)
        if _is_binary(text):
            raise UnreadableDocument(f"{_called(name)} ist kein Text. Möglich sind .txt, .html, .docx und PDF.")
    if not text.strip():
        raise UnreadableDocument(
            "In der Datei steht kein Text. Ist sie eingescannt? Dann fügen Sie den Text bitte von Hand ein."
        )
    return text[:TEXT_LIMIT]


def decode(content: bytes) -> str:
    """Text from bytes: UTF-8 or UTF-16 if they are that, else Windows-1252, which takes any byte."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _called(name: str) -> str:
    shown = PurePath(name.replace("\\", "/")).name[:80]
    return f"„{shown}“" if shown else "Die Datei"


def _is_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(not c.isprintable() and c not in "\n\r\t\f\u00ad\ufeff\u200b" for c in sample)
    return "\x00" in sample or odd * 20 > len(sample)


def _read_pdf(content: bytes) -> str:
    import pypdfium2  # slow import

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = "ist mit einem Kennwort geschützt" if "password" in str(error).lower() else "lässt sich nicht öffnen"
        raise UnreadableDocument(f"Das PDF {reason}. Bitte fügen Sie den Text von Hand ein.") from error
    try:
        if len(document) > PAGE_LIMIT:
            raise UnreadableDocument(
                f"Das PDF hat mehr als {PAGE_LIMIT} Seiten. Bitte wählen Sie nur die Seiten der Ankündigung."
            )
        return "\n\n".join(_read_page(document, number) for number in range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("Das PDF ist beschädigt. Bitte fügen Sie den Text von Hand ein.") from error
    finally:
        document.close()


def _read_page(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-\n").replace("\x02", "")
        finally:
            words.close()
    finally:
        page.close()


def _read_docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive, len(content))
            if "word/document.xml" not in archive.namelist():
                raise UnreadableDocument("Die Datei ist kein Word-Dokument. Möglich sind .txt, .html, .docx und PDF.")
            body = _unpack(archive, "word/document.xml")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnreadableDocument(
            "Das Word-Dokument ist beschädigt oder geschützt. Bitte fügen Sie den Text von Hand ein."
        ) from error
    return _text_of_word(body)


def _check_archive(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse archives that grow out of proportion, before anything is unpacked."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > FILES_LIMIT or total > UNPACKED_LIMIT or total > UNPACKED_RATIO * max(size, 10_000):
        raise UnreadableDocument("Das Word-Dokument ist ausgepackt zu groß. Bitte fügen Sie den Text von Hand ein.")


def _unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read one entry, trusting no size that the archive claims."""
    with archive.open(name) as entry:
        content = entry.read(UNPACKED_LIMIT + 1)
    if len(content) > UNPACKED_LIMIT:
        raise UnreadableDocument("Das Word-Dokument ist ausgepackt zu groß. Bitte fügen Sie den Text von Hand ein.")
    return content


def _text_of_word(body: bytes) -> str:
    from lxml import etree  # slow import

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument("Das Word-Dokument ist beschädigt. Bitte fügen Sie den Text von Hand ein.") from error
    if root is None:
        return ""
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if not tag.startswith(_NAMESPACE):
            continue
        pieces.append(_word_piece(event, tag.removeprefix(_NAMESPACE), element))
    return "".join(pieces).strip() + "\n"


def _word_piece(event: str, tag: str, element: object) -> str:
    if event == "start":
        if tag == "t":
            return str(getattr(element, "text", None) or "")
        return {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}.get(tag, "")
    return {"p": "\n", "tc": "\n", "tr": "\n"}.get(tag, "")
