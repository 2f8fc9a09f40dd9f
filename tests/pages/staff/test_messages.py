"""A message to many, and the reminder by hand."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models import Event
from tests import make
from tests.pages.staff.sign_in import fields_of, office

pytestmark = pytest.mark.django_db


def url(name: str, event: Event) -> str:
    return reverse(f"staff:{name}", args=[event.pk])


def test_message_is_shown_before_it_is_sent_once_to_those_chosen() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=1)
    coming = make.make_registration(event, first_name="Ada", last_name="Beispiel", now=now)
    make.make_registration(event, now=now)
    OutgoingMessage.objects.all().delete()
    client = office()
    fields = fields_of(client.get(url("message", event)).content.decode(), having="subject")
    typed = {"subject": "Zu {Termin}", "text": "Liebe {Vorname} {Nachname}, bitte hinten parken."}

    page = client.post(url("message", event), {**fields, **typed, "aktion": "ansehen"}).content.decode()
    assert "1 Anmeldung wird benachrichtigt" in page
    assert "Liebe Ada Beispiel, bitte hinten parken." in page
    assert not OutgoingMessage.objects.exists()

    again = fields_of(page, having="subject")
    for _click in range(2):
        client.post(url("message", event), {**again, "aktion": "ausfuehren"})
    mail = OutgoingMessage.objects.get()
    assert (mail.to_address, mail.subject) == (coming.email, "Zu Beispieltagung")
    assert "Liebe Ada Beispiel, bitte hinten parken." in mail.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": ""}, "Bitte geben Sie einen Betreff an."),
        ({"text": ""}, "Bitte schreiben Sie die Nachricht."),
        ({"states": []}, "Bitte wählen Sie, wer die Nachricht bekommt."),
        ({"text": "Liebe {Name}"}, "Den Platzhalter „{Name}“ gibt es nicht."),
    ],
)
def test_incomplete_message_gets_a_sentence_and_is_not_sent(typed: dict[str, object], sentence: str) -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    make.make_registration(event, now=now)
    OutgoingMessage.objects.all().delete()
    client = office()
    fields = fields_of(client.get(url("message", event)).content.decode(), having="subject")
    right = {"subject": "Parken", "text": "Bitte hinten.", "aktion": "ausfuehren"}

    page = client.post(url("message", event), {**fields, **right, **typed}).content.decode()

    assert sentence in page
    assert not OutgoingMessage.objects.exists()


def test_placeholder_in_a_name_is_not_filled_again() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    make.make_registration(event, first_name="{Nachname}", last_name="Beispiel", now=now)
    OutgoingMessage.objects.all().delete()
    client = office()
    fields = fields_of(client.get(url("message", event)).content.decode(), having="subject")

    client.post(url("message", event), {**fields, "subject": "x", "text": "Hallo {Vorname}!", "aktion": "ausfuehren"})

    assert "Hallo {Nachname}!" in OutgoingMessage.objects.get().text


def test_reminder_by_hand_reaches_each_confirmed_mail_once() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=2)
    coming = make.make_registration(event, now=now)
    make.make_registration(event, email="", phone="06000 1", channel="phone", now=now)
    make.make_registration(event, now=now)
    OutgoingMessage.objects.all().delete()
    client = office()

    page = client.get(url("remind", event)).content.decode()
    for _click in range(2):
        client.post(url("remind", event))

    assert "2 Anmeldungen sind bestätigt." in page
    assert [mail.to_address for mail in OutgoingMessage.objects.all()] == [coming.email]
    coming.refresh_from_db()
    assert coming.reminded_at is not None
