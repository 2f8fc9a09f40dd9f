"""Makes one PDF in a process of its own: data as JSON on standard input, the PDF on standard output.

A script, not a module of the site: it imports nothing of Kreisnetz and no Django. typst keeps everything it has ever laid
out; in the web process that grew to 340 MB, here it ends with the page.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parent / "typst"
UNREADABLE = "\N{WHITE SQUARE}"
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_QUOTED = re.compile(r'`.*?`|".*?"')


def make(template: str, data: Any, at: int) -> bytes:
    """One PDF. A character no font on this machine has (an emoji in a name) becomes a box instead of an error."""
    for _attempt in range(3):
        try:
            return typst.compile(
                TEMPLATES / template,
                root=TEMPLATES,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=at,
            )
        except typst.TypstError as error:
            missing = characters_without_glyph(str(error.diagnostic))
            if not missing:
                raise
            data = replaced(data, missing)
    raise ValueError("some characters cannot be shown")


def characters_without_glyph(diagnostic: str) -> set[str]:
    found: set[str] = set()
    for text in _NO_GLYPH.findall(diagnostic):
        found |= set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text))
    return found - {" ", "\\"}


def replaced(value: Any, missing: set[str]) -> Any:
    """The same data with a box for every character that cannot be shown."""
    if isinstance(value, str):
        return "".join(UNREADABLE if c in missing else c for c in value)
    if isinstance(value, dict):
        return {key: replaced(item, missing) for key, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, missing) for item in value]
    return value


def main() -> int:
    order = json.load(sys.stdin.buffer)
    try:
        sys.stdout.buffer.write(make(order["template"], order["data"], order["at"]))
    except (typst.TypstError, ValueError) as error:
        # What people typed must not get into a log: words in quotes are left out.
        lines = str(error).splitlines() or [""]
        print(_QUOTED.sub("…", lines[0]), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
