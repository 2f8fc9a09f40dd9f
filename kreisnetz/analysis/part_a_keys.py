"""Keys of the answer for the measures of coordinators: broker roles, mixing, coverage, vacancies, load, change. Pure; no German."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Protocol

from kreisnetz.analysis.brokerage import brokerage
from kreisnetz.analysis.change import change
from kreisnetz.analysis.coverage import coverage
from kreisnetz.analysis.landscape import Landscape, TwoMode
from kreisnetz.analysis.load import load
from kreisnetz.analysis.mixing import mixing
from kreisnetz.analysis.vacancies import vacancies

Keys = dict[str, object]
BROKERAGE_PAIRS = 20_000_000
"""Above so many pairs of members (with repetition) broker roles are not counted: the pairs would not fit into memory."""


def brokerage_keys(graph: TwoMode, seed: int = 1) -> Keys:
    """M5: counts and shares by role, by broker."""
    size = graph.size.astype(int)
    if int((size * (size - 1)).sum()) > BROKERAGE_PAIRS:
        return {"broker_roles": None, "broker_roles_actors": None, "broker_roles_reason": "too_large"}
    found = brokerage(graph, seed=seed)
    roles = {role.role: asdict(role) for role in found.roles} if found.triples else None
    return {
        "broker_roles": roles,
        "broker_roles_actors": {name: list(row) for name, row in found.by_actor.items()} or None,
        "broker_roles_seats_without_group": found.seats_without_group,
        "broker_roles_reason": found.reason,
    }


def mixing_keys(graph: TwoMode) -> Keys:
    """Balance of each table."""
    found = mixing(graph)
    return {
        "blau_networks": {table.network: table.blau for table in found.tables},
        "groups_networks": {table.network: list(table.counts) for table in found.tables},
        "networks_with_all_groups": found.all_groups,
        "share_networks_with_all_groups": found.share_all_groups,
        "seats_without_group": found.seats_without_group,
    }


def coverage_keys(graph: TwoMode) -> Keys:
    """M10: the share and what is not covered."""
    found = coverage(graph)
    return {
        "coverage_share": found.share,
        "coverage_covered_required": [found.covered, found.required],
        "coverage_uncovered": [list(cell) for cell in found.uncovered],
    }


def vacancies_keys(graph: TwoMode) -> Keys:
    """M11 (a): gaps of the target lists."""
    found = vacancies(graph)
    return {
        "vacant_seats": [[seat.actor, seat.network] for seat in found.vacant],
        "target_gaps": [[gap.target.network, gap.target.label, gap.missing] for gap in found.gaps],
        "target_share_met": found.complete,
    }


def load_keys(graph: TwoMode) -> Keys:
    """Hours of a year."""
    found = load(graph)
    return {
        "hours_actors": {burden.actor: burden.hours for burden in sorted(found.actors, key=lambda b: b.actor)},
        "member_hours_networks": {effort.network: effort.member_hours for effort in found.networks},
        "member_hours_total": found.hours,
        "networks_hours_unknown": found.networks_unknown,
    }


def change_keys(landscape: Landscape, before: date, after: date) -> Keys:
    """M12: the temporal keys, with retention and turnover."""
    found = change(landscape, before, after)
    return {**found.keys(), "retention": found.retention, "turnover": found.turnover}


class Asked(Protocol):
    """What a measure needs of the answer's question."""

    landscape: Landscape
    day: date | None
    compare: date | None
    seed: int

    @property
    def graph(self) -> TwoMode: ...

    def undefined(self, key: str, reason: str) -> None: ...


WHY = {
    "broker_roles": "Dafür braucht es Gruppen und offene Dreiecke; sehr große Netze werden nicht ausgezählt.",
    "broker_roles_actors": "Dafür braucht es Gruppen; sehr große Netze werden nicht ausgezählt.",
    "share_networks_with_all_groups": "Von keinem Mitglied ist die Gruppe bekannt.",
    "coverage_share": "Es ist nicht festgelegt, was abgedeckt sein muss.",
    "target_share_met": "Es gibt keine Soll-Liste.",
    "member_hours_total": "Von keinem Netzwerk sind die Sitzungsstunden bekannt.",
    "change": "Dafür braucht es zwei Tage.",
    "networks_new_gone": "Dafür braucht es zwei Tage.",
    "retention": "Am früheren Tag gibt es keine Mitgliedschaft.",
    "turnover": "An beiden Tagen gibt es keine Mitgliedschaft.",
}


def _answered(question: Asked, keys: Keys) -> Keys:
    for key, value in keys.items():
        if value is None and key in WHY:
            question.undefined(key, WHY[key])
    return keys


def _changed(question: Asked) -> Keys:
    if question.day is None or question.compare is None:
        return {}
    first, second = sorted((question.compare, question.day))
    return _answered(question, change_keys(question.landscape, first, second))


MEASURES: dict[str, Callable[[Asked], Keys]] = {
    "broker_roles": lambda question: _answered(question, brokerage_keys(question.graph, question.seed)),
    "mixing": lambda question: _answered(question, mixing_keys(question.graph)),
    "coverage": lambda question: _answered(question, coverage_keys(question.graph)),
    "vacancies": lambda question: _answered(question, vacancies_keys(question.graph)),
    "load": lambda question: _answered(question, load_keys(question.graph)),
    "change": _changed,
}
