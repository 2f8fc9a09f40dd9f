"""Networks in the office: list, profile as of any day, new, edit in short parts, confirm, delete."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core.rights import Right
from kreisnetz.register import directory, editing, freshness, profile, who_may, wording
from kreisnetz.register.models import Change, Membership, Network, NetworkLink
from kreisnetz.staff.forms_register import (
    NETWORK_PARTS,
    NEW_NETWORK,
    DayForm,
    NetworkFilterForm,
    network_form,
)
from kreisnetz.staff.forms_register_fields import OFFERED, in_words, offered_actors
from kreisnetz.staff.register_saving import saved
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 50
HISTORY_SHOWN = 5


@require_safe
@right_needed(Right.SEE_REGISTER)
def network_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    form = NetworkFilterForm(request.GET)
    day = form.day(today)
    page = Paginator(directory.networks(form.wanted(), day=day), PER_PAGE).get_page(request.GET.get("seite"))
    shown = list(page.object_list)
    counts = directory.counts(shown, day=day, today=today)
    context = {
        "tabs": tabs(request.user, "staff:network-list", now=now),
        "form": form,
        "page": page,
        "rows": [(row, counts.get(row.pk, directory.Counts())) for row in shown],
        "day": day,
        "is_today": day == today,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "today": today,
        "may_create": request.user.may(Right.EDIT_REGISTER, now=now),
    }
    return render(request, "staff/register/network_list.html", context)


@require_safe
@right_needed(Right.SEE_REGISTER)
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """The profile (Steckbrief), members as of the chosen day."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = get_object_or_404(Network.objects.select_related("parent"), pk=pk)
    form = DayForm(request.GET or None)
    day = (form.cleaned_data.get("am") if form.is_bound and form.is_valid() else None) or today
    may = rights_for(request, found, now=now)
    seats = list(profile.seats_of(found, day=day))
    context = {
        "network": found,
        "day_form": form,
        "day": day,
        "is_today": day == today,
        "today": today,
        "seats": [(seat, _held_since(seat)) for seat in seats],
        "n_vacant": sum(seat.is_vacant for seat in seats),
        "shares": profile.shares(seats),
        "targets": profile.target_lines(found, seats),
        "former": _former(found, day),
        "coming": [
            (seat, _held_since(seat)) for seat in found.memberships.filter(since__gt=day).select_related("actor")
        ],
        "links": _links(found),
        "entries": list(found.entries.all()) if may["may_see_notes"] else [],
        "children": list(found.children.all()),
        "age": freshness.age(found.confirmed_on, today=today),
        "is_stale": freshness.is_stale(found.confirmed_on, today=today),
        "parts": NETWORK_PARTS.values(),
        "history": _history(found) if may["may_see_contacts"] else [],
        **_lists_of(found),
        **may,
    }
    return render(request, "staff/register/network.html", context)


def _held_since(seat: Membership) -> str:
    since = in_words(seat.since, seat.since_precision)
    until = in_words(seat.until, seat.until_precision)
    return f"{since} – {until}" if until else since


def _former(network: Network, day: date) -> list[tuple[Membership, str]]:
    seats = network.memberships.ended(day).select_related("actor", "person").order_by("-until", "actor__sort_key")
    return [(seat, _held_since(seat)) for seat in seats]


def _links(network: Network) -> list[tuple[str, list[NetworkLink]]]:
    """Documents under the word for their kind."""
    rows = list(network.links.all())
    kinds = [(value, str(label)) for value, label in NetworkLink.Kind.choices]
    return [
        (label, [row for row in rows if row.kind == value])
        for value, label in kinds
        if any(r.kind == value for r in rows)
    ]


def _lists_of(network: Network) -> dict[str, list[str]]:
    names = ("fields_of_action", "challenges", "target_groups", "age_groups", "municipalities")
    return {name: [str(row) for row in getattr(network, name).all()] for name in names} | {
        "hosts": list(network.hosts.all())
    }


def _history(network: Network) -> list[wording.Line]:
    ref = f"network:{network.pk}"
    return wording.lines(Change.objects.filter(shown_on=ref)[:HISTORY_SHOWN])


def rights_for(request: HttpRequest, network: Network, *, now: datetime) -> dict[str, bool]:
    """What the page of a network shows and links to."""
    return {
        "may_edit": network.can_be_edited_by(request.user, now=now),
        "may_see_contacts": network.contacts_can_be_seen_by(request.user, now=now),
        "may_see_notes": who_may.may_see_notes(request.user, network, now=now),
        "may_create": request.user.may(Right.EDIT_REGISTER, now=now),
    }


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER)
def network_new(request: HttpRequest) -> HttpResponse:
    row = Network()
    form = network_form(NEW_NETWORK)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and saved(form, row, request, now=timezone.now()):
        messages.success(request, _("Das Netzwerk ist angelegt. Ergänzen Sie jetzt Mitglieder und Steckbrief."))
        return redirect("staff:network", row.pk)
    return render(request, "staff/register/network_new.html", {"form": form})


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="network")
def network_edit(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    if part not in NETWORK_PARTS:
        raise Http404
    row = get_object_or_404(Network, pk=pk)
    title, seen = row.name, row.modified_at.isoformat()
    form = network_form(NETWORK_PARTS[part])(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and saved(form, row, request, now=timezone.now()):
        messages.success(request, _("Gespeichert."))
        return redirect("staff:network", pk)
    context: dict[str, Any] = {
        "form": form,
        "heading": NETWORK_PARTS[part].title,
        "title": title,
        "seen": request.POST.get("stand", seen),
        "parts": NETWORK_PARTS.values(),
        "part": part,
        "network": Network(pk=pk, name=title),
        "offered": offered_actors() if "hosts" in form.fields else [],
        "offered_id": OFFERED,
    }
    return render(request, "staff/register/network_edit.html", context)


@require_POST
@right_needed(Right.EDIT_REGISTER, scope="network")
def network_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked at the profile and says: this is right."""
    now = timezone.now()
    editing.confirm(get_object_or_404(Network, pk=pk), on=timezone.localdate(now), by=request.user, now=now)
    messages.success(request, _("Vermerkt: Der Steckbrief ist heute geprüft."))
    return redirect("staff:network", pk)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER)
def network_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """For networks entered by mistake; one that really was is ended."""
    row = get_object_or_404(Network, pk=pk)
    is_bound = row.meetings.exists()
    if request.method == "POST" and not is_bound:
        try:
            editing.delete(row, by=request.user, now=timezone.now())
        except ProtectedError:
            messages.error(request, _("Zu diesem Netzwerk gehören noch andere. Ordnen Sie diese bitte zuerst neu zu."))
            return redirect("staff:network", pk)
        messages.success(request, _("„%(name)s“ ist gelöscht.") % {"name": row.name})
        return redirect("staff:network-list")
    return render(
        request,
        "staff/register/network_delete.html",
        {"network": row, "n": row.memberships.count(), "is_bound": is_bound},
    )
