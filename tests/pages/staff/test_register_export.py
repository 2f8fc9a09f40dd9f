"""Giving out the register in the office: choose, download, dossiers; each account only what it may see."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Role
from kreisnetz.register.export.making import Format
from kreisnetz.register.export.making import make as make_export
from kreisnetz.register.export.selection import Reader, Selection
from tests import make
from tests.pages.staff.test_every_staff_page import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def networks() -> tuple[int, int]:
    """Two networks with one contact each; the numbers of both."""
    found = []
    for name in ("Eigenes", "Fremdes"):
        network = make.make_network(f"{name} Netzwerk (Beispiel)")
        actor = make.make_actor(f"{name} Beispielstelle")
        person = make.make_person(f"{name}beispiel", email=f"{name.lower()}@example.org", actor=actor)
        make.make_membership(actor, network, person=person, since=date(2024, 1, 1))
        found.append(network.pk)
    return found[0], found[1]


def download(client: Client, **fields: object) -> bytes:
    response = client.post(reverse("staff:register-export"), fields)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def surnames(content: bytes) -> list[object]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))["Personen"].iter_rows(values_only=True)
    return sorted(row[head.index("Nachname")] for row in rows)


def test_everybody_downloads_what_they_may_see(networks: tuple[int, int]) -> None:
    office = signed_in(make.make_user(Role.OFFICE))
    coordinator = make.make_user(Role.COORDINATION, scope=f"network:{networks[0]}")
    reader = signed_in(make.make_user(Role.READER))

    everything = download(office, format="xlsx")
    own = download(signed_in(coordinator), format="xlsx")
    public = json.loads(download(office, format="json", oeffentlich="on"))

    assert surnames(everything) == ["Eigenesbeispiel", "Fremdesbeispiel"]
    assert surnames(own) == ["Eigenesbeispiel"]
    assert b"example.org" not in download(reader, format="json")
    assert public["networks"] == [] and "people" not in public
    entries = AuditEntry.objects.filter(verb="export_register").order_by("pk")
    assert [entry.detail["people"] for entry in entries] == [2, 1, 0, 0]


def test_part_is_chosen_by_network_and_day(networks: tuple[int, int]) -> None:
    client = signed_in(make.make_user(Role.OFFICE))

    part = json.loads(download(client, format="json", netzwerke=[networks[1]], am="01.02.2024"))
    before = json.loads(download(client, format="json", am="31.12.2023"))

    assert [row["name"] for row in part["networks"]] == ["Fremdes Netzwerk (Beispiel)"]
    assert len(part["memberships"]) == 1
    assert before["memberships"] == []


def test_page_says_whom_each_format_is_good_for_and_what_is_wrong(networks: tuple[int, int]) -> None:
    url, client = reverse("staff:register-export"), signed_in(make.make_user(Role.OFFICE))

    page = client.get(url).content.decode()
    wrong = client.post(url, {"format": "vcard", "oeffentlich": "on"})
    reader = signed_in(make.make_user(Role.READER))

    assert "Die Mappe lässt sich wieder einlesen." in page and "Für Gephi, R oder Python" in page
    assert (wrong.status_code, "Das Adressbuch enthält Personen." in wrong.content.decode()) == (422, True)
    assert "<title>Fehler:" in wrong.content.decode()
    assert "Adressbuch" not in reader.get(url).content.decode()
    assert reader.post(url, {"format": "vcard"}).status_code == 422
    assert not AuditEntry.objects.filter(verb="export_register").exists()


def test_dossier_of_a_network_comes_by_post(networks: tuple[int, int]) -> None:
    coordinator = signed_in(make.make_user(Role.COORDINATION, scope=f"network:{networks[0]}"))
    url = reverse("staff:dossier", args=[networks[0]])

    assert "Es enthält Kontaktdaten." in coordinator.get(url).content.decode()
    response = coordinator.post(url, {"art": "pdf"})

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="uebergabe-eigenes-netzwerk-beispiel.pdf"'
    assert coordinator.get(reverse("staff:dossier", args=[networks[1]])).status_code == 403
    entry = AuditEntry.objects.get(verb="export_dossier")
    assert (entry.about, entry.detail["what"]) == (f"network:{networks[0]}", "pdf")


def test_dossier_of_a_person_is_for_oneself_or_by_those_who_manage_accounts(networks: tuple[int, int]) -> None:
    url, me = (
        reverse("staff:dossier-person"),
        make.make_user(Role.COORDINATION, scope=f"network:{networks[0]}", name="Kim Eins"),
    )
    other = make.make_user(Role.COORDINATION, scope=f"network:{networks[1]}", name="Kim Zwei")
    admin = signed_in(make.make_user(Role.ADMINISTRATION))

    mine = signed_in(me).post(url, {"art": "xlsx", "konto": me.pk})
    foreign = signed_in(me).post(url, {"art": "xlsx", "konto": other.pk})
    by_admin = admin.post(url, {"art": "xlsx", "konto": other.pk})

    sheet = openpyxl.load_workbook(io.BytesIO(mine.content))["Netzwerke (Überblick)"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Eigenes Netzwerk (Beispiel)"]
    assert (foreign.status_code, by_admin.status_code) == (422, 200)
    assert "Kim Zwei" in admin.get(reverse("staff:register-export")).content.decode()
    assert "Kim Zwei" not in signed_in(me).get(reverse("staff:register-export")).content.decode()


def test_audit_trail_tells_of_downloads_in_german(networks: tuple[int, int]) -> None:
    admin = signed_in(make.make_user(Role.ADMINISTRATION))
    download(admin, format="csv", netzwerke=[networks[0]])
    make_export(Format.JSON, Selection(), Reader.everything(), by="console", now=make.NOW)

    page = admin.get(reverse("staff:audit")).content.decode()

    assert page.count("Register heruntergeladen") == 2
    assert "Eigenes Netzwerk (Beispiel)" in page


def test_profile_of_a_network_leads_to_its_dossier(networks: tuple[int, int]) -> None:
    page = signed_in(make.make_user(Role.READER)).get(reverse("staff:network", args=[networks[0]])).content.decode()

    assert reverse("staff:dossier", args=[networks[0]]) in page
