"""The office takes in the official list of municipalities, and the lists most counties start with."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kreisnetz.core.rights import Role
from kreisnetz.register.models import FieldOfAction, Municipality
from tests.make import make_user

pytestmark = pytest.mark.django_db
GOOD = b"AGS;Gemeindename;Einwohner\n06433001;Biebesheim;6.761\n06411000;Darmstadt;160000\n"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(Role.COORDINATION))
    return client


def test_list_of_one_county_is_taken_in(office: Client) -> None:
    data = {"county": "06433", "file": SimpleUploadedFile("gemeinden.csv", GOOD)}

    response = office.post("/buero/listen/kommunen/einlesen/", data, follow=True)

    assert "1 Kommune eingelesen" in response.content.decode()
    assert [(town.name, town.inhabitants) for town in Municipality.objects.all()] == [("Biebesheim", 6761)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"county": "6433", "file": GOOD}, "fünf Ziffern"),
        ({"county": "09999", "file": GOOD}, "beginnt"),
        ({"county": "06433", "file": b"PK\x03\x04kaputt"}, "als XLSX"),
        ({"county": "06433", "file": b"irgendetwas"}, "keine Gemeindeliste"),
        ({"county": "06433", "file": None}, "Gemeindeliste"),
    ],
)
def test_other_files_are_refused_in_words(office: Client, data: dict[str, Any], words: str) -> None:
    file = data.pop("file")
    sent = data | ({"file": SimpleUploadedFile("datei", file)} if file else {})

    response = office.post("/buero/listen/kommunen/einlesen/", sent)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Municipality.objects.exists()


def test_lists_are_filled_by_one_click(office: Client) -> None:
    assert "Einträge ergänzt" in office.post("/buero/listen/vorschlag/", follow=True).content.decode()
    assert FieldOfAction.objects.filter(name="Frühe Hilfen").exists()
    assert "schon alles da" in office.post("/buero/listen/vorschlag/", follow=True).content.decode()
