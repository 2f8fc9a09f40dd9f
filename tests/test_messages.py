"""Every sentence can be found by the extraction: what Babel cannot see stays German on the English page."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "kreisnetz"
NAMES = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "pgettext_lazy", "ngettext_lazy"}


def hidden_sentences(source: str) -> list[int]:
    """Lines where gettext is called inside an f-string, invisible to Babel on Python 3.11."""
    parts = [part for text in ast.walk(ast.parse(source)) if isinstance(text, ast.JoinedStr) for part in ast.walk(text)]
    calls = [part for part in parts if isinstance(part, ast.Call)]
    return [call.lineno for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in NAMES]


def test_hidden_sentence_is_found_when_gettext_stands_in_an_f_string() -> None:
    assert hidden_sentences("x = f\"{_('Liste')}-{y}\"") == [1]
    assert hidden_sentences("x = _('Liste') + f'-{y}'") == []


def test_extraction_sees_every_sentence_when_no_f_string_hides_one() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in hidden_sentences(path.read_text(encoding="utf-8"))
    ]
    assert found == []
