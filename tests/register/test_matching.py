"""Written names that mean the same organisation are found; others stay apart."""

import pytest

from kreisnetz.register.matching import Names, actor_key


def found(there: str, written: str) -> bool:
    """Whether the name written in a file leads to the one in the register, as the same or as a proposal."""
    key = actor_key(written)
    return key == actor_key(there) or Names({actor_key(there): there}).like(key) is not None


@pytest.mark.parametrize(
    ("there", "written"),
    [
        ("Deutsches Rotes Kreuz Kreisverband Beispielstadt e. V.", "DRK KV Beispielstadt"),
        ("Jägerhof Beispiel", "Jaegerhof Beispiel"),
        ("St. Anna Beispielhaus", "Sankt Anna Beispielhaus"),
        ("Beispielverein Lichtblick e. V.", "Beispielverein Lichtblik"),
        ("Beispielberatung Lichtblick (BBL)", "Beispielberatung Lichtblick"),
    ],
)
def test_other_spelling_leads_to_the_organisation(there: str, written: str) -> None:
    assert found(there, written)


def test_names_that_differ_by_a_number_stay_apart() -> None:
    assert not found("Grundschule 1 Beispiel", "Grundschule 2 Beispiel")
