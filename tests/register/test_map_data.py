"""The landscape of the map: which nodes and seats are left for a day and a choice."""

from datetime import date

import pytest

from kreisnetz.register.map_data import MapData, MapEdge, MapFilter, MapNode, narrowed, neighbours, on_day
from kreisnetz.register.map_shown import of_data

pytestmark = pytest.mark.pure
HERE, FIELD = "musterstadt", "bildung"
DATA = MapData(
    (
        MapNode("n1", "network", "Bildungsnetz", fields=(FIELD,), x=0, y=0),
        MapNode("n2", "network", "Runder Tisch", x=9, y=0, since=date(2020, 1, 1)),
        MapNode("o1", "organisation", "Volkshochschule", municipality=HERE, x=1, y=1),
        MapNode("o2", "organisation", "Beratung", x=4, y=1),
        MapNode("o3", "organisation", "Verein", municipality=HERE, x=8, y=1),
    ),
    (
        MapEdge("o1", "n1", group="practice"),
        MapEdge("o2", "n1", group="affected", since=date(2021, 1, 1), until=date(2022, 12, 31)),
        MapEdge("o2", "n2", group="practice"),
        MapEdge("o2", "n2", group="affected"),
    ),
)


def ids(data: MapData) -> list[str]:
    return [node.id for node in data.nodes]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (MapFilter(), ["n1", "n2", "o1", "o2", "o3"]),
        (MapFilter(field=FIELD), ["n1", "o1", "o2"]),
        (MapFilter(municipality=HERE), ["n1", "o1", "o3"]),
        (MapFilter(field=FIELD, municipality=HERE), ["n1", "o1"]),
        (MapFilter(group="affected"), ["n1", "n2", "o2"]),
        (MapFilter(network="n2"), ["n2", "o2"]),
        (MapFilter(focus="o3"), ["o3"]),
        (MapFilter(focus="o1"), ["n1", "o1"]),
        (MapFilter(words="runder TISCH"), ["n2", "o2"]),
        (MapFilter(focus="o1", network="n2"), []),
    ],
)
def test_narrowed_keeps_who_fits_and_its_neighbours(wanted, expected):
    assert ids(narrowed(DATA, wanted)) == expected


def test_both_ends_of_a_dated_seat_count():
    seats = [(edge.organisation, edge.network) for edge in on_day(DATA, date(2022, 12, 31)).edges]

    assert ("o2", "n1") in seats
    assert ("o2", "n1") not in [(e.organisation, e.network) for e in on_day(DATA, date(2023, 1, 1)).edges]
    assert ids(on_day(DATA, date(2019, 12, 31))) == ["n1", "o1", "o2", "o3"]


def test_neighbours_are_named_once_although_there_are_two_seats():
    assert neighbours(DATA)["o2"] == ["n1", "n2"]


def test_the_frame_stays_when_the_map_is_narrowed():
    whole = of_data(DATA, MapFilter(), day=date(2022, 1, 1))
    part = of_data(DATA, MapFilter(focus="o1"), day=date(2022, 1, 1))

    assert part.frame == whole.frame
    assert whole.regions is None
    assert whole.days == (date(2021, 1, 1), date(2022, 12, 31))


def test_more_than_can_be_drawn_become_regions_that_open_into_their_nodes():
    nodes = tuple(MapNode(f"o{i}", "organisation", f"Träger {i}", x=i % 50, y=i // 50) for i in range(1100))
    hub = MapNode("n1", "network", "Großes Netz", x=3, y=3)
    data = MapData((*nodes, hub), tuple(MapEdge(node.id, "n1") for node in nodes))

    whole = of_data(data, MapFilter(), day=date(2022, 1, 1))

    assert whole.regions is not None
    assert sum(region.n for region in whole.regions.regions) == 1101
    assert "Großes Netz" in whole.names
    key = whole.regions.regions[0].key
    part = of_data(data, MapFilter(), day=date(2022, 1, 1), key=key)
    assert part.regions is None
    assert len(part.data.nodes) == whole.regions.regions[0].n
