"""The frame of all pages in a real browser: light, dark, narrow, large text, by keyboard, without scripts, on paper."""

import pytest
from playwright.sync_api import Page, expect

from kreisnetz.core.models import OutgoingMessage
from tests.browser import OpenPage, axe, problems_in_every_look, scrolls_sideways, tab_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = ["/", "/konto/login/", "/nirgends/"]
LARGE_TEXT = "document.documentElement.style.fontSize = '32px'"
# WCAG 1.4.12: what people may set for reading must not hide or cut anything.
SPACING = (
    "for (const e of document.querySelectorAll('*')) { e.style.lineHeight = '1.5'; e.style.letterSpacing = '0.12em';"
    " e.style.wordSpacing = '0.16em'; }"
)


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_in_light_and_dark_and_on_a_small_screen(browser_page: Page, path: str) -> None:
    browser_page.goto(path)

    assert problems_in_every_look(browser_page) == []


def test_axe_finds_nothing_when_a_form_has_errors(browser_page: Page) -> None:
    browser_page.goto("/barriere-melden/")
    browser_page.get_by_role("button", name="Meldung absenden").click()
    expect(browser_page.locator("#fehler")).to_be_visible()

    assert problems_in_every_look(browser_page) == []


@pytest.mark.parametrize("path", PATHS)
def test_tab_goes_through_the_page_both_ways(browser_page: Page, path: str) -> None:
    browser_page.goto(path)

    forth = [(stop.tag, stop.name) for stop in tab_through(browser_page)]
    back = [(stop.tag, stop.name) for stop in tab_through(browser_page, backwards=True)]

    assert forth[0] == ("a", "Zum Inhalt springen")
    assert sorted(back) == sorted(forth)


def test_skip_link_leads_past_the_menu(browser_page: Page) -> None:
    browser_page.goto("/")

    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_text("Zum Inhalt springen")).to_be_in_viewport()
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Tab")

    expect(browser_page.get_by_label("Termine, Netzwerke, Organisationen")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_focus_goes_to_the_errors_when_a_form_is_refused(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    page.goto("/barriere-melden/")

    page.get_by_role("button", name="Meldung absenden").click()

    expect(page).to_have_title("Fehler: Barriere melden – Kreisnetz Kreis Groß-Gerau")
    expect(page.locator("#fehler")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Was hat nicht funktioniert?")).to_be_focused()


def test_barrier_is_reported_with_keys_only_and_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/barriere-melden/")

    for _stop in range(20):
        page.keyboard.press("Tab")
        if page.get_by_label("Was hat nicht funktioniert?").evaluate("e => e === document.activeElement"):
            break
    page.keyboard.type("Die Schrift ist mir zu klein.")
    for _stop in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, Ihre Meldung ist da")
    assert "Die Schrift ist mir zu klein." in OutgoingMessage.objects.get().text


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off_when_text_is_twice_as_large_or_widely_spaced(browser_page: Page, path: str) -> None:
    browser_page.goto(path)

    browser_page.evaluate(LARGE_TEXT)
    assert not scrolls_sideways(browser_page)

    browser_page.reload()
    browser_page.evaluate(SPACING)
    assert not scrolls_sideways(browser_page)


def test_page_is_usable_in_forced_colours(open_page: OpenPage) -> None:
    page = open_page(forced_colors=True)
    page.goto("/")

    assert axe(page) == []
    assert tab_through(page)


def test_paper_shows_no_menus(browser_page: Page) -> None:
    browser_page.goto("/datenschutz/")

    browser_page.emulate_media(media="print")

    expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
    expect(browser_page.locator(".kn-nav")).to_be_hidden()
    expect(browser_page.locator(".kn-footer nav")).to_be_hidden()


def test_no_cookie_is_set_when_somebody_only_reads(browser_page: Page) -> None:
    for path in ("/", "/datenschutz/", "/barriere-melden/"):
        browser_page.goto(path)

    assert browser_page.context.cookies() == []
