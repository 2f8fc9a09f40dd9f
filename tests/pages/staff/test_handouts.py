"""Lists, badges and exports: by POST only, each recorded, only with the right; letters for the outbox."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kreisnetz.core.mail import queue
from kreisnetz.core.models import AuditEntry, OutgoingMessage
from kreisnetz.core.rights import RIGHTS_OF, Right, Role
from kreisnetz.events.models import Event
from kreisnetz.events.registration import Needs
from tests.make import NOW, make_event, make_registration, make_user

pytestmark = pytest.mark.django_db
PDFS = ["attendee-list-pdf", "sign-in-sheet-pdf", "badges-pdf"]
DOWNLOADS = [*PDFS, "participants-xlsx", "participants-csv"]


def office(client: Client, *roles: str, **kwargs: Any) -> Client:
    client.force_login(make_user(*(roles or (Role.OFFICE,)), **kwargs))
    return client


def address(name: str, event: Event) -> str:
    return reverse(f"staff:{name}", args=[event.pk])


def test_lists_page_offers_every_paper_and_says_when_to_destroy_it(client: Client) -> None:
    event = make_event()
    make_registration(event, n_seats=2)

    page = office(client).get(address("lists", event)).content.decode()

    assert "2 fest angemeldete Personen" in page
    assert "Bitte bis 10. März 2027 vernichten" in page
    for name in DOWNLOADS:
        assert f'action="{address(name, event)}"' in page
    assert 'name="bedarf"' in page


@pytest.mark.parametrize("name", DOWNLOADS)
def test_download_is_recorded_and_not_to_be_had_by_a_link(client: Client, name: str) -> None:
    event = make_event("Beispieltagung")
    make_registration(event)
    office(client)

    assert client.get(address(name, event)).status_code == 405
    assert not AuditEntry.objects.filter(verb="export").exists()

    response = client.post(address(name, event), {"layout": "90x55"})

    kind = name.rpartition("-")[2]
    assert response["Content-Disposition"].endswith(f'-beispieltagung.{kind}"')
    assert response.content[:4] == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04", "csv": "\ufeffN".encode()}[kind]
    assert AuditEntry.objects.get(verb="export").detail["what"] == name


@pytest.mark.parametrize("name", ["lists", *DOWNLOADS])
@pytest.mark.parametrize("role", [Role.READER, Role.COORDINATION, Role.EVENT_EDITOR, Role.DOOR])
def test_lists_are_closed_without_the_right_to_export(client: Client, name: str, role: str) -> None:
    event = make_event()
    make_registration(event)
    office(client, role, scope=event.scope())

    response = client.get(address(name, event)) if name == "lists" else client.post(address(name, event))

    assert response.status_code == 403
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_lists_are_closed_for_other_events_when_the_right_is_for_one(client: Client) -> None:
    mine, other = make_event(), make_event()
    office(client, Role.OFFICE, scope=mine.scope())

    assert client.post(address("participants-csv", mine)).status_code == 200
    assert client.post(address("participants-csv", other)).status_code == 403


@pytest.mark.parametrize("data", [{}, {"layout": "a0"}])
def test_badges_ask_for_a_size_when_none_is_chosen(client: Client, data: dict[str, str]) -> None:
    page = office(client).post(address("badges-pdf", make_event()), data).content.decode()

    assert "<title>Fehler: Listen und Namensschilder" in " ".join(page.split())
    assert "kn-error-summary" in page


def test_needs_are_in_the_workbook_only_when_asked_for(client: Client) -> None:
    event = make_event()
    make_registration(event, access_needs=Needs(("parkplatz",), "Beispiel"))
    office(client)

    def sheets(data: dict[str, str]) -> list[str]:
        content = client.post(address("participants-xlsx", event), data).content
        return openpyxl.load_workbook(io.BytesIO(content)).sheetnames

    assert sheets({}) == ["Teilnehmende", "Hinweise"]
    assert sheets({"bedarf": "1"}) == ["Teilnehmende", "Unterstützung", "Hinweise"]


def test_needs_are_left_out_when_the_account_may_not_see_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No role of today exports without seeing needs, so one is made for this test."""
    monkeypatch.setitem(RIGHTS_OF, Role.READER, frozenset({Right.ENTER_OFFICE, Right.EXPORT_PEOPLE}))
    event = make_event()
    make_registration(event, access_needs=Needs(("parkplatz",), "Beispiel"))
    office(client, Role.READER)

    content = client.post(address("participants-xlsx", event), {"bedarf": "1"}).content

    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Teilnehmende", "Hinweise"]
    assert 'name="bedarf"' not in client.get(address("lists", event)).content.decode()


def message(channel: str) -> OutgoingMessage:
    queued = queue(
        key=f"beispiel-{channel}",
        about="registration:1",
        channel=channel,
        to_address="Beispielweg 7\n00000 Beispielstadt",
        to_name="Kim Beispiel",
        subject="Ihre Anmeldung",
        text="Guten Tag",
        now=NOW,
    )
    assert queued is not None
    return queued


def test_letter_opens_as_pdf_and_writes_nothing(client: Client) -> None:
    response = office(client).get(reverse("staff:letter-pdf", args=[message("letter").pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline;")


@pytest.mark.parametrize("channel", ["email", "phone"])
def test_letter_is_not_there_for_what_goes_out_otherwise(client: Client, channel: str) -> None:
    assert office(client).get(reverse("staff:letter-pdf", args=[message(channel).pk])).status_code == 404


def test_letter_needs_the_right_to_see_the_outbox(client: Client) -> None:
    assert office(client, Role.READER).get(reverse("staff:letter-pdf", args=[message("fax").pk])).status_code == 403
