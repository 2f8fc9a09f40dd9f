"""Reads QR and DataMatrix codes from a photo, for phones whose browser cannot do it. Knows no database; keeps no picture."""

import io

MOST_BYTES = 12 * 1024 * 1024
_MOST_PIXELS = 120_000_000
_ENOUGH = (2400, 2400)


class NoPicture(ValueError):
    """Not a JPEG, PNG or WebP picture, damaged, or far too large."""


def codes(raw: bytes) -> list[str]:
    """What the codes in a photo say; empty if none can be read."""
    import zxingcpp  # slow import
    from PIL import Image, UnidentifiedImageError  # slow import

    if len(raw) > MOST_BYTES:
        raise NoPicture
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as picture:
            # The size stands in the header: look before unpacking anything.
            if picture.width * picture.height > _MOST_PIXELS:
                raise NoPicture
            picture.draft("L", _ENOUGH)
            grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPicture from error
    grey.thumbnail(_ENOUGH)
    return [found.text for found in zxingcpp.read_barcodes(grey) if found.text]
