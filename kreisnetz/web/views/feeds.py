"""What machines read: iCalendar, Atom, sitemap, robots. ETag and 304 come from the page cache (web/cache.py)."""

from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kreisnetz.events import atom, ics
from kreisnetz.events.calendar import Filters
from kreisnetz.events.models import Event, Series
from kreisnetz.events.models.event import EventQuerySet
from kreisnetz.events.related import with_related
from kreisnetz.register.models import Actor, Network
from kreisnetz.web.views.events import feed_links, query_part

MOST_IN_CALENDAR = 2000
MOST_IN_ATOM = 100
MOST_IN_SITEMAP = 20_000
LOOK_BACK = timedelta(days=365)


def selected(filters: Filters, *, now: datetime) -> EventQuerySet:
    """The selection of a feed: what comes and what was in the last year, so that cancelled dates are heard of."""
    found = filters.matching()
    if not filters.past:
        found = found.filter(last_at__gte=now - LOOK_BACK)
    else:
        found = found.past(now)
    return found.order_by("-starts_at", "-id").select_related("venue", "series")


def feed_name(filters: Filters) -> str:
    name = _("Termine %(county)s") % {"county": settings.COUNTY_NAME}
    return ": ".join(filter(None, (name, ", ".join(filters.chosen()))))


def page_url(filters: Filters) -> str:
    return settings.SITE_URL + reverse("web:event-list") + query_part(filters)


@require_safe
def list_ics(request: HttpRequest) -> HttpResponse:
    now, filters = timezone.now(), Filters.of(request.GET)
    events = with_related(selected(filters, now=now), "dates", "parts", "fields_of_action")[:MOST_IN_CALENDAR]
    own_url = feed_links(filters)["ics"]
    body = ics.calendar_feed(events, name=feed_name(filters), url=own_url, page_url=page_url(filters), now=now)
    return calendar_response(body, "termine.ics")


@require_safe
def event_ics(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().with_lists(), year=year, slug=slug)
    return calendar_response(ics.event_file(event, now=timezone.now()), f"{event.slug}.ics")


def calendar_response(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def list_atom(request: HttpRequest) -> HttpResponse:
    now, filters = timezone.now(), Filters.of(request.GET)
    body = atom.feed(
        selected(filters, now=now)[:MOST_IN_ATOM],
        name=feed_name(filters),
        url=feed_links(filters)["atom"],
        page_url=page_url(filters),
        language=get_language() or "de",
        now=now,
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public pages in both languages; never a private link. lastmod only where we know it."""
    names = (
        "home",
        "event-list",
        "series-list",
        "network-list",
        "actor-list",
        "find-help",
        "imprint",
        "privacy",
        "accessibility",
    )
    rows: list[tuple[str, datetime | None]] = [(reverse(f"web:{name}"), None) for name in names]
    rows += [(reverse("web:series", args=(slug,)), None) for slug in public_series()]
    for name, model in (("network", Network), ("actor", Actor)):
        rows += [
            (reverse(f"web:{name}", args=(slug,)), changed_at)
            for slug, changed_at in model.objects.public().values_list("slug", "modified_at")[:MOST_IN_SITEMAP]
        ]
    events = Event.objects.public().order_by("-starts_at").values_list("year", "slug", "modified_at")
    rows += [(f"/termine/{year}/{slug}/", changed_at) for year, slug, changed_at in events[:MOST_IN_SITEMAP]]
    body = "".join(sitemap_entries(path, changed_at) for path, changed_at in rows)
    namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>\n{body}</urlset>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def public_series() -> list[str]:
    return list(Series.objects.filter(events__published_at__isnull=False).distinct().values_list("slug", flat=True))


def sitemap_entries(path: str, changed_at: datetime | None) -> str:
    """The page in each language; English pages have the same path below /en."""
    addresses = {
        code: escape(settings.SITE_URL + ("" if code == settings.LANGUAGE_CODE else f"/{code}") + path)
        for code, _language in settings.LANGUAGES
    }
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{c}" href="{url}"/>' for c, url in addresses.items())
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return "".join(f"<url><loc>{url}</loc>{changed}{links}</url>\n" for url in addresses.values())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /buero/", "Disallow: /konto/", "Disallow: /anmeldung/", "Disallow: /eintrag/"]
    lines += ["Disallow: /en/buero/", "Disallow: /en/konto/", "Disallow: /en/anmeldung/"]
    lines += [f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
