"""The public pages in a real browser: axe in every mode, with keys only, without scripts."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kreisnetz.events.models import Event, Registration
from kreisnetz.events.registration import Needs
from kreisnetz.register import editing, own_entry, people
from kreisnetz.register.models import ContactChannel
from tests.browser import OpenPage, axe, problems_in_every_look, tab_through
from tests.make import (
    make_actor,
    make_event,
    make_field,
    make_membership,
    make_municipality,
    make_network,
    make_person,
    make_registration,
    make_series,
    make_venue,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def rich_event(**kwargs) -> Event:
    now = timezone.now()
    town = make_municipality()
    venue = make_venue(municipality=town, step_free=True, accessible_toilet=False, directions="Mit dem Bus.")
    defaults = {
        "seats_in_all": 100,
        "groups": {"affected": 10},
        "menu": ("vegetarisch", "vegan"),
        "catering": True,
        "ask_group": True,
        "speakers": ("Erika Beispiel",),
        "fields": (make_field(),),
        "series": make_series(),
        "venue": venue,
        "description": "Worum es geht.\n\nMehr unter https://example.org/.",
        "programme": "15:00 Beginn",
        "plain_language": "Das ist ein Treffen.",
        "sign_language_url": "https://example.org/dgs",
        "deadline_at": now + timedelta(days=10),
        "double_opt_in": True,
    }
    return make_event(now=now, starts_at=now + timedelta(days=20), **(defaults | kwargs))


def register_pages() -> list[str]:
    """Lists, profiles, search, map and private pages of the register, with data on them."""
    field, town = make_field("Bildung"), make_municipality("Nebenstadt")
    network = make_network(
        "Netzwerk Bildung", is_public=True, purpose="Zweck", tasks="Aufgaben", fields_of_action=[field]
    )
    actor = make_actor(
        "Beispiel-Schule", public=True, about="Text", municipalities=[town], kind_name="Schule", town="Nebenstadt"
    )
    rows: list[Any] = [(None, {"kind": "email", "value": "schule@example.org", "is_public": True}, {})]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=timezone.now())
    person = make_person(actor=actor, email="ada@example.org", source="Liste.xlsx")
    make_membership(actor, network, person=person, group="practice")
    _link, token = own_entry.make_link(actor, now=timezone.now())
    mine = people.url_of(person).split("/eintrag/")[1]
    return [
        "/netzwerke/",
        "/netzwerke/netzwerk-bildung/",
        "/organisationen/?kommune=nebenstadt",
        "/organisationen/beispiel-schule/",
        "/hilfe-finden/?feld=bildung",
        "/suche/?q=schule",
        "/suche/?q=xyzxyz",
        f"/eintrag/{token}/",
        f"/eintrag/{token}/aendern/",
        f"/eintrag/{token}/danke/",
        f"/eintrag/{mine}",
        f"/eintrag/{mine}widersprechen/",
        "/eintrag/unbekannt/",
        "/en/organisationen/beispiel-schule/",
    ]


def test_every_public_page_passes_axe_and_fits(open_page: OpenPage) -> None:
    event = rich_event()
    make_event("Abgesagt", now=timezone.now(), starts_at=timezone.now() + timedelta(days=9), status="cancelled")
    registration = make_registration(event, now=timezone.now(), n_seats=2, access_needs=Needs(("hoeranlage",)))
    page = open_page()
    here, private = f"/termine/{event.year}/{event.slug}/", f"/anmeldung/{registration.token}/"
    paths = ["/", "/termine/", "/termine/?q=nichts", f"/termine/monat/{event.year}/{event.starts_on.month}/"]
    paths += [
        "/termine/reihen/",
        f"/termine/reihen/{event.series.slug}/",
        here,
        here + "anmelden/",
        here + "datenschutz/",
    ]
    paths += [private + rest for rest in ("", "bestaetigen/", "annehmen/", "aendern/", "abmelden/", "loeschen/")]
    paths += [
        "/anmeldung/unbekannt/",
        "/impressum/",
        "/datenschutz/",
        "/barrierefreiheit/",
        "/barriere-melden/",
        "/en/",
    ]
    paths += ["/en/termine/", "/en" + here, "/en" + here + "anmelden/", "/gibt-es-nicht/", *register_pages()]
    found = {}
    for path in paths:
        page.goto(path)
        problems = problems_in_every_look(page)
        if problems:
            found[path] = problems

    assert found == {}


def test_form_with_errors_and_check_and_done_pages_pass_axe(browser_page: Page) -> None:
    event = rich_event(double_opt_in=False)
    page = browser_page
    page.goto(f"/termine/{event.year}/{event.slug}/anmelden/")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    errors, title = axe(page), page.title()
    focused = page.evaluate("document.activeElement.className")
    page.get_by_label("Nachname").fill("Beispiel")
    page.get_by_label("E-Mail-Adresse", exact=True).fill("kim@example.org")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    check = axe(page)
    page.get_by_role("button", name="Verbindlich anmelden").click()
    done = axe(page)

    assert (errors, check, done) == ([], [], [])
    assert title.startswith("Fehler:")
    assert "kn-error-summary" in focused
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind angemeldet")


def test_registering_works_with_keys_only(browser_page: Page) -> None:
    event = rich_event(double_opt_in=False)
    page = browser_page
    page.goto(f"/termine/{event.year}/{event.slug}/anmelden/")

    def tab_to(name: str) -> None:
        for _n in range(60):
            page.keyboard.press("Tab")
            if (
                page.evaluate(
                    "document.activeElement?.tagName === 'BUTTON' ? document.activeElement.innerText : document.activeElement?.name || ''"
                ).strip()
                == name
            ):
                return
        raise AssertionError(f"the Tab key does not reach {name}")

    tab_to("last_name")
    page.keyboard.type("Tastatur")
    tab_to("email")
    page.keyboard.type("taste@example.org")
    tab_to("Weiter: Angaben prüfen")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Stimmt alles?")
    tab_to("Verbindlich anmelden")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Sie sind angemeldet")

    assert Registration.objects.get().last_name == "Tastatur"


@pytest.mark.parametrize("path", ["", "anmelden/"])
def test_tab_key_reaches_everything_both_ways(browser_page: Page, path: str) -> None:
    event = rich_event()
    browser_page.goto(f"/termine/{event.year}/{event.slug}/{path}")

    forward = tab_through(browser_page)
    back = tab_through(browser_page, backwards=True)

    assert len(forward) > 8
    assert len(back) == len(forward)
    assert all(stop.outlined for stop in forward)


def test_registering_works_without_scripts_on_a_small_screen(open_page: OpenPage) -> None:
    event = rich_event()
    page = open_page(width=320, javascript=False)
    page.goto(f"/termine/{event.year}/{event.slug}/")
    page.get_by_role("link", name="Jetzt anmelden").click()
    page.get_by_label("Nachname").fill("Ohne")
    page.get_by_label("E-Mail-Adresse", exact=True).fill("ohne@example.org")
    page.get_by_label("vegan", exact=True).first.check()
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("button", name="Verbindlich anmelden").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Fast geschafft")
    registration = Registration.objects.get()
    page.goto(f"/anmeldung/{registration.token}/bestaetigen/")
    page.get_by_role("button", name="Ja, ich komme").click()
    expect(page.get_by_text("Sie sind angemeldet.")).to_be_visible()
    assert Registration.objects.get().state == "confirmed"
