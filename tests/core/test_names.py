"""Cleaning of names and search words."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kreisnetz.core import names


def test_doctests_hold() -> None:
    result = doctest.testmod(names)

    assert result.attempted >= 5
    assert result.failed == 0


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        ("Prof. Dr. Anne-Marie", "von der Höhe", "anne marie von der hoehe"),
        ("", "Şahin", "sahin"),
        ("Frau", "Beispiel", "beispiel"),
        ("Herrmann", "Drechsler", "herrmann drechsler"),
        ("", "", ""),
    ],
)
def test_person_key_ignores_titles_and_accents(first: str, last: str, key: str) -> None:
    assert names.person_key(first, last) == key


def test_slug_is_cut_between_words_and_never_empty() -> None:
    assert names.slug("Netzwerk Frühe Hilfen und Familienbildung", length=22) == "netzwerk-fruehe-hilfen"
    assert names.slug("???") == "termin"
    assert names.slug("Ä" * 100, length=10) == "aeaeaeaeae"


@given(st.text())
def test_cleaning_any_text_is_stable(text: str) -> None:
    assert names.tidy(names.tidy(text)) == names.tidy(text)
    assert names.search_key(names.search_key(text)) == names.search_key(text)
    assert names.slug(text)
