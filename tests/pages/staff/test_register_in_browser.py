"""The register's office pages in a real browser: axe in light, dark and narrow; a seat added with the keyboard and no script."""

from datetime import date

import pytest
from django.urls import reverse

from kreisnetz.core.rights import Role
from kreisnetz.register import editing
from kreisnetz.register.models import (
    ContactChannel,
    FieldOfAction,
    Membership,
    NetworkEntry,
    NetworkLink,
    Offer,
    TargetSeat,
)
from tests import make
from tests.browser import OpenPage, problems_in_every_look, tab_through
from tests.pages.staff.test_office_in_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def every_address() -> list[str]:
    """One page of each make, with data on it."""
    field, town = make.make_field(), make.make_municipality()
    network = make.make_network(purpose="Zweck", fields_of_action=[field], review_due_on=date(2020, 1, 1))
    actor = make.make_actor(kind_name="Jugendamt", municipalities=[town], street="Beispielweg 1", town="Beispielstadt")
    person = make.make_person(actor=actor, email="ada@example.org")
    ContactChannel.objects.update(bounced_at=make.NOW)
    seat = make.make_membership(actor, network, person=person, since=date(2020, 1, 1), sureness="unsure")
    make.make_membership(make.make_actor("Beispiel-Schule"), network, is_vacant=True)
    make.make_membership(make.make_actor("Beispiel-Damals"), network, until=date(2020, 1, 1))
    rows = [(None, {"kind": "agreement", "title": "Vereinbarung", "url": "https://example.org/"}, {})]
    editing.set_rows(network, NetworkLink, rows, by=None, now=make.NOW)
    point = (
        None,
        {"kind": "open_point", "text": "Offen", "dated_on": date(2026, 1, 1), "due_on": date(2026, 2, 1)},
        {},
    )
    editing.set_rows(network, NetworkEntry, [point], by=None, now=make.NOW)
    editing.set_rows(actor, Offer, [(None, {"name": "Beratung", "description": "offen"}, {})], by=None, now=make.NOW)
    target = (None, {"label": "Polizei", "kind": make.make_kind("Polizei"), "source": "Beispiel"}, {})
    editing.set_rows(network, TargetSeat, [target], by=None, now=make.NOW)
    by_number = (
        (network.pk, ("network", "network-targets", "network-history", "seat-new")),
        (seat.pk, ("seat-edit", "seat-who")),
        (actor.pk, ("actor", "offer-new")),
        (person.pk, ("person",)),
    )
    plain = ("home", "network-list", "actor-list", "person-list")
    return [
        *(reverse(f"staff:{name}") for name in (*plain, "municipality-list", "account-new")),
        *(reverse(f"staff:{name}", args=[pk]) for pk, names in by_number for name in names),
        *(reverse("staff:network-edit", args=[network.pk, part]) for part in ("themen",)),
        *(reverse("staff:actor-edit", args=[actor.pk, part]) for part in ("buero",)),
        reverse("staff:entry-list", args=["handlungsfelder"]),
        reverse("staff:entry-edit", args=["handlungsfelder", FieldOfAction.objects.earliest("pk").pk]),
    ]


def test_axe_finds_nothing_on_any_page_of_the_register(open_page: OpenPage) -> None:
    page, found = open_page(), {}
    sign_in(page, make.make_user(Role.ADMINISTRATION))

    for address in every_address():
        page.goto(address)
        problems = problems_in_every_look(page)
        if problems:
            found[address] = problems

    assert found == {}


def test_seat_is_added_without_scripts_when_the_organisation_has_to_be_chosen(open_page: OpenPage) -> None:
    network = make.make_network()
    make.make_actor("Beispiel-Schule Nord")
    south = make.make_actor("Beispiel-Schule Süd")
    page = open_page(javascript=False)
    sign_in(page, make.make_user(Role.COORDINATION, scope=network.scope()))

    page.goto(reverse("staff:seat-new", args=[network.pk]))
    page.get_by_label("Organisation").fill("Beispiel-Schule")
    page.get_by_role("button", name="Hinzufügen", exact=True).click()
    assert page.title().startswith("Fehler: ")
    page.get_by_label("Beispiel-Schule Süd").check()
    page.get_by_role("button", name="Hinzufügen", exact=True).click()

    assert page.get_by_role("link", name="Beispiel-Schule Süd").first.is_visible()
    assert Membership.objects.get().actor == south


def test_tab_key_walks_through_the_profile(open_page: OpenPage) -> None:
    seat = make.make_membership()
    page = open_page()
    sign_in(page, make.make_user(Role.ADMINISTRATION))

    page.goto(reverse("staff:network", args=[seat.network_id]))

    assert tab_through(page)
