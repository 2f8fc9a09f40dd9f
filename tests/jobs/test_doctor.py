"""The doctor says in plain German what is wrong, and nothing when nothing is."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from kreisnetz.core import mail
from kreisnetz.core.models import Heartbeat, OutgoingMessage
from kreisnetz.core.rights import Role
from kreisnetz.events.models import SeatPool
from kreisnetz.jobs.tick import tick
from tests.mail_sink import sink
from tests.make import make_event, make_registration, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings: Any) -> Any:
    """A set-up in which nothing is wrong."""
    settings.HTTPS, settings.DEMO, settings.MAIL_MODE, settings.MAIL_FROM = True, False, "smtp", "kreis@example.com"
    settings.OPERATOR_ADDRESS = settings.OPERATOR_EMAIL = settings.DATA_PROTECTION_CONTACT = "Beispiel"
    make_user(Role.ADMINISTRATION)
    tick(now=timezone.now())
    with sink() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield settings


def ask() -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as error:
        return out.getvalue(), int(error.code or 0)
    return out.getvalue(), 0


def test_doctor_finds_nothing_when_all_is_well(well: Any) -> None:
    text, code = ask()

    assert code == 0
    assert text.splitlines()[-1] == "Alles in Ordnung."
    assert "–" not in text


def test_doctor_tells_when_the_worker_stands_still(well: Any) -> None:
    Heartbeat.objects.update(at=timezone.now() - timedelta(days=3))

    text, code = ask()

    assert code == 1
    assert "Der Arbeiter („kreisnetz worker“) läuft nicht" in text
    assert "Seit mehr als zwei Tagen wurde nicht gelöscht" in text


def test_doctor_tells_which_job_failed(well: Any) -> None:
    Heartbeat.objects.filter(name="offers").update(error="SomeFailed")

    text, code = ask()

    assert (code, "„offers“ ist gescheitert (SomeFailed)" in text) == (1, True)


def test_doctor_tells_when_the_seats_do_not_add_up(well: Any) -> None:
    event = make_event(seats_in_all=5)
    make_registration(event)
    SeatPool.objects.update(taken=3)

    text, code = ask()

    assert code == 1
    assert f"Termin {event.pk}, Kontingent „offen“: gezählt 1, vermerkt 3" in text


def test_doctor_tells_when_the_mail_server_is_away(well: Any) -> None:
    well.EMAIL_PORT = 1

    text, code = ask()

    assert (code, "nimmt keine E-Mails an" in text) == (1, True)


def test_doctor_tells_of_mails_that_wait_long_or_failed(well: Any) -> None:
    for key in "ab":
        mail.queue(key=key, about=key, to_address="a@example.org", subject="s", text="t", now=timezone.now())
    OutgoingMessage.objects.filter(key="a").update(given_up_at=timezone.now())
    OutgoingMessage.objects.filter(key="b").update(created_at=timezone.now() - timedelta(hours=2))

    text, code = ask()

    assert code == 1
    assert "1 E-Mails warten seit mehr als einer Stunde" in text
    assert "Hinweis: 1 E-Mails konnten nicht zugestellt werden" in text


def test_doctor_is_content_with_a_demonstration_but_says_that_it_is_one(well: Any) -> None:
    well.DEMO, well.HTTPS, well.MAIL_MODE, well.OPERATOR_EMAIL = True, False, "outbox", ""

    text, code = ask()

    assert code == 0
    assert text.count("Hinweis: ") == 3


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HTTPS", False, "beginnt nicht mit https://"),
        ("DEBUG", True, "KREISNETZ_DEBUG ist eingeschaltet"),
        ("OPERATOR_EMAIL", "", "KREISNETZ_OPERATOR_EMAIL fehlt"),
        ("MAIL_MODE", "outbox", "Es werden keine E-Mails gesendet"),
        ("MAIL_FROM", "kreisnetz@example.org", "KREISNETZ_MAIL_FROM fehlt"),
        ("SECRET_KEY", "kurz", "KREISNETZ_SECRET_KEY ist kürzer"),
    ],
)
def test_doctor_tells_when_a_setting_is_wrong(well: Any, name: str, value: object, words: str) -> None:
    setattr(well, name, value)

    text, code = ask()

    assert (code, words in text) == (1, True)
