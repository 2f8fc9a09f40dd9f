"""New event: paste or upload an announcement, check what was read, correct, save or publish; or fill in the empty form."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event, Part, Venue
from tests import make
from tests.pages.staff.sign_in import fields_of, office

pytestmark = pytest.mark.django_db

TEXT = """Fachtag Kinderschutz

Der Beispiel-Kreis lädt am Mittwoch, 14. April 2027, von 9.30 bis 16 Uhr zum Fachtag „Kinderschutz gemeinsam“ in das
Bürgerhaus Beispielstadt (Musterallee 12, 55555 Beispielstadt) ein. Anmeldung bis zum 1. April 2027 per E-Mail an
kinderschutz@example.org. Die Teilnahme ist kostenfrei.
"""


def new_event_url() -> str:
    return reverse("staff:event-new")


def read(client: Client, text: str, **typed: Any) -> dict[str, Any]:
    """The fields as they stand in the form after the text was read."""
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")
    page = client.post(new_event_url(), {**empty, **typed, "text": text, "aktion": "lesen"}).content.decode()
    return fields_of(page, having="title")


def test_nothing_is_saved_when_a_text_is_read() -> None:
    read(office(), TEXT)

    assert not Event.objects.exists()
    assert not Venue.objects.exists()


def test_form_is_filled_when_an_announcement_is_read() -> None:
    fields = read(office(), TEXT)

    expected = {
        "starts_on": "14.04.2027",
        "starts_time": "09:30",
        "ends_time": "16:00",
        "deadline_on": "01.04.2027",
        "contact_email": "kinderschutz@example.org",
        "venue_name": "Bürgerhaus Beispielstadt",
        "venue_street": "Musterallee 12",
        "venue_postcode": "55555",
        "registration_open": ["on"],
        "is_free": ["on"],
        "personen-0-name": "Beispiel-Kreis",
        "personen-0-role": "host",
    }
    assert {name: fields.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "title",
    ["Netzwerktreffen Frühe Hilfen", "Sitzung des Runden Tisches Wohnen", "Austausch der Familienzentren"],
)
def test_meeting_is_recognised_as_one_when_it_is_announced(title: str) -> None:
    fields = read(
        office(), TEXT.replace("Fachtag Kinderschutz", title).replace("zum Fachtag „Kinderschutz gemeinsam“ ", "")
    )

    assert fields["kind"] == Event.Kind.MEETING


def test_known_place_is_chosen_when_the_text_names_it() -> None:
    venue = make.make_venue("Bürgerhaus Beispielstadt", street="Musterallee 12", postcode="55555")

    fields = read(office(), TEXT)

    assert (fields["venue"], fields["venue_name"]) == (str(venue.pk), "")


def test_words_are_marked_with_the_field_they_were_read_into() -> None:
    client = office()
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")

    page = client.post(new_event_url(), {**empty, "text": TEXT, "aktion": "lesen"}).content.decode()

    assert 'data-felder="contact_email">kinderschutz@example.org' in page
    number = page.split('data-feld="contact_email"')[1].split('href="#stelle-')[1].split('"')[0]
    assert f'<span id="stelle-{number}" class="kn-place"></span><mark' in page


def test_typed_fields_stay_when_a_text_is_read_afterwards() -> None:
    fields = read(office(), TEXT, title="Mein eigener Titel", fee="5 Euro")

    assert (fields["title"], fields["fee"]) == ("Mein eigener Titel", "5 Euro")
    assert fields["starts_on"] == "14.04.2027"


def test_event_is_published_as_read_when_the_clerk_says_so() -> None:
    client = office(Role.EVENT_EDITOR)
    fields = read(client, TEXT)

    response = client.post(new_event_url(), {**fields, "aktion": "veroeffentlichen"})

    event = Event.objects.get()
    assert response["Location"] == reverse("staff:event", args=[event.pk])
    assert event.is_public
    assert f"{event.starts_at:%Y-%m-%d %H:%M} {event.ends_at:%H:%M}" == "2027-04-14 07:30 14:00"
    assert event.venue is not None and event.venue.name == "Bürgerhaus Beispielstadt"
    assert [(part.role, part.name) for part in event.parts.all()] == [(Part.Role.HOST, "Beispiel-Kreis")]
    assert client.get(reverse("web:event", args=[event.year, event.slug])).status_code == 200


def test_seed_announcement_is_published_without_a_correction_and_said_to_be_past(shared: Path) -> None:
    client = office(Role.EVENT_EDITOR)
    text = (shared / "seed" / "announcement.txt").read_text(encoding="utf-8")
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")
    page = client.post(new_event_url(), {**empty, "text": text, "aktion": "lesen"}).content.decode()
    assert "Der Termin liegt in der Vergangenheit." in page

    client.post(new_event_url(), {**fields_of(page, having="title"), "aktion": "veroeffentlichen"})

    event = Event.objects.get()
    assert event.is_public
    assert event.title == "Austausch über soziale Netzwerke im Kreis Groß-Gerau"
    assert f"{event.starts_at:%Y-%m-%d %H:%M} {event.ends_at:%H:%M}" == "2019-06-27 13:00 16:00"
    assert event.venue is not None
    assert (event.venue.name, event.venue.postcode) == ("Landratsamt Groß-Gerau", "64521")
    assert (event.contact_email, event.contact_fax) == ("soziale.sicherung@kreisgg.de", "06152 989280")
    assert {p.name for p in event.parts.filter(role=Part.Role.HOST)} == {
        "Liga der freien Wohlfahrt",
        "Kreis Groß-Gerau",
    }
    assert event.catering
    assert event.registration_open


def test_word_file_is_read_by_its_content_not_its_name() -> None:
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    data = BytesIO()
    document.save(data)
    upload = SimpleUploadedFile("notiz.txt", data.getvalue())
    client = office()
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")

    page = client.post(new_event_url(), {**empty, "datei": upload, "aktion": "lesen"}).content.decode()

    assert fields_of(page, having="title")["starts_on"] == "14.04.2027"


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (None, "Bitte fügen Sie einen Text ein oder wählen Sie eine Datei."),
        (SimpleUploadedFile("leer.pdf", b""), "Die Datei ist leer."),
        (SimpleUploadedFile("bild.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "Das ist ein Bild."),
        (SimpleUploadedFile("kaputt.pdf", b"%PDF-1.7 nichts"), "PDF"),
    ],
)
def test_unreadable_upload_gets_a_sentence_and_loses_nothing(upload: Any, sentence: str) -> None:
    client = office()
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")
    sent = {**empty, "title": "Schon getippt", "aktion": "lesen"} | ({"datei": upload} if upload else {})

    response = client.post(new_event_url(), sent)

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "<title>Fehler: " in page
    assert fields_of(page, having="title")["title"] == "Schon getippt"


def test_text_without_a_date_is_read_and_then_asks_for_the_day() -> None:
    client = office()
    fields = read(client, "Wir laden herzlich zum Sommerfest ein.\n")

    page = client.post(new_event_url(), {**fields, "title": "Sommerfest", "aktion": "entwurf"}).content.decode()

    assert "Bitte geben Sie den Tag an" in page
    assert not Event.objects.exists()
    assert "Wir laden herzlich zum" in page


def test_empty_form_is_enough_with_title_day_and_begin() -> None:
    client = office()
    fields = fields_of(client.get(new_event_url()).content.decode(), having="title")
    typed = {"title": "Runder Tisch", "starts_on": "3.5.27", "starts_time": "18 Uhr", "aktion": "entwurf"}

    client.post(new_event_url(), {**fields, **typed})

    event = Event.objects.get()
    assert (event.title, event.is_public, event.slug) == ("Runder Tisch", False, "runder-tisch")
    assert f"{event.starts_at:%Y-%m-%d %H:%M}" == "2027-05-03 16:00"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Bitte geben Sie dem Termin einen Titel."),
        ({"starts_on": "31.2.2027"}, "Bitte den Tag so angeben"),
        ({"starts_time": ""}, "Bitte geben Sie den Beginn an"),
        ({"ends_time": "17:00"}, "Das Ende liegt vor dem Beginn."),
        ({"ends_on": "1.5.2027"}, "Der letzte Tag liegt vor dem ersten."),
        ({"venue_street": "Gasse 1"}, "Bitte geben Sie dem neuen Ort einen Namen."),
        ({"venue_name": "Saal", "venue_postcode": "123"}, "Bitte fünf Ziffern angeben."),
        ({"group_affected": "5"}, "Bitte geben Sie die Plätze insgesamt an"),
        ({"seats": "4", "group_affected": "5"}, "Für Gruppen sind 5 Plätze zurückgehalten, es gibt aber nur 4."),
        ({"seats": "viele"}, "ganze Zahl"),
        ({"tage-0-starts_time": "10:00"}, "Bitte geben Sie den Tag an."),
        ({"personen-1-function": "Vortrag"}, "Bitte geben Sie auch den Namen an."),
        ({"contact_email": "kein at"}, "vollständige E-Mail-Adresse"),
        ({"deadline_time": "12"}, "Bitte geben Sie auch den Tag des Anmeldeschlusses an."),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(typed: dict[str, str], sentence: str) -> None:
    client = office()
    fields = fields_of(client.get(new_event_url()).content.decode(), having="title")
    right = {"title": "Runder Tisch", "starts_on": "3.5.2027", "starts_time": "18:00", "aktion": "entwurf"}

    page = client.post(new_event_url(), {**fields, **right, **typed}).content.decode()

    assert sentence in page
    assert not Event.objects.exists()
    kept = fields_of(page, having="title")
    assert {name: kept[name] for name in typed} == typed


def test_more_rows_keep_everything_typed_and_show_no_error() -> None:
    client = office()
    fields = fields_of(client.get(new_event_url()).content.decode(), having="title")
    typed = {"title": "Halb fertig", "personen-1-name": "Ada Beispiel", "aktion": "mehr_personen"}

    page = client.post(new_event_url(), {**fields, **typed}).content.decode()

    kept = fields_of(page, having="title")
    assert (kept["title"], kept["personen-1-name"]) == ("Halb fertig", "Ada Beispiel")
    assert int(kept["personen-TOTAL_FORMS"]) > int(fields["personen-TOTAL_FORMS"])
    assert "Bitte prüfen Sie Ihre Angaben" not in page


def test_second_announcement_of_the_same_event_is_saved_only_after_a_question() -> None:
    client = office()
    start = timezone.now().replace(microsecond=0) + timedelta(days=30)
    existing = make.make_event("Runder Tisch Inklusion", starts_at=start, now=timezone.now())
    fields = fields_of(client.get(new_event_url()).content.decode(), having="title")
    local = timezone.localtime(start)
    typed = {"title": "Runder Tisch: Inklusion", "starts_on": f"{local:%d.%m.%Y}", "starts_time": "18:00"}

    page = client.post(new_event_url(), {**fields, **typed, "aktion": "entwurf"}).content.decode()
    assert "Diesen Termin gibt es vielleicht schon" in page
    assert list(Event.objects.all()) == [existing]

    client.post(new_event_url(), {**fields_of(page, having="title"), "trotzdem": "1", "aktion": "entwurf"})
    assert Event.objects.count() == 2


def test_template_of_last_year_brings_everything_but_the_days() -> None:
    client = office()
    last = make.make_event(
        "Jahrestagung", series=make.make_series(), seats_in_all=80, menu=("vegetarisch",), now=timezone.now()
    )

    fields = fields_of(client.get(f"{new_event_url()}?vorlage={last.pk}").content.decode(), having="title")

    kept = {name: fields[name] for name in ("title", "series", "seats", "menu", "starts_on", "deadline_on")}
    assert kept == {
        "title": "Jahrestagung",
        "series": str(last.series_id),
        "seats": "80",
        "menu": "vegetarisch",
        "starts_on": "",
        "deadline_on": "",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\x00\x01",
        "<script>alert(1)</script>" * 50,
        "<p>Am 3. Mai 2027, 18 Uhr</p><p>Fest</p>",
        "ığüşöç " * 500,
    ],
)
def test_no_text_breaks_the_page(text: str) -> None:
    client = office()
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")

    response = client.post(new_event_url(), {**empty, "text": text, "aktion": "lesen"})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_every_known_announcement_gives_a_page_with_its_own_words() -> None:
    client = office()
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")
    broken = []

    for file in sorted((Path(__file__).parents[2] / "files" / "announcements").glob("*.txt")):
        sent = {**empty, "text": file.read_text(encoding="utf-8"), "aktion": "lesen"}
        response = client.post(new_event_url(), sent)
        if response.status_code != 200 or "Der gelesene Text" not in response.content.decode():
            broken.append(file.name)

    assert broken == []


def test_words_of_a_web_page_are_shown_without_its_tags() -> None:
    client = office()
    empty = fields_of(client.get(new_event_url()).content.decode(), having="title")
    html = '<h1>Sommerfest</h1><p>Am 3. Mai 2027, 18 Uhr. Anmeldung: <a href="mailto:fest@example.org">Mail</a></p>'

    page = client.post(new_event_url(), {**empty, "text": html, "aktion": "lesen"}).content.decode()

    shown = page.split('class="kn-source"')[1].split("</aside>")[0]
    assert "&lt;" not in shown
    assert "href=&quot;" not in shown
    assert "fest@example.org" in shown
