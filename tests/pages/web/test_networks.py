"""Public pages of networks and organisations: what is released and nothing else, found by need, with few queries."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kreisnetz.events import editing as events
from kreisnetz.events import meetings
from kreisnetz.events.content import Content
from kreisnetz.register import editing
from kreisnetz.register.models import ContactChannel, Language, Offer
from tests.make import (
    NOW,
    make_actor,
    make_field,
    make_membership,
    make_municipality,
    make_network,
    make_person,
)

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def headings(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".kn-series h2 a")]


def test_only_released_networks_are_listed_and_found(client: Client) -> None:
    make_network("Netzwerk Bildung", is_public=True, fields_of_action=[make_field("Bildung")])
    make_network("Geheimer Kreis")
    make_network("Früheres Netzwerk", is_public=True, status="ended")

    assert headings(page_of(client, "/netzwerke/")) == ["Netzwerk Bildung"]
    assert headings(page_of(client, "/netzwerke/?feld=bildung")) == ["Netzwerk Bildung"]
    assert headings(page_of(client, "/netzwerke/?q=bildungs")) == ["Netzwerk Bildung"]
    assert headings(page_of(client, "/netzwerke/?q=geheimer")) == []
    assert client.get("/netzwerke/geheimer-kreis/").status_code == 404
    assert "beendet" in page_of(client, "/netzwerke/frueheres-netzwerk/").main.get_text()  # type: ignore[union-attr]


def test_profile_names_who_agreed_and_counts_the_others_and_never_names_people(client: Client) -> None:
    network = make_network("Netzwerk Bildung", is_public=True, purpose="Niemand fällt durch.", note="GEHEIM")
    shown, hidden = make_actor("Beispiel-Schule", public=True), make_actor("Beispiel-Verborgen")
    make_membership(shown, network, group="practice", person=make_person("Zwetschge", actor=shown))
    make_membership(hidden, network, group="affected")
    make_membership(make_actor("Beispiel-Früher", public=True), network, until=NOW.date() - timedelta(days=9000))

    text = page_of(client, "/netzwerke/netzwerk-bildung/").main.get_text(" ", strip=True)  # type: ignore[union-attr]

    assert "Beispiel-Schule" in text
    assert "und 1 weitere Organisation" in text
    for word in ("Verborgen", "Zwetschge", "GEHEIM", "Früher"):
        assert word not in text


def test_public_meetings_are_shown_and_others_are_not(client: Client) -> None:
    network = make_network("Netzwerk Bildung", is_public=True)
    for number, title in enumerate(("Offene Sitzung", "Interne Sitzung")):
        content = Content(values={"title": title, "starts_at": NOW + timedelta(days=4000 + number)})
        meeting = meetings.plan(network, content, by=None, now=NOW)
        if number == 0:
            events.publish(meeting.event, by=None, now=NOW)

    text = page_of(client, "/netzwerke/netzwerk-bildung/").main.get_text()  # type: ignore[union-attr]

    assert "Offene Sitzung" in text
    assert "Interne Sitzung" not in text


def test_protected_address_and_place_are_nowhere(client: Client) -> None:
    town = make_municipality("Beispielstadt", slug="beispielstadt")
    actor = make_actor(
        "Beispiel-Frauenhaus",
        public=True,
        protected_address=True,
        street="Geheimweg 7",
        postcode="12345",
        town="Beispielstadt",
        municipality=town,
        municipalities=[town],
    )
    editing.set_rows(actor, Offer, [(None, {"name": "Zuflucht"}, {"municipalities": [town]})], by=None, now=NOW)

    for path in (
        "/organisationen/",
        "/organisationen/beispiel-frauenhaus/",
        "/hilfe-finden/?q=frauenhaus",
        "/suche/?q=frauenhaus",
    ):
        text = page_of(client, path).main.get_text()  # type: ignore[union-attr]
        assert "Frauenhaus" in text
        assert "Geheimweg" not in text
        assert "Beispielstadt" not in text.replace("–", "").split("Hilfe zeigen")[-1].split("zeigen")[-1]
    assert headings(page_of(client, "/organisationen/?kommune=beispielstadt")) == []
    assert headings(page_of(client, "/hilfe-finden/?kommune=beispielstadt&q=zuflucht")) == []


def test_help_is_found_by_field_place_and_language(client: Client) -> None:
    here, there = make_municipality("Hier", slug="hier"), make_municipality("Dort", slug="dort")
    turkish = editing.create(Language(name="Türkisch", code="tr"), by=None, now=NOW)
    field = make_field("Schulden")
    near = make_actor("Beratung nah", public=True, municipalities=[here])
    make_actor("Beratung fern", public=True, municipalities=[there], fields_of_action=[field], languages=[turkish])
    make_actor("Beratung überall", public=True, county_wide=True, fields_of_action=[field], languages=[turkish])
    editing.set_rows(
        near, Offer, [(None, {"name": "Schuldnerberatung", "field": field}, {"languages": [turkish]})], by=None, now=NOW
    )

    assert headings(page_of(client, "/hilfe-finden/")) == []
    assert headings(page_of(client, "/hilfe-finden/?feld=schulden&kommune=hier")) == [
        "Beratung nah",
        "Beratung überall",
    ]
    assert headings(page_of(client, "/hilfe-finden/?sprache=tuerkisch&kommune=dort")) == [
        "Beratung fern",
        "Beratung überall",
    ]
    assert headings(page_of(client, "/hilfe-finden/?q=schuldnerberatun")) == ["Beratung nah"]


def test_only_public_ways_to_reach_an_organisation_are_shown(client: Client) -> None:
    actor = make_actor("Beispiel-Amt", public=True)
    rows: list[Any] = [
        (None, {"kind": "email", "value": "offen@example.org", "is_public": True}, {}),
        (None, {"kind": "phone", "value": "06000 99", "is_public": False}, {}),
    ]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=NOW)

    text = page_of(client, "/organisationen/beispiel-amt/").main.get_text()  # type: ignore[union-attr]

    assert "offen@example.org" in text
    assert "06000 99" not in text


@pytest.mark.parametrize(
    ("path", "n_queries"),
    [("/netzwerke/", 9), ("/organisationen/", 12), ("/netzwerke/netz-0/", 12), ("/organisationen/stelle-0/", 13)],
)
def test_number_of_queries_does_not_grow(
    client: Client, path: str, n_queries: int, django_assert_max_num_queries: Any
) -> None:
    field, town = make_field(), make_municipality()
    networks = [make_network(f"Netz {n}", is_public=True, fields_of_action=[field]) for n in range(4)]
    for n in range(12):
        actor = make_actor(
            f"Stelle {n}", public=True, fields_of_action=[field], municipalities=[town], kind_name=f"Art {n}"
        )
        editing.set_rows(actor, Offer, [(None, {"name": "Rat", "field": field}, {})], by=None, now=NOW)
        for network in networks:
            make_membership(actor, network, group="practice")

    with django_assert_max_num_queries(n_queries):
        client.get(path)


@pytest.mark.parametrize(
    "query", ["?feld=gibtsnicht", "?kommune=%00", "?seite=99999", "?q=%00%27", "?seite=x&sprache=" + "a" * 500]
)
@pytest.mark.parametrize("path", ["/netzwerke/", "/organisationen/", "/hilfe-finden/", "/suche/"])
def test_strange_choices_give_a_page(client: Client, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 200


def test_suggestions_give_addresses_of_public_things_only(client: Client) -> None:
    make_network("Netzwerk Bildung", is_public=True)
    make_network("Netzwerk Bilanz")

    found = client.get("/suche/vorschlaege/?q=bil").json()["hits"]

    assert [(hit["label"], hit["url"]) for hit in found] == [("Netzwerk Bildung", "/netzwerke/netzwerk-bildung/")]
    assert client.get("/suche/vorschlaege/?q=b").json() == {"hits": []}
    assert client.get("/en/suche/vorschlaege/?q=bil").json()["hits"][0]["url"] == "/en/netzwerke/netzwerk-bildung/"
