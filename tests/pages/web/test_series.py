"""Series and their archive."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.make import make_event, make_series

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def page_of(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def words(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    return [words(link) for link in page.select(".kn-event-card__title a")]


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
