"""The office's events: list, dashboard, edit, preview, publish, throw a draft away."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core.names import search_key
from kreisnetz.core.rights import Right
from kreisnetz.events import editing, overview, seats
from kreisnetz.events.models import Event, EventStatistics
from kreisnetz.staff.forms import STAGES, EventSearchForm
from kreisnetz.staff.forms_editor import Editor, editor_of, field_label
from kreisnetz.staff.timeline import lines_about, name_of_actor
from kreisnetz.ui.access import right_needed

PER_PAGE = 30


@require_safe
@right_needed(Right.SEE_EVENTS)
def event_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = EventSearchForm(request.GET)
    form.is_valid()
    stage = form.cleaned_data.get("stand") or "kommend"
    words = search_key(form.cleaned_data.get("q") or "")
    events = overview.find(_stage(stage, now=now), words) if words else _stage(stage, now=now)
    page = Paginator(overview.with_numbers(events.select_related("venue", "series")), PER_PAGE)
    return render(
        request,
        "staff/event_list.html",
        {
            "form": form,
            "stage": stage,
            "stage_name": dict(STAGES)[stage],
            "tabs": [(value, label, value == stage) for value, label in STAGES],
            "page": page.get_page(request.GET.get("seite")),
            "words": form.cleaned_data.get("q") or "",
            "may_edit": request.user.may(Right.EDIT_EVENTS, now=now),
        },
    )


def _stage(stage: str, *, now: datetime) -> QuerySet[Event]:
    if stage == "entwuerfe":
        return Event.objects.drafts().order_by("-modified_at", "-id")
    if stage == "vergangen":
        return Event.objects.public().past(now)
    coming = Event.objects.public().upcoming(now)
    return overview.full(coming) if stage == "ausgebucht" else coming


@require_safe
@right_needed(Right.SEE_EVENTS, scope="event")
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The dashboard: numbers, what can be done, what happened."""
    event = get_object_or_404(Event.objects.with_lists().prefetch_related("menu"), pk=pk)
    now = timezone.now()
    return render(
        request,
        "staff/event_detail.html",
        {
            "event": event,
            "sums": overview.sums(event),
            "seats": seats.availability(event),
            "pools": [pool for pool in event.pools.all() if pool.group],
            "timeline": lines_about(event),
            "kept": EventStatistics.objects.filter(event=event).first(),
            "is_over": event.is_over(now=now),
            "knows_access": event.venue is None or overview.knows_access(event.venue),
            "similar": [] if event.is_public else editing.similar_events(event.title, event.starts_at, besides=event),
            **rights_for(request, event, now=now),
        },
    )


def rights_for(request: HttpRequest, event: Event, *, now: datetime) -> dict[str, bool]:
    """Which links the page of an event shows."""
    scope = event.scope()
    wanted = {
        "may_edit": Right.EDIT_EVENTS,
        "may_see_people": Right.SEE_PARTICIPANTS,
        "may_register": Right.EDIT_REGISTRATIONS,
        "may_send": Right.SEND_MESSAGES,
        "may_export": Right.EXPORT_PEOPLE,
        "may_check_in": Right.CHECK_IN,
        "may_see_needs": Right.SEE_ACCESS_NEEDS,
    }
    return {name: request.user.may(right, now=now, scope=scope) for name, right in wanted.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.EDIT_EVENTS, scope="event")
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    if request.method != "POST":
        return _edit_page(request, event, editor_of(event))
    editor = Editor.posted(request.POST, fixed_when=event.is_public)
    action = request.POST.get("aktion", "speichern")
    if action in {"mehr_personen", "mehr_tage"}:
        return _edit_page(request, event, Editor.filled(editor.typed(), fixed_when=event.is_public, more=action))
    if not editor.is_valid():
        return _edit_page(request, event, editor)
    now = timezone.now()
    try:
        event = editing.save(event, editor.content(), by=request.user, now=now, seen=_seen(request))
    except editing.MenuInUse as error:
        sentence = _("„%(name)s“ ist schon %(n)s-mal gewählt und kann nicht entfallen.")
        editor.form.add_error("menu", sentence % {"name": error.name, "n": error.chosen})
    except seats.CapacityTooSmall as error:
        sentence = _("Es sind schon %(n)s Plätze vergeben. Weniger geht nicht.")
        editor.form.add_error("seats", sentence % {"n": error.taken})
    except editing.EditedMeanwhile as clash:
        return _edit_page(request, clash.event, editor, clash=clash)
    else:
        return after_saving(request, event, publish=action == "veroeffentlichen", now=now)
    return _edit_page(request, event, editor)


def _seen(request: HttpRequest) -> datetime | None:
    """The stand of the event this clerk began with."""
    try:
        seen = parse_datetime(request.POST.get("stand", ""))
    except ValueError:
        return None
    return seen if seen is not None and timezone.is_aware(seen) else None


def after_saving(request: HttpRequest, event: Event, *, publish: bool, now: datetime) -> HttpResponse:
    if publish and not event.is_public:
        editing.publish(event, by=request.user, now=now)
        messages.success(request, _("Der Termin ist veröffentlicht."))
    elif request.POST.get("aktion") == "vorschau":
        return redirect("staff:event-preview", event.pk)
    else:
        messages.success(request, _("Gespeichert.") if event.is_public else _("Der Entwurf ist gespeichert."))
    return redirect("staff:event", event.pk)


def _edit_page(
    request: HttpRequest, event: Event, editor: Editor, *, clash: editing.EditedMeanwhile | None = None
) -> HttpResponse:
    theirs = []
    if clash is not None:
        stored = editor_of(clash.event)
        theirs = [(field_label(name), _stored(stored, name)) for name in clash.fields]
    # After an error the stand the clerk began with is kept; after a clash it is the one just shown.
    seen = clash.event.modified_at.isoformat() if clash else request.POST.get("stand") or event.modified_at.isoformat()
    context = {
        "event": event,
        "editor": editor,
        "form": editor.form,
        "people": editor.people,
        "days": editor.days,
        "seen": seen,
        "clash": clash,
        "clash_by": name_of_actor(clash.actor) if clash else "",
        "theirs": theirs,
    }
    return render(request, "staff/event_edit.html", context)


def _stored(editor: Editor, name: str) -> str:
    """The stored value as a clerk reads it; empty where it is too long to show."""
    if name in editor.form.fields:
        bound = editor.form[name]
        value = bound.value()
        choices = dict(getattr(bound.field, "choices", []))
        return str(choices.get(value, value if value not in (None, "") else _("leer")))
    return ""


@require_safe
@right_needed(Right.SEE_EVENTS, scope="event")
def event_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the public will see of a draft."""
    event = get_object_or_404(Event.objects.with_lists().prefetch_related("menu"), pk=pk)
    now = timezone.now()
    return render(
        request, "staff/event_preview.html", {"event": event, "now": now, **rights_for(request, event, now=now)}
    )


@require_POST
@right_needed(Right.EDIT_EVENTS, scope="event")
def event_publish(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    editing.publish(event, by=request.user, now=timezone.now())
    messages.success(request, _("Der Termin ist veröffentlicht."))
    return redirect("staff:event", pk)


@require_POST
@right_needed(Right.EDIT_EVENTS, scope="event")
def event_delete(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    try:
        editing.delete_draft(event, by=request.user, now=timezone.now())
    except editing.NotADraft:
        messages.error(
            request, _("Nur ein Entwurf ohne Anmeldungen lässt sich löschen. Sie können den Termin absagen.")
        )
        return redirect("staff:event", pk)
    messages.success(request, _("Der Entwurf ist gelöscht."))
    return redirect("staff:event-list")
