"""Renaming, merging and deleting entries of the county's lists."""

from datetime import timedelta
from typing import cast

import pytest

from kreisnetz.register import editing, history, list_entries
from kreisnetz.register.models import ActorKind, Change, Competence, TargetSeat
from tests.make import NOW, make_actor, make_kind, make_network

LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def competence(name: str, parent: Competence | None = None) -> Competence:
    return cast(Competence, editing.create(Competence(name=name, parent=parent), by=None, now=NOW))


def test_parts_of_a_merged_entry_become_parts_of_the_other_one() -> None:
    gone, into = competence("Recht"), competence("Rechtsberatung")
    part = competence("Asylrecht", gone)

    list_entries.merge(gone, into, by=None, now=LATER)

    part.refresh_from_db()
    assert part.parent == into


def test_entry_merged_into_its_own_part_leaves_the_part_on_top() -> None:
    gone = competence("Recht")
    into, other = competence("Asylrecht", gone), competence("Sozialrecht", gone)

    list_entries.merge(gone, into, by=None, now=LATER)

    into.refresh_from_db()
    other.refresh_from_db()
    assert (into.parent, other.parent) == (None, into)


def test_merge_that_would_make_a_third_level_is_refused_and_nothing_changes() -> None:
    gone = competence("Recht")
    competence("Asylrecht", gone)
    into = competence("Trauma", competence("Gesundheit"))
    actor = make_actor(competences=[gone])

    with pytest.raises(editing.GoesInCircles):
        list_entries.merge(gone, into, by=None, now=LATER)

    assert list(actor.competences.all()) == [gone]


def test_entry_with_parts_or_in_a_target_list_is_not_deleted() -> None:
    kind = make_kind("Klinik")
    editing.create(ActorKind(name="Kinderklinik", parent=kind), by=None, now=NOW)
    row = (None, {"label": "Kliniken", "kind": kind}, {})
    editing.set_rows(make_network(), TargetSeat, [row], by=None, now=NOW)

    with pytest.raises(list_entries.StillUsed) as refused:
        list_entries.delete(kind, by=None, now=LATER)

    assert refused.value.uses == {"parts": 1, "targetseat": 1}


def test_counts_say_how_often_each_entry_is_named_without_its_parts() -> None:
    upper = competence("Recht")
    part = competence("Asylrecht", upper)
    make_actor("Eins", competences=[upper, part])
    make_actor("Zwei", competences=[part])

    assert list_entries.counts(Competence) == {upper.pk: 1, part.pk: 2}


def test_merge_stands_in_the_history_and_can_be_taken_back() -> None:
    gone, into = competence("Trauma"), competence("Traumata")
    actor = make_actor(competences=[gone])
    list_entries.merge(gone, into, by=None, now=LATER)

    for change in Change.objects.filter(at=LATER, undone_at__isnull=True).order_by("-id"):
        history.undo(change, by=None, now=LATER)

    assert [row.name for row in actor.competences.all()] == ["Trauma"]
