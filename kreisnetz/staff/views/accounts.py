"""Accounts of the office: invite, give and take roles, lock, see who has a second factor."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core import accounts as room
from kreisnetz.core import audit
from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.rights import Right
from kreisnetz.events.models import Event
from kreisnetz.register.models import Actor, Network
from kreisnetz.staff.forms_office import GrantForm, InviteForm
from kreisnetz.staff.forms_register_fields import OFFERED, offered_actors
from kreisnetz.ui.access import right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
@right_needed(Right.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    users = User.objects.prefetch_related("grants").order_by("-is_active", "name", "email")
    now = timezone.now()
    live = {user: [given for given in user.grants.all() if given.is_live(now=now)] for user in users}
    names = _names_of({given.scope for grants in live.values() for given in grants if given.scope})
    rows = [(user, ", ".join(_role_in_words(given, names) for given in grants)) for user, grants in live.items()]
    return render(request, "staff/accounts.html", {"rows": rows, "with_mfa": _with_mfa()})


def _role_in_words(given: RoleGrant, names: dict[str, str]) -> str:
    role, gone = given.get_role_display(), _("gelöschter Eintrag")
    return f"{role} ({names.get(given.scope, gone)})" if given.scope else role


def _with_mfa() -> set[int]:
    """Accounts with a second factor (recovery codes alone are none)."""
    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(factors.values_list("user_id", flat=True))


@require_http_methods(GET_AND_POST)
@right_needed(Right.MANAGE_ACCOUNTS)
def account_new(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            user = room.open_account(data["email"], data["name"], by=request.user, now=now)
        except room.AccountExists:
            form.add_error("email", _("Für diese Adresse gibt es schon ein Konto."))
        else:
            room.grant(user, data["role"], scope=form.scope, by=request.user, now=now)
            _send_link(request, user)
            messages.success(request, _("Das Konto ist angelegt. Die Einladung liegt im Postausgang."))
            return redirect("staff:account", user.pk)
    context = {"form": form, "offered": offered_actors(), "offered_id": OFFERED}
    return render(request, "staff/account_new.html", context)


def _send_link(request: HttpRequest, user: User) -> None:
    """The link with which somebody sets the password, by allauth."""
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        form.save(request)


@require_safe
@right_needed(Right.MANAGE_ACCOUNTS)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    return _account_page(request, get_object_or_404(User, pk=pk), GrantForm(now=timezone.now()))


def _account_page(request: HttpRequest, person: User, form: GrantForm) -> HttpResponse:
    now = timezone.now()
    grants = list(person.grants.order_by("role", "scope"))
    titles = _names_of({given.scope for given in grants if given.scope})
    rows: list[tuple[Any, ...]] = [
        (given, titles.get(given.scope, _("gelöschter Eintrag")) if given.scope else "", given.is_live(now=now))
        for given in grants
    ]
    context = {
        "person": person,
        "grants": rows,
        "form": form,
        "has_mfa": person.pk in _with_mfa(),
        "is_self": person.pk == request.user.pk,
        "offered": offered_actors(),
        "offered_id": OFFERED,
    }
    return render(request, "staff/account.html", context)


def _names_of(scopes: set[str]) -> dict[str, str]:
    """ "network:3" by name: what a role is for."""
    found = {}
    for kind, model in (("event", Event), ("network", Network), ("actor", Actor)):
        numbers = [scope.partition(":")[2] for scope in scopes if scope.startswith(f"{kind}:")]
        rows = model._default_manager.filter(pk__in=[number for number in numbers if number.isdigit()])
        found |= {f"{kind}:{row.pk}": str(row) for row in rows}
    return found


@require_POST
@right_needed(Right.MANAGE_ACCOUNTS)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    person, now = get_object_or_404(User, pk=pk), timezone.now()
    form = GrantForm(request.POST, now=now)
    if not form.is_valid():
        return _account_page(request, person, form)
    room.grant(
        person, form.cleaned_data["role"], scope=form.scope, expires_at=form.expires_at, by=request.user, now=now
    )
    messages.success(request, _("Die Rolle ist vergeben."))
    return redirect("staff:account", pk)


@require_POST
@right_needed(Right.MANAGE_ACCOUNTS)
def revoke_role(request: HttpRequest, pk: int) -> HttpResponse:
    number = request.POST.get("rolle", "")
    given = get_object_or_404(RoleGrant, pk=number if number.isdigit() else 0, user_id=pk)
    try:
        room.revoke(given, by=request.user, now=timezone.now())
    except room.LastAdministrator:
        messages.error(
            request, _("Das ist das letzte Konto mit der Rolle Administration. Geben Sie sie zuerst jemand anderem.")
        )
    else:
        messages.success(request, _("Die Rolle ist entzogen."))
    return redirect("staff:account", pk)


@require_POST
@right_needed(Right.MANAGE_ACCOUNTS)
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    active = request.POST.get("aktiv") == "ja"
    try:
        room.set_active(person, active, by=request.user, now=timezone.now())
    except room.LastAdministrator:
        messages.error(
            request, _("Das ist das letzte Konto mit der Rolle Administration. Es kann nicht gesperrt werden.")
        )
    else:
        messages.success(request, _("Das Konto ist freigegeben.") if active else _("Das Konto ist gesperrt."))
    return redirect("staff:account", pk)


@require_POST
@right_needed(Right.MANAGE_ACCOUNTS)
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk, is_active=True)
    _send_link(request, person)
    messages.success(request, _("Der Link zum Setzen des Kennworts liegt im Postausgang."))
    return redirect("staff:account", pk)


@require_POST
@right_needed(Right.MANAGE_ACCOUNTS)
def forget_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost phone and recovery codes: the second step is set up anew at the next sign-in."""
    person = get_object_or_404(User, pk=pk)
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        audit.record(request.user, "forget_second_step", person, now=timezone.now())
    messages.success(
        request, _("Der zweite Schritt ist zurückgesetzt. Er wird bei der nächsten Anmeldung neu eingerichtet.")
    )
    return redirect("staff:account", pk)
