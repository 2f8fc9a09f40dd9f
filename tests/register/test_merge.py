"""Two entries of one organisation become one, by a click, with everything that hung on them, and back again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kreisnetz.core.rights import Role
from kreisnetz.events import meetings
from kreisnetz.events.content import Content
from kreisnetz.register import editing, merge
from kreisnetz.register.models import Actor, ContactChannel, Membership, Offer
from tests.make import NOW, make_actor, make_field, make_membership, make_network, make_person, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def pair() -> tuple[Actor, Actor]:
    stays = make_actor("Beispiel-Beratungsstelle", about="Text", fields_of_action=[make_field("Eins")])
    goes = make_actor(
        "Beispiel-Beratungstelle", street="Weg 1", protected_address=True, fields_of_action=[make_field("Zwei")]
    )
    rows: list[Any] = [(None, {"kind": "email", "value": "stelle@example.org"}, {})]
    editing.set_rows(stays, ContactChannel, rows, by=None, now=NOW)
    editing.set_rows(goes, ContactChannel, [*rows, (None, {"kind": "phone", "value": "06000 1"}, {})], by=None, now=NOW)
    editing.set_rows(goes, Offer, [(None, {"name": "Rat"}, {})], by=None, now=NOW)
    make_membership(goes, make_network("Runder Tisch", hosts=[goes]), person=make_person(actor=goes))
    return stays, goes


def test_misspelt_double_is_proposed_and_a_house_of_its_own_traeger_is_not() -> None:
    stays, goes = pair()
    upper = make_actor("Beispiel-Diakonie Nord")
    make_actor("Beispiel-Diakonie Nort", parent=upper)

    assert [(d.one, d.other) for d in merge.doubles()] in ([(stays, goes)], [(goes, stays)])


def test_everything_goes_over_and_the_old_name_is_found_again() -> None:
    stays, goes = pair()

    merge.merge(stays, goes, by=None, now=LATER)

    stays.refresh_from_db()
    seat = Membership.objects.get()
    assert (seat.actor, seat.person.actor if seat.person else None) == (stays, stays)
    assert sorted(channel.value for channel in stays.channels.all()) == ["06000 1", "stelle@example.org"]
    assert (stays.about, stays.street, stays.protected_address) == ("Text", "Weg 1", True)
    assert stays.short_names == "Beispiel-Beratungstelle"
    assert {field.name for field in stays.fields_of_action.all()} == {"Eins", "Zwei"}
    assert list(seat.network.hosts.all()) == [stays]
    assert [offer.name for offer in stays.offers.all()] == ["Rat"]
    assert Actor.objects.count() == 1


def test_traeger_and_house_are_not_merged() -> None:
    upper = make_actor("Oben")

    with pytest.raises(merge.Linked):
        merge.merge(upper, make_actor("Unten", parent=upper), by=None, now=LATER)
    assert Actor.objects.count() == 2


def test_page_merges_by_a_click_and_keeps_who_came(client: Client) -> None:
    stays, goes = pair()
    meeting = meetings.plan(make_network("Tisch"), Content(values={"starts_at": NOW}), by=None, now=NOW)
    meetings.record(meeting, {}, {goes.pk: "present"}, by=None, now=NOW)
    client.force_login(make_user(Role.COORDINATION))

    assert "Beratungstelle" in client.get("/buero/pflege/doppelte/").content.decode()
    data = {"bleibt": stays.pk, "geht": goes.pk}
    assert "Zusammengelegt" in client.post("/buero/pflege/doppelte/", data, follow=True).content.decode()
    assert meeting.attendances.get().actor == stays
    assert "gibt es nicht mehr" in client.post("/buero/pflege/doppelte/", data, follow=True).content.decode()
    assert client.post("/buero/pflege/doppelte/", {"bleibt": "x", "geht": "²"}).status_code == 302
