"""Who fills which line of a network's target list, and the groups at its table."""

import pytest

from kreisnetz.register import editing, profile
from kreisnetz.register.models import ActorKind, Network, StakeholderGroup, TargetSeat
from tests.make import NOW, make_actor, make_kind, make_membership, make_municipality, make_network

G = StakeholderGroup
pytestmark = pytest.mark.django_db


def lines(network: Network, *targets: dict[str, object]) -> list[tuple[str, int, int]]:
    """State, filled, missing of each line."""
    editing.set_rows(network, TargetSeat, [(None, {"label": "x", **row}, {}) for row in targets], by=None, now=NOW)
    seats = list(profile.seats_of(network, day=NOW.date()))
    return [(line.state, len(line.actors), line.missing) for line in profile.target_lines(network, seats)]


def test_line_is_filled_by_kind_by_part_of_the_kind_by_group_and_by_place() -> None:
    network, town = make_network(), make_municipality()
    clinic = make_kind("Klinik")
    editing.create(ActorKind(name="Kinderklinik", parent=clinic), by=None, now=NOW)
    make_membership(make_actor("Eins", kind=ActorKind.objects.get(name="Kinderklinik")), network, group=G.PRACTICE)
    make_membership(make_actor("Zwei", municipalities=[town]), network, group=G.AFFECTED)

    found = lines(
        network,
        {"kind": clinic},
        {"group": G.AFFECTED, "municipality": town},
        {"group": G.PRACTICE, "municipality": town},
        {"kind": clinic, "minimum": 2},
    )

    assert found == [("filled", 1, 0), ("filled", 1, 0), ("missing", 0, 1), ("missing", 1, 1)]


def test_vacant_seat_does_not_fill_a_line_and_what_does_not_exist_here_is_not_missing() -> None:
    network, clinic, school = make_network(), make_kind("Klinik"), make_kind("Schule")
    make_membership(make_actor("Eins", kind=clinic), network, is_vacant=True)

    found = lines(network, {"kind": clinic}, {"kind": school, "not_applicable": True})

    assert found == [("vacant", 0, 1), ("not_applicable", 0, 0)]


def test_two_seats_of_one_organisation_fill_a_minimum_of_two_only_once() -> None:
    network, clinic = make_network(), make_kind("Klinik")
    actor = make_actor("Eins", kind=clinic)
    make_membership(actor, network)
    make_membership(actor, network)

    assert lines(network, {"kind": clinic, "minimum": 2}) == [("missing", 1, 1)]


def test_shares_leave_out_vacant_seats_and_name_seats_without_a_group() -> None:
    network = make_network()
    make_membership(make_actor("Eins"), network, group=G.POLITICS)
    make_membership(make_actor("Zwei"), network)
    make_membership(make_actor("Drei"), network, group=G.POLITICS, is_vacant=True)

    found = profile.shares(list(profile.seats_of(network, day=NOW.date())))

    assert [(share.group, share.n, share.percent) for share in found] == [
        ("affected", 0, 0),
        ("practice", 0, 0),
        ("politics", 1, 50),
        ("administration", 0, 0),
        ("", 1, 50),
    ]
