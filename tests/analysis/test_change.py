"""Change between two days, mixing and load, counted by hand."""

from datetime import date

from kreisnetz.analysis.change import change, durations
from kreisnetz.analysis.landscape import Actor, Network, Seat, build
from kreisnetz.analysis.load import load
from kreisnetz.analysis.mixing import mixing

D1, D2 = date(2025, 1, 1), date(2026, 1, 1)


def test_change_tells_joined_left_and_kept_when_two_days_differ():
    seats = [Seat("a", "N"), Seat("b", "N", until=D2), Seat("c", "M", since=D2), Seat("a", "N", since=D1)]
    found = change(build([], [], seats), D1, D2)
    assert found.keys() == {
        "change": {"before": 2, "after": 2, "kept": 1, "joined": 1, "left": 1, "jaccard": 1 / 3},
        "networks_new_gone": [1, 0],
    }
    assert (found.retention, found.turnover, found.joined, found.left) == (0.5, 0.5, (("c", "M"),), (("b", "N"),))


def test_change_is_undefined_when_both_days_are_empty():
    found = change(build([], [], []), D1, D2)
    assert (found.retention, found.turnover, found.jaccard) == (None, None, None)


def test_durations_censor_what_is_still_open():
    seats = [
        Seat("a", "N", date(2025, 1, 1), date(2025, 1, 11)),
        Seat("b", "N", date(2025, 1, 1), date(2025, 1, 21)),
        Seat("c", "N", date(2025, 1, 6)),
        Seat("d", "N"),
    ]
    found = durations(build([], [], seats), date(2025, 1, 21))
    assert (found.memberships, found.ended, found.unknown_start) == (3, 2, 1)
    assert [(d, round(s, 9)) for d, s in found.steps] == [(10, round(2 / 3, 9)), (20, 0.0)]
    assert found.median_days == 20


def test_durations_join_rows_that_touch():
    seats = [Seat("a", "N", date(2025, 1, 1), date(2025, 1, 11)), Seat("a", "N", date(2025, 1, 11), date(2025, 1, 21))]
    assert durations(build([], [], seats), D2).steps == ((20, 0.0),)


def test_mixing_leaves_blau_open_when_no_group_is_known():
    actors = [Actor("a", group="practice"), Actor("b", group="politics"), Actor("c")]
    found = mixing(build(actors, [], [Seat("a", "N"), Seat("b", "N"), Seat("c", "N"), Seat("c", "M")]).on(None))
    by_network = {table.network: table for table in found.tables}
    assert (by_network["N"].blau, by_network["N"].unknown, by_network["M"].blau) == (0.5, 1, None)
    assert (found.judged, found.share_all_groups, found.seats_without_group) == (1, 0.0, 2)


def test_load_keeps_unknown_hours_unknown():
    networks = [Network("N", meetings_per_year=4, meeting_hours=2.5), Network("M")]
    found = load(build([], networks, [Seat("a", "N"), Seat("a", "M"), Seat("b", "M"), Seat("c", "N")]).on(None))
    by_actor = {burden.actor: burden for burden in found.actors}
    assert (by_actor["a"].hours, by_actor["a"].unknown, by_actor["b"].hours) == (10, 1, None)
    assert (found.hours, found.networks_unknown) == (20, 1)
