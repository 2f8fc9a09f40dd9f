"""Coverage of municipality x field x age, counted by hand."""

from kreisnetz.analysis.coverage import NO_OFFER, OFFER_ONLY, REPRESENTED, coverage
from kreisnetz.analysis.landscape import Actor, Network, Offer, Place, Seat, build


def county(**more):
    networks = [
        Network("FH", fields=frozenset({"help"}), municipalities=frozenset({"G"}), ages=frozenset({"0-3"})),
        Network("W", fields=frozenset({"work"}), county_wide=True),
    ]
    offers = (Offer("b", "help", municipalities=frozenset({"R"})),)
    actors = [Actor("a", group="practice"), Actor("b")]
    places = (Place("G", inhabitants=100, base="2023"), Place("R", inhabitants=50, base="2023"))
    fields, ages = (("help", "Hilfe"), ("work", "Arbeit")), (("0-3", "0-3"), ("4-6", "4-6"))
    seats = [Seat("a", "FH"), Seat("b", "W")]
    return build(actors, networks, seats, places=places, fields=fields, ages=ages, offers=offers, **more).on(None)


def test_coverage_tells_three_states_apart():
    found = {state.cell: state for state in coverage(county()).cells}
    assert found["G", "help", "0-3"].state == REPRESENTED
    assert found["G", "help", "0-3"].by_group == {"practice": 1}
    assert found["G", "help", "4-6"].state == NO_OFFER
    assert found["R", "help", "0-3"].state == OFFER_ONLY
    assert (found["R", "work", "0-3"].state, found["R", "work", "0-3"].county_networks) == (NO_OFFER, ("W",))


def test_coverage_does_not_count_the_county_wide_unless_asked():
    assert coverage(county()).covered == 1
    found = coverage(county(), county_wide_counts=True)
    assert (found.covered, found.covered_county_wide_only) == (5, 4)


def test_coverage_is_reached_when_somebody_from_there_sits_in_the_county_wide_network():
    graph = county()
    actors = [Actor("b", municipalities=frozenset({"G"}))]
    there = build(actors, graph.landscape.networks, graph.landscape.seats(), places=graph.landscape.places,
                  fields=graph.landscape.fields, ages=graph.landscape.ages)  # fmt: skip
    assert coverage(there.on(None)).covered == 3


def test_coverage_names_inhabitants_and_base_behind_uncovered_cells():
    found = coverage(county(required=frozenset({("R", "help", "0-3"), ("G", "help", "0-3")})))
    assert (found.share, found.required) == (0.5, 2)
    assert [(b.place, b.inhabitants, b.base) for b in found.behind] == [("R", 50, "2023")]


def test_coverage_is_undefined_when_nothing_is_required():
    found = coverage(county(required=frozenset()))
    assert (found.share, found.reason) == (None, "nothing_required")
