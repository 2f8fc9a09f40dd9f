"""Error pages say what to do; the one for our own faults needs neither database nor template."""

import logging

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory

from kreisnetz.core.rights import Right
from kreisnetz.ui import errors
from kreisnetz.ui.access import RightMissing


def heading(response: object) -> str:
    return BeautifulSoup(response.content, "html5lib").h1.get_text()  # type: ignore[attr-defined, union-attr]


def test_page_not_found_leads_on_without_the_database(client: Client) -> None:
    response = client.get("/gibt-es-nicht/")

    assert response.status_code == 404
    assert heading(response) == "Diese Seite gibt es nicht"
    assert 'href="/termine/"' in response.content.decode()


def test_page_not_found_is_english_under_en(client: Client) -> None:
    response = client.get("/en/gibt-es-nicht/")

    assert '<html lang="en">' in response.content.decode()


def test_server_error_says_what_to_do_without_the_database() -> None:
    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert heading(response) == "Da ist bei uns etwas schiefgegangen"
    assert response["Cache-Control"] == "no-store"


def test_server_error_speaks_even_when_templates_fail(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise TemplateDoesNotExist("500.html")

    monkeypatch.setattr(errors, "render_to_string", broken)
    with caplog.at_level(logging.ERROR):
        response = errors.server_error(RequestFactory().get("/"))

    assert heading(response) == "Da ist bei uns etwas schiefgegangen"


def test_forbidden_names_the_right_only_when_it_is_known() -> None:
    request = RequestFactory().get("/")

    known = errors.forbidden(request, RightMissing(Right.EXPORT_PEOPLE)).content.decode()
    unknown = errors.forbidden(request, PermissionDenied()).content.decode()

    assert "Personenlisten herunterladen" in known
    assert "Personenlisten herunterladen" not in unknown


def test_form_without_mark_gets_a_kind_answer_when_the_cookie_is_gone() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/konto/login/", {"login": "kim@example.org", "password": "x"})

    assert response.status_code == 403
    assert heading(response) == "Das Formular war zu lange offen"


def test_bad_request_has_a_page() -> None:
    assert errors.bad_request(RequestFactory().get("/")).status_code == 400
