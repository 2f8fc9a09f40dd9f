"""From a landscape to the findings of a day: plain data with the names of that day, ready to be stored. No database, no words.

Each step fills one key of the findings; they are told one by one, so that long work can show how far it is and be stopped.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kreisnetz.analysis.brokerage import brokerage
from kreisnetz.analysis.change import change
from kreisnetz.analysis.coverage import coverage
from kreisnetz.analysis.landscape import Landscape, TwoMode
from kreisnetz.analysis.load import load
from kreisnetz.analysis.measures import bridges, components, cores, overlap, robustness, size
from kreisnetz.analysis.mixing import mixing
from kreisnetz.analysis.vacancies import vacancies

METHOD = 1
"""Grows when a figure is computed in another way; findings of different methods are not compared."""
SEED = 1
# So many losses are shown in the curve of robustness, and so many pairs of networks are kept.
LOSSES, PAIRS = 20, 200


class Day:
    """What several steps share. `graph`: without plenary networks, for bridges, overlap and distance; `whole`: with them."""

    def __init__(self, landscape: Landscape, day: date, before: date | None) -> None:
        self.landscape, self.day, self.before = landscape, day, before

    @cached_property
    def whole(self) -> TwoMode:
        return self.landscape.on(self.day)

    @cached_property
    def graph(self) -> TwoMode:
        return self.landscape.on(self.day, plenary=False)

    @cached_property
    def cohesion(self) -> components.Cohesion:
        return components.cohesion(self.graph)


def _size(day: Day) -> Any:
    left_out = [network.id for network in day.landscape.networks if network.plenary]
    everywhere = [actor.id for actor in day.landscape.actors if actor.sits_everywhere]
    return {**asdict(size.size(day.whole)), "plenary": left_out, "everywhere": everywhere}


def _cohesion(day: Day) -> Any:
    """Components, and for each cut actor how many it would cut off."""
    graph, cuts = day.graph, components.cut_points(day.graph, day.cohesion)
    after = cuts.fragmentation_after_loss
    lost = [[graph.actor_ids[a], cuts.cut_off(a), after[a]] for a in sorted(cuts.parts, key=lambda a: -cuts.cut_off(a))]
    return {
        "components": day.cohesion.sizes,
        "fragmentation": day.cohesion.fragmentation,
        "cut_actors": lost,
        "cut_networks": [graph.network_ids[n] for n in cuts.networks],
    }


def _bridges(day: Day) -> Any:
    """Organisations that alone connect networks, most pairs first, with the pairs."""
    graph, found = day.graph, bridges.bridges(day.graph)
    order = sorted(range(graph.n_actors), key=lambda a: (-int(found.exclusive[a]), a))
    ids = graph.network_ids
    return [
        [graph.actor_ids[a], int(found.exclusive[a]), [[ids[x], ids[y]] for x, y in found.pairs_of(graph, a)[:PAIRS]]]
        for a in order
        if found.exclusive[a]
    ]


def _overlap(day: Day) -> Any:
    """Pairs of networks with common members: ids, sizes, shared, union, Jaccard, containment, and what joining would give."""
    graph, found = day.graph, overlap.overlap(day.graph)
    rows = []
    for i in range(min(len(found.first), PAIRS)):
        a, b = int(found.first[i]), int(found.second[i])
        one, other = graph.network(a), graph.network(b)
        rows.append(
            {
                "first": one.id,
                "second": other.id,
                "sizes": [int(graph.size[a]), int(graph.size[b])],
                "shared": int(found.shared[i]),
                "union": int(found.union[i]),
                "jaccard": float(found.jaccard[i]),
                "containment": float(found.containment[i]),
                "new_pairs": overlap.new_pairs(graph, a, b),
                "same_fields": sorted(one.fields & other.fields),
            }
        )
    return rows


def _dissolve(day: Day) -> Any:
    """For each network: members, pairs, pairs that meet only here, members with no other network."""
    graph, found = day.whole, bridges.meetings(day.whole)
    return [
        [graph.network_ids[n], int(graph.size[n]), int(found.pairs[n]), int(found.only_here[n]), int(found.stranded[n])]
        for n in range(graph.n_networks)
    ]


def _robustness(day: Day) -> Any:
    """Actors in the largest part after 0, 1, 2 … losses, those with most networks first."""
    losses = range(min(LOSSES, day.graph.n_actors) + 1)
    return robustness.largest_left(day.graph, robustness.by_degree(day.graph), losses)


def _core(day: Day) -> Any:
    found = cores.cores(day.graph)
    if not found.largest:
        return None
    actors, networks = found.members()
    return {
        "k": found.largest,
        "actors": [day.graph.actor_ids[a] for a in actors],
        "networks": [day.graph.network_ids[n] for n in networks],
    }


def _change(day: Day) -> Any:
    return None if day.before is None else change(day.landscape, day.before, day.day)


STEPS: dict[str, Callable[[Day], Any]] = {
    "size": _size,
    "cohesion": _cohesion,
    "bridges": _bridges,
    "overlap": _overlap,
    "dissolve": _dissolve,
    "robustness": _robustness,
    "core": _core,
    "brokerage": lambda day: brokerage(day.graph, seed=SEED),
    "mixing": lambda day: mixing(day.whole),
    "coverage": lambda day: coverage(day.whole),
    "vacancies": lambda day: vacancies(day.whole),
    "load": lambda day: load(day.whole),
    "change": _change,
}


def findings_of(
    landscape: Landscape, day: date, *, before: date | None = None, on_step: Callable[[str, int], None] | None = None
) -> dict[str, Any]:
    """All findings of a day as JSON data. before: the earlier day of the comparison. on_step(name, number) may raise to stop."""
    about = Day(landscape, day, before)
    findings: dict[str, Any] = {
        "method": METHOD,
        "day": day.isoformat(),
        "before": before.isoformat() if before else None,
        "actors": {actor.id: actor.name for actor in landscape.actors},
        "networks": {network.id: network.name for network in landscape.networks},
        "places": {place.id: place.name for place in landscape.places},
        "fields": dict(landscape.fields),
        "ages": dict(landscape.ages),
    }
    for number, (name, step) in enumerate(STEPS.items()):
        if on_step is not None:
            on_step(name, number)
        findings[name] = plain(step(about))
    return findings


def plain(value: Any) -> Any:
    """Only what JSON has: dataclasses and dates as data, no NaN, no numpy."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain({name: getattr(value, name) for name in value.__dataclass_fields__})
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
