"""Home, outbox, audit trail and accounts."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from kreisnetz.core import accounts
from kreisnetz.core.models import AuditEntry, OutgoingMessage, RoleGrant, User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Registration
from tests import make
from tests.pages.staff.sign_in import office

pytestmark = pytest.mark.django_db


def page_of(name: str, *roles: str, **query: str) -> str:
    return office(*roles).get(reverse(f"staff:{name}"), query).content.decode()


def test_home_is_friendly_when_nothing_waits(settings: Settings) -> None:
    settings.ACCESSIBILITY_CHECKED_ON = f"{timezone.localdate():%Y-%m-%d}"

    page = page_of("home")

    assert "Alles erledigt. Heute wartet nichts auf Sie." in page
    assert "Es ist kein Termin veröffentlicht, der noch kommt." in page


def test_home_shows_everything_that_waits(settings: Settings) -> None:
    settings.ACCESSIBILITY_CHECKED_ON = "2019-06-27"
    now = timezone.now()
    event = make.make_event("Ohne Frist", now=now, seats_in_all=1, catering=True)
    make.make_event("Unfertig", now=now, published=False)
    make.make_registration(event, email="", phone="06000 1", channel="phone", last_name="Anruferin", now=now)
    offered = make.make_registration(event, last_name="Nachrückerin", now=now)
    Registration.objects.filter(pk=offered.pk).update(state="offered", offer_expires_at=now + timedelta(hours=3))
    OutgoingMessage.objects.filter(channel="email").update(given_up_at=now, last_error="Postfach voll")

    page = page_of("home")

    wanted = (
        "Anruferin",
        "Nachrückerin",
        "Postfach voll",
        "Unfertig",
        "Kein Anmeldeschluss, obwohl es Essen gibt:",
        "Ohne Angaben zur Barrierefreiheit:",
        "Die Erklärung zur Barrierefreiheit ist älter als ein Jahr",
    )
    assert [text for text in wanted if text not in page] == []
    assert "Alles erledigt" not in page


def test_home_of_a_reader_names_no_person() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    make.make_registration(event, email="", phone="06000 1", channel="phone", last_name="Anruferin", now=now)
    assert "Anruferin" in page_of("home", Role.OFFICE)

    assert "Anruferin" not in page_of("home", Role.READER)


def test_phone_call_is_done_once_and_leaves_the_list() -> None:
    event = make.make_event(now=timezone.now())
    make.make_registration(event, email="", phone="06000 1", channel="phone", now=timezone.now())
    call = OutgoingMessage.objects.get()
    client = office()

    for _click in range(2):
        client.post(reverse("staff:outbox-done", args=[call.pk]))

    call.refresh_from_db()
    assert call.sent_at is not None
    assert AuditEntry.objects.filter(verb="done_by_hand").count() == 1
    assert "Hier liegt nichts." in client.get(reverse("staff:outbox"), {"stand": "by_hand"}).content.decode()


def test_mail_cannot_be_ticked_off_but_a_failed_one_is_tried_again() -> None:
    now = timezone.now()
    make.make_registration(make.make_event(now=now), now=now)
    mail = OutgoingMessage.objects.get()
    client = office()

    client.post(reverse("staff:outbox-done", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.sent_at is None

    OutgoingMessage.objects.update(given_up_at=now, attempts=9, last_error="550")
    client.post(reverse("staff:outbox-retry", args=[mail.pk]))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == ("waiting", 0, "")


def test_outbox_says_on_top_when_mails_are_not_sent(settings: Settings) -> None:
    sentence = "werden E-Mails nicht verschickt"
    assert sentence in page_of("outbox")

    settings.MAIL_MODE = "smtp"

    assert sentence not in page_of("outbox")


def test_html_of_a_mail_is_locked_into_a_sandbox() -> None:
    now = timezone.now()
    make.make_registration(make.make_event(now=now), now=now)
    mail = OutgoingMessage.objects.get()
    mail.html = "<script>alert(1)</script>"
    mail.save()
    client = office()

    response = client.get(reverse("staff:outbox-html", args=[mail.pk]))
    page = client.get(reverse("staff:outbox-message", args=[mail.pk])).content.decode()

    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<script>alert(1)</script>" not in page


@pytest.mark.parametrize("n_mails", [1, 3])
def test_outbox_needs_the_same_queries_for_any_number_of_mails(
    n_mails: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make.make_event(now=timezone.now())
    for _number in range(n_mails):
        make.make_registration(event, now=timezone.now())
    client = office()
    client.get(reverse("staff:outbox"))

    with django_assert_num_queries(6):
        client.get(reverse("staff:outbox"))


def test_audit_trail_says_in_words_who_did_what() -> None:
    client = Client()
    client.force_login(make.make_user(Role.ADMINISTRATION, name="Ada Beispiel"))
    event = make.make_event("Runder Tisch", now=timezone.now(), published=False)
    client.post(reverse("staff:event-publish", args=[event.pk]))

    page = client.get(reverse("staff:audit"), {"termin": event.pk}).content.decode()

    row = page.split("<tbody>")[1]
    assert "Ada Beispiel" in row
    assert "veröffentlicht" in row
    assert f'<a class="kern-link" href="{reverse("staff:event", args=[event.pk])}">Runder Tisch</a>' in row


def test_audit_trail_filters_by_person_and_day() -> None:
    client = Client()
    user = make.make_user(Role.ADMINISTRATION)
    client.force_login(user)
    event = make.make_event(now=timezone.now(), published=False)
    client.post(reverse("staff:event-publish", args=[event.pk]))

    def n_rows(**query: str) -> int:
        return client.get(reverse("staff:audit"), query).content.decode().count("<tr><td")

    assert n_rows(wer=f"user:{user.pk}", termin=str(event.pk)) == 1
    assert n_rows(wer="public", termin=str(event.pk)) == 0
    assert n_rows(termin=str(event.pk), bis="1.1.2020") == 0


@pytest.mark.parametrize("n_entries", [1, 3])
def test_audit_trail_needs_the_same_queries_for_any_number_of_lines(
    n_entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(n_entries):
        make.make_registration(make.make_event(now=timezone.now()), now=timezone.now())
    client = office(Role.ADMINISTRATION)
    client.get(reverse("staff:audit"))

    with django_assert_num_queries(8):
        client.get(reverse("staff:audit"))


def invite(client: Client, **kwargs: Any) -> User:
    typed = {"name": "Bo Beispiel", "email": "Bo@Example.org", "role": Role.OFFICE}
    client.post(reverse("staff:account-new"), {**typed, **kwargs})
    return User.objects.get(email="bo@example.org")


def test_invited_person_sets_the_password_by_the_link_and_gets_in() -> None:
    person = invite(office(Role.ADMINISTRATION))
    mail = OutgoingMessage.objects.get(about=f"user:{person.pk}")
    link = next(word for word in mail.text.split() if "/konto/" in word)
    guest = Client()
    path = link.removeprefix("http://testserver")

    form = guest.get(path, follow=True)
    password = "Ein langes Kennwort 2027"
    guest.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    guest.post(reverse("account_login"), {"login": "bo@example.org", "password": password})

    assert guest.get(reverse("staff:home")).status_code == 200
    assert list(person.grants.values_list("role", flat=True)) == [Role.OFFICE]


def test_address_that_has_an_account_is_refused() -> None:
    client = office(Role.ADMINISTRATION)
    invite(client)

    typed = {"name": "Zweimal", "email": "bo@example.org", "role": Role.READER}
    page = client.post(reverse("staff:account-new"), typed).content.decode()

    assert "Für diese Adresse gibt es schon ein Konto." in page


def test_mail_that_opens_an_account_is_for_those_who_manage_accounts(settings: Settings) -> None:
    client = office(Role.ADMINISTRATION)
    person = invite(client)
    mail = OutgoingMessage.objects.get(about=f"user:{person.pk}")
    link = next(word for word in mail.text.split() if "/konto/" in word)
    url = reverse("staff:outbox-message", args=[mail.pk])

    assert link in client.get(url).content.decode()
    assert office(Role.OFFICE).get(url).status_code == 403
    assert mail.subject not in page_of("outbox", Role.OFFICE, stand="alle")
    settings.MAIL_MODE = "smtp"
    assert link not in client.get(url).content.decode()


def test_last_administrator_keeps_role_and_account() -> None:
    client = Client()
    admin = make.make_user(Role.ADMINISTRATION)
    client.force_login(admin)
    given = admin.grants.get()

    client.post(reverse("staff:account-revoke", args=[admin.pk]), {"rolle": given.pk})
    page = client.post(
        reverse("staff:account-active", args=[admin.pk]), {"aktiv": "nein"}, follow=True
    ).content.decode()

    assert "Das ist das letzte Konto mit der Rolle Administration." in page
    admin.refresh_from_db()
    assert admin.is_active
    assert list(admin.grants.all()) == [given]


def test_locked_or_expiring_administrator_does_not_count_as_another() -> None:
    now = timezone.now()
    admin, locked, leaving = (make.make_user(Role.ADMINISTRATION) for _number in range(3))
    User.objects.filter(pk=locked.pk).update(is_active=False)
    leaving.grants.update(expires_at=now + timedelta(days=1))

    with pytest.raises(accounts.LastAdministrator):
        accounts.set_active(admin, False, by=admin, now=now)


def test_locked_account_is_out_at_once() -> None:
    person = make.make_user(Role.OFFICE)
    client = Client()
    client.force_login(person)
    assert client.get(reverse("staff:home")).status_code == 200

    office(Role.ADMINISTRATION).post(reverse("staff:account-active", args=[person.pk]), {"aktiv": "nein"})

    assert client.get(reverse("staff:home")).status_code == 302


def test_door_role_is_for_one_event_and_ends_the_day_after() -> None:
    event = make.make_event(now=timezone.now())
    person = make.make_user()
    client, url = office(Role.ADMINISTRATION), reverse("staff:account-grant", args=[person.pk])

    refused = client.post(url, {"role": Role.DOOR, "event": ""}).content.decode()
    client.post(url, {"role": Role.DOOR, "event": event.pk})

    assert "Für den Einlass wählen Sie bitte den Termin." in refused
    given = RoleGrant.objects.get(user=person)
    assert given.scope == event.scope()
    assert given.expires_at is not None
    assert event.last_at < given.expires_at < event.last_at + timedelta(days=2)


def test_lost_second_step_is_set_up_anew_after_the_administration_resets_it() -> None:
    person = make.make_user(Role.OFFICE)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client = office(Role.ADMINISTRATION)
    assert "Anmeldung in zwei Schritten" in client.get(reverse("staff:account", args=[person.pk])).content.decode()

    client.post(reverse("staff:account-second-step", args=[person.pk]))

    assert not Authenticator.objects.filter(user=person).exists()
    assert AuditEntry.objects.get(verb="forget_second_step").about == f"user:{person.pk}"


def test_role_is_taken_back() -> None:
    person = make.make_user(Role.OFFICE)
    client = office(Role.ADMINISTRATION)

    client.post(reverse("staff:account-revoke", args=[person.pk]), {"rolle": person.grants.get().pk})
    nonsense = client.post(reverse("staff:account-revoke", args=[person.pk]), {"rolle": "x"})

    assert not person.grants.exists()
    assert nonsense.status_code == 404


@pytest.mark.parametrize("n_people", [1, 3])
def test_accounts_need_the_same_queries_for_any_number_of_people(
    n_people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(n_people):
        make.make_user(Role.OFFICE)
    client = office(Role.ADMINISTRATION)
    client.get(reverse("staff:accounts"))

    with django_assert_num_queries(6):
        client.get(reverse("staff:accounts"))
