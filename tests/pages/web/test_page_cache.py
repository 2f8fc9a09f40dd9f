"""The store of anonymous pages, called as a server calls it."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kreisnetz.core import version
from kreisnetz.core.rights import Role
from kreisnetz.events import seats
from kreisnetz.web import cache
from kreisnetz.web.cache import PageCache
from tests.make import make_event, make_registration, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
NEIGHBOUR = """
import django, sys, json
from django.conf import settings
settings.DATABASES["default"] |= json.loads(sys.argv[1])
django.setup()
from kreisnetz.core import version
from kreisnetz.events.models import Event
Event.objects.filter(pk=int(sys.argv[2])).update(title="Von nebenan")
version.bump()
"""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Server:
    """Calls a WSGI application with real environments; its clock can be moved on."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.n_rendered = 0
        django = get_wsgi_application()

        def counting(environ: dict[str, Any], start_response: Any) -> Any:
            self.n_rendered += 1
            return django(environ, start_response)

        self.store = PageCache(counting, clock=lambda: self.moment)

    def ask(self, path: str, *, method: str = "GET", query: str = "", **headers: str) -> Answer:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        started: list[tuple[str, list[tuple[str, str]]]] = []
        chunks = self.store(environ, lambda status, headers, *_args: started.append((status, headers)))
        body = b"".join(chunks)
        status, found = started[-1]
        return Answer(int(status.split()[0]), dict(found), body)

    def later(self, seconds: float) -> None:
        self.moment += seconds


@pytest.fixture
def server() -> Iterator[Server]:
    """Like Django's own test client it leaves the connection open, on which the test's transaction runs."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield Server()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_page_is_made_once_and_then_kept(server: Server) -> None:
    make_event("Beispieltagung")

    first, second = server.ask("/termine/"), server.ask("/termine/")

    assert server.n_rendered == 1
    assert "Beispieltagung" in first.text
    assert first == second
    assert second.headers["Content-Length"] == str(len(second.body))
    assert second.headers["Cache-Control"] == "public, max-age=0, s-maxage=5, must-revalidate"
    assert second.headers["Vary"] == "Accept-Encoding, Cookie"
    assert "Content-Security-Policy" in second.headers
    assert "Set-Cookie" not in second.headers


def test_kept_page_costs_no_query_between_two_checks_of_the_version(server: Server) -> None:
    server.ask("/termine/")

    with CaptureQueriesContext(
        connection,
    ) as at_once:
        server.ask("/termine/")
    server.later(0.3)
    with CaptureQueriesContext(connection) as later:
        server.ask("/termine/")

    assert len(at_once.captured_queries) == 0
    assert len(later.captured_queries) == 1
    assert server.n_rendered == 1


def test_page_is_made_anew_when_something_public_changed(server: Server) -> None:
    event = make_event("Beispieltagung")
    before = server.ask("/termine/")
    event.title = "Umbenannt"
    event.save()
    server.later(0.3)
    unchanged = server.ask("/termine/")
    version.bump()
    server.later(0.3)

    after = server.ask("/termine/")

    assert unchanged == before
    assert "Umbenannt" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_page_is_made_anew_after_a_minute_because_deadlines_pass(server: Server) -> None:
    server.ask("/termine/")
    server.later(59)
    server.ask("/termine/")
    assert server.n_rendered == 1
    server.later(1)

    server.ask("/termine/")

    assert server.n_rendered == 2


def test_level_of_seats_is_never_older_than_the_last_check(server: Server) -> None:
    event = make_event(seats_in_all=7, max_party=10, deadline_at=timezone.now() + timedelta(days=1),
                       starts_at=timezone.now() + timedelta(days=2))  # fmt: skip
    path = f"/termine/{event.year}/{event.slug}/"
    free = server.ask(path)
    make_registration(event, n_seats=2, now=timezone.now())
    server.later(0.25)
    few = server.ask(path)
    make_registration(event, n_seats=5, now=timezone.now())
    server.later(0.25)

    full = server.ask(path)

    assert seats.availability(event).level == "full"
    assert "Plätze frei" in free.text
    assert "Nur noch wenige Plätze" in few.text
    assert "Ausgebucht" in full.text
    assert "Auf die Warteliste" in full.text


def test_who_has_just_changed_something_sees_it_at_once(server: Server) -> None:
    event = make_event("Beispieltagung")
    server.ask("/termine/")
    event.title = "Umbenannt"
    event.save()
    version.bump()

    server.ask("/barriere-melden/", method="POST")

    assert "Umbenannt" in server.ask("/termine/").text


@pytest.mark.django_db(transaction=True)
def test_change_in_another_process_is_seen(server: Server) -> None:
    event = make_event("Beispieltagung")
    server.ask("/termine/")
    where = {name: str(connection.settings_dict[name]) for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    subprocess.run(
        [sys.executable, "-c", NEIGHBOUR, json.dumps(where), str(event.pk)], cwd=ROOT, check=True, timeout=60
    )
    server.later(0.3)

    assert "Von nebenan" in server.ask("/termine/").text


def test_visitor_who_knows_the_page_gets_no_body(server: Server) -> None:
    full = server.ask("/termine/", accept_encoding="br")

    known = server.ask("/termine/", accept_encoding="br", if_none_match=full.headers["ETag"])

    assert (known.status, known.body) == (304, b"")
    assert known.headers["ETag"] == full.headers["ETag"]
    assert set(known.headers) == {"ETag", "Cache-Control", "Vary", "Last-Modified"}


@pytest.mark.parametrize(
    ("tags", "status"),
    [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('"other"', 200), ("unsinn", 200), ("", 200)],
)
def test_if_none_match_is_read_as_a_list_in_any_encoding(server: Server, tags: str, status: int) -> None:
    etag = server.ask("/termine/", accept_encoding="gzip").headers["ETag"]

    assert server.ask("/termine/", accept_encoding="br", if_none_match=tags.format(etag)).status == status


def test_if_modified_since_answers_304_until_something_changed(server: Server) -> None:
    seen = server.ask("/termine/").headers["Last-Modified"]

    assert server.ask("/termine/", if_modified_since=seen).status == 304
    assert server.ask("/termine/", if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert server.ask("/termine/", if_modified_since="Unsinn").status == 200
    assert server.ask("/termine/", if_modified_since=seen, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "br"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("deflate", None),
        (";;;,=q", None),
    ],
)
def test_encoding_is_what_the_visitor_accepts(server: Server, accepted: str, encoding: str | None) -> None:
    plain = server.ask("/termine/")
    answer = server.ask("/termine/", accept_encoding=accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.body) == plain.body
    assert answer.headers["Content-Length"] == str(len(answer.body))


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    get, head = server.ask("/termine/"), server.ask("/termine/", method="HEAD")

    assert head.body == b""
    assert head.headers == get.headers
    assert server.ask("/anmeldung/gibtsnicht/", method="HEAD").body == b""


def test_visitor_with_session_gets_an_own_page_that_nobody_keeps(server: Server, client: Any) -> None:
    public = server.ask("/termine/")
    client.force_login(make_user(Role.OFFICE, name="Kim Beispiel"))
    cookie = "; ".join(f"{name}={value.value}" for name, value in client.cookies.items())

    own = server.ask("/termine/", cookie=cookie)

    assert "/buero/" in own.text
    assert "/buero/" not in public.text
    assert "private" in own.headers["Cache-Control"]
    assert "ETag" not in own.headers
    assert server.ask("/termine/") == public
    assert server.ask("/termine/", cookie="anderes=1") == public


@pytest.mark.parametrize(
    "path", ["/barriere-melden/", "/konto/anmelden/", "/buero/", "/health/", "/gibtsnicht/", "/termine"]
)
def test_personal_missing_and_changing_pages_are_not_kept(server: Server, path: str) -> None:
    first = server.ask(path)
    server.ask(path)

    assert server.n_rendered == 2
    assert "ETag" not in first.headers
    assert server.store.pages == {}


def test_registration_form_and_private_link_are_not_kept(server: Server) -> None:
    now = timezone.now()
    event = make_event(starts_at=now + timedelta(days=9), now=now)
    registration = make_registration(event, now=now)
    for path in (f"/termine/{event.year}/{event.slug}/anmelden/", f"/anmeldung/{registration.token}/"):
        answer = server.ask(path)

        assert answer.status == 200
        assert "no-store" in answer.headers["Cache-Control"]
    assert server.store.pages == {}


def test_unknown_host_is_refused_and_leaves_nothing(server: Server) -> None:
    server.ask("/termine/")

    assert server.ask("/termine/", host="boese.example").status == 400
    assert [key[0] for key in server.store.pages] == ["testserver"]


def test_addresses_with_unknown_parameters_are_answered_but_not_kept(server: Server) -> None:
    for query in ("utm_source=x", "q=a&fbclid=1", "q=" + "a" * 400):
        assert server.ask("/termine/", query=query).status == 200
    assert server.store.pages == {}

    server.ask("/termine/", query="q=a&kommune=b")

    assert [key[2] for key in server.store.pages] == ["q=a&kommune=b"]


def test_languages_are_pages_of_their_own(server: Server) -> None:
    german, english = server.ask("/termine/", accept_language="en"), server.ask("/en/termine/", accept_language="de")

    assert '<html lang="de">' in german.text
    assert '<html lang="en">' in english.text


def test_store_stays_small(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(server.ask("/termine/").body)
    monkeypatch.setattr(cache, "MAX_BYTES", size * 4)

    for number in range(30):
        server.ask("/termine/", query=f"q=wort{number}")

    assert server.store.n_bytes <= size * 4
    assert server.store.n_bytes == sum(page.n_bytes for page in server.store.pages.values())
    assert next(reversed(server.store.pages))[2] == "q=wort29"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/termine/termine.ics", "text/calendar"), ("/termine/termine.atom", "application/atom+xml"),
     ("/sitemap.xml", "application/xml"), ("/robots.txt", "text/plain")],
)  # fmt: skip
def test_feeds_are_kept_with_their_own_kind(server: Server, path: str, kind: str) -> None:
    make_event()
    answer = server.ask(path, accept_encoding="gzip")

    again = server.ask(path, accept_encoding="gzip", if_none_match=answer.headers["ETag"])

    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert again.status == 304
    assert server.n_rendered == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_read_while_pages_change_get_whole_pages(server: Server) -> None:
    event = make_event("Titel 0")
    problems: list[object] = []

    def read() -> None:
        try:
            for _i in range(30):
                answer = server.ask("/termine/", accept_encoding="gzip")
                text = gzip.decompress(answer.body).decode()
                if answer.status != 200 or "Titel " not in text or not text.rstrip().endswith("</html>"):
                    problems.append(answer)
                server.later(0.05)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _i in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 6):
        event.title = f"Titel {number}"
        event.save()
        version.bump()
    for thread in threads:
        thread.join()

    server.later(0.3)
    assert problems == []
    assert "Titel 5" in server.ask("/termine/").text
