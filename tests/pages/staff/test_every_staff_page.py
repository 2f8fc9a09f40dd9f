"""Every address of the office with every role, GET and POST: rights_table.py says who gets in; an address without a line fails."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from kreisnetz.core.models import User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event, Registration
from kreisnetz.staff import urls
from tests import make
from tests.pages.staff.rights_table import TABLE, World
from tests.pages.staff.sign_in import fields_of

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Back(Exception):
    """Takes back what a request changed, so that one world serves all requests."""


def statuses(world: World, pattern: URLPattern, method: str, clients: dict[str, Client]) -> dict[str, int]:
    """What each account is answered, nothing kept."""
    url, found = world.url(pattern), {}
    for letter, client in clients.items():
        try:
            with transaction.atomic():
                response = getattr(client, method)(url)
                found[letter] = response.status_code
                assert_is_a_page(str(pattern.name), response)
                raise Back
        except Back:
            continue
    return found


def assert_is_a_page(name: str, response: Any) -> None:
    if response.status_code == 200 and "text/html" in response["Content-Type"] and name != "outbox-html":
        html = response.content.decode()
        assert (html.count("<h1"), '<html lang="de">' in html) == (1, True), name


def test_table_has_a_line_for_every_address() -> None:
    missing = {str(pattern.name) for pattern in urls.urlpatterns} - set(TABLE)
    gone = set(TABLE) - {str(pattern.name) for pattern in urls.urlpatterns}

    assert not missing, f"Say in tests/pages/staff/rights_table.py who may open these: {sorted(missing)}"
    assert not gone, f"These lines of tests/pages/staff/rights_table.py have no address any more: {sorted(gone)}"


def test_every_address_answers_every_role_as_the_table_says(caplog: pytest.LogCaptureFixture) -> None:
    # Every refusal written with its trace would take most of the time.
    caplog.set_level(logging.ERROR, "django.request")
    world = World(timezone.now())
    clients = {letter: signed_in(user) for letter, user in world.users.items()}
    wrong = {}

    for pattern in urls.urlpatterns:
        line = TABLE.get(str(pattern.name))
        for method in ("get", "post") if line else ():
            # What nobody may ask this way is asked by two only.
            askers = clients if line.allowed(method) else {letter: clients[letter] for letter in "AE"}
            seen = statuses(world, pattern, method, askers)
            differ = {letter: seen[letter] for letter in seen if seen[letter] != line.expected(method, letter)}
            if differ:
                wrong[f"{method} {pattern.name}"] = differ

    assert wrong == {}


def test_page_leads_to_the_sign_in_when_nobody_is_signed_in() -> None:
    world, client = World(timezone.now()), Client()
    answers = {pattern.name: client.get(world.url(pattern)) for pattern in urls.urlpatterns if pattern.name in TABLE}

    assert {response.status_code for response in answers.values()} == {302}
    assert all(response["Location"].startswith(reverse("account_login")) for response in answers.values())


@pytest.mark.parametrize("part", ["buero", "anschrift"])
def test_organisation_does_not_decide_itself_what_the_office_decides(part: str) -> None:
    actor = make.make_actor("Beispiel-Frauenhaus", protected_address=True, street="Geheimweg 1")
    url = reverse("staff:actor-edit", args=[actor.pk, part])

    seen = {
        role: signed_in(make.make_user(role, scope=actor.scope() if role == Role.MEMBER else "")).get(url).status_code
        for role in (Role.ADMINISTRATION, Role.COORDINATION, Role.MEMBER)
    }

    assert seen == {Role.ADMINISTRATION: 200, Role.COORDINATION: 200, Role.MEMBER: 403}


def test_right_for_one_event_opens_that_event_and_no_other() -> None:
    now = timezone.now()
    mine, other = make.make_event(now=now), make.make_event("Anderer Termin", now=now)
    client = signed_in(make.make_user(Role.OFFICE, scope=mine.scope()))

    seen = {
        name: (
            client.get(reverse(f"staff:{name}", args=[mine.pk])).status_code,
            client.get(reverse(f"staff:{name}", args=[other.pk])).status_code,
        )
        for name in ("event", "event-edit", "participants", "registration-new", "message")
    }

    assert seen == dict.fromkeys(seen, (200, 403))


def test_registration_of_another_event_stays_closed_when_the_right_is_for_one_event() -> None:
    now = timezone.now()
    mine, other = make.make_event(now=now), make.make_event("Anderer Termin", now=now)
    client = signed_in(make.make_user(Role.OFFICE, scope=mine.scope()))
    own, foreign = make.make_registration(mine, now=now), make.make_registration(other, now=now)

    assert client.get(reverse("staff:registration", args=[own.pk])).status_code == 200
    assert client.get(reverse("staff:registration", args=[foreign.pk])).status_code == 403
    assert client.post(reverse("staff:registration-cancel", args=[foreign.pk])).status_code == 403
    foreign.refresh_from_db()
    assert foreign.state == Registration.State.CONFIRMED


def test_role_that_has_run_out_opens_nothing() -> None:
    user = make.make_user(Role.OFFICE)
    user.grants.update(expires_at=timezone.now() - timedelta(minutes=1))

    assert signed_in(user).get(reverse("staff:home")).status_code == 403


def test_door_account_sees_only_its_event_at_home() -> None:
    now = timezone.now()
    mine, _other = make.make_event(now=now), make.make_event("Anderer Termin", now=now)
    client = signed_in(make.make_user(Role.DOOR, scope=mine.scope()))

    page = client.get(reverse("staff:home")).content.decode()

    assert reverse("staff:door", args=[mine.pk]) in page
    assert "Anderer Termin" not in page
    assert client.get(reverse("staff:participants", args=[mine.pk])).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "termine/99999999999999999999/",
        "termine/neu/?vorlage=99999999999999999999",
        "termine/?seite=x&q=%00&stand=x",
        "postausgang/?seite=-1&stand=x&weg=x&q=%00",
        "protokoll/?wer=x&termin=99999999999999999999&von=x&bis=31.2.2027&seite=9",
        "anmeldungen/99999999999999999999/",
        "konten/99999999999999999999/",
    ],
)
def test_nonsense_in_the_address_is_never_our_fault(address: str) -> None:
    response = signed_in(make.make_user(Role.ADMINISTRATION)).get(reverse("staff:home") + address)

    assert response.status_code in {200, 404}


@pytest.mark.parametrize("stand", ["", "gestern", "2027-99-99T00:00", "2027-01-01T00:00", "\x00"])
def test_event_is_saved_whatever_stands_in_the_hidden_stamp(stand: str) -> None:
    event = make.make_event(now=timezone.now())
    client, url = signed_in(make.make_user(Role.OFFICE)), reverse("staff:event-edit", args=[event.pk])
    fields = fields_of(client.get(url).content.decode(), having="title")

    response = client.post(url, {**fields, "stand": stand, "title": "Neu"})

    assert response.status_code == 302
    assert Event.objects.get(pk=event.pk).title == "Neu"
