"""The network map: only what is released, picture, table and text alike, keys, live region, without script, regions, files."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from kreisnetz.register import map_layout, map_rows, map_shown
from kreisnetz.register.models import Actor, Network
from tests.browser import axe, scrolls_sideways, tab_through
from tests.make import make_actor, make_field, make_membership, make_municipality, make_network

MAP = "/netzwerkkarte/"
NODE = re.compile(r'id="k-([on]\d+)"')
ROW = re.compile(r'data-row="([on]\d+)"')
# Protected, hidden and ended on purpose, so that there is something that could leak.
EVIL = 'für alle Menschen im Kreis <script>alert("1")</script>'


@pytest.fixture
def landscape(db):
    town, field = make_municipality(), make_field()
    early = make_network("Netzwerk Frühe Hilfen", is_public=True, fields_of_action=[field])
    table = make_network(f"Runder Tisch {EVIL}", is_public=True)
    hidden = make_network("Geheimer Beirat")
    advice = make_actor("Beispiel-Beratung", public=True, default_group="practice", municipality=town)
    shelter = make_actor(
        "Beispiel-Schutzhaus", public=True, protected_address=True, municipality=make_municipality("Verborgenstadt")
    )
    club = make_actor("=Verein Beispiel", public=True, default_group="affected")
    secret = make_actor("Nicht freigegeben")
    make_membership(advice, early, group="practice", role="chair")
    make_membership(shelter, early, group="practice")
    make_membership(club, table, group="affected", since=date(2015, 5, 1), until=date(2018, 4, 30))
    make_membership(advice, table, group="practice", since=date(2016, 1, 1))
    make_membership(secret, early)
    make_membership(club, hidden)
    return {"early": early, "table": table, "advice": advice, "shelter": shelter, "club": club}


def text_of(client: Client, query: str = "") -> str:
    response = client.get(f"{MAP}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_map_shows_only_what_is_released_and_escapes_it(client, landscape):
    page = text_of(client)

    everything = page + client.get(f"{MAP}daten.json").content.decode() + client.get(f"{MAP}bild.svg").content.decode()
    for never in ("Geheimer Beirat", "Nicht freigegeben", EVIL):
        assert never not in everything
    # The name of the town stands in the filter only.
    assert page.count("Verborgenstadt") == 1
    assert "Beispiel-Schutzhaus, Fachpraxis, in 1 Netzwerk" in page
    assert "Netzwerk Frühe Hilfen, Netzwerk, 2 Mitglieder" in page


def test_picture_table_and_text_tell_the_same(client, landscape):
    for query in ("", "?gruppe=affected&tag=2017-01-01", "?q=tisch", f"?fokus=o{landscape['shelter'].pk}"):
        page = text_of(client, query)

        sentences = page[page.index('id="kn-map-text"') :].count("kn-map__sentence")
        assert sorted(NODE.findall(page)) == sorted(ROW.findall(page))
        assert sentences == len(ROW.findall(page)) > 0
    assert "„Netzwerk Frühe Hilfen“ hat 2 Mitglieder: Beispiel-Beratung und Beispiel-Schutzhaus." in re.sub(
        r"\s+", " ", text_of(client)
    )


def test_day_and_choices_narrow_the_map_and_wrong_ones_do_no_harm(client, landscape):
    club, table = landscape["club"].pk, landscape["table"].pk

    then, now = (re.findall(r'data-e="([^"]+)"', text_of(client, query)) for query in ("?tag=2017-01-01", ""))

    assert f"o{club} n{table}" in then
    assert f"o{club} n{table}" not in now
    for query in ("?tag=gestern&ausschnitt=9x&seite=-1&fokus=o999999&feld=%00", "?tag=0001-01-01", "?netzwerk=n0"):
        text_of(client, query)
    assert "Zu dieser Auswahl zeigt die Karte nichts." in text_of(client, "?q=gibtesnicht")


def test_files_hold_what_the_page_shows(client, landscape):
    data = json.loads(client.get(f"{MAP}daten.json?tag=2017-01-01").content)
    lines = list(
        csv.reader(io.StringIO(client.get(f"{MAP}daten.csv?tag=2017-01-01").content.decode("utf-8-sig")), delimiter=";")
    )
    picture = client.get(f"{MAP}bild.svg")

    assert len(data["edges"]) == 4
    assert len(lines) == 5
    # Nothing a spreadsheet would run.
    assert ["'=Verein Beispiel", f"Runder Tisch {EVIL}", "Mitglied", "Betroffene", "2015-05-01", "2018-04-30"] in lines
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_map_is_embedded_only_where_it_is_allowed(client, landscape, settings):
    refused = client.get(f"{MAP}einbetten/")
    settings.EMBED_SITES = ["https://www.kreis.example"]
    allowed = client.get(f"{MAP}einbetten/")

    assert "frame-ancestors 'none'" in refused["Content-Security-Policy"]
    assert "frame-ancestors https://www.kreis.example" in allowed["Content-Security-Policy"]
    assert "X-Frame-Options" not in allowed
    assert client.get(MAP)["X-Frame-Options"] == "DENY"


def test_positions_are_stored_once_and_kept(client, landscape):
    stored = map_layout.store_positions()
    before = {actor.pk: (actor.map_x, actor.map_y) for actor in Actor.objects.all()}

    again = map_layout.store_positions()
    make_membership(make_actor("Neu im Beispiel"), landscape["early"])
    added = map_layout.store_positions()

    after = {actor.pk: (actor.map_x, actor.map_y) for actor in Actor.objects.all()}
    assert (stored, again) == (Actor.objects.count() - 1 + Network.objects.count(), 0)
    assert added >= 1
    assert all(abs(after[pk][0] - x) + abs(after[pk][1] - y) < 0.5 for pk, (x, y) in before.items())


def test_number_of_queries_does_not_grow_with_the_map(client, landscape, django_assert_num_queries):
    map_layout.store_positions()
    today = timezone.localdate()
    for n in (1, 3):
        for number in range(n):
            make_membership(make_actor(f"Beispiel {n}-{number}", public=True), landscape["early"])
        map_layout.store_positions()
        with django_assert_num_queries(10):
            map_shown.shown(map_shown.MapFilter(), day=today, public=True, address=lambda kind, slug: slug)


def test_a_very_large_register_is_counted_by_the_database(client, landscape, monkeypatch):
    map_layout.store_positions()
    monkeypatch.setattr(map_shown, "IN_BROWSER", 1)
    monkeypatch.setattr(map_shown, "DRAWN", 1)

    part = map_rows.overview(public=True, day=timezone.localdate())
    page = text_of(client)

    assert sum(region.n for region in part.overview.regions) == 5
    assert sum(n for _a, _b, n in part.overview.links) == 3
    assert "Die Karte fasst 5 Organisationen und Netzwerke zu 5 Bereichen zusammen." in page
    assert page.count("kn-map__node--region") == page.count('data-row="r') == 5
    key = part.overview.regions[0].key
    assert len(NODE.findall(text_of(client, f"?ausschnitt={key}"))) == 1


@pytest.mark.browser
def test_map_works_by_keys_alone_and_speaks(open_page, landscape):
    page = open_page()
    page.goto(MAP)
    stage, said = page.locator("#kn-map-stage"), page.locator("#kn-map-said")

    stops = [stop.id for stop in tab_through(page)]
    assert stops.count("kn-map-stage") == 1
    assert page.locator("#kn-map-svg a").count() == 5
    stage.focus()
    page.keyboard.press("ArrowRight")
    first = said.text_content()
    page.keyboard.press("ArrowRight")
    assert "in der Mitte, 2 Nachbarn" in first
    assert "1 von 2 Nachbarn von" in said.text_content()
    assert page.locator(f"#{stage.get_attribute('aria-activedescendant')}.is-here").count() == 1
    page.keyboard.press("Escape")
    assert said.text_content() == first
    page.keyboard.press("+")
    assert page.locator(".is-zoomed").count() == 1
    page.keyboard.press("/")
    page.keyboard.type("schutz")
    page.wait_for_url("**q=schutz*")
    page.locator("#kn-map-svg a").nth(2).wait_for(state="detached")
    assert page.locator("[data-row]").count() == page.locator("#kn-map-svg a").count() == 2
    assert "1 Netzwerk und 1 Organisation" in said.text_content()
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/netzwerke/" in url or "/organisationen/" in url)


@pytest.mark.browser
def test_map_slides_through_time_and_stays_accessible(open_page, landscape):
    page = open_page(dark=True)
    page.goto(MAP)
    edges = page.locator("#kn-map-svg [data-e]")
    n_now = edges.count()

    page.locator("#kn-map-time").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**tag=2015-05-01*")

    assert page.locator("#kn-map-time-text").text_content() == "1. Mai 2015"
    page.locator(f'[data-e="o{landscape["club"].pk} n{landscape["table"].pk}"]').wait_for(state="attached")
    assert n_now == 3
    assert axe(page) == []
    narrow = open_page(width=320)
    narrow.goto(MAP)
    assert axe(narrow) == []
    assert not scrolls_sideways(narrow)
    plain = open_page(javascript=False)
    plain.goto(MAP)
    assert plain.locator("#kn-map-svg").bounding_box()["height"] > 200
    assert plain.get_by_role("button", name="Karte zeigen").count() == 1
