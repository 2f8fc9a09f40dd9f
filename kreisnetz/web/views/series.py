"""Series of events with their archive."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kreisnetz.events.calendar import Filters
from kreisnetz.events.models import Event, Series
from kreisnetz.web.views.events import feed_links, show_levels


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    published = Q(events__published_at__isnull=False)
    found = Series.objects.annotate(n_events=Count("events", filter=published)).filter(n_events__gt=0)
    return render(request, "web/series_list.html", {"series_list": found})


@require_safe
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    series = get_object_or_404(Series, slug=slug)
    events = Event.objects.public().filter(series=series).with_lists()
    context = {
        "series": series,
        "upcoming": show_levels(list(events.upcoming(now)[:50]), now),
        "past": show_levels(list(events.past(now)[:200]), now),
        "feeds": feed_links(Filters(series=slug)),
    }
    return render(request, "web/series.html", context)
