"""How old an entry is, in words, and when it counts as stale."""

from datetime import date

import pytest

from kreisnetz.register.freshness import age, is_stale, months_before, stale_before

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("confirmed_on", "words"),
    [
        (None, "noch nie bestätigt"),
        (TODAY, "heute bestätigt"),
        (date(2026, 11, 22), "bestätigt vor 1 Tag"),
        (date(2026, 10, 24), "bestätigt vor 30 Tagen"),
        (date(2026, 10, 23), "bestätigt vor 1 Monat"),
        (date(2025, 9, 23), "bestätigt vor 14 Monaten"),
        (date(2024, 11, 24), "bestätigt vor 23 Monaten"),
        (date(2024, 11, 23), "bestätigt vor 2 Jahren"),
    ],
)
def test_age_of_an_entry_in_words(confirmed_on: date | None, words: str) -> None:
    assert age(confirmed_on, today=TODAY) == words


def test_entry_is_stale_the_day_after_a_full_year() -> None:
    assert stale_before(TODAY) == date(2025, 11, 23)
    assert [is_stale(day, today=TODAY) for day in (date(2025, 11, 23), date(2025, 11, 22), None)] == [False, True, True]


def test_month_before_ends_with_the_shorter_month() -> None:
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2025, 1, 31), 14) == date(2023, 11, 30)
