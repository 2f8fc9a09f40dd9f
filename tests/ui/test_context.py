"""Menus and languages of the frame."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kreisnetz.core.rights import Role
from tests.make import make_event, make_registration, make_user

pytestmark = pytest.mark.django_db


def menu(client: Client, path: str, name: str) -> dict[str, bool]:
    """Entries of one menu -> whether it is the one we are at."""
    page = BeautifulSoup(client.get(path).content, "html5lib")
    nav = page.find("nav", attrs={"aria-label": name})
    return {} if nav is None else {link.get_text(): link.has_attr("aria-current") for link in nav.find_all("a")}  # type: ignore[union-attr]


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_user(*roles))
    return client


def test_menu_shows_no_office_when_nobody_is_signed_in(client: Client) -> None:
    assert menu(client, "/", "Hauptmenü") == dict.fromkeys(("Termine", "Netzwerke", "Hilfe finden", "Suche"), False)


def test_menu_shows_where_we_are_when_an_event_is_open(client: Client) -> None:
    event = make_event()

    entries = menu(client, f"/termine/{event.year}/{event.slug}/", "Hauptmenü")
    assert [name for name, here in entries.items() if here] == ["Termine"]


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        (
            Role.ADMINISTRATION,
            ["Heute", "Termine", "Netzwerke", "Organisationen", "Suche", "Postausgang", "Protokoll", "Konten"],
        ),
        (Role.OFFICE, ["Heute", "Termine", "Netzwerke", "Organisationen", "Suche", "Postausgang"]),
        (Role.READER, ["Heute", "Termine", "Netzwerke", "Organisationen", "Suche"]),
    ],
)
def test_office_menu_shows_only_what_the_account_may_open(role: str, entries: list[str]) -> None:
    assert list(menu(signed_in(role), "/buero/", "Büro")) == entries


@pytest.mark.parametrize("path", ["/buero/termine/{event}/teilnehmende/", "/buero/anmeldungen/{registration}/"])
def test_office_menu_shows_where_we_are_when_we_are_below_an_entry(path: str) -> None:
    event = make_event()
    registration = make_registration(event)

    entries = menu(signed_in(Role.OFFICE), path.format(event=event.pk, registration=registration.pk), "Büro")

    assert [name for name, here in entries.items() if here] == ["Termine"]


def test_language_link_keeps_what_was_searched(client: Client) -> None:
    page = BeautifulSoup(client.get("/termine/?q=Hilfe").content, "html5lib")

    assert page.find("a", hreflang="en")["href"] == "/en/termine/?q=Hilfe"  # type: ignore[index]
    versions = [(link["hreflang"], link["href"]) for link in page.find_all("link", rel="alternate", hreflang=True)]
    assert versions == [
        ("de", "http://testserver/termine/?q=Hilfe"),
        ("en", "http://testserver/en/termine/?q=Hilfe"),
        ("x-default", "http://testserver/termine/?q=Hilfe"),
    ]


def test_search_engines_get_no_address_when_a_private_link_is_open(client: Client) -> None:
    registration = make_registration(make_event())

    page = BeautifulSoup(client.get(f"/anmeldung/{registration.token}/").content, "html5lib")

    assert page.find_all("link", rel=["canonical", "alternate"]) == []


def test_page_of_an_error_leads_to_the_other_languages_home(client: Client) -> None:
    page = BeautifulSoup(client.get("/nirgends/").content, "html5lib")

    assert page.find("a", hreflang="en")["href"] == "/en/"  # type: ignore[index]
