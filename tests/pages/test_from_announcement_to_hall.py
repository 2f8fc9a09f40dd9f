"""The main job in a real browser: a pasted announcement becomes a public page, ten people sign up, the office sees them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.rights import Role
from kreisnetz.events import seats
from kreisnetz.events.models import Event, Participant, Registration
from kreisnetz.jobs.tick import tick
from tests.browser import OpenPage, axe
from tests.make import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEED = Path(__file__).resolve().parent.parent / "files" / "announcements" / "seed.txt"
PASSWORD = "Ein-langes-Beispiel-1"


def publish_from_text(page: Page) -> Event:
    """Sign in, paste, correct the day (the announcement is of 2019) and publish: one correction."""
    make_user(Role.OFFICE, email="buero@example.org", password=PASSWORD)
    page.goto("/buero/")
    page.locator("input[name=login]").fill("buero@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Neuer Termin").first.click()
    page.locator("textarea[name=text]").fill(SEED.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Text lesen").click()
    next_year = timezone.localdate() + timedelta(days=60)
    page.get_by_label("Tag", exact=True).first.fill(f"{next_year:%d.%m.%Y}")
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Austausch über soziale Netzwerke")
    return Event.objects.get()


def sign_up(page: Page, event: Event, number: int) -> None:
    page.goto(f"/termine/{event.year}/{event.slug}/")
    page.get_by_role("link", name="Jetzt anmelden").click()
    page.get_by_label("Vorname").fill("Kim")
    page.get_by_label("Nachname").fill(f"Beispiel-{number}")
    page.get_by_label("E-Mail-Adresse", exact=True).fill(f"kim{number}@example.org")
    if number == 3:
        page.get_by_label("Wie viele Personen kommen?").select_option("3")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("button", name="Verbindlich anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fast geschafft")


def with_keys(page: Page, event: Event) -> None:
    """The same with nothing but the keyboard."""
    page.goto(f"/termine/{event.year}/{event.slug}/anmelden/")

    def tab_to(name: str) -> None:
        here = "document.activeElement.tagName === 'BUTTON' ? document.activeElement.innerText : document.activeElement.name"
        for _n in range(80):
            page.keyboard.press("Tab")
            if (page.evaluate(here) or "").strip() == name:
                return
        raise AssertionError(name)

    tab_to("last_name")
    page.keyboard.type("Tastatur")
    tab_to("email")
    page.keyboard.type("taste@example.org")
    tab_to("Weiter: Angaben prüfen")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Stimmt alles?")
    tab_to("Verbindlich anmelden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fast geschafft")


def test_announcement_becomes_a_page_and_ten_people_come(open_page: OpenPage) -> None:
    office = open_page()
    event = publish_from_text(office)
    public = open_page()
    public.goto(f"/termine/{event.year}/{event.slug}/")
    words = public.locator("main").inner_text()

    for number in range(8):
        sign_up(open_page(javascript=False, width=320) if number == 7 else public, event, number)
    with_keys(public, event)
    office.goto(f"/buero/termine/{event.pk}/anmelden/")
    office.get_by_label("Nachname", exact=True).first.fill("Telefon")
    office.get_by_label("Telefon", exact=True).first.fill("06000 12")
    office.get_by_role("button", name="Speichern", exact=True).click()
    expect(office.locator("main")).to_contain_text("Telefon")
    for registration in Registration.objects.filter(state="unconfirmed"):
        public.goto(f"/anmeldung/{registration.token}/bestaetigen/")
        public.get_by_role("button", name="Ja, ich komme").click()
    tick(now=timezone.now())

    assert "Landratsamt" in words
    assert "Wilhelm-Seipp-Straße 4" in words
    assert "Liga der freien Wohlfahrt" in words
    assert "Prof. Dr. Peter Löcherbach" in words
    assert "soziale.sicherung@kreisgg.de" in words
    assert "06152 989280" in words
    assert Registration.objects.filter(state="confirmed").count() == 10
    assert Participant.objects.count() == 12
    assert OutgoingMessage.objects.filter(key__startswith="confirmed:").count() == 10
    assert seats.check(event) == []
    office.goto(f"/buero/termine/{event.pk}/teilnehmende/")
    expect(office.locator("main")).to_contain_text("Tastatur")
    assert axe(office) == []
