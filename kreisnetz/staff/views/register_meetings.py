"""Meetings of a network in the office: plan with a look at who sits elsewhere, note who was there, and the hours they cost."""

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kreisnetz.core.rights import Right
from kreisnetz.events import meetings
from kreisnetz.events.content import Content
from kreisnetz.events.models import Meeting
from kreisnetz.register.models import Actor, Network
from kreisnetz.staff.forms_meetings import MeetingForm, RecordForm
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import require, right_needed, signed_in_only

GET_AND_POST = ["GET", "HEAD", "POST"]
MOST = 200


@require_safe
@right_needed(Right.SEE_REGISTER)
def meeting_list(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    network = get_object_or_404(Network, pk=pk)
    rows = Meeting.objects.filter(network=network).select_related("event__venue")[:MOST]
    context = {
        "network": network,
        "coming": [row for row in reversed(rows) if not row.event.is_over(now=now)],
        "past": [row for row in rows if row.event.is_over(now=now)],
        "may_edit": network.can_be_edited_by(request.user, now=now),
    }
    return render(request, "staff/register/meeting_list.html", context)


@require_http_methods(GET_AND_POST)
@signed_in_only
def meeting_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The first time somebody sends it, clashes are shown; "anyway" plans it all the same."""
    now = timezone.now()
    network = get_object_or_404(Network, pk=pk)
    require(request, Right.EDIT_REGISTER, scope=network.scope())
    form = MeetingForm(request.POST if request.method == "POST" else None, initial={"title": network.name})
    clashes: list[meetings.Clash] = []
    if request.method == "POST" and form.is_valid():
        clashes = meetings.clashes(network, form.starts_at(), form.ends_at())
        if not clashes or form.cleaned_data["anyway"]:
            values = {name: form.cleaned_data[name] for name in ("title", "venue", "online_url")}
            content = Content(values={**values, "starts_at": form.starts_at(), "ends_at": form.ends_at()})
            meeting = meetings.plan(network, content, agenda=form.cleaned_data["agenda"], by=request.user, now=now)
            messages.success(request, _("Die Sitzung ist angelegt. Sie ist nicht öffentlich."))
            return redirect("staff:meeting", pk=meeting.pk)
    context = {"network": network, "form": form, "clashes": clashes}
    refused = request.method == "POST" and not form.is_valid()
    return render(request, "staff/register/meeting_new.html", context, status=422 if refused else 200)


@require_http_methods(GET_AND_POST)
@signed_in_only
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(Meeting.objects.select_related("event__venue", "network"), pk=pk)
    require(request, Right.EDIT_REGISTER, scope=found.network.scope())
    actors = _actors(found)
    noted = {row.actor_id: row.state for row in found.attendances.all()}
    initial = {name: getattr(found, name) for name in ("agenda", "minutes", "minutes_url", "n_people")}
    initial |= {RecordForm.name_of(actor): noted.get(actor.pk, "") for actor in actors}
    form = RecordForm(request.POST if request.method == "POST" else None, initial=initial, actors=actors)
    if request.method == "POST" and form.is_valid():
        meetings.record(found, form.values(), form.states(), by=request.user, now=now)
        messages.success(request, _("Gespeichert."))
        return redirect("staff:meeting", pk=pk)
    context = {
        "meeting": found,
        "network": found.network,
        "form": form,
        "clashes": meetings.clashes(found.network, found.event.starts_at, found.event.ends_at, besides=found)
        if not found.event.is_over(now=now)
        else [],
        "may_edit_event": found.event.can_be_edited_by(request.user, now=now),
    }
    refused = request.method == "POST"
    return render(request, "staff/register/meeting.html", context, status=422 if refused else 200)


@require_safe
@right_needed(Right.SEE_REGISTER)
def hours(request: HttpRequest) -> HttpResponse:
    """Hours in meetings of one year, per organisation and month."""
    now = timezone.now()
    text = request.GET.get("jahr", "")
    year = int(text) if text.isascii() and text.isdigit() and 1990 <= int(text[:4]) <= 2100 and len(text) == 4 else 0
    year = year or timezone.localdate(now).year
    loads = meetings.load(date(year, 1, 1), date(year, 12, 31))
    rows = [(load, [load.months.get((year, month), 0) for month in range(1, 13)]) for load in loads[:MOST]]
    context = {
        "tabs": tabs(request.user, "staff:meeting-hours", now=now),
        "year": year,
        "rows": rows,
        "total": sum(load.hours for load in loads),
        "n_more": max(0, len(loads) - MOST),
        "months": list(range(1, 13)),
    }
    return render(request, "staff/register/hours.html", context)


def _actors(meeting: Meeting) -> list[Actor]:
    """Who had a seat that day, and who was noted although they had none."""
    seated = meeting.network.memberships.on(meeting.event.starts_on).values("actor")
    noted = meeting.attendances.values("actor")
    return list(Actor.objects.filter(Q(pk__in=seated) | Q(pk__in=noted)))
