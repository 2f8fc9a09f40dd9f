"""What machines read: iCalendar, Atom, sitemap, robots. Everything answers with ETag and 304."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_safe

from kreisnetz.core import version
from kreisnetz.events import atom, ics
from kreisnetz.events.calendar import Filters
from kreisnetz.events.models import Event, Series
from kreisnetz.web.views.events import feed_links

View = Callable[..., HttpResponse]
MOST = 2000
LOOK_BACK = timedelta(days=365)


def _tag(request: HttpRequest, *args: object, **kwargs: object) -> str:
    return f'"{version.current()}-{timezone.localdate():%Y%m%d}-{get_language()}"'


def feed(view: View) -> View:
    """GET only; 304 while nothing public has changed today."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "public, max-age=300")
        return response

    return require_safe(etag(_tag)(answer))


def _selected(filters: Filters) -> list[Event]:
    """The selection of a feed: what comes and what was in the last year, so that cancelled dates are heard of."""
    found = filters.matching()
    if not filters.past:
        found = found.filter(last_at__gte=timezone.now() - LOOK_BACK)
    return list(found.order_by("-starts_at", "-id").with_lists()[:MOST])


def _name(filters: Filters) -> str:
    chosen = ", ".join(
        filter(None, (filters.municipality, filters.field, filters.series, filters.audience, filters.text))
    )
    name = _("Termine %(county)s") % {"county": settings.COUNTY_NAME}
    return f"{name}: {chosen}" if chosen else name


@feed
def list_ics(request: HttpRequest) -> HttpResponse:
    filters = Filters.of(request.GET)
    links = feed_links(filters)
    body = ics.calendar_feed(_selected(filters), name=_name(filters), url=links["ics"], now=timezone.now())
    return _calendar(body, "termine.ics")


@feed
def event_ics(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().with_lists(), year=year, slug=slug)
    response = _calendar(ics.event_file(event, now=timezone.now()), f"{event.slug}.ics")
    response.headers["Last-Modified"] = http_date(event.modified_at.timestamp())
    return response


def _calendar(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@feed
def list_atom(request: HttpRequest) -> HttpResponse:
    filters = Filters.of(request.GET)
    links = feed_links(filters)
    page = settings.SITE_URL + reverse("web:event-list") + links["query"]
    body = atom.feed(
        _selected(filters)[:100],
        name=_name(filters),
        url=links["atom"],
        page_url=page,
        language=get_language() or "de",
        now=timezone.now(),
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@feed
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public pages with both languages; never a private link."""
    pages = [("web:home", {}, None), ("web:event-list", {}, None), ("web:series-list", {}, None)]
    pages += [("web:series", {"slug": slug}, None) for slug in Series.objects.values_list("slug", flat=True)]
    events = Event.objects.public().order_by("-starts_at").values_list("year", "slug", "modified_at")[:20_000]
    pages += [("web:event", {"year": year, "slug": slug}, modified) for year, slug, modified in events]
    lines = []
    for name, arguments, modified in pages:
        address = {}
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                address[code] = escape(settings.SITE_URL + reverse(name, kwargs=arguments))
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>' for code, url in address.items()
        )
        changed = f"<lastmod>{modified.isoformat(timespec='seconds')}</lastmod>" if modified else ""
        lines += [f"<url><loc>{url}</loc>{changed}{links}</url>" for url in address.values()]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(lines) + "\n</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@feed
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /buero/", "Disallow: /konto/", "Disallow: /anmeldung/"]
    lines += ["Disallow: /en/buero/", "Disallow: /en/konto/", "Disallow: /en/anmeldung/"]
    lines += [f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
