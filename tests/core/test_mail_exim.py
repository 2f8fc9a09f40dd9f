"""Our mails through Debian's own mail server: encrypted, signed in, delivered, refused for good and for now."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kreisnetz.core import mail
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models import Registration
from tests.conftest import absent
from tests.exim import PASSWORD, USER, exim, why_not
from tests.make import NOW, make_event, make_registration


@pytest.mark.django_db
def test_confirmation_goes_through_a_real_mail_server(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing := why_not():
        absent(missing)
    event = make_event("Frühe Hilfen für Ärzte & Ärztinnen", contact_email="büro@example.org".replace("ü", "ue"))
    make_registration(event, first_name="Jörg", last_name="Größe", email="ok@example.org")
    for name in ("abgelehnt", "spaeter"):
        make_registration(event, last_name=name.title(), email=f"{name}@example.org")
    with exim(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        settings.MAIL_MODE, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "localhost", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, USER, PASSWORD

        assert mail.send_due(now=NOW) == 1
        [arrived] = server.arrived()
        settings.EMAIL_HOST_PASSWORD = "falsch"
        later = OutgoingMessage.objects.get(to_address="spaeter@example.org")
        mail.send_due(now=NOW + timedelta(minutes=2))

    sent = OutgoingMessage.objects.get(to_address="ok@example.org")
    parts = {part.get_content_type(): part for part in arrived.walk() if not part.is_multipart()}
    assert arrived["Message-ID"] == sent.message_id
    assert arrived["Subject"] == sent.subject
    assert "Jörg Größe" in parts["text/plain"].get_content()
    assert "Ärzte &amp; Ärztinnen" in parts["text/html"].get_content()
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert "Frühe Hilfen" in parts["text/calendar"].get_content()
    refused = OutgoingMessage.objects.get(to_address="abgelehnt@example.org")
    assert (refused.state, refused.sent_at) == ("given_up", None)
    assert "no such user here" in refused.last_error
    assert (later.state, later.attempts) == ("waiting", 1)
    later.refresh_from_db()
    assert (later.state, later.attempts) == ("waiting", 2)
    assert Registration.objects.count() == 3
