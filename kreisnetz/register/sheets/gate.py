"""The gate: what kind of spreadsheet a file is, and why it is refused, before anything is opened. The first bytes decide, not the name."""

import io
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePath

from kreisnetz.register.sheets.contract import Refusal

SIZE_LIMIT = 25 * 1024 * 1024
UNPACKED_LIMIT = 200 * 1024 * 1024
RATIO_LIMIT = 150  # honest sheets of many equal rows stay under 60
RATIO_COUNTS_FROM = 20 * 1024 * 1024
ENTRY_LIMIT = 2_000
CELL_LIMIT = 3_000_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WRONG = (
    (b"%PDF-", "ein PDF"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"GIF8", "ein Bild"),
    (b"{\\rtf", "ein Textdokument"),
    (b"\x1f\x8b", "ein gepacktes Archiv"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv"),
    (b"Rar!", "ein gepacktes Archiv"),
    (b"MZ", "ein Programm"),
)
POSSIBLE = "Möglich sind Excel (.xlsx, .xls), LibreOffice (.ods) und CSV."


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


def shown_name(name: str) -> str:
    """The file's name without folders, short enough for a sentence."""
    return PurePath(name.replace("\\", "/")).name[:80]


def kind_of(data: bytes, name: str) -> Kind:
    """What the file is, or ``Refusal``."""
    called = f"„{shown_name(name)}“" if shown_name(name) else "Die Datei"
    if not data.strip(b"\x00 \r\n\t"):
        raise Refusal("empty_file", "Die Datei ist leer. Bitte wählen Sie eine andere Datei.")
    if len(data) > SIZE_LIMIT:
        raise Refusal(
            "too_large",
            f"Die Datei ist größer als {SIZE_LIMIT // 1024 // 1024} MB. Bitte teilen Sie sie auf oder löschen Sie Bilder "
            "und leere Blätter daraus.",
        )
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return _kind_of_archive(data, called)
    if data.startswith(_OLE):
        return _kind_of_old_office(data, called)
    for start, what in _WRONG:
        if data.startswith(start):
            raise Refusal("wrong_type", f"{called} ist {what}, keine Tabelle. {POSSIBLE}")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")) or b"<workbook" in head:
        raise Refusal(
            "wrong_type",
            f"{called} ist eine Internet- oder XML-Seite, auch wenn sie anders heißt. Bitte öffnen Sie die Datei in Excel und "
            "speichern Sie sie als .xlsx.",
        )
    return Kind.TEXT


def _kind_of_archive(data: bytes, called: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, data)
            return _kind_by_entries(archive, called)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken(called) from error


def broken(called: str = "Die Datei") -> Refusal:
    return Refusal(
        "broken",
        f"{called} ist beschädigt und lässt sich nicht öffnen. Bitte öffnen Sie sie in Excel oder LibreOffice und "
        "speichern Sie sie neu als .xlsx.",
    )


def protected(called: str = "Die Datei") -> Refusal:
    return Refusal(
        "encrypted",
        f"{called} ist mit einem Kennwort geschützt. Bitte speichern Sie die Datei ohne Kennwort und versuchen Sie es noch einmal.",
    )


def macros(called: str) -> Refusal:
    return Refusal(
        "macros",
        f"{called} enthält Makros (Programme). Das Register nimmt sie nicht an. Bitte speichern Sie die Datei "
        "in Excel als „Excel-Arbeitsmappe (.xlsx)“; dabei fallen die Makros weg.",
    )


def external_links(called: str) -> Refusal:
    return Refusal(
        "external_links",
        f"{called} holt Werte aus anderen Dateien oder Datenquellen. Bitte wählen Sie in Excel „Daten › Verknüpfungen bearbeiten › "
        "Verknüpfung löschen“ und speichern Sie die Datei neu.",
    )


def bomb() -> Refusal:
    return Refusal(
        "bomb",
        "Die Datei ist ausgepackt unverhältnismäßig groß und wird aus Sicherheitsgründen nicht geöffnet. Bitte "
        "kopieren Sie die Zellen mit Inhalt in eine neue Datei.",
    )


def too_many_cells(sheet: str, rows: int, columns: int) -> Refusal:
    return Refusal(
        "too_many_cells",
        f"Das Blatt „{sheet}“ reicht über {rows} Zeilen und {columns} Spalten. Das ist zu groß. Bitte löschen Sie Zeilen und "
        "Spalten ohne Inhalt unterhalb und rechts der Tabelle und speichern Sie die Datei neu.",
    )


def _check_sizes(archive: zipfile.ZipFile, data: bytes) -> None:
    """First what the directory claims, then what really comes out: a directory can lie."""
    entries = archive.infolist()
    claimed = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRY_LIMIT or _is_bomb(claimed, len(data)):
        raise bomb()
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected()
    total = 0
    for entry in entries:
        total += _real_size(data, entry, claimed - total + 1024)
        if total > claimed:
            raise bomb()


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > UNPACKED_LIMIT or (unpacked > RATIO_COUNTS_FROM and unpacked > RATIO_LIMIT * packed)


def _real_size(data: bytes, entry: zipfile.ZipInfo, limit: int) -> int:
    """How much one entry really unpacks to, never unpacking much more than ``limit``."""
    head = data[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30 or not head.startswith(_ZIP) or entry.compress_type not in (0, 8):
        raise ValueError("no zip entry here")
    start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == 0:
        return len(packed)
    inflate, size, rest = zlib.decompressobj(-15), 0, bytes(packed)
    while rest and not inflate.eof:
        size += len(inflate.decompress(rest, 1 << 20))
        if size > limit:
            raise bomb()
        rest = inflate.unconsumed_tail
    return size


def _kind_by_entries(archive: zipfile.ZipFile, called: str) -> Kind:
    names = set(archive.namelist())
    lower = {name.lower().lstrip("/") for name in names}
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in lower):
            raise macros(called)
        if "meta-inf/manifest.xml" in lower and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise protected(called)
        return Kind.ODS
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lower):
        raise macros(called)
    if any(name.startswith(("xl/externallinks/", "xl/querytables/")) or name == "xl/connections.xml" for name in lower):
        raise external_links(called)
    if "xl/workbook.bin" in lower:
        raise Refusal("wrong_type", f"{called} ist eine .xlsb-Datei. Bitte speichern Sie sie in Excel als .xlsx.")
    if any(name.startswith("xl/") for name in lower):
        if "xl/workbook.xml" not in names:
            raise broken(called)
        return Kind.XLSX
    what = "ein Textdokument" if "word/document.xml" in lower or "mimetype" in names else "ein gepacktes Archiv"
    what = "eine Präsentation" if "ppt/presentation.xml" in lower else what
    raise Refusal("wrong_type", f"{called} ist {what}, keine Tabelle. {POSSIBLE}")


def _kind_of_old_office(data: bytes, called: str) -> Kind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise protected(called)
    if has("_VBA_PROJECT"):
        raise macros(called)
    if has("Workbook") or has("Book"):
        return Kind.XLS
    if not any(map(has, ("WordDocument", "PowerPoint Document", "__properties"))):
        raise broken(called)
    raise Refusal(
        "wrong_type", f"{called} ist ein altes Word-, PowerPoint- oder Outlook-Dokument, keine Tabelle. {POSSIBLE}"
    )
