"""Picture and words for regions of a large map: circles with counts, each a link into its part. Escapes what it writes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kreisnetz.analysis.overview import Overview, Region
from kreisnetz.register.map_shapes import SHOWN_WIDE, UNIT, Frame, shortened

Address = Callable[[str], str]
STRONGEST = 5


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region in words; partners are names of the regions it shares most seats with, and how many."""

    key: str
    url: str
    name: str
    n_organisations: int
    n_networks: int
    partners: tuple[tuple[str, int], ...]
    network: str = ""

    @property
    def sentence(self) -> str:
        return _("%(name)s: %(organisations)s und %(networks)s") % {"name": self.name, **_counts(self)}


def rows(found: Overview, names: tuple[str, ...], address: Address) -> list[RegionRow]:
    """In the order of their size, the largest first."""
    titles = [
        name_of(region, name, place) for place, (region, name) in enumerate(zip(found.regions, names, strict=True), 1)
    ]
    partners: list[list[tuple[str, int]]] = [[] for _region in found.regions]
    for a, b, n in found.links:
        partners[a].append((titles[b], n))
        partners[b].append((titles[a], n))
    listed = [
        RegionRow(
            region.key,
            address(region.key),
            title,
            region.n_organisations,
            region.n_networks,
            tuple(near[:STRONGEST]),
            network,
        )
        for region, title, near, network in zip(found.regions, titles, partners, names, strict=True)
    ]
    return sorted(listed, key=lambda row: (-(row.n_organisations + row.n_networks), row.key))


def name_of(region: Region, network: str, place: int) -> str:
    if network:
        return _("Bereich um „%(network)s“") % {"network": network}
    return _("Bereich %(n)s") % {"n": place}


def picture(found: Overview, listed: list[RegionRow], frame: Frame, *, label: str) -> SafeString:
    letter = max(10.0, 13.0 * frame.width / SHOWN_WIDE)
    most = max((region.n for region in found.regions), default=1)
    reach = frame.width / 26
    radius = {region.key: max(reach * (region.n / most) ** 0.5, letter) for region in found.regions}
    by_key = {region.key: region for region in found.regions}
    lines = []
    strongest = max((n for _a, _b, n in found.links), default=1)
    for a, b, n in found.links:
        one, other = found.regions[a], found.regions[b]
        width = letter * (0.1 + 0.5 * n / strongest)
        lines.append(
            f'<path data-e="r{one.key} r{other.key}" stroke-width="{width:.1f}" '
            f'd="M{one.x * UNIT:.0f} {one.y * UNIT:.0f}L{other.x * UNIT:.0f} {other.y * UNIT:.0f}"/>'
        )
    circles = [_circle(row, by_key[row.key], radius[row.key], letter) for row in listed]
    # The parts are escaped one by one where they are made.
    return mark_safe(
        f'<svg id="kn-map-svg" class="kn-map__svg" viewBox="{frame.view_box}" role="group" aria-label="{escape(label)}" '
        f'font-size="{letter:.1f}" data-letter="13"><g class="kn-map__all">'
        f'<g class="kn-map__edges kn-map__edges--strong" aria-hidden="true">{"".join(lines)}</g>{"".join(circles)}</g></svg>'
    )


def _circle(row: RegionRow, region: Region, radius: float, letter: float) -> str:
    title, key, below = escape(row.sentence), escape(row.key), radius + 0.95 * letter
    # Which labels have room is found out by the script; without it the table has the names.
    label = f'<text class="kn-map__label kn-map__label--more" y="{below:.0f}">{escape(shortened(row.network or row.name))}</text>'
    return (
        f'<a href="{escape(row.url)}" tabindex="-1" id="k-r{key}" data-r="{radius:.1f}" class="kn-map__node kn-map__node--region" '
        f'transform="translate({region.x * UNIT:.0f} {region.y * UNIT:.0f})"><title>{title}</title>'
        f'<circle r="{radius:.1f}"/><text class="kn-map__count" y="{letter * 0.35:.1f}">{region.n}</text>{label}</a>'
    )


def _counts(row: RegionRow) -> dict[str, str]:
    organisations = ngettext("%(n)s Organisation", "%(n)s Organisationen", row.n_organisations)
    networks = ngettext("%(n)s Netzwerk", "%(n)s Netzwerke", row.n_networks)
    return {"organisations": organisations % {"n": row.n_organisations}, "networks": networks % {"n": row.n_networks}}
