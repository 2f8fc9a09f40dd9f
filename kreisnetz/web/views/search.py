"""Search over everything that is public, as a page and as suggestions while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kreisnetz.core import search
from kreisnetz.core.models import SearchEntry
from kreisnetz.core.search import Hit
from kreisnetz.web import cards

KINDS = {"network": _("Netzwerk"), "actor": _("Organisation"), "event": _("Termin"), "series": _("Reihe")}
MOST, MOST_WHILE_TYPING = 50, 8
SHORTEST = 2


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    typed = _typed(request)
    hits = [(address_of(hit), KINDS[hit.kind], hit) for hit in _find(typed, MOST)]
    return render(request, "web/search.html", {"typed": typed, "hits": hits, "german": cards.german()})


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """The best few, for the list below the field."""
    hits = _find(_typed(request), MOST_WHILE_TYPING)
    found = [{"label": h.label, "hint": f"{KINDS[h.kind]}, {h.hint}".strip(", "), "url": address_of(h)} for h in hits]
    response = JsonResponse({"hits": found})
    response["Cache-Control"] = "public, max-age=30"
    return response


def address_of(hit: Hit) -> str:
    """The public page of a hit; events carry "year/slug"."""
    if hit.kind == "event":
        year, _slash, slug = hit.slug.partition("/")
        return reverse("web:event", args=(int(year), slug))
    return reverse({"network": "web:network", "actor": "web:actor", "series": "web:series"}[hit.kind], args=(hit.slug,))


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def _find(typed: str, limit: int) -> list[Hit]:
    if len(typed) < SHORTEST:
        return []
    return search.find(
        typed, audiences={SearchEntry.Audience.PUBLIC}, kinds=set(KINDS), limit=limit, quick=limit == MOST_WHILE_TYPING
    )
