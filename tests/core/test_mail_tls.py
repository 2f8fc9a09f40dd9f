"""Mails over a connection that is encrypted from the first byte, to a real server whose certificate is the county's own."""

import ssl
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from kreisnetz.core import mail
from kreisnetz.core.models import OutgoingMessage
from tests.exim import certificate_files
from tests.mail_sink import Sink, sink
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any, tmp_path: Path) -> Iterator[Sink]:
    certificate_files(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with sink(tls) as kept:
        settings.MAIL_MODE, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "localhost", kept.port
        settings.EMAIL_USE_SSL, settings.EMAIL_TIMEOUT = True, 2
        settings.SMTP_CA_FILE = str(tmp_path / "cert.pem")
        yield kept


def put() -> None:
    mail.queue(key="a", about="a", to_address="a@example.org", subject="s", text="t", now=NOW)


def doctor() -> str:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)
    return out.getvalue()


def test_mail_goes_out_encrypted_when_the_own_authority_is_named(server: Sink) -> None:
    put()

    assert mail.send_due(now=NOW) == 1
    assert server.recipients == ["a@example.org"]
    assert "nimmt keine E-Mails an" not in doctor()


def test_nothing_is_sent_and_the_reason_told_when_the_authority_is_unknown(server: Sink, settings: Any) -> None:
    settings.SMTP_CA_FILE = ""
    put()

    assert mail.send_due(now=NOW) == 0
    assert server.recipients == []
    assert "KREISNETZ_SMTP_CA_FILE" in OutgoingMessage.objects.get().last_error
    assert "Sein Zertifikat ist nicht gültig" in doctor()


def test_doctor_names_the_setting_when_the_name_the_file_or_the_way_is_wrong(server: Sink, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    assert "KREISNETZ_SMTP_HOST" in doctor()

    settings.EMAIL_HOST, settings.SMTP_CA_FILE = "localhost", "fehlt.pem"
    assert "Die Datei fehlt.pem (KREISNETZ_SMTP_CA_FILE) fehlt" in doctor()

    settings.EMAIL_USE_SSL, settings.SMTP_CA_FILE = False, ""
    assert "setzen Sie KREISNETZ_SMTP_TLS=1" in doctor()

    with sink() as plain:
        settings.EMAIL_USE_SSL, settings.EMAIL_PORT = True, plain.port
        assert "KREISNETZ_SMTP_STARTTLS statt KREISNETZ_SMTP_TLS" in doctor()
