"""The single view of an event."""

import gzip
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Response
from pytest_django import DjangoAssertNumQueries

from kreisnetz.events import editing
from kreisnetz.events.content import Content
from kreisnetz.events.models import Event, Part
from tests.browser import OpenPage
from tests.make import make_event, make_field, make_series, make_user, make_venue

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def soon(title: str = "Beispieltagung", *, days: float = 20, **kwargs: Any) -> Event:
    now = timezone.now()
    return make_event(title, now=now, starts_at=now + timedelta(days=days), **kwargs)


def page_of(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def path_of(event: Event) -> str:
    return f"/termine/{event.year}/{event.slug}/"


def words(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split())


def facts(page: BeautifulSoup) -> dict[str, str]:
    return {words(row.dt): words(row.dd) for row in page.select(".kn-facts > div") if isinstance(row, Tag)}


def test_single_view_has_everything_of_the_announcement(client: Client) -> None:
    start = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    venue = make_venue(
        step_free=True, induction_loop=False, directions="Bus 1 bis Markt", accessibility_note="Rampe hinten"
    )
    event = make_event(
        "Tagung", subtitle="Ein Thema", kind="conference", starts_at=start, ends_at=start + timedelta(hours=3),
        doors_at=start - timedelta(minutes=30), venue=venue, fields=(make_field("Bildung"),), languages="Deutsch, Türkisch",
        description="Erster Absatz.\n\nMehr: https://example.org/mehr <b>", programme="15:00 Beginn\n18:00 Buffet",
        audience_note="Alle Bürgerinnen und Bürger", fee="5 Euro, ermäßigt 2 Euro", plain_language="Das ist ein Treffen.",
        sign_language_url="https://example.org/dgs", catering=True, seats_in_all=100, groups={"affected": 20},
        deadline_at=datetime(2037, 2, 23, 23, 59, tzinfo=BERLIN),
    )  # fmt: skip
    Part.objects.create(event=event, role=Part.Role.SPEAKER, name="Dr. Beispiel", function="Beispiel-Hochschule")

    page = page_of(client, path_of(event))

    assert words(page.h1) == "Tagung"
    assert words(page.select_one(".kn-lead")) == "Ein Thema"
    assert words(page.select_one(".kn-preline")) == "Tagung"
    known = facts(page)
    assert known["Wann"] == "Montag, 2. März 2037, 15 bis 18 Uhr Einlass ab 14:30 Uhr"
    assert known["Wo"] == "Beispielhaus Beispielstraße 1, 00000 Beispielstadt Auf der Karte zeigen (OpenStreetMap)"
    assert known["Für wen"] == "Alle Bürgerinnen und Bürger"
    assert known["Mit"] == "Dr. Beispiel, Beispiel-Hochschule"
    assert known["Veranstaltet von"] == "Beispiel-Kreis"
    assert known["Kosten"] == "5 Euro, ermäßigt 2 Euro"
    assert known["Sprachen"] == "Deutsch, Türkisch"
    assert known["Handlungsfelder"] == "Bildung"
    text = words(page.main)
    for sentence in (
        "Bus 1 bis Markt", "Stufenlos erreichbar", "Keine induktive Höranlage", "Rampe hinten",
        "Dazu haben wir noch keine Angaben: Toilette für Menschen im Rollstuhl, Behindertenparkplätze.",
        "Das ist ein Treffen.", "15:00 Beginn 18:00 Buffet", "Plätze frei", "Es gibt etwas zu essen.",
        "Bitte melden Sie sich bis Montag, 23. Februar 2037 an.", "Von den Plätzen sind reserviert: 20 für Betroffene.",
        "per E-Mail an buero@example.org", "per Fax: 06000 1235", "am Telefon: 06000 1234", "Geschäftsstelle Beispiel",
    ):  # fmt: skip
        assert sentence in text
    links = {link["href"] for link in page.select("main a")}
    assert path_of(event) + "anmelden/" in links
    assert path_of(event) + "termin.ics" in links
    assert {"https://example.org/mehr", "https://example.org/dgs", "mailto:buero@example.org", "tel:060001234"} <= links
    assert any(link.startswith("https://www.openstreetmap.org/search?query=Beispielstra%C3%9Fe") for link in links)
    assert page.select_one("main b") is None


def test_unsafe_text_is_shown_and_not_run(client: Client) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> javascript:alert(1)"
    event = soon(nasty, subtitle=nasty, description=nasty, programme=nasty, plain_language=nasty, fee=nasty[:90], status="moved", status_note=nasty)  # fmt: skip

    page = page_of(client, path_of(event))

    assert page.select("main script, main img, [onerror]") == []
    assert not [link for link in page.select("a") if link["href"].startswith("javascript")]
    assert words(page.h1) == nasty


@pytest.mark.parametrize(
    ("status", "sentence", "title"),
    [
        ("cancelled", "Dieser Termin ist abgesagt. Wegen Sturm.", "Abgesagt: Tagung"),
        (
            "postponed",
            "Dieser Termin ist verschoben. Der neue Tag steht noch nicht fest. Wegen Sturm.",
            "Verschoben: Tagung",
        ),
    ],
)
def test_status_comes_first_on_the_page(client: Client, status: str, sentence: str, title: str) -> None:
    event = soon("Tagung", status=status, status_note="Wegen Sturm.")

    page = page_of(client, path_of(event))

    first = page.main.find(True)
    assert words(first) == sentence
    assert words(page.title).startswith(title)
    assert page.select(f'a[href="{path_of(event)}anmelden/"]') == []


def test_moved_event_tells_old_and_new_date(client: Client) -> None:
    start = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    event = make_event("Tagung", starts_at=start, ends_at=start + timedelta(hours=3))
    moved = Content(values={"starts_at": start + timedelta(days=7), "ends_at": start + timedelta(days=7, hours=3)})
    editing.move_event(event, moved, note="Der Saal war belegt.", by=make_user("event_editor"), now=timezone.now())

    page = page_of(client, path_of(event))

    assert words(page.main.find(True)) == (
        "Dieser Termin ist verlegt. Bisher: Montag, 2. März 2037 Neu: Montag, 9. März 2037, 15 bis 18 Uhr, "
        "Beispielhaus, Beispielstadt Der Saal war belegt."
    )


def test_past_event_tells_that_it_is_over_and_how_many_came(client: Client) -> None:
    event = soon(days=-30, attended_estimate=100)

    page = page_of(client, path_of(event))

    assert words(page.main.find(True)) == "Dieser Termin ist vorbei."
    assert facts(page)["Gäste"] == "etwa 100"
    assert [words(h2) for h2 in page.select("main h2")] == ["Fragen?"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deadline_at": timezone.now() - timedelta(days=1)}, "Der Anmeldeschluss ist vorbei."),
        ({"registration_opens_at": datetime(2037, 1, 2, 9, 0, tzinfo=BERLIN), "starts_at": datetime(2037, 2, 2, 9, 0, tzinfo=BERLIN)}, "Anmelden ab 2. Januar 2037, 9:00 Uhr."),
        ({"registration_open": False}, "Melden Sie sich bitte direkt an: per E-Mail an buero@example.org"),
        ({"registration_open": False, "contact_email": "", "contact_fax": "", "contact_phone": ""}, "Eine Anmeldung ist nicht nötig."),
    ],
)  # fmt: skip
def test_closed_registration_says_why_and_what_to_do(client: Client, changes: dict[str, Any], sentence: str) -> None:
    event = make_event(now=timezone.now(), **({"starts_at": timezone.now() + timedelta(days=9)} | changes))

    page = page_of(client, path_of(event))

    assert sentence in words(page.select_one(".kn-event__aside"))
    assert page.select(f'a[href="{path_of(event)}anmelden/"]') == []


def test_registration_elsewhere_is_linked(client: Client) -> None:
    event = soon(registration_open=False, external_registration_url="https://example.org/anmelden")

    assert page_of(client, path_of(event)).select_one('a[href="https://example.org/anmelden"]') is not None


def test_drafts_have_no_page(client: Client) -> None:
    event = soon(published=False)

    assert client.get(path_of(event)).status_code == 404
    assert client.get(path_of(event) + "termin.ics").status_code == 404


def test_single_view_links_earlier_and_later_events_of_its_series(client: Client) -> None:
    series = make_series("Jahrestagung")
    for title, days in (("vor zwei Jahren", -700), ("voriges Jahr", -350), ("nächstes Jahr", 350), ("Entwurf", 400)):
        soon(title, days=days, series=series, published=title != "Entwurf")
    soon("andere Reihe", series=make_series("Andere"))

    page = page_of(client, path_of(soon("dieses", series=series)))

    groups = [[words(a) for a in group.select("a")] for group in page.select(".kn-event-links")]
    assert groups == [["nächstes Jahr"], ["voriges Jahr", "vor zwei Jahren"]]


@pytest.mark.parametrize("n", [1, 3])
def test_single_view_asks_the_database_equally_often(
    client: Client, n: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    series = make_series()
    event = soon(series=series)
    for number in range(n):
        soon(f"früher {number}", days=-100, series=series)
        soon(f"später {number}", days=100, series=series)

    with django_assert_num_queries(11):
        client.get(path_of(event))


def test_single_view_speaks_to_machines(client: Client) -> None:
    event = soon("Tagung & mehr", subtitle="Thema", status="moved")

    page = page_of(client, path_of(event))

    url = f"http://testserver{path_of(event)}"
    assert json.loads(page.select_one('script[type="application/ld+json"]').string)["name"] == "Tagung & mehr"
    properties = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    assert properties["og:title"] == "Verlegt: Tagung & mehr"
    assert properties["og:url"] == url == page.select_one("link[rel=canonical]")["href"]
    assert properties["og:locale"] == "de_DE"
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
    assert alternates == {"de": url, "en": f"http://testserver/en{path_of(event)}", "x-default": url}
    assert page.select_one('link[type="text/calendar"]')["href"] == path_of(event) + "termin.ics"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_first_visit_of_the_single_view_asks_for_six_files_at_most_and_no_stranger(open_page: OpenPage) -> None:
    event = soon(description="Text. " * 300, plain_language="Das ist ein Treffen.")
    page = open_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(path_of(event), wait_until="networkidle")

    answers = [answer for answer in answers if not answer.url.startswith("data:")]
    assert len(answers) <= 6
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(page.url).netloc}
    zipped = sum(len(gzip.compress(answer.body())) for answer in answers if not answer.url.endswith(".woff2"))
    assert zipped <= 60_000
