"""Start page, the pages the law asks for, and the page that says the service is well."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from kreisnetz.core.models import Heartbeat, OutgoingMessage
from kreisnetz.ui.spam import make_stamp
from tests.make import make_event

pytestmark = pytest.mark.django_db
PATHS = ["/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barriere-melden/"]


def titles(client: Client) -> list[str]:
    page = BeautifulSoup(client.get("/").content, "html5lib")
    return [tag.get_text() for tag in page.find_all(class_="kn-event-card__title")]


@pytest.mark.parametrize("path", PATHS)
def test_page_has_one_heading_and_the_links_the_law_asks_for(client: Client, path: str) -> None:
    page = BeautifulSoup(client.get(path).content, "html5lib")

    assert len(page.find_all("h1")) == 1
    links = [link["href"] for link in page.footer.find_all("a")]  # type: ignore[union-attr]
    assert links[:4] == ["/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barriere-melden/"]


@pytest.mark.parametrize("path", PATHS)
def test_page_leads_to_itself_in_english(client: Client, path: str) -> None:
    page = BeautifulSoup(client.get(path).content, "html5lib")

    link = page.find("a", hreflang="en")

    assert link is not None
    assert link["href"] == f"/en{path}"  # type: ignore[index]
    assert '<html lang="en">' in client.get(f"/en{path}").content.decode()


def test_home_shows_the_next_three_public_events(client: Client) -> None:
    now = timezone.now()
    for title, days, published in [
        ("Vierter", 40, True),
        ("Erster", 10, True),
        ("Gestern", -2, True),
        ("Entwurf", 5, False),
        ("Dritter", 30, True),
        ("Zweiter", 20, True),
    ]:
        make_event(title, starts_at=now + timedelta(days=days), now=now, published=published)

    assert titles(client) == ["Erster", "Zweiter", "Dritter"]


@pytest.mark.parametrize("number", [1, 3])
def test_home_asks_the_database_equally_often_for_one_and_three_events(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    now = timezone.now()
    for day in range(number):
        make_event(starts_at=now + timedelta(days=day + 1), now=now)
    client.get("/")

    with django_assert_num_queries(1):
        client.get("/")


def test_home_says_first_what_is_cancelled(client: Client) -> None:
    now = timezone.now()
    make_event("Runder Tisch", starts_at=now + timedelta(days=3), now=now, status="cancelled")

    page = BeautifulSoup(client.get("/").content, "html5lib")

    badge = page.find(class_="kern-badge--danger")
    assert badge is not None
    assert badge.get_text(strip=True) == "abgesagt"


def test_home_tells_it_when_there_is_no_event(client: Client) -> None:
    assert "Zurzeit steht kein neuer Termin fest." in client.get("/").content.decode()


def test_home_links_the_film_in_sign_language_when_there_is_one(client: Client, settings: Settings) -> None:
    settings.SIGN_LANGUAGE_URL = "https://example.org/dgs"

    assert 'href="https://example.org/dgs"' in client.get("/").content.decode()


def test_home_warns_when_the_data_are_examples(client: Client, settings: Settings) -> None:
    assert "Beispieldaten" not in client.get("/").content.decode()

    settings.DEMO = True

    assert "Beispieldaten" in client.get("/").content.decode()


def test_imprint_names_the_operator(client: Client, settings: Settings) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS = "Kreis Beispiel", "Beispielweg 1\n00000 Beispielstadt"

    html = client.get("/impressum/").content.decode()

    assert "Kreis Beispiel<br>Beispielweg 1<br>00000 Beispielstadt" in html


def test_privacy_states_the_days_of_the_settings(client: Client, settings: Settings) -> None:
    settings.KEEP_REGISTRATION_DAYS, settings.KEEP_SENSITIVE_DAYS, settings.UNCONFIRMED_HOURS = 44, 8, 55

    text = client.get("/datenschutz/").content.decode()

    assert "44 Tage nach dem Termin" in text
    assert "8 Tage nach dem Termin" in text
    assert "nach 55 Stunden" in text


def test_declaration_names_day_of_check_and_enforcement_body(client: Client, settings: Settings) -> None:
    settings.ACCESSIBILITY_CHECKED_ON, settings.LAND = "2026-11-02", "HE"

    text = client.get("/barrierefreiheit/").content.decode()

    assert "Letzte Prüfung: 2. November 2026." in text
    assert "Regierungspräsidium Gießen</strong> (Hessen)" in text


def test_barrier_is_mailed_to_the_office_once_when_the_form_is_sent_twice(client: Client, settings: Settings) -> None:
    settings.OPERATOR_EMAIL = "buero@example.org"
    data = {
        "stamp": make_stamp(now=timezone.now()),
        "page": "/termine/",
        "problem": "Der Knopf ist nicht zu erreichen.",
        "email": "anna@example.org",
    }

    for _time in range(2):
        response = client.post("/barriere-melden/", data, follow=True)

    message = OutgoingMessage.objects.get()
    assert (message.to_address, message.reply_to) == ("buero@example.org", "anna@example.org")
    assert "Der Knopf ist nicht zu erreichen." in message.text
    assert "Danke, Ihre Meldung ist da" in response.content.decode()


def test_barrier_form_keeps_what_was_written_when_something_is_missing(client: Client) -> None:
    html = client.post("/barriere-melden/", {"stamp": make_stamp(now=timezone.now()), "tools": "Lupe"}).content.decode()

    assert "<title>Fehler: Barriere melden" in html
    assert 'value="Lupe"' in html
    assert OutgoingMessage.objects.count() == 0


def test_barrier_form_is_kept_by_no_cache(client: Client) -> None:
    assert "no-store" in client.get("/barriere-melden/")["Cache-Control"]


@pytest.mark.parametrize(("age", "status"), [(20, "ok"), (400, "worker_late"), (None, "worker_late")])
def test_health_tells_how_the_worker_is(client: Client, age: int | None, status: str) -> None:
    if age is not None:
        Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=age))

    response = client.get("/health/")

    assert (response.status_code, response.json()["status"], response.json()["database"]) == (200, status, "ok")
    assert response.json()["worker_seconds"] == age


def test_health_is_503_when_the_database_does_not_answer(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        response = client.get("/health/")

    assert (response.status_code, response.json()["database"]) == (503, "error")
