"""Codes in photos: read when they can be, refused kindly when the file is no picture."""

import io
import struct
import zlib

import pytest
import zxingcpp
from PIL import Image

from kreisnetz.events import scan

TEXT = "https://termine.example.org/buero/termine/12/einlass/?code=0123456789abcdef"


def photo(text: str, kind: str = "JPEG", *, turned: int = 8, scale: int = 6, mode: str = "RGB") -> bytes:
    """A code on a grey table, photographed a little askew."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=scale)
    view = memoryview(code)
    badge = Image.frombytes("L", (view.shape[1], view.shape[0]), bytes(view)).rotate(turned, fillcolor=255, expand=True)
    table = Image.new("L", (1600, 1200), 170)
    table.paste(badge, (500, 300))
    buffer = io.BytesIO()
    table.convert(mode).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_code_is_read_from_a_photo(kind: str) -> None:
    assert scan.codes(photo(TEXT, kind)) == [TEXT]


def test_photo_without_a_code_gives_nothing() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600), "grey").save(buffer, "JPEG")

    assert scan.codes(buffer.getvalue()) == []


def huge_png() -> bytes:
    """A header that promises 60,000 x 60,000 pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        photo(TEXT)[:300],
        huge_png(),
        b"\xff\xd8\xff" * 99,
    ],
    ids=["empty", "pdf", "svg", "cut", "bomb", "noise"],
)
def test_file_that_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(scan.NoPicture):
        scan.codes(raw)


def test_file_that_is_too_large_is_refused_before_it_is_opened() -> None:
    with pytest.raises(scan.NoPicture):
        scan.codes(photo(TEXT) + b"\0" * scan.MOST_BYTES)
