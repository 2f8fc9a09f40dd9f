"""A message to all or some who are registered, and the reminder by hand: write, look at it, send."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kreisnetz.core.rights import Right
from kreisnetz.events import messages as room
from kreisnetz.events import overview
from kreisnetz.events.models import Event, Registration
from kreisnetz.staff.forms_participants import MessageForm
from kreisnetz.staff.rehearsal import rehearse
from kreisnetz.ui.access import right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@right_needed(Right.SEND_MESSAGES, scope="event")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    states = [value for value in request.GET.getlist("stand") if value in Registration.LIVE]
    initial: dict[str, Any] = {"states": states} if states else {}
    form = MessageForm(request.POST or None, initial=initial)
    counts = overview.sums(event).registrations
    form.fields["states"].choices = [
        (value, f"{label} ({counts.get(value, 0)})") for value, label in form.fields["states"].choices
    ]
    context: dict[str, Any] = {"event": event, "form": form, "rehearsal": None}
    if request.method != "POST" or not form.is_valid():
        return render(request, "staff/message.html", context)

    def act() -> int:
        data = form.cleaned_data
        words = {"subject": data["subject"], "text": data["text"], "key": data["form_key"]}
        return room.send_message(event, states=data["states"], **words, by=request.user, now=timezone.now())

    if request.POST.get("aktion") != "ausfuehren":
        return render(request, "staff/message.html", context | {"rehearsal": rehearse(event, act)})
    return _sent(request, event, act())


@require_http_methods(GET_AND_POST)
@right_needed(Right.SEND_MESSAGES, scope="event")
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    coming = event.registrations.coming()
    if request.method != "POST":
        context = {
            "event": event,
            "n_coming": coming.count(),
            "n_by_mail": coming.exclude(email="").count(),
            "n_reminded": coming.filter(reminded_at__isnull=False).count(),
        }
        return render(request, "staff/remind.html", context)
    return _sent(request, event, room.remind(event, by=request.user, now=timezone.now()))


def _sent(request: HttpRequest, event: Event, queued: int) -> HttpResponse:
    sentence = ngettext("%(n)s Nachricht liegt im Postausgang.", "%(n)s Nachrichten liegen im Postausgang.", queued)
    messages.success(request, sentence % {"n": queued})
    return redirect("staff:participants", event.pk)
