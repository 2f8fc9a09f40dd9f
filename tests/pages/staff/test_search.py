"""The office finds everything it may see, and no account finds more than that."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kreisnetz.core.rights import Role
from kreisnetz.events import editing
from kreisnetz.events.content import Content
from tests.make import NOW, make_actor, make_network, make_person, make_user

pytestmark = pytest.mark.django_db


def found(client: Client, typed: str) -> list[str]:
    page = BeautifulSoup(client.get("/buero/suche/", {"q": typed}).content, "html5lib")
    return [str(link["href"]) for link in page.select(".kn-hits a")]


@pytest.mark.parametrize(
    ("role", "scoped", "sees_people", "sees_events"),
    [
        ("coordination", False, True, True),
        ("reader", False, False, True),
        ("coordination", True, False, True),
        ("member", True, False, False),
    ],
)
def test_everybody_finds_what_they_may_see(
    client: Client, role: str, scoped: bool, sees_people: bool, sees_events: bool
) -> None:
    network, actor = make_network("Quittennetz"), make_actor("Quittenhaus")
    person = make_person("Quittenmann")
    event = editing.create(Content(values={"title": "Quittentag", "starts_at": NOW}), by=None, now=NOW)
    scope = {"coordination": network.scope(), "member": actor.scope()}.get(role, "") if scoped else ""
    client.force_login(make_user(Role(role), scope=scope))

    urls = set(found(client, "quitten"))

    wanted = {f"/buero/netzwerke/{network.pk}/", f"/buero/organisationen/{actor.pk}/"}
    wanted |= {f"/buero/personen/{person.pk}/"} if sees_people else set()
    wanted |= {f"/buero/termine/{event.pk}/"} if sees_events else set()
    assert urls == wanted
    suggested: Any = client.get("/buero/suche/vorschlaege/", {"q": "quitten"}).json()["hits"]
    assert {hit["url"] for hit in suggested} == wanted


@pytest.mark.parametrize("typed", ["", "x", "\x00\x00", "%", "a" * 3000])
def test_nonsense_gives_a_page(client: Client, typed: str) -> None:
    client.force_login(make_user(Role.READER))
    assert client.get("/buero/suche/", {"q": typed}).status_code == 200
