"""The tabs of the register's pages: networks, organisations, people, lists; each only for those who may open it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right

TABS: tuple[tuple[str, Any, Right], ...] = (
    ("staff:network-list", _("Netzwerke"), Right.SEE_REGISTER),
    ("staff:actor-list", _("Organisationen"), Right.SEE_REGISTER),
    ("staff:person-list", _("Personen"), Right.SEE_CONTACTS),
    ("staff:list-overview", _("Listen"), Right.SEE_REGISTER),
    ("staff:register-export", _("Ausgeben"), Right.SEE_REGISTER),
    ("staff:import-list", _("Einlesen"), Right.IMPORT_REGISTER),
    ("staff:meeting-hours", _("Stunden"), Right.SEE_REGISTER),
    ("staff:upkeep", _("Pflege"), Right.EDIT_REGISTER),
    ("staff:change-list", _("Verlauf"), Right.EDIT_REGISTER),
)

# Pages about the whole register, where a right for one network is not enough.
EVERYWHERE_ONLY = frozenset({"staff:import-list", "staff:upkeep", "staff:change-list"})


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    current: bool


def tabs(user: User, current: str, *, now: datetime) -> list[Tab]:
    """A right for one network or one organisation is enough: the page shows what is meant by it."""
    return [
        Tab(reverse(name), str(label), name == current)
        for name, label, right in TABS
        if user.may(right, now=now) or (name not in EVERYWHERE_ONLY and user.scopes(right, now=now))
    ]
