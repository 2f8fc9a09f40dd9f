"""A county can start with lists and with the law's target list, and keeps what it has changed."""

import pytest

from kreisnetz.register import editing, kkg, starting_lists
from kreisnetz.register.models import (
    ActorKind,
    AgeGroup,
    Challenge,
    Competence,
    FieldOfAction,
    Language,
    StakeholderGroup,
    TargetGroup,
)
from tests.make import NOW, make_network

pytestmark = pytest.mark.django_db


def test_lists_are_filled_once_and_own_names_stay() -> None:
    models = (FieldOfAction, Competence, Challenge, TargetGroup, AgeGroup, Language, ActorKind)
    assert starting_lists.add_missing(by=None, now=NOW) == sum(model.objects.count() for model in models) > 90
    kind = ActorKind.objects.get(name="Schule")
    editing.change(kind, {"default_group": StakeholderGroup.AFFECTED}, by=None, now=NOW)

    assert starting_lists.add_missing(by=None, now=NOW) == 0
    kind.refresh_from_db()
    assert kind.default_group == StakeholderGroup.AFFECTED


def test_fields_are_two_levels_deep_at_most() -> None:
    starting_lists.add_missing(by=None, now=NOW)
    deep = FieldOfAction.objects.filter(parent__isnull=False).first()
    assert deep is not None

    with pytest.raises(editing.GoesInCircles):
        editing.create(FieldOfAction(name="Zu tief", parent=deep), by=None, now=NOW)


def test_law_gives_its_lines_once() -> None:
    network = make_network("Frühe Hilfen")

    assert kkg.add_target_list(network, by=None, now=NOW) == len(kkg.LINES) == 19
    assert kkg.add_target_list(network, by=None, now=NOW) == 0
    assert {seat.source for seat in network.target_seats.all()} == {"§ 3 Abs. 2 KKG"}
