"""Broker roles of the groups (M5): who opens whose door, counted by seat on the two-mode graph.

Open triple a - N - b - M - c, where a and c share no network. Counted per broker b, network pair {N, M} folded away: each unordered
{a, c} counts once. With every actor in one group this is Gould and Fernandez (1989), undirected, gatekeeper and representative merged.
No German here, no database, no clock.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kreisnetz.analysis.landscape import TwoMode

ROLES = ("coordination", "consultant", "gatekeeper", "liaison")
"""All one group; a and c alike, b different; b with exactly one of them; three groups."""
Counts = NDArray[np.int64]
DENSE = 3000
"""Up to so many actors products are dense: 32-bit floats hold every count exactly (below 2**24), and it is faster."""


@dataclass(frozen=True, slots=True)
class Role:
    """One role against chance. share, expected: of all triples whose groups are known. band: "more", "less", "as_expected"."""

    role: str
    count: int
    share: float | None
    expected: float | None
    low: float | None
    high: float | None
    band: str | None


@dataclass(frozen=True, slots=True)
class Brokerage:
    """Roles in all and by actor. actors_without_group and seats_without_group say what the figure leaves out."""

    roles: tuple[Role, ...]
    by_actor: dict[str, tuple[int, int, int, int]]
    triples: int
    seats_without_group: int
    actors_without_group: tuple[str, ...]
    several_groups: tuple[str, ...]
    draws: int
    seed: int
    reason: str | None


def actor_groups(graph: TwoMode) -> NDArray[np.int16]:
    """The group an actor mostly sits for on this day: the most frequent of its seats, of equals the first; -1 if none."""
    count = len(graph.landscape.groups)
    if not count or not graph.n_actors:
        return np.full(graph.n_actors, -1, dtype=np.int16)
    known = graph.tie_group >= 0
    cell = graph.tie_actor[known].astype(np.int64) * count + graph.tie_group[known]
    table = np.bincount(cell, minlength=graph.n_actors * count).reshape(graph.n_actors, count)
    return np.where(table.sum(axis=1) > 0, table.argmax(axis=1), -1).astype(np.int16)


def pairs_met(graph: TwoMode) -> sparse.csr_matrix:
    """Actors who share a network, as ones without the diagonal. Only for county and state, never for a nation."""
    wide = graph.matrix.astype(np.int32)
    met = (wide @ wide.T).tocsr()
    met.setdiag(0)
    met.eliminate_zeros()
    met.data[:] = 1
    met.sort_indices()
    return met


def open_pairs(met: sparse.csr_matrix, groups: NDArray[np.int16], count: int) -> NDArray[np.int64]:
    """Per broker b and groups g, h: ordered pairs (a in g, c in h), both met by b, who do not meet each other."""
    n = met.shape[0]
    labelled = np.flatnonzero(groups >= 0)
    member = sparse.csr_matrix((np.ones(len(labelled), dtype=np.int64), (labelled, groups[labelled])), shape=(n, count))
    neighbours = np.asarray((met @ member).todense(), dtype=np.int64)
    result = neighbours[:, :, None] * neighbours[:, None, :]
    result[:, range(count), range(count)] -= neighbours
    wide = met.toarray().astype(np.float32) if n <= DENSE else met
    for h in range(count):
        at = np.flatnonzero(groups == h)
        through = wide[:, at] @ wide[at, :]
        closed = wide * through if n <= DENSE else met.multiply(through).tocsr()
        result[:, :, h] -= np.rint(
            np.asarray((member.T @ closed.T).T if n <= DENSE else (closed @ member).todense())
        ).astype(np.int64)
    return result


def roles_of(opened: NDArray[np.int64], groups: NDArray[np.int16]) -> Counts:
    """The four roles of each actor, unordered {a, c}; brokers without a group have none."""
    n, count = opened.shape[0], opened.shape[1]
    result = np.zeros((n, 4), dtype=np.int64)
    if not n or not count:
        return result
    own = np.where(groups >= 0, groups, 0)
    at = np.arange(n)
    total = opened.sum(axis=(1, 2))
    same = opened[:, range(count), range(count)].sum(axis=1)
    inside = opened[at, own, own]
    touching = opened[at, own, :].sum(axis=1) + opened[at, :, own].sum(axis=1) - 2 * inside
    result[:, 0] = inside // 2
    result[:, 1] = (same - inside) // 2
    result[:, 2] = touching // 2
    result[:, 3] = (total - same - touching) // 2
    result[groups < 0] = 0
    return result


def brokerage(graph: TwoMode, *, draws: int = 200, seed: int = 1) -> Brokerage:
    """Broker roles with their expectation under shuffled group labels (same groups, other organisations)."""
    groups = actor_groups(graph)
    count = len(graph.landscape.groups)
    bare = tuple(graph.actor_ids[i] for i in np.flatnonzero(groups < 0))
    without = int((graph.tie_group < 0).sum())
    several = _several_groups(graph)
    if graph.n_actors == 0 or (groups < 0).all():
        return Brokerage((), {}, 0, without, bare, several, 0, seed, "no_groups" if graph.n_actors else "empty")
    met = pairs_met(graph)
    counts = roles_of(open_pairs(met, groups, count), groups)
    totals = counts.sum(axis=0)
    triples = int(totals.sum())
    labelled = np.flatnonzero(groups >= 0)
    shares = _shuffled(met[labelled][:, labelled].tocsr(), groups[labelled], draws, seed)
    expected = expected_shares(groups)
    roles = tuple(_role(i, int(totals[i]), triples, expected, shares[:, i]) for i in range(4))
    by_actor = {graph.actor_ids[i]: _four(counts[i]) for i in range(graph.n_actors) if groups[i] >= 0}
    reason = None if triples else "no_open_triples"
    return Brokerage(roles, by_actor, triples, without, bare, several, len(shares), seed, reason)


def _several_groups(graph: TwoMode) -> tuple[str, ...]:
    known = graph.tie_group >= 0
    pairs = np.unique(np.stack([graph.tie_actor[known], graph.tie_group[known]]), axis=1)
    seats = np.bincount(pairs[0], minlength=graph.n_actors) if pairs.size else np.zeros(graph.n_actors)
    return tuple(graph.actor_ids[i] for i in np.flatnonzero(seats > 1))


def expected_shares(groups: NDArray[np.int16]) -> NDArray[np.float64] | None:
    """Exact expectation of the four shares when labels are dealt anew; None with fewer than three labelled actors."""
    sizes = np.bincount(groups[groups >= 0]).astype(np.float64)
    n = sizes.sum()
    if n < 3:
        return None
    every = n * (n - 1) * (n - 2)
    same = float((sizes * (sizes - 1) * (sizes - 2)).sum() / every)
    alike = float((sizes * (sizes - 1) * (n - sizes)).sum() / every)
    return np.array([same, alike, 2 * alike, max(0.0, 1 - same - 3 * alike)])


def _open_triples(met: sparse.csr_matrix, most: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Open triples (a, b, c), drawn evenly with replacement: `most` of them, fewer if they are very rare."""
    degree = np.diff(met.indptr).astype(np.int64)
    wedges = np.cumsum(degree * (degree - 1))
    if not len(wedges) or wedges[-1] == 0:
        return np.zeros((3, 0), dtype=np.int64)
    keys = np.repeat(np.arange(len(degree), dtype=np.int64), degree) * len(degree) + met.indices
    found: list[NDArray[np.int64]] = []
    for _ in range(8):
        b = np.searchsorted(wedges, rng.integers(0, wedges[-1], most), side="right")
        first = rng.integers(0, degree[b])
        second = rng.integers(0, degree[b] - 1)
        second += second >= first
        a, c = met.indices[met.indptr[b] + first], met.indices[met.indptr[b] + second]
        key = a.astype(np.int64) * len(degree) + c
        opened = keys[np.minimum(np.searchsorted(keys, key), len(keys) - 1)] != key
        found.append(np.stack([a[opened], b[opened], c[opened]]).astype(np.int64))
        if sum(part.shape[1] for part in found) >= most:
            break
    return np.concatenate(found, axis=1)[:, :most]


def _shuffled(met: sparse.csr_matrix, groups: NDArray[np.int16], draws: int, seed: int) -> NDArray[np.float64]:
    """Shares of the roles under shuffled labels, on up to 20,000 triples drawn evenly."""
    rng = np.random.default_rng(seed)
    a, b, c = _open_triples(met, 20_000, rng)
    shares = np.zeros((draws if len(a) else 0, 4))
    for row in shares:
        other = rng.permutation(groups)
        ga, gb, gc = other[a], other[b], other[c]
        left, right, ends = ga == gb, gc == gb, ga == gc
        row[0] = (left & right).mean()
        row[1] = (ends & ~left).mean()
        row[2] = (left ^ right).mean()
        row[3] = 1 - row[:3].sum()
    return shares


def _role(
    number: int, count: int, triples: int, expected: NDArray[np.float64] | None, drawn: NDArray[np.float64]
) -> Role:
    share = count / triples if triples else None
    if share is None or expected is None or len(drawn) < 20:
        return Role(ROLES[number], count, share, None, None, None, None)
    low, high = (float(v) for v in np.quantile(drawn, (0.025, 0.975)))
    band = "more" if share > high + 1e-12 else "less" if share < low - 1e-12 else "as_expected"
    return Role(ROLES[number], count, share, float(expected[number]), low, high, band)


def _four(row: Counts) -> tuple[int, int, int, int]:
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])
