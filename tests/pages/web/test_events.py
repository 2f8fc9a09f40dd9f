"""The calendar as list and as month."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kreisnetz.events.models import Event, EventDate
from tests.browser import OpenPage, tab_through
from tests.make import make_event, make_field, make_municipality, make_registration, make_series, make_venue

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


def titles(page: BeautifulSoup) -> list[str]:
    return [words(link) for link in page.select(".kn-event-card__title a")]


def test_list_shows_coming_events_under_their_months(client: Client) -> None:
    start = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    make_event("Zweite", starts_at=start, ends_at=start + timedelta(hours=3))
    make_event("Erste", starts_at=start - timedelta(days=3), ends_at=None)
    soon("Vorbei", days=-3)
    soon("Entwurf", published=False)

    page = page_of(client, "/termine/")

    assert titles(page) == ["Erste", "Zweite"]
    assert [words(h2) for h2 in page.select(".kn-month-group h2")] == ["Februar 2037", "März 2037"]
    card = page.select(".kn-event-card")[1]
    assert words(card) == "Mo 2 März Zweite Montag, 2. März 2037, 15 bis 18 Uhr Beispielhaus, Beispielstadt Plätze frei"
    assert words(page.select_one("[role=status]")) == "2 Termine"


def test_status_stands_before_the_title(client: Client) -> None:
    for status in ("cancelled", "moved", "postponed", "scheduled"):
        soon(status, status=status)

    page = page_of(client, "/termine/")

    assert [words(h3) for h3 in page.select(".kn-event-card__title")] == [
        "Abgesagt cancelled",
        "Verlegt moved",
        "Verschoben postponed",
        "scheduled",
    ]
    assert "Der neue Tag steht noch nicht fest." in words(page.select(".kn-event-card")[2])


def test_list_tells_how_full_an_event_is(client: Client) -> None:
    for title, guests in (("frei", 1), ("wenige", 16), ("voll", 20)):
        make_registration(soon(title, seats_in_all=20, max_party=20), n_seats=guests, now=timezone.now())
    make_registration(soon("zu", seats_in_all=1, waiting_list=False), now=timezone.now())

    levels = [words(level) for level in page_of(client, "/termine/").select(".kn-level")]

    assert levels == ["Plätze frei", "Nur noch wenige Plätze", "Ausgebucht – Warteliste", "Ausgebucht"]


def test_examples_are_marked_as_such(client: Client) -> None:
    event = soon(is_example=True)

    assert words(page_of(client, "/termine/").select_one(".kn-example")) == "Beispiel"
    assert words(page_of(client, path_of(event)).select_one("main .kn-example")) == "Beispiel"


def test_filter_keeps_what_was_chosen_and_hands_it_to_tabs_and_feeds(client: Client) -> None:
    town, field = make_municipality("Trebur"), make_field("Frühe Hilfen")
    soon("Elterncafé", venue=make_venue(municipality=town), fields=(field,))
    soon("Anderswo")
    query = "kommune=trebur&feld=fruehe-hilfen&q=caf%C3%A9"

    page = page_of(client, f"/termine/?{query}")

    assert titles(page) == ["Elterncafé"]
    assert words(page.select_one("[role=status]")) == "1 Termin für „café, Trebur, Frühe Hilfen“"
    assert [option["value"] for option in page.select("option[selected]") if option["value"]] == [
        "trebur",
        "fruehe-hilfen",
    ]
    assert page.select_one("#id_q")["value"] == "café"
    assert page.select_one(".kn-filter").has_attr("open")
    links = {link["href"] for link in page.select("main a")}
    today = timezone.localdate()
    assert f"/termine/monat/{today.year}/{today.month}/?{query}" in links
    assert f"/termine/?{query}&zeit=vergangen" in links
    assert f"webcal://testserver/termine/termine.ics?{query}" in links
    assert f"http://testserver/termine/termine.ics?{query}" in links
    assert f"http://testserver/termine/termine.atom?{query}" in links
    assert page.select_one("link[rel=canonical]")["href"] == f"http://testserver/termine/?{query}"


def test_past_events_can_be_reached_and_filtered(client: Client) -> None:
    soon("Neulich", days=-3, attended_estimate=80)
    soon("Kommt noch")

    page = page_of(client, "/termine/?zeit=vergangen")

    assert titles(page) == ["Neulich"]
    assert "etwa 80 Gäste" in words(page.select_one(".kn-event-card"))
    assert page.select_one("form input[name=zeit]")["value"] == "vergangen"
    assert words(page.h1) == "Vergangene Termine"


@pytest.mark.parametrize("query", ["q=%00%27%22%3Cscript%3E", "seite=999", "seite=x", "kommune=%F0%9F%8E%89", "zeit=3"])
def test_list_answers_any_query(client: Client, query: str) -> None:
    soon()

    page = page_of(client, f"/termine/?{query}")

    assert page.find("script", string=True) is None


def test_empty_list_says_what_to_do(client: Client) -> None:
    assert "abonnieren Sie den Kalender" in words(page_of(client, "/termine/").select_one(".kn-empty"))
    assert "Heben Sie einen Filter auf" in words(page_of(client, "/termine/?q=x").select_one(".kn-empty"))


def test_long_list_is_cut_into_pages_that_keep_the_filter(client: Client) -> None:
    for number in range(51):
        soon(f"Treffen {number:02d}", days=20 + number)

    first, second = page_of(client, "/termine/?q=treffen"), page_of(client, "/termine/?q=treffen&seite=2")

    assert (len(titles(first)), titles(second)) == (50, ["Treffen 50"])
    assert first.select_one("a[rel=next]")["href"] == "?q=treffen&seite=2"
    assert second.select_one("link[rel=canonical]")["href"] == "http://testserver/termine/?q=treffen&seite=2"
    assert "Seite 2" in words(second.title)


@pytest.mark.parametrize("n", [1, 3])
def test_list_asks_the_database_equally_often(
    client: Client, n: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(n):
        event = soon(f"Treffen {number}", series=make_series(f"Reihe {number}"), fields=(make_field(f"Feld {number}"),))
        EventDate.objects.create(event=event, starts_at=event.starts_at + timedelta(days=1))

    with django_assert_num_queries(7):
        client.get("/termine/")


@pytest.mark.parametrize("n", [1, 3])
def test_month_asks_the_database_equally_often(
    client: Client, n: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    day = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    for number in range(n):
        make_event(f"Treffen {number}", starts_at=day + timedelta(days=number))

    with django_assert_num_queries(6):
        client.get("/termine/monat/2037/3/")


def test_month_is_a_table_with_every_day_and_its_events(client: Client) -> None:
    day = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    make_event("Tagung", starts_at=day)
    make_event("Fest", starts_at=day + timedelta(days=1), all_day=True)
    make_event("Vortrag", starts_at=day + timedelta(days=2), status="cancelled")

    page = page_of(client, "/termine/monat/2037/3/")

    assert words(page.h1) == "Termine im März 2037"
    assert [
        words(th) for th in page.select("th[scope=col]")
    ] == "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
    shown = {td.time["datetime"]: [words(a) for a in td.select("a")] for td in page.select("td") if td.select("a")}
    assert shown == {"2037-03-02": ["15 Uhr Tagung"], "2037-03-03": ["Fest"], "2037-03-04": ["Abgesagt: Vortrag"]}
    assert page.select_one("a[rel=prev]")["href"] == "/termine/monat/2037/2/"
    assert page.select_one("a[rel=next]")["href"] == "/termine/monat/2037/4/"


@pytest.mark.parametrize("path", ["2037/13", "2037/0", "1999/12", "2101/1", "99999999999999999999/1"])
def test_months_that_do_not_exist_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/termine/monat/{path}/").status_code == 404


@pytest.mark.parametrize("path", ["2027/gibt-es-nicht", "99999999999999999999/x", "reihen/gibt-es-nicht"])
def test_events_and_series_that_do_not_exist_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/termine/{path}/").status_code == 404


def test_english_page_has_english_dates_and_says_that_the_text_is_german(client: Client) -> None:
    start = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    event = make_event("Tagung", starts_at=start, ends_at=start + timedelta(hours=3))

    page = page_of(client, "/en" + path_of(event))
    assert "Monday, 2 March 2037, 3 pm to 6 pm" in words(page.main)
    assert page.h1["lang"] == "de"
    assert not page_of(client, path_of(event)).h1.has_attr("lang")
    assert "Monday, 2 March 2037" in words(page_of(client, "/en/termine/").main)
    assert "2 March" in words(page_of(client, "/en/termine/monat/2037/3/").main)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_filter_is_folded_on_a_phone_and_open_on_a_wide_screen(open_page: OpenPage) -> None:
    soon("Tagung")
    narrow, wide = open_page(width=320), open_page(width=1280)
    narrow.goto("/termine/")
    wide.goto("/termine/")

    assert wide.locator("#id_q").is_visible()
    assert not wide.locator(".kn-filter > summary").is_visible()
    assert {"id_q", "id_zielgruppe"} <= {stop.id for stop in tab_through(wide)}
    assert not narrow.locator("#id_q").is_visible()
    narrow.locator(".kn-filter > summary").click()
    narrow.locator("#id_q").fill("tagung")
    narrow.locator("#id_q").press("Enter")
    narrow.wait_for_url("**/termine/?q=tagung*")
    assert narrow.locator("[role=status]").inner_text() == "1 Termin für „tagung“"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_month_is_a_list_of_its_days_on_a_phone(open_page: OpenPage) -> None:
    make_event("Tagung", starts_at=datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN))
    page = open_page(width=320)
    page.goto("/termine/monat/2037/3/")

    shown = [td.inner_text().split("\n") for td in page.locator(".kn-month td").all() if td.is_visible()]

    assert shown == [["Montag, 2. März", "15 Uhr Tagung"]]
