"""Change between two days (M12): who joined, left, stayed; how long memberships last. Pure; days are arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kreisnetz.analysis.landscape import ALWAYS, OPEN, Landscape, TwoMode

Pair = tuple[str, str]
"""Actor id, network id."""


@dataclass(frozen=True, slots=True)
class Change:
    """Memberships of two days as sets of pairs. retention, turnover, jaccard: None when there is nothing to divide by."""

    before_day: date
    after_day: date
    before: int
    after: int
    kept: int
    joined: tuple[Pair, ...]
    left: tuple[Pair, ...]
    retention: float | None
    turnover: float | None
    jaccard: float | None
    networks_new: tuple[str, ...]
    networks_gone: tuple[str, ...]
    actors_new: tuple[str, ...]
    actors_gone: tuple[str, ...]

    def keys(self) -> dict[str, object]:
        """The keys of the machine-readable answer."""
        counts = {
            "before": self.before,
            "after": self.after,
            "kept": self.kept,
            "joined": len(self.joined),
            "left": len(self.left),
            "jaccard": self.jaccard,
        }
        return {"change": counts, "networks_new_gone": [len(self.networks_new), len(self.networks_gone)]}


@dataclass(frozen=True, slots=True)
class Durations:
    """Kaplan-Meier. steps: (days, share still there). median_days: None if more than half are still there at the end."""

    memberships: int
    ended: int
    unknown_start: int
    steps: tuple[tuple[int, float], ...]
    median_days: int | None


def change(landscape: Landscape, before_day: date, after_day: date) -> Change:
    """What became of the memberships from one day to another."""
    first, second = landscape.on(before_day), landscape.on(after_day)
    before, after = _pairs(first), _pairs(second)
    joined, left, kept = tuple(sorted(after - before)), tuple(sorted(before - after)), len(before & after)
    both, union = len(before) + len(after), len(before | after)
    old_networks, new_networks = set(first.network_ids), set(second.network_ids)
    old_actors, new_actors = set(first.actor_ids), set(second.actor_ids)
    return Change(
        before_day=before_day,
        after_day=after_day,
        before=len(before),
        after=len(after),
        kept=kept,
        joined=joined,
        left=left,
        retention=kept / len(before) if before else None,
        turnover=(len(joined) + len(left)) / both if both else None,
        jaccard=kept / union if union else None,
        networks_new=tuple(sorted(new_networks - old_networks)),
        networks_gone=tuple(sorted(old_networks - new_networks)),
        actors_new=tuple(sorted(new_actors - old_actors)),
        actors_gone=tuple(sorted(old_actors - new_actors)),
    )


def durations(landscape: Landscape, until: date) -> Durations:
    """How long memberships last, seen on this day. Open ones are censored; without a known beginning they are left out.

    Rows of one pair that touch or overlap are one membership.
    """
    rows = np.flatnonzero(~landscape.row_vacant & (landscape.row_since <= until.toordinal()))
    spells = _spells(landscape, rows.tolist())
    now = until.toordinal()
    known = [(since, end) for since, end in spells if since != ALWAYS]
    lengths = [(min(end, now) - since, end <= now) for since, end in known]
    steps, share = [], 1.0
    times = np.array([length for length, _ in lengths], dtype=np.int64)
    over = np.array([ended for _, ended in lengths], dtype=bool)
    for length in np.unique(times[over]).tolist():
        share *= 1 - int(((times == length) & over).sum()) / int((times >= length).sum())
        steps.append((int(length), share))
    median = next((length for length, left in steps if left <= 0.5), None)
    return Durations(len(known), int(over.sum()), len(spells) - len(known), tuple(steps), median)


def _pairs(graph: TwoMode) -> set[Pair]:
    actors, networks = graph.actor_ids, graph.network_ids
    return {(actors[a], networks[n]) for a, n in zip(graph.tie_actor.tolist(), graph.tie_network.tolist(), strict=True)}


def _spells(landscape: Landscape, rows: Sequence[int]) -> list[tuple[int, int]]:
    ordered = sorted(
        (
            int(landscape.row_actor[i]),
            int(landscape.row_network[i]),
            int(landscape.row_since[i]),
            int(landscape.row_until[i]),
        )
        for i in rows
    )
    spells: list[tuple[int, int, int, int]] = []
    for actor, network, since, end in ordered:
        if end <= since and end != OPEN:
            continue
        last = spells[-1] if spells else None
        if last and last[:2] == (actor, network) and since <= last[3]:
            spells[-1] = (actor, network, last[2], max(last[3], end))
        else:
            spells.append((actor, network, since, end))
    return [(since, end) for _, _, since, end in spells]
