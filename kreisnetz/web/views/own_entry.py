"""Private pages without account: an organisation's own entry, a person's own contact data. A GET never changes anything."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kreisnetz.register import own_entry, people
from kreisnetz.register.models import Actor, ActorLink, Person
from kreisnetz.register.own_entry import CONTACT_FIELDS, FIELDS, LISTS
from kreisnetz.web.forms_own_entry import OwnEntryForm, OwnPersonForm

PARTS = {
    "channels": "contact_ways",
    "contact": "new_contact",
    "leaves": "leaves",
    "may_be_shown": "may_be_shown",
    **dict.fromkeys(CONTACT_FIELDS, "contact_ways"),
    **dict.fromkeys((FIELDS - CONTACT_FIELDS) | LISTS, "profile"),
}


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "web/own_entry_gone.html", status=404)


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Knowing the link is the right itself, so no CSRF token adds anything; nothing of it is kept by any cache."""
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


def with_link(view: Callable[[HttpRequest, ActorLink, str], HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        link = own_entry.find(token[:80], now=timezone.now())
        return view(request, link, token) if link else _gone(request)

    return _private(opened)


def with_person(view: Callable[[HttpRequest, Person, str], HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        person = people.find(token[:200])
        return view(request, person, token) if person else _gone(request)

    return _private(opened)


@with_link
def entry(request: HttpRequest, link: ActorLink, token: str) -> HttpResponse:
    """See the entry; one button says that everything is right."""
    if request.method == "POST":
        own_entry.confirm(link, now=timezone.now())
        return redirect("web:own-entry-done", token=token)
    actor, today = link.actor, timezone.localdate()
    context = {
        "actor": actor,
        "token": token,
        "channels": actor.channels.all(),
        "people": actor.people.filter(left_on=None, anonymised_at=None).prefetch_related("channels"),
        "seats": actor.memberships.on(today).select_related("network", "person").order_by("network__sort_key"),
        "waiting": actor.corrections.filter(state="waiting").count(),
    }
    return render(request, "web/own_entry.html", context)


@with_link
def change(request: HttpRequest, link: ActorLink, token: str) -> HttpResponse:
    actor: Actor = link.actor
    form = OwnEntryForm(request.POST if request.method == "POST" else None, actor=actor, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        outcome = own_entry.submit(link, form.wish(), now=timezone.now())
        holds = sorted({PARTS[name] for name in outcome.holds})
        waits = sorted({PARTS[name] for name in outcome.waits})
        return render(
            request, "web/own_entry_done.html", {"actor": actor, "token": token, "holds": holds, "waits": waits}
        )
    status = 422 if request.method == "POST" else 200
    return render(request, "web/own_entry_change.html", {"actor": actor, "token": token, "form": form}, status=status)


@with_link
def done(request: HttpRequest, link: ActorLink, token: str) -> HttpResponse:
    return render(request, "web/own_entry_done.html", {"actor": link.actor, "token": token, "holds": [], "waits": []})


@with_person
def person_page(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """See and correct one's own contact data."""
    ways = {channel.kind: channel.value for channel in reversed(person.channels.all())}
    initial = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "function": person.function,
        "email": ways.get("email", ""),
        "phone": ways.get("phone", ""),
    }
    form = OwnPersonForm(request.POST if request.method == "POST" else None, initial=initial)
    saved = False
    if request.method == "POST" and form.is_valid():
        people.correct(person, form.cleaned_data, now=timezone.now())
        saved = True
    context = {
        "person": person,
        "token": token,
        "form": form,
        "saved": saved,
        "seats": person.seats.select_related("network"),
        "months": settings.KEEP_PEOPLE_MONTHS,
        "contact": settings.DATA_PROTECTION_CONTACT,
    }
    refused = request.method == "POST" and not saved
    return render(request, "web/own_person.html", context, status=422 if refused else 200)


@with_person
def object_page(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    if request.method == "POST":
        people.object_(person, now=timezone.now())
        return render(request, "web/own_person_gone.html")
    return render(request, "web/own_person_object.html", {"person": person, "token": token})
