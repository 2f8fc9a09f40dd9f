"""Pictures: well-formed, everything typed escaped, every name once, tiles never on each other."""

from xml.etree import ElementTree

from kreisnetz.reviews.pictures.bars import Bar, bars
from kreisnetz.reviews.pictures.curve import Line, curve, ticks
from kreisnetz.reviews.pictures.matrix import Heat, State, heat_matrix, state_matrix
from kreisnetz.reviews.pictures.slope import Change, slope
from kreisnetz.reviews.pictures.svg import Picture
from kreisnetz.reviews.pictures.tiles import Tile, lines_of, placed, tile_map

EVIL = 'Beispiel <script>"&'


def pictures() -> list[Picture]:
    return [
        bars([Bar(EVIL, 3, "3"), Bar("Beispiel", 0, "0")], label=EVIL),
        bars([], label="leer"),
        curve([Line(EVIL, [1, 0.5, 0], "kp-strong")], label=EVIL, along="Verluste", up="verbunden"),
        curve([], label="leer", along="", up=""),
        heat_matrix([EVIL], [EVIL, "zwei"], [[Heat("3", 4, EVIL), None]], label=EVIL),
        state_matrix(
            [EVIL], ["a", "b", "c", "d"], [[State(k, EVIL) for k in ("full", "part", "none", "free")]], label="x"
        ),
        slope(
            [Change(EVIL, 3, 5), Change("neu", None, 2), Change("fort", 4, None)], label=EVIL, before="2019", now="2026"
        ),
        slope([], label="leer", before="", now=""),
        tile_map([Tile(EVIL, 49.9, 8.4, "3", 4)], label=EVIL),
        tile_map([], label="leer"),
    ]


def test_every_picture_is_well_formed_and_escapes_what_was_typed() -> None:
    for picture in pictures():
        for written in (picture.inline(), picture.file()):
            root = ElementTree.fromstring(written)
            assert root.get("aria-label") == picture.label
            assert not [node for node in root.iter() if node.tag.endswith("script")]


def test_a_page_gets_no_style_in_the_picture_and_a_file_brings_its_own() -> None:
    picture = pictures()[0]

    assert "<style" not in picture.inline()
    assert "<style" in picture.file()


def test_tiles_lie_as_the_towns_do_and_never_on_each_other() -> None:
    towns = [(8.0 + x / 10, 50.0 - y / 10) for y in range(4) for x in range(4)][:14]

    places = placed(towns)

    assert len(set(places)) == 14
    north_west, south = places[0], places[12]
    assert north_west[1] <= 1 and north_west[0] == 0
    assert south[1] > north_west[1]
    assert len(set(placed([(8.0, 50.0)] * 5))) == 5


def test_a_long_name_of_a_town_is_broken_where_it_may_be() -> None:
    assert lines_of("Ginsheim-Gustavsburg") == ["Ginsheim-", "Gustavsburg"]
    assert lines_of("Biebesheim am Rhein") == ["Biebesheim am", "Rhein"]


def test_an_axis_has_at_most_eleven_whole_numbers() -> None:
    assert ticks(7) == list(range(8))
    assert all(len(ticks(n)) <= 11 for n in (1, 10, 11, 99, 1234, 10**6))
