"""Sign-in: audited, mails through the outbox, no open sign-up, and no second door around it."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from kreisnetz.core.models import AuditEntry, CacheRow, OutgoingMessage, User
from kreisnetz.core.rights import Role
from tests.make import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "ein-langes-passwort-1"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """allauth remembers used codes and failed tries in the cache, beyond the end of a test."""
    cache.clear()


def sign_in(client: Client, password: str = PASSWORD) -> User:
    user = make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)
    client.post("/konto/login/", {"login": "kim@example.org", "password": password})
    return user


def verbs() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("actor", "verb", "about"))


def test_sign_in_leads_to_the_office_and_is_audited(client: Client) -> None:
    user = make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)

    response = client.post("/konto/login/", {"login": "Kim@example.org", "password": PASSWORD})

    assert response["Location"] == "/buero/"
    assert verbs() == [(f"user:{user.pk}", "signed_in", f"user:{user.pk}")]


def test_wrong_password_is_audited_and_told_kindly(client: Client) -> None:
    user = make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)

    response = client.post("/konto/login/", {"login": "kim@example.org", "password": "falsch"})

    assert "<title>Fehler: " in response.content.decode()
    assert verbs() == [("public", "sign_in_failed", f"user:{user.pk}")]


def test_signing_out_leaves_no_session(client: Client) -> None:
    user = sign_in(client)

    client.post("/konto/logout/")

    assert "sitzung" not in {name for name, cookie in client.cookies.items() if cookie.value}
    assert verbs()[-1] == (f"user:{user.pk}", "signed_out", f"user:{user.pk}")


def test_failed_sign_ins_are_known_to_every_process_without_an_address(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "3/m/key"}

    client.post("/konto/login/", {"login": "geraten@example.org", "password": "falsch"}, REMOTE_ADDR="198.51.100.7")

    rows = list(CacheRow.objects.values_list("cache_key", "value"))
    assert rows
    assert not [row for row in rows if "198.51" in str(row) or "geraten" in str(row)]


def test_sign_in_limit_counts_the_visitor_and_not_the_proxy(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def answers(forwarded: str) -> list[int]:
        values = {"login": "x@example.org", "password": "falsch"}
        return [client.post("/konto/login/", values, HTTP_X_FORWARDED_FOR=forwarded).status_code for _try in range(3)]

    # What the visitor invents stands further left and buys no further tries.
    assert answers("192.0.2.1, 198.51.100.7") == [200, 200, 429]
    assert answers("192.0.2.1, 203.0.113.9") == [200, 200, 429]
    assert answers("192.0.2.99, 198.51.100.7") == [429, 429, 429]


def test_sign_in_is_slowed_down_when_somebody_guesses(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "3/m/key"}
    make_user(Role.OFFICE, email="geraten@example.org", password=PASSWORD)

    for _guess in range(3):
        client.post("/konto/login/", {"login": "geraten@example.org", "password": "falsch"})
    response = client.post("/konto/login/", {"login": "geraten@example.org", "password": PASSWORD})

    assert response.status_code != 302
    assert "signed_in" not in [verb for _actor, verb, _about in verbs()]


def test_password_is_reset_by_a_link_from_the_outbox(client: Client) -> None:
    user = make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)

    client.post("/konto/password/reset/", {"email": "kim@example.org"})

    message = OutgoingMessage.objects.get()
    assert (message.to_address, message.about, mail.outbox) == ("kim@example.org", f"user:{user.pk}", [])
    link = re.search(r"http://testserver(/\S+)", message.text)
    assert link is not None
    page = client.get(link[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "noch-ein-passwort-2", "password2": "noch-ein-passwort-2"})
    user.refresh_from_db()
    assert user.check_password("noch-ein-passwort-2")
    assert (f"user:{user.pk}", "password_reset", f"user:{user.pk}") in verbs()


def test_nobody_learns_who_has_an_account_when_a_password_is_reset(client: Client) -> None:
    make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)

    known = client.post("/konto/password/reset/", {"email": "kim@example.org"}, follow=True)
    unknown = client.post("/konto/password/reset/", {"email": "niemand@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert OutgoingMessage.objects.count() == 1


def test_nobody_can_open_an_account(client: Client) -> None:
    response = client.post("/konto/signup/", {"email": "neu@example.org", "password1": PASSWORD})

    assert "Konten legt die Administration an" in response.content.decode()
    assert not User.objects.filter(email="neu@example.org").exists()


@pytest.mark.parametrize("path", ["/konto/email/", "/konto/3rdparty/", "/konto/password/set/"])
def test_pages_that_are_not_offered_do_not_exist(client: Client, path: str) -> None:
    sign_in(client)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/konto/2fa/",
        "/konto/2fa/totp/activate/",
        "/konto/2fa/webauthn/",
        "/konto/2fa/webauthn/add/",
        "/konto/password/change/",
        "/konto/logout/",
    ],
)
def test_pages_of_ones_own_account_are_ours(client: Client, path: str) -> None:
    sign_in(client)

    response = client.get(path, follow=True)

    assert response.status_code == 200
    assert "kn-sign-in" in response.content.decode()


def with_second_step(client: Client) -> str:
    """An account with an app that shows codes; gives the app's secret."""
    user = make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    client.post("/konto/login/", {"login": "kim@example.org", "password": PASSWORD})
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_second_step_opens_the_office_with_the_code_of_the_app(client: Client, settings: Settings) -> None:
    settings.MFA_REQUIRED = True
    secret = with_second_step(client)
    assert client.get("/buero/").status_code == 302

    page = client.get("/konto/2fa/authenticate/")
    assert "Zweiter Schritt der Anmeldung" in page.content.decode()
    client.post("/konto/2fa/authenticate/", {"code": code_of(secret)})

    assert client.get("/buero/").status_code == 200


def test_second_step_refuses_a_wrong_code(client: Client) -> None:
    with_second_step(client)

    response = client.post("/konto/2fa/authenticate/", {"code": "000000"})

    assert "<title>Fehler: " in response.content.decode()
    assert client.get("/buero/").status_code == 302


def test_spare_codes_can_be_read_when_the_second_step_is_set_up(client: Client) -> None:
    secret = with_second_step(client)
    client.post("/konto/2fa/authenticate/", {"code": code_of(secret)})

    page = "/konto/2fa/recovery-codes/"
    assert "Bitte bestätigen Sie, dass Sie es sind" in client.get(page, follow=True).content.decode()
    response = client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": page}, follow=True)

    html = response.content.decode()
    assert "Noch 10 von 10 Codes sind unbenutzt." in html
