"""Turns data into accessible PDFs (PDF/UA-1) with the templates in events/typst.

Everything people have typed travels as data (JSON), never as source of the template: it cannot become a command.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).resolve().parent / "typst"
UNREADABLE = "\N{WHITE SQUARE}"
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_LONG_WORD = re.compile(r"[^\s\-/\u200b]{29,}")


def render(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """One PDF. A character no font on this machine has (an emoji in a name) becomes a box instead of an error."""
    import typst  # slow import

    text = json.dumps(data, ensure_ascii=False)
    for _attempt in range(3):
        try:
            return typst.compile(
                TEMPLATES / template,
                root=TEMPLATES,
                sys_inputs={"data": text},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as error:
            missing = _characters_without_glyph(str(error.diagnostic))
            if not missing:
                raise
            text = json.dumps(_replaced(data, missing), ensure_ascii=False)
            data = json.loads(text)
    raise RuntimeError(f"{template}: some characters cannot be shown")


def breakable(text: str) -> str:
    """Long words get invisible places to break, so that they do not run into the next column."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(re.findall(r".{1,14}", found[0])), text)


def printable(text: str) -> str:
    """Without control characters, which no font can show; line breaks stay."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\u200b")


def _characters_without_glyph(diagnostic: str) -> set[str]:
    found = set()
    for text in _NO_GLYPH.findall(diagnostic):
        found |= set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text))
    return found - {" ", "\\"}


def _replaced(value: Any, missing: set[str]) -> Any:
    """The same data with a box for every character that cannot be shown."""
    if isinstance(value, str):
        return "".join(UNREADABLE if c in missing else c for c in value)
    if isinstance(value, Mapping):
        return {key: _replaced(item, missing) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, missing) for item in value]
    return value
