"""The calendar as list and as month."""

from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kreisnetz.core import dates
from kreisnetz.events import calendar
from kreisnetz.events.calendar import Filters
from kreisnetz.web import cards
from kreisnetz.web.forms import FilterForm

PER_PAGE = 50


def feed_links(filters: Filters) -> dict[str, str]:
    """Addresses under which the same selection can be subscribed to."""
    ending = query_part(filters)
    ics = settings.SITE_URL + reverse("web:event-list-ics") + ending
    return {
        "ics": ics,
        "webcal": "webcal" + ics[ics.index("://") :],
        "atom": settings.SITE_URL + reverse("web:event-list-atom") + ending,
    }


def query_part(filters: Filters, **more: object) -> str:
    query = "&".join(part for part in (filters.query(), urlencode(more)) if part)
    return f"?{query}" if query else ""


def tabs(filters: Filters, here: str, *, year: int, month: int) -> dict[str, str]:
    """The three views of the same selection."""
    coming, past = filters.with_past(False), filters.with_past(True)
    return {
        "here": here,
        "coming": reverse("web:event-list") + query_part(coming),
        "past": reverse("web:event-list") + query_part(past),
        "month": reverse("web:event-month", args=(year, month)) + query_part(coming),
    }


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    filters = Filters.of(request.GET)
    page = Paginator(calendar.for_cards(filters.listed(now=now)), PER_PAGE).get_page(request.GET.get("seite"))
    number = {"seite": page.number} if page.number > 1 else {}
    context = {
        "filters": filters,
        "german": cards.german(),
        "chosen": ", ".join(filters.chosen()),
        "form": FilterForm(request.GET),
        "page": page,
        "groups": cards.by_month(cards.cards_of(page.object_list, now=now)),
        "feeds": feed_links(filters),
        "tabs": tabs(filters, "past" if filters.past else "coming", year=today.year, month=today.month),
        "canonical": settings.SITE_URL + request.path + query_part(filters, **number),
    }
    return render(request, "web/event_list.html", context)


@require_safe
def event_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not (calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR and 1 <= month <= 12):
        raise Http404
    filters = Filters.of(request.GET).with_past(False)
    weeks = calendar.weeks(year, month, filters)
    context = {
        "filters": filters,
        "german": cards.german(),
        "chosen": ", ".join(filters.chosen()),
        "form": FilterForm(request.GET),
        "weeks": cards.month_squares(weeks, today=timezone.localdate()),
        "n_events": len({event.pk for week in weeks for day in week if day.in_month for event in day.events}),
        "year": year,
        "month": month,
        "before": month_link(calendar.neighbour(year, month, -1), filters),
        "after": month_link(calendar.neighbour(year, month, 1), filters),
        "feeds": feed_links(filters),
        "tabs": tabs(filters, "month", year=year, month=month),
        "canonical": settings.SITE_URL + request.path + query_part(filters),
    }
    return render(request, "web/event_month.html", context)


def month_link(there: tuple[int, int] | None, filters: Filters) -> dict[str, str]:
    """Address and name of another month; empty where the calendar ends."""
    if there is None:
        return {"url": "", "label": ""}
    name = dates.MONTHS[dates.language_now()][date(*there, 1).month - 1]
    return {
        "url": reverse("web:event-month", args=there) + query_part(filters),
        "label": f"{name} {there[0]}",
    }
