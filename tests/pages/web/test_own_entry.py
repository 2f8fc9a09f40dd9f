"""Private pages of organisations and people: see, correct, confirm, object, without an account."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from kreisnetz.register import editing, own_entry, people
from kreisnetz.register.models import Actor, ContactChannel, Correction, Person
from tests.make import NOW, make_actor, make_field, make_membership, make_network, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> str:
    actor = make_actor("Beispiel-Diakonie", street="Beispielweg 1", postcode="00000", town="Beispielstadt")
    rows: list[Any] = [(None, {"kind": "email", "value": "stelle@example.org", "is_public": True}, {})]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=NOW)
    person = make_person("Zwetschge", "Zoe", actor=actor, email="zoe@example.org")
    make_membership(actor, make_network("Runder Tisch"), person=person)
    _link, token = own_entry.make_link(actor, now=timezone.now())
    return f"/eintrag/{token}/"


def filled(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send when nothing is changed."""
    page = BeautifulSoup(client.get(f"{path}aendern/").content, "html5lib")
    data: dict[str, Any] = {}
    for tag in page.select("main form [name]"):
        if tag.name == "textarea":
            data[str(tag["name"])] = tag.get_text().removeprefix("\n")
        elif tag.get("type") in {"checkbox", "radio"}:
            if tag.has_attr("checked"):
                data.setdefault(str(tag["name"]), []).append(tag["value"])
        elif tag.name == "input":
            data[str(tag["name"])] = tag.get("value", "")
    return data


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html5lib").main.get_text(" ", strip=True)  # type: ignore[union-attr]


def test_entry_shows_everything_and_a_click_confirms_it(client: Client, path: str) -> None:
    response = client.get(path)
    text = text_of(response)

    for words in ("Beispiel-Diakonie", "Beispielweg 1", "stelle@example.org", "Zoe Zwetschge", "Runder Tisch"):
        assert words in text
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert Actor.objects.get().confirmed_on is None

    after = client.post(path, follow=True)

    assert "bestätigt" in text_of(after)
    assert Actor.objects.get().confirmed_on is not None


def test_form_sent_as_it_is_changes_nothing(client: Client, path: str) -> None:
    response = client.post(f"{path}aendern/", filled(client, path))

    assert response.status_code == 200
    assert not Correction.objects.exists()
    assert [channel.value for channel in Actor.objects.get().channels.all()] == ["stelle@example.org"]


def test_change_says_what_holds_and_what_waits(client: Client, path: str) -> None:
    field = make_field("Schulden")
    seat = Actor.objects.get().memberships.get()
    data = filled(client, path) | {
        "emails": "neu@example.org\nzweite@example.org",
        "fields_of_action": [field.pk],
        "leaves": [seat.pk],
        "contact_first_name": "Neu",
        "contact_last_name": "Beispiel",
        "contact_replaces": Person.objects.get().pk,
    }

    text = text_of(client.post(f"{path}aendern/", data))

    assert "Gilt schon jetzt: Anschrift, Telefon, E-Mail, Internetseite die neue Ansprechperson" in text
    assert "Sieht sich die Koordination noch an: Netzwerke, die Sie verlassen Name, Beschreibung" in text
    assert [channel.value for channel in Actor.objects.get().channels.all()] == [
        "neu@example.org",
        "zweite@example.org",
    ]
    assert Correction.objects.get().values["fields_of_action"] == [field.pk]
    seat.refresh_from_db()
    assert (str(seat.person), seat.until) == ("Neu Beispiel", None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Name der Organisation"),
        ({"emails": "gut@example.org\nschlecht"}, "„schlecht“ ist keine E-Mail-Adresse"),
        ({"postcode": "12a45"}, "fünf Ziffern"),
        ({"contact_email": "neu@example.org"}, "Nachnamen der neuen Ansprechperson"),
        ({"website": "kein link mit leer zeichen"}, "Internet"),
        ({"fields_of_action": ["99999"]}, "Handlungsfelder"),
    ],
)
def test_mistake_is_said_at_its_field_and_nothing_is_saved(
    client: Client, path: str, wrong: dict[str, Any], words: str
) -> None:
    response = client.post(f"{path}aendern/", filled(client, path) | wrong)

    page = BeautifulSoup(response.content, "html5lib")
    assert response.status_code == 422
    assert page.title is not None
    assert page.title.get_text().startswith("Fehler:")
    assert words in page.get_text()
    assert Actor.objects.get().confirmed_on is None


@pytest.mark.parametrize("token", ["x", "a" * 300, "%00", "person", "ä"])
def test_strange_links_say_what_to_do(client: Client, token: str) -> None:
    for path in (f"/eintrag/{token}/", f"/eintrag/{token}/aendern/", f"/eintrag/person/{token}/"):
        response = client.get(path)
        assert response.status_code == 404
    assert "nicht mehr gültig" in text_of(client.get("/eintrag/x/"))


def test_person_sees_corrects_and_objects(client: Client) -> None:
    actor = make_actor("Beispiel-Diakonie")
    person = make_person("Zwetschge", "Zoe", actor=actor, email="zoe@example.org", source="Liste.xlsx")
    path = people.url_of(person).removeprefix("http://testserver")
    assert "Liste.xlsx" in text_of(client.get(path))

    data = {
        "first_name": "Zoe",
        "last_name": "Zwetschge-Neu",
        "function": "",
        "email": "neu@example.org",
        "phone": "06000 7",
    }
    assert "Gespeichert" in text_of(client.post(path, data))
    person.refresh_from_db()
    assert person.last_name == "Zwetschge-Neu"
    assert sorted(channel.value for channel in person.channels.all()) == ["06000 7", "neu@example.org"]
    assert client.post(path, data | {"email": "kein"}).status_code == 422

    assert Person.objects.get().objected_at is None
    client.get(f"{path}widersprechen/")
    assert Person.objects.get().objected_at is None
    assert "gelöscht" in text_of(client.post(f"{path}widersprechen/"))
    assert Person.objects.get().last_name == people.NOBODY
    assert client.get(path).status_code == 404
