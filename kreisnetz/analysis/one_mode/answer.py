"""All one-mode keys of the machine-readable answer, undefined ones as None with a reason. Pure."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csgraph, identity

from kreisnetz.analysis.one_mode.graph import OneMode
from kreisnetz.analysis.one_mode.groups import assortativity, e_i_index, gould_fernandez
from kreisnetz.analysis.one_mode.paths import betweenness, core_numbers, cut_nodes_and_bridges

Keys = dict[str, object]


def one_mode_keys(graph: OneMode) -> tuple[Keys, dict[str, str]]:
    """Values by key, and why a value is None."""
    values: Keys = {**_shape(graph), **_paths(graph)}
    values |= _dominating(graph)
    if graph.directed:
        values |= _directed(graph)
    reasons = {key: "too_few_nodes_or_ties" for key, value in values.items() if value is None}
    grouped: Keys = {"e_i_index": None, "assortativity_nominal": None}
    if graph.groups:
        counts = gould_fernandez(graph)
        grouped = {"e_i_index": e_i_index(graph), "assortativity_nominal": assortativity(graph)}
        rows = {graph.ids[i]: counts[i].tolist() for i in np.flatnonzero(graph.group >= 0)}
        grouped["gould_fernandez_coord_itin_repr_gate_liai_total"] = rows
    else:
        grouped["gould_fernandez_coord_itin_repr_gate_liai_total"] = None
    why = "no_ties_between_different_groups" if graph.groups else "no_groups"
    reasons |= {key: why for key, value in grouped.items() if value is None}
    return values | grouped, reasons


def _shape(graph: OneMode) -> Keys:
    n, ties = graph.n, graph.ties
    degree = np.diff(ties.indptr)
    edges = int(degree.sum()) // 2
    count, label = csgraph.connected_components(ties, directed=False) if n else (0, np.zeros(0, dtype=int))
    sizes = np.bincount(label, minlength=count)
    wedges = int((degree * (degree - 1)).sum())
    closed = int((ties @ ties).multiply(ties).sum())
    together = int((sizes * (sizes - 1)).sum())
    central = int((degree.max() - degree).sum()) if n else 0
    cut, bridges = cut_nodes_and_bridges(ties)
    core = core_numbers(ties)
    most = int(core.max()) if n else 0
    return {
        "n_nodes": n,
        "n_edges_undirected": edges,
        "n_components": int(count),
        "largest_component": int(sizes.max()) if n else 0,
        "density": 2 * edges / (n * (n - 1)) if n > 1 else None,
        "transitivity": closed / wedges if wedges else None,
        "fragmentation": 1 - together / (n * (n - 1)) if n > 1 else None,
        "degree_centralisation": central / ((n - 1) * (n - 2)) if n > 2 else None,
        "cut_vertices": [graph.ids[i] for i in cut],
        "bridges": bridges,
        "max_core_and_size": [most, int((core == most).sum())],
    }


def _paths(graph: OneMode) -> Keys:
    value = betweenness(graph.ties) / 2
    n = graph.n
    central = float((value.max() - value).sum()) * 2 / ((n - 1) ** 2 * (n - 2)) if n > 2 else None
    ranked = _ranked(graph, value)
    by_id = {name: float(v) for name, v in zip(graph.ids, value, strict=True)}
    return {
        "betweenness_centralisation": central,
        "betweenness_raw": by_id,
        "betweenness_raw_top10": ranked[:10],
    }


def _ranked(graph: OneMode, value: NDArray[np.float64]) -> list[list[object]]:
    order = sorted(range(graph.n), key=lambda i: (-round(float(value[i]), 9), graph.ids[i]))
    return [[graph.ids[i], float(value[i])] for i in order]


def _directed(graph: OneMode) -> Keys:
    n, arcs = graph.n, graph.arcs
    count = int(arcs.sum())
    mutual = int(arcs.multiply(arcs.T).sum())
    value = betweenness(arcs)
    return {
        "directed_edges": count,
        "directed_density": count / (n * (n - 1)) if n > 1 else None,
        "reciprocity": mutual / count if count else None,
        "directed_betweenness": {name: float(v) for name, v in zip(graph.ids, value, strict=True)},
    }


def _dominating(graph: OneMode) -> Keys:
    """Exact (HiGHS); with a bound instead if it is not proven within five seconds."""
    n = graph.n
    if not n:
        return {"min_dominating_set": 0}
    cover = (graph.ties + identity(n, dtype=np.int64, format="csr")).astype(float)
    found = milp(
        np.ones(n), constraints=LinearConstraint(cover, lb=1), integrality=np.ones(n), bounds=Bounds(0, 1),
        options={"time_limit": 5.0},
    )  # fmt: skip
    if found.status == 0:
        return {"min_dominating_set": round(found.fun)}
    best = round(found.fun) if found.x is not None else n
    bound = int(np.ceil((found.mip_dual_bound or 0) - 1e-6))
    return {"min_dominating_set": None, "min_dominating_set_lower_bound_and_best": [bound, best]}
