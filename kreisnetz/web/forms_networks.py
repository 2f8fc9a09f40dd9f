"""Filters above the lists of networks and organisations; nothing chosen is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kreisnetz.register import public
from kreisnetz.web.forms import Choice, Select

LABELS = {
    "feld": _("Handlungsfeld"),
    "kommune": _("Kommune"),
    "sprache": _("Sprache"),
    "alter": _("Alter"),
    "thema": _("Herausforderung"),
    "wissen": _("Wer weiß etwas über"),
    "netzwerk": _("Netzwerk"),
}


def selects(names: Sequence[str], query: Mapping[str, Any]) -> list[Select]:
    """One select for each parameter that has something to choose."""
    found = []
    for name, rows in public.choices(names).items():
        now = query.get(name, "")
        everything = Choice("", str(_("Alle")), not now)
        if rows:
            listed = tuple(Choice(value, label, value == now) for value, label in rows)
            found.append(Select(name, str(LABELS[name]), (everything, *listed)))
    return found
