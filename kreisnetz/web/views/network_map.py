"""The network map: page, the same to embed elsewhere, the picture and the data to take away. Only what is released."""

import csv
import io
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kreisnetz.core.cells import harmless
from kreisnetz.register import map_picture, map_regions, map_shown, map_text
from kreisnetz.register.map_data import MapData, neighbours
from kreisnetz.register.map_shapes import UNIT
from kreisnetz.register.map_shown import Shown
from kreisnetz.ui.security import CONTENT_SECURITY_POLICY
from kreisnetz.web.network_map import MapAddress, address_of, selects

ROWS = 200


@require_safe
def network_map(request: HttpRequest) -> HttpResponse:
    return render(request, "web/network_map.html", _context(request, "web:network-map"))


@xframe_options_exempt
@require_safe
def network_map_embed(request: HttpRequest) -> HttpResponse:
    """The map alone, for the pages of others; who may embed it says the setting KREISNETZ_EMBED_SITES."""
    response = render(request, "web/network_map_embed.html", _context(request, "web:network-map-embed"))
    allowed = " ".join(settings.EMBED_SITES) or "'none'"
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", f"frame-ancestors {allowed}"
    )
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def network_map_svg(request: HttpRequest) -> HttpResponse:
    """The picture as a file that needs no page around it."""
    _asked, shown = _shown(request)
    if shown.regions is not None:
        drawn = _regions_picture(shown, _regions_rows(shown, lambda _key: ""))
    else:
        drawn = map_picture.picture(shown.data, shown.frame, label=_("Netzwerkkarte"), standalone=True)
    return _file(drawn, "image/svg+xml", "netzwerkkarte.svg")


@require_safe
def network_map_json(request: HttpRequest) -> HttpResponse:
    """Nodes with their places, and the seats between them; for regions their counts."""
    asked, shown = _shown(request)
    everything: dict[str, Any] = {"day": asked.day.isoformat(), "n_nodes": shown.n_nodes}
    if shown.regions is not None and not shown.fits_browser:
        everything["regions"] = [
            {"key": region.key, "name": name, "x": region.x, "y": region.y}
            | {"organisations": region.n_organisations, "networks": region.n_networks}
            for region, name in zip(shown.regions.regions, shown.names, strict=True)
        ]
        everything["links"] = [list(link) for link in shown.regions.links]
    else:
        everything |= _nodes_and_edges(shown.data)
    return JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_safe
def network_map_csv(request: HttpRequest) -> HttpResponse:
    """One line for every seat; semicolons and a mark at the beginning, so that German spreadsheets open it rightly."""
    _asked, shown = _shown(request)
    names, words, text = {node.id: node.label for node in shown.data.nodes}, shown.data.words, io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Organisation"), _("Netzwerk"), _("Rolle"), _("Gruppe am Tisch"), _("seit"), _("bis")])
    for edge in shown.data.edges:
        words_of_seat = [str(words.roles.get(edge.role, "")), str(words.groups.get(edge.group, ""))]
        days = [day.isoformat() if day else "" for day in (edge.since, edge.until)]
        line = [names[edge.organisation], names[edge.network], *words_of_seat, *days]
        writer.writerow([harmless(cell) for cell in line])
    return _file("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "netzwerkkarte.csv")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _shown(request: HttpRequest) -> tuple[MapAddress, Shown]:
    asked = MapAddress.of(request.GET, today=timezone.localdate())
    return asked, map_shown.shown(asked.filter, day=asked.day, key=asked.key, public=True, address=address_of)


def _context(request: HttpRequest, name: str) -> dict[str, Any]:
    asked, shown = _shown(request)
    here, query = reverse(name), asked.query()
    context = {
        "asked": asked,
        "shown": shown,
        "here": here,
        "query": f"?{query}" if query else "",
        "selects": selects(asked.filter, shown.data.words, shown.networks),
        "upwards": _upwards(asked, here),
        "without_focus": f"{here}?{asked.query(fokus='')}",
        "slider": _slider(shown, today=timezone.localdate()),
    }
    return context | (_of_nodes(asked, shown) if shown.regions is None else _of_regions(asked, shown, here))


def _of_nodes(asked: MapAddress, shown: Shown) -> dict[str, Any]:
    networks, organisations = map_text.rows(shown.data)
    focus = next((node.label for node in shown.data.nodes if node.id == asked.filter.focus), "")
    return {
        "picture": map_picture.picture(shown.data, shown.frame, label=_("Netzwerkkarte")),
        "legend": map_picture.legend(shown.data),
        "summary": map_text.summary(networks, organisations),
        "networks": networks,
        "organisations": organisations,
        "focus": focus,
        "regions": None,
    }


def _of_regions(asked: MapAddress, shown: Shown, here: str) -> dict[str, Any]:
    rows = _regions_rows(shown, lambda key: f"{here}?{asked.query(ausschnitt=key)}")
    page: Page[Any] = Paginator(rows, ROWS).get_page(asked.page)
    return {
        "picture": _regions_picture(shown, rows),
        "legend": [],
        "summary": _("Die Karte fasst %(n)s Organisationen und Netzwerke zu %(regions)s Bereichen zusammen.")
        % {"n": shown.n_nodes, "regions": len(rows)},
        "networks": [],
        "organisations": [],
        "focus": "",
        "regions": page,
    }


def _regions_rows(shown: Shown, address: map_regions.Address) -> list[map_regions.RegionRow]:
    return map_regions.rows(shown.regions, shown.names, address) if shown.regions else []


def _regions_picture(shown: Shown, rows: list[map_regions.RegionRow]) -> SafeString:
    assert shown.regions is not None
    return map_regions.picture(shown.regions, rows, shown.frame, label=_("Netzwerkkarte, zusammengefasst"))


def _upwards(asked: MapAddress, here: str) -> str:
    """Out of a part into the one around it; "" where everything is shown."""
    return f"{here}?{asked.query(ausschnitt=asked.key[:-1])}" if asked.key else ""


def _slider(shown: Shown, *, today: date) -> tuple[str, str] | None:
    """First and last day that can be chosen by sliding; None where nothing is dated."""
    if shown.days is None:
        return None
    first, last = min(shown.days[0], today), max(shown.days[1], today)
    return (first.isoformat(), last.isoformat()) if first < last else None


def _nodes_and_edges(data: MapData) -> dict[str, Any]:
    number, partners = {node.id: place for place, node in enumerate(data.nodes)}, neighbours(data)
    nodes = [
        {"id": node.id, "kind": node.kind, "label": node.label, "group": node.group, "url": node.url}
        | {"x": round((node.x or 0.0) * UNIT), "y": round((node.y or 0.0) * UNIT), "n": len(partners[node.id])}
        | {"title": map_picture.title_of(node, data, len(partners[node.id]))}
        for node in data.nodes
    ]
    pairs = dict.fromkeys((number[edge.organisation], number[edge.network]) for edge in data.edges)
    return {"nodes": nodes, "edges": [list(pair) for pair in pairs]}
