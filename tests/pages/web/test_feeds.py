"""Feeds, sitemap and robots: what machines read."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kreisnetz.events.models import Event
from tests.make import (
    make_actor,
    make_event,
    make_field,
    make_municipality,
    make_network,
    make_registration,
    make_series,
    make_venue,
)

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def soon(title: str = "Beispieltagung", *, days: float = 20, **kwargs: Any) -> Event:
    now = timezone.now()
    return make_event(title, now=now, starts_at=now + timedelta(days=days), **kwargs)


def calendar_of(client: Client, path: str) -> icalendar.Calendar:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def summaries(calendar: icalendar.Calendar) -> set[str]:
    return {str(item["summary"]) for item in calendar.walk("VEVENT")}


def feed_of(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_calendar_feed_has_what_comes_and_the_last_year_with_cancelled_ones(client: Client) -> None:
    soon("kommt")
    soon("fällt aus", status="cancelled")
    soon("neulich", days=-100)
    soon("lange her", days=-400)
    soon("Entwurf", published=False)

    calendar = calendar_of(client, "/termine/termine.ics")

    assert summaries(calendar) == {"kommt", "Abgesagt: fällt aus", "neulich"}
    assert calendar["name"] == "Termine Kreis Groß-Gerau"
    assert calendar["source"] == "http://testserver/termine/termine.ics"
    assert calendar["url"] == "http://testserver/termine/"


def test_calendar_feed_of_a_filter_has_only_that_and_says_so(client: Client) -> None:
    town = make_municipality("Trebur")
    soon("Elterncafé", venue=make_venue(municipality=town), fields=(make_field("Frühe Hilfen"),))
    soon("anderes")

    calendar = calendar_of(client, "/termine/termine.ics?kommune=trebur&feld=fruehe-hilfen")

    assert summaries(calendar) == {"Elterncafé"}
    assert calendar["name"] == "Termine Kreis Groß-Gerau: Trebur, Frühe Hilfen"
    assert calendar["source"] == "http://testserver/termine/termine.ics?kommune=trebur&feld=fruehe-hilfen"
    assert calendar["url"] == "http://testserver/termine/?kommune=trebur&feld=fruehe-hilfen"


def test_calendar_feed_of_past_events_goes_back_to_the_first(client: Client) -> None:
    soon("lange her", days=-4000)
    soon("kommt")

    assert summaries(calendar_of(client, "/termine/termine.ics?zeit=vergangen")) == {"lange her"}


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/termine/termine.ics", 4), ("/termine/termine.atom", 1)])
def test_feeds_ask_the_database_equally_often(
    client: Client, path: str, queries: int, n: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(n):
        soon(f"Treffen {number}", series=make_series(f"Reihe {number}"), fields=(make_field(f"Feld {number}"),))

    with django_assert_num_queries(queries):
        client.get(path)


def test_event_has_its_own_calendar_file(client: Client) -> None:
    event = soon("Tagung")
    path = f"/termine/{event.year}/{event.slug}/termin.ics"

    calendar = calendar_of(client, path)

    assert summaries(calendar) == {"Tagung"}
    assert client.get(path)["Content-Disposition"] == f'inline; filename="{event.slug}.ics"'


def test_no_feed_names_who_takes_part(client: Client) -> None:
    event = soon()
    make_registration(event, first_name="Geheim", last_name="Person", email="geheim@example.org", now=timezone.now())
    paths = ["/termine/termine.ics", "/termine/termine.atom", "/sitemap.xml", f"/termine/{event.year}/{event.slug}/"]

    for path in [*paths, f"/termine/{event.year}/{event.slug}/termin.ics"]:
        text = client.get(path).content.decode().lower()
        assert "beispieltagung" in text
        assert "geheim" not in text


def test_atom_feed_has_stable_ids_and_says_what_changed(client: Client) -> None:
    event = soon("Tagung & <mehr>", subtitle="Thema\x07", status="moved")

    feed = feed_of(client, "/termine/termine.atom")

    assert feed.findtext(f"{ATOM}id") == "http://testserver/termine/termine.atom"
    assert feed.findtext(f"{ATOM}title") == "Termine Kreis Groß-Gerau"
    assert feed.findtext(f"{ATOM}updated") == event.modified_at.isoformat()
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Kreis Groß-Gerau"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "http://testserver/termine/termine.atom", "alternate": "http://testserver/termine/"}
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{event.uid}"
    assert entry.findtext(f"{ATOM}title") == "Verlegt: Tagung & <mehr>"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/termine/{event.year}/{event.slug}/"
    assert "Beispielhaus" in entry.findtext(f"{ATOM}summary")


def test_atom_feed_without_events_is_the_same_all_day(client: Client) -> None:
    first, second = (client.get("/termine/termine.atom?q=nichts").content for _i in range(2))

    assert first == second
    assert feed_of(client, "/termine/termine.atom?q=nichts").findall(f"{ATOM}entry") == []


def test_english_feeds_speak_english_about_dates_and_link_english_pages(client: Client) -> None:
    event = make_event(starts_at=datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN))

    feed = feed_of(client, "/en/termine/termine.atom")

    entry = feed.find(f"{ATOM}entry")
    assert "Monday, 2 March 2037" in entry.findtext(f"{ATOM}summary")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/en/termine/2037/{event.slug}/"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{event.uid}"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_sitemap_lists_every_public_page_in_both_languages_and_no_private_one(client: Client) -> None:
    event = soon(series=make_series("Jahrestagung"))
    soon("Entwurf", published=False)
    registration = make_registration(event, now=timezone.now())
    make_network("Netzwerk Bildung", is_public=True)
    make_network("Intern")
    make_actor("Beispiel-Schule", public=True)
    make_actor("Ohne Zustimmung")

    response = client.get("/sitemap.xml")

    root = ElementTree.fromstring(response.content)
    found = {entry.findtext(f"{MAP}loc"): entry for entry in root.findall(f"{MAP}url")}
    event_path = f"/termine/{event.year}/{event.slug}/"
    german = {"/", "/termine/", "/termine/reihen/", "/termine/reihen/jahrestagung/", event_path,
              "/netzwerke/", "/netzwerke/netzwerk-bildung/", "/organisationen/", "/organisationen/beispiel-schule/",
              "/hilfe-finden/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"}  # fmt: skip
    assert set(found) == {f"http://testserver{prefix}{path}" for path in german for prefix in ("", "/en")}
    entry = found[f"http://testserver{event_path}"]
    assert entry.findtext(f"{MAP}lastmod") == event.modified_at.isoformat(timespec="seconds")
    alternates = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}
    assert alternates == {"de": f"http://testserver{event_path}", "en": f"http://testserver/en{event_path}"}
    assert registration.token not in response.content.decode()


def test_robots_leads_to_the_sitemap_and_keeps_out_of_private_places(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /buero/", "Disallow: /konto/", "Disallow: /anmeldung/", "Disallow: /en/anmeldung/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.parametrize(
    "path", ["/termine/termine.ics", "/termine/termine.atom", "/sitemap.xml", "/robots.txt", "/termine/"]
)
def test_reading_pages_take_no_post(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
