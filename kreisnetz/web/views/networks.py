"""Public lists and profiles of networks and organisations, and the way to find help. Only what is released."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kreisnetz.events import calendar
from kreisnetz.events.models import Event
from kreisnetz.register import public
from kreisnetz.register.models import Actor, Network
from kreisnetz.register.public import Wanted
from kreisnetz.web import cards
from kreisnetz.web.forms_networks import selects

PER_PAGE = 30
NETWORK_FILTERS = ("feld", "kommune", "thema")
ACTOR_FILTERS = ("feld", "kommune", "sprache", "wissen", "netzwerk")
HELP_FILTERS = ("feld", "kommune", "sprache", "alter")


@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    today, wanted = timezone.localdate(), Wanted.of(request.GET)
    page = Paginator(public.networks(wanted, today=today), PER_PAGE).get_page(request.GET.get("seite"))
    rows = list(page.object_list)
    counts = public.seats_now(rows, today=today)
    context = {
        "wanted": wanted,
        "selects": selects(NETWORK_FILTERS, request.GET),
        "page": page,
        "lines": [(network, counts.get(network.pk, 0)) for network in rows],
        "german": cards.german(),
    }
    return render(request, "web/network_list.html", context)


@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    rows = Network.objects.public().select_related("parent")
    network = get_object_or_404(rows, slug=slug)
    meetings = calendar.for_cards(Event.objects.public().filter(meeting__network=network))
    context = {
        "network": network,
        "table": public.table(network, today=today),
        "links": public.links(network),
        "children": network.children.filter(is_public=True),
        "hosts": network.hosts.filter(is_public=True),
        "upcoming": cards.cards_of(meetings.upcoming(now)[:10], now=now),
        "german": cards.german(),
    }
    return render(request, "web/network_detail.html", context)


@require_safe
def actor_list(request: HttpRequest) -> HttpResponse:
    return _actors(request, ACTOR_FILTERS, "web/actor_list.html", at_first=True)


@require_safe
def find_help(request: HttpRequest) -> HttpResponse:
    """The same organisations, asked for by what somebody needs; nothing is listed before a choice was made."""
    return _actors(request, HELP_FILTERS, "web/find_help.html", at_first=False)


@require_safe
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    rows = Actor.objects.public().select_related("kind", "parent", "municipality")
    actor = get_object_or_404(rows, slug=slug)
    context = {
        "actor": actor,
        "seats": public.seats_of(actor, today=today),
        "channels": public.channels(actor),
        "offers": public.offers(actor),
        "places": [] if actor.protected_address else list(actor.municipalities.all()),
        "german": cards.german(),
    }
    return render(request, "web/actor_detail.html", context)


def _actors(request: HttpRequest, filters: tuple[str, ...], template: str, *, at_first: bool) -> HttpResponse:
    today, wanted = timezone.localdate(), Wanted.of(request.GET)
    rows = public.actors(wanted, today=today) if at_first or wanted.is_set else Actor.objects.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "wanted": wanted,
        "selects": selects(filters, request.GET),
        "page": page,
        "rest": urlencode({key: value for key, value in request.GET.items() if key in {*filters, "q"} and value}),
        "german": cards.german(),
    }
    return render(request, template, context)
