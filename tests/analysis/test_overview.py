"""Very many nodes drawn together: counts are kept, regions open into their parts."""

import pytest

from kreisnetz.analysis.overview import Spot, box_of, is_key, regions, square_around

pytestmark = pytest.mark.pure
PLANE = (0.0, 0.0, 8.0, 8.0)
# Three corners; the lower right one is empty.
SPOTS = [Spot(1, 1, 1, 0), Spot(1.5, 1, 1, 0), Spot(7, 1, 0, 1), Spot(1, 7, 2, 1)]


def test_regions_count_everybody_once():
    found = regions(SPOTS, [], plane=PLANE, wanted=3)

    assert [(region.key, region.n_organisations, region.n_networks) for region in found.regions] == [
        ("0", 2, 0),
        ("1", 0, 1),
        ("2", 2, 1),
    ]
    assert found.region_of == (0, 0, 1, 2)


def test_links_between_regions_are_added_up_and_those_inside_are_left_out():
    found = regions(SPOTS, [(0, 2, 1), (2, 1, 4), (0, 1, 9), (3, 0, 2)], plane=PLANE, wanted=3, strongest=1)

    assert found.links == ((0, 1, 5),)


def test_a_region_opens_into_parts_that_lie_in_it():
    inside = [spot for spot in SPOTS if spot.x < 4 and spot.y < 4]

    found = regions(inside, [], plane=PLANE, key="0", wanted=2)

    assert all(region.key.startswith("0") and len(region.key) > 1 for region in found.regions)
    for region in found.regions:
        x0, y0, x1, y1 = box_of(region.key, PLANE)
        assert x0 <= region.x < x1
        assert y0 <= region.y < y1


def test_nodes_at_one_place_do_not_send_it_into_the_deep():
    found = regions([Spot(1, 1, 1, 0)] * 50, [], plane=PLANE, wanted=10)

    assert [region.n for region in found.regions] == [50]


def test_nothing_gives_no_regions():
    assert regions([], [], plane=PLANE).regions == ()
    assert square_around((0, 0, 0, 0)) == (-0.5, -0.5, 0.5, 0.5)
    assert not is_key("0x")
