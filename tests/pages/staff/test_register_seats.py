"""Seats, organisations, people in the office: quick entry, who sits there, ends; what stays hidden from whom."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kreisnetz.core.rights import Role
from kreisnetz.register import editing
from kreisnetz.register.models import Actor, ContactChannel, Membership, Network, Offer, Person
from tests import make
from tests.pages.staff.sign_in import fields_of, office

pytestmark = pytest.mark.django_db


def add_seat(client: Client, network: Network, **fields: str) -> str:
    url = reverse("staff:seat-new", args=[network.pk])
    form = fields_of(client.get(url).content.decode(), having="organisation")
    response = client.post(url, {**form, **fields}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_seat_is_added_by_the_organisations_short_name_with_a_new_person() -> None:
    network, actor = make.make_network(), make.make_actor("Arbeitersamariter Beispiel", short_names="ASB, Samariter")

    add_seat(
        office(Role.COORDINATION), network, organisation="asb", since="3/2019", last_name="Ahorn", email="a@example.org"
    )

    seat = Membership.objects.select_related("person").get()
    assert (seat.actor, seat.since, seat.since_precision) == (actor, date(2019, 3, 1), "month")
    assert (str(seat.person), [row.value for row in ContactChannel.objects.all()]) == ("Ahorn", ["a@example.org"])


def test_form_asks_which_organisation_is_meant_and_adds_the_chosen_one() -> None:
    network, client = make.make_network(), office(Role.COORDINATION)
    make.make_actor("Beispiel-Schule Nord")
    south = make.make_actor("Beispiel-Schule Süd")

    asked = add_seat(client, network, organisation="Beispiel Schule")
    assert not Membership.objects.exists()
    add_seat(client, network, organisation="Beispiel Schule", meant=str(south.pk))

    assert "Beispiel-Schule Nord" in asked
    assert "Fehler: " in asked
    assert Membership.objects.get().actor == south
    assert Actor.objects.count() == 2


def test_unknown_organisation_is_made_only_when_asked_for_and_by_the_coordinator_of_this_network() -> None:
    network = make.make_network()
    client = office(Role.COORDINATION, scope=network.scope())

    add_seat(client, network, organisation="Beispiel-Neu e. V.")
    assert not Actor.objects.exists()
    add_seat(client, network, organisation="Beispiel-Neu e. V.", meant="neu", is_vacant="on")

    seat = Membership.objects.get()
    assert (seat.actor.name, seat.is_vacant) == ("Beispiel-Neu e. V.", True)
    assert client.get(reverse("staff:actor-edit", args=[seat.actor_id, "name"])).status_code == 403


def test_vacant_seat_with_a_person_is_refused() -> None:
    network = make.make_network()
    make.make_actor("Beispiel-Amt")

    answer = add_seat(
        office(Role.COORDINATION), network, organisation="Beispiel-Amt", is_vacant="on", last_name="Ahorn"
    )

    assert "Ein unbesetzter Sitz hat keine Person" in answer
    assert not Membership.objects.exists()


def test_seat_ends_on_the_day_and_stays_as_history() -> None:
    seat = make.make_membership(since=date(2020, 1, 1))
    client, url = office(Role.COORDINATION), reverse("staff:seat-end", args=[seat.pk])

    early = client.post(url, {"until": "31.12.2019"}).content.decode()
    client.post(url, {"until": "30.6.2024"})

    seat.refresh_from_db()
    assert "beginnt erst am 01.01.2020" in early
    assert seat.until == date(2024, 6, 30)


def test_organisations_account_names_who_sits_and_leaves_but_edits_no_seat() -> None:
    actor = make.make_actor()
    seat = make.make_membership(actor, person=make.make_person(actor=actor))
    client = office(Role.MEMBER, scope=actor.scope())
    url = reverse("staff:seat-who", args=[seat.pk])

    client.post(url, {"person": "neu", "deputy": str(seat.person_id), "last_name": "Neubeispiel"})

    seat.refresh_from_db()
    assert (str(seat.person), str(seat.deputy)) == ("Neubeispiel", "Ada Beispiel")
    assert client.get(reverse("staff:seat-edit", args=[seat.pk])).status_code == 403
    client.post(reverse("staff:seat-end", args=[seat.pk]), {"until": "31.12.2030"})
    seat.refresh_from_db()
    assert seat.until == date(2030, 12, 31)


def test_seat_is_marked_as_vacant_and_filled_again() -> None:
    actor = make.make_actor()
    person = make.make_person(actor=actor)
    seat = make.make_membership(actor, person=person)
    client, url = office(Role.COORDINATION), reverse("staff:seat-who", args=[seat.pk])

    client.post(url, {"person": "unbesetzt"})
    vacant = Membership.objects.get()
    client.post(url, {"person": str(person.pk)})
    filled = Membership.objects.get()

    assert (vacant.is_vacant, vacant.person) == (True, None)
    assert (filled.is_vacant, filled.person) == (False, person)


def test_seat_becomes_vacant_when_the_person_left() -> None:
    actor = make.make_actor()
    person = make.make_person(actor=actor)
    seat = make.make_membership(actor, person=person)
    client = office(Role.COORDINATION, scope=seat.network.scope())

    client.post(reverse("staff:person-leave", args=[person.pk]), {"left_on": f"{timezone.localdate():%d.%m.%Y}"})

    seat.refresh_from_db()
    person.refresh_from_db()
    assert (seat.is_vacant, seat.person, person.left_on) == (True, None, timezone.localdate())


def test_coordinator_of_one_network_sees_only_the_contacts_who_sit_there() -> None:
    actor = make.make_actor()
    mine = make.make_membership(actor, person=make.make_person("Hierbeispiel", actor=actor))
    foreign = make.make_membership(actor, make.make_network("Fern"), person=make.make_person("Dort", actor=actor))
    client = office(Role.COORDINATION, scope=mine.network.scope())

    people = client.get(reverse("staff:person-list")).content.decode()
    profile = client.get(reverse("staff:actor", args=[actor.pk])).content.decode()
    elsewhere = client.get(reverse("staff:network", args=[foreign.network_id])).content.decode()

    assert ("Hierbeispiel" in people, "Dort" in people) == (True, False)
    assert ("Hierbeispiel" in profile, ">Dort" in profile, "Ada Dort" in profile) == (True, False, False)
    assert "Ada Dort" not in elsewhere
    assert client.get(reverse("staff:person", args=[foreign.person_id])).status_code == 403


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.COORDINATION, True), (Role.ADMINISTRATION, True), (Role.OFFICE, False), (Role.READER, False)],
)
def test_protected_address_is_shown_only_to_those_who_may(role: str, sees: bool) -> None:
    town = make.make_municipality("Geheimstadt")
    actor = make.make_actor("Beispiel-Frauenhaus", street="Geheimweg 1", town="Geheimstadt", municipality=town)
    editing.change(actor, {"protected_address": True, "street": "Geheimweg 2"}, by=None, now=make.NOW)
    client = office(role)

    profile = client.get(reverse("staff:actor", args=[actor.pk])).content.decode()
    found = client.get(reverse("staff:actor-list") + f"?kommune={town.pk}").content.decode()
    history = client.get(reverse("staff:actor-history", args=[actor.pk])).content.decode()

    assert "Adresse geschützt" in profile
    assert ("Geheimweg" in profile, "Geheimweg" in history, "Frauenhaus" in found) == (sees, sees, sees)
    if not sees:
        assert "Geheimstadt" not in profile


def test_organisations_own_account_does_not_see_what_the_office_noted_about_it() -> None:
    actor = make.make_actor(note="Bürogeheimnis", is_public=False)
    editing.change(actor, {"note": "noch geheimer", "about": "Beratung"}, by=None, now=make.NOW)
    client = office(Role.MEMBER, scope=actor.scope())

    profile = client.get(reverse("staff:actor", args=[actor.pk])).content.decode()
    history = client.get(reverse("staff:actor-history", args=[actor.pk])).content.decode()

    assert "Beratung" in history
    assert not [word for word in ("Bürogeheimnis", "geheimer") if word in profile + history]


def test_reader_sees_only_public_channels_of_an_organisation() -> None:
    actor = make.make_actor()
    rows = [
        (None, {"kind": "phone", "value": "06000 111", "is_public": True}, {}),
        (None, {"kind": "phone", "value": "06000 222"}, {}),
    ]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=make.NOW)

    seen = {
        role: [
            number in office(role).get(reverse("staff:actor", args=[actor.pk])).content.decode()
            for number in ("111", "222")
        ]
        for role in (Role.READER, Role.OFFICE)
    }

    assert seen == {Role.READER: [True, False], Role.OFFICE: [True, True]}


def test_age_of_the_entry_is_said_and_confirmed_with_one_click() -> None:
    actor = make.make_actor(confirmed_on=timezone.localdate() - timedelta(days=14 * 31))
    client, url = office(Role.MEMBER, scope=actor.scope()), reverse("staff:actor", args=[actor.pk])

    before = client.get(url).content.decode()
    client.post(reverse("staff:actor-confirm", args=[actor.pk]))

    assert "bestätigt vor 14 Monaten" in before
    assert "heute bestätigt" in client.get(url).content.decode()


def test_hours_of_an_organisation_count_each_filled_seat_and_name_what_is_unknown() -> None:
    actor = make.make_actor()
    make.make_membership(actor, make.make_network("Vier mal drei", meetings_per_year=4, meeting_hours=3))
    make.make_membership(actor, make.make_network("Leer", meetings_per_year=4, meeting_hours=3), is_vacant=True)
    make.make_membership(actor, make.make_network("Unbekannt"))

    shown = office(Role.READER).get(reverse("staff:actor", args=[actor.pk])).content.decode()

    assert "12 Stunden im Jahr" in shown
    assert "1 Netzwerk nennt keine Stunden" in shown


def test_publication_needs_the_day_of_the_agreement() -> None:
    actor = make.make_actor()
    client, url = office(Role.COORDINATION), reverse("staff:actor-edit", args=[actor.pk, "buero"])

    refused = client.post(url, {"is_public": "on", "trust": "wait"}).content.decode()
    client.post(url, {"is_public": "on", "trust": "wait", "agreed_on": "1.2.2026"})

    actor.refresh_from_db()
    assert "nur mit ihrer Zustimmung" in refused
    assert (actor.is_public, actor.agreed_on) == (True, date(2026, 2, 1))


def test_one_offer_is_changed_and_deleted_while_the_other_stays() -> None:
    actor, client = make.make_actor(), office(Role.COORDINATION)
    for name in ("Beratung", "Kurs"):
        client.post(reverse("staff:offer-new", args=[actor.pk]), {"name": name})
    first, second = Offer.objects.order_by("position")

    client.post(reverse("staff:offer-edit", args=[actor.pk, first.pk]), {"name": "Beratung neu", "county_wide": "on"})
    client.post(reverse("staff:offer-delete", args=[actor.pk, second.pk]))

    assert list(Offer.objects.values_list("name", "county_wide")) == [("Beratung neu", True)]


def test_corrected_address_is_no_longer_marked_as_bounced() -> None:
    person = make.make_person(email="falsch@example.org", actor=make.make_actor())
    ContactChannel.objects.update(bounced_at=timezone.now())
    client, url = office(Role.COORDINATION), reverse("staff:person-channels", args=[person.pk])
    fields = fields_of(client.get(url).content.decode(), having="form-0-value")

    refused = client.post(url, {**fields, "form-0-value": "keine adresse"}).content.decode()
    client.post(url, {**fields, "form-0-value": "richtig@example.org"})

    channel = ContactChannel.objects.get()
    assert "vollständige E-Mail-Adresse" in refused
    assert (channel.value, channel.bounced_at) == ("richtig@example.org", None)


def test_second_organisation_of_the_same_name_is_asked_about() -> None:
    make.make_actor("Beispiel-Verein")
    client, url = office(Role.COORDINATION), reverse("staff:actor-new")

    asked = client.post(url, {"name": "beispiel verein"}).content.decode()
    assert Actor.objects.count() == 1
    client.post(url, {"name": "beispiel verein", "doch": "1"})

    assert "gibt es schon" in asked
    assert Actor.objects.count() == 2


def test_person_is_entered_for_the_own_organisation_only() -> None:
    own, foreign = make.make_actor("Eigene"), make.make_actor("Fremde")
    client = office(Role.MEMBER, scope=own.scope())

    statuses = [
        client.post(reverse("staff:person-new", args=[actor.pk]), {"last_name": "Ahorn"}).status_code
        for actor in (own, foreign)
    ]

    assert statuses == [302, 403]
    assert [person.actor for person in Person.objects.all()] == [own]
