"""The office in a real browser: axe on every page in light, dark and narrow, the Tab key, and an announcement without scripts."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event
from kreisnetz.events.registration import Needs
from tests import make
from tests.browser import OpenPage, axe, problems_in_every_look, tab_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """Fachtag Kinderschutz

Der Beispiel-Kreis lädt am Donnerstag, 14. April 2027, von 9.30 bis 16 Uhr zum Fachtag „Kinderschutz gemeinsam“ in das
Bürgerhaus Beispielstadt (Musterallee 12, 55555 Beispielstadt) ein. Anmeldung bis zum 1. April 2027 per E-Mail an
kinderschutz@example.org. Die Teilnahme ist kostenfrei.
"""


def sign_in(page: Page, user: User) -> None:
    """Put the session of a test client into the browser."""
    client = Client()
    client.force_login(user)
    cookie = next(iter(client.cookies.values()))
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])


def every_address() -> list[str]:
    """Each page of the office with data on it."""
    now = timezone.now()
    event = make.make_event(
        now=now, seats_in_all=2, groups={"affected": 1}, menu=("vegetarisch",), catering=True, ask_group=True
    )
    person = make.make_registration(event, access_needs=Needs(("stufenlos",), "vorne"), remarks="kommt später", now=now)
    waiting = make.make_registration(event, n_seats=2, organisation="Beispiel-Verein", now=now)
    make.make_registration(make.make_event(now=now), email="", phone="06000 1", channel="phone", now=now)
    draft = make.make_event("Entwurf", now=now, published=False)
    mail = OutgoingMessage.objects.filter(channel="email").latest("pk")
    call = OutgoingMessage.objects.filter(channel="phone").latest("pk")
    by_event = ("event", "event-edit", "event-cancel", "event-postpone", "event-move", "participants", "remind")
    by_event += ("registration-new", "message", "event-preview")
    by_person = ("registration", "registration-change", "registration-cancel", "registration-erase")
    plain = ("home", "event-list", "event-new", "outbox", "audit", "accounts", "account-new")
    return [
        *(reverse(f"staff:{name}") for name in plain),
        *(reverse(f"staff:{name}", args=[event.pk]) for name in by_event),
        *(reverse(f"staff:{name}", args=[person.pk]) for name in by_person),
        *(reverse(f"staff:{name}", args=[draft.pk]) for name in ("event", "event-edit")),
        reverse("staff:registration", args=[waiting.pk]),
        reverse("staff:participants", args=[event.pk]) + "?stand=waiting",
        reverse("staff:event-list") + "?stand=entwuerfe",
        reverse("staff:outbox") + "?stand=alle",
        *(reverse("staff:outbox-message", args=[message.pk]) for message in (mail, call)),
        reverse("staff:account", args=[User.objects.latest("pk").pk]),
        reverse("staff:venue", args=[event.venue_id]),
    ]


def test_axe_finds_nothing_on_any_page(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, make.make_user(Role.ADMINISTRATION))
    found = {}

    for address in every_address():
        page.goto(address)
        problems = problems_in_every_look(page)
        if problems:
            found[address] = problems

    assert found == {}


def test_read_announcement_passes_axe_and_shows_what_was_read_beside_the_form(open_page: OpenPage) -> None:
    page = open_page(width=1400)
    sign_in(page, make.make_user(Role.EVENT_EDITOR))
    page.goto(reverse("staff:event-new"))
    page.fill("#id_text", TEXT)
    page.click("text=Text lesen")

    assert axe(page) == []
    assert "der 14. April 2027 ist ein Mittwoch" in page.inner_text(".kn-proposal .kern-alert")
    mark = page.locator('mark[data-felder~="contact_email"]').first
    before = mark.evaluate("e => getComputedStyle(e).outlineStyle")
    page.focus("#id_contact_email")
    assert (before, mark.evaluate("e => getComputedStyle(e).outlineStyle")) == ("none", "solid")


def test_announcement_is_published_without_scripts_after_one_correction(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    sign_in(page, make.make_user(Role.EVENT_EDITOR))
    page.goto(reverse("staff:event-new"))
    page.fill("#id_text", TEXT)
    page.click("text=Text lesen")
    page.fill("#id_title", "Fachtag Kinderschutz 2027")
    page.click("text=Veröffentlichen >> nth=0")

    event = Event.objects.get()
    assert (event.title, event.is_public) == ("Fachtag Kinderschutz 2027", True)
    assert "Der Termin ist veröffentlicht." in page.inner_text("main")


def test_call_is_taken_down_with_the_keyboard_alone(browser_page: Page) -> None:
    event = make.make_event(now=timezone.now())
    sign_in(browser_page, make.make_user(Role.OFFICE))
    browser_page.goto(reverse("staff:registration-new", args=[event.pk]))

    for typed in ("Groß", "Änne", "Beispiel-Verein", "2", "06000 77"):
        browser_page.keyboard.press("Control+A")
        browser_page.keyboard.type(typed)
        browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/teilnehmende/")

    registration = event.registrations.get()
    assert (registration.name, registration.n_seats, registration.phone) == ("Änne Groß", 2, "06000 77")


@pytest.mark.parametrize("name", ["home", "event-new"])
def test_tab_key_reaches_everything_both_ways(browser_page: Page, name: str) -> None:
    sign_in(browser_page, make.make_user(Role.ADMINISTRATION))
    browser_page.goto(reverse(f"staff:{name}"))

    forward = tab_through(browser_page)
    backward = tab_through(browser_page, backwards=True)

    assert [stop.id or stop.name for stop in reversed(backward)] == [stop.id or stop.name for stop in forward]
