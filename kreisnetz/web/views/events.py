"""The calendar as list and as month, and the single event."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kreisnetz.events import calendar, registration, structured_data
from kreisnetz.events.calendar import Filters
from kreisnetz.events.models import Event, Part
from kreisnetz.web.forms import FilterForm

PER_PAGE = 50


def show_levels(events: list[Event], now: Any) -> list[Event]:
    """Each event with what its card says about free seats."""
    for event in events:
        event.level = calendar.level(event, now=now)  # type: ignore[attr-defined]
    return events


def feed_links(filters: Filters) -> dict[str, str]:
    """Addresses under which the same selection can be subscribed to."""
    query = filters.query()
    ending = f"?{query}" if query else ""
    ics = settings.SITE_URL + reverse("web:event-list-ics") + ending
    return {
        "ics": ics,
        "webcal": "webcal" + ics[ics.index("://") :],
        "atom": settings.SITE_URL + reverse("web:event-list-atom") + ending,
        "query": ending,
    }


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    filters = Filters.of(request.GET)
    page = Paginator(filters.listed(now=now).with_lists(), PER_PAGE).get_page(request.GET.get("seite"))
    events = show_levels(list(page.object_list), now)
    context = {
        "filters": filters,
        "form": FilterForm(request.GET),
        "page": page,
        "months": calendar.by_month(events),
        "feeds": feed_links(filters),
        "this_month": timezone.localdate(),
    }
    return render(request, "web/event_list.html", context)


@require_safe
def event_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not (calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR and 1 <= month <= 12):
        raise Http404
    filters = Filters.of(request.GET)
    weeks = calendar.weeks(year, month, filters)
    context = {
        "filters": filters,
        "form": FilterForm(request.GET, with_time=False),
        "weeks": weeks,
        "n_events": len({event.pk for week in weeks for day in week if day.in_month for event in day.events}),
        "year": year,
        "month": month,
        "before": calendar.neighbour(year, month, -1),
        "after": calendar.neighbour(year, month, 1),
        "today": timezone.localdate(),
        "feeds": feed_links(filters),
    }
    return render(request, "web/event_month.html", context)


@require_safe
def event_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(Event.objects.public().with_lists(), year=year, slug=slug)
    event.level = calendar.level(event, now=now)  # type: ignore[attr-defined]
    by_role: dict[str, list[Part]] = {role: [] for role in Part.Role.values}
    for part in event.parts.all():
        by_role[part.role].append(part)
    related = []
    if event.series is not None:
        same = Event.objects.public().filter(series=event.series).exclude(pk=event.pk)
        related = list(same.order_by("-starts_at")[:6])
    context = {
        "event": event,
        "hosts": by_role[Part.Role.HOST],
        "speakers": by_role[Part.Role.SPEAKER],
        "moderators": by_role[Part.Role.MODERATOR],
        "related": related,
        "is_over": event.is_over(now=now),
        "refusal": registration.refusal(event, now=now),
        "json_ld": structured_data.as_json_ld(event),
        "features": access_features(event),
        "map_url": map_url(event),
    }
    return render(request, "web/event_detail.html", context)


def access_features(event: Event) -> list[tuple[str, bool]]:
    """What is known about the venue's accessibility: (words, there or not)."""
    venue = event.venue
    if venue is None:
        return []
    names = ("step_free", "accessible_toilet", "induction_loop", "accessible_parking")
    known = ((venue._meta.get_field(name).verbose_name, getattr(venue, name)) for name in names)
    return [(str(label), value) for label, value in known if value is not None]


def map_url(event: Event) -> str:
    """OpenStreetMap at the venue's address; a link only, nothing is loaded from there."""
    venue = event.venue
    if venue is None:
        return ""
    if venue.latitude is not None and venue.longitude is not None:
        return f"https://www.openstreetmap.org/?mlat={venue.latitude}&mlon={venue.longitude}#map=17/{venue.latitude}/{venue.longitude}"
    return "https://www.openstreetmap.org/search?" + urlencode({"query": venue.address or venue.name})
