"""The first account."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kreisnetz.core.models import AuditEntry, User
from kreisnetz.core.rights import Right
from kreisnetz.jobs.management.commands import create_admin
from tests.make import NOW, make_user

pytestmark = pytest.mark.django_db
GOOD = "ein-langes-Wort-2027"


def create(monkeypatch: Any, email: str, password: str) -> str:
    monkeypatch.setattr(create_admin.getpass, "getpass", lambda prompt: password)
    out = StringIO()
    call_command("create_admin", email, "--name", "Kim Beispiel", stdout=out)
    return out.getvalue()


def test_account_may_manage_accounts_and_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said = create(monkeypatch, " Kim@Example.org ", GOOD)

    user = User.objects.get()
    assert (user.email, user.name) == ("kim@example.org", "Kim Beispiel")
    assert user.check_password(GOOD)
    assert user.may(Right.MANAGE_ACCOUNTS, now=NOW)
    assert AuditEntry.objects.get().verb == "create_account"
    assert GOOD not in said


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [("kein-at", GOOD, "keine E-Mail-Adresse"), ("a@example.org", "kurz", "12"), ("da@example.org", GOOD, "schon ein")],
)
def test_nothing_is_created_when_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, email: str, password: str, words: str
) -> None:
    make_user(email="da@example.org")

    with pytest.raises(CommandError) as error:
        create(monkeypatch, email, password)

    assert words in str(error.value)
    assert User.objects.count() == 1
