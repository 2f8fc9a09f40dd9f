"""Series of events with their archive."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kreisnetz.core import dates
from kreisnetz.events import calendar
from kreisnetz.events.calendar import Filters
from kreisnetz.events.models import Event, Series
from kreisnetz.web import cards
from kreisnetz.web.views.events import feed_links

MOST = 300


@dataclass(frozen=True)
class SeriesLine:
    """One series in the list."""

    url: str
    name: str
    description: str
    count_words: str
    next_words: str


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    published = Q(events__published_at__isnull=False)
    coming = published & Q(events__last_at__gte=now) & Q(events__status__in=("scheduled", "moved"))
    found = Series.objects.annotate(
        n_events=Count("events", filter=published), next_at=Min("events__starts_at", filter=coming)
    ).filter(n_events__gt=0)
    lines = [
        SeriesLine(
            url=reverse("web:series", args=(series.slug,)),
            name=series.name,
            description=series.description,
            count_words=ngettext("%(n)s Termin", "%(n)s Termine", series.n_events) % {"n": series.n_events},
            next_words=dates.long_day(series.next_at, dates.language_now()) if series.next_at else "",
        )
        for series in found
    ]
    return render(request, "web/series_list.html", {"series_list": lines, "german": cards.german()})


@require_safe
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    series = get_object_or_404(Series, slug=slug)
    filters = Filters(series=slug)
    events = calendar.for_cards(Event.objects.public().filter(series=series))
    context = {
        "series": series,
        "german": cards.german(),
        "upcoming": cards.cards_of(events.upcoming(now)[:MOST], now=now),
        "archive": cards.by_year(cards.cards_of(events.past(now)[:MOST], now=now)),
        "filters": filters,
        "feeds": feed_links(filters),
    }
    return render(request, "web/series.html", context)
