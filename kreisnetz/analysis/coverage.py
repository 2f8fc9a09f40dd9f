"""Coverage (M10): municipality x field x age group, against what is required. Pure; no German, no database.

A cell is represented if a network names it, or if a network for the whole county has a member from there (by the organisation's
municipality or its offer). A network for the whole county without such a member counts only where the caller asks for it.
"""

from collections import defaultdict
from dataclasses import dataclass

from kreisnetz.analysis.landscape import Actor, Cell, Landscape, Network, Offer, TwoMode

NO_OFFER, OFFER_ONLY, REPRESENTED = "no_offer", "offer_without_network", "in_network"


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell. county_wide: it is only reached by networks or offers for the whole county. by_group: actors of `networks`."""

    cell: Cell
    state: str
    required: bool
    county_wide: bool
    networks: tuple[str, ...]
    county_networks: tuple[str, ...]
    offers: tuple[str, ...]
    actors: tuple[str, ...]
    by_group: dict[str, int]


@dataclass(frozen=True, slots=True)
class Behind:
    """Inhabitants of a municipality with uncovered required cells; None where they are not known. `base`: source and day."""

    place: str
    inhabitants: int | None
    base: str
    uncovered: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix in the order places, fields, ages. share: covered/required; None when nothing is required."""

    cells: tuple[CellState, ...]
    required: int
    covered: int
    covered_county_wide_only: int
    share: float | None
    uncovered: tuple[Cell, ...]
    behind: tuple[Behind, ...]
    reason: str | None


def coverage(graph: TwoMode, *, county_wide_counts: bool = False) -> Coverage:
    """States of all cells that the lists name or the county requires."""
    landscape = graph.landscape
    cells = _cells(landscape)
    required = frozenset(cells) if landscape.required is None else landscape.required
    every = list(dict.fromkeys([*cells, *sorted(required)]))
    networks, offers = _networks_by_cell(graph, every), _offers_by_cell(graph, every)
    states = tuple(
        _state(graph, cell, cell in required, networks[cell], offers[cell], county_wide_counts) for cell in every
    )
    asked = [state for state in states if state.required]
    done = [state for state in asked if state.state == REPRESENTED]
    open_cells = tuple(state.cell for state in asked if state.state != REPRESENTED)
    return Coverage(
        cells=states,
        required=len(asked),
        covered=len(done),
        covered_county_wide_only=sum(state.county_wide for state in done),
        share=len(done) / len(asked) if asked else None,
        uncovered=open_cells,
        behind=_behind(landscape, open_cells),
        reason=None if asked else "nothing_required",
    )


def _cells(landscape: Landscape) -> list[Cell]:
    ages = [age for age, _ in landscape.ages] or [""]
    return [(p.id, f, age) for p in landscape.places for f, _ in landscape.fields for age in ages]


Reach = tuple[list[int], list[int]]
"""Named for the cell's municipality, and county-wide only (positions)."""


def _reaches(item: Network | Offer | Actor, place: str) -> int | None:
    """0: names the municipality, 1: county-wide, None: neither."""
    if place in item.municipalities:
        return 0
    return 1 if item.county_wide else None


def _networks_by_cell(graph: TwoMode, cells: list[Cell]) -> dict[Cell, Reach]:
    by_field: dict[str, list[int]] = defaultdict(list)
    for number in range(graph.n_networks):
        for name in graph.network(number).fields:
            by_field[name].append(number)
    result: dict[Cell, Reach] = {}
    for cell in cells:
        reach: Reach = ([], [])
        for number in by_field[cell[1]]:
            network = graph.network(number)
            how = _reaches(network, cell[0])
            if how is not None and (not cell[2] or not network.ages or cell[2] in network.ages):
                reach[how].append(number)
        result[cell] = reach
    return result


def _offers_by_cell(graph: TwoMode, cells: list[Cell]) -> dict[Cell, tuple[set[str], set[str]]]:
    by_field: dict[str, list[Offer]] = defaultdict(list)
    for offer in graph.landscape.offers:
        by_field[offer.field].append(offer)
    result: dict[Cell, tuple[set[str], set[str]]] = {}
    for cell in cells:
        reach: tuple[set[str], set[str]] = (set(), set())
        for offer in by_field[cell[1]]:
            how = _reaches(offer, cell[0])
            if how is not None and (not cell[2] or not offer.ages or cell[2] in offer.ages):
                reach[how].add(offer.actor)
        result[cell] = reach
    return result


def _state(
    graph: TwoMode, cell: Cell, required: bool, networks: Reach, offers: tuple[set[str], set[str]], county: bool
) -> CellState:
    named, wide = networks
    offering = offers[0] | offers[1]
    local = [
        i for i in wide if county or any(_from_there(graph, int(a), cell[0], offering) for a in graph.members_of(i))
    ]
    numbers = named + local
    present = sorted({int(actor) for number in numbers for actor in graph.members_of(number)})
    by_group: dict[str, int] = defaultdict(int)
    for actor in present:
        group = graph.group_of_actor[actor]
        by_group[graph.landscape.groups[group] if group >= 0 else ""] += 1
    state = REPRESENTED if numbers else OFFER_ONLY if offering else NO_OFFER
    only_wide = bool(local) and not named if numbers else bool(offering) and not offers[0]
    return CellState(
        cell=cell,
        state=state,
        required=required,
        county_wide=only_wide,
        networks=tuple(graph.network_ids[i] for i in named),
        county_networks=tuple(graph.network_ids[i] for i in wide),
        offers=tuple(sorted(offering)),
        actors=tuple(graph.actor_ids[i] for i in present),
        by_group=dict(sorted(by_group.items())),
    )


def _from_there(graph: TwoMode, actor: int, place: str, offering: set[str]) -> bool:
    return place in graph.actor(actor).municipalities or graph.actor_ids[actor] in offering


def _behind(landscape: Landscape, uncovered: tuple[Cell, ...]) -> tuple[Behind, ...]:
    by_place: dict[str, list[Cell]] = defaultdict(list)
    for cell in uncovered:
        by_place[cell[0]].append(cell)
    places = {place.id: place for place in landscape.places}
    return tuple(
        Behind(
            place=name,
            inhabitants=places[name].inhabitants if name in places else None,
            base=places[name].base if name in places else "",
            uncovered=tuple(cells),
        )
        for name, cells in by_place.items()
    )
