"""Head count, menu sums and forecast from plain numbers."""

import subprocess
import sys

import pytest

from kreisnetz.events.catering import (
    COMING,
    OFFERED,
    UNCONFIRMED,
    WAITING,
    PastEvent,
    Seat,
    count,
    forecast,
    is_meal,
)


def test_count_gives_sums_by_state_with_unnamed_companions() -> None:
    seats = [Seat(COMING), Seat(COMING, named=False), Seat(UNCONFIRMED), Seat(OFFERED), Seat(WAITING, named=False)]

    counted = count(seats)

    assert [(row.state, row.people, row.unnamed) for row in counted.states] == [
        (COMING, 2, 1),
        (UNCONFIRMED, 1, 0),
        (OFFERED, 1, 0),
        (WAITING, 1, 1),
    ]
    assert (counted.coming, counted.open, counted.waiting, counted.unnamed) == (2, 2, 1, 1)


def test_count_leaves_out_people_who_cancelled() -> None:
    assert count([Seat("cancelled"), Seat("expired")]).people("cancelled", "expired") == 0
    assert count([Seat("cancelled", "Fleisch")], menu=["Fleisch"]).portions == 0


def test_count_keeps_the_order_of_the_menu_and_shows_what_nobody_took() -> None:
    seats = [Seat(COMING, "vegan"), Seat(COMING), Seat(UNCONFIRMED, "vegan"), Seat(WAITING, "mit Fisch")]

    counted = count(seats, menu=["mit Fisch", "vegan"])

    assert [(row.name, row.coming, row.possible) for row in counted.menu] == [
        ("mit Fisch", 0, 0),
        ("vegan", 1, 1),
        (None, 1, 0),
    ]
    assert (counted.portions, counted.portions_at_most) == (2, 3)


def test_count_orders_no_portion_for_people_who_do_not_eat() -> None:
    counted = count([Seat(COMING, "ohne Essen"), Seat(COMING, "Suppe")], menu=["Suppe", "ohne Essen"])

    assert (counted.coming, counted.portions, counted.without_meal) == (2, 1, 1)


def test_count_still_shows_a_choice_that_is_no_longer_offered() -> None:
    assert [row.name for row in count([Seat(COMING, "Suppe")], menu=["vegan"]).menu] == ["vegan", "Suppe", None]


@pytest.mark.parametrize(
    "name", ["ohne Fleisch", "Menü vegetarisch", "Kein Schwein", "Ich esse nicht scharf", "Buffet"]
)
def test_choice_is_a_meal_when_it_only_leaves_something_out(name: str) -> None:
    assert is_meal(name)


@pytest.mark.parametrize(
    "name", ["Ohne Essen", "kein Buffet", "Ich nehme nicht am Essen teil", "Esse nicht mit", "nicht am Buffet"]
)
def test_choice_is_no_meal_when_it_says_so(name: str) -> None:
    assert not is_meal(name)


def test_forecast_takes_the_share_of_all_earlier_events_together() -> None:
    expected = forecast(100, [PastEvent("A", 2018, 50, 41), PastEvent("B", 2019, 50, 41)])

    assert expected is not None
    assert (expected.likely, expected.came_of_hundred, expected.past_came, expected.past_registered) == (
        82,
        82,
        82,
        100,
    )
    assert expected.low < 75 and 90 < expected.high <= 100


def test_forecast_is_narrower_when_more_events_agree() -> None:
    event = PastEvent("A", 2018, 100, 80)
    one, six = forecast(100, [event]), forecast(100, [event] * 6)

    assert one is not None and six is not None
    assert six.high - six.low < one.high - one.low


def test_forecast_is_wider_when_events_differ() -> None:
    alike = forecast(100, [PastEvent("A", 2018, 100, 75), PastEvent("B", 2019, 100, 75)])
    apart = forecast(100, [PastEvent("A", 2018, 100, 55), PastEvent("B", 2019, 100, 95)])

    assert alike is not None and apart is not None
    assert alike.likely == apart.likely == 75
    assert apart.high - apart.low > alike.high - alike.low


def test_forecast_never_promises_more_than_are_registered_nor_less_than_nobody() -> None:
    full = forecast(20, [PastEvent("A", 2018, 50, 60)])
    empty = forecast(20, [PastEvent("A", 2018, 50, 0)])

    assert full is not None and (full.likely, full.high) == (20, 20)
    assert empty is not None and (empty.likely, empty.low) == (0, 0)


@pytest.mark.parametrize(
    ("registered", "past"), [(100, []), (100, [PastEvent("A", 2018, 0, 0)]), (0, [PastEvent("A", 2018, 9, 9)])]
)
def test_forecast_is_none_when_nothing_is_known(registered: int, past: list[PastEvent]) -> None:
    assert forecast(registered, past) is None


def test_catering_needs_no_django() -> None:
    code = "import sys; sys.modules['django'] = None; import kreisnetz.events.catering"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
