"""Lists of the county, history with undo, and accounts for one network or organisation, in the office."""

from datetime import date

import pytest
from django.urls import reverse

from kreisnetz.core.models import User
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Attendance, Meeting
from kreisnetz.register import editing
from kreisnetz.register.models import Actor, Change, FieldOfAction, Membership, Network, ResponsibleArea
from tests import make
from tests.pages.staff.sign_in import office

pytestmark = pytest.mark.django_db
FIELDS = "handlungsfelder"


def test_entry_gets_a_name_only_once_and_no_third_level() -> None:
    upper = make.make_field("Bildung")
    client, url = office(Role.COORDINATION), reverse("staff:entry-new", args=[FIELDS])

    twice = client.post(url, {"name": "bildung"}).content.decode()
    client.post(url, {"name": "Schule", "parent": upper.pk})
    school = FieldOfAction.objects.get(name="Schule")
    too_deep = client.post(
        reverse("staff:entry-edit", args=[FIELDS, upper.pk]),
        {"name": "Bildung", "parent": make.make_field("Soziales").pk},
    ).content.decode()

    assert "Diesen Eintrag gibt es schon" in twice
    assert school.parent == upper
    assert "höchstens zwei Ebenen" in too_deep
    assert FieldOfAction.objects.get(pk=upper.pk).parent is None


def test_renamed_field_is_found_under_its_new_name() -> None:
    field = make.make_field("Alte Hilfe")
    make.make_network("Beispielnetz", fields_of_action=[field])
    client = office(Role.COORDINATION)

    client.post(reverse("staff:entry-edit", args=[FIELDS, field.pk]), {"name": "Neue Hilfe"})

    found = client.get(reverse("staff:network-list") + "?q=neue+hilfe").content.decode()
    assert ("Beispielnetz" in found, "Neue Hilfe" in found) == (True, True)


def test_used_entry_is_not_deleted_but_merged_and_all_name_the_other_one() -> None:
    gone, into = make.make_field("Jugend"), make.make_field("Jugendarbeit")
    network = make.make_network("Beispielnetz", fields_of_action=[gone, into])
    actor = make.make_actor(fields_of_action=[gone])
    event = make.make_event(fields=(gone,))
    client = office(Role.COORDINATION)

    refused = client.post(reverse("staff:entry-delete", args=[FIELDS, gone.pk]), follow=True).content.decode()
    assert FieldOfAction.objects.filter(pk=gone.pk).exists()
    client.post(reverse("staff:entry-merge", args=[FIELDS, gone.pk]), {"into": into.pk})

    assert "wird noch gebraucht: " in refused
    assert all(words in refused for words in ("1 Netzwerk", "1 Organisation", "1 Termin"))
    assert not FieldOfAction.objects.filter(pk=gone.pk).exists()
    assert [list(row.fields_of_action.all()) for row in (network, actor, event)] == [[into]] * 3


def test_unused_entry_is_deleted() -> None:
    field = make.make_field("Überflüssig")

    office(Role.COORDINATION).post(reverse("staff:entry-delete", args=[FIELDS, field.pk]))

    assert not FieldOfAction.objects.exists()


def test_town_with_its_own_youth_office_is_written_down() -> None:
    field, town = make.make_field("Jugendhilfe"), make.make_municipality("Beispielstadt")
    client = office(Role.COORDINATION)

    client.post(
        reverse("staff:area-new"),
        {"field": field.pk, "name": "Stadtjugendamt", "municipalities": [town.pk], "counts_as_covered": "on"},
    )

    area = ResponsibleArea.objects.get()
    assert (area.field, list(area.municipalities.all()), area.counts_as_covered) == (field, [town], True)
    assert "keine Lücke des Kreises" in client.get(reverse("staff:area-list")).content.decode()


def test_history_says_who_changed_what_from_what_to_what_and_takes_it_back() -> None:
    network, kim = make.make_network(purpose="alt"), make.make_user(name="Kim Kollege")
    editing.change(network, {"purpose": "neu", "founded_on": date(2020, 3, 1)}, by=kim, now=make.NOW)
    change = Change.objects.latest("id")
    client, url = office(Role.COORDINATION), reverse("staff:network-history", args=[network.pk])

    before = client.get(url).content.decode()
    after = client.post(reverse("staff:change-undo", args=[change.pk]), follow=True).content.decode()

    assert "Kim Kollege änderte: Netzwerk „Beispiel-Netzwerk“" in before
    assert all(text in before for text in ("<del>alt</del>", "<ins>neu</ins>", "<ins>01.03.2020</ins>"))
    assert Network.objects.get(pk=network.pk).purpose == "alt"
    assert "nahm zurück: Netzwerk" in after


def test_undo_says_what_is_in_the_way() -> None:
    actor = make.make_actor("Beispiel-Schule")
    made = Change.objects.get(about=f"actor:{actor.pk}")
    make.make_membership(actor)

    answer = office(Role.COORDINATION).post(reverse("staff:change-undo", args=[made.pk]), follow=True).content.decode()

    assert "nicht mehr zurücknehmen" in answer
    assert "Organisation „Beispiel-Schule“" in answer
    assert Actor.objects.filter(pk=actor.pk).exists()


def test_deleted_seat_comes_back_by_the_history_of_its_network() -> None:
    seat = make.make_membership()
    client = office(Role.COORDINATION, scope=seat.network.scope())
    client.post(reverse("staff:seat-delete", args=[seat.pk]))

    client.post(reverse("staff:change-undo", args=[Change.objects.latest("id").pk]))

    assert list(Membership.objects.values_list("actor", "network")) == [(seat.actor_id, seat.network_id)]


def test_deleted_network_comes_back_with_its_seats_from_the_history_of_all() -> None:
    seat = make.make_membership()
    client = office(Role.COORDINATION)
    client.post(reverse("staff:network-delete", args=[seat.network_id]))
    assert not Membership.objects.exists()

    shown = client.get(reverse("staff:change-list") + "?was=geloescht").content.decode()
    change = Change.objects.get(about=f"network:{seat.network_id}", verb="delete")
    client.post(reverse("staff:change-undo", args=[change.pk]), {"seite-von": "alle"})

    assert "löschte: Netzwerk „Beispiel-Netzwerk“" in shown
    assert list(Membership.objects.values_list("actor", "network")) == [(seat.actor_id, seat.network_id)]


def test_network_that_has_met_and_organisation_that_was_there_are_not_deleted() -> None:
    seat, event = make.make_membership(), make.make_event()
    meeting = Meeting.objects.create(event=event, network=seat.network)
    Attendance.objects.create(meeting=meeting, actor=seat.actor, state=Attendance.State.PRESENT)
    client = office(Role.COORDINATION)

    answers = [
        client.post(reverse(f"staff:{name}-delete", args=[pk])).content.decode()
        for name, pk in (("network", seat.network_id), ("actor", seat.actor_id))
    ]

    assert ["nur beenden" in answers[0], "nur auflösen" in answers[1]] == [True, True]
    assert (Network.objects.count(), Actor.objects.count(), Meeting.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(("field", "status"), [("about", 302), ("trust", 403)])
def test_organisations_account_takes_back_its_own_matters_only(field: str, status: int) -> None:
    actor = make.make_actor()
    editing.change(actor, {field: "all"}, by=None, now=make.NOW)
    url = reverse("staff:change-undo", args=[Change.objects.latest("id").pk])

    assert office(Role.MEMBER, scope=actor.scope()).post(url).status_code == status


def test_account_gets_a_role_for_one_network_or_one_organisation() -> None:
    network, actor, person = make.make_network("Beispielnetz"), make.make_actor("Beispiel-Träger"), make.make_user()
    client, url = office(Role.ADMINISTRATION), reverse("staff:account-grant", args=[person.pk])

    client.post(url, {"role": Role.COORDINATION, "network": network.pk})
    client.post(url, {"role": Role.MEMBER, "actor": "beispiel-träger"})
    refused = [
        client.post(url, {"role": Role.MEMBER}).content.decode(),
        client.post(url, {"role": Role.READER, "network": network.pk}).content.decode(),
        client.post(url, {"role": Role.MEMBER, "actor": "Beispiel-Tr"}).content.decode(),
    ]

    scopes = {grant.role: grant.scope for grant in User.objects.get(pk=person.pk).grants.all()}
    page = client.get(reverse("staff:account", args=[person.pk])).content.decode()
    assert scopes == {Role.COORDINATION: network.scope(), Role.MEMBER: actor.scope()}
    assert ("Koordination</strong>: Beispielnetz" in page, "Träger</strong>: Beispiel-Träger" in page) == (True, True)
    assert "Bitte geben Sie die Organisation an" in refused[0]
    assert "nur bei der Rolle Koordination" in refused[1]
    assert "Meinen Sie „Beispiel-Träger“?" in refused[2]


def test_first_page_shows_what_waits_in_the_own_networks_only() -> None:
    mine, foreign = (
        make.make_network("Eigenes Netz", review_due_on=date(2020, 1, 1)),
        make.make_network("Fremdes Netz", review_due_on=date(2020, 1, 1)),
    )
    for network in (mine, foreign):
        make.make_membership(make.make_actor(f"Stelle {network.name}"), network, is_vacant=True)
    actor = Actor.objects.get(name="Stelle Fremdes Netz")

    pages = {
        role: office(role, scope=scope).get(reverse("staff:home")).content.decode()
        for role, scope in (
            (Role.ADMINISTRATION, ""),
            (Role.COORDINATION, mine.scope()),
            (Role.MEMBER, actor.scope()),
        )
    }

    seen = {role: ("Eigenes Netz" in html, "Fremdes Netz" in html) for role, html in pages.items()}
    assert seen == {
        Role.ADMINISTRATION: (True, True),
        Role.COORDINATION: (True, False),
        Role.MEMBER: (False, True),
    }
    assert "noch nie bestätigt" in pages[Role.MEMBER]
    assert "Die nächsten Termine" not in pages[Role.MEMBER]


def test_audit_trail_names_rows_of_the_register() -> None:
    actor = make.make_actor("Beispiel-Amt")
    editing.change(actor, {"about": "x"}, by=None, now=make.NOW)

    shown = office(Role.ADMINISTRATION).get(reverse("staff:audit")).content.decode()

    assert "Beispiel-Amt" in shown
    assert "Was macht die Organisation" in shown
