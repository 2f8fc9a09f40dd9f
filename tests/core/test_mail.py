"""The outbox against a real SMTP server: what is sent, in which order, and what happens when the server does not want it."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from django.db import connections

from kreisnetz.core import mail
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.outbox import retry
from tests.mail_sink import Sink, sink
from tests.make import NOW, make_user

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-NAME:Müller\r\nEND:VCALENDAR\r\n"
LONG_AGO = timedelta(days=4)


@pytest.fixture
def server(settings: Any) -> Iterator[Sink]:
    with sink() as kept:
        settings.MAIL_MODE = "smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", kept.port
        settings.MAIL_FROM = "kreisnetz@example.org"
        settings.EMAIL_TIMEOUT = 5
        yield kept


def put(key: str = "a", **values: Any) -> OutgoingMessage:
    defaults = {"about": f"registration:{key}", "to_address": f"{key}@example.org", "subject": f"Betreff {key}"}
    message = mail.queue(key=key, now=NOW, **({"text": "Guten Tag\n"} | defaults | values))
    assert message is not None
    return message


@pytest.mark.django_db
def test_mail_carries_text_html_and_calendar_when_it_has_them(server: Sink) -> None:
    row = put(
        to_name="Änne Müller, Dr.",
        reply_to="buero@example.org",
        subject="Sie sind angemeldet: Soziale Netzwerke – für was?",
        text="Grüße\n" + "x" * 1200 + "\n",
        html="<!doctype html><html lang='de'><title>t</title><p>Grüße</p></html>",
        calendar=CALENDAR,
        calendar_method="REQUEST",
    )

    sent = mail.send_due(now=NOW)

    message = server.messages[0]
    body = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    inline = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    attached = next(iter(message.iter_attachments()))
    assert sent == 1
    assert server.recipients == ["a@example.org"]
    assert message["From"].addresses[0].addr_spec == "kreisnetz@example.org"
    assert message["To"].addresses[0].display_name == "Änne Müller, Dr."
    assert message["Reply-To"] == "buero@example.org"
    assert message["Subject"] == "Sie sind angemeldet: Soziale Netzwerke – für was?"
    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert message["List-Unsubscribe"] is None
    assert body == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert message.get_body(("plain",)).get_content().startswith("Grüße\r\n")
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_param("charset").lower() == "utf-8"
    assert inline.get_content().replace("\r\n", "\n") == CALENDAR.replace("\r\n", "\n")
    assert attached.get_filename() == "termin.ics"
    assert attached.get_param("method") == "REQUEST"
    assert attached.get_content() == CALENDAR.encode()
    assert max(len(line) for line in server.raw[0].split(b"\r\n")) <= 998
    assert server.raw[0].isascii()


@pytest.mark.django_db
def test_nothing_is_sent_twice_when_the_worker_runs_again(server: Sink) -> None:
    put()

    first, second = mail.send_due(now=NOW), mail.send_due(now=NOW + timedelta(hours=1))

    assert (first, second, len(server.messages)) == (1, 0, 1)
    assert OutgoingMessage.objects.get().sent_at is not None


@pytest.mark.django_db
def test_nothing_leaves_the_house_when_the_mode_is_outbox(server: Sink, settings: Any) -> None:
    settings.MAIL_MODE = "outbox"
    put()

    assert mail.send_due(now=NOW) == 0
    assert server.connections == 0
    assert OutgoingMessage.objects.get().state == "waiting"
    assert OutgoingMessage.objects.get().attempts == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Bcc: alle@example.org", "x\r\nBcc: alle@example.org", "x\nBcc: alle@example.org\n\nHallo"]
)
def test_header_cannot_be_injected_when_somebody_types_line_breaks(server: Sink, name: str) -> None:
    put(to_name=name, subject=name, reply_to=f"{name}@example.org", key="a", about="registration:1")

    mail.send_due(now=NOW)

    assert len(server.messages) == 1
    assert server.messages[0]["Bcc"] is None
    assert server.recipients == ["a@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["x@example.org\r\nBcc: y@example.org", "x@example.org, y@example.org", "kein-at", "", "a@b@c", "<>", "@"],
)
def test_mail_is_given_up_with_a_reason_when_the_address_is_none(server: Sink, address: str) -> None:
    put("broken", to_address=address)
    put("good")

    sent = mail.send_due(now=NOW)

    broken = OutgoingMessage.objects.get(key="broken")
    assert sent == 1
    assert server.recipients == ["good@example.org"]
    assert broken.given_up_at == NOW or broken.given_up_at > NOW
    assert "Adresse" in broken.last_error


@pytest.mark.django_db
def test_mail_is_given_up_at_once_when_the_server_knows_no_such_address(server: Sink) -> None:
    put("unbekannt")
    put("b")

    mail.send_due(now=NOW)

    row = OutgoingMessage.objects.get(key="unbekannt")
    assert row.state == "given_up"
    assert row.last_error == "Der Mailserver nimmt die Adresse nicht an: 550 5.1.1 Diese Adresse gibt es nicht"
    assert server.recipients == ["b@example.org"]
    assert server.connections == 1


@pytest.mark.django_db
def test_mail_is_given_up_at_once_when_it_is_too_big(server: Sink) -> None:
    put("zu-gross")

    mail.send_due(now=NOW)

    assert OutgoingMessage.objects.get().state == "given_up"
    assert "552" in OutgoingMessage.objects.get().last_error


@pytest.mark.django_db
def test_mail_waits_longer_each_time_and_is_given_up_when_three_days_are_over(server: Sink) -> None:
    put("spaeter")
    moment, waits = NOW, []

    while OutgoingMessage.objects.get().state == "waiting":
        assert mail.send_due(now=moment) == 0
        row = OutgoingMessage.objects.get()
        if row.state == "waiting":
            waits.append(round((row.not_before - moment) / timedelta(minutes=1)))
            assert mail.send_due(now=row.not_before - timedelta(seconds=1)) == 0
            moment = row.not_before
        assert len(waits) < 50

    assert waits == [1, 5, 15, 60, 240, 720, 1440, 1440]
    assert timedelta(days=2) < OutgoingMessage.objects.get().given_up_at - NOW < LONG_AGO
    assert "451" in OutgoingMessage.objects.get().last_error
    assert len(server.tried) == 9


@pytest.mark.django_db
def test_given_up_mail_is_sent_when_the_office_tries_again(server: Sink) -> None:
    row = put("unbekannt")
    mail.send_due(now=NOW)
    OutgoingMessage.objects.update(to_address="bekannt@example.org")

    retry(row, now=NOW + LONG_AGO, by=make_user())

    assert mail.send_due(now=NOW + LONG_AGO) == 1
    assert server.recipients == ["bekannt@example.org"]


@pytest.mark.django_db
def test_one_row_only_is_tried_when_no_server_answers(settings: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.MAIL_MODE, settings.EMAIL_HOST = "smtp", "127.0.0.1"
        settings.EMAIL_PORT = unused.getsockname()[1]
        for key in "abc":
            put(key)

        assert mail.send_due(now=NOW) == 0

    rows = list(OutgoingMessage.objects.order_by("id"))
    assert [row.attempts for row in rows] == [1, 0, 0]
    assert rows[0].last_error.startswith("Der Mailserver ist nicht erreichbar")
    assert [row.lease for row in rows] == ["", "", ""]


@pytest.mark.django_db
def test_one_mail_stops_no_other_when_the_server_hangs_up_on_it(server: Sink) -> None:
    for key in ("auflegen", "b", "c"):
        put(key)

    assert mail.send_due(now=NOW) == 2

    assert server.recipients == ["b@example.org", "c@example.org"]
    row = OutgoingMessage.objects.get(key="auflegen")
    assert (row.state, row.attempts) == ("waiting", 1)


@pytest.mark.django_db
def test_all_mails_arrive_when_the_server_takes_a_few_per_connection(server: Sink) -> None:
    server.drop_after = 2
    for key in "abcdef":
        put(key)

    for minute in range(4):
        mail.send_due(now=NOW + timedelta(minutes=2 * minute))

    assert sorted(server.recipients) == [f"{key}@example.org" for key in "abcdef"]


@pytest.mark.django_db
def test_change_never_overtakes_the_confirmation_when_that_must_wait(server: Sink) -> None:
    put("spaeter", about="registration:1", to_address="spaeter@example.org")
    put("second", about="registration:1", to_address="spaeter@example.org", subject="Geändert")
    put("other")

    mail.send_due(now=NOW)
    mail.send_due(now=NOW + timedelta(seconds=5))
    assert server.tried == ["spaeter@example.org", "other@example.org"]

    OutgoingMessage.objects.filter(about="registration:1").update(to_address="da@example.org")
    mail.send_due(now=NOW + timedelta(minutes=3))
    mail.send_due(now=NOW + timedelta(minutes=3))

    assert [message["Subject"] for message in server.messages] == ["Betreff other", "Betreff spaeter", "Geändert"]


@pytest.mark.django_db
def test_later_mails_go_on_when_an_earlier_one_is_given_up(server: Sink) -> None:
    put("unbekannt", about="registration:1", to_address="unbekannt@example.org")
    put("second", about="registration:1", to_address="unbekannt@example.org")

    mail.send_due(now=NOW)
    mail.send_due(now=NOW)

    assert len(server.tried) == 2


@pytest.mark.django_db
def test_letter_blocks_no_mail_when_it_lies_on_the_list(server: Sink) -> None:
    put("brief", about="registration:1", channel=OutgoingMessage.Channel.LETTER, to_address="Beispielweg 1")
    put("mail", about="registration:1")

    assert mail.send_due(now=NOW) == 1
    assert OutgoingMessage.objects.get(key="brief").state == "waiting"


@pytest.mark.django_db
def test_mail_waits_when_it_is_not_to_be_sent_before_a_moment(server: Sink) -> None:
    put(not_before=NOW + timedelta(hours=1))

    assert mail.send_due(now=NOW) == 0
    assert mail.send_due(now=NOW + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_same_message_is_sent_again_when_the_worker_died_before_it_was_marked(
    server: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease of the dead one keeps others away until it has run out; then the same Message-ID goes out again."""

    class Killed(BaseException):
        pass

    def die(row: OutgoingMessage) -> None:
        raise Killed

    row = put()
    with monkeypatch.context() as patch:
        patch.setattr(mail, "_mine", die)
        with pytest.raises(Killed):
            mail.send_due(now=NOW)

    assert mail.send_due(now=NOW + timedelta(minutes=9)) == 0
    assert mail.send_due(now=NOW + timedelta(minutes=11)) == 1
    assert [message["Message-ID"] for message in server.messages] == [row.message_id, row.message_id]


@pytest.mark.django_db
def test_late_worker_marks_nothing_when_its_lease_is_another_ones(server: Sink) -> None:
    put()
    late = mail._claim(OutgoingMessage.objects.get().pk, now=NOW)
    assert late is not None

    assert mail.send_due(now=NOW + timedelta(minutes=11)) == 1
    assert mail._mine(late).update(sent_at=None) == 0


@pytest.mark.django_db(transaction=True)
def test_every_mail_goes_out_once_when_several_workers_send_together(server: Sink) -> None:
    for number in range(40):
        put(f"p{number}")
    barrier = threading.Barrier(4)
    counts: list[int] = []

    def work() -> None:
        try:
            barrier.wait()
            counts.append(mail.send_due(now=NOW))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(counts) == 40
    assert len(server.messages) == 40
    assert len({message["Message-ID"] for message in server.messages}) == 40


@pytest.mark.django_db
def test_queue_does_nothing_when_the_key_is_known() -> None:
    put()

    assert mail.queue(key="a", about="x:1", to_address="b@example.org", subject="s", text="t", now=NOW) is None
    rows = [{"key": key, "about": "x:1", "to_address": "c@example.org", "subject": "s", "text": "t"} for key in "abb"]
    assert mail.queue_many(rows, now=NOW) == 1
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.django_db
def test_mail_goes_to_the_ascii_form_when_the_domain_has_umlauts(server: Sink) -> None:
    put(to_address="kim@grün.example")
    put("b", to_address="jürgen@example.org")
    put("c", to_address="kim@groß.example")

    assert mail.send_due(now=NOW) == 1
    assert server.recipients == ["kim@xn--grn-ioa.example"]
    assert OutgoingMessage.objects.filter(given_up_at__isnull=False).count() == 2


@pytest.mark.pure
def test_mail_is_plain_ascii_when_its_words_are_not() -> None:
    row = OutgoingMessage(
        to_address="a@example.org", to_name="Ö", subject="Ü" * 200, text="Ä" * 3000, message_id="<1@x>", created_at=NOW
    )

    assert mail.as_email(row).as_bytes(policy=policy.SMTP).isascii()
