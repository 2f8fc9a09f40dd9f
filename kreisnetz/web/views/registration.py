"""The private page of one registration, opened by the link in every mail. A GET never changes anything."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kreisnetz.events import handouts, ics, own_data, waiting_list
from kreisnetz.events.models import Participant, Registration
from kreisnetz.events.privacy_notice import notice_for
from kreisnetz.events.registration import RegistrationRefused, cancel, change, confirm, erase
from kreisnetz.web.registration_forms import ChangeForm

View = Callable[[HttpRequest, Registration], HttpResponse]


def private(view: View) -> Callable[..., HttpResponse]:
    """Finds the registration of the link. Knowing the link is the right itself, so no CSRF token adds anything."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        people = Participant.objects.select_related("menu_choice")
        found = Registration.objects.select_related("event__venue").prefetch_related(
            Prefetch("participants", queryset=people), "event__dates", "event__menu", "event__parts"
        )
        # PostgreSQL takes no NUL in a text; no token of ours holds one.
        registration = None if "\x00" in token else found.filter(token=token[:60]).first()
        if registration is None:
            return render(request, "web/registration_gone.html", status=404)
        return view(request, registration)

    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(opened)))


def _back(registration: Registration, done: str = "") -> HttpResponse:
    url = reverse("web:registration", args=[registration.token])
    return redirect(f"{url}?erledigt={done}" if done else url)


@private
def registration_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    now = timezone.now()
    is_coming = registration.state == Registration.State.CONFIRMED
    door_url = settings.SITE_URL + reverse("staff:door", args=[registration.event_id])
    tickets = [
        (person, "data:image/svg+xml," + quote(handouts.door_code_svg(door_url, person.door_code)))
        for person in registration.participants.all()
        if is_coming and not registration.event.is_over(now=now)
    ]
    context = {
        "registration": registration,
        "event": registration.event,
        "done": request.GET.get("erledigt", ""),
        "may_change": registration.can_be_changed(now=now),
        "tickets": tickets,
        "needs": own_data.needs_in_words(registration),
        "privacy": notice_for(registration.event),
    }
    return render(request, "web/registration.html", context)


@private
def confirm_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    """A mail scanner that follows the link confirms nothing: it takes the button."""
    if registration.email_confirmed_at is not None and registration.is_live:
        return _back(registration)
    problem = ""
    if request.method == "POST":
        try:
            confirm(registration, now=timezone.now())
            return _back(registration, "bestaetigt")
        except RegistrationRefused as refused:
            problem = refused.sentence
    return _one_button(request, registration, "confirm", problem)


@private
def accept_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            waiting_list.accept(registration, now=timezone.now())
            return _back(registration, "angenommen")
        except waiting_list.OfferGone:
            problem = "offer_gone"
    if registration.state == Registration.State.CONFIRMED:
        return _back(registration)
    if registration.state != Registration.State.OFFERED:
        problem = "offer_gone"
    return _one_button(request, registration, "accept", problem)


@private
def cancel_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    if not registration.can_be_changed(now=timezone.now()):
        return _back(registration)
    if request.method == "POST":
        cancel(registration, now=timezone.now())
        return _back(registration, "abgemeldet")
    return _one_button(request, registration, "cancel", "")


@private
def delete_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        event = registration.event
        erase(registration, now=timezone.now())
        return render(request, "web/registration_deleted.html", {"event": event})
    return _one_button(request, registration, "delete", "")


@private
def change_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    now = timezone.now()
    if not registration.can_be_changed(now=now):
        return _back(registration)
    event = registration.event
    initial = ChangeForm.initial_of(registration)
    form = ChangeForm(request.POST if request.method == "POST" else None, event=event, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change(registration, form.application(language=get_language() or "de"), now=now)
            return _back(registration, "geaendert")
        except RegistrationRefused as refused:
            form.add_error(None, refused.sentence)
    context = {"registration": registration, "event": event, "form": form, "privacy": notice_for(event)}
    return render(request, "web/registration_change.html", context)


@private
def export_data(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Everything we know, for the person and for other programs (Art. 15 and 20 GDPR)."""
    headers = {"Content-Disposition": f'attachment; filename="anmeldung-{registration.reference}.json"'}
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(own_data.everything(registration), headers=headers, json_dumps_params=options)


@private
def calendar_file(request: HttpRequest, registration: Registration) -> HttpResponse:
    body = ics.event_file(registration.event, now=timezone.now())
    headers = {"Content-Disposition": 'inline; filename="termin.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _one_button(request: HttpRequest, registration: Registration, what: str, problem: str) -> HttpResponse:
    context = {"registration": registration, "event": registration.event, "what": what, "problem": problem}
    return render(request, "web/registration_button.html", context)
