"""A passkey in a real browser with Chromium's own virtual authenticator: set up after signing in, then signed in with it alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Role
from tests.browser import problems_in_every_look
from tests.make import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "ein-langes-passwort-1"


def plug_in_authenticator(page: Page) -> None:
    """A device with fingerprint that stores passkeys and always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_set_up_and_opens_the_office_without_a_password(browser_page: Page, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    page = browser_page
    user = make_user(Role.OFFICE, email="kim@example.org", password=PASSWORD)
    plug_in_authenticator(page)
    page.goto("/konto/login/")
    assert problems_in_every_look(page) == []
    page.fill("[name=login]", "kim@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]:not(#passkey_login)")
    page.wait_for_url("**/konto/2fa/")

    page.goto("/konto/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/")
    assert problems_in_every_look(page) == []
    page.fill("[name=name]", "Dienstrechner")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto("/konto/2fa/webauthn/")
    expect(page.locator("strong", has_text="Dienstrechner")).to_be_visible()
    assert problems_in_every_look(page) == []

    page.context.clear_cookies()
    page.goto("/konto/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/buero/")
    assert AuditEntry.objects.filter(verb="signed_in", about=f"user:{user.pk}").count() == 2
