"""Search over everything the account may see, as a page and as suggestions while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kreisnetz.core import search
from kreisnetz.core.models import SearchEntry
from kreisnetz.core.rights import Right
from kreisnetz.core.search import Hit
from kreisnetz.ui.access import right_needed

# Kind in the index: words for it, and the page it leads to.
KINDS = {
    "network": (_("Netzwerk"), "staff:network"),
    "actor": (_("Organisation"), "staff:actor"),
    "person": (_("Person"), "staff:person"),
    "event": (_("Termin"), "staff:event"),
}
MOST, MOST_WHILE_TYPING = 50, 8
SHORTEST = 2


@require_safe
@right_needed(Right.SEE_REGISTER)
def search_page(request: HttpRequest) -> HttpResponse:
    typed = _typed(request)
    hits = [(address_of(hit), KINDS[hit.kind][0], hit) for hit in _find(request, typed, MOST)]
    return render(request, "staff/search.html", {"typed": typed, "hits": hits})


@require_safe
@right_needed(Right.SEE_REGISTER)
def suggestions(request: HttpRequest) -> JsonResponse:
    found = [
        {"label": hit.label, "hint": f"{KINDS[hit.kind][0]}, {hit.hint}".strip(", "), "url": address_of(hit)}
        for hit in _find(request, _typed(request), MOST_WHILE_TYPING)
    ]
    return JsonResponse({"hits": found})


def address_of(hit: Hit) -> str:
    return reverse(KINDS[hit.kind][1], args=(hit.number,))


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def _find(request: HttpRequest, typed: str, limit: int) -> list[Hit]:
    """Contacts only for those who may see all of them; who may see some finds them at their network."""
    if len(typed) < SHORTEST:
        return []
    now = timezone.now()
    audiences = {SearchEntry.Audience.PUBLIC, SearchEntry.Audience.OFFICE}
    if request.user.may(Right.SEE_CONTACTS, now=now):
        audiences.add(SearchEntry.Audience.CONTACTS)
    kinds = set(KINDS) if request.user.may(Right.SEE_EVENTS, now=now) else set(KINDS) - {"event"}
    return search.find(typed, audiences=audiences, kinds=kinds, limit=limit, quick=limit == MOST_WHILE_TYPING)
