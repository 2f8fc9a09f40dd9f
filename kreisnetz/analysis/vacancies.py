"""Who is missing (M11): vacant seats, gaps against the target list, and structural hints. Pure; no German, no database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kreisnetz.analysis.landscape import Seat, TargetSeat, TwoMode


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of the target list that is not met. `members` fit it, `missing` are still wanted."""

    target: TargetSeat
    members: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Vacant seats and gaps of the day. targets: lines in all; without a target list complete is None."""

    vacant: tuple[Seat, ...]
    gaps: tuple[Gap, ...]
    targets: int
    complete: float | None
    missing_by_group: dict[str, int]
    missing_by_municipality: dict[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hint, never an invitation. reasons: networks it sits in that resemble this one, and how much (Jaccard)."""

    actor: str
    score: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class HitRate:
    """One membership hidden at a time: how often the hint list of `size` names it; popular: a list of the busiest does."""

    trials: int
    size: int
    hits: float | None
    popular: float | None
    reason: str | None


def vacancies(graph: TwoMode) -> Vacancies:
    """Target lists against who sits there on this day."""
    landscape = graph.landscape
    at = {name: i for i, name in enumerate(graph.network_ids)}
    rows = landscape.row_vacant
    if graph.day is not None:
        day = graph.day.toordinal()
        rows = rows & (landscape.row_since <= day) & (day < landscape.row_until)
    vacant = tuple(landscape.seats(np.flatnonzero(rows).tolist()))
    gaps = []
    for target in landscape.target_seats:
        fitting = _fitting(graph, target, at.get(target.network))
        if len(fitting) < target.minimum:
            gaps.append(Gap(target, fitting, target.minimum - len(fitting)))
    lines = len(landscape.target_seats)
    groups, places = Counter[str](), Counter[str]()
    for gap in gaps:
        groups[gap.target.group] += gap.missing
        places[gap.target.municipality] += gap.missing
    share = (lines - len(gaps)) / lines if lines else None
    return Vacancies(vacant, tuple(gaps), lines, share, dict(sorted(groups.items())), dict(sorted(places.items())))


def _fitting(graph: TwoMode, target: TargetSeat, network: int | None) -> tuple[str, ...]:
    if network is None:
        return ()
    found = []
    ties = np.flatnonzero(graph.tie_network == network)
    for tie in ties.tolist():
        actor, group = graph.actor(int(graph.tie_actor[tie])), int(graph.tie_group[tie])
        name = graph.landscape.groups[group] if group >= 0 else ""
        if target.kind and actor.kind != target.kind or target.group and name != target.group:
            continue
        if not target.municipality or target.municipality in actor.municipalities:
            found.append(actor.id)
    return tuple(found)


def similarity(graph: TwoMode) -> NDArray[np.float64]:
    """Jaccard of all pairs of networks, nought on the diagonal."""
    shared = np.asarray((graph.transposed @ graph.matrix).todense(), dtype=np.float64)
    union = graph.size[:, None] + graph.size[None, :] - shared
    result: NDArray[np.float64] = shared / np.maximum(union, 1)
    np.fill_diagonal(result, 0.0)
    return result


def candidates(graph: TwoMode, network: str, *, most: int = 10) -> tuple[Candidate, ...]:
    """score(a, N) = sum of Jaccard(M, N) over the networks M of a; those already in N are left out."""
    at = {name: i for i, name in enumerate(graph.network_ids)}
    if network not in at:
        return ()
    number = at[network]
    alike = similarity(graph)[number]
    score = graph.matrix @ alike
    score[graph.members_of(number)] = 0.0
    order = np.lexsort((np.arange(len(score)), -score))[:most]
    return tuple(
        Candidate(graph.actor_ids[i], float(score[i]), _reasons(graph, int(i), alike)) for i in order if score[i] > 0
    )


def _reasons(graph: TwoMode, actor: int, alike: NDArray[np.float64]) -> tuple[tuple[str, float], ...]:
    found = [(graph.network_ids[i], float(alike[i])) for i in graph.networks_of(actor) if alike[i] > 0]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def hit_rate(graph: TwoMode, *, size: int = 10, trials: int = 300, seed: int = 1) -> HitRate:
    """The honest test: hide one membership of an actor with at least three, and see whether the hints find it."""
    able: Sequence[int] = np.flatnonzero(graph.degree[graph.tie_actor] >= 3).tolist()
    if not able:
        return HitRate(0, size, None, None, "no_actor_with_three_networks")
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(able)[:trials].tolist()
    shared = np.asarray((graph.transposed @ graph.matrix).todense(), dtype=np.float64)
    hits = popular = 0
    for tie in chosen:
        actor, network = int(graph.tie_actor[tie]), int(graph.tie_network[tie])
        others = graph.members_of(network)
        mine = graph.networks_of(actor)
        row = shared[network].copy()
        row[mine] -= 1
        alike = row / np.maximum(graph.size + graph.size[network] - 1 - row, 1)
        alike[network] = 0.0
        hits += _rank(graph.matrix @ alike, actor, others) < size
        popular += _rank(graph.degree - np.eye(1, graph.n_actors, actor)[0], actor, others) < size
    return HitRate(len(chosen), size, hits / len(chosen), popular / len(chosen), None)


def _rank(score: NDArray[np.float64], actor: int, members: NDArray[np.int32]) -> int:
    able = np.ones(len(score), dtype=bool)
    able[members] = False
    own = score[actor]
    return int((able & (score > own)).sum() + (able[:actor] & (score[:actor] == own)).sum()) if own > 0 else len(score)
