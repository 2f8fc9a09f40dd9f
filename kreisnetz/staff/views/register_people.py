"""Contacts: list, one person with seats, new, edit, left, confirmed. Only for those who may see them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core.names import search_key
from kreisnetz.core.rights import Right
from kreisnetz.register import editing, freshness, who_may, wording
from kreisnetz.register.models import Actor, Change, Membership, Person
from kreisnetz.staff.forms_register_actor import LeaveForm, PersonFilterForm, PersonForm
from kreisnetz.staff.forms_register_fields import in_words
from kreisnetz.staff.register_saving import saved
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import RightMissing, right_needed, signed_in_only

GET_AND_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 50
HISTORY_SHOWN = 20


@require_safe
@signed_in_only
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody the account may see: all, or those of its own networks or organisation."""
    now = timezone.now()
    today = timezone.localdate(now)
    if not request.user.scopes(Right.SEE_CONTACTS, now=now):
        raise RightMissing(Right.SEE_CONTACTS)
    form = PersonFilterForm(request.GET)
    form.is_valid()
    rows = who_may.people_seen_by(request.user, now=now).filter(left_on__isnull=True, anonymised_at__isnull=True)
    for word in search_key(form.cleaned_data.get("q") or "").split():
        rows = rows.filter(search_key__contains=word)
    if form.cleaned_data.get("alt"):
        rows = rows.filter(freshness.stale(today))
    seats = Prefetch("seats", queryset=Membership.objects.on(today).select_related("network"))
    page = Paginator(rows.select_related("actor").prefetch_related("channels", seats), PER_PAGE)
    found = page.get_page(request.GET.get("seite"))
    context = {
        "tabs": tabs(request.user, "staff:person-list", now=now),
        "form": form,
        "page": found,
        "rows": [(row, freshness.age(row.confirmed_on, today=today)) for row in found.object_list],
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "staff/register/person_list.html", context)


def _visible(request: HttpRequest, pk: int) -> Person:
    person = get_object_or_404(Person.objects.select_related("actor"), pk=pk)
    if not who_may.may_see_person(request.user, person, now=timezone.now()):
        raise RightMissing(Right.SEE_CONTACTS)
    return person


def _editable(request: HttpRequest, pk: int) -> Person:
    person = get_object_or_404(Person.objects.select_related("actor"), pk=pk)
    if not who_may.may_edit_person(request.user, person, now=timezone.now()):
        raise RightMissing(Right.EDIT_REGISTER)
    return person


@require_safe
@signed_in_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = _visible(request, pk), timezone.now()
    today = timezone.localdate(now)
    seats = Membership.objects.filter(Q(person=found) | Q(deputy=found)).on(today).select_related("network", "actor")
    edits = who_may.Scopes.of(request.user, Right.EDIT_REGISTER, now=now)
    changes = Change.objects.filter(shown_on=f"person:{pk}")[:HISTORY_SHOWN]
    lines = wording.lines(changes)
    context = {
        "person": found,
        "channels": list(found.channels.all()),
        "seats": [
            (seat, in_words(seat.since, seat.since_precision), seat.deputy_id == pk, edits.covers_seat(seat))
            for seat in seats.order_by("network__sort_key")
        ],
        "age": freshness.age(found.confirmed_on, today=today),
        "is_stale": freshness.is_stale(found.confirmed_on, today=today),
        "may_edit": who_may.may_edit_person(request.user, found, now=now),
        "lines": [(line, who_may.may_undo(request.user, line.change, now=now)) for line in lines],
    }
    return render(request, "staff/register/person.html", context)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="actor")
def person_new(request: HttpRequest, pk: int) -> HttpResponse:
    owner, now = get_object_or_404(Actor, pk=pk), timezone.now()
    row = Person(actor=owner)
    form = PersonForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        extra = {"confirmed_on": timezone.localdate(now)}
        if saved(form, row, request, now=now, extra=extra):
            messages.success(request, _("Die Person ist eingetragen. Ergänzen Sie jetzt, wie man sie erreicht."))
            return redirect("staff:person-channels", row.pk)
    return render(request, "staff/register/person_new.html", {"actor": owner, "form": form})


@require_http_methods(GET_AND_POST)
@signed_in_only
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _editable(request, pk)
    name, seen = str(row), row.modified_at.isoformat()
    form = PersonForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and saved(form, row, request, now=timezone.now()):
        messages.success(request, _("Gespeichert."))
        return redirect("staff:person", pk)
    context = {"person": Person(pk=pk), "title": name, "form": form, "seen": request.POST.get("stand", seen)}
    return render(request, "staff/register/person_edit.html", context)


@require_http_methods(GET_AND_POST)
@signed_in_only
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is no longer there: the seats become vacant, the name goes after the time the county has set."""
    row, now = _editable(request, pk), timezone.now()
    form = LeaveForm(request.POST or None, initial={"left_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        editing.leave_person(row, on=form.cleaned_data["left_on"], by=request.user, now=now)
        messages.success(request, _("Vermerkt. Die Sitze dieser Person sind jetzt unbesetzt."))
        return redirect("staff:actor", row.actor_id) if row.actor_id else redirect("staff:person", pk)
    seats = list(row.seats.on(timezone.localdate(now)).select_related("network"))
    return render(request, "staff/register/person_leave.html", {"person": row, "form": form, "seats": seats})


@require_POST
@signed_in_only
def person_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    editing.confirm(_editable(request, pk), on=timezone.localdate(now), by=request.user, now=now)
    messages.success(request, _("Vermerkt: Die Angaben sind heute bestätigt."))
    return redirect("staff:person", pk)
