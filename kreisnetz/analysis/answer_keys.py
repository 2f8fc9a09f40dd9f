"""Measure name -> function that gives keys of the answer. Others add a line to MEASURES; nothing is measured here twice.

A measure takes the Question and returns a dict of keys. What is undefined is None, its German reason goes into question.reasons.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from scipy import sparse

from kreisnetz.analysis import part_a_keys
from kreisnetz.analysis.landscape import Landscape, TwoMode
from kreisnetz.analysis.measures import betweenness as between
from kreisnetz.analysis.measures import bridges, clustering, components, cores, modules, overlap, robustness, size

FULL_LIST_UP_TO = 100_000
SHARES = (0.01, 0.05, 0.1)


@dataclass
class Question:
    """One day's graph and what several measures share, computed once. `compare`: the earlier day for change."""

    landscape: Landscape
    day: date | None = None
    compare: date | None = None
    seed: int = 1
    reasons: dict[str, str] = field(default_factory=dict)

    @cached_property
    def graph(self) -> TwoMode:
        return self.landscape.on(self.day)

    @cached_property
    def shared(self) -> sparse.csr_matrix:
        return bridges.shared_members(self.graph)

    @cached_property
    def cohesion(self) -> components.Cohesion:
        return components.cohesion(self.graph)

    @cached_property
    def cuts(self) -> components.CutPoints:
        return components.cut_points(self.graph, self.cohesion)

    @cached_property
    def bridged(self) -> bridges.Bridges:
        return bridges.bridges(self.graph, self.shared)

    @cached_property
    def meetings(self) -> bridges.Meetings:
        return bridges.meetings(self.graph)

    @cached_property
    def overlapping(self) -> overlap.Overlap:
        return overlap.overlap(self.graph, self.shared)

    @cached_property
    def betweenness(self) -> between.Betweenness:
        return between.betweenness(self.graph, self.seed)

    def undefined(self, key: str, reason: str) -> None:
        self.reasons[key] = reason

    def listed(self, key: str, ids: Sequence[str], values: np.ndarray, top: int = 10) -> dict[str, object]:
        """[id, value] by value descending, then id: in full under the key, the first ones under key_topN. NaN is left out."""
        known = np.flatnonzero(~np.isnan(np.asarray(values, dtype=float)))
        order = known[np.lexsort((known, -values[known]))]
        rows = [[ids[i], values[i].item()] for i in order[:FULL_LIST_UP_TO]]
        if len(order) > FULL_LIST_UP_TO:
            self.reasons[key] = f"Nur die ersten {FULL_LIST_UP_TO} von {len(order)} sind aufgeführt."
        return {f"{key}_top{top}": rows[:top], key: rows}


Measure = Callable[[Question], dict[str, object]]


def by_id(ids: Sequence[str], values: Sequence[float] | np.ndarray) -> dict[str, float | None]:
    """{id: value}, None where it is undefined (NaN)."""
    return {name: None if value != value else float(value) for name, value in zip(ids, values, strict=True)}


def lowest(ids: Sequence[str], values: np.ndarray, most: int = 10) -> list[list[object]]:
    """[id, value] of the smallest values, then by id; undefined ones are left out."""
    known = [(float(value), name) for name, value in zip(ids, values, strict=True) if value == value]
    return [[name, value] for value, name in sorted(known)[:most]]


def size_keys(question: Question) -> dict[str, object]:
    found = size.size(question.graph)
    keys = {name: getattr(found, name) for name in size.Size.__dataclass_fields__}
    for name, value in keys.items():
        if value is None:
            question.undefined(name, "Dafür gibt es zu wenige Akteure oder Netzwerke.")
    return keys


def component_keys(question: Question) -> dict[str, object]:
    found = question.cohesion
    if found.fragmentation is None:
        question.undefined("fragmentation_actors", "Dafür braucht es mindestens zwei Akteure.")
    largest = list(found.sizes[0]) if found.sizes else None
    if largest is None:
        question.undefined("largest_component_actors_networks", "An diesem Tag gibt es keine Mitgliedschaft.")
    return {
        "n_components": len(found.sizes),
        "largest_component_actors_networks": largest,
        "fragmentation_actors": found.fragmentation,
    }


def cut_keys(question: Question) -> dict[str, object]:
    graph, cuts = question.graph, question.cuts
    after = cuts.fragmentation_after_loss
    key = "fragmentation_after_loss_of_one_actor"
    known = sorted((-value, graph.actor_ids[a]) for a, value in after.items() if value is not None)
    rows = [[actor, -value] for value, actor in known]
    return {
        "cut_actors": [graph.actor_ids[a] for a in cuts.actors],
        "n_cut_actors": len(cuts.actors),
        "n_cut_networks": len(cuts.networks),
        f"{key}_top10": rows[:10],
        key: rows,
    }


def core_keys(question: Question) -> dict[str, object]:
    found = cores.cores(question.graph)
    if not found.largest:
        question.undefined("max_core", "An diesem Tag gibt es keine Mitgliedschaft.")
        return {"max_core": None, "max_core_actors_networks": None}
    actors, networks = found.members()
    return {"max_core": found.largest, "max_core_actors_networks": [len(actors), len(networks)]}


def betweenness_keys(question: Question) -> dict[str, object]:
    graph, found = question.graph, question.betweenness
    keys: dict[str, object] = {}
    modes = (
        ("actors", graph.actor_ids, found.of_actor, graph.n_networks),
        ("networks", graph.network_ids, found.of_network, graph.n_actors),
    )
    for mode, ids, raw, others in modes:
        keys |= question.listed(f"betweenness_raw_{mode}", ids, raw)
        keys[f"betweenness_raw_{mode}"] = by_id(ids, raw)
        most = between.maximum(len(ids), others)
        centralised = f"betweenness_centralisation_{mode}_within"
        if most <= 0 or len(ids) < 2:
            for key in (f"betweenness_BE_max_{mode}", f"betweenness_BE_normalised_{mode}_top10", centralised):
                keys[key] = None
                question.undefined(key, "Das größte mögliche Maß ist 0: zu wenige Akteure oder Netzwerke.")
            continue
        keys[f"betweenness_BE_max_{mode}"] = float(raw.max() / most)
        keys |= question.listed(f"betweenness_BE_normalised_{mode}", ids, raw / most)
        keys[centralised] = float((raw.max() - raw).sum()) / ((len(ids) - 1) * most)
    if found.sampled:
        keys["betweenness_sampled"] = found.sampled
    return keys


def bridge_keys(question: Question) -> dict[str, object]:
    ids, found = question.graph.actor_ids, question.bridged
    if np.isnan(found.redundancy).any():
        question.undefined("redundancy_actors", "null: Dafür braucht es mindestens zwei Netzwerke.")
    return {
        "redundancy_actors": by_id(ids, found.redundancy),
        "redundancy_actors_lowest10": lowest(ids, found.redundancy),
        "exclusive_bridges_total": int(found.exclusive.sum()),
        **question.listed("exclusive_bridges", ids, found.exclusive),
    }


def dissolve_keys(question: Question) -> dict[str, object]:
    graph, found = question.graph, question.meetings
    ids = graph.network_ids
    if np.isnan(found.redundancy).any():
        question.undefined("redundancy_networks", "null: Dafür braucht es mindestens zwei Mitglieder.")
    order = np.lexsort((np.arange(graph.n_networks), -graph.size))
    rows = {
        ids[n]: [int(graph.size[n]), int(found.pairs[n]), int(found.only_here[n]), int(found.stranded[n])]
        for n in order
    }
    return {
        "redundancy_networks": by_id(ids, found.redundancy),
        "redundancy_networks_lowest10": lowest(ids, found.redundancy),
        "dissolve_top10_members_pairs_lostpairs_lostactors": dict(list(rows.items())[:10]),
        "dissolve_members_pairs_lostpairs_lostactors": rows,
        "actor_pairs_sharing_exactly_one_network": found.n_pairs_once,
    }


def overlap_keys(question: Question) -> dict[str, object]:
    graph, found = question.graph, question.overlapping
    ids = graph.network_ids
    columns = (found.first, found.second, found.shared, found.jaccard, found.containment)
    listed = zip(*(column[:FULL_LIST_UP_TO].tolist() for column in columns), strict=True)
    rows = [[ids[a], ids[b], s, j, c] for a, b, s, j, c in listed]
    if len(found.first) > FULL_LIST_UP_TO:
        question.reasons["overlap_shared_jaccard_containment"] = (
            f"Nur die ersten {FULL_LIST_UP_TO} von {len(found.first)} Paaren sind aufgeführt."
        )
    merged = []
    for a, b, both in zip(found.first[:5].tolist(), found.second[:5].tolist(), found.shared[:5].tolist(), strict=True):
        union = int(graph.size[a]) + int(graph.size[b]) - both
        merged.append([ids[a], ids[b], union, both, overlap.new_pairs(graph, a, b)])
    return {
        "overlap_top15_shared_jaccard_containment": rows[:15],
        "overlap_shared_jaccard_containment": rows,
        "n_network_pairs_jaccard_ge_0.5": int((found.jaccard >= 0.5).sum()),
        "n_network_pairs_one_contains_other": int((found.containment == 1.0).sum()),
        "merge_top5_union_duplicates_newpairs": merged,
    }


def robustness_keys(question: Question) -> dict[str, object]:
    key, graph = "robustness_remove_top_degree_actors_k_largest_actor_component", question.graph
    if not graph.n_actors:
        question.undefined(key, "An diesem Tag gibt es keine Mitgliedschaft.")
        return {key: None}
    removed = [robustness.removed_by_share(graph, share) for share in SHARES]
    left = robustness.largest_left(graph, robustness.by_degree(graph), removed)
    return {key: {str(share): [k, rest] for share, k, rest in zip(SHARES, removed, left, strict=True)}}


def clustering_keys(question: Question) -> dict[str, object]:
    value = clustering.robins_alexander(question.graph, question.shared)
    if value is None:
        question.undefined("robins_alexander_clustering", "Es gibt keinen Weg aus drei Mitgliedschaften.")
    return {"robins_alexander_clustering": value}


def constraint_keys(question: Question) -> dict[str, object]:
    key, graph = "burt_constraint_actor_projection_weighted", question.graph
    if graph.n_actors > clustering.CONSTRAINT_UP_TO:
        question.undefined(key, f"Wird nur bis {clustering.CONSTRAINT_UP_TO} Akteure berechnet.")
        return {key: None}
    return {key: by_id(graph.actor_ids, clustering.burt_constraint(graph))}


def projection_keys(question: Question) -> dict[str, object]:
    keys: dict[str, object] = {}
    graph = question.graph
    for mode, n in (("actors", graph.n_actors), ("networks", graph.n_networks)):
        names = [f"projection_{mode}_{what}" for what in ("edges_weight", "density", "transitivity")]
        if n > clustering.CONSTRAINT_UP_TO or n < 2:
            reason = "Dafür gibt es zu viele Knoten." if n > 1 else "Dafür braucht es mindestens zwei Knoten."
            for name in names:
                question.undefined(name, reason)
            keys |= dict.fromkeys(names)
            continue
        plain = question.shared if mode == "networks" else bridges.without_diagonal(graph.matrix @ graph.matrix.T)
        closed = clustering.transitivity(plain)
        if closed is None:
            question.undefined(names[2], "Kein Knoten hat zwei Nachbarn.")
        keys |= dict(
            zip(names, ([plain.nnz // 2, int(plain.sum()) // 2], plain.nnz / (n * (n - 1)), closed), strict=True)
        )
    return keys


def module_keys(question: Question) -> dict[str, object]:
    found = modules.modules(question.graph, question.seed)
    if found.barber is None:
        question.undefined("barber_modularity", "An diesem Tag gibt es keine Mitgliedschaft.")
    shares = np.bincount(question.cohesion.component_of_actor[question.graph.tie_actor]) / (question.graph.n_ties or 1)
    of_components = float(1 - (shares**2).sum()) if question.graph.n_ties else None
    if of_components is None:
        question.undefined("barber_modularity_of_components", "An diesem Tag gibt es keine Mitgliedschaft.")
    return {
        "barber_modularity_of_components": of_components,
        "barber_modularity": found.barber,
        "newman_modularity": found.newman,
        "n_modules": found.number,
    }


MEASURES: dict[str, Measure] = {
    "size": size_keys,
    "components": component_keys,
    "cut_points": cut_keys,
    "cores": core_keys,
    "betweenness": betweenness_keys,
    "bridges": bridge_keys,
    "dissolve": dissolve_keys,
    "overlap": overlap_keys,
    "robustness": robustness_keys,
    "clustering": clustering_keys,
    "constraint": constraint_keys,
    "projection": projection_keys,
    "modules": module_keys,
    **part_a_keys.MEASURES,
}
