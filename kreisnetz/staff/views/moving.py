"""Cancel, postpone and move an event: reason, then a page that says who will be told and how, then it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kreisnetz.core.rights import Right
from kreisnetz.events import editing
from kreisnetz.events.content import Content
from kreisnetz.events.models import Event
from kreisnetz.staff.forms import MoveForm, ReasonForm
from kreisnetz.staff.forms_content import deadline_of, filled_dates, filled_when, when_content
from kreisnetz.staff.forms_editor import DAYS
from kreisnetz.staff.forms_event import DateRows
from kreisnetz.staff.rehearsal import rehearse
from kreisnetz.ui.access import right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_EVENTS, scope="event")
def event_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    words = {"title": _("Termin absagen"), "button": _("Jetzt absagen"), "done": _("Der Termin ist abgesagt.")}
    if event.status == Event.Status.CANCELLED:
        messages.info(request, _("Der Termin ist schon abgesagt."))
        return redirect("staff:event", pk)
    return _with_reason(request, event, editing.cancel_event, words)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_EVENTS, scope="event")
def event_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    words = {
        "title": _("Termin verschieben, neuer Tag noch offen"),
        "button": _("Jetzt verschieben"),
        "done": _("Der Termin ist verschoben. Sobald der neue Tag feststeht, tragen Sie ihn unter „Verlegen“ ein."),
    }
    if event.status == Event.Status.POSTPONED:
        messages.info(request, _("Der Termin ist schon verschoben."))
        return redirect("staff:event", pk)
    return _with_reason(request, event, editing.postpone, words)


def _with_reason(request: HttpRequest, event: Event, action: Callable[..., int], words: dict[str, str]) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {"event": event, "form": form, "words": words, "rehearsal": None}
    if request.method != "POST" or not form.is_valid():
        return render(request, "staff/event_cancel.html", context)

    def act() -> int:
        data = form.cleaned_data
        return action(event, note=data["note"], notify=data["notify"], by=request.user, now=timezone.now())

    if request.POST.get("aktion") != "ausfuehren":
        context["rehearsal"] = rehearse(event, act)
        return render(request, "staff/event_cancel.html", context)
    return _done(request, event, words["done"], act())


def _done(request: HttpRequest, event: Event, sentence: str, told: int) -> HttpResponse:
    people = ngettext("%(n)s Anmeldung wird benachrichtigt.", "%(n)s Anmeldungen werden benachrichtigt.", told)
    messages.success(request, f"{sentence} {people % {'n': told}}" if told else sentence)
    return redirect("staff:event", event.pk)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_EVENTS, scope="event")
def event_move(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    if request.method != "POST":
        mark = "ja" if event.is_public else "nein"
        form = MoveForm(initial={**filled_when(event), "note": event.status_note, "mark": mark})
        return _move_page(request, event, form, DateRows(initial=filled_dates(event), prefix=DAYS))
    form, days = MoveForm(request.POST), DateRows(request.POST, prefix=DAYS)
    if not all([form.is_valid(), days.is_valid()]):
        return _move_page(request, event, form, days)

    def act() -> int:
        data = form.cleaned_data
        when = when_content(form, days)
        content = Content({**when.values, "deadline_at": deadline_of(data)}, dates=when.dates, new_venue=when.new_venue)
        options = {"note": data["note"], "mark": data["mark"], "notify": data["notify"]}
        return editing.move_event(event, content, **options, by=request.user, now=timezone.now())

    if request.POST.get("aktion") != "ausfuehren":
        return _move_page(request, event, form, days, rehearsal=rehearse(event, act))
    told = act()
    return _done(request, event, _("Zeit und Ort sind gespeichert."), told)


def _move_page(request: HttpRequest, event: Event, form: MoveForm, days: Any, **more: Any) -> HttpResponse:
    context = {"event": event, "form": form, "days": days, "rehearsal": None, **more}
    return render(request, "staff/event_move.html", context)
