"""Every change of the register is kept before and after, and can be taken back."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError

from kreisnetz.register import editing, history
from kreisnetz.register.models import Actor, Change, ContactChannel, ImportRun, Membership, Network, Offer, Person
from tests.make import (
    NOW,
    make_actor,
    make_field,
    make_membership,
    make_municipality,
    make_network,
    make_person,
    make_user,
)

LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def test_change_is_kept_with_before_and_after_and_who_did_it() -> None:
    network, user = make_network("Runder Tisch"), make_user()

    changed = editing.change(network, {"purpose": "Schutz"}, {"fields_of_action": [make_field()]}, by=user, now=LATER)

    line = Change.objects.first()
    assert line is not None
    assert changed == {"purpose", "fields_of_action"}
    assert (line.about, line.shown_on, line.actor_name) == (f"network:{network.pk}",) * 2 + (f"user:{user.pk}",)
    assert (line.before["purpose"], line.after["purpose"]) == ("", "Schutz")


def test_nothing_is_written_when_nothing_differs() -> None:
    actor = make_actor("Beispiel-Verein e. V.")
    before = Change.objects.count()

    assert editing.change(actor, {"name": "Beispiel-Verein e. V."}, {"municipalities": []}, by=None, now=LATER) == set()
    assert Change.objects.count() == before


def test_update_is_taken_back_with_its_lists_when_nobody_changed_it_since() -> None:
    town, actor = make_municipality(), make_actor("Beispiel-Schule")
    editing.change(actor, {"about": "neu"}, {"municipalities": [town]}, by=None, now=LATER)

    history.undo(Change.objects.latest("id"), by=None, now=LATER)

    actor.refresh_from_db()
    assert (actor.about, list(actor.municipalities.all())) == ("", [])


def test_undo_is_refused_when_the_same_field_was_changed_again() -> None:
    actor = make_actor("Beispiel-Schule")
    editing.change(actor, {"about": "eins"}, by=None, now=LATER)
    first = Change.objects.latest("id")
    editing.change(actor, {"about": "zwei"}, by=None, now=LATER)

    with pytest.raises(history.ChangedSince) as refused:
        history.undo(first, by=None, now=LATER)

    actor.refresh_from_db()
    assert (refused.value.clashes, actor.about) == ([f"actor:{actor.pk}"], "zwei")


def test_deleted_network_comes_back_with_its_seats() -> None:
    seat = make_membership(make_actor("Beispiel-Amt"), make_network("Arbeitskreis"), since=date(2020, 1, 1))
    network = seat.network
    number = network.pk
    editing.delete(network, by=None, now=LATER)
    assert not Membership.objects.exists()

    run = ImportRun.objects.create(file_name="x", sha256="x", read_at=NOW)
    Change.objects.filter(verb=Change.Verb.DELETE).update(run=run)
    history.undo_run(run, by=None, now=LATER)

    assert [(seat.network_id, seat.since) for seat in Membership.objects.all()] == [(number, date(2020, 1, 1))]


def test_creation_is_not_taken_back_when_something_else_hangs_on_it() -> None:
    actor, network = make_actor("Beispiel-Amt"), make_network("Arbeitskreis")
    made = Change.objects.get(about=f"actor:{actor.pk}")
    make_membership(actor, network)

    with pytest.raises(history.ChangedSince):
        history.undo(made, by=None, now=LATER)

    assert Actor.objects.filter(pk=actor.pk).exists()


def test_run_is_taken_back_as_a_whole_or_not_at_all() -> None:
    run = ImportRun.objects.create(file_name="liste.xlsx", sha256="x", read_at=NOW)
    with history.Writer(None, NOW, run) as writer:
        actors = [Actor(name=f"Beispiel {n}") for n in range(3)]
        for actor in actors:
            editing.derive(actor)
        writer.create_many(actors)
        writer.create(Membership(actor=actors[0], network=make_network("Arbeitskreis")))
    editing.change(actors[2], {"about": "von Hand"}, by=None, now=LATER)

    with pytest.raises(history.ChangedSince):
        history.undo_run(run, by=None, now=LATER)
    assert (Actor.objects.count(), Membership.objects.count()) == (3, 1)

    history.undo(Change.objects.latest("id"), by=None, now=LATER)
    assert history.undo_run(run, by=None, now=LATER) == 4
    assert (Actor.objects.count(), Membership.objects.count(), Network.objects.count()) == (0, 0, 1)


def test_parent_cannot_be_below_itself() -> None:
    upper = make_network("Oben")
    lower = make_network("Unten", parent=upper)

    with pytest.raises(editing.GoesInCircles):
        editing.change(upper, {"parent": lower}, by=None, now=LATER)


def test_clash_is_refused_and_other_fields_are_merged() -> None:
    actor = make_actor("Beispiel-Amt")
    seen = actor.modified_at
    editing.change(actor, {"about": "ihre"}, by="worker", now=LATER)

    with pytest.raises(editing.EditedMeanwhile) as refused:
        editing.change(actor, {"about": "meine"}, by=None, now=LATER + timedelta(minutes=1), seen=seen)
    assert refused.value.fields == ["about"]

    editing.change(actor, {"street": "Beispielweg 2"}, by=None, now=LATER + timedelta(minutes=2), seen=seen)
    actor.refresh_from_db()
    assert (actor.about, actor.street) == ("ihre", "Beispielweg 2")


def test_rows_of_an_owner_are_replaced_and_kept_in_its_history() -> None:
    actor = make_actor("Beispiel-Amt")
    editing.set_rows(actor, Offer, [(None, {"name": "Beratung"}, {}), (None, {"name": "Kurs"}, {})], by=None, now=LATER)
    _first, second = actor.offers.all()

    editing.set_rows(actor, Offer, [(second.pk, {"name": "Kurs am Abend"}, {})], by=None, now=LATER)

    assert [offer.name for offer in actor.offers.all()] == ["Kurs am Abend"]
    assert "kurs am abend" in Actor.objects.get().search_key
    assert {
        change.verb for change in Change.objects.filter(shown_on=f"actor:{actor.pk}", about__startswith="offer")
    } == set(Change.Verb.values)


def test_person_who_left_leaves_a_vacant_seat() -> None:
    actor = make_actor("Beispiel-Amt")
    person = Person(actor=actor, last_name="Beispiel", first_name="Ada")
    editing.create(person, by=None, now=NOW)
    editing.set_rows(
        person, ContactChannel, [(None, {"kind": "email", "value": "ada@example.org"}, {})], by=None, now=NOW
    )
    seat = make_membership(actor, make_network("Arbeitskreis"), person=person)

    editing.leave_person(person, on=NOW.date(), by=None, now=LATER)

    seat.refresh_from_db()
    assert (seat.person, seat.is_vacant) == (None, True)


def test_kind_in_use_is_not_deleted() -> None:
    actor = make_actor("Beispiel-Amt", kind_name="Amt")
    assert actor.kind is not None

    with pytest.raises(ProtectedError):
        editing.delete(actor.kind, by=None, now=LATER)


def test_deleted_organisation_comes_back_with_people_seats_and_what_named_it() -> None:
    actor = make_actor("Beispiel-Amt")
    person = make_person(actor=actor, email="ada@example.org")
    seat = make_membership(actor, make_network("Arbeitskreis", hosts=[actor]), person=person)
    network, number, person_number = seat.network, actor.pk, person.pk
    editing.delete(actor, by=None, now=LATER)
    assert (Person.objects.exists(), Membership.objects.exists(), network.hosts.exists()) == (False, False, False)

    history.undo_with_all(Change.objects.get(about=f"actor:{number}", verb="delete"), by=None, now=LATER)

    assert [(row.actor_id, row.person_id) for row in Membership.objects.all()] == [(number, person_number)]
    assert [row.value for row in ContactChannel.objects.filter(person=person_number)] == ["ada@example.org"]
    assert [row.pk for row in network.hosts.all()] == [number]
