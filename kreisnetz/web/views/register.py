"""Registration without an account: form, check page, done. One address, three steps, no cookie."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kreisnetz.core import throttle
from kreisnetz.events import calendar, seats
from kreisnetz.events.holding import held_unconfirmed
from kreisnetz.events.models import Event, Registration
from kreisnetz.events.privacy_notice import notice_for
from kreisnetz.events.registration import Application, Outcome, RegistrationRefused, refusal, register
from kreisnetz.ui.spam import make_stamp
from kreisnetz.web.open_events import open_event
from kreisnetz.web.registration_forms import RegisterForm

STAMP = "the-stamp-of-this-form"
MOST_DRAWN = 100
_drawn: dict[tuple[object, ...], bytes] = {}


class TooOften(Exception):
    """More seats from one network or for one address than a busy hall would ask for."""


class ConfirmFirst(Exception):
    """Too many seats from one network or for one address are held already and nobody has confirmed them."""


# No session and no right hangs on this request: a strange page could do nothing that its visitor could not do here. The form
# carries a signed time stamp and a random key instead.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    now = timezone.now()
    event, pools, number = open_event(year, slug)
    closed = refusal(event, now=now)
    event.level = calendar.level(event, now=now, pools=pools)  # type: ignore[attr-defined]
    no_seat = seats.level_of(pools) == "full" and not event.waiting_list
    if (closed or no_seat) and request.method != "POST":
        return render(request, "web/register_closed.html", {"event": event, "refusal": closed})
    if request.method != "POST":
        return _empty_form(request, event, number, now=now)
    form = RegisterForm(request.POST, event=event, now=now)
    step = request.POST.get("step", "check")
    if not form.is_valid() or step == "edit":
        return _form_page(request, event, form)
    if step != "book":
        context = {"event": event, "form": form, "rows": form.summary(), "values": _typed(request, form)}
        return render(request, "web/register_check.html", context)
    return _book(request, event, form)


def _empty_form(request: HttpRequest, event: Event, number: int, *, now: datetime) -> HttpResponse:
    """The form as everybody gets it first; only its stamp differs, so it is drawn once per state of the event."""
    key = (event.pk, number, get_language(), event.level, request.path)  # type: ignore[attr-defined]
    # The links to other languages carry the query, which is one visitor's own.
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.META.get("QUERY_STRING"):
        return _form_page(request, event, RegisterForm(event=event, now=now))
    page = _drawn.get(key)
    if page is None:
        form = RegisterForm(event=event, now=now, initial={"stamp": STAMP})
        page = _form_page(request, event, form).content
        if len(_drawn) >= MOST_DRAWN:
            _drawn.clear()
        _drawn[key] = page
    return HttpResponse(page.replace(STAMP.encode(), make_stamp(now=now).encode()))


def _book(request: HttpRequest, event: Event, form: RegisterForm) -> HttpResponse:
    network = throttle.source_of(client_ip(request))
    application = form.application(language=get_language() or "de")
    application = replace(application, source=throttle.keyed("unconfirmed", network))
    now = form.now
    try:
        with transaction.atomic():
            _count(network, application, now=now)
            if event.double_opt_in and application.email:
                _hold(application)
            outcome = register(event, application, channel=Registration.Channel.WEB, now=now)
    except RegistrationRefused as refused:
        form.add_error(None, refused.sentence)
        return _form_page(request, event, form)
    except (TooOften, ConfirmFirst) as stopped:
        context = {"event": event, "rows": form.summary(), "confirm_first": isinstance(stopped, ConfirmFirst)}
        return render(request, "web/register_too_often.html", context, status=429)
    return _done(request, event, outcome, form_key=application.form_key)


def _count(network: str, application: Application, *, now: datetime) -> None:
    """Count seats, not forms: one party may always come, however large the event allows it to be."""
    most, n = settings.REGISTRATIONS_PER_HOUR, application.n_seats
    if throttle.count("register", network, now=now, n=n) > max(most, n):
        raise TooOften
    email = application.email.casefold()
    if email and throttle.count("register-mail", email, now=now, n=n) > max(10, most // 3, n):
        raise TooOften


def _hold(application: Application) -> None:
    held = held_unconfirmed(source=application.source, email=application.email)
    if held and held + application.n_seats > settings.UNCONFIRMED_SEATS:
        raise ConfirmFirst


def client_ip(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy of ours the last one it wrote down."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _form_page(request: HttpRequest, event: Event, form: RegisterForm) -> HttpResponse:
    context = {"event": event, "form": form, "privacy": notice_for(event)}
    return render(request, "web/register.html", context)


def _done(request: HttpRequest, event: Event, outcome: Outcome, *, form_key: str | None) -> HttpResponse:
    """Says the same whether the person was registered before or not, so that nobody can ask who comes.

    Somebody who was there already is told what a stranger would be told now; how it really stands is in the mail. Only whoever sends
    the same form again (its key is nobody else's) sees what came of it.
    """
    registration = outcome.registration
    state = registration.state
    if outcome.already and registration.form_key != form_key:
        full = seats.level_of(list(event.pools.all())) == "full"
        would_wait = full or event.registrations.waiting().exists()
        state = Registration.State.WAITING if would_wait else Registration.State.CONFIRMED
    if registration.email and event.double_opt_in:
        state = Registration.State.UNCONFIRMED
    return render(request, "web/register_done.html", {"event": event, "registration": registration, "state": state})


def _typed(request: HttpRequest, form: RegisterForm) -> list[tuple[str, str]]:
    """What was typed, to be carried through the check page; only fields this form knows."""
    return [(name, value) for name in form.fields for value in request.POST.getlist(name)]


@require_safe
def event_privacy(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().prefetch_related("parts"), year=year, slug=slug)
    return render(request, "web/event_privacy.html", {"event": event, "privacy": notice_for(event)})
