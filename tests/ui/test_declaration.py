"""The accessibility declaration is made from data and grows old."""

from datetime import date

import pytest

from kreisnetz.core.dates import WEEKDAYS
from kreisnetz.ui import declaration

TODAY = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("checked_on", "old"), [("2026-01-11", False), ("2026-01-10", True), ("", True), ("gestern", True)]
)
def test_declaration_is_old_when_the_check_is_more_than_a_year_ago(checked_on: str, old: bool) -> None:
    assert declaration.read(checked_on=checked_on, land="HE", today=TODAY).is_old is old


def test_declaration_names_the_body_of_the_land_when_it_is_known() -> None:
    enforcement = declaration.read(checked_on="", land="HE", today=TODAY).enforcement

    assert enforcement is not None
    assert enforcement.land == "Hessen"


def test_declaration_names_no_body_when_the_land_is_unknown() -> None:
    assert declaration.read(checked_on="", land="XX", today=TODAY).enforcement is None


def test_declaration_knows_all_sixteen_laender() -> None:
    codes = [body.code for body in declaration.read(checked_on="", land="HE", today=TODAY).bodies]

    assert sorted(codes) == "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split()


@pytest.mark.parametrize("language", WEEKDAYS)
def test_declaration_says_what_helps_instead_when_there_is_a_gap(language: str) -> None:
    stated = declaration.read(checked_on="", land="HE", today=TODAY, language=language)

    assert stated.gaps
    assert all(gap.what and gap.instead for gap in stated.gaps)
    assert all(stated.method)
