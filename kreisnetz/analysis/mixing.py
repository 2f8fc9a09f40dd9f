"""How mixed each table is: groups per network, Blau's index, share of networks with every group. Pure; no German, no database."""

from dataclasses import dataclass

import numpy as np

from kreisnetz.analysis.landscape import TwoMode


@dataclass(frozen=True, slots=True)
class Table:
    """One network: members by group. blau is None when no member's group is known."""

    network: str
    counts: tuple[int, ...]
    unknown: int
    blau: float | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mixing:
    """Every network; all_groups counts those with every group; share is of the networks with at least one known group."""

    groups: tuple[str, ...]
    tables: tuple[Table, ...]
    all_groups: int
    judged: int
    share_all_groups: float | None
    seats_without_group: int


def mixing(graph: TwoMode) -> Mixing:
    """Balance of the groups at each table, in the order of the networks' ids."""
    groups = graph.landscape.groups
    width = len(groups) + 1
    cell = graph.tie_network.astype(np.int64) * width + graph.tie_group + 1
    counts = np.bincount(cell, minlength=graph.n_networks * width).reshape(graph.n_networks, width)
    tables = []
    for name, row in zip(graph.network_ids, counts.tolist(), strict=True):
        unknown, known = row[0], row[1:]
        seats = sum(known)
        blau = 1 - sum((n / seats) ** 2 for n in known) if seats else None
        missing = tuple(group for group, n in zip(groups, known, strict=True) if not n)
        tables.append(Table(name, tuple(known), unknown, blau, missing))
    judged = [table for table in tables if table.blau is not None]
    complete = sum(not table.missing for table in judged)
    share = complete / len(judged) if judged else None
    return Mixing(groups, tuple(tables), complete, len(judged), share, int(counts[:, 0].sum()))
