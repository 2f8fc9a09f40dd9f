"""From an address to the map and back: which parameters choose what, and how the choices are written into links and selects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kreisnetz.analysis.overview import is_key
from kreisnetz.register.map_data import MapFilter, MapWords
from kreisnetz.web.forms import Choice, Select

FILTERS = ("feld", "kommune", "gruppe", "netzwerk", "fokus", "q")
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class MapAddress:
    """What somebody asked for; what cannot be read is as if it had not been said."""

    filter: MapFilter
    day: date
    chose_day: bool
    key: str
    page: str

    @classmethod
    def of(cls, query: Mapping[str, Any], *, today: date) -> "MapAddress":
        """From the parameters feld, kommune, gruppe, netzwerk, fokus, q, tag, ausschnitt, seite."""
        values = [str(query.get(name, ""))[:100].replace("\x00", "").strip() for name in FILTERS]
        day, key = _day(str(query.get("tag", ""))), str(query.get("ausschnitt", ""))
        return cls(
            MapFilter(*values), day or today, day is not None, key if is_key(key) else "", str(query.get("seite", ""))
        )

    def query(self, **changed: str) -> str:
        """The address of this choice with some of it changed."""
        values = dict(zip(FILTERS, _values(self.filter), strict=True))
        values |= {"tag": self.day.isoformat() if self.chose_day else "", "ausschnitt": self.key} | changed
        return urlencode({name: value for name, value in values.items() if value})


def _values(wanted: MapFilter) -> tuple[str, ...]:
    return wanted.field, wanted.municipality, wanted.group, wanted.network, wanted.focus, wanted.words


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def selects(wanted: MapFilter, words: MapWords, networks: tuple[tuple[str, str], ...]) -> list[Select]:
    """One select for each list that has something to choose."""
    lists = [
        ("feld", _("Handlungsfeld"), wanted.field, list(words.fields.items())),
        ("kommune", _("Kommune"), wanted.municipality, list(words.municipalities.items())),
        ("gruppe", _("Gruppe am Tisch"), wanted.group, list(words.groups.items())),
        ("netzwerk", _("Netzwerk"), wanted.network, list(networks)),
    ]
    return [
        Select(
            name,
            label,
            (
                Choice("", _("Alle"), not now),
                *(Choice(value, str(text), value == now) for value, text in entries),
            ),
        )
        for name, label, now, entries in lists
        if entries
    ]


def address_of(kind: str, slug: str) -> str:
    """The page of a network or an organisation. Without asking the table of addresses each time: there may be ten thousand."""
    return _pattern(kind).replace("0slug0", slug)


_patterns: dict[str, str] = {}


def _pattern(kind: str) -> str:
    # reverse() depends on the language in front of the path.
    name = f"{get_language()} {kind}"
    if name not in _patterns:
        _patterns[name] = reverse(f"web:{kind}", args=["0slug0"])
    return _patterns[name]
