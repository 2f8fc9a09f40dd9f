"""Seats of a network: add one by the organisation's name, change it, say who sits there, end it, delete a mistake."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kreisnetz.core.models import User
from kreisnetz.core.names import tidy
from kreisnetz.core.rights import Right
from kreisnetz.register import editing, who_may
from kreisnetz.register.models import Actor, ContactChannel, Membership, Network, Person
from kreisnetz.staff.forms_register_fields import OFFERED, offered_actors
from kreisnetz.staff.forms_register_seat import (
    SOMEBODY_NEW,
    VACANT,
    EndSeatForm,
    NewSeatForm,
    SeatForm,
    WhoForm,
    seat_initial,
    who_initial,
)
from kreisnetz.staff.register_saving import clash_in_words, seen_at
from kreisnetz.ui.access import RightMissing, right_needed, signed_in_only

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="network")
def seat_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One short form: organisation by name; which one is meant is asked only when that is not clear."""
    network = get_object_or_404(Network, pk=pk)
    form = NewSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seat = _add_seat(network, form, by=request.user, now=timezone.now())
        messages.success(request, _("„%(name)s“ sitzt jetzt in diesem Netzwerk.") % {"name": seat.actor.name})
        again = "noch-einer" in request.POST
        return redirect("staff:seat-new" if again else "staff:network", pk)
    context = {
        "network": network,
        "form": form,
        "asks": form.asks and not (form.is_valid() if form.is_bound else False),
        "offered": offered_actors(),
        "offered_id": OFFERED,
    }
    return render(request, "staff/register/seat_new.html", context)


@transaction.atomic
def _add_seat(network: Network, form: NewSeatForm, *, by: User, now: datetime) -> Membership:
    data = form.cleaned_data
    actor = form.actor
    if actor is None:
        actor = Actor(name=tidy(data["organisation"]), kind=data.get("kind"))
        editing.create(actor, by=by, now=now)
    person = _somebody(actor, data, by=by, now=now) if data.get("last_name") else None
    seat = Membership(network=network, actor=actor, person=person, is_vacant=data["is_vacant"], **form.values())
    editing.create(seat, by=by, now=now)
    return seat


def _somebody(actor: Actor, data: dict[str, Any], *, by: User, now: datetime) -> Person:
    """A new contact, or the one of this name whom the organisation has already."""
    names = {"first_name": tidy(data["first_name"]), "last_name": tidy(data["last_name"])}
    known = Person.objects.filter(actor=actor, left_on__isnull=True, **names).first()
    if known:
        return known
    person = Person(actor=actor, function=data["function"], source=_("im Büro eingetragen"), **names)
    editing.create(person, by=by, now=now)
    if data.get("email"):
        row = {"kind": ContactChannel.Kind.EMAIL, "value": data["email"]}
        editing.set_rows(person, ContactChannel, [(None, row, {})], by=by, now=now)
    return person


def _seat(pk: int) -> Membership:
    rows = Membership.objects.select_related("network", "actor", "person", "deputy")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(GET_AND_POST)
@signed_in_only
def seat_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Role, group, from when to when, how sure."""
    seat, now = _seat(pk), timezone.now()
    if not who_may.may_edit_seat(request.user, seat, now=now):
        raise RightMissing(Right.EDIT_REGISTER)
    form = SeatForm(request.POST or None, initial=seat_initial(seat))
    seen = seat.modified_at.isoformat()
    if request.method == "POST" and form.is_valid():
        try:
            editing.change(seat, form.values(), by=request.user, now=now, seen=seen_at(request))
        except editing.EditedMeanwhile as clash:
            form.add_error(None, clash_in_words(clash))
        else:
            messages.success(request, _("Der Sitz ist gespeichert."))
            return redirect("staff:network", seat.network_id)
    context = {"seat": seat, "form": form, "seen": request.POST.get("stand", seen)}
    return render(request, "staff/register/seat_edit.html", context)


@require_http_methods(GET_AND_POST)
@signed_in_only
def seat_who(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits there and who stands in; also for the organisation's own account."""
    seat, now = _seat(pk), timezone.now()
    if not who_may.may_name_contact(request.user, seat, now=now):
        raise RightMissing(Right.EDIT_REGISTER)
    form = WhoForm(request.POST or None, seat=seat, initial=who_initial(seat))
    if request.method == "POST" and form.is_valid():
        _seat_somebody(seat, form, by=request.user, now=now)
        messages.success(request, _("Gespeichert, wer auf diesem Platz sitzt."))
        return _back(request, seat, now=now)
    return render(request, "staff/register/seat_who.html", {"seat": seat, "form": form})


@transaction.atomic
def _seat_somebody(seat: Membership, form: WhoForm, *, by: User, now: datetime) -> None:
    data = form.cleaned_data
    chosen = {}
    for name in ("person", "deputy"):
        if data[name] == SOMEBODY_NEW:
            chosen[name] = _somebody(seat.actor, data, by=by, now=now)
        else:
            chosen[name] = form.people.get(data[name])
    editing.change(seat, {**chosen, "is_vacant": data["person"] == VACANT}, by=by, now=now)


@require_http_methods(GET_AND_POST)
@signed_in_only
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation leaves the network; the seat stays as history."""
    seat, now = _seat(pk), timezone.now()
    if not who_may.may_name_contact(request.user, seat, now=now):
        raise RightMissing(Right.EDIT_REGISTER)
    form = EndSeatForm(request.POST or None, seat=seat, initial={"until": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        editing.end_membership(seat, until=form.cleaned_data["until"], by=request.user, now=now)
        messages.success(request, _("Der Sitz von „%(name)s“ ist beendet.") % {"name": seat.actor.name})
        return _back(request, seat, now=now)
    return render(request, "staff/register/seat_end.html", {"seat": seat, "form": form})


@require_POST
@signed_in_only
def seat_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """For a seat entered by mistake."""
    seat, now = _seat(pk), timezone.now()
    if not who_may.may_edit_seat(request.user, seat, now=now):
        raise RightMissing(Right.EDIT_REGISTER)
    editing.delete(seat, by=request.user, now=now)
    messages.success(request, _("Der Sitz ist gelöscht. Im Verlauf lässt sich das zurücknehmen."))
    return redirect("staff:network", seat.network_id)


def _back(request: HttpRequest, seat: Membership, *, now: datetime) -> HttpResponse:
    """Coordinators go on at the network, the organisation's account at its own entry."""
    if who_may.may_edit_seat(request.user, seat, now=now):
        return redirect("staff:network", seat.network_id)
    return redirect("staff:actor", seat.actor_id)
