"""The landscape: which ties a day has."""

from datetime import date

from kreisnetz.analysis.landscape import Actor, Network, Seat, build, with_groups

DAY = date(2019, 6, 27)


def ties(graph: object) -> list[tuple[str, str]]:
    pairs = zip(graph.tie_actor, graph.tie_network, strict=True)  # type: ignore[attr-defined]
    return [(graph.actor_ids[a], graph.network_ids[n]) for a, n in pairs]  # type: ignore[attr-defined]


def test_a_seat_counts_from_its_first_day_to_the_day_before_its_end() -> None:
    seats = [
        Seat("begins", "n", since=DAY),
        Seat("later", "n", since=date(2019, 6, 28)),
        Seat("ends", "n", until=DAY),
        Seat("last day", "n", until=date(2019, 6, 28)),
        Seat("always", "n"),
    ]

    graph = build([], [], seats).on(DAY)

    assert graph.actor_ids == ["always", "begins", "last day"]


def test_several_rows_of_one_pair_are_one_tie_and_keep_the_group_that_is_named() -> None:
    seats = [Seat("a", "n"), Seat("a", "n", group="politics"), Seat("b", "n")]

    graph = build([Actor("b", group="practice")], [], seats).on(DAY)

    assert ties(graph) == [("a", "n"), ("b", "n")]
    assert [graph.landscape.groups[g] for g in graph.tie_group] == ["politics", "practice"]
    assert len(graph.rows) == 3


def test_vacant_seats_and_what_is_left_out_are_no_ties() -> None:
    landscape = build(
        [Actor("county", sits_everywhere=True)],
        [Network("all", plenary=True)],
        [Seat("a", "all"), Seat("a", "n"), Seat("county", "n"), Seat("b", "n", vacant=True)],
    )

    assert ties(landscape.on(DAY)) == [("a", "all"), ("a", "n"), ("county", "n")]
    assert ties(landscape.on(DAY, plenary=False, everywhere=False)) == [("a", "n")]


def test_rows_come_back_as_they_went_in() -> None:
    seats = [Seat("a", "n", since=DAY, until=date(2020, 1, 1), group="affected", id="7"), Seat("b", "m", vacant=True)]

    assert build([], [], seats).seats() == seats


def test_an_empty_landscape_has_an_empty_graph() -> None:
    graph = build([Actor("a")], [Network("n")], []).on(DAY)

    assert (graph.n_actors, graph.n_networks, graph.n_ties, graph.matrix.shape) == (0, 0, 0, (0, 0))


def test_members_and_networks_are_found_both_ways() -> None:
    graph = build([], [], [Seat("a", "n"), Seat("b", "n"), Seat("b", "m")]).on(None)

    assert graph.members_of(1).tolist() == [0, 1]
    assert graph.networks_of(1).tolist() == [0, 1]
    assert (graph.degree.tolist(), graph.size.tolist()) == ([1, 2], [1, 2])


def test_groups_of_a_column_take_the_place_of_the_seats_groups() -> None:
    landscape = with_groups(build([], [], [Seat("a", "n", group="politics"), Seat("b", "n")]), {"a": "Labour"})

    assert landscape.groups == ("Labour",)
    assert landscape.on(None).tie_group.tolist() == [0, -1]
