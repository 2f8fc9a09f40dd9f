"""Who gets into the office, and who is sent away with which words."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from kreisnetz.core.rights import Right, Role
from kreisnetz.staff.urls import urlpatterns
from kreisnetz.ui import access
from tests.make import make_event, make_user

pytestmark = pytest.mark.django_db


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_user(*roles))
    return client


def test_office_sends_to_sign_in_when_nobody_is_signed_in(client: Client) -> None:
    response = client.get(reverse("staff:home"))

    assert response.status_code == 302
    assert response["Location"] == "/konto/login/?next=/buero/"


def test_office_opens_when_the_account_has_the_right() -> None:
    assert signed_in(Role.OFFICE).get(reverse("staff:home")).status_code == 200


def test_page_says_which_right_is_missing_when_an_account_has_it_not() -> None:
    response = signed_in(Role.READER).get(reverse("staff:audit"))

    assert response.status_code == 403
    assert "Protokoll ansehen" in response.content.decode()


def test_right_for_one_event_opens_only_that_event() -> None:
    own, other = make_event(), make_event()
    client = Client()
    client.force_login(make_user(Role.DOOR, scope=own.scope()))

    assert client.get(reverse("staff:door", args=[own.pk])).status_code == 200
    assert client.get(reverse("staff:door", args=[other.pk])).status_code == 403


def test_session_ends_when_nobody_worked_for_too_long(settings: Settings) -> None:
    settings.IDLE_TIMEOUT_MINUTES = 30
    client = signed_in(Role.OFFICE)
    client.get(reverse("staff:home"))
    session = client.session
    session[access.SEEN] = int((timezone.now() - timedelta(minutes=31)).timestamp())
    session.save()

    response = client.get(reverse("staff:home"), follow=True)

    assert response.redirect_chain == [("/konto/login/?next=/buero/", 302)]
    assert "Sie waren länger als 30 Minuten nicht aktiv." in response.content.decode()


def test_account_pages_end_the_session_too_when_nobody_worked_for_too_long(settings: Settings) -> None:
    settings.IDLE_TIMEOUT_MINUTES = 30
    client = signed_in(Role.OFFICE)
    client.get(reverse("staff:home"))
    session = client.session
    session[access.SEEN] = int((timezone.now() - timedelta(minutes=31)).timestamp())
    session.save()

    response = client.get(reverse("mfa_index"))

    assert response["Location"] == "/konto/login/?next=/konto/2fa/"
    assert "_auth_user_id" not in client.session


def test_session_stays_when_somebody_worked_just_now(settings: Settings) -> None:
    settings.IDLE_TIMEOUT_MINUTES = 30
    client = signed_in(Role.OFFICE)
    client.get(reverse("staff:home"))
    session = client.session
    session[access.SEEN] = int((timezone.now() - timedelta(minutes=29)).timestamp())
    session.save()

    assert client.get(reverse("staff:home")).status_code == 200


def test_second_factor_comes_first_when_it_is_required(settings: Settings) -> None:
    settings.MFA_REQUIRED = True

    response = signed_in(Role.ADMINISTRATION).get(reverse("staff:home"), follow=True)

    assert response.redirect_chain == [("/konto/2fa/", 302)]
    assert "Bitte richten Sie zuerst die Anmeldung in zwei Schritten ein." in response.content.decode()


def test_office_page_breaks_loudly_when_it_declares_no_right() -> None:
    request = RequestFactory().get("/buero/neu/")
    request.resolver_match = ResolverMatch(print, (), {}, "new", app_names=["staff"], namespaces=["staff"])
    request.user = make_user(Role.ADMINISTRATION)

    with pytest.raises(RuntimeError, match="right_needed"):
        access.StaffSession(print).process_view(request, print, (), {})  # type: ignore[arg-type]


def test_every_office_page_declares_who_may_open_it() -> None:
    undeclared = [pattern.name for pattern in urlpatterns if not getattr(pattern.callback, "access_declared", False)]

    assert undeclared == []


def test_require_names_the_right_when_it_is_missing() -> None:
    request = RequestFactory().get("/")
    request.user = make_user(Role.READER)

    with pytest.raises(access.RightMissing) as caught:
        access.require(request, Right.SEE_OUTBOX)

    assert caught.value.right == Right.SEE_OUTBOX
