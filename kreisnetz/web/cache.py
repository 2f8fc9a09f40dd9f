"""Anonymous pages and feeds, rendered once and kept as bytes in front of Django.

Knows nothing of what is on a page: whatever Django answers to a reading request without session, and does not mark as private, may
be kept until the public version changes (core.version.bump) and for one minute at most, because deadlines pass. Each process has
its own store and asks the database for the version at most five times a second; nothing here is needed by another process.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

import brotli
from django.conf import settings
from django.db import Error, connection

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Key = tuple[str, str, str, bool]

CHECK_SECONDS = 0.2
KEEP_SECONDS = 60.0
MAX_BYTES = 24 * 1024 * 1024
MAX_PAGE_BYTES = 4 * 1024 * 1024
# Browsers ask again each time (and get a 304); a proxy may take the load of a rush off us for some seconds.
CACHE_CONTROL = "public, max-age=0, s-maxage=5, must-revalidate"
KINDS = ("text/html", "text/calendar", "application/atom+xml", "application/xml", "text/plain")
# Parameters that choose something; addresses with any other are answered by Django each time.
PARAMETERS = frozenset(
    {"kommune", "feld", "reihe", "zielgruppe", "q", "zeit", "seite", "sprache", "alter", "thema", "wissen", "netzwerk"}
)
MAX_QUERY = 300
_CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")
_IN_304 = frozenset({"ETag", "Cache-Control", "Vary", "Last-Modified"})


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in one encoding, ready to be sent."""

    etag: str
    body: bytes
    headers: Headers
    headers_304: Headers


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, in every encoding, and how long it holds."""

    version: int
    until: float
    etag: str
    seen_at: int
    variants: dict[str, Variant] = field(repr=False)

    @property
    def n_bytes(self) -> int:
        return sum(len(variant.body) for variant in self.variants.values())


class PageCache:
    """WSGI application around Django's. Thread-safe: pages are never changed, only replaced."""

    def __init__(self, application: Application, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.application = application
        self.clock = clock
        self.session_cookie = settings.SESSION_COOKIE_NAME
        self.not_ours = tuple(filter(None, (settings.STATIC_URL, settings.MEDIA_URL if settings.MEDIA_ROOT else "")))
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.n_bytes = 0
        self.version = -1
        self.checked = -CHECK_SECONDS
        self.checking = threading.Lock()
        self.storing = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            return self.write(environ, start_response)
        cookie = environ.get("HTTP_COOKIE")
        if (cookie is not None and self.session_cookie in cookie) or "HTTP_AUTHORIZATION" in environ:
            return self.personal(environ, start_response)
        key = key_of(environ)
        version = self.current_version()
        page = self.pages.get(key)
        if page is None or page.version != version or self.clock() >= page.until:
            if key[1].startswith(self.not_ours) or version is None or not is_worth_keeping(key[2]):
                return self.application(environ, start_response)
            made = self.render(environ, key, version, page)
            if not isinstance(made, Page):
                status, headers, body = made
                start_response(status, headers)
                return [] if method == "HEAD" else [body]
            page = made
        return answer(page, environ, start_response)

    def write(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Something may have changed: whoever reads next in this process sees it."""
        try:
            return self.application(environ, start_response)
        finally:
            self.checked = -CHECK_SECONDS

    def personal(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """With a session: straight from Django, and no cache on the way may keep it."""

        def start(status: str, headers: Headers, *args: Any) -> Any:
            if not environ["PATH_INFO"].startswith(self.not_ours) and not value_of(headers, "Cache-Control"):
                headers = [*headers, ("Cache-Control", "private, no-cache")]
            return start_response(status, headers, *args)

        return self.application(environ, start)

    def current_version(self) -> int | None:
        """The stamp of the public pages, at most CHECK_SECONDS old; None when the database does not answer."""
        if self.clock() - self.checked < CHECK_SECONDS:
            return self.version
        with self.checking:
            now = self.clock()
            if now - self.checked < CHECK_SECONDS:
                return self.version
            try:
                self.version = read_version()
            except Error:
                return None
            self.checked = now
            return self.version

    def render(
        self, environ: Environ, key: Key, version: int, before: Page | None
    ) -> Page | tuple[str, Headers, bytes]:
        """Let Django answer; keep the answer when everybody may see it, else hand it on as it is."""
        inner = {name: value for name, value in environ.items() if name not in _CONDITIONAL}
        inner["REQUEST_METHOD"] = "GET"
        started: list[tuple[str, Headers]] = []
        chunks = self.application(inner, lambda status, headers, *_args: started.append((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started[-1]
        if not may_be_kept(status, headers, body):
            return status, headers, body
        page = make_page(headers, body, version=version, until=self.clock() + KEEP_SECONDS, before=before)
        self.keep(key, page)
        return page

    def keep(self, key: Key, page: Page) -> None:
        """Pages in use are made anew every minute and go to the end; so the first ones are the least used."""
        with self.storing:
            old = self.pages.pop(key, None)
            self.n_bytes += page.n_bytes - (old.n_bytes if old else 0)
            self.pages[key] = page
            while self.n_bytes > MAX_BYTES:
                _key, least = self.pages.popitem(last=False)
                self.n_bytes -= least.n_bytes


def read_version() -> int:
    """core.version.current() without the ORM, on a connection that goes back where it came from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_publicversion WHERE id = 1")
        row = cursor.fetchone()
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    return int(row[0]) if row else 0


def key_of(environ: Environ) -> Key:
    """What an answer depends on. Hosts we are not responsible for are refused by Django and never get an entry."""
    secure = environ["wsgi.url_scheme"] == "https" or (
        settings.BEHIND_PROXY and environ.get("HTTP_X_FORWARDED_PROTO") == "https"
    )
    return environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ.get("QUERY_STRING", ""), secure


def is_worth_keeping(query: str) -> bool:
    names = {part.partition("=")[0] for part in query.split("&") if part}
    return len(query) <= MAX_QUERY and names <= PARAMETERS


def value_of(headers: Headers, name: str) -> str:
    return ", ".join(value for key, value in headers if key.lower() == name.lower())


def may_be_kept(status: str, headers: Headers, body: bytes) -> bool:
    """Complete, of a public kind, without cookie, and not marked as personal by the view."""
    control = value_of(headers, "Cache-Control").lower()
    return (
        status.startswith("200 ")
        and len(body) <= MAX_PAGE_BYTES
        and value_of(headers, "Content-Type").partition(";")[0] in KINDS
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and not value_of(headers, "Set-Cookie")
        and not value_of(headers, "Content-Encoding")
        and "cookie" not in value_of(headers, "Vary").lower()
    )


def make_page(headers: Headers, body: bytes, *, version: int, until: float, before: Page | None) -> Page:
    """Validators come from the content, so they are the same in every process and survive a restart."""
    etag = hashlib.sha256(body).hexdigest()[:24]
    seen_at = before.seen_at if before is not None and before.etag == etag else int(time.time())
    # The language is part of the path, so it varies nothing. With a session the page has another menu.
    html = value_of(headers, "Content-Type").startswith("text/html")
    own = {"cache-control", "vary", "etag", "content-length", "last-modified", "expires"}
    rest = [(name, value) for name, value in headers if name.lower() not in own]
    rest.append(("Cache-Control", CACHE_CONTROL))
    rest.append(("Vary", "Accept-Encoding, Cookie" if html else "Accept-Encoding"))
    rest.append(("Last-Modified", formatdate(seen_at, usegmt=True)))
    bodies = {"": body, "gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=5)}
    return Page(version, until, etag, seen_at, {name: make_variant(name, etag, rest, b) for name, b in bodies.items()})


def make_variant(encoding: str, etag: str, headers: Headers, body: bytes) -> Variant:
    quoted = f'"{etag}-{encoding}"' if encoding else f'"{etag}"'
    full = [*headers, ("ETag", quoted), ("Content-Length", str(len(body)))]
    if encoding:
        full.append(("Content-Encoding", encoding))
    return Variant(quoted, body, full, [(name, value) for name, value in full if name in _IN_304])


def answer(page: Page, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    variant = page.variants[encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    if is_known_to_visitor(page, variant, environ):
        start_response("304 Not Modified", variant.headers_304[:])
        return []
    start_response("200 OK", variant.headers[:])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def is_known_to_visitor(page: Page, variant: Variant, environ: Environ) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        if known == variant.etag:
            return True
        tags = {tag.strip().removeprefix("W/").strip('"').partition("-")[0] for tag in known.split(",")}
        return page.etag in tags or "*" in tags
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and is_not_newer(page.seen_at, since)


def is_not_newer(seen_at: int, since: str) -> bool:
    try:
        return seen_at <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False


_encodings: dict[str, str] = {}


def encoding_for(accepted: str) -> str:
    """Brotli, gzip or "" by the Accept-Encoding header; browsers send few different ones, so answers are remembered."""
    found = _encodings.get(accepted)
    if found is None:
        found = choose_encoding(accepted)
        if len(_encodings) < 200 and len(accepted) < 200:
            _encodings[accepted] = found
    return found


def choose_encoding(accepted: str) -> str:
    wanted: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        number = weight.strip().removeprefix("q=").strip()
        wanted[name.strip()] = number.strip("0.") != "" if number else True
    any_other = wanted.get("*", False)
    return next((name for name in ("br", "gzip") if wanted.get(name, any_other)), "")
