"""Broker roles against a count by hand and an independent count over all triples."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kreisnetz.analysis.brokerage import brokerage
from kreisnetz.analysis.landscape import GROUPS, Actor, Seat, build

TIES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=30)


def by_hand(ties, groups):
    members = {}
    for actor, network in ties:
        members.setdefault(network, set()).add(actor)
    actors = {actor for actor, _ in ties}
    met = {frozenset(p) for who in members.values() for p in combinations(who, 2)}
    counts = {a: [0, 0, 0, 0] for a in actors if groups[a]}
    for b in counts:
        for a, c in combinations(sorted(actors - {b}), 2):
            if frozenset((a, b)) in met and frozenset((b, c)) in met and frozenset((a, c)) not in met:
                ga, gb, gc = groups[a], groups[b], groups[c]
                if not (ga and gc):
                    continue
                role = 0 if ga == gb == gc else 1 if ga == gc else 2 if gb in (ga, gc) else 3
                counts[b][role] += 1
    return {f"a{a}": tuple(c) for a, c in counts.items()}


def landscape(ties, groups):
    actors = [Actor(f"a{i}", group=group) for i, group in enumerate(groups)]
    return build(actors, [], [Seat(f"a{a}", f"n{n}") for a, n in ties])


@settings(max_examples=60, deadline=None)
@given(TIES, st.lists(st.sampled_from(("", *GROUPS)), min_size=9, max_size=9))
def test_brokerage_equals_the_count_over_all_triples_when_the_graph_is_random(ties, groups):
    found = brokerage(landscape(ties, groups).on(None), draws=2)
    assert found.by_actor == by_hand(ties, groups)


def test_brokerage_counts_a_door_when_the_broker_shares_the_group_of_one_side():
    found = brokerage(landscape([(0, 0), (1, 0), (1, 1), (2, 1)], ("practice", "practice", "politics")).on(None))
    assert found.by_actor["a1"] == (0, 0, 1, 0)
    assert [role.expected for role in found.roles] == [0, 1 / 3, 2 / 3, 0]


def test_brokerage_is_undefined_when_no_seat_has_a_group():
    found = brokerage(landscape([(0, 0), (1, 0)], ("", "")).on(None))
    assert (found.reason, found.seats_without_group, found.by_actor) == ("no_groups", 2, {})
