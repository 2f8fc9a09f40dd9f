"""Headers: what browsers may do with our pages, and what stays private."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kreisnetz.core.rights import Role
from kreisnetz.ui.security import SecurityHeaders
from tests.make import make_user

pytestmark = pytest.mark.django_db


def answer(path: str, **headers: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("x", headers=headers)

    return SecurityHeaders(view)(RequestFactory().get(path))


def test_public_page_allows_only_our_own_files(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_public_page_sets_no_cookie_and_varies_not_by_cookie(client: Client) -> None:
    response = client.get("/")

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_public_page_varies_by_cookie_when_somebody_is_signed_in() -> None:
    client = Client()
    client.force_login(make_user(Role.OFFICE, name="Kim Beispiel"))

    response = client.get("/")

    assert "Kim Beispiel" in response.content.decode()
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("path", ["/anmeldung/abc/", "/en/anmeldung/abc/daten.json"])
def test_private_link_is_told_to_nobody(path: str) -> None:
    response = answer(path)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("path", ["/buero/", "/konto/login/", "/en/buero/termine/"])
def test_office_page_is_kept_by_no_cache(path: str) -> None:
    response = answer(path)

    assert response["Cache-Control"] == "no-store, private"
    # With "no-referrer" browsers hide where a form was sent from, and Django would refuse it.
    assert "Referrer-Policy" not in response


def test_view_keeps_its_own_header_when_it_needs_the_camera() -> None:
    assert answer("/buero/termine/1/einlass/", **{"Permissions-Policy": "camera=(self)"})["Permissions-Policy"] == (
        "camera=(self)"
    )


def test_public_page_may_be_kept_by_caches() -> None:
    assert "Cache-Control" not in answer("/termine/")
