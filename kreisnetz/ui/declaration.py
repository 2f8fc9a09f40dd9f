"""The accessibility declaration as data: when and how it was checked, what is known to be missing, who enforces the law.

The facts stand in declaration.json beside this file; the day of the last check is a setting of the operator.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DAYS_UNTIL_OLD = 365
SOURCE = Path(__file__).with_name("declaration.json")


@dataclass(frozen=True)
class Gap:
    """Something that is known not to be accessible, and what we do about it."""

    what: str
    instead: str


@dataclass(frozen=True)
class Body:
    """Who enforces the law on accessible websites in one Land."""

    code: str
    land: str
    name: str
    web: str


@dataclass(frozen=True)
class Declaration:
    """What the page „Barrierefreiheit“ states."""

    checked_on: date | None
    method: tuple[str, ...]
    gaps: tuple[Gap, ...]
    enforcement: Body | None
    bodies: tuple[Body, ...]
    is_old: bool


@cache
def facts() -> dict[str, list[dict[str, str]]]:
    with SOURCE.open(encoding="utf-8") as file:
        content: dict[str, list[dict[str, str]]] = json.load(file)
    return content


def day_of_check(text: str) -> date | None:
    """The setting, written 2027-01-31; None when it is empty or no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_old(checked_on: date | None, *, today: date) -> bool:
    """Never checked, or more than a year ago: the office has to do something."""
    return checked_on is None or (today - checked_on).days > DAYS_UNTIL_OLD


def read(*, checked_on: str, land: str, today: date, language: str = "de") -> Declaration:
    """The declaration for this site; enforcement is None when the Land is unknown."""
    content = facts()
    checked = day_of_check(checked_on)
    bodies = tuple(Body(row["code"], row["land"], row["name"], row["web"]) for row in content["bodies"])
    return Declaration(
        checked_on=checked,
        method=tuple(row[language] for row in content["method"]),
        gaps=tuple(Gap(row[language], row[f"{language}_instead"]) for row in content["gaps"]),
        enforcement=next((body for body in bodies if body.code == land), None),
        bodies=bodies,
        is_old=is_old(checked, today=today),
    )
