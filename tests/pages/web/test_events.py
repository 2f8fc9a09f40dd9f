"""Calendar as list and month, single view, series."""

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
from kreisnetz.events.models import Event, EventDate, Part
from tests.browser import OpenPage
from tests.make import make_event, make_field, make_municipality, make_registration, make_series, make_user, make_venue

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


def facts(page: BeautifulSoup) -> dict[str, str]:
    return {words(row.dt): words(row.dd) for row in page.select(".kn-facts > div") if isinstance(row, Tag)}


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
    assert alternates == {"de": url, "en": f"http://testserver/en{path_of(event)}"}
    assert page.select_one('link[type="text/calendar"]')["href"] == path_of(event) + "termin.ics"


def test_english_page_has_english_dates(client: Client) -> None:
    start = datetime(2037, 3, 2, 15, 0, tzinfo=BERLIN)
    event = make_event("Tagung", starts_at=start, ends_at=start + timedelta(hours=3))

    assert "Monday, 2 March 2037, 3 pm to 6 pm" in words(page_of(client, "/en" + path_of(event)).main)
    assert "Monday, 2 March 2037" in words(page_of(client, "/en/termine/").main)
    assert "2 March" in words(page_of(client, "/en/termine/monat/2037/3/").main)


def test_series_has_its_next_event_and_an_archive_by_year(client: Client) -> None:
    series = make_series("Jahrestagung")
    for title, year in (("erste", 2017), ("zweite", 2018), ("dritte", 2018), ("nächste", 2037)):
        make_event(title, series=series, starts_at=datetime(year, 6, 1, 9, 0, tzinfo=BERLIN))
    make_event("Entwurf", series=series, published=False)

    page = page_of(client, "/termine/reihen/jahrestagung/")

    shown = {words(section.h2): titles(section) for section in page.select("main section") if titles(section)}
    assert shown == {"Nächster Termin": ["nächste"], "Archiv 2018": ["dritte", "zweite"], "Archiv 2017": ["erste"]}
    assert "webcal://testserver/termine/termine.ics?reihe=jahrestagung" in {a["href"] for a in page.select("main a")}


def test_list_of_series_tells_how_often_and_when_next(client: Client) -> None:
    series = make_series("Jahrestagung")
    for year in (2018, 2037):
        make_event(series=series, starts_at=datetime(year, 6, 1, 9, 0, tzinfo=BERLIN))
    make_event(series=make_series("Nur Entwurf"), published=False)

    [line] = page_of(client, "/termine/reihen/").select(".kn-series")

    assert words(line) == "Jahrestagung 2 Termine Nächster Termin: Montag, 1. Juni 2037"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_filter_is_folded_on_a_phone_and_open_on_a_wide_screen(open_page: OpenPage) -> None:
    soon("Tagung")
    narrow, wide = open_page(width=320), open_page(width=1280)
    narrow.goto("/termine/")
    wide.goto("/termine/")

    assert wide.locator("#id_q").is_visible()
    assert not wide.locator(".kn-filter > summary").is_visible()
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
