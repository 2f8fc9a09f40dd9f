"""Who is missing: target lists, vacant seats, hints, counted by hand."""

from kreisnetz.analysis.landscape import Actor, Network, Seat, TargetSeat, build
from kreisnetz.analysis.vacancies import candidates, hit_rate, vacancies


def test_vacancies_name_the_gap_when_the_target_list_is_not_met():
    actors = [Actor("s", kind="school", municipalities=frozenset({"G"})), Actor("p", kind="police", group="practice")]
    targets = (
        TargetSeat("1", "N", "Schulen", kind="school", minimum=2),
        TargetSeat("2", "N", "Polizei", kind="police"),
        TargetSeat("3", "M", "Politik", group="politics", municipality="G"),
    )
    seats = [Seat("s", "N"), Seat("p", "N"), Seat("s", "M", vacant=True)]
    found = vacancies(build(actors, [Network("M")], seats, target_seats=targets).on(None))
    assert [(gap.target.id, gap.members, gap.missing) for gap in found.gaps] == [("1", ("s",), 1), ("3", (), 1)]
    assert [(seat.actor, seat.network) for seat in found.vacant] == [("s", "M")]
    assert (found.complete, found.missing_by_group, found.missing_by_municipality) == (
        1 / 3, {"": 1, "politics": 1}, {"": 1, "G": 1},
    )  # fmt: skip


def test_vacancies_are_undefined_when_there_is_no_target_list():
    assert vacancies(build([], [], [Seat("a", "N")]).on(None)).complete is None


def test_candidates_add_up_jaccard_and_give_reasons():
    graph = build([], [], [Seat(a, n) for a, n in ("aN", "bN", "aM", "cM", "cX")]).on(None)
    (found,) = candidates(graph, "N")
    assert (found.actor, found.score, found.reasons) == ("c", 1 / 3, (("M", 1 / 3),))


def test_hit_rate_is_undefined_when_nobody_sits_in_three_networks():
    found = hit_rate(build([], [], [Seat("a", "N"), Seat("b", "N")]).on(None))
    assert (found.hits, found.reason) == (None, "no_actor_with_three_networks")


def test_hit_rate_finds_the_hidden_seat_when_networks_are_twins():
    seats = [Seat(f"a{i}", n) for i in range(4) for n in "NMX"] + [Seat(f"z{i}", "Z") for i in range(20)]
    assert hit_rate(build([], [], seats).on(None), size=1).hits == 1
