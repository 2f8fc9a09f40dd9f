"""What could be chance: a null model that keeps how many networks each actor and how many members each network has.

Curveball trades (Strona et al. 2014): two actors pool the networks that only one of them has, and deal them anew. Pure, seeded.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kreisnetz.analysis.landscape import TwoMode

Measure = Callable[[TwoMode], float | None]


@dataclass(frozen=True, slots=True)
class Chance:
    """Observed against drawn. z is None where the draws do not vary; low, high: 95 % of the draws. verdict: more, less, chance."""

    observed: float | None
    mean: float | None
    sd: float | None
    z: float | None
    low: float | None
    high: float | None
    verdict: str | None
    draws: int
    seed: int
    reason: str | None


def shuffled(graph: TwoMode, rng: np.random.Generator, trades: int | None = None) -> TwoMode:
    """The same degrees on both sides, dealt anew. Without `trades`: five for each actor. Groups go with the actor."""
    hands = [set(graph.networks_of(a).tolist()) for a in range(graph.n_actors)]
    count = 5 * graph.n_actors if trades is None else trades
    if graph.n_actors > 1:
        first = rng.integers(0, graph.n_actors, count)
        second = rng.integers(0, graph.n_actors - 1, count)
        second += second >= first
        for a, b in zip(first.tolist(), second.tolist(), strict=True):
            _trade(hands, a, b, rng)
    dealt = np.array([n for hand in hands for n in sorted(hand)], dtype=np.int32)
    group = graph.group_of_actor[graph.tie_actor].astype(np.int16)
    return replace(graph, tie_network=dealt, tie_group=group)


def _trade(hands: list[set[int]], a: int, b: int, rng: np.random.Generator) -> None:
    only_a, only_b = hands[a] - hands[b], hands[b] - hands[a]
    if not only_a or not only_b:
        return
    pool = rng.permutation(sorted(only_a | only_b)).tolist()
    common = hands[a] & hands[b]
    hands[a] = common | set(pool[: len(only_a)])
    hands[b] = common | set(pool[len(only_a) :])


def against_chance(
    graph: TwoMode, measures: dict[str, Measure], *, draws: int = 200, seed: int = 1
) -> dict[str, Chance]:
    """Each measure on the graph and on shuffled ones. One chain: each draw goes on from the one before."""
    rng = np.random.default_rng(seed)
    observed = {name: measure(graph) for name, measure in measures.items()}
    drawn: dict[str, list[float]] = {name: [] for name in measures}
    other = graph
    for number in range(draws):
        other = shuffled(other, rng, None if number else 10 * graph.n_actors)
        for name, measure in measures.items():
            value = measure(other)
            if value is not None:
                drawn[name].append(value)
    return {name: _judged(observed[name], drawn[name], draws, seed) for name in measures}


def _judged(observed: float | None, drawn: list[float], draws: int, seed: int) -> Chance:
    if observed is None:
        return Chance(None, None, None, None, None, None, None, draws, seed, "undefined")
    if len(drawn) < max(20, draws // 2):
        return Chance(observed, None, None, None, None, None, None, draws, seed, "too_few_draws")
    values = np.array(drawn)
    mean, sd = float(values.mean()), float(values.std(ddof=1))
    if sd <= 1e-12 * max(1.0, abs(mean)):
        return Chance(observed, mean, 0.0, None, None, None, None, draws, seed, "fixed_by_degrees")
    low, high = (float(v) for v in np.quantile(values, (0.025, 0.975)))
    verdict = "more" if observed > high else "less" if observed < low else "chance"
    return Chance(observed, mean, sd, (observed - mean) / sd, low, high, verdict, draws, seed, None)
