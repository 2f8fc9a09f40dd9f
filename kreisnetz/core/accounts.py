"""Staff accounts: invite, give and take roles, lock and unlock. There is always somebody left with the role Administration."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kreisnetz.core import audit
from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.names import tidy
from kreisnetz.core.rights import Role


class LastAdministrator(ValueError):
    """Without this account nobody could manage accounts any more."""


class AccountExists(ValueError):
    """There is an account with this address."""


@transaction.atomic
def open_account(email: str, name: str, *, by: User | str | None, now: datetime) -> User:
    """An account without a password: the person sets one through the link in the mail. Raises AccountExists."""
    address = tidy(email).casefold()
    if User.objects.filter(email__iexact=address).exists():
        raise AccountExists
    user = User.objects.create_user(address, None, tidy(name)[:120])
    audit.record(by, "invite", user, now=now)
    return user


@transaction.atomic
def grant(
    user: User,
    role: str,
    *,
    scope: str = "",
    expires_at: datetime | None = None,
    by: User | str | None,
    now: datetime,
) -> RoleGrant:
    """Give a role; the same role in the same scope gets the new expiry. Raises LastAdministrator."""
    if role == Role.ADMINISTRATION and expires_at is not None:
        _keep_one(user)
    given, _new = RoleGrant.objects.update_or_create(
        user=user, role=role, scope=scope, defaults={"expires_at": expires_at}
    )
    audit.record(by, "grant", user, now=now, role=role, scope=scope)
    return given


@transaction.atomic
def revoke(given: RoleGrant, *, by: User | str | None, now: datetime) -> None:
    """Take a role away. Raises LastAdministrator."""
    if given.role == Role.ADMINISTRATION and not given.scope:
        _keep_one(given.user)
    audit.record(by, "revoke", given.user, now=now, role=given.role, scope=given.scope)
    given.delete()


@transaction.atomic
def set_active(user: User, active: bool, *, by: User | str | None, now: datetime) -> None:
    """Lock or unlock an account; a locked one is signed out at once. Raises LastAdministrator."""
    if user.is_active == active:
        return
    if not active:
        _keep_one(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(by, "activate" if active else "deactivate", user, now=now)


def _keep_one(leaving: User) -> None:
    """Lock all administrators' roles, so that two cannot remove each other at the same moment."""
    lasting = Q(role=Role.ADMINISTRATION, scope="", expires_at__isnull=True, user__is_active=True)
    holders = set(RoleGrant.objects.select_for_update(of=("self",)).filter(lasting).values_list("user_id", flat=True))
    if holders and holders <= {leaving.pk}:
        raise LastAdministrator
