"""Sums that stay: nobody can be counted out of them."""

import itertools
from datetime import timedelta

import pytest

from kreisnetz.events import door, statistics
from kreisnetz.events.models import EventStatistics
from kreisnetz.events.registration import Attendee, cancel
from tests.make import NOW, make_event, make_registration, make_user


def test_hidden_cells_cannot_be_told_from_the_sum_when_all_small_tables_are_tried() -> None:
    """By brute force: whatever the table, the shown cells and the sum leave at least two possibilities for every hidden cell."""
    k = 3
    for size in (1, 2, 3):
        for cells in itertools.product(range(6), repeat=size):
            counts = {f"c{number}": n for number, n in enumerate(cells)}
            shown = statistics.suppress(counts, k=k)
            hidden = [name for name, n in shown.items() if n is None]
            assert all(n is None or n >= k for n in shown.values()), counts
            if not hidden:
                continue
            rest = sum(cells) - sum(n for n in shown.values() if n is not None)
            assert len(hidden) > 1, counts
            assert rest >= k, counts
            assert rest > len(hidden), counts


@pytest.mark.django_db
def test_sums_count_people_by_state_channel_group_and_menu() -> None:
    event = make_event(menu=("mit Fleisch", "vegetarisch"))
    meat, veg = (choice.pk for choice in event.menu.all())
    for _ in range(6):
        make_registration(event, people=(Attendee("Kim", "Beispiel", meat),), group="practice")
    for _ in range(7):
        make_registration(event, people=(Attendee("Kim", "Beispiel", veg),), channel="fax", group="politics")
    for _ in range(5):
        cancel(make_registration(event), now=NOW)
    for registration in event.registrations.coming()[:9]:
        door.check_in(registration.participants.get(), now=event.starts_at, by=make_user())

    assert statistics.sums(event) == {
        "confirmed": 13,
        "checked_in": 10,
        "states": {"confirmed": 13, "cancelled": 5},
        "channels": {"web": 6, "fax": 7},
        "groups": {"practice": 6, "politics": 7},
        "menu": {"mit Fleisch": 6, "vegetarisch": 7},
    }


@pytest.mark.django_db
def test_sums_say_nothing_when_there_are_less_people_than_the_smallest_group() -> None:
    event = make_event(menu=("vegetarisch",))
    for _ in range(4):
        make_registration(event, people=(Attendee("Kim", "Beispiel", event.menu.get().pk),))

    sums = statistics.sums(event)

    assert (sums["confirmed"], sums["checked_in"]) == (None, None)
    assert [sums[name] for name in ("states", "channels", "groups", "menu")] == [{}, {}, {}, {}]


@pytest.mark.django_db
def test_menu_sums_stay_when_the_choices_were_deleted_before_the_people() -> None:
    event = make_event(menu=("vegetarisch",))
    for _ in range(8):
        make_registration(event, people=(Attendee("Kim", "Beispiel", event.menu.get().pk),))
    statistics.keep(event, now=NOW)
    event.menu.all().delete()

    statistics.keep(event, now=NOW + timedelta(days=1))

    assert EventStatistics.objects.get().counts["menu"] == {"vegetarisch": 8}
