"""The same as the network map, as table and as sentences: nothing is in the picture that is not here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kreisnetz.register.map_data import MapData, MapNode, neighbours


@dataclass(frozen=True, slots=True)
class Row:
    """A node with those it shares a seat with; group and place are words."""

    node: MapNode
    group: str
    place: str
    fields: tuple[str, ...]
    partners: tuple[MapNode, ...]

    @property
    def sentence(self) -> str:
        """What stands before the names; ends with a colon when names follow, else with a full stop."""
        return _of_network(self) if self.node.kind == "network" else _of_organisation(self)


def rows(data: MapData) -> tuple[list[Row], list[Row]]:
    """Networks and organisations, each in the order of the data."""
    by_id, near, words = {node.id: node for node in data.nodes}, neighbours(data), data.words
    networks: list[Row] = []
    organisations: list[Row] = []
    for node in data.nodes:
        is_network = node.kind == "network"
        group = (words.network_kinds if is_network else words.groups).get(node.group, "")
        row = Row(
            node,
            str(group),
            str(words.municipalities.get(node.municipality, "")),
            tuple(str(words.fields[field]) for field in node.fields if field in words.fields),
            tuple(by_id[name] for name in near[node.id]),
        )
        (networks if is_network else organisations).append(row)
    return networks, organisations


def summary(networks: Sequence[Row], organisations: Sequence[Row]) -> str:
    """One sentence about the whole map."""
    if not networks and not organisations:
        return _("Zu dieser Auswahl zeigt die Karte nichts.")
    n_seats = sum(len(row.partners) for row in networks)
    return _("Die Karte zeigt %(networks)s und %(organisations)s mit %(seats)s.") % {
        "networks": ngettext("%(n)s Netzwerk", "%(n)s Netzwerke", len(networks)) % {"n": len(networks)},
        "organisations": ngettext("%(n)s Organisation", "%(n)s Organisationen", len(organisations))
        % {"n": len(organisations)},
        "seats": ngettext("%(n)s Verbindung", "%(n)s Verbindungen", n_seats) % {"n": n_seats},
    }


def _of_network(row: Row) -> str:
    n, name = len(row.partners), row.node.label
    if not n:
        return _("„%(name)s“ hat hier keine Mitglieder.") % {"name": name}
    text = ngettext("„%(name)s“ hat ein Mitglied:", "„%(name)s“ hat %(n)s Mitglieder:", n)
    return text % {"name": name, "n": n}


def _of_organisation(row: Row) -> str:
    n = len(row.partners)
    name = f"{row.node.label} ({row.group})" if row.group else row.node.label
    if not n:
        return _("%(name)s arbeitet hier in keinem Netzwerk mit.") % {"name": name}
    text = ngettext("%(name)s arbeitet in einem Netzwerk mit:", "%(name)s arbeitet in %(n)s Netzwerken mit:", n)
    return text % {"name": name, "n": n}
