#!/usr/bin/env python3
"""Collect the German sentences of code and templates and compile the English catalogue (python3 dev.py messages).

German sentences are the ids; only English needs a catalogue. Works without GNU gettext: Django turns templates into
something the Python extractor of Babel reads. `--missing` lists sentences without translation and changes nothing.
"""

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent
FOLDER = ROOT / "kreisnetz" / "locale" / "en" / "LC_MESSAGES"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FIXED = datetime(2026, 1, 1, tzinfo=UTC)


def collect() -> Catalog:
    """All sentences of the package."""
    from django.utils.translation.template import templatize  # slow import: needs settings to be configured

    catalog = Catalog(project="Kreisnetz", creation_date=FIXED, charset="utf-8")
    for path in sorted((ROOT / "kreisnetz").glob("**/*")):
        if path.suffix not in {".py", ".html", ".txt"} or {"migrations", "built", "data"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            if "templates" not in path.parts:
                continue
            text = templatize(text, origin=str(path))
        source = io.BytesIO(b"# -*- coding: utf-8 -*-\n" + text.encode("utf-8"))
        for _line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
            if message:
                catalog.add(message, context=context)
    return catalog


def english() -> Catalog:
    path = FOLDER / "django.po"
    if not path.exists():
        return Catalog(locale="en", project="Kreisnetz", charset="utf-8", copyright_holder="Kreisnetz contributors")
    with path.open("rb") as source:
        return read_po(source, locale="en")


def untranslated(found: Catalog, known: Catalog) -> list[str]:
    missing = []
    for message in found:
        if not message.id:
            continue
        translation = known.get(message.id, message.context)
        parts = translation.string if translation else ""
        if not (all(parts) if isinstance(parts, tuple | list) else parts):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    found, known = collect(), english()
    if "--missing" in sys.argv:
        missing = untranslated(found, known)
        for text in missing:
            print(repr(text))
        sys.exit(1 if missing else 0)
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.creation_date = known.revision_date = FIXED
    known.header_comment = "# English texts of Kreisnetz; German sentences are the ids (python3 dev.py messages)."
    known.msgid_bugs_address = known.last_translator = known.language_team = "Kreisnetz contributors"
    known.fuzzy = False
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "django.po").open("wb") as target:
        write_po(target, known, sort_output=True, no_location=True, ignore_obsolete=True)
    with (FOLDER / "django.mo").open("wb") as target:
        write_mo(target, known)
    print(f"{len(found)} Sätze, {len(untranslated(found, known))} ohne Übersetzung.")


if __name__ == "__main__":
    main()
