"""The buffet page: sums by state and choice, the forecast with its reason, and the order sheet. No names anywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kreisnetz.core.rights import Role
from kreisnetz.events import admission
from kreisnetz.events.models import Event
from kreisnetz.events.registration import Attendee
from tests.browser import OpenPage, axe, scrolls_sideways, tab_through
from tests.make import NOW, make_event, make_registration, make_series, make_user

pytestmark = pytest.mark.django_db


def signed_in(client: Client, *roles: str, **kwargs: Any) -> Client:
    client.force_login(make_user(*roles, **kwargs))
    return client


def with_experience(**kwargs: Any) -> Event:
    """An event whose series had one before: 10 registered, 8 came."""
    series, clerk = make_series("Beispielreihe"), make_user(Role.OFFICE)
    then = NOW - timedelta(days=300)
    before = make_event("Beispieltagung früher", series=series, starts_at=then)
    make_registration(before, n_seats=10, now=then - timedelta(days=9), by=clerk)
    for participant in list(before.registrations.get().participants.all())[:8]:
        admission.admit(participant, now=then, by=clerk)
    return make_event(series=series, **kwargs)


def test_buffet_shows_sums_choices_and_forecast(client: Client) -> None:
    event = with_experience(catering=True, menu=("mit Fleisch", "vegan"))
    vegan = event.menu.get(name="vegan").pk
    make_registration(event, n_seats=10, people=(Attendee("Geheim", "Beispielname", vegan),))
    signed_in(client, Role.READER)

    page = client.get(reverse("staff:buffet", args=[event.pk])).content.decode()

    text = " ".join(page.split())
    assert "Von 10 Angemeldeten kamen beim letzten Termin der Reihe „Beispielreihe“ 8." in text
    assert "Von jetzt 10 fest Angemeldeten kommen demnach etwa <strong>8</strong>" in text
    assert '<th scope="row">vegan</th><td class="kn-number">1</td>' in text
    assert '<th scope="row">keine Angabe</th><td class="kn-number">9</td>' in text
    assert '<th scope="row">mit Fleisch</th><td class="kn-number">0</td>' in text
    assert "Geheim" not in text and "Beispielname" not in text


def test_buffet_says_so_when_nothing_is_known_and_nothing_is_served(client: Client) -> None:
    event = make_event()
    signed_in(client, Role.READER)

    page = client.get(reverse("staff:buffet", args=[event.pk])).content.decode()

    assert "Bei diesem Termin ist kein Essen vorgesehen" in page
    assert "Dazu gibt es noch keine Erfahrung" in page
    assert reverse("staff:buffet-pdf", args=[event.pk]) not in page


def test_order_sheet_comes_as_pdf_with_a_readable_name(client: Client) -> None:
    event = make_event("Beispieltagung für alle", catering=True)
    signed_in(client, Role.READER)

    response = client.get(reverse("staff:buffet-pdf", args=[event.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="bestellung-beispieltagung-fuer-alle.pdf"'
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["buffet", "buffet-pdf"])
def test_buffet_is_closed_to_the_public_the_door_and_members(client: Client, name: str) -> None:
    event = make_event()
    address = reverse(f"staff:{name}", args=[event.pk])

    assert client.get(address).status_code == 302
    for role, scope in ((Role.DOOR, event.scope()), (Role.MEMBER, "actor:1")):
        signed_in(client, role, scope=scope)
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("n", [1, 3])
def test_buffet_asks_the_database_the_same_number_of_times(
    client: Client, n: int, django_assert_num_queries: Any
) -> None:
    event = make_event(catering=True, menu=("Suppe",))
    for _number in range(n):
        make_registration(event)
    signed_in(client, Role.READER)
    address = reverse("staff:buffet", args=[event.pk])
    client.get(address)

    with django_assert_num_queries(7):  # session, account, grants, event, people, menu, earlier events
        client.get(address)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 320}])
@pytest.mark.parametrize("name", ["buffet", "lists", "door-walk-in"])
def test_pages_around_the_event_are_accessible(
    open_page: OpenPage, live_server: Any, client: Client, name: str, look: dict[str, Any]
) -> None:
    event = with_experience(catering=True, menu=("mit Fleisch", "vegan"))
    make_registration(event, n_seats=3)
    signed_in(client, Role.OFFICE)
    page = open_page(**look)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    page.goto(reverse(f"staff:{name}", args=[event.pk]))

    assert axe(page) == []
    assert not scrolls_sideways(page)
    assert tab_through(page)
