"""What people are told: once, by their channel, in their language, with the right calendar entry."""

from datetime import timedelta

import pytest

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events import notices
from kreisnetz.events.editing import Content, cancel_event, move_event
from kreisnetz.events.notices import Kind
from kreisnetz.events.registration import cancel
from tests.make import NOW, make_event, make_registration, make_user

pytestmark = pytest.mark.django_db


def last() -> OutgoingMessage:
    return OutgoingMessage.objects.latest("id")


def test_confirmation_says_what_when_where_and_carries_the_invitation() -> None:
    event = make_event("Tagung am See", doors_at=NOW.replace(hour=13, minute=30) + timedelta(days=28))
    registration = make_registration(event, first_name="Ada", last_name="Beispiel", n_seats=2)

    mail = last()

    assert mail.subject == "Sie sind angemeldet: Tagung am See"
    assert mail.text.startswith("Guten Tag Ada Beispiel,\n\n")
    for words in (
        "Montag, 8. Februar 2027, 15 bis 18 Uhr",
        "Einlass ab 14:30 Uhr",
        "Beispielhaus, Beispielstraße 1, 00000 Beispielstadt",
        "Angemeldet: 2 Personen",
        registration.reference,
        f"http://testserver/anmeldung/{registration.token}/",
        f"http://testserver/termine/{event.year}/{event.slug}/datenschutz/",
    ):
        assert words in mail.text
    assert mail.calendar_method == "REQUEST"
    assert "METHOD:REQUEST" in mail.calendar
    assert mail.reply_to == "buero@example.org"


def test_html_says_the_same_words_and_loads_nothing() -> None:
    make_registration(make_event("A & <b>"), last_name="O'<script>")

    html = last().html

    assert "A &amp; &lt;b&gt;" in html
    assert "<script" not in html
    assert "src=" not in html


def test_same_notice_is_queued_once() -> None:
    registration = make_registration(make_event())

    again = notices.notify(registration, Kind.CONFIRMED, now=NOW)

    assert again is None
    assert OutgoingMessage.objects.count() == 1


def test_office_can_send_it_again() -> None:
    registration = make_registration(make_event())

    again = notices.resend(registration, now=NOW, by=make_user("office"))

    assert again is not None
    assert [m.subject for m in OutgoingMessage.objects.all()] == [again.subject] * 2


@pytest.mark.parametrize(
    ("way", "channel", "to"),
    [
        ({"email": "a@example.org", "phone": "1"}, "email", "a@example.org"),
        ({"email": "", "phone": "06000 1", "channel": "phone"}, "phone", "06000 1"),
        ({"email": "", "phone": "1", "fax": "06000 2", "channel": "fax"}, "fax", "06000 2"),
        ({"email": "", "phone": "1", "postal_address": "Weg 1\nOrt", "channel": "letter"}, "letter", "Weg 1\nOrt"),
        ({"email": "", "postal_address": "Weg 1", "channel": "phone"}, "letter", "Weg 1"),
    ],
)
def test_answer_goes_out_by_the_channel_the_person_used(way: dict, channel: str, to: str) -> None:
    make_registration(make_event(), **way)

    assert (last().channel, last().to_address) == (channel, to)
    assert (last().calendar == "") == (channel != "email")


def test_letter_shows_no_private_link_and_a_call_no_greeting() -> None:
    event = make_event()
    make_registration(event, email="", postal_address="Weg 1", channel="letter")
    letter = last().text
    make_registration(event, email="", phone="06000 1", channel="phone")
    call = last().text

    assert "/anmeldung/" not in letter + call
    assert "Guten Tag" in letter
    assert call.startswith("Bitte rufen Sie Kim Beispiel")


def test_nobody_is_phoned_for_a_reminder() -> None:
    registration = make_registration(make_event(), email="", phone="1", channel="phone")

    assert notices.notify(registration, Kind.REMINDER, now=NOW) is None


def test_english_registration_is_answered_in_english() -> None:
    make_registration(make_event(), language="en")

    assert "Monday, 8 February 2027" in last().text
    assert "/en/anmeldung/" in last().text


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("way", ["email", "letter", "fax", "phone"])
def test_every_notice_renders_in_every_language_and_channel(kind: Kind, language: str, way: str) -> None:
    registration = make_registration(make_event(), language=language, n_seats=2)
    registration.offer_expires_at = NOW

    made = notices.compose(registration, kind, (way, "x"), now=NOW, body="Hallo", message_key="1")

    assert made["subject"]
    assert registration.event.title in made["text"]
    assert "\n\n\n" not in made["text"]


def test_header_injection_is_impossible() -> None:
    make_registration(make_event("Titel\r\nBcc: x@example.org"), first_name="A\nBcc: b@example.org")

    assert "\n" not in last().subject + last().to_name
    assert "\r" not in last().subject + last().to_name


def test_message_is_sent_once_per_message() -> None:
    registration = make_registration(make_event())
    for key in ("1", "1", "2"):
        notices.notify(registration, Kind.MESSAGE, now=NOW, subject="Parken", body="Bitte …", message_key=key)

    assert OutgoingMessage.objects.filter(subject="Parken").count() == 2


def test_moving_tells_everybody_with_a_higher_sequence_and_cancelling_takes_it_out_of_calendars() -> None:
    event = make_event()
    for _n in range(3):
        make_registration(event)
    later = Content(
        values={"starts_at": event.starts_at + timedelta(days=7), "ends_at": event.ends_at + timedelta(days=7)}
    )

    told = move_event(event, later, by="test", now=NOW + timedelta(hours=1))
    moved = last()
    cancel_event(event, by="test", now=NOW + timedelta(hours=2))
    cancelled = last()

    assert told == 3
    assert ("SEQUENCE:1" in moved.calendar, moved.calendar_method) == (True, "REQUEST")
    assert "Bisher war der Beginn: Montag, 8. Februar 2027, 15 Uhr" in moved.text
    assert ("STATUS:CANCELLED" in cancelled.calendar, cancelled.calendar_method) == (True, "CANCEL")
    uid = {line for m in (moved, cancelled) for line in m.calendar.splitlines() if line.startswith("UID:")}
    assert len(uid) == 1


@pytest.mark.parametrize("n", [1, 3])
def test_telling_everybody_takes_the_same_number_of_queries(n: int, django_assert_num_queries) -> None:
    event = make_event()
    for _number in range(n):
        make_registration(event)
    event.refresh_from_db()

    with django_assert_num_queries(8):
        assert notices.notify_all(event, Kind.EVENT_CANCELLED, now=NOW) == n


@pytest.mark.django_db
def test_waiting_people_get_no_calendar_entry_and_none_taken_away() -> None:
    event = make_event(seats_in_all=1)
    make_registration(event)
    waiting = make_registration(event, last_name="Wartend", email="wartend@example.org")
    later = {"starts_at": event.starts_at + timedelta(days=1), "ends_at": event.ends_at + timedelta(days=1)}
    move_event(event, Content(values=later), by=None, now=NOW)
    cancel(waiting, now=NOW)
    cancel_event(event, by=None, now=NOW)

    methods = OutgoingMessage.objects.filter(about=f"registration:{waiting.pk}").values_list(
        "calendar_method", flat=True
    )
    assert len(methods) >= 3
    assert set(methods) == {""}
    others = OutgoingMessage.objects.exclude(about=f"registration:{waiting.pk}")
    assert {"REQUEST", "CANCEL"} <= set(others.values_list("calendar_method", flat=True))
