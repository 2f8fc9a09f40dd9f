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
        ("Prof. Dr. Dr. h. c. mult. JAN", "Gross", "jan gross"),
        ("Dipl.-Ing. (FH) Jan", "Groß", "jan gross"),
        ("Dr.-Ing. Jan", "Groß", "jan gross"),
        ("Jan", "Dr. med. Groß", "jan gross"),
        ("Frau Änne", "Beispiel", "aenne beispiel"),
        ("Herrn Dr. Jan", "Beispiel", "jan beispiel"),
        ("", "Şahin", "sahin"),
        ("Herrmann", "Drechsler", "herrmann drechsler"),
        ("", "", ""),
    ],
)
def test_person_key_ignores_titles_address_and_accents(first: str, last: str, key: str) -> None:
    assert names.person_key(first, last) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Herr", "Beispiel"), ("Frau", "Beispiel")),
        (("Frau Dr.", "von Beispiel"), ("Herr", "von Beispiel")),
        (("H.", "Beispiel"), ("C.", "Beispiel")),
        (("Dr. H.", "Beispiel"), ("Dr. H. C.", "Beispiel")),
        (("Phil", "Beispiel"), ("Nat", "Beispiel")),
        (("Dr. Phil", "Beispiel"), ("Dr. Nat", "Beispiel")),
        (("Med", "Beispiel"), ("Ing", "Beispiel")),
        (("Fr. Wilhelm", "Beispiel"), ("Wilhelm", "Beispiel")),
        (("አበበ", "በቀለ"), ("ከበደ", "በቀለ")),
        (("王", "小明"), ("王", "小红")),
        (("かとう", "れん"), ("がとう", "れん")),
        (("राम", "दास"), ("रीम", "दास")),
        (("เอื้อง", "สุข"), ("เออง", "สุข")),
        (("Андрей", "Іваненко"), ("Сергій", "Іваненко")),
        (("محمد", "علي"), ("أحمد", "علي")),
        (("A" * 100, "Beispiel"), ("A" * 100, "Beispiele")),
        (("", "???"), ("", "!!!")),
    ],
)
def test_person_key_differs_when_two_people_share_a_surname(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert names.person_key(*one) != names.person_key(*other)
    assert "" not in {names.person_key(*one), names.person_key(*other)}


_FIRST_NAMES = st.sampled_from(["H.", "C.", "E.", "Phil", "Nat", "Med", "Ing", "Mag", "Jan", "Fr", "Hc", "王", "አበበ"])


@given(st.lists(_FIRST_NAMES, min_size=1, max_size=3, unique=True))
def test_person_key_keeps_every_first_name_after_a_title(first_names: list[str]) -> None:
    written = " ".join(first_names)

    assert names.person_key(f"Frau Prof. Dr. {written}", "Beispiel") == names.search_key(f"{written} Beispiel")


@given(st.text(max_size=120), st.text(max_size=120))
def test_person_key_is_never_empty_and_always_fits_when_there_is_a_name(first: str, last: str) -> None:
    key = names.person_key(first, last)

    assert bool(key) == bool(names.tidy(first + last))
    assert len(key) <= 64


def test_slug_is_cut_between_words_and_never_empty() -> None:
    assert names.slug("Netzwerk Frühe Hilfen und Familienbildung", length=22) == "netzwerk-fruehe-hilfen"
    assert names.slug("???") == "termin"
    assert names.slug("Ä" * 100, length=10) == "aeaeaeaeae"


@given(st.text())
def test_cleaning_any_text_is_stable(text: str) -> None:
    assert names.tidy(names.tidy(text)) == names.tidy(text)
    assert names.search_key(names.search_key(text)) == names.search_key(text)
    assert names.slug(text)
