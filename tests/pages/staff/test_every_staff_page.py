"""Every address of the office with every role: the table says who gets in, and an address without a line fails."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event, Registration
from kreisnetz.staff import urls, urls_handouts
from tests import make
from tests.pages.staff.sign_in import fields_of

pytestmark = pytest.mark.django_db

# One letter per right: who has it, gets the page.
ROLES = {
    "A": Role.ADMINISTRATION,
    "R": Role.EVENT_EDITOR,
    "K": Role.COORDINATION,
    "G": Role.OFFICE,
    "L": Role.READER,
    "T": Role.MEMBER,
}
ALL_OFFICE, EDITORS, PEOPLE, OFFICE, ADMIN = "ARKGL", "ARKG", "AKG", "AG", "A"
# name: (roles that get in, does a GET answer with a page)
TABLE = {
    "home": (ALL_OFFICE, True),
    "event-list": (ALL_OFFICE, True),
    "event-new": (EDITORS, True),
    "event": (ALL_OFFICE, True),
    "event-edit": (EDITORS, True),
    "event-preview": (ALL_OFFICE, True),
    "event-publish": (EDITORS, False),
    "event-delete": (EDITORS, False),
    "event-cancel": (EDITORS, True),
    "event-postpone": (EDITORS, True),
    "event-move": (EDITORS, True),
    "venue": (EDITORS, True),
    "participants": (PEOPLE, True),
    "registration": (PEOPLE, True),
    "registration-new": (OFFICE, True),
    "registration-change": (OFFICE, True),
    "registration-cancel": (OFFICE, True),
    "registration-promote": (OFFICE, False),
    "registration-note": (OFFICE, False),
    "registration-resend": (OFFICE, False),
    "registration-erase": (OFFICE, True),
    "message": (OFFICE, True),
    "remind": (OFFICE, True),
    "outbox": (OFFICE, True),
    "outbox-message": (OFFICE, True),
    "outbox-html": (OFFICE, True),
    "outbox-calendar": (OFFICE, True),
    "outbox-done": (OFFICE, False),
    "outbox-retry": (OFFICE, False),
    "audit": (ADMIN, True),
    "accounts": (ADMIN, True),
    "account-new": (ADMIN, True),
    "account": (ADMIN, True),
    "account-grant": (ADMIN, False),
    "account-revoke": (ADMIN, False),
    "account-active": (ADMIN, False),
    "account-invite": (ADMIN, False),
    "account-second-step": (ADMIN, False),
}


class World:
    """One of everything an address needs."""

    def __init__(self, now: datetime) -> None:
        self.event = make.make_event(now=now, seats_in_all=5, menu=("Menü vegetarisch",), catering=True)
        self.registration = make.make_registration(self.event, now=now)
        self.mail = OutgoingMessage.objects.filter(channel="email").latest("pk")
        self.person = make.make_user(Role.READER)

    def url(self, name: str) -> str:
        if name.startswith("registration") and name != "registration-new":
            return reverse(f"staff:{name}", args=[self.registration.pk])
        if name.startswith("outbox-"):
            return reverse(f"staff:{name}", args=[self.mail.pk])
        if name == "account" or (name.startswith("account-") and name != "account-new"):
            return reverse(f"staff:{name}", args=[self.person.pk])
        if name == "venue":
            return reverse("staff:venue", args=[self.event.venue_id])
        if name in {"home", "event-list", "event-new", "outbox", "audit", "accounts", "account-new"}:
            return reverse(f"staff:{name}")
        return reverse(f"staff:{name}", args=[self.event.pk])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_table_has_a_line_for_every_address_of_these_pages() -> None:
    handouts = {pattern.name for pattern in urls_handouts.urlpatterns}
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}

    assert names - handouts == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_page_opens_only_for_those_who_have_the_right(name: str) -> None:
    world = World(timezone.now())
    allowed, has_page = TABLE[name]
    seen, expected = {}, {}

    for letter, role in ROLES.items():
        response = signed_in(make.make_user(role)).get(world.url(name))
        seen[letter] = response.status_code
        expected[letter] = 200 if has_page and letter in allowed else 405 if not has_page else 403
        if response.status_code == 200 and "text/html" in response["Content-Type"] and name != "outbox-html":
            html = response.content.decode()
            assert html.count("<h1") == 1
            assert '<html lang="de">' in html

    assert seen == expected


@pytest.mark.parametrize("name", sorted(name for name, (_roles, has_page) in TABLE.items() if not has_page))
def test_action_is_refused_to_those_without_the_right(name: str) -> None:
    world = World(timezone.now())
    allowed, _has_page = TABLE[name]
    before = (
        Event.objects.values().get(pk=world.event.pk),
        Registration.objects.values().get(pk=world.registration.pk),
    )

    seen = {
        letter: signed_in(make.make_user(role)).post(world.url(name)).status_code
        for letter, role in ROLES.items()
        if letter not in allowed
    }

    assert seen == dict.fromkeys(seen, 403)
    after = (Event.objects.values().get(pk=world.event.pk), Registration.objects.values().get(pk=world.registration.pk))
    assert after == before


@pytest.mark.parametrize("name", sorted(TABLE))
def test_page_leads_to_the_sign_in_when_nobody_is_signed_in(name: str) -> None:
    world = World(timezone.now())

    response = Client().get(world.url(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


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
