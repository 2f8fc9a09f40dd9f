"""Does a ranking hold if members are missing from the lists? Drops 5, 10 and 20 % of the memberships. Pure, seeded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from kreisnetz.analysis.landscape import TwoMode

Ranking = Callable[[TwoMode], Mapping[str, float]]
SOLID_OVERLAP, SOLID_SPEARMAN = 0.7, 0.8
"""Solid: at 10 % missing, on average at least 7 of the first 10 are still the first 10, and the order agrees by 0.8."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Means over the draws for one share of missing memberships."""

    share: float
    overlap: float
    spearman: float | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """verdict: "solid" or "unsure"; None with reason if there is no ranking to speak of."""

    drops: tuple[Drop, ...]
    top: int
    verdict: str | None
    draws: int
    seed: int
    reason: str | None


def sensitivity(
    graph: TwoMode,
    ranking: Ranking,
    *,
    shares: tuple[float, ...] = (0.05, 0.1, 0.2),
    top: int = 10,
    draws: int = 30,
    seed: int = 1,
) -> Sensitivity:
    """Rank again without a random part of the memberships; who is dropped out altogether counts as nought."""
    full = dict(ranking(graph))
    if len(full) < 3 or len(set(full.values())) < 2:
        return Sensitivity((), top, None, 0, seed, "no_ranking")
    top = min(top, len(full) // 2) or 1
    rng = np.random.default_rng(seed)
    drops = tuple(_drop(graph, ranking, full, share, top, draws, rng) for share in shares)
    judge = min(drops, key=lambda drop: abs(drop.share - 0.1))
    solid = judge.overlap >= SOLID_OVERLAP and judge.spearman is not None and judge.spearman >= SOLID_SPEARMAN
    return Sensitivity(drops, top, "solid" if solid else "unsure", draws, seed, None)


def _drop(
    graph: TwoMode,
    ranking: Ranking,
    full: Mapping[str, float],
    share: float,
    top: int,
    draws: int,
    rng: np.random.Generator,
) -> Drop:
    names = sorted(full)
    first = _first(full, names, top)
    overlaps, agreements = [], []
    for _ in range(draws):
        less = dict(ranking(_without(graph, share, rng)))
        overlaps.append(len(first & _first(less, names, top)) / top)
        values = [less.get(name, 0.0) for name in names]
        if len(set(values)) > 1:
            agreements.append(float(spearmanr([full[name] for name in names], values).statistic))
    return Drop(share, float(np.mean(overlaps)), float(np.mean(agreements)) if agreements else None)


def _first(values: Mapping[str, float], names: list[str], top: int) -> set[str]:
    return set(sorted(names, key=lambda name: (-values.get(name, 0.0), name))[:top])


def _without(graph: TwoMode, share: float, rng: np.random.Generator) -> TwoMode:
    landscape = graph.landscape
    pair = (
        landscape.row_actor[graph.rows].astype(np.int64) * len(landscape.networks) + landscape.row_network[graph.rows]
    )
    pairs, at = np.unique(pair, return_inverse=True)
    gone = np.zeros(len(pairs), dtype=bool)
    gone[rng.permutation(len(pairs))[: max(1, round(share * len(pairs)))]] = True
    return TwoMode.of_rows(landscape, graph.rows[~gone[at]], graph.day)
