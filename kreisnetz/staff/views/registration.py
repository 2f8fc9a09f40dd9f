"""What the office does with one registration: take it down, change it, sign off, move up, note, send again, erase."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kreisnetz.core import audit
from kreisnetz.core.names import person_key, search_key
from kreisnetz.core.rights import Right
from kreisnetz.events import notices, seats, waiting_list
from kreisnetz.events import registration as door
from kreisnetz.events.models import AccessNeeds, Event, Registration
from kreisnetz.staff.forms import CancelRegistrationForm, NoteForm
from kreisnetz.staff.forms_participants import OFFICE_CHANNELS, PersonRows, RegistrationForm, filled_from_registration
from kreisnetz.staff.views.participants import registration_for
from kreisnetz.ui.access import right_needed, signed_in_only

PEOPLE, MORE = "personen", "mehr_personen"
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTRATIONS, scope="event")
def registration_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Fast entry: past the deadline if need be, never over the seats."""
    event = get_object_or_404(Event.objects.prefetch_related("menu", "pools"), pk=pk)
    now = timezone.now()
    options = {"event": event, "may_see_needs": request.user.may(Right.SEE_ACCESS_NEEDS, now=now, scope=event.scope())}
    context: dict[str, Any] = {"event": event, "refusal": door.refusal(event, now=now, by=request.user)}
    context["closed"] = door.refusal(event, now=now)
    if request.method != "POST":
        channel = request.GET.get("kanal")
        initial = {"channel": channel if channel in dict(OFFICE_CHANNELS) else "phone"}
        form = RegistrationForm(initial=initial, **options)
        return _new_page(request, form, PersonRows(prefix=PEOPLE, form_kwargs={"event": event}), context)
    form = RegistrationForm(request.POST, **options)
    rows = PersonRows(request.POST, prefix=PEOPLE, form_kwargs={"event": event})
    if request.POST.get("aktion") == MORE:
        return _new_page(request, *_with_more_rows(form, rows, options), context)
    if not all([form.is_valid(), rows.is_valid()]):
        return _new_page(request, form, rows, context)
    doubles = probable_doubles(event, form)
    if doubles and not request.POST.get("trotzdem"):
        return _new_page(request, form, rows, context | {"doubles": doubles})
    channel = form.cleaned_data["channel"]
    try:
        outcome = door.register(event, form.application(rows), channel=channel, now=now, by=request.user)
    except door.RegistrationRefused as refused:
        form.add_error(None, refused.sentence)
        return _new_page(request, form, rows, context)
    _say_outcome(request, outcome)
    if outcome.already:
        return redirect("staff:registration", outcome.registration.pk)
    if request.POST.get("aktion") == "naechste":
        return redirect(f"{reverse('staff:registration-new', args=[event.pk])}?kanal={channel}")
    return redirect("staff:participants", event.pk)


def _new_page(request: HttpRequest, form: RegistrationForm, rows: Any, context: dict[str, Any]) -> HttpResponse:
    event = context["event"]
    context |= {"form": form, "rows": rows, "seats": seats.availability(event)}
    return render(request, "staff/registration_new.html", context)


def _with_more_rows(form: RegistrationForm, rows: Any, options: dict[str, Any]) -> tuple[RegistrationForm, Any]:
    """The same once more, unchecked, with more empty rows."""
    fresh = RegistrationForm(initial={bound.name: bound.value() for bound in form}, **options)
    if "channel" not in form.fields:
        del fresh.fields["channel"]
    typed = [{bound.name: bound.value() for bound in row} for row in rows]
    people = PersonRows(initial=typed, prefix=PEOPLE, form_kwargs={"event": options["event"]})
    return fresh, people


def _say_outcome(request: HttpRequest, outcome: door.Outcome) -> None:
    registration = outcome.registration
    words = {"name": registration.name, "reference": registration.reference, "n": registration.n_seats}
    if outcome.already:
        messages.warning(
            request, _("%(name)s ist schon angemeldet (%(reference)s). Es wurde nichts doppelt gespeichert.") % words
        )
    elif registration.state == Registration.State.WAITING:
        messages.warning(
            request, _("%(name)s steht mit %(n)s Platz/Plätzen auf der Warteliste (%(reference)s).") % words
        )
    else:
        messages.success(request, _("%(name)s ist mit %(n)s Platz/Plätzen angemeldet (%(reference)s).") % words)


def probable_doubles(event: Event, form: RegistrationForm) -> list[Registration]:
    """Live registrations of the same name, or of the same family name in the same organisation."""
    data = form.cleaned_data
    key, last = person_key(data["first_name"], data["last_name"]), search_key(data["last_name"])
    organisation = search_key(data["organisation"])
    found = []
    for other in event.registrations.live():
        same_name = person_key(other.first_name, other.last_name) == key
        same_house = organisation and search_key(other.organisation) == organisation
        if same_name or (same_house and search_key(other.last_name) == last):
            found.append(other)
    return found


@require_http_methods(GET_AND_POST)
@signed_in_only
def registration_change(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_for(request, pk, Right.EDIT_REGISTRATIONS)
    event, now = registration.event, timezone.now()
    may_see = request.user.may(Right.SEE_ACCESS_NEEDS, now=now, scope=event.scope())
    values, people = filled_from_registration(registration)
    options: dict[str, Any] = {"event": event, "may_see_needs": may_see}
    form = RegistrationForm(request.POST or None, initial=values, **options)
    # How it came in stays as it was.
    del form.fields["channel"]
    rows = PersonRows(request.POST or None, initial=people, prefix=PEOPLE, form_kwargs={"event": event})
    if request.POST.get("aktion") == MORE:
        form, rows = _with_more_rows(form, rows, options)
    context = {"registration": registration, "event": event, "form": form, "rows": rows}
    if not form.is_bound or not all([form.is_valid(), rows.is_valid()]):
        return render(request, "staff/registration_change.html", context)
    stored = AccessNeeds.objects.filter(registration=registration).first()
    kept = door.Needs(tuple(stored.needs), stored.note) if stored else None
    try:
        door.change(registration, form.application(rows, kept_needs=kept), now=now, by=request.user)
    except door.RegistrationRefused as refused:
        form.add_error(None, refused.sentence)
        return render(request, "staff/registration_change.html", context)
    messages.success(request, _("Die Anmeldung ist geändert."))
    return redirect("staff:registration", pk)


@require_http_methods(GET_AND_POST)
@signed_in_only
def registration_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_for(request, pk, Right.EDIT_REGISTRATIONS)
    form = CancelRegistrationForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"registration": registration, "event": registration.event, "form": form}
        return render(request, "staff/registration_cancel.html", context)
    door.cancel(registration, now=timezone.now(), by=request.user, notify=form.cleaned_data["notify"])
    messages.success(request, _("%(name)s ist abgemeldet.") % {"name": registration.name})
    return redirect("staff:participants", registration.event_id)


@require_POST
@signed_in_only
def registration_promote(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_for(request, pk, Right.EDIT_REGISTRATIONS)
    try:
        waiting_list.promote(registration, now=timezone.now(), by=request.user)
    except waiting_list.NoSeat:
        messages.error(request, _("Für diese Anmeldung sind nicht genug Plätze frei. Es wurde nichts geändert."))
    else:
        messages.success(request, _("%(name)s ist nachgerückt und angemeldet.") % {"name": registration.name})
    return redirect("staff:registration", pk)


@require_POST
@signed_in_only
def registration_note(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_for(request, pk, Right.EDIT_REGISTRATIONS)
    form = NoteForm(request.POST)
    if form.is_valid():
        registration.office_note = form.cleaned_data["office_note"]
        registration.save(update_fields=["office_note"])
        audit.record(request.user, "note", registration, now=timezone.now())
        messages.success(request, _("Die Notiz ist gespeichert."))
    else:
        messages.error(request, _("Die Notiz ist zu lang. Bitte höchstens 2000 Zeichen."))
    return redirect("staff:registration", pk)


@require_POST
@signed_in_only
def registration_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """The last answer once more, with the private link."""
    registration = registration_for(request, pk, Right.EDIT_REGISTRATIONS)
    notices.resend(registration, now=timezone.now(), by=request.user)
    messages.success(request, _("Die Antwort liegt noch einmal im Postausgang."))
    return redirect("staff:registration", pk)


@require_http_methods(GET_AND_POST)
@signed_in_only
def registration_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete everything about the person at once (Art. 17 GDPR)."""
    registration = registration_for(request, pk, Right.EDIT_REGISTRATIONS)
    if request.method != "POST":
        context = {"registration": registration, "event": registration.event}
        return render(request, "staff/registration_erase.html", context)
    door.erase(registration, now=timezone.now(), by=request.user)
    messages.success(request, _("Alle Angaben zu dieser Anmeldung sind gelöscht."))
    return redirect("staff:participants", registration.event_id)
