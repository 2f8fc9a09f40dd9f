"""A clerk takes a list in: upload, columns, plan, decide, take in, take back; and every mistake gets its sentence."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from kreisnetz.core.rights import Role
from kreisnetz.register.models import Actor, ImportRun, Membership, Network, RememberedMapping
from tests.make import make_actor, make_user

pytestmark = pytest.mark.django_db
OFFICE_FILE = Path(__file__).resolve().parents[2] / "files" / "excel" / "jugendamt_netzwerke.xlsx"
LIST = "Gremium;Stelle;Wer\nRunder Tisch;Beispiel-Amt;Ahorn, Ada\nRunder Tisch;Beispiel-Verein;N.N.\n".encode("cp1252")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(Role.COORDINATION))
    return client


def text_of(response: Any) -> str:
    return BeautifulSoup(response.content, "html5lib").main.get_text(" ", strip=True)  # type: ignore[union-attr]


def uploaded(office: Client, data: bytes, name: str = "liste.csv") -> ImportRun:
    response = office.post("/buero/einlesen/", {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, text_of(response)
    return ImportRun.objects.latest("pk")


def as_proposed(office: Client, run: ImportRun) -> dict[str, str]:
    """What the page of the columns would send when nothing is corrected."""
    page = BeautifulSoup(office.get(f"/buero/einlesen/{run.pk}/spalten/").content, "html5lib")
    data = {str(box["name"]): "on" for box in page.select("main input[type=checkbox][checked]")}
    for select in page.select("main select"):
        chosen = select.select_one("option[selected]")
        data[str(select["name"])] = str(chosen["value"]) if chosen else ""
    return data


def test_workbook_of_an_office_goes_in_without_typing_and_is_taken_back(office: Client) -> None:
    run = uploaded(office, OFFICE_FILE.read_bytes(), "jugendamt.xlsx")
    assert office.post(f"/buero/einlesen/{run.pk}/spalten/", as_proposed(office, run)).status_code == 302

    plan = text_of(office.get(f"/buero/einlesen/{run.pk}/plan/"))
    assert "neu" in plan
    assert not Network.objects.exists()
    done = office.post(f"/buero/einlesen/{run.pk}/uebernehmen/", follow=True)
    assert "Übernommen" in text_of(done)
    assert Membership.objects.count() >= 15
    again = uploaded(office, OFFICE_FILE.read_bytes(), "jugendamt.xlsx")
    assert "schon auf diesem Stand" in text_of(office.get(f"/buero/einlesen/{again.pk}/plan/"))

    back = office.post(f"/buero/einlesen/{run.pk}/zuruecknehmen/", follow=True)
    assert "Zurückgenommen" in text_of(back)
    assert (Network.objects.count(), Actor.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_corrected_column_is_remembered_for_the_next_file(office: Client) -> None:
    run = uploaded(office, LIST)
    data = as_proposed(office, run)
    field = next(name for name, value in data.items() if value == "person")
    office.post(f"/buero/einlesen/{run.pk}/spalten/", data | {field: "ignore"})

    assert RememberedMapping.objects.count() == 1
    run = uploaded(office, LIST.replace(b"Ahorn", b"Birke"), "naechste.csv")
    assert as_proposed(office, run)[field] == "ignore"


def test_question_is_asked_answered_and_kept(office: Client) -> None:
    make_actor("Beispiel-Amtt")
    run = uploaded(office, LIST)

    page = BeautifulSoup(office.get(f"/buero/einlesen/{run.pk}/plan/").content, "html5lib")
    radio = page.select_one("main input[type=radio]")
    assert radio is not None
    refused = office.post(f"/buero/einlesen/{run.pk}/uebernehmen/", follow=True)
    assert "Bitte beantworten Sie zuerst 1 Frage" in refused.content.decode()
    office.post(f"/buero/einlesen/{run.pk}/plan/", {str(radio["name"]): str(radio["value"])})
    office.post(f"/buero/einlesen/{run.pk}/uebernehmen/")

    assert set(Actor.objects.values_list("name", flat=True)) == {"Beispiel-Amtt", "Beispiel-Verein"}


@pytest.mark.parametrize("data", [b"PK\x03\x04kaputt", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0" + b"\x00" * 600])
def test_broken_file_gets_a_sentence(office: Client, data: bytes) -> None:
    response = office.post("/buero/einlesen/", {"file": SimpleUploadedFile("liste.xlsx", data)})

    assert response.status_code == 422
    assert not ImportRun.objects.exists()
    assert "liste.xlsx" in text_of(response)


def test_discarded_file_leaves_nothing(office: Client) -> None:
    run = uploaded(office, LIST)

    assert "verworfen" in office.post(f"/buero/einlesen/{run.pk}/verwerfen/", follow=True).content.decode()
    assert not ImportRun.objects.exists()
    assert not Network.objects.exists()


def test_command_plans_takes_in_and_refuses_what_is_unclear(tmp_path: Path) -> None:
    path, out = tmp_path / "liste.csv", StringIO()
    path.write_bytes(LIST)

    call_command("import_register", str(path), "--plan", stdout=out)
    assert "neu | Beispiel-Amt – Runder Tisch | Person: Ada Ahorn" in out.getvalue()
    assert not Network.objects.exists()
    call_command("import_register", str(path), stdout=out)
    assert Membership.objects.count() == 2
    path.write_bytes(LIST.replace(b"Beispiel-Amt;", b"Beispiel-Amtt;"))
    with pytest.raises(CommandError) as refused:
        call_command("import_register", str(path), stdout=out)
    assert refused.value.returncode == 2
    path.write_bytes(b"%PDF-1.7 x")
    with pytest.raises(CommandError):
        call_command("import_register", str(path), stdout=out)
    with pytest.raises(CommandError):
        call_command("import_register", str(tmp_path / "fehlt.csv"), stdout=out)
