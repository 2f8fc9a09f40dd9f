"""The office keeps the register true: corrections, people to be told, private links, meetings and their hours."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.rights import Role
from kreisnetz.events import meetings
from kreisnetz.events.content import Content
from kreisnetz.events.models import Meeting
from kreisnetz.register import editing, own_entry
from kreisnetz.register.models import ContactChannel, Person
from kreisnetz.register.own_entry import Wish
from tests.make import NOW, make_actor, make_field, make_membership, make_network, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(Role.COORDINATION))
    return client


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html5lib").main.get_text(" ", strip=True)  # type: ignore[union-attr]


def test_correction_is_shown_in_words_and_taken_over_by_a_click(office: Client) -> None:
    actor, field = make_actor("Beispiel-Diakonie"), make_field("Schulden")
    link, _token = own_entry.make_link(actor, now=timezone.now())
    outcome = own_entry.submit(link, Wish(lists={"fields_of_action": [field.pk]}, remark="Danke"), now=timezone.now())
    assert outcome.correction is not None

    text = text_of(office.get("/buero/pflege/"))
    for words in ("Beispiel-Diakonie", "Handlungsfelder", "Schulden", "Danke"):
        assert words in text
    after = text_of(office.post(f"/buero/korrekturen/{outcome.correction.pk}/", {"entscheidung": "ja"}, follow=True))

    assert "Übernommen: Beispiel-Diakonie" in after
    assert list(actor.fields_of_action.all()) == [field]
    again = text_of(office.post(f"/buero/korrekturen/{outcome.correction.pk}/", {"entscheidung": "nein"}, follow=True))
    assert "schon jemand entschieden" in again


def test_people_who_know_nothing_are_listed_until_they_are_told(office: Client) -> None:
    with_mail, without = make_person("Mitpost", email="a@example.org"), make_person("Ohnepost")

    text = text_of(office.get("/buero/pflege/"))
    assert "Mitpost" in text
    assert "keine Adresse bekannt" in text
    office.post(f"/buero/personen/{with_mail.pk}/unterrichtet/", {"weg": "schreiben"})
    office.post(f"/buero/personen/{without.pk}/unterrichtet/", {"weg": "gesagt"})

    assert OutgoingMessage.objects.get().to_address == "a@example.org"
    assert not Person.objects.filter(told_at=None).exists()
    assert "Alle wissen Bescheid" in text_of(office.get("/buero/pflege/"))


def test_link_is_sent_or_shown_once(office: Client, client: Client) -> None:
    actor = make_actor("Beispiel-Diakonie")
    rows: list[Any] = [(None, {"kind": "email", "value": "stelle@example.org"}, {})]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=NOW)

    office.post(f"/buero/organisationen/{actor.pk}/link/", {"weg": "schicken"})
    assert OutgoingMessage.objects.get().to_address == "stelle@example.org"
    shown = text_of(office.post(f"/buero/organisationen/{actor.pk}/link/", {"weg": "zeigen"}))

    path = "/eintrag/" + shown.split("/eintrag/")[1].split()[0]
    assert "Beispiel-Diakonie" in text_of(client.get(path))


def planned(office: Client, network_pk: int, **more: str) -> Any:
    data = {"title": "Sitzung", "day": "4.3.2037", "begins": "9", "ends": "11", **more}
    return office.post(f"/buero/netzwerke/{network_pk}/sitzungen/neu/", data)


def test_meeting_is_planned_after_a_look_at_who_sits_elsewhere(office: Client) -> None:
    here, there, both = make_network("Hier"), make_network("Dort"), make_actor("Beispiel an beiden Tischen")
    make_membership(both, here)
    make_membership(both, there)
    assert planned(office, there.pk).status_code == 302

    asked = planned(office, here.pk)
    assert "Beispiel an beiden Tischen" in text_of(asked)
    assert Meeting.objects.filter(network=here).count() == 0
    assert planned(office, here.pk, anyway="on").status_code == 302

    meeting = Meeting.objects.get(network=here)
    assert not meeting.event.is_public
    assert "anderswo" in text_of(office.get(f"/buero/sitzungen/{meeting.pk}/"))
    assert "4. März 2037" in text_of(office.get(f"/buero/netzwerke/{here.pk}/sitzungen/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "irgendwann"}, "27.06.2026"),
        ({"ends": "8"}, "vor dem Beginn"),
        ({"title": ""}, "Titel"),
        ({"begins": "25"}, "15:30"),
    ],
)
def test_mistake_in_a_meeting_is_said(office: Client, wrong: dict[str, str], words: str) -> None:
    response = planned(office, make_network().pk, **wrong)

    assert response.status_code == 422
    assert words in text_of(response)


def test_who_was_there_counts_in_the_hours_of_the_year(office: Client) -> None:
    network, came, missed = make_network("Hier"), make_actor("Beispiel kam"), make_actor("Beispiel fehlte")
    for actor in (came, missed):
        make_membership(actor, network, since=date(2020, 1, 1))
    starts_at = NOW - timedelta(days=200)
    content = Content(values={"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)})
    meeting = meetings.plan(network, content, by=None, now=NOW)

    page = text_of(office.get(f"/buero/sitzungen/{meeting.pk}/"))
    assert "Beispiel fehlte" in page
    data = {"minutes": "Beschluss", f"actor_{came.pk}": "present", f"actor_{missed.pk}": "excused"}
    assert office.post(f"/buero/sitzungen/{meeting.pk}/", data).status_code == 302

    table = text_of(office.get(f"/buero/pflege/stunden/?jahr={starts_at.year}"))
    assert "Beispiel kam 3 1" in table
    assert "Beispiel fehlte" not in table


@pytest.mark.parametrize("year", ["", "abc", "99999", "0", "²⁰²⁶"])
def test_strange_year_gives_this_year(office: Client, year: str) -> None:
    response = office.get("/buero/pflege/stunden/", {"jahr": year})
    assert response.status_code == 200
    assert str(timezone.localdate().year) in text_of(response)


def test_number_of_queries_of_the_upkeep_page_does_not_grow(office: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        make_person(f"Person {number}", actor=make_actor(f"Beispiel {number}"), email=f"p{number}@example.org")
    with django_assert_max_num_queries(18):
        office.get("/buero/pflege/")
