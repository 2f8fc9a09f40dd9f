"""Who may open an office page: signed in, second factor set up, not idle for too long, and the right the page asks for.

Only office and sign-in pages touch the session. Rights themselves are defined in core.rights; this module only asks.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right

View = Callable[..., HttpResponse]
STAFF = "staff"
ACCOUNT_PAGES = ("account_", "mfa_", "socialaccount_")
SEEN = "seen_at"
# The session is written at most this often, not on every page.
SEEN_EVERY = timedelta(seconds=60)


class StaffRequest(HttpRequest):
    """For the type checker: behind right_needed and signed_in_only somebody is signed in."""

    user: User


class RightMissing(PermissionDenied):
    """The account has not got this right; the page 403 says which."""

    def __init__(self, right: Right) -> None:
        super().__init__(right.value)
        self.right = right


def has_right(request: HttpRequest, right: Right, *, scope: str = "") -> bool:
    """True if the person at this request has the right, everywhere or in this scope."""
    user = request.user
    return isinstance(user, User) and user.may(right, now=timezone.now(), scope=scope)


def require(request: HttpRequest, right: Right, *, scope: str = "") -> None:
    """For views that only learn inside what the right is asked for (for example event.scope()). Raises RightMissing."""
    if not has_right(request, right, scope=scope):
        raise RightMissing(right)


def right_needed(right: Right, *, scope: str = "", kwarg: str = "pk") -> Callable[[View], View]:
    """Let only accounts with this right in. scope="event": a right for the event whose number is in kwargs[kwarg] is enough."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request, right, scope=f"{scope}:{kwargs[kwarg]}" if scope else "")
            return view(request, *args, **kwargs)

        guarded.access_declared = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in_only(view: View) -> View:
    """For office pages whose view asks for the right itself, with require()."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access_declared = True  # type: ignore[attr-defined]
    return guarded


class StaffSession:
    """Before every office page: signed in, not idle too long, second factor set up. Account pages: not idle. Others pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None:
            return None
        if (match.url_name or "").startswith(ACCOUNT_PAGES):
            return end_if_idle(request) if request.user.is_authenticated else None
        if STAFF not in match.app_names:
            return None
        if not getattr(view, "access_declared", False):
            raise RuntimeError(f"{match.view_name}: office pages need @right_needed or @signed_in_only")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return end_if_idle(request) or demand_second_factor(request)


def end_if_idle(request: HttpRequest) -> HttpResponse | None:
    """Sign out somebody who was away too long; remember that somebody is there."""
    now = timezone.now()
    limit = timedelta(minutes=settings.IDLE_TIMEOUT_MINUTES)
    seen = request.session.get(SEEN)
    away = timedelta(seconds=now.timestamp() - seen) if seen is not None else None
    if away is not None and away > limit:
        logout(request)
        messages.info(
            request,
            _("Sie waren länger als %(minutes)s Minuten nicht aktiv. Bitte melden Sie sich neu an.")
            % {"minutes": settings.IDLE_TIMEOUT_MINUTES},
        )
        return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("staff:home"))
    if away is None or away > SEEN_EVERY:
        request.session[SEEN] = int(now.timestamp())
    return None


def demand_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Where a second factor is required, nobody works in the office before having set one up."""
    if not settings.MFA_REQUIRED or is_mfa_enabled(request.user):
        return None
    messages.warning(
        request, _("Bitte richten Sie zuerst die Anmeldung in zwei Schritten ein. Danach können Sie im Büro arbeiten.")
    )
    return redirect("mfa_index")
