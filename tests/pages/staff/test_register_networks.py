"""Networks in the office: the table of any day, target list, short forms, what each account sees of them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kreisnetz.core.rights import Role
from kreisnetz.register import editing
from kreisnetz.register.models import Membership, Network, NetworkEntry, StakeholderGroup, TargetSeat
from tests import make
from tests.pages.staff.sign_in import fields_of, office

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"staff:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_table_shows_the_members_of_the_chosen_day() -> None:
    network = make.make_network()
    make.make_membership(make.make_actor("Beispiel-Damals"), network, since=date(2018, 1, 1), until=date(2020, 12, 31))
    make.make_membership(make.make_actor("Beispiel-Heute"), network, since=date(2021, 1, 1))
    make.make_membership(make.make_actor("Beispiel-Bald"), network, since=date(2999, 1, 1))
    client = office(Role.COORDINATION)

    then, now = (
        page(client, "network", network.pk, query=query).split('id="mitglieder"')[1].split('id="soll"')[0]
        for query in ("?am=2019-06-01", "")
    )

    assert ("Beispiel-Damals</a>" in then, "Beispiel-Heute</a></th>" in then) == (True, False)
    assert "Mitglieder am 1. Juni 2019" in then
    assert ("1 Sitz beginnt später" in now, "2 Sitze beginnen später" in then) == (True, True)
    assert ("1 früherer Sitz" in now, "Beispiel-Heute" in now) == (True, True)


def test_list_counts_vacant_and_stale_and_finds_by_field_and_its_parts() -> None:
    upper = make.make_field("Bildung")
    part = editing.create(type(upper)(name="Schule", parent=upper), by=None, now=make.NOW)
    network = make.make_network("Beispiel-AK Schule", fields_of_action=[part])
    make.make_network("Beispiel-AK Pflege")
    make.make_membership(make.make_actor("Beispiel-Schule", confirmed_on=timezone.localdate()), network)
    make.make_membership(make.make_actor("Beispiel-Hort"), network, is_vacant=True)
    client = office(Role.READER)

    found = page(client, "network-list", query=f"?feld={upper.pk}")

    assert ("Beispiel-AK Schule" in found, "Beispiel-AK Pflege" in found) == (True, False)
    row = found[found.index("Beispiel-AK Schule") :]
    numbers = [part.split("<")[0] for part in row.split('<td class="kn-number">')[1:5]]
    assert numbers == ["2", "2", "1", "1"]


def test_profile_says_who_is_missing_from_the_target_list() -> None:
    network, kind = make.make_network(), make.make_kind("Krankenhaus")
    police = make.make_kind("Polizei oder Ordnungsamt")
    rows = [(None, {"label": "Kliniken", "kind": kind}, {}), (None, {"label": "Polizei", "kind": police}, {})]
    editing.set_rows(network, TargetSeat, rows, by=None, now=make.NOW)
    make.make_membership(make.make_actor("Beispiel-Klinik", kind=kind), network)

    shown = page(office(Role.READER), "network", network.pk)

    table = shown[shown.index('aria-label="Soll-Liste"') :]
    clinics, police_row = table[table.index("Kliniken") : table.index("Polizei")], table[table.index("Polizei") :]
    assert ("Beispiel-Klinik" in clinics, "fehlt" in clinics) == (True, False)
    assert "fehlt" in police_row


def test_template_of_the_law_is_added_once() -> None:
    network = make.make_network()
    client, url = office(Role.COORDINATION), reverse("staff:network-targets-kkg", args=[network.pk])

    first = client.post(url, follow=True).content.decode()
    client.post(url)

    assert "19 Zeilen ergänzt" in first
    assert network.target_seats.count() == 19


def test_groups_at_the_table_are_those_of_the_seat_then_of_the_kind() -> None:
    network = make.make_network()
    kind = make.make_kind("Jugendamt")
    editing.change(kind, {"default_group": StakeholderGroup.ADMINISTRATION}, by=None, now=make.NOW)
    make.make_membership(make.make_actor("Beispiel-Jugendamt", kind=kind), network)
    make.make_membership(make.make_actor("Beispiel-Eltern"), network, group=StakeholderGroup.AFFECTED)

    shown = page(office(Role.READER), "network", network.pk)

    shares = shown[shown.index('class="kn-shares"') : shown.index("</ul>", shown.index('class="kn-shares"'))]
    assert [text.count("(50\xa0%)") + text.count("(50 %)") for text in shares.split("<li>")[1:]] == [1, 0, 0, 1]


@pytest.mark.parametrize(("role", "sees"), [(Role.READER, (False, True)), (Role.OFFICE, (True, True))])
def test_reader_sees_no_names_and_the_office_does(role: str, sees: tuple[bool, bool]) -> None:
    actor = make.make_actor()
    seat = make.make_membership(actor, person=make.make_person("Geheimbeispiel", actor=actor))
    entry = (None, {"kind": "decision", "text": "Beispielbeschluss", "dated_on": date(2026, 1, 1)}, {})
    editing.set_rows(seat.network, NetworkEntry, [entry], by=None, now=make.NOW)

    shown = page(office(role), "network", seat.network_id)

    assert ("Geheimbeispiel" in shown, "Beispielbeschluss" in shown) == sees


def test_organisations_account_sees_the_network_without_decisions_and_notes() -> None:
    actor = make.make_actor()
    seat = make.make_membership(actor)
    editing.change(seat.network, {"note": "Bürogeheimnis", "where_things_are": "Ordner 7"}, by=None, now=make.NOW)

    shown = page(office(Role.MEMBER, scope=actor.scope()), "network", seat.network_id)

    assert ("Bürogeheimnis" in shown, "Ordner 7" in shown, actor.name in shown) == (False, False, True)


def test_short_form_changes_its_part_and_leaves_the_rest() -> None:
    network = make.make_network(purpose="alt", mandate="bleibt")
    host = make.make_actor("Beispiel-Kreis")
    client, url = office(Role.COORDINATION), reverse("staff:network-edit", args=[network.pk, "auftrag"])

    client.post(url, {**fields_of(client.get(url).content.decode(), having="mandate"), "hosts": "beispiel-kreis"})

    network = Network.objects.get(pk=network.pk)
    assert (network.purpose, network.mandate, list(network.hosts.all())) == ("alt", "bleibt", [host])


def test_same_field_changed_by_somebody_else_is_not_overwritten() -> None:
    network, later = make.make_network(purpose="alt"), make.NOW + timedelta(minutes=1)
    client, url = office(Role.COORDINATION), reverse("staff:network-edit", args=[network.pk, "zweck"])
    fields = fields_of(client.get(url).content.decode(), having="purpose")
    editing.change(network, {"purpose": "von Kim"}, by=make.make_user(name="Kim Kollege"), now=later)

    answer = client.post(url, {**fields, "purpose": "von mir"}).content.decode()

    assert Network.objects.get(pk=network.pk).purpose == "von Kim"
    assert "Kim Kollege hat inzwischen „Zweck“ geändert" in answer
    assert "von mir" in answer


def test_network_cannot_be_part_of_its_own_part() -> None:
    upper = make.make_network("Oben")
    lower = make.make_network("Unten", parent=upper)
    client, url = office(Role.COORDINATION), reverse("staff:network-edit", args=[upper.pk, "auftrag"])

    answer = client.post(url, {"parent": lower.pk}).content.decode()

    assert "nicht Teil von sich selbst" in answer
    assert Network.objects.get(pk=upper.pk).parent is None


def test_row_added_by_somebody_else_stays_when_a_form_opened_before_is_saved() -> None:
    network = make.make_network()
    client, url = office(Role.COORDINATION), reverse("staff:network-links", args=[network.pk])
    fields = fields_of(client.get(url).content.decode(), having="form-TOTAL_FORMS")
    editing.set_rows(
        network,
        network.links.model,
        [(None, {"kind": "rules", "title": "Geschäftsordnung"}, {})],
        by=None,
        now=make.NOW,
    )

    client.post(url, {**fields, "form-0-kind": "document", "form-0-title": "Satzung"})

    assert sorted(network.links.values_list("title", flat=True)) == ["Geschäftsordnung", "Satzung"]


@pytest.mark.parametrize("query", ["?am=31.2.2024", "?feld=x&kommune=99999999999999999999", "?q=%00&seite=x&stand=x"])
def test_nonsense_in_the_filter_is_never_our_fault(query: str) -> None:
    make.make_network()

    for name in ("network-list", "actor-list", "person-list"):
        assert office(Role.ADMINISTRATION).get(reverse(f"staff:{name}") + query).status_code == 200


@pytest.mark.parametrize("name", ["network-list", "actor-list", "person-list", "network", "actor"])
def test_page_takes_as_many_queries_for_many_as_for_one(
    name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = office(Role.ADMINISTRATION)
    first = _busy(1)
    args = {"network": [first.network_id], "actor": [first.actor_id]}.get(name, [])
    expected = {"network-list": 10, "actor-list": 10, "person-list": 7, "network": 23, "actor": 15}[name]
    client.get(reverse("staff:list-overview"))  # the first page of a session notes when somebody came
    with django_assert_num_queries(expected):
        client.get(reverse(f"staff:{name}", args=args))

    for number in range(2, 5):
        _busy(number, beside=first)
    with django_assert_num_queries(expected):
        client.get(reverse(f"staff:{name}", args=args))


def _busy(number: int, *, beside: Membership | None = None) -> Membership:
    """One more seat with everything a list shows of it, in the same network and for the same organisation too."""
    field = make.make_field(f"Feld {number}")
    actor = make.make_actor(f"Beispiel-Stelle {number}", kind_name=f"Art {number}", fields_of_action=[field])
    person = make.make_person(f"Beispiel{number}", actor=actor, email=f"p{number}@example.org")
    network = make.make_network(f"Beispielnetz {number}", fields_of_action=[field])
    seat = make.make_membership(actor, network, person=person, since=date(2020, 1, number))
    if beside:
        make.make_membership(actor, beside.network, person=person)
        make.make_membership(
            beside.actor, network, person=beside.person, since=make.NOW.date() - timedelta(days=number)
        )
    return seat
