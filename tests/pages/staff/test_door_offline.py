"""The door in a real browser: nothing is lost when the line breaks, and the page is usable by everybody."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event, Participant
from tests.browser import OpenPage, axe, scrolls_sideways, tab_through
from tests.make import make_event, make_participant, make_registration, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
OpenDoor = Callable[..., Page]
DATA = re.compile("/einlass/daten/")


@pytest.fixture
def event() -> Event:
    event = make_event("Beispieltagung", seats_in_all=5)
    make_participant(event, first_name="Änne", last_name="Özbeispiel", organisation="Muster-Verein")
    make_participant(event, first_name="Bo", last_name="Bbeispiel")
    make_registration(event, first_name="Kim", last_name="Abeispiel", n_seats=3)
    make_participant(event, first_name="Lee", last_name="Wartebeispiel")
    return event


@pytest.fixture
def open_door(open_page: OpenPage, live_server: Any, event: Event) -> OpenDoor:
    """open_door(width=320, …) -> the door page of the event, signed in as a door account."""

    def open_it(**kwargs: Any) -> Page:
        page = open_page(**kwargs)
        sign_in(page, live_server.url, event)
        page.goto(reverse("staff:door", args=[event.pk]))
        return page

    return open_it


def sign_in(page: Page, url: str, event: Event) -> None:
    client = Client()
    client.force_login(make_user(Role.DOOR, scope=event.scope()))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def pk_of(last_name: str) -> int:
    return Participant.objects.get(last_name=last_name).pk


def button(page: Page, last_name: str) -> Any:
    return page.locator(f'li[data-guest="{pk_of(last_name)}"] button')


def here() -> set[str]:
    return set(Participant.objects.filter(checked_in_at__isnull=False).values_list("last_name", flat=True))


def ticks() -> list[str]:
    return list(AuditEntry.objects.filter(verb__contains="check_in").order_by("id").values_list("verb", flat=True))


def stored(page: Page) -> str | None:
    return page.evaluate("() => JSON.stringify(Object.entries(sessionStorage))")


def test_ticks_wait_while_the_line_is_broken_and_arrive_when_it_is_back(open_door: OpenDoor) -> None:
    page = open_door()
    page.context.set_offline(True)

    button(page, "Özbeispiel").click()
    button(page, "Bbeispiel").click()
    button(page, "Abeispiel").click()
    button(page, "Bbeispiel").click()  # taken back while still offline

    pending = page.locator("[data-door=pending]")
    expect(pending).to_have_text("3 noch nicht übertragen. Bitte die Seite offen lassen.")
    expect(page.locator("[data-door=here]")).to_have_text("2")
    expect(page.locator("[data-door=result]")).to_have_text("Bbeispiel, Bo ist nicht mehr als anwesend eingetragen.")
    assert here() == set()
    assert "beispiel" not in (stored(page) or "").lower()

    page.context.set_offline(False)

    expect(pending).to_be_hidden()
    assert here() == {"Özbeispiel", "Abeispiel"}
    assert ticks() == ["check_in", "check_in"]
    assert stored(page) == "[]"


def test_tick_counts_once_when_only_the_answer_was_lost(open_door: OpenDoor) -> None:
    page = open_door()
    lost: list[int] = []

    def lose_answer(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(DATA, lose_answer)
    button(page, "Bbeispiel").click()

    expect(page.locator("[data-door=pending]")).to_be_visible()
    expect(page.locator("[data-door=pending]")).to_be_hidden(timeout=20_000)
    assert lost == [200, 200]
    assert here() == {"Bbeispiel"}
    assert ticks() == ["check_in"]


def test_waiting_ticks_survive_a_reload(open_door: OpenDoor) -> None:
    page = open_door()
    page.route(DATA, lambda route: route.abort())
    button(page, "Bbeispiel").click()
    expect(page.locator("[data-door=pending]")).to_contain_text("1 noch nicht übertragen")
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()
    expect(page.locator("[data-door=pending]")).to_contain_text("1 noch nicht übertragen")
    expect(button(page, "Bbeispiel")).to_contain_text("zurücknehmen")
    page.unroute(DATA)

    expect(page.locator("[data-door=pending]")).to_be_hidden(timeout=20_000)
    assert here() == {"Bbeispiel"}


def test_two_phones_see_each_other(open_door: OpenDoor) -> None:
    one, two = open_door(), open_door()

    button(one, "Bbeispiel").click()
    expect(one.locator("[data-door=pending]")).to_be_hidden()
    two.evaluate("window.dispatchEvent(new Event('online'))")

    expect(two.locator("[data-door=here]")).to_have_text("1")
    expect(button(two, "Bbeispiel")).to_contain_text("zurücknehmen")


def test_somebody_new_appears_without_a_reload(open_door: OpenDoor, event: Event) -> None:
    page = open_door()
    event.registrations.filter(last_name="Wartebeispiel").update(last_name="Wartebeispiel-Neu")
    Participant.objects.filter(last_name="Wartebeispiel").update(last_name="Ganzneubeispiel")
    event.registrations.filter(last_name="Bbeispiel").delete()

    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.get_by_text("Ganzneubeispiel, Lee")).to_be_visible()
    expect(page.get_by_text("Bbeispiel, Bo")).to_have_count(0)
    expect(page.locator("[data-door=expected]")).to_have_text("4")


def test_signed_out_phone_says_so_and_keeps_the_ticks(open_door: OpenDoor, event: Event, live_server: Any) -> None:
    page = open_door()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    button(page, "Bbeispiel").click()

    problem = page.locator("[data-door=problem]")
    expect(problem).to_contain_text("Sie sind abgemeldet")
    assert here() == set()

    sign_in(page, live_server.url, event)
    problem.get_by_role("link", name="Neu anmelden").click()

    expect(page.locator("[data-door=pending]")).to_be_hidden()
    expect(page.locator("[data-door=here]")).to_have_text("1")
    assert here() == {"Bbeispiel"}


def test_refused_tick_goes_back_and_says_why(open_door: OpenDoor, event: Event) -> None:
    page = open_door()
    event.registrations.filter(last_name="Bbeispiel").update(state="cancelled")
    button(page, "Bbeispiel").click()

    expect(page.locator("[data-door=result]")).to_contain_text("hat keinen Platz (mehr)")
    expect(page.get_by_text("Bbeispiel, Bo", exact=True)).to_have_count(0)
    expect(page.locator("[data-door=here]")).to_have_text("0")


def test_search_filters_while_typing_like_the_server(open_door: OpenDoor) -> None:
    page = open_door()
    search = page.get_by_label("Name oder Organisation")

    for words in ("oezbeispiel", "ÖZBEI", "aenne verein"):
        search.fill(words)
        expect(page.locator("[data-door=found]")).to_have_text("1 gefunden")
        expect(page.locator("li.kn-guest:visible")).to_have_count(1)
    search.press("Enter")
    page.keyboard.press("Enter")

    expect(page.locator("[data-door=pending]")).to_be_hidden()
    expect(page.locator("[data-door=result]")).to_have_text("Özbeispiel, Änne ist da.")
    assert here() == {"Özbeispiel"}


CAMERA = """
window.BarcodeDetector = class { async detect() { return window.seen ? [{rawValue: window.seen}] : []; } };
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d').fillRect(0, 0, 9, 9);
  return canvas.captureStream(5);
};
"""


def test_codes_are_read_by_the_camera_where_the_browser_can(
    open_page: OpenPage, live_server: Any, event: Event
) -> None:
    page = open_page()
    page.add_init_script(CAMERA)
    sign_in(page, live_server.url, event)
    page.goto(reverse("staff:door", args=[event.pk]))
    result = page.locator("[data-door=result]")
    codes = dict(Participant.objects.values_list("last_name", "door_code"))
    strange = make_participant(make_event("Andere Beispieltagung")).door_code

    page.get_by_role("button", name="Code scannen").click()
    expect(page.locator("[data-door=camera]")).to_be_visible()
    for seen, sentence in (
        (f"https://x.example.org/?code={codes['Bbeispiel']}", "Bbeispiel, Bo ist da."),
        (codes["Wartebeispiel"], "Wartebeispiel, Lee: steht auf der Warteliste, kein Platz"),
        (strange, "Dieser Code gehört zu einem anderen Termin: „Andere Beispieltagung“"),
        (codes["Bbeispiel"], "Bbeispiel, Bo ist schon da: eingelassen um"),
    ):
        page.evaluate("code => window.seen = code", seen)
        expect(result).to_contain_text(sentence)
    page.get_by_role("button", name="Kamera ausschalten").click()

    expect(page.locator("[data-door=camera]")).to_be_hidden()
    expect(page.locator("[data-door=pending]")).to_be_hidden()
    assert here() == {"Bbeispiel"}


def test_door_works_without_javascript(open_door: OpenDoor) -> None:
    page = open_door(javascript=False, width=320)
    page.get_by_label("Name oder Organisation").fill("öz")
    page.get_by_role("button", name="Suchen", exact=True).click()
    page.get_by_role("button", name="Einlassen Özbeispiel").click()

    expect(page.get_by_text("ist da, seit")).to_be_visible()
    expect(page.locator("[data-door=here]")).to_have_text("1")
    assert here() == {"Özbeispiel"}


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 320}, {"width": 320, "dark": True}])
def test_door_is_accessible(open_door: OpenDoor, look: dict[str, Any]) -> None:
    page = open_door(**look)
    button(page, "Bbeispiel").click()
    expect(page.locator("[data-door=pending]")).to_be_hidden()

    assert axe(page) == []
    assert not scrolls_sideways(page)


def test_door_is_usable_with_the_keyboard_alone(open_door: OpenDoor) -> None:
    names = [stop.name for stop in tab_through(open_door())]

    assert names.count("Einlassen") == 5
    assert "q" in names or any("Name" in name for name in names)


def test_buttons_are_large_enough_for_a_thumb(open_door: OpenDoor) -> None:
    page = open_door(width=320)

    for box in [found.bounding_box() for found in page.locator(".kn-guest__button:visible").all()]:
        assert box is not None and box["height"] >= 44 and box["width"] >= 100
