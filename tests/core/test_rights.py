"""Who may do what: denied by default, scoped to one event, ending by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kreisnetz.core.models import RoleGrant
from kreisnetz.core.rights import RIGHTS_OF, Right, Role
from tests.make import NOW, make_event, make_user

pytestmark = pytest.mark.django_db


def test_account_without_role_may_nothing() -> None:
    user = make_user()

    assert [right for right in Right if user.may(right, now=NOW)] == []


def test_every_role_has_its_rights_written_down() -> None:
    assert set(RIGHTS_OF) == set(Role)
    assert RIGHTS_OF[Role.DOOR] == {Right.CHECK_IN}
    assert Right.SEE_PARTICIPANTS not in RIGHTS_OF[Role.READER]
    assert Right.MANAGE_ACCOUNTS not in RIGHTS_OF[Role.OFFICE]


def test_inactive_account_may_nothing() -> None:
    user = make_user(Role.ADMINISTRATION)
    user.is_active = False

    assert not user.may(Right.ENTER_OFFICE, now=NOW)


def test_door_grant_counts_for_its_event_only_and_ends() -> None:
    mine, other = make_event(), make_event()
    guard = make_user()
    RoleGrant.objects.create(user=guard, role=Role.DOOR, scope=mine.scope(), expires_at=NOW + timedelta(hours=5))

    assert mine.guests_can_be_checked_in_by(guard, now=NOW)
    assert not other.guests_can_be_checked_in_by(guard, now=NOW)
    assert not mine.guests_can_be_checked_in_by(guard, now=NOW + timedelta(hours=5))
    assert not mine.participants_can_be_seen_by(guard, now=NOW)


@pytest.mark.parametrize("fields", [{"scope": ""}, {"scope": "event:1", "expires_at": None}])
def test_database_refuses_a_door_grant_without_event_or_end(fields: dict) -> None:
    user = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=Role.DOOR, **({"expires_at": NOW} | fields))
