"""The words of an answer fit the state of the registration and the event."""

import pytest

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events import notices
from kreisnetz.events.models import Event, Registration
from kreisnetz.events.notices import Kind
from tests.make import NOW, make_event, make_registration

pytestmark = pytest.mark.django_db


def last() -> str:
    return OutgoingMessage.objects.latest("id").text


def text(registration: Registration, kind: Kind, way: str = "email") -> str:
    return str(notices.compose(registration, kind, (way, "x"), now=NOW, message_key="1", body="Hallo")["text"])


def full_event(**kwargs) -> Event:
    event = make_event(seats_in_all=1, max_party=5, **kwargs)
    make_registration(event, n_seats=1)
    return event


def test_nobody_on_the_waiting_list_reads_that_they_are_registered() -> None:
    waiting = make_registration(full_event(), n_seats=2)

    texts = {kind: text(waiting, kind) for kind in Kind if kind not in {Kind.CONFIRMED, Kind.PROMOTED}}

    assert not [kind for kind, words in texts.items() if "Angemeldet:" in words]
    assert "Auf der Warteliste: 2 Personen" in texts[Kind.WAITING]
    assert "Ihr Platz auf der Warteliste bleibt Ihnen." in texts[Kind.EVENT_MOVED]
    assert "Ihr Platz auf der Warteliste bleibt Ihnen." in texts[Kind.EVENT_POSTPONED]
    assert "stehen Sie schon auf der Warteliste" in texts[Kind.ALREADY_REGISTERED]


def test_words_follow_the_state_when_it_is_not_yet_or_nearly_a_seat() -> None:
    registration = make_registration(make_event(double_opt_in=True, max_party=5), n_seats=2)
    asked = last()
    registration.state, registration.offer_expires_at = Registration.State.OFFERED, NOW

    assert "Noch nicht bestätigt: 2 Personen" in asked
    assert "Für Sie frei: 2 Plätze" in text(registration, Kind.OFFERED)
    assert "/annehmen/" in text(registration, Kind.ALREADY_REGISTERED)
    assert "Das Angebot an Sie gilt weiter." in text(registration, Kind.EVENT_MOVED)


def test_reminder_speaks_of_food_only_when_there_is_some() -> None:
    without, with_food = (make_registration(make_event(catering=catering)) for catering in (False, True))

    assert "Essen" not in text(without, Kind.REMINDER)
    assert "damit das Essen passt" in text(with_food, Kind.REMINDER)


@pytest.mark.parametrize("way", ["email", "letter"])
def test_sign_off_names_the_operator_once_when_there_is_no_contact(settings, way: str) -> None:
    settings.OPERATOR_NAME = "Kreis Beispiel"
    nobody = make_event(contact_name="", contact_email="buero@example.org")

    words = text(make_registration(nobody), Kind.CONFIRMED, way)

    assert words.count("Kreis Beispiel") == 1
    assert "Fragen beantwortet Ihnen gern:\nTelefon" in words


@pytest.mark.parametrize("way", ["letter", "fax"])
def test_paper_says_what_happens_to_the_data_and_until_when(way: str) -> None:
    event = make_event()
    registration = make_registration(event)

    texts = {kind: text(registration, kind, way) for kind in set(Kind) - notices.MAIL_ONLY}

    for words in texts.values():
        assert "löschen sie spätestens am 10. März 2027." in words
        assert f"http://testserver/termine/{event.year}/{event.slug}/datenschutz/" in words
        assert "/anmeldung/" not in words
