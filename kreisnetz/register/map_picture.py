"""The network map as SVG: readable before any script runs, every node a link with a title, shape and colour by group.

Everything somebody typed is escaped here. No style stands in the picture (the page brings it), except in the file to take away.
"""

from collections.abc import Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kreisnetz.register import map_shapes
from kreisnetz.register.map_data import MapData, MapNode, neighbours
from kreisnetz.register.map_shapes import Dot, Frame

FILE_COLOURS = {
    "practice": "#1f6f8b",
    "administration": "#2f4a9c",
    "politics": "#7b3fa0",
    "affected": "#b3500f",
    map_shapes.WITHOUT_GROUP: "#5b6370",
    map_shapes.NETWORK: "#1d2330",
}


def picture(data: MapData, frame: Frame, *, label: str, standalone: bool = False) -> SafeString:
    """The nodes and seats of one day, in a frame that does not depend on how the map is narrowed."""
    partners = neighbours(data)
    dots = map_shapes.dots_of(data, partners)
    labelled = map_shapes.with_label(dots, frame)
    parts = [_opening(frame, label, standalone=standalone), _edges(data, dots)]
    parts += [_node(dot, data, letter=frame.letter, shown=dot.node.id in labelled) for dot in dots]
    # The parts are escaped one by one where they are made.
    return mark_safe("".join([*parts, "</g></svg>"]))


def _opening(frame: Frame, label: str, *, standalone: bool) -> str:
    head = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ' id="kn-map-svg" class="kn-map__svg"'
    style = _file_style(frame) if standalone else ""
    return (
        f'<svg{head} viewBox="{frame.view_box}" role="group" aria-label="{escape(label)}" '
        f'font-size="{frame.letter:.1f}" data-letter="{map_shapes.LETTER}">'
        f'{style}<g class="kn-map__all">'
    )


def _file_style(frame: Frame) -> str:
    rules = [f".kn-map__node--{name} path{{fill:{colour}}}" for name, colour in FILE_COLOURS.items()]
    rules += [f".kn-map__node--{map_shapes.WITHOUT_GROUP} path{{fill:#fff;stroke:#5b6370;stroke-width:2}}"]
    rules += [".kn-map__edges path{stroke:#7a8494;stroke-width:1;stroke-opacity:.5;fill:none}"]
    rules += ["text{fill:#1d2330;font-family:sans-serif;text-anchor:middle;paint-order:stroke}"]
    rules += ["text{stroke:#fff;stroke-width:3px;stroke-linejoin:round}.kn-map__label--more{display:none}"]
    ground = (
        f'<rect x="{frame.x:.0f}" y="{frame.y:.0f}" width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#fff"/>'
    )
    return f"<style>{''.join(rules)}</style>{ground}"


def _edges(data: MapData, dots: Sequence[Dot]) -> str:
    places = {dot.node.id: f"{dot.x:.0f} {dot.y:.0f}" for dot in dots}
    pairs = dict.fromkeys((edge.organisation, edge.network) for edge in data.edges)
    lines = [
        f'<path data-e="{escape(a)} {escape(b)}" d="M{places[a]}L{places[b]}"/>'
        for a, b in pairs
        if a in places and b in places
    ]
    return f'<g class="kn-map__edges" aria-hidden="true">{"".join(lines)}</g>'


def _node(dot: Dot, data: MapData, *, letter: float, shown: bool) -> str:
    title = escape(title_of(dot.node, data, dot.n_partners))
    name = escape(dot.node.id)
    element = "a" if dot.node.url else "g"
    link = f' href="{escape(dot.node.url)}" tabindex="-1"' if dot.node.url else ' role="img"'
    more = "" if shown else " kn-map__label--more"
    below = dot.radius + 0.95 * letter
    return (
        f'<{element}{link} id="k-{name}" class="kn-map__node kn-map__node--{dot.look}" '
        f'data-r="{dot.radius:.1f}" transform="translate({dot.x:.0f} {dot.y:.0f})"><title>{title}</title>'
        f'<path d="{map_shapes.path_of(dot.look, dot.radius)}"/>'
        f'<text class="kn-map__label{more}" y="{below:.0f}">{escape(map_shapes.shortened(dot.node.label))}</text>'
        f"</{element}>"
    )


def title_of(node: MapNode, data: MapData, n_partners: int) -> str:
    """What is said about a node in one line: name, group, place, how many partners."""
    parts = [node.label]
    if node.kind == "network":
        parts.append(str(data.words.network_kinds.get(node.group, _("Netzwerk"))))
        parts.append(ngettext("%(n)s Mitglied", "%(n)s Mitglieder", n_partners) % {"n": n_partners})
    else:
        if node.group in data.words.groups:
            parts.append(str(data.words.groups[node.group]))
        if node.municipality in data.words.municipalities:
            parts.append(str(data.words.municipalities[node.municipality]))
        parts.append(ngettext("in %(n)s Netzwerk", "in %(n)s Netzwerken", n_partners) % {"n": n_partners})
    return ", ".join(parts)


def legend(data: MapData) -> list[tuple[SafeString, str]]:
    """Shape and name of every group that occurs."""
    present = {map_shapes.look_of(node) for node in data.nodes}
    names: Mapping[str, str] = {
        map_shapes.NETWORK: _("Netzwerk"),
        **{group: str(name) for group, name in data.words.groups.items()},
        map_shapes.WITHOUT_GROUP: _("Organisation ohne feste Gruppe"),
    }
    return [(symbol(look), name) for look, name in names.items() if look in present]


def symbol(look: str) -> SafeString:
    path = map_shapes.path_of(look, 8.0)
    return mark_safe(
        '<svg class="kn-map__symbol" viewBox="-11 -11 22 22" width="22" height="22" aria-hidden="true" focusable="false">'
        f'<g class="kn-map__node kn-map__node--{escape(look)}"><path d="{path}"/></g></svg>'
    )
